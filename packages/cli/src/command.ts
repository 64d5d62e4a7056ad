import { parseArgs, type ParseArgsConfig } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** The words of a command line, taken apart. */
export interface Words {
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  positionals: string[];
}

/** One command of `tixi`. */
export interface Command {
  /** e.g. "cycle verify" */
  name: string;
  /** what stands behind the name, e.g. "IN --out FILE" */
  usage: string;
  /** lines that explain it */
  about: string;
  parse(words: string[]): Words;
  /** @returns the exit code */
  run(words: Words): Promise<number>;
}

/** The words cannot be understood; the message says which. Exit code 2. */
export class WrongUsage extends Error {
  override readonly name = "WrongUsage";
}

export function defineCommand(
  command: Omit<Command, "parse"> & { options: Options; positionals: { min: number; max: number } },
): Command {
  return {
    ...command,
    parse(words) {
      let parsed: Words;
      try {
        const { values, positionals, tokens } = parseArgs({
          args: words,
          options: command.options,
          allowPositionals: true,
          tokens: true,
        });
        parsed = spread(command.options, { values: values as Words["values"], positionals }, tokens);
      } catch (error) {
        throw new WrongUsage((error as Error).message);
      }
      const { min, max } = command.positionals;
      if (parsed.positionals.length < min) throw new WrongUsage("缺少参数。");
      if (parsed.positionals.length > max)
        throw new WrongUsage(`多余的参数：${parsed.positionals.slice(max).join(" ")}`);
      return parsed;
    },
  };
}

/** `--postings a.csv b.csv`: what follows an option that may be given several times belongs to it too. */
function spread(
  options: Options,
  words: Words,
  tokens: { kind: string; name?: string; value?: string | undefined }[],
): Words {
  const positionals: string[] = [];
  let last: string | undefined;
  for (const token of tokens) {
    if (token.kind === "option") last = options[token.name!]?.multiple ? token.name! : undefined;
    else if (token.kind === "option-terminator") last = undefined;
    else if (last) (words.values[last] as string[]).push(token.value!);
    else positionals.push(token.value!);
  }
  return { values: words.values, positionals };
}

export const usageOf = (command: Command): string =>
  `tixi ${command.name} ${command.usage}\n    ${command.about}`;

export function text(words: Words, name: string): string | undefined {
  const value = words.values[name];
  return typeof value === "string" ? value : undefined;
}

export function texts(words: Words, name: string): string[] {
  const value = words.values[name];
  return Array.isArray(value) ? value.filter((v): v is string => typeof v === "string") : [];
}

/** @throws WrongUsage if the option is missing */
export function required(words: Words, name: string): string {
  const value = text(words, name);
  if (value === undefined || value === "") throw new WrongUsage(`缺少 --${name}。`);
  return value;
}

/** A whole number option. @throws WrongUsage if it is none */
export function wholeNumber(words: Words, name: string, fallback: number): number;
export function wholeNumber(words: Words, name: string): number | undefined;
export function wholeNumber(words: Words, name: string, fallback?: number): number | undefined {
  const value = text(words, name);
  if (value === undefined) return fallback;
  if (!/^\d{1,9}$/.test(value)) throw new WrongUsage(`--${name} 应为整数，而不是 “${value}”。`);
  return Number(value);
}
