import { neededColumns, scoreColumns } from "./columns.ts";
import { readDecimal } from "./decimals.ts";
import { readFlag, readWhole, REASONS, type Fault } from "./faults.ts";
import { compareIds } from "./ids.ts";
import { composedLimit } from "./limits.ts";
import { readUnits, unitTable, type PlanText } from "./units.ts";
import type { AllocationRules, Filed, Season } from "./types.ts";

/** A row of candidates.csv or preferences.csv as written, by the English names of its columns. */
export type TextRow = Record<string, string>;

export interface SeasonRows {
  plans: readonly TextRow[];
  candidates: readonly TextRow[];
  preferences: readonly TextRow[];
}

/**
 * A season from rows in memory, whatever their order. Rows are counted as lines from 2 on, as below a header.
 * @returns the season, or what is wrong with the rows
 */
export function seasonFromRows(
  rules: AllocationRules,
  rows: SeasonRows,
): { season: Season; faults: [] } | { season: null; faults: Fault[] } {
  const read = readUnits(rules, rows.plans.map(planText));
  const faults = read.faults;
  const { people, byId } = readCandidates(rules, rows.candidates, faults);
  const categories = [...new Set([...read.units.map(({ row }) => row.category), ...people.map((p) => p.category)])].sort(compareIds); // prettier-ignore
  const unitNumber = new Map(read.units.map(({ id }, u) => [id, u]));
  const filed = readPreferences(rules, rows.preferences, byId, unitNumber, people.length, faults);
  if (faults.length > 0) return { season: null, faults };
  const columns = scoreColumns(rules);
  return {
    season: {
      rules,
      categories,
      units: unitTable(rules, read.units, categories),
      candidates: {
        count: people.length,
        id: (candidate) => people[candidate]!.id,
        category: Int32Array.from(people, ({ category }) => categories.indexOf(category)),
        scores: columns.map((_, k) => Float64Array.from(people, ({ scores }) => scores[k]!)),
        holds: Int32Array.from(people, ({ holds }) => holds),
      },
      filed,
    },
    faults: [],
  };
}

const planText = (row: TextRow, i: number): PlanText => ({
  line: i + 2,
  unit_id: row["unit_id"] ?? "",
  category: row["category"] ?? "",
  batch: row["batch"] ?? "",
  capacity: row["capacity"] ?? "",
  school_id: row["school_id"] ?? "",
  min_score: row["min_score"] ?? "",
  quota: row["quota"] ?? "",
  ranking: row["ranking"] ?? "",
});

interface Person {
  id: string;
  category: string;
  scores: number[];
  holds: number;
}

function readCandidates(
  rules: AllocationRules,
  rows: readonly TextRow[],
  faults: Fault[],
): { people: Person[]; byId: Map<string, number> } {
  const columns = scoreColumns(rules);
  const lines = new Map<string, number>();
  const people: Person[] = [];
  const limits = composedLimit(rules);
  for (const [i, row] of rows.entries()) {
    const fault = (column: string, reason: Fault["reason"]): void =>
      void faults.push({ table: "candidates", line: i + 2, column, value: row[column] ?? "", reason });
    const id = row["candidate_id"] ?? "";
    const category = row["category"] ?? "";
    if (id === "") fault("candidate_id", REASONS.empty);
    if (category === "") fault("category", REASONS.empty);
    const known = lines.get(id);
    if (known !== undefined && id !== "") fault("candidate_id", REASONS.again(known));
    else lines.set(id, i + 2);
    const needed = neededColumns(rules, category);
    const scores = columns.map((column) => {
      const text = row[column] ?? "";
      if (text === "") {
        if (rules.missingScore === "fault" && needed.has(column)) fault(column, REASONS.empty);
        return 0;
      }
      const score = readDecimal(text);
      const range = rules.categories[category]?.range?.[column] ?? rules.range[column];
      if (Number.isNaN(score)) fault(column, REASONS.decimal);
      else if (range && (score < readDecimal(String(range[0])) || score > readDecimal(String(range[1]))))
        fault(column, REASONS.range(String(range[0]), String(range[1])));
      else if (score > limits) fault(column, REASONS.tooLarge);
      return score;
    });
    let holds = 0;
    for (const [q, quota] of rules.quotas.entries()) {
      const flag = readFlag(row[quota.id] ?? "");
      if (flag < 0) fault(quota.id, REASONS.flag);
      if (flag === 1) holds |= 1 << q;
    }
    people.push({ id, category, scores, holds });
  }
  people.sort((a, b) => compareIds(a.id, b.id));
  return { people, byId: new Map(people.map(({ id }, c) => [id, c])) };
}

interface Wish {
  candidate: number;
  no: number;
  unit: number;
  consent: number;
  line: number;
}

function readPreferences(
  rules: AllocationRules,
  rows: readonly TextRow[],
  candidates: ReadonlyMap<string, number>,
  units: ReadonlyMap<string, number>,
  count: number,
  faults: Fault[],
): Filed[] {
  const rounds = new Map<string, { batch: number; round: number; wishes: Wish[] }>();
  for (const [i, row] of rows.entries()) {
    const fault = (column: string, reason: Fault["reason"]): void =>
      void faults.push({ table: "preferences", line: i + 2, column, value: row[column] ?? "", reason });
    const candidate = candidates.get(row["candidate_id"] ?? "");
    const unit = units.get(row["unit_id"] ?? "");
    const batch = rules.batches.findIndex(({ id }) => id === row["batch"]);
    const round = (row["round"] ?? "") === "" ? 1 : readWhole(row["round"]!);
    const no = readWhole(row["preference_no"] ?? "");
    const consent = readFlag(row["consent"] ?? "");
    if (candidate === undefined) fault("candidate_id", REASONS.unknown.candidate);
    if (unit === undefined) fault("unit_id", REASONS.unknown.unit);
    if (batch < 0) fault("batch", REASONS.unknown.batch);
    if (round < 1) fault("round", REASONS.positive);
    if (no < 1) fault("preference_no", REASONS.positive);
    if (consent < 0) fault("consent", REASONS.flag);
    if (candidate === undefined || unit === undefined || batch < 0 || round < 1 || no < 1 || consent < 0)
      continue;
    const key = `${batch} ${round}`;
    const known = rounds.get(key) ?? { batch, round, wishes: [] };
    rounds.set(key, known);
    known.wishes.push({ candidate, no, unit, consent, line: i + 2 });
  }
  const ordered = [...rounds.values()].sort((a, b) => a.batch - b.batch || a.round - b.round);
  return ordered.map(({ batch, round, wishes }): Filed => {
    wishes.sort((a, b) => a.candidate - b.candidate || a.no - b.no || a.line - b.line);
    const start = new Int32Array(count + 1);
    let rank = 0;
    for (const [k, wish] of wishes.entries()) {
      start[wish.candidate + 1]!++;
      const before = wishes[k - 1];
      rank = before?.candidate === wish.candidate ? rank + 1 : 1;
      const fault = (reason: Fault["reason"]): void =>
        void faults.push({ table: "preferences", line: wish.line, column: "preference_no", value: String(wish.no), reason });
      if (before?.candidate === wish.candidate && before.no === wish.no) fault(REASONS.again(before.line));
      if (rank === (rules.maxPreferences ?? Infinity) + 1) fault(REASONS.tooMany(rules.maxPreferences!));
    } // prettier-ignore
    for (let c = 0; c < count; c++) start[c + 1]! += start[c]!;
    return {
      batch,
      round,
      start,
      unit: Int32Array.from(wishes, ({ unit }) => unit),
      no: Int32Array.from(wishes, ({ no }) => no),
      consent: rules.structure === "group" ? Uint8Array.from(wishes, ({ consent }) => consent) : null,
    };
  });
}
