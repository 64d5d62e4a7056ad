/**
 * Timetables by negotiation: each cohort takes its cheapest way, crowded places become dearer from round to round until nobody
 * stands in the way of another. Then fewer changes, one or a few cohorts at a time.
 */
import { occupy, type Model, type Path } from "./model.ts";
import { cheapest, type Route } from "./route.ts";

/** How dear a person above a capacity becomes within a round, and how much of it stays; tried on planted instances. */
const PRESSURE = 5;
const HISTORY = 0.08;

/** People above the capacities, of all places and weeks. */
export function overflow(model: Model, use: Float64Array): number {
  let over = 0;
  for (let at = 0; at < use.length; at++) over += Math.max(0, use[at]! - model.capacity[at]!);
  return over;
}

export interface Negotiated {
  paths: Path[];
  overflow: number;
}

/**
 * The best of so many rounds by people above the capacities; 0 = a timetable.
 * @param seen is told each way that a cohort takes: columns of a linear programme
 */
export function negotiate(
  model: Model,
  limit: { rounds: number; until: number },
  seen?: (cohort: number, route: Route) => void,
): Negotiated | null {
  const { cohorts, capacity } = model;
  const size = model.places * model.weeks;
  const order = [...cohorts.keys()].sort((a, b) => cohorts[b]!.people - cohorts[a]!.people || a - b);
  const use = new Float64Array(size);
  const history = new Float64Array(size);
  const price = new Float64Array(size);
  const paths: (Path | null)[] = cohorts.map(() => null);
  let best: Negotiated | null = null;
  let pressure = 1;
  for (let round = 0; round < limit.rounds; round++) {
    for (const c of order) {
      const cohort = cohorts[c]!;
      const old = paths[c];
      if (old) occupy(model, c, old, use, -cohort.people);
      for (let at = 0; at < size; at++) {
        const over = use[at]! + cohort.people - capacity[at]!;
        price[at] = history[at]! * cohort.people + (over > 0 ? pressure * over : 0);
      }
      const route = cheapest(cohort, model.weeks, price, true);
      if (!route) return null;
      seen?.(c, route);
      paths[c] = route.path;
      occupy(model, c, route.path, use, cohort.people);
    }
    const over = overflow(model, use);
    if (!best || over < best.overflow) best = { paths: [...(paths as Path[])], overflow: over };
    if (over === 0 || performance.now() > limit.until) break;
    pressure = Math.min(pressure * 1.3, PRESSURE);
    // What was overfull stays dearer for good, so that in the end somebody with another way takes it.
    for (let at = 0; at < size; at++)
      if (use[at]! > capacity[at]!) history[at]! += HISTORY * (use[at]! - capacity[at]!);
    // Who chooses first is not always the same.
    order.push(order.shift()!);
    if (round % 7 === 6) order.reverse();
  }
  return best;
}

/** Sum of what the paths cost. */
export const costOf = (routes: readonly { base: number }[]): number =>
  routes.reduce((sum, { base }) => sum + base, 0);

/** No timetable costs less: each cohort alone in the world. */
export const lonelyBound = (model: Model): number =>
  model.cohorts.reduce((sum, cohort) => sum + (cheapest(cohort, model.weeks, null, true)?.cost ?? 0), 0);

/**
 * Lowers the cost of a timetable and keeps it one: a cohort, then a few that meet, leave their places and take the cheapest
 * ways that are open. Deterministic but for the end of the time.
 */
export function improve(model: Model, start: readonly Route[], bound: number, until: number): Route[] {
  const { cohorts, capacity, weeks } = model;
  const size = model.places * weeks;
  const routes = [...start];
  const use = new Float64Array(size);
  routes.forEach(({ path }, c) => occupy(model, c, path, use, cohorts[c]!.people));
  const price = new Float64Array(size);
  const reroute = (c: number): Route | null => {
    for (let at = 0; at < size; at++)
      price[at] = use[at]! + cohorts[c]!.people > capacity[at]! ? Infinity : 0;
    return cheapest(cohorts[c]!, weeks, price, true);
  };
  /** Takes a group out and puts it back in an order; undone where that is dearer or not possible. */
  const attempt = (group: readonly number[]): boolean => {
    const old = group.map((c) => routes[c]!);
    group.forEach((c, k) => occupy(model, c, old[k]!.path, use, -cohorts[c]!.people));
    const found: Route[] = [];
    for (const c of group) {
      const route = reroute(c);
      if (!route) break;
      found.push(route);
      occupy(model, c, route.path, use, cohorts[c]!.people);
    }
    const better = found.length === group.length && costOf(found) < costOf(old);
    if (!better) {
      found.forEach((route, k) => occupy(model, group[k]!, route.path, use, -cohorts[group[k]!]!.people));
      group.forEach((c, k) => occupy(model, c, old[k]!.path, use, cohorts[c]!.people));
      return false;
    }
    group.forEach((c, k) => (routes[c] = found[k]!));
    return true;
  };
  const open = (): boolean => performance.now() < until && costOf(routes) > bound;
  let moved = true;
  while (moved && open()) {
    moved = false;
    for (let c = 0; c < cohorts.length && open(); c++) moved = attempt([c]) || moved;
  }
  const lonely = cohorts.map((cohort) => cheapest(cohort, weeks, null, true)!.cost);
  let seed = 1;
  const next = (n: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((seed / 4_294_967_296) * n);
  };
  // Those who pay more than alone in the world begin; who is in the way makes room.
  const most = 40 * cohorts.length;
  for (let tries = 0; tries < most && open(); tries++) {
    const dear = routes.flatMap((route, c) => (route.base > lonely[c]! ? [c] : []));
    if (dear.length === 0) break;
    const group = [dear[next(dear.length)]!];
    while (group.length < Math.min(2 + (tries % 3), cohorts.length)) {
      const c = next(cohorts.length);
      if (!group.includes(c)) group.push(c);
    }
    attempt(group);
  }
  return routes;
}
