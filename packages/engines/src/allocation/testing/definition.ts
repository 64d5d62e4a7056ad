/**
 * Allocation told a second time, in the plainest words of docs/allocation.md, for a handful of candidates: lists by sorting,
 * stable matchings by trying them all, steps one by one. Shares no code with the engine but the types of its rules.
 */
import { createHash } from "node:crypto";
import type { SeasonRows, TextRow } from "../rows.ts";
import type { AllocationRules, Lines, Ordering } from "../types.ts";
import { groupRound } from "./definition-groups.ts";

export interface Person {
  id: string;
  row: TextRow;
  category: string;
}

export interface Pool {
  unit: string;
  quota: string;
  capacity: number;
}

export interface Wish {
  no: number;
  unit: string;
  consent: boolean;
}

export interface Given {
  unit: string;
  quota: string;
  no: number;
  batch: string;
  round: number;
  assigned: "choice" | "consent";
}

/** What everybody gets, by candidate. */
export function byDefinition(rules: AllocationRules, rows: SeasonRows): Map<string, Given> {
  const world = new World(rules, rows);
  const given = new Map<string, Given>();
  for (const { id: batch } of rules.batches) {
    const rounds = new Set(rows.preferences.filter((p) => p["batch"] === batch).map(roundOf));
    for (const round of [...rounds].sort((a, b) => a - b)) {
      const wishes = new Map<Person, Wish[]>();
      for (const person of world.people)
        if (!given.has(person.id)) wishes.set(person, world.countingWishes(person, batch, round, given));
      const got =
        rules.structure === "group"
          ? groupRound(world, batch, round, given)
          : rules.engine === "sequential"
            ? stepByStep(world, batch, wishes, given)
            : rules.engine === "parallel" && rules.quotas.length === 0
              ? serial(world, wishes, given)
              : bestStable(world, batch, wishes, given);
      for (const [id, one] of got) given.set(id, { ...one, batch, round });
    }
  }
  return given;
}

const roundOf = (row: TextRow): number => Number(row["round"] === "" ? 1 : row["round"]);

type Got = Map<string, Omit<Given, "batch" | "round">>;

export class World {
  readonly people: Person[];
  readonly pools: Pool[] = [];
  readonly rules: AllocationRules;
  readonly rows: SeasonRows;
  readonly #units = new Map<string, TextRow>();

  constructor(rules: AllocationRules, rows: SeasonRows) {
    this.rules = rules;
    this.rows = rows;
    this.people = rows.candidates.map((row) => ({
      id: row["candidate_id"]!,
      row,
      category: row["category"]!,
    }));
    for (const row of rows.plans) {
      this.#units.set(row["unit_id"]!, row);
      this.pools.push({
        unit: row["unit_id"]!,
        quota: row["quota"] ?? "",
        capacity: Number(row["capacity"]),
      });
    }
    for (const unit of this.#units.keys())
      if (!this.pools.some((p) => p.unit === unit && p.quota === ""))
        this.pools.push({ unit, quota: "", capacity: 0 });
  }

  unit(id: string): TextRow {
    return this.#units.get(id)!;
  }

  score(person: Person, weights: Record<string, number>): number {
    let sum = 0;
    for (const [column, weight] of Object.entries(weights))
      sum += Math.round(weight * 10_000) * Math.round(Number(person.row[column]) * 10_000);
    return sum;
  }

  ordering(person: Person): Ordering {
    const own = this.rules.categories[person.category];
    return { score: own?.score ?? this.rules.score, ties: own?.ties ?? this.rules.ties };
  }

  total(person: Person): number {
    return this.score(person, this.ordering(person).score);
  }

  /** below 0: a stands before b; 0: equal in everything under "all" */
  compare(a: Person, b: Person, by: Ordering, reduceA = 0, reduceB = 0): number {
    const [x, y] = [this.score(a, by.score), this.score(b, by.score)];
    if (x - reduceA !== y - reduceB) return y - reduceB - (x - reduceA);
    for (const tie of by.ties) {
      const [s, t] = tie === "total" ? [x, y] : [Number(a.row[tie]), Number(b.row[tie])];
      if (s !== t) return t - s;
    }
    if (this.rules.lastPlaceTies === "all" || a.id === b.id) return 0;
    const lot = ({ id }: Person): string =>
      this.rules.lastPlaceTies === "draw"
        ? createHash("sha256").update(`${this.rules.seed!}|${id}`).digest("hex")
        : id;
    return lot(a) < lot(b) ? -1 : 1;
  }

  unitOrdering(unit: string, person: Person): Ordering {
    return this.rules.rankings[this.unit(unit)["ranking"] ?? ""] ?? this.ordering(person);
  }

  holds(person: Person, quota: string): boolean {
    return person.row[quota] === "1";
  }

  #meets(person: Person, lines: Lines, total: number): boolean {
    return (
      total >= (lines.minScore ?? 0) * 1e8 &&
      Object.entries(lines.min ?? {}).every(
        ([name, lowest]) =>
          (this.rules.sums[name] ?? [name]).reduce((sum, column) => sum + Number(person.row[column]), 0) >=
          lowest,
      )
    );
  }

  #batchLines(person: Person, batch: string): Lines {
    const rules = this.rules.batches.find(({ id }) => id === batch)!;
    const own = rules.categories?.[person.category] ?? {};
    return { ...rules, ...own };
  }

  mayTakeGeneral(person: Person, unit: string, batch: string): boolean {
    const { min_score, category, batch: own } = this.unit(unit);
    if (category !== person.category || own !== batch) return false;
    const total = this.total(person);
    return this.#meets(person, this.#batchLines(person, batch), total) && total >= Number(min_score) * 1e8;
  }

  mayTakeReserved(person: Person, unit: string, quota: string, batch: string): boolean {
    const { min_score, category, batch: own } = this.unit(unit);
    if (category !== person.category || own !== batch || !this.holds(person, quota)) return false;
    const q = this.rules.quotas.find(({ id }) => id === quota)!;
    const total = this.total(person);
    if (q.minScore === undefined && total < Number(min_score) * 1e8) return false;
    return q.minScore !== undefined || q.min !== undefined
      ? this.#meets(person, q, q.score ? this.score(person, q.score) : total)
      : this.#meets(person, this.#batchLines(person, batch), total);
  }

  /** The pools for which a preference stands, in their order; `behind` where he comes behind the holders. */
  poolsFor(person: Person, unit: string, batch: string): { pool: Pool; behind: boolean }[] {
    const pool = (quota: string): Pool | undefined =>
      this.pools.find((p) => p.unit === unit && p.quota === quota);
    const reserves = (order: string): Pool[] =>
      this.rules.quotas.flatMap((q) => {
        const found = pool(q.id);
        return found && q.order === order && this.mayTakeReserved(person, unit, q.id, batch) ? [found] : [];
      });
    const general = this.mayTakeGeneral(person, unit, batch);
    const back = this.rules.quotas.flatMap((q) => {
      const found = pool(q.id);
      const holder = this.mayTakeReserved(person, unit, q.id, batch);
      return found && q.flowBack && general && !holder ? [found] : [];
    });
    return [
      ...[...reserves("reserve-first"), ...(general ? [pool("")!] : []), ...reserves("general-first")].map(
        (p) => ({ pool: p, behind: false }),
      ),
      ...back.map((p) => ({ pool: p, behind: true })),
    ];
  }

  /** below 0: the pool ranks a before b */
  poolCompare(pool: Pool, a: Person, b: Person, batch: string): number {
    if (pool.quota === "") return this.compare(a, b, this.unitOrdering(pool.unit, a));
    const behind = (one: Person): boolean => !this.mayTakeReserved(one, pool.unit, pool.quota, batch);
    if (behind(a) !== behind(b)) return behind(a) ? 1 : -1;
    const q = this.rules.quotas.find(({ id }) => id === pool.quota)!;
    const own = q.score || q.ties ? { ...this.ordering(a), ...(q.score ? { score: q.score } : {}), ...(q.ties ? { ties: q.ties } : {}) } : null;
    return this.compare(a, b, behind(a) ? this.unitOrdering(pool.unit, a) : (own ?? this.unitOrdering(pool.unit, a)));
  } // prettier-ignore

  left(pool: Pool, given: ReadonlyMap<string, Pick<Given, "unit" | "quota">>): number {
    const taken = [...given.values()].filter((g) => g.unit === pool.unit && g.quota === pool.quota).length;
    return Math.max(0, pool.capacity - taken);
  }

  leftInUnit(unit: string, given: ReadonlyMap<string, Given>): number {
    return this.pools.filter((p) => p.unit === unit).reduce((sum, p) => sum + this.left(p, given), 0);
  }

  wishes(person: Person, batch: string, round: number): Wish[] {
    return this.rows.preferences
      .filter((p) => p["candidate_id"] === person.id && p["batch"] === batch && roundOf(p) === round)
      .map((p) => ({ no: Number(p["preference_no"]), unit: p["unit_id"]!, consent: p["consent"] === "1" }))
      .sort((a, b) => a.no - b.no);
  }

  countingWishes(person: Person, batch: string, round: number, given: ReadonlyMap<string, Given>): Wish[] {
    return this.wishes(person, batch, round).filter(
      ({ unit }, i, all) =>
        all.findIndex((w) => w.unit === unit) === i &&
        this.poolsFor(person, unit, batch).length + (this.#anyLine(person, unit, batch) ? 1 : 0) > 0 &&
        (round === 1 || this.leftInUnit(unit, given) > 0),
    );
  }

  #anyLine(person: Person, unit: string, batch: string): boolean {
    return this.mayTakeGeneral(person, unit, batch);
  }
}

/** A without reserves: each in the order of the list to the first with a place; equals of the last one go in too. */
function serial(world: World, wishes: Map<Person, Wish[]>, given: Map<string, Given>): Got {
  const got: Got = new Map();
  const turn = [...wishes.keys()].sort(
    (a, b) => (a.category < b.category ? -1 : a.category > b.category ? 1 : world.compare(a, b, world.ordering(a))),
  ); // prettier-ignore
  const inside = new Map<string, Person[]>();
  for (const person of turn)
    for (const { unit, no } of wishes.get(person)!) {
      const places = world.leftInUnit(unit, given);
      const there = inside.get(unit) ?? [];
      const lastOne = there[places - 1];
      const equal = lastOne !== undefined && world.compare(person, lastOne, world.ordering(person)) === 0;
      if (there.length >= places && !equal) continue;
      inside.set(unit, [...there, person]);
      got.set(person.id, { unit, quota: "", no, assigned: "choice" });
      break;
    }
  return got;
}

/** The stable matching that is best for all candidates, found among all matchings. */
function bestStable(
  world: World,
  batch: string,
  wishes: Map<Person, Wish[]>,
  given: Map<string, Given>,
): Got {
  const people = [...wishes.keys()];
  const options = people.map((person) =>
    wishes.get(person)!.flatMap(({ unit, no }) => world.poolsFor(person, unit, batch).map(({ pool }) => ({ pool, no }))),
  ); // prettier-ignore
  const left = new Map(world.pools.map((pool) => [pool, world.left(pool, given)]));
  let best: number[] | undefined;
  const stable: number[][] = [];
  for (const choice of everyChoice(options.map((list) => list.length))) {
    const poolOf = choice.map((k, i) => options[i]![k]?.pool);
    /** how many that the pool ranks before him are in it */
    const before = (pool: Pool, i: number): number =>
      people.filter((p, j) => j !== i && poolOf[j] === pool && world.poolCompare(pool, p, people[i]!, batch) < 0).length;
    const wouldTake = (pool: Pool, i: number): boolean => before(pool, i) < left.get(pool)!;
    const holds = people.every((_, i) => poolOf[i] === undefined || wouldTake(poolOf[i], i));
    if (!holds) continue;
    if (people.every((_, i) => !options[i]!.slice(0, choice[i]).some(({ pool }) => wouldTake(pool, i))))
      stable.push(choice);
  } // prettier-ignore
  for (const one of stable) if (stable.every((other) => one.every((k, i) => k <= other[i]!))) best = one;
  if (!best) throw new Error("no stable matching is best for all candidates");
  const got: Got = new Map();
  for (const [i, k] of best.entries()) {
    const option = options[i]![k];
    if (option)
      got.set(people[i]!.id, {
        unit: option.pool.unit,
        quota: option.pool.quota,
        no: option.no,
        assigned: "choice",
      });
  }
  return got;
}

/** Every way to choose an option, or none (the last number), for each of several. */
function* everyChoice(counts: readonly number[]): Generator<number[]> {
  const choice = counts.map(() => 0);
  for (;;) {
    yield [...choice];
    let i = 0;
    while (i < counts.length && choice[i] === counts[i]) choice[i++] = 0;
    if (i === counts.length) return;
    choice[i]!++;
  }
}

/** C: his k-th counting preference in step k, for what is left by then. */
function stepByStep(
  world: World,
  batch: string,
  wishes: Map<Person, Wish[]>,
  given: Map<string, Given>,
): Got {
  const got: Got = new Map();
  const longest = Math.max(0, ...[...wishes.values()].map((list) => list.length));
  for (let k = 0; k < longest; k++) {
    const soFar = new Map(given);
    for (const [id, one] of got) soFar.set(id, { ...one, batch, round: 0 });
    const step = new Map<Person, Wish[]>();
    for (const [person, list] of wishes)
      if (!got.has(person.id) && k < list.length) step.set(person, [list[k]!]);
    for (const [id, one] of bestStable(world, batch, step, soFar)) got.set(id, one);
  }
  return got;
} // prettier-ignore
