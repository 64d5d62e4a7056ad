/**
 * Is there a timetable? Negotiation first, then the linear programme, then branch and price (C. Barnhart and others, Operations
 * Research 1998): a cell is given or barred, and the question asked again. Ends with a timetable, or with none on every branch.
 */
import type { Solver } from "../quota/highs.ts";
import { allowed, buildProgram, Pool, relax, type Prices, type Relaxed, type Rows } from "./master.ts";
import type { Model, Path } from "./model.ts";
import { negotiate } from "./negotiate.ts";

/** Prices that prove there is no timetable, with the ways that were tried. */
export interface Proof {
  rows: Rows;
  prices: Prices;
  pool: Pool;
}

export type Decision =
  | { kind: "paths"; paths: Path[] }
  /** `proof` null = a cohort fits nowhere by itself, or by exhausting the branches */
  | { kind: "infeasible"; proof: Proof | null }
  /** the time ended: the ways with fewest people above the capacities */
  | { kind: "stopped"; paths: Path[] };

const ROUNDS = 150;
const ROUNDS_IN_BRANCH = 10;

export function decide(model: Model, solver: Solver, until: number): Decision {
  const pool = new Pool(model.cohorts.length);
  const first = negotiate(model, { rounds: ROUNDS, until }, (c, { path }) => pool.add(c, path));
  if (first === null) return { kind: "infeasible", proof: null };
  if (first.overflow === 0) return { kind: "paths", paths: first.paths };
  const relaxed = relax(model, pool, solver, until);
  if (relaxed.kind === "infeasible")
    return { kind: "infeasible", proof: { rows: relaxed.rows, prices: relaxed.prices, pool } };
  if (relaxed.kind === "stopped") return { kind: "stopped", paths: first.paths };
  const found =
    fromShares(model, relaxed) ??
    fromPool(model, relaxed.rows, pool, solver, until) ??
    branch(model, relaxed, pool, solver, until);
  if (found === "stopped") return { kind: "stopped", paths: first.paths };
  return found === null ? { kind: "infeasible", proof: null } : { kind: "paths", paths: found };
}

type Shares = Extract<Relaxed, { kind: "shares" }>;

/** Whole places are enough: two ways that differ in needs alone are the same to the capacities. */
function fromShares(model: Model, { ways }: Shares): Path[] | null {
  if (fractionOf(model, ways) !== null) return null;
  const best = model.cohorts.map((_, c) =>
    ways.filter(({ cohort }) => cohort === c).reduce((a, b) => (b.share > a.share ? b : a)),
  );
  return fitting(
    model,
    best.map(({ path }) => path),
  );
}

/** The ways if they respect all capacities; the solver's word is not taken. */
function fitting(model: Model, paths: Path[]): Path[] | null {
  const use = new Float64Array(model.places * model.weeks);
  paths.forEach((path, c) => {
    const { place, weeks, people } = model.cohorts[c]!;
    path.forEach((option, t) => {
      if (place[option]! >= 0) use[place[option]! * model.weeks + weeks[t]!]! += people;
    });
  });
  return use.every((one, at) => one <= model.capacity[at]!) ? paths : null;
}

/** A cell that is held in part: the cohort, its week and the place; the one closest to a half. */
function fractionOf(model: Model, ways: Shares["ways"]): { cohort: number; time: number; place: number } | null {
  const held = new Map<number, number>();
  const width = Math.max(1, ...model.cohorts.map(({ weeks }) => weeks.length));
  const places = model.places + 1;
  for (const { cohort, path, share } of ways)
    path.forEach((option, t) => {
      const key = (cohort * width + t) * places + model.cohorts[cohort]!.place[option]! + 1;
      held.set(key, (held.get(key) ?? 0) + share);
    });
  let best: number | null = null;
  let closest = 0.5 - 1e-6;
  for (const [key, share] of held)
    if (Math.abs(share - 0.5) < closest) {
      closest = Math.abs(share - 0.5);
      best = key;
    }
  if (best === null) return null;
  const time = Math.floor(best / places) % width;
  return { cohort: Math.floor(best / places / width), time, place: (best % places) - 1 };
} // prettier-ignore

/** Whole ways among those that are known. */
function fromPool(model: Model, rows: Rows, pool: Pool, solver: Solver, until: number): Path[] | null {
  const ways = pool.paths.flatMap((paths, cohort) => paths.filter((path) => allowed(model.cohorts[cohort]!, path)).map((path) => ({ cohort, path }))); // prettier-ignore
  const { program } = buildProgram(model, rows, ways, true);
  const seconds = Math.min(3, (until - performance.now()) / 3000);
  if (seconds <= 0) return null;
  const solved = solver(program, { seconds });
  if (solved.status !== "optimal" && solved.status !== "stopped") return null;
  const paths: Path[] = [];
  ways.forEach(({ cohort, path }, k) => {
    if (solved.columns[k]! > 0.5) paths[cohort] = path;
  });
  return fitting(model, paths);
}

/** null = no branch holds a timetable. */
function branch(
  model: Model,
  shares: Shares,
  pool: Pool,
  solver: Solver,
  until: number,
): Path[] | "stopped" | null {
  const cell = fractionOf(model, shares.ways);
  // Whole places that do not fit can only be the solver's tolerance.
  if (cell === null) return fromShares(model, shares) ?? "stopped";
  let stopped = false;
  for (const must of [true, false]) {
    if (performance.now() > until) return "stopped";
    const found = inBranch(withCell(model, cell, must), pool, solver, until);
    if (found === "stopped") stopped = true;
    else if (found !== null) return found;
  }
  return stopped ? "stopped" : null;
}

function inBranch(model: Model, pool: Pool, solver: Solver, until: number): Path[] | "stopped" | null {
  const first = negotiate(model, { rounds: ROUNDS_IN_BRANCH, until }, (c, { path }) => pool.add(c, path));
  if (first === null) return null;
  if (first.overflow === 0) return first.paths;
  const relaxed = relax(model, pool, solver, until);
  if (relaxed.kind === "stopped") return "stopped";
  if (relaxed.kind === "infeasible") return null;
  return fromShares(model, relaxed) ?? branch(model, relaxed, pool, solver, until);
}

/** The model with one cell given or barred; −1 = idle. */
function withCell(model: Model, { cohort: c, time, place }: { cohort: number; time: number; place: number }, must: boolean): Model {
  const cohort = model.cohorts[c]!;
  const forbidden = cohort.forbidden.slice();
  cohort.place.forEach((p, o) => {
    if ((p === place) !== must) forbidden[o * cohort.weeks.length + time] = 1;
  });
  return { ...model, cohorts: model.cohorts.with(c, { ...cohort, forbidden }) };
} // prettier-ignore
