/** candidates.csv as columns, in ascending order of the ids. */
import {
  composedLimit,
  neededColumns,
  readDecimal,
  readFlag,
  REASONS,
  scoreColumns,
  type AllocationRules,
  type Candidates,
  type Fault,
} from "@tixi/engines/allocation";
import type { Faults, OpenTable } from "./file-faults.ts";
import { idText, IdStore, indexIds, orderOfIds, sameIds, type IdIndex } from "./file-ids.ts";
import { scanLines, textOf, type Fields } from "./file-lines.ts";

export interface CandidatesRead {
  rows: number;
  /** categories by number, as they came */
  categories: string[];
  candidates: Candidates;
  ids: IdIndex;
}

/** Growing columns of numbers. */
class Column<T extends Int32Array | Float64Array> {
  #values: T;
  readonly #make: (length: number) => T;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#values = make(1 << 12);
  }

  set(row: number, value: number): void {
    if (row >= this.#values.length) {
      const larger = this.#make(2 * this.#values.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[row] = value;
  }

  /** The values in another order, in memory that threads share. */
  inOrder(order: Int32Array): T {
    const values = this.#make(order.length);
    for (let k = 0; k < order.length; k++) values[k] = this.#values[order[k]!]!;
    return values;
  }
}

const sharedInts = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length));
const sharedFloats = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length));

/** Reads and checks candidates.csv. Time: linear in the bytes. Faults go to `faults`; the columns are then of no use. */
export function readCandidates(rules: AllocationRules, table: OpenTable, faults: Faults): CandidatesRead {
  const { at, header } = table;
  const columns = scoreColumns(rules);
  const scoreAt = columns.map((column) => at[column]!);
  const quotaAt = rules.quotas.map(({ id }) => at[id]!);
  const idAt = at["candidate_id"]!;
  const categoryAt = at["category"]!;
  const store = new IdStore();
  const categories: string[] = [];
  const categoryNumbers = new Map<string, number>();
  const checks: { needed: boolean; low: number; high: number; range: [string, string] | null }[][] = [];
  const category = new Column(sharedInts);
  const holds = new Column(sharedInts);
  const lines = new Column(sharedInts);
  const scores = columns.map(() => new Column(sharedFloats));
  const limit = composedLimit(rules);
  const most = Math.max(idAt, categoryAt, ...scoreAt, ...quotaAt) + 1;
  const encoder = new TextEncoder();

  const checksOf = (name: string): (typeof checks)[number] => {
    const needed = neededColumns(rules, name);
    return columns.map((column) => {
      const range = rules.categories[name]?.range?.[column] ?? rules.range[column];
      return {
        needed: rules.missingScore === "fault" && needed.has(column),
        low: range ? readDecimal(String(range[0])) : 0,
        high: range ? readDecimal(String(range[1])) : limit,
        range: range ? [String(range[0]), String(range[1])] : null,
      };
    });
  };

  const onRow = (fields: Fields, lineInRows: number): void => {
    const { bytes, from, to } = fields;
    const line = header.lines + lineInRows;
    const row = store.count;
    const text = (k: number): string => textOf(bytes, from[k]!, to[k]!, header.encoding) ?? "";
    const fault = (column: string, k: number, reason: Fault["reason"]): void =>
      faults.add({ table: "candidates", line, column, value: text(k), reason });
    if (fields.high && [idAt, categoryAt].some((k) => textOf(bytes, from[k]!, to[k]!, header.encoding) === null))
      return fault("candidate_id", idAt, REASONS.encoding);
    if (from[idAt] === to[idAt]) return fault("candidate_id", idAt, REASONS.empty);
    if (from[categoryAt] === to[categoryAt]) fault("category", categoryAt, REASONS.empty);
    const name = text(categoryAt);
    let number = categoryNumbers.get(name);
    if (number === undefined) {
      categoryNumbers.set(name, (number = categories.length));
      categories.push(name);
      checks.push(checksOf(name));
    }
    category.set(row, number);
    lines.set(row, line);
    for (let s = 0; s < scoreAt.length; s++) {
      const k = scoreAt[s]!;
      const check = checks[number]![s]!;
      if (from[k] === to[k]) {
        if (check.needed) fault(columns[s]!, k, REASONS.empty);
        scores[s]!.set(row, 0);
        continue;
      }
      const value = decimalIn(bytes, from[k]!, to[k]!);
      if (value < 0) fault(columns[s]!, k, REASONS.decimal);
      else if (value < check.low || value > check.high)
        fault(columns[s]!, k, check.range ? REASONS.range(...check.range) : REASONS.tooLarge);
      else if (value > limit) fault(columns[s]!, k, REASONS.tooLarge);
      scores[s]!.set(row, value);
    }
    let bits = 0;
    for (let q = 0; q < quotaAt.length; q++) {
      const k = quotaAt[q]!;
      if (from[k] === to[k]) continue;
      const flag = readFlag(text(k));
      if (flag < 0) fault(rules.quotas[q]!.id, k, REASONS.flag);
      if (flag === 1) bits |= 1 << q;
    }
    holds.set(row, bits);
    if (fields.high && header.encoding !== "utf-8") {
      const id = encoder.encode(text(idAt));
      store.add(id, 0, id.length);
    } else store.add(bytes, from[idAt]!, to[idAt]!);
  }; // prettier-ignore

  const scan = scanLines(table.path, header.bytes, Infinity, most, onRow);
  faults.addScan("candidates", scan, header.lines);
  const ids = store.ids();
  const order = orderOfIds(ids);
  const lineInOrder = lines.inOrder(order);
  for (let k = 1; k < order.length; k++) {
    if (!sameIds(ids, order[k - 1]!, order[k]!)) continue;
    const [a, b] = [lineInOrder[k - 1]!, lineInOrder[k]!];
    faults.add({ table: "candidates", line: Math.max(a, b), column: "candidate_id", value: idText(ids, order[k]!), reason: REASONS.again(Math.min(a, b)) });
  } // prettier-ignore
  const index = indexIds(ids, order);
  return {
    rows: store.count,
    categories,
    candidates: {
      count: store.count,
      id: (candidate) => idText(index, candidate),
      category: category.inOrder(order),
      scores: scores.map((column) => column.inOrder(order)),
      holds: holds.inOrder(order),
    },
    ids: index,
  };
}

/** Ten-thousandths of a decimal with up to four places; −1 where it is none. */
function decimalIn(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  let p = from;
  for (; p < to; p++) {
    const digit = bytes[p]! - 48;
    if (digit < 0 || digit > 9) break;
    value = 10 * value + digit;
  }
  const whole = p - from;
  if (whole === 0 || whole > 9) return -1;
  let places = 0;
  if (p < to) {
    if (bytes[p] !== 46) return -1;
    for (p++; p < to; p++, places++) {
      const digit = bytes[p]! - 48;
      if (digit < 0 || digit > 9 || places === 4) return -1;
      value = 10 * value + digit;
    }
    if (places === 0) return -1;
  }
  for (; places < 4; places++) value *= 10;
  return value;
}
