/** The plan within the limits that is nearest to a wished one: the step from fractions to whole classes. */
import type { Core } from "./core.ts";
import type { Solver } from "./highs.ts";
import { allows, nextSize, usedOf, type Sizes } from "./limits.ts";
import { buildProgram, type Program } from "./program.ts";

export interface Wish {
  /** seats, possibly fractional, in canonical order */
  seats: ArrayLike<number>;
  /** what a seat away from the wish costs */
  weight(k: number): number;
  /** what a seat more adds or takes away */
  worth?: ArrayLike<number>;
}

export interface ProjectOptions {
  seconds: number;
  /** how far from the best projection the search may end, in units of weight and worth */
  slack: number;
}

/** How many offerings of a level, and of a shared limit, may give and take beside those that must move. */
const POOLS = [
  { level: 100, row: 2, window: 10 },
  { level: 400, row: 6, window: 60 },
] as const;

/**
 * Most offerings of a wish from the relaxation already have a size they may have and stay there; the others, and some to
 * even out the shared limits, are free. Where that leaves no plan the circle is widened, to all offerings in the end.
 * @returns seats, or null where the limits leave no plan (`infeasible`) or none was found in time
 */
export function project(
  core: Core,
  wish: Wish,
  solver: Solver,
  { seconds, slack }: ProjectOptions,
): { seats: Int32Array | null; infeasible: boolean } {
  if (core.sizes.some((s) => s.length === 0)) return { seats: null, infeasible: true };
  const until = performance.now() + 1000 * seconds;
  const large = core.offerings.length > 500;
  if (large) wish = relaxed(core, wish, solver, seconds / 2) ?? wish;
  for (const pool of large ? [...POOLS, null] : [null]) {
    const left = (until - performance.now()) / 1000;
    const sizes = pool ? narrowed(core, wish, pool) : core.sizes;
    const { program } = buildProgram(core, { network: false, integral: true, worth: wish.worth, sizes });
    const free = [...sizes.keys()].filter((k) => sizes[k]!.length > 1 || sizes[k]![0]![0] < sizes[k]![0]![1]);
    const solved = solver(withDistance(program, free, wish), {
      seconds: pool ? Math.max(0.5, left / 3) : left,
      gap: 1e-9,
      slack,
    });
    if (solved.columns.length > 0)
      return {
        seats: Int32Array.from(core.offerings, (_, k) => Math.round(solved.columns[k]!)),
        infeasible: false,
      };
    if (!pool) return { seats: null, infeasible: solved.status === "infeasible" };
  }
  return { seats: null, infeasible: false };
}

/** Where the wish breaks shared limits: the nearest fractions that keep them. */
function relaxed(core: Core, wish: Wish, solver: Solver, seconds: number): Wish | null {
  const broken = core.rows.some((row) => {
    const used = row.counts ? 0 : usedOf(row, wish.seats);
    return used < (row.counts ? 0 : row.least) - 1e-6 || used > row.most + 1e-6;
  });
  const outside = core.sizes.some(
    (sizes, k) => wish.seats[k]! < sizes[0]![0] - 1e-6 || wish.seats[k]! > sizes.at(-1)![1] + 1e-6,
  );
  if (!broken && !outside) return null;
  const { program } = buildProgram(core, { network: false, integral: false, worth: wish.worth });
  const solved = solver(withDistance(program, [...core.offerings.keys()], wish), { seconds });
  return solved.status === "optimal" ? { ...wish, seats: solved.columns } : null;
}

/** Sizes near the wish: fixed where the wish is one already, a window around it for the others and for the pool. */
function narrowed(core: Core, wish: Wish, pool: (typeof POOLS)[number]): Sizes[] {
  const settled = core.offerings.map((_, k) => {
    const x = wish.seats[k]!;
    return Math.abs(x - Math.round(x)) < 1e-6 && allows(core.sizes[k]!, Math.round(x));
  });
  const closable = new Uint8Array(settled.length);
  for (const row of core.rows) {
    if (!row.counts) continue;
    const open = [...row.members].filter((k) => wish.seats[k]! > 1e-6);
    const over = open.length - row.most;
    if (over <= 0) continue;
    // Fractions of a switch kept more of them open than may be: the smallest are the ones to close.
    const small = open
      .filter((k) => core.sizes[k]![0]![0] === 0)
      .sort((a, b) => wish.seats[a]! - wish.seats[b]! || a - b);
    for (const k of small.slice(0, pool.row * over + pool.row)) {
      closable[k] = 1;
      settled[k] = false;
    }
  }
  const price = (k: number): number => Math.abs(wish.worth?.[k] ?? 0);
  const roomy = [...settled.keys()]
    .filter((k) => settled[k] && core.sizes[k]!.at(-1)![1] > core.sizes[k]![0]![0])
    .sort((a, b) => price(a) - price(b) || a - b);
  const inLevel = new Map<string, number>();
  const inRow = new Int32Array(core.rows.length);
  for (const k of roomy) {
    const { level } = core.offerings[k]!;
    const rows = core.rowsOf[k]!.filter((r) => core.rows[r]!.limit.kind !== "level");
    const taken = inLevel.get(level) ?? 0;
    if (taken >= pool.level && rows.every((r) => inRow[r]! >= pool.row)) continue;
    inLevel.set(level, taken + 1);
    for (const r of rows) inRow[r]!++;
    settled[k] = false;
  }
  return core.offerings.map((_, k): Sizes => {
    const x = wish.seats[k]!;
    if (settled[k]) return [[Math.round(x), Math.round(x)]];
    const sizes = core.sizes[k]!;
    const below = nextSize(sizes, Math.floor(x + 1e-6) + 1, false) ?? sizes[0]![0];
    const above = nextSize(sizes, Math.ceil(x - 1e-6) - 1, true) ?? sizes.at(-1)![1];
    const near = sizes.flatMap(([a, b]): [number, number][] => {
      const low = Math.max(a, below - pool.window);
      const high = Math.min(b, above + pool.window);
      return low <= high ? [[low, high]] : [];
    });
    if (closable[k] && near[0]![0] > 0) near.unshift([0, 0]);
    return near;
  });
}

/** Adds a column for the distance |seats − wish| of each offering that can move. */
function withDistance(program: Program, free: readonly number[], wish: Wish): Program {
  const count = free.length;
  const { numCols, numRows, matrix } = program;
  const starts = new Int32Array(numRows + 2 * count + 1);
  starts.set(matrix.starts);
  const size = matrix.indices.length;
  const indices = new Int32Array(size + 4 * count);
  indices.set(matrix.indices);
  const values = new Float64Array(size + 4 * count);
  values.set(matrix.values);
  const more = (old: Float64Array, room: number, fill: number): Float64Array => {
    const next = new Float64Array(old.length + room).fill(fill);
    next.set(old);
    return next;
  };
  const colCost = more(program.colCost, count, 0);
  const rowLower = more(program.rowLower, 2 * count, -Infinity);
  const rowUpper = more(program.rowUpper, 2 * count, Infinity);
  free.forEach((k, n) => {
    colCost[numCols + n] = -wish.weight(k);
    for (const [i, sign] of [1, -1].entries()) {
      const row = numRows + 2 * n + i;
      const at = size + 4 * n + 2 * i;
      indices.set([k, numCols + n], at);
      values.set([sign, -1], at);
      starts[row + 1] = at + 2;
      rowUpper[row] = sign * wish.seats[k]!;
    }
  });
  const integrality = program.integrality && new Int32Array(numCols + count);
  integrality?.set(program.integrality!);
  return {
    numCols: numCols + count,
    numRows: numRows + 2 * count,
    colCost,
    colLower: more(program.colLower, count, 0),
    colUpper: more(program.colUpper, count, Infinity),
    rowLower,
    rowUpper,
    integrality,
    matrix: {
      format: "csr",
      numRows: numRows + 2 * count,
      numCols: numCols + count,
      starts,
      indices,
      values,
    },
  };
}
