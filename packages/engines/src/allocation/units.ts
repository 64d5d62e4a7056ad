import { readDecimal } from "./decimals.ts";
import { readWhole, REASONS, type Fault } from "./faults.ts";
import { compareIds } from "./ids.ts";
import type { AllocationRules, Units } from "./types.ts";

/** A row of plans.csv as written; columns that are not there are empty. */
export interface PlanText {
  line: number;
  unit_id: string;
  category: string;
  batch: string;
  capacity: string;
  school_id: string;
  min_score: string;
  quota: string;
  ranking: string;
}

interface Unit {
  id: string;
  row: PlanText;
  minScore: number;
  /** capacity by quota, −1 = general, with the line */
  seats: Map<number, { capacity: number; line: number }>;
}

/** Units by id, before categories have numbers. */
export interface UnitsRead {
  units: Unit[];
  faults: Fault[];
}

/** Checks the rows of plans.csv. Units come back in ascending order of their ids. */
export function readUnits(rules: AllocationRules, rows: Iterable<PlanText>): UnitsRead {
  const faults: Fault[] = [];
  const byId = new Map<string, Unit>();
  const grouped = rules.structure === "group";
  const rankings = Object.keys(rules.rankings);
  for (const row of rows) {
    const fault = (column: Exclude<keyof PlanText, "line">, reason: Fault["reason"]): void =>
      void faults.push({ table: "plans", line: row.line, column, value: row[column], reason });
    const before = faults.length;
    for (const column of ["unit_id", "category", "batch"] as const)
      if (row[column] === "") fault(column, REASONS.empty);
    if (grouped && row.school_id === "") fault("school_id", REASONS.empty);
    if (row.batch !== "" && !rules.batches.some(({ id }) => id === row.batch))
      fault("batch", REASONS.unknown.batch);
    const capacity = readWhole(row.capacity);
    if (capacity < 0) fault("capacity", row.capacity === "" ? REASONS.empty : REASONS.whole);
    const minScore = row.min_score === "" ? -1 : readDecimal(row.min_score);
    if (Number.isNaN(minScore)) fault("min_score", REASONS.decimal);
    const quota = row.quota === "" ? -1 : rules.quotas.findIndex(({ id }) => id === row.quota);
    if (row.quota !== "" && quota < 0) fault("quota", REASONS.unknown.quota);
    if (row.ranking !== "" && !rankings.includes(row.ranking)) fault("ranking", REASONS.unknown.ranking);
    if (faults.length > before) continue;
    const known = byId.get(row.unit_id);
    if (!known) {
      byId.set(row.unit_id, { id: row.unit_id, row, minScore, seats: new Map([[quota, { capacity, line: row.line }]]) });
      continue;
    } // prettier-ignore
    for (const column of ["category", "batch", "school_id", "ranking"] as const)
      if (row[column] !== known.row[column]) fault(column, REASONS.differs(known.row.line));
    if (minScore !== known.minScore) fault("min_score", REASONS.differs(known.row.line));
    const again = known.seats.get(quota);
    if (again) fault("unit_id", REASONS.again(again.line));
    else known.seats.set(quota, { capacity, line: row.line });
  }
  return { units: [...byId.values()].sort((a, b) => compareIds(a.id, b.id)), faults };
}

/** The units as columns. `categories` must hold every category of a unit. */
export function unitTable(
  rules: AllocationRules,
  units: readonly Unit[],
  categories: readonly string[],
): Units {
  const groups = new Map<string, number>();
  const pools: { quota: number; capacity: number }[] = [];
  const begin = [0];
  const order = [
    ...rules.quotas.flatMap(({ order }, q) => (order === "reserve-first" ? [q] : [])),
    -1,
    ...rules.quotas.flatMap(({ order }, q) => (order === "general-first" ? [q] : [])),
  ];
  for (const { seats } of units) {
    for (const quota of order) {
      const found = seats.get(quota);
      if (found || quota < 0) pools.push({ quota, capacity: found?.capacity ?? 0 });
    }
    begin.push(pools.length);
  }
  const numberOf = new Map(categories.map((category, k) => [category, k]));
  const groupOf = ({ row }: Unit): number => {
    if (rules.structure !== "group") return -1;
    const key = JSON.stringify([row.school_id, row.batch, row.category]);
    const known = groups.get(key) ?? groups.size;
    groups.set(key, known);
    return known;
  };
  const rankings = Object.keys(rules.rankings);
  return {
    ids: units.map(({ id }) => id),
    category: Int32Array.from(units, ({ row }) => numberOf.get(row.category)!),
    batch: Int32Array.from(units, ({ row }) => rules.batches.findIndex(({ id }) => id === row.batch)),
    minScore: Float64Array.from(units, ({ minScore }) => minScore),
    group: Int32Array.from(units, groupOf),
    ranking: Int32Array.from(units, ({ row }) => rankings.indexOf(row.ranking)),
    pools: Int32Array.from(begin),
    poolQuota: Int32Array.from(pools, ({ quota }) => quota),
    poolCapacity: Int32Array.from(pools, ({ capacity }) => capacity),
  };
}
