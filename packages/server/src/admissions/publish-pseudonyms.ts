/**
 * A run's files with a random token in place of each candidate's number, so that anybody can have the result verified and
 * nobody is named. The number itself decides who is ahead of whom where two are equal in everything (`cut`), or is drawn
 * upon (`draw`); this is carried over as one more score column, which is 0 for whoever shares his place with nobody.
 */
import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  openSync,
  readFileSync,
  readSync,
  fstatSync,
  writeFileSync,
  createWriteStream,
} from "node:fs";
import { copyFile, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { once } from "node:events";
import {
  checkRules,
  compareIds,
  readDecimal,
  type AllocationRules,
  type Ordering,
} from "@tixi/engines/allocation";
import { runFileAllocation } from "./file-allocation.ts"; // prettier-ignore

interface Person {
  number: string;
  token: string;
  category: string;
  /** the rest of his row, from the category on */
  rest: string;
  cells: string[];
  lot: number;
}

/**
 * Writes the pseudonymous files and the result from them to `out`, and checks that it is the run's own result.
 * @param token gives the next token; default: 80 random bits
 * @throws Error where the result from the pseudonymous files is another
 */
export async function publishPseudonyms(
  folder: string,
  out: string,
  token: () => string = () => randomBytes(10).toString("hex"),
): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true, mode: 0o700 });
  const json = JSON.parse(readFileSync(path.join(folder, "rules.json"), "utf8")) as Record<string, unknown>;
  const { rules } = checkRules(json);
  if (!rules) throw new Error("the rules of the run are at fault");
  const { header, people } = readPeople(path.join(folder, "candidates.csv"), token);
  const lot = rules.lastPlaceTies === "all" ? null : lotColumn(header);
  if (lot !== null) drawLots(rules, header, people);
  const inTokenOrder = [...people].sort((a, b) => compareIds(a.token, b.token));
  const rows = inTokenOrder.map((one) => `${one.token},${one.rest}${lot === null ? "" : `,${one.lot}`}\n`);
  writeFileSync(path.join(out, "candidates.csv"), `${header.join(",")}${lot === null ? "" : `,${lot}`}\n${rows.join("")}`);
  writeFileSync(path.join(out, "rules.json"), `${JSON.stringify(lot === null ? json : withLot(json, lot), null, 2)}\n`);
  await copyFile(path.join(folder, "plans.csv"), path.join(out, "plans.csv"));
  await writePreferences(path.join(folder, "preferences.csv"), path.join(out, "preferences.csv"), inTokenOrder);
  const at = (name: string): string => path.join(out, name);
  const outcome = await runFileAllocation({ rules: at("rules.json"), plans: at("plans.csv"), candidates: at("candidates.csv"), preferences: at("preferences.csv"), out });
  if (outcome.kind === "faults") throw new Error(outcome.faults[0] ?? "faults");
  const tokens = new Map(people.map(({ token: own, number }) => [own, number]));
  const same = allocationOf(path.join(out, "allocation.csv"), (id) => tokens.get(id) ?? "");
  const real = allocationOf(path.join(folder, "allocation.csv"), (id) => id);
  if (same.join("\n") !== real.join("\n")) throw new Error("the pseudonymous files give another result than the run");
} // prettier-ignore

function readPeople(file: string, token: () => string): { header: string[]; people: Person[] } {
  const [head, ...lines] = readFileSync(file, "utf8").split("\n").filter((line) => line !== "");
  const used = new Set<string>();
  const people = lines.map((line): Person => {
    const comma = line.indexOf(",");
    const rest = line.slice(comma + 1);
    let own = token();
    while (used.has(own)) own = token();
    used.add(own);
    return { number: line.slice(0, comma), token: own, category: rest.split(",", 1)[0]!, rest, cells: line.split(","), lot: 0 };
  });
  return { header: head!.split(","), people };
} // prettier-ignore

function lotColumn(header: readonly string[]): string {
  let name = "lot";
  while (header.includes(name)) name += "_";
  return name;
}

/** Gives those who are equal in everything in some list the order among them that the run gave them: the higher lot is ahead. */
function drawLots(rules: AllocationRules, header: readonly string[], people: Person[]): void {
  const leader = Int32Array.from(people, (_, i) => i);
  const find = (i: number): number => {
    while (leader[i] !== i) i = leader[i] = leader[leader[i]!]!;
    return i;
  };
  const column = new Map(header.map((name, i) => [name, i]));
  const points = (one: Person, name: string): bigint => {
    const text = one.cells[column.get(name) ?? -1] ?? "";
    return text === "" ? 0n : BigInt(readDecimal(text));
  };
  const join = (ordering: (category: string) => Ordering, takes: (one: Person) => boolean): void => {
    const first = new Map<string, number>();
    people.forEach((one, i) => {
      if (!takes(one)) return;
      const { score, ties } = ordering(one.category);
      const total = Object.entries(score).reduce((sum, [name, weight]) => sum + BigInt(readDecimal(String(weight))) * points(one, name), 0n);
      const key = [one.category, total, ...ties.map((tie) => (tie === "total" ? total : points(one, tie)))].join("|");
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, i);
      else leader[find(i)] = find(earlier);
    });
  };
  const general = (category: string): Ordering => {
    const own = rules.categories[category];
    return { score: own?.score ?? rules.score, ties: own?.ties ?? rules.ties };
  };
  join(general, () => true);
  // composed scores that are reduced by steps may meet where they did not before
  if (typeof rules.assign === "object") join((category) => ({ score: {}, ties: general(category).ties.filter((tie) => tie !== "total") }), () => true);
  for (const ranking of Object.values(rules.rankings)) join(() => ranking, () => true);
  for (const quota of rules.quotas) {
    if (!quota.score && !quota.ties) continue;
    const at = column.get(quota.id) ?? -1;
    join((category) => ({ score: quota.score ?? general(category).score, ties: quota.ties ?? general(category).ties }), ({ cells }) => cells[at] === "1");
  }
  const groups = new Map<number, Person[]>();
  people.forEach((one, i) => {
    const of = find(i);
    const group = groups.get(of);
    if (group) group.push(one);
    else groups.set(of, [one]);
  });
  const drawn = (one: Person): string =>
    createHash("sha256").update(`${rules.seed}|${one.number}`).digest("hex");
  for (const group of groups.values()) {
    if (group.length === 1) continue;
    if (rules.lastPlaceTies === "draw") {
      const hashes = new Map(group.map((one) => [one, drawn(one)]));
      group.sort((a, b) => compareIds(hashes.get(a)!, hashes.get(b)!));
    } else group.sort((a, b) => compareIds(a.number, b.number));
    group.forEach((one, i) => (one.lot = group.length - i));
  }
} // prettier-ignore

/** The rules with the lot behind every list's own ties: the number decides nothing any more. */
function withLot(json: Record<string, unknown>, lot: string): Record<string, unknown> {
  const behind = (of: unknown): unknown => [...((of as string[] | undefined) ?? []), lot];
  const each = (of: unknown, change: (one: Record<string, unknown>) => Record<string, unknown>): unknown =>
    Object.fromEntries(Object.entries((of ?? {}) as Record<string, Record<string, unknown>>).map(([key, one]) => [key, change(one)]));
  const { seed: _seed, ...rest } = json;
  return {
    ...rest,
    ties: behind(json["ties"]),
    lastPlaceTies: "cut",
    ...(json["categories"] ? { categories: each(json["categories"], (one) => (one["ties"] ? { ...one, ties: behind(one["ties"]) } : one)) } : {}),
    ...(json["rankings"] ? { rankings: each(json["rankings"], (one) => ({ ...one, ties: behind(one["ties"]) })) } : {}),
    ...(json["quotas"] ? { quotas: (json["quotas"] as Record<string, unknown>[]).map((one) => (one["ties"] ? { ...one, ties: behind(one["ties"]) } : one)) } : {}),
  };
} // prettier-ignore

/** The preferences by token. The run's file has each candidate's rows together, so they are fetched a person at a time. */
async function writePreferences(from: string, to: string, people: readonly Person[]): Promise<void> {
  const { header, ranges } = rangesOf(from);
  const file = openSync(from, "r");
  const out = createWriteStream(to, { mode: 0o600 });
  try {
    out.write(header);
    for (const { number, token } of people) {
      const range = ranges.get(Buffer.from(number).toString("latin1"));
      if (!range) continue;
      const bytes = Buffer.alloc(range[1] - range[0]);
      readSync(file, bytes, 0, bytes.length, range[0]);
      const lines = bytes.toString("utf8").trimEnd().split("\n");
      if (!out.write(lines.map((line) => `${token}${line.slice(number.length)}\n`).join("")))
        await once(out, "drain");
    }
  } finally {
    closeSync(file);
    out.end();
    await once(out, "close");
  }
}

/** Where each candidate's rows begin and end, in bytes. */
function rangesOf(file: string): { header: string; ranges: Map<string, [number, number]> } {
  const open = openSync(file, "r");
  const { size } = fstatSync(open);
  const ranges = new Map<string, [number, number]>();
  const piece = Buffer.alloc(1 << 20);
  let header = "";
  let last = "";
  let rest = "";
  let begin = 0;
  try {
    for (let at = 0; at < size;) {
      const read = readSync(open, piece, 0, piece.length, at);
      at += read;
      // a byte is a character here, so that lengths are those of the file
      const lines = (rest + piece.toString("latin1", 0, read)).split("\n");
      rest = lines.pop()!;
      for (const line of lines) {
        const end = begin + line.length + 1;
        if (header === "") header = `${line}\n`;
        else {
          const number = line.slice(0, line.indexOf(","));
          if (number === last) ranges.get(number)![1] = end;
          else ranges.set(number, [begin, end]);
          last = number;
        }
        begin = end;
      }
    }
  } finally {
    closeSync(open);
  }
  return { header, ranges };
}

const allocationOf = (file: string, number: (id: string) => string): string[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => {
      const comma = line.indexOf(",");
      return number(line.slice(0, comma)) + line.slice(comma);
    })
    .sort(compareIds);
