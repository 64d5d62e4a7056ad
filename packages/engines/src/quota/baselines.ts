/** The ways of planning in use, each made to keep the limits by the nearest plan that does: what the optimum must beat. */
import type { Core } from "./core.ts";
import { PlanFlow } from "./flow.ts";
import type { Solver } from "./highs.ts";
import { project } from "./project.ts";
import type { Baseline, BaselineKind } from "./types.ts";

/**
 * Last year's plan; last year's plan scaled to each level's scale; and greedily by price: seats to the offerings whose
 * graduates are worth most at last year's plan, each up to its most, until the level's scale is reached.
 */
export function baselinesOf(core: Core, solver: Solver, seconds: number): Baseline[] {
  const last = Float64Array.from(core.offerings, (o) => o.last);
  const made = (kind: BaselineKind, wish: Float64Array): Baseline & { plan: Int32Array | null } => {
    const { seats } = project(core, { seats: wish, weight: () => 1 }, solver, {
      seconds,
      slack: 0.005 * wish.reduce((sum, s) => sum + s, 0),
    });
    const plan = seats ?? Int32Array.from(wish);
    const value = new PlanFlow(core, plan).value();
    return { kind, seats: [...plan], value, feasible: seats !== null, plan: seats };
  };
  const usual = made("last-year", last);
  const scaled = last.slice();
  const greedy = new Float64Array(core.offerings.length);
  const price = new PlanFlow(core, usual.plan ?? last).margins().more;
  core.sizes.forEach((sizes, k) => (greedy[k] = sizes[0]?.[0] ?? 0));
  for (const row of core.rows) {
    if (row.limit.kind !== "level") continue;
    const closed = (k: number): boolean => core.sizes[k]!.at(-1)?.[1] === 0;
    const open = [...row.members].filter((k) => !closed(k));
    const total = open.reduce((sum, k) => sum + last[k]!, 0);
    for (const k of row.members) scaled[k] = closed(k) || total === 0 ? 0 : (last[k]! * row.most) / total;
    let left = row.most - open.reduce((sum, k) => sum + greedy[k]!, 0);
    for (const k of open.sort((a, b) => price[b]! - price[a]! || a - b)) {
      const more = Math.min(left, core.sizes[k]!.at(-1)![1] - greedy[k]!);
      if (more <= 0) continue;
      greedy[k]! += more;
      left -= more;
    }
  }
  return [usual, made("proportional", scaled), made("greedy", greedy)].map(({ plan: _, ...rest }) => rest);
}
