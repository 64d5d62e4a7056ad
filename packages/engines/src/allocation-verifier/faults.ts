/** What a sentence is in both languages. */
export interface Words {
  zh: string;
  en: string;
}

/** An input or a published file that cannot be read: what is wrong, and where. */
export class VerifierFault extends Error {
  override readonly name = "VerifierFault";

  constructor(
    readonly file: string,
    readonly words: Words,
  ) {
    super(`${words.zh} ${words.en}`);
  }
}

/** @throws VerifierFault naming file, line and column. */
export function faultAt(file: string, line: number, column: string, value: string, words: Words): never {
  const place = `${file}:${line} ${column}`;
  throw new VerifierFault(file, {
    zh: `${place} “${value}”：${words.zh}`,
    en: `${place} "${value}": ${words.en}`,
  });
}
