/** Which limits cannot hold together: QuickXplain (U. Junker, AAAI 2004) over an exact feasibility test. */
import type { Core } from "./core.ts";
import type { Solver } from "./highs.ts";
import { sizesOf, type OwnLimit, type Row } from "./limits.ts";
import { compare } from "./network.ts";
import { buildProgram } from "./program.ts";
import { nearestOf } from "./relax.ts";
import type { Limit, QuotaConflict } from "./types.ts";

/** A limit on its own, or one kind of own limits of a level taken together. */
interface Unit {
  row: Row | null;
  own: { offering: number; limit: OwnLimit }[];
}

/** More single own limits than this are left as a group: nobody reads them one by one. */
const SINGLES = 400;

/**
 * Assumes that the limits together leave no plan. The answer is irreducible: each limit in it (where `single` is false, each
 * kind of own limits of a level as a whole) is needed for the conflict. Shared limits are dropped first.
 */
export function findConflict(core: Core, solver: Solver, milliseconds: number): QuotaConflict {
  const until = performance.now() + milliseconds;
  const empty = core.sizes.findIndex((s) => s.length === 0);
  // One offering whose own limits clash is an answer by itself.
  const scope = empty >= 0 ? [empty] : [...core.offerings.keys()];
  const rows: Unit[] = core.rows.map((row) => ({ row, own: [] }));
  const groups = new Map<string, Unit>();
  for (const k of scope)
    for (const limit of core.own[k]!) {
      const key = `${limit.kind} ${limit.side} ${core.offerings[k]!.level}`;
      let unit = groups.get(key);
      if (!unit) groups.set(key, (unit = { row: null, own: [] }));
      unit.own.push({ offering: k, limit });
    }
  const feasible = (units: readonly Unit[]): boolean => holds(core, units, solver);
  const ordered = [...groups].sort(([a], [b]) => compare(a, b)).map(([, unit]) => unit);
  let needed = quickXplain([], [...ordered, ...rows], feasible);
  const touched = new Set<number>();
  for (const unit of needed) if (unit.row) for (const k of unit.row.members) touched.add(k);
  const singles = needed
    .filter((unit) => !unit.row)
    .flatMap((unit) =>
      unit.own
        .filter(({ offering }) => touched.size === 0 || touched.has(offering))
        .map((one): Unit => ({ row: null, own: [one] })),
    );
  let single = needed.every((unit) => unit.row !== null || unit.own.length === 1);
  if (!single && singles.length <= SINGLES && performance.now() < until) {
    needed = quickXplain([], [...singles, ...needed.filter((unit) => unit.row)], feasible);
    single = true;
  } else if (!single) needed = [...needed.filter((unit) => unit.row), ...singles];
  const limits = needed.flatMap((unit): Limit[] =>
    unit.row ? [unit.row.limit] : unit.own.map(({ limit: { keeps: _, ...limit } }) => limit),
  );
  limits.sort((a, b) => compare(a.id, b.id));
  return {
    limits,
    single,
    nearest: nearestOf(core, limits, solver, Math.max(1000, until - performance.now())),
  };
}

/** Can these limits hold together? Offerings outside their rows and without own limits among them need not be looked at. */
function holds(core: Core, units: readonly Unit[], solver: Solver): boolean {
  const own = new Map<number, OwnLimit[]>();
  for (const unit of units)
    for (const { offering, limit } of unit.own) own.set(offering, [...(own.get(offering) ?? []), limit]);
  const rows = units.flatMap((unit) => unit.row ?? []);
  const scope = new Set(own.keys());
  for (const row of rows) for (const k of row.members) scope.add(k);
  const kept = [...scope].sort((a, b) => a - b);
  const at = new Map(kept.map((k, n) => [k, n]));
  const cap = new Float64Array(core.offerings.length).fill(Infinity);
  for (const row of rows)
    if (!row.counts) for (const k of row.members) cap[k] = Math.min(cap[k]!, Math.max(0, row.most));
  const sizes = kept.map((k) => sizesOf(core.offerings[k]!, own.get(k) ?? [], cap[k]!));
  if (sizes.some((s) => s.length === 0)) return false;
  const part: Core = {
    ...core,
    offerings: kept.map((k) => core.offerings[k]!),
    sizes,
    rows: rows.map((row) => ({ ...row, members: row.members.map((k) => at.get(k)!) })),
  };
  if (rows.length === 0) return true;
  const { program } = buildProgram(part, { network: false, integral: false });
  if (solver(program, { seconds: 20 }).status === "infeasible") return false;
  const whole = buildProgram(part, { network: false, integral: true }).program;
  return solver(whole, { seconds: 20, gap: 1 }).status !== "infeasible";
}

/** The smallest part of `units` that `feasible` denies together with `given`; earlier units are dropped later. */
function quickXplain(
  given: readonly Unit[],
  units: readonly Unit[],
  feasible: (units: readonly Unit[]) => boolean,
): Unit[] {
  const search = (background: readonly Unit[], added: boolean, rest: readonly Unit[]): Unit[] => {
    if (added && !feasible(background)) return [];
    if (rest.length <= 1) return [...rest];
    const half = rest.length >> 1;
    const first = rest.slice(0, half);
    const second = rest.slice(half);
    const fromSecond = search([...background, ...first], true, second);
    const fromFirst = search([...background, ...fromSecond], fromSecond.length > 0, first);
    return [...fromFirst, ...fromSecond];
  };
  return search(given, given.length > 0, units);
}
