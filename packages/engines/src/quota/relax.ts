/** By how much: the nearest number of one limit with which all others of the input can hold. */
import type { Core } from "./core.ts";
import type { Solver } from "./highs.ts";
import { sizesOf } from "./limits.ts";
import { buildProgram } from "./program.ts";
import type { Limit } from "./types.ts";

/** More limits of single offerings than this are not asked one by one: whoever changes that many changes a rule. */
const MOST_OWN = 12;
const SECONDS = 5;

/**
 * Along `limits`: the number to which the limit has to be changed, if nothing else is; null where that alone is not enough,
 * where the limit has no such number (whole classes, counted offerings), or where there are too many or the time was up.
 */
export function nearestOf(
  core: Core,
  limits: readonly Limit[],
  solver: Solver,
  milliseconds: number,
): (number | null)[] {
  const until = performance.now() + milliseconds;
  const shared = new Set(core.rows.map((row) => row.limit.id));
  const few = limits.filter(({ id }) => !shared.has(id)).length <= MOST_OWN;
  // those that many offerings share first: they are what can be decided on
  const asked = [...limits.keys()].sort(
    (a, b) => Number(shared.has(limits[b]!.id)) - Number(shared.has(limits[a]!.id)),
  );
  const found = limits.map((): number | null => null);
  for (const i of asked)
    if ((few || shared.has(limits[i]!.id)) && performance.now() < until)
      found[i] = nearest(core, limits[i]!, solver);
  return found;
}

function nearest(core: Core, limit: Limit, solver: Solver): number | null {
  const row = core.rows.find((one) => one.limit.id === limit.id);
  if (row?.counts || limit.side === "classes") return null;
  const rows = core.rows.filter((one) => one !== row);
  const cap = new Float64Array(core.offerings.length).fill(Infinity);
  for (const one of rows)
    if (!one.counts) for (const k of one.members) cap[k] = Math.min(cap[k]!, Math.max(0, one.most));
  const own = row ? core.own : core.own.map((list) => list.filter((one) => one.id !== limit.id));
  const sizes = core.offerings.map((o, k) => sizesOf(o, own[k]!, cap[k]!));
  if (sizes.some((one) => one.length === 0)) return null;
  const members = row ? row.members : [core.own.findIndex((list) => list.some((one) => one.id === limit.id))];
  const furthest = (sign: 1 | -1): number | null => {
    const worth = new Float64Array(core.offerings.length);
    for (const k of members) worth[k] = sign;
    const { program } = buildProgram({ ...core, rows, sizes }, { network: false, integral: true, worth });
    const { status, objective } = solver(program, { seconds: SECONDS, gap: 0 });
    return status === "optimal" ? sign * Math.round(objective) : null;
  };
  if (limit.side !== "least") {
    const fewest = furthest(-1);
    if (fewest === null) return null;
    if (fewest > limit.limit) return fewest;
  }
  if (limit.side !== "most") {
    const most = furthest(1);
    if (most !== null && most < limit.limit) return most;
  }
  return null;
}
