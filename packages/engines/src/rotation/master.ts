/**
 * The linear programme of all cohorts' timetables, by columns: least people above the capacities. Its prices either find a
 * better way for some cohort, or prove that there is no timetable.
 */
import type { Program } from "../quota/program.ts";
import type { Solver } from "../quota/highs.ts";
import type { Model, Path } from "./model.ts";
import { cheapest, type Route } from "./route.ts";

/** A limit of a place and week: people as many as can really come together, and cohorts. */
export interface Rows {
  /** `place * weeks + week` of each row */
  at: Int32Array;
  /** most people that some of the cohorts add up to; most cohorts */
  people: Float64Array;
  cohorts: Float64Array;
}

/**
 * The places and weeks that can be overfull at all. Cohorts are whole: the people that are there at once are a sum of cohorts,
 * so the capacity is lowered to the largest such sum, and the number of cohorts is limited by the smallest ones.
 */
export function rowsOf(model: Model): Rows {
  const size = model.places * model.weeks;
  const who: number[][] = Array.from({ length: size }, () => []);
  for (const { people, place, weeks, forbidden } of model.cohorts) {
    const there = new Set<number>();
    place.forEach((p, o) => {
      if (p >= 0)
        weeks.forEach((week, t) => {
          if (!forbidden[o * weeks.length + t]) there.add(p * model.weeks + week);
        });
    });
    for (const at of there) who[at]!.push(people);
  }
  const found: { at: number; people: number; cohorts: number }[] = [];
  const known = new Map<string, { people: number; cohorts: number }>();
  who.forEach((sizes, at) => {
    const most = model.capacity[at]!;
    if (sizes.reduce((sum, one) => sum + one, 0) <= most) return;
    sizes.sort((a, b) => a - b);
    const key = `${most}:${sizes.join()}`;
    let row = known.get(key);
    if (!row) known.set(key, (row = { people: largestSum(sizes, most), cohorts: mostOf(sizes, most) }));
    found.push({ at, ...row });
  });
  return {
    at: Int32Array.from(found, (row) => row.at),
    people: Float64Array.from(found, (row) => row.people),
    cohorts: Float64Array.from(found, (row) => row.cohorts),
  };
}

function largestSum(sizes: readonly number[], most: number): number {
  const reach = new Uint8Array(most + 1);
  reach[0] = 1;
  for (const size of sizes) for (let sum = most; sum >= size; sum--) if (reach[sum - size]) reach[sum] = 1;
  return reach.lastIndexOf(1);
}

function mostOf(sizes: readonly number[], most: number): number {
  let sum = 0;
  return sizes.findIndex((size) => (sum += size) > most);
}

/** Prices of a person-week and a cohort-week by row, whole numbers. */
export interface Prices {
  people: Float64Array;
  cohorts: Float64Array;
}

/** Prices of rows as the price of each cohort by place and week. */
export function priceOf(model: Model, rows: Rows, prices: Prices, people: number, into: Float64Array): Float64Array {
  into.fill(0);
  rows.at.forEach((at, r) => (into[at] = people * prices.people[r]! + prices.cohorts[r]!));
  return into;
} // prettier-ignore

/**
 * How much more the cheapest timetables of all cohorts cost than all places are worth, and the cost of each cohort: above 0
 * there is no timetable, whatever the prices. Exact for whole numbers; Infinity where a cohort fits nowhere.
 */
export function excessAt(model: Model, rows: Rows, prices: Prices): { excess: number; costs: Float64Array; routes: (Route | null)[] } {
  const into = new Float64Array(model.places * model.weeks);
  const routes = model.cohorts.map((cohort) => cheapest(cohort, model.weeks, priceOf(model, rows, prices, cohort.people, into), false));
  const costs = Float64Array.from(routes, (route) => route?.cost ?? Infinity);
  let excess = costs.reduce((sum, cost) => sum + cost, 0);
  rows.at.forEach((_, r) => (excess -= prices.people[r]! * rows.people[r]! + prices.cohorts[r]! * rows.cohorts[r]!));
  return { excess, costs, routes };
} // prettier-ignore

/** Prices of the solver are fractions; these are whole, and prove what they prove by themselves. */
const SCALE = 10_000_000;
const whole = (column: Float64Array): Float64Array => column.map((one) => Math.round(Math.max(0, one) * SCALE)); // prettier-ignore

/** Ways that cohorts may take, each once. */
export class Pool {
  readonly paths: Path[][];
  readonly #seen: Set<string>[];

  constructor(cohorts: number) {
    this.paths = Array.from({ length: cohorts }, () => []);
    this.#seen = Array.from({ length: cohorts }, () => new Set());
  }

  copy(): Pool {
    const other = new Pool(this.paths.length);
    this.paths.forEach((paths, c) => paths.forEach((path) => other.add(c, path)));
    return other;
  }

  /** @returns whether it is new */
  add(c: number, path: Path): boolean {
    const key = path.join();
    if (this.#seen[c]!.has(key)) return false;
    this.#seen[c]!.add(key);
    this.paths[c]!.push(path);
    return true;
  }
}

/** Whether no week of a path is forbidden in the model. */
export function allowed({ forbidden, weeks }: Model["cohorts"][number], path: Path): boolean {
  return path.every((option, t) => !forbidden[option * weeks.length + t]);
}

export type Relaxed =
  | { kind: "infeasible"; rows: Rows; prices: Prices }
  /** shares of each cohort's ways that fit together */
  | { kind: "shares"; rows: Rows; ways: { cohort: number; path: Path; share: number }[] }
  | { kind: "stopped" };

/**
 * Solves the relaxation by adding ways of negative reduced cost (P. Gilmore, R. Gomory 1961; G. Dantzig, P. Wolfe 1960).
 * @param strongest not the first prices that prove there is no timetable, but those that prove it with most to spare
 */
export function relax(model: Model, pool: Pool, solver: Solver, until: number, strongest = false): Relaxed {
  const rows = rowsOf(model);
  const none: Prices = { people: new Float64Array(rows.at.length), cohorts: new Float64Array(rows.at.length) }; // prettier-ignore
  const free = excessAt(model, rows, none);
  if (free.excess === Infinity) return { kind: "infeasible", rows, prices: none };
  free.routes.forEach((route, c) => pool.add(c, route!.path));
  let best: { excess: number; prices: Prices } | null = null;
  const ended = (): Relaxed =>
    best ? { kind: "infeasible", rows, prices: best.prices } : { kind: "stopped" };
  for (;;) {
    const ways = pool.paths.flatMap((paths, cohort) => paths.filter((path) => allowed(model.cohorts[cohort]!, path)).map((path) => ({ cohort, path }))); // prettier-ignore
    const { program } = buildProgram(model, rows, ways, false);
    const left = (until - performance.now()) / 1000;
    if (left <= 0) return ended();
    const solved = solver(program, { seconds: left });
    if (solved.status !== "optimal") return ended();
    if (-solved.objective < 1e-6) {
      const shares = ways.map((way, k) => ({ ...way, share: solved.columns[k]! }));
      return { kind: "shares", rows, ways: shares.filter(({ share }) => share > 1e-7) };
    }
    const first = model.cohorts.length;
    const R = rows.at.length;
    const prices: Prices = {
      people: whole(solved.duals.subarray(first, first + R)),
      cohorts: whole(solved.duals.subarray(first + R, first + 2 * R)),
    };
    const { excess, routes } = excessAt(model, rows, prices);
    if (excess > (best?.excess ?? 0)) best = { excess, prices };
    if (best && !strongest) return ended();
    let added = 0;
    routes.forEach((route, c) => {
      if (route && pool.add(c, route.path)) added++;
    });
    // The prices of the solver find nothing and, made whole, prove nothing: too close to tell.
    if (added === 0) return ended();
  }
}

/**
 * Columns: a share of each way, then, where `hard` is false, what each row is exceeded by. Rows: each cohort once, people,
 * cohorts. Whole shares and no excess where `hard`.
 */
export function buildProgram(
  model: Model,
  rows: Rows,
  ways: readonly { cohort: number; path: Path }[],
  hard: boolean,
): { program: Program } {
  const C = model.cohorts.length;
  const R = rows.at.length;
  const rowAt = new Map(Array.from(rows.at, (at, r) => [at, r]));
  const lists: number[][] = Array.from({ length: C + 2 * R }, () => []);
  const values: number[][] = Array.from({ length: C + 2 * R }, () => []);
  const put = (row: number, column: number, value: number): void => {
    lists[row]!.push(column);
    values[row]!.push(value);
  };
  ways.forEach(({ cohort, path }, k) => {
    put(cohort, k, 1);
    const { place, weeks, people } = model.cohorts[cohort]!;
    path.forEach((option, t) => {
      const r = place[option]! < 0 ? undefined : rowAt.get(place[option]! * model.weeks + weeks[t]!);
      if (r === undefined) return;
      put(C + r, k, people);
      put(C + R + r, k, 1);
    });
  });
  const columns = ways.length + (hard ? 0 : 2 * R);
  if (!hard)
    for (let r = 0; r < 2 * R; r++) put(C + r, ways.length + r, -1);
  const numRows = lists.length;
  const starts = new Int32Array(numRows + 1);
  lists.forEach((list, r) => (starts[r + 1] = starts[r]! + list.length));
  const cost = new Float64Array(columns);
  if (!hard) cost.fill(-1, ways.length);
  const rowLower = new Float64Array(numRows).fill(-Infinity);
  const rowUpper = new Float64Array(numRows);
  rowLower.fill(1, 0, C);
  rowUpper.fill(1, 0, C);
  rowUpper.set(rows.people, C);
  rowUpper.set(rows.cohorts, C + R);
  return {
    program: {
      numCols: columns,
      numRows,
      colCost: cost,
      colLower: new Float64Array(columns),
      colUpper: new Float64Array(columns).fill(hard ? 1 : Infinity),
      rowLower,
      rowUpper,
      integrality: hard ? new Int32Array(columns).fill(1) : null,
      matrix: {
        format: "csr",
        numRows,
        numCols: columns,
        starts,
        indices: Int32Array.from(lists.flat()),
        values: Float64Array.from(values.flat()),
      },
    },
  };
} // prettier-ignore
