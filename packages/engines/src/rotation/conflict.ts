/** Which limits cannot hold together: first by the prices of the proof alone, then QuickXplain (U. Junker, AAAI 2004). */
import type { Solver } from "../quota/highs.ts";
import { decide, type Proof } from "./decide.ts";
import { excessAt, Pool, relax, rowsOf, type Prices, type Rows } from "./master.ts";
import { compile, type Graphs, type Keep, type Model } from "./model.ts";
import type { Certificate, Conflict, Limit, RotationInput, RotationOptions } from "./types.ts";

export const keyOf = (limit: Limit): string => JSON.stringify(Object.values(limit));

/** All limits of an input; those that are rather given up come first. */
export function limitsOf(input: RotationInput): Limit[] {
  const needs: Limit[] = [];
  const runs: Limit[] = [];
  const orders: Limit[] = [];
  const cells: Limit[] = [];
  for (const { id: cohort, needs: own, fixed, barred } of input.cohorts) {
    for (const { key: need, minRun, maxRun, weeks, after } of own) {
      needs.push({ kind: "need", cohort, need });
      if ((minRun ?? 1) > 1) runs.push({ kind: "min-run", cohort, need });
      if (maxRun !== undefined && maxRun < weeks) runs.push({ kind: "max-run", cohort, need });
      for (const { need: other } of after ?? []) orders.push({ kind: "order", cohort, need, after: other });
    }
    for (const { week } of fixed ?? []) cells.push({ kind: "fixed", cohort, week });
    for (const { place } of barred ?? []) cells.push({ kind: "barred", cohort, place });
  }
  const places = input.places.flatMap(({ id: place, capacity, closed }): Limit[] => [
    ...(capacity === null ? [] : [{ kind: "capacity", place } as const]),
    ...(closed?.length ? [{ kind: "closed", place } as const] : []),
  ]);
  return [...cells, ...orders, ...runs, ...places, ...needs];
}

/** The cohorts that some need is left of, and their model. */
function partOf(input: RotationInput, limits: readonly Limit[], graphs: Graphs, options: RotationOptions) {
  const kept = new Set(limits.map(keyOf));
  const keep: Keep = (limit) => kept.has(keyOf(limit));
  const active = new Set(limits.flatMap((limit) => (limit.kind === "need" ? [limit.cohort] : [])));
  const part = { ...input, cohorts: input.cohorts.filter(({ id }) => active.has(id)) };
  return { part, model: compile(part, keep, graphs, options) };
} // prettier-ignore

/** Prices of a person-week and a cohort-week by `place * weeks + week`: they hold in any model of the input. */
type PriceAt = ReadonlyMap<number, readonly [number, number]>;

/** The prices as those of a model's rows; a place that cannot be overfull has none. */
function movedTo(model: Model, priceAt: PriceAt): { rows: Rows; prices: Prices } {
  const rows = rowsOf(model);
  return {
    rows,
    prices: {
      people: Float64Array.from(rows.at, (at) => priceAt.get(at)?.[0] ?? 0),
      cohorts: Float64Array.from(rows.at, (at) => priceAt.get(at)?.[1] ?? 0),
    },
  };
} // prettier-ignore

const byPlaceOf = ({
  rows,
  prices,
}: {
  rows: Rows;
  prices: Prices;
}): Map<number, readonly [number, number]> =>
  new Map(Array.from(rows.at, (at, r) => [at, [prices.people[r]!, prices.cohorts[r]!]]));

export class Conflicts {
  readonly #input: RotationInput;
  readonly #graphs: Graphs;
  readonly #options: RotationOptions;
  readonly #solver: Solver;
  readonly #until: number;
  /** a test was not decided in time */
  #unsure = false;
  /** prices that proved something lately: they often prove the next question too */
  #proofs: PriceAt[] = [];

  constructor(input: RotationInput, graphs: Graphs, options: RotationOptions, solver: Solver, until: number) {
    this.#input = input;
    this.#graphs = graphs;
    this.#options = { ...options, near: null };
    this.#solver = solver;
    this.#until = until;
  }

  /** Assumes that all limits together leave no timetable. `cohort` = it already has none by itself. */
  find(cohort: number | null, proof: Proof | null): Conflict {
    let limits = limitsOf(this.#input);
    if (cohort !== null) {
      const { id, needs } = this.#input.cohorts[cohort]!;
      const places = new Set(needs.flatMap((need) => need.places));
      limits = limits.filter((limit) => ("cohort" in limit ? limit.cohort === id : places.has(limit.place)));
    } else if (proof) {
      const prices = this.#coarse(limits, proof);
      limits = this.#shrunk(prices.limits, prices.priceAt);
    }
    const single = limits.length <= SINGLES;
    const units = single ? limits.map((limit) => [limit]) : groupsOf(limits);
    const needed = quickXplain(units, (some) => this.#holds(some.flat())).flat();
    const last = this.#decide(needed);
    const certificate = last.kind === "infeasible" && last.proof ? this.#certificate(last.proof) : null;
    return { limits: this.#sorted(needed), single, minimal: !this.#unsure, certificate };
  }

  /**
   * Whole kinds of limits, then the capacity of one place after the other: what the relaxation can do without, in half of the
   * time. Then the prices that prove it with most to spare, so that most can be left out by them.
   */
  #coarse(limits: Limit[], proof: Proof): { limits: Limit[]; priceAt: PriceAt } {
    const kinds: Limit["kind"][][] = [["fixed", "barred"], ["min-run", "max-run"], ["order"], ["closed"]];
    const half = (performance.now() + this.#until) / 2;
    let kept = { limits, priceAt: byPlaceOf(proof), pool: proof.pool };
    const relaxed = (rest: Limit[], until: number, strongest: boolean): void => {
      const { model } = partOf(this.#input, rest, this.#graphs, this.#options);
      if (typeof model === "number") return;
      const same = movedTo(model, kept.priceAt);
      if (!strongest && excessAt(model, same.rows, same.prices).excess > 0) {
        kept = { ...kept, limits: rest };
        return;
      }
      // Ways under more limits are ways under fewer, not the other way round: the pool is only kept if the limits are gone.
      const pool = kept.pool.copy();
      const found = relax(model, pool, this.#solver, until, strongest);
      if (found.kind === "infeasible" && found.rows.at.length > 0) kept = { limits: rest, priceAt: byPlaceOf(found), pool };
    };
    const attempt = (rest: Limit[]): void => {
      const now = performance.now();
      if (rest.length < kept.limits.length && now < half) relaxed(rest, now + (half - now) / 3, false);
    };
    for (const kind of kinds) attempt(kept.limits.filter((limit) => !kind.includes(limit.kind)));
    // A capacity without a price may still be too small for a whole cohort, so this too is asked.
    const priced = this.#pricedPlaces(kept.priceAt);
    attempt(kept.limits.filter((limit) => limit.kind !== "capacity" || priced.has(limit.place)));
    for (const { id } of this.#input.places)
      attempt(kept.limits.filter((limit) => limit.kind !== "capacity" || limit.place !== id));
    relaxed(kept.limits, half, true);
    this.#proofs.push(kept.priceAt);
    return kept;
  } // prettier-ignore

  #pricedPlaces(priceAt: PriceAt): Set<string> {
    const { weeks, places } = this.#input;
    return new Set([...priceAt].flatMap(([at, [a, b]]) => (a > 0 || b > 0 ? [places[Math.floor(at / weeks)]!.id] : []))); // prettier-ignore
  }

  #decide(limits: readonly Limit[]): ReturnType<typeof decide> {
    const { part, model } = partOf(this.#input, limits, this.#graphs, this.#options);
    if (part.cohorts.length === 0) return { kind: "paths", paths: [] };
    if (typeof model === "number") return { kind: "infeasible", proof: null };
    for (const priceAt of this.#proofs) {
      const { rows, prices } = movedTo(model, priceAt);
      const { excess } = excessAt(model, rows, prices);
      if (excess === Infinity) return { kind: "infeasible", proof: null };
      if (excess > 0) return { kind: "infeasible", proof: { rows, prices, pool: new Pool(0) } };
    }
    const left = this.#until - performance.now();
    if (left <= 0) return { kind: "stopped", paths: [] };
    const found = decide(model, this.#solver, performance.now() + Math.max(50, left / 10));
    if (found.kind === "infeasible" && found.proof && found.proof.rows.at.length > 0)
      this.#proofs = [byPlaceOf(found.proof), ...this.#proofs].slice(0, 4);
    return found;
  }

  #holds(limits: readonly Limit[]): boolean {
    // What is not known is kept: the answer stays a conflict, it may only be larger than it must.
    const kind = performance.now() > this.#until ? "stopped" : this.#decide(limits).kind;
    if (kind === "stopped") this.#unsure = true;
    return kind !== "infeasible";
  }

  /** Leaves out what the prices do not need: each question is one way of each cohort concerned. */
  #shrunk(limits: readonly Limit[], priceAt: PriceAt): Limit[] {
    const { cohorts } = this.#input;
    const whole = partOf(this.#input, limits, this.#graphs, this.#options);
    if (typeof whole.model === "number") return [...limits];
    // Rows of all cohorts hold for some of them too; a place that cannot be overfull has no price.
    const priced = movedTo(whole.model, priceAt);
    const { rows, prices } = priced;
    const places = new Set(Array.from(rows.at, (at, r) => (prices.people[r]! + prices.cohorts[r]! > 0 ? this.#input.places[Math.floor(at / this.#input.weeks)]!.id : "")));
    let kept: Limit[] = [...limits];
    const costs = new Map(cohorts.map(({ id }) => [id, this.#costOf(id, kept, priced)]));
    let worth = 0;
    rows.at.forEach((_, r) => (worth += prices.people[r]! * rows.people[r]! + prices.cohorts[r]! * rows.cohorts[r]!));
    const excess = (changed: ReadonlyMap<string, number>): number => [...costs].reduce((sum, [id, cost]) => sum + (changed.get(id) ?? cost), -worth);
    if (excess(new Map()) <= 0) return [...limits];
    // Of the needs the cheap ones first: most of them can go before nothing is left to spare.
    const costOf = (limit: Limit): number => (limit.kind === "need" ? costs.get(limit.cohort)! : -1);
    for (const limit of [...kept].sort((a, b) => costOf(a) - costOf(b))) {
      if (limit.kind === "capacity" && places.has(limit.place)) continue;
      const rest = kept.filter((one) => one !== limit);
      const concerned = "cohort" in limit ? [limit.cohort] : cohorts.filter(({ needs }) => needs.some((need) => need.places.includes(limit.place))).map(({ id }) => id);
      const changed = new Map(concerned.map((id) => [id, this.#costOf(id, rest, priced)]));
      if (excess(changed) <= 0) continue;
      kept = rest;
      for (const [id, cost] of changed) costs.set(id, cost);
    }
    return kept;
  } // prettier-ignore

  /** The cheapest way of one cohort at the prices, under the limits that are its own. */
  #costOf(id: string, limits: readonly Limit[], { rows, prices }: { rows: Rows; prices: Prices }): number {
    const own = limits.filter((limit) => !("cohort" in limit) || limit.cohort === id);
    const { part, model } = partOf(this.#input, own, this.#graphs, this.#options);
    if (part.cohorts.length === 0) return 0;
    return typeof model === "number" ? Infinity : excessAt(model, rows, prices).costs[0]!;
  }

  #certificate({ rows, prices }: { rows: Rows; prices: Prices }): Certificate | null {
    if (rows.at.length === 0) return null;
    const { weeks, places } = this.#input;
    const found = {
      people: {} as Record<string, number[]>,
      cohorts: {} as Record<string, number[]>,
    };
    rows.at.forEach((at, r) => {
      const place = places[Math.floor(at / weeks)]!.id;
      for (const kind of ["people", "cohorts"] as const)
        if (prices[kind][r]! > 0) (found[kind][place] ??= new Array<number>(weeks).fill(0))[at % weeks] = prices[kind][r]!; // prettier-ignore
    });
    return found;
  }

  /** In the order of the input: needs, then what binds them, then places. */
  #sorted(limits: readonly Limit[]): Limit[] {
    const order = new Map(limitsOf(this.#input).map((limit, k) => [keyOf(limit), k]));
    const rank = ({ kind }: Limit): number => ["need", "order", "min-run", "max-run", "fixed", "barred", "capacity", "closed"].indexOf(kind); // prettier-ignore
    return [...limits].sort((a, b) => rank(a) - rank(b) || order.get(keyOf(a))! - order.get(keyOf(b))!);
  }
}

/** Whether prices show that some limits leave no timetable; needs no search and no solver. */
export function provesNone(input: RotationInput, limits: readonly Limit[], certificate: Certificate, graphs: Graphs, options: RotationOptions): boolean {
  const { part, model } = partOf(input, limits, graphs, { ...options, near: null });
  if (part.cohorts.length === 0 || typeof model === "number") return typeof model === "number";
  const priceAt = new Map<number, readonly [number, number]>();
  input.places.forEach(({ id }, p) => {
    for (let week = 0; week < input.weeks; week++)
      priceAt.set(p * input.weeks + week, [certificate.people[id]?.[week] ?? 0, certificate.cohorts[id]?.[week] ?? 0]);
  });
  const { rows, prices } = movedTo(model, priceAt);
  return excessAt(model, rows, prices).excess > 0;
} // prettier-ignore

/** More limits than this are asked after by kind: nobody reads them one by one. */
const SINGLES = 60;

/** Limits of one kind about one need, over all cohorts; places one by one. */
function groupsOf(limits: readonly Limit[]): Limit[][] {
  const groups = new Map<string, Limit[]>();
  for (const limit of limits) {
    const { kind } = limit;
    const key = "need" in limit ? `${kind} ${limit.need} ${"after" in limit ? limit.after : ""}` : "cohort" in limit ? kind : keyOf(limit); // prettier-ignore
    groups.set(key, [...(groups.get(key) ?? []), limit]);
  }
  return [...groups.values()];
}

/** The smallest part that does not hold; earlier units are dropped rather than later ones. */
function quickXplain<T>(units: readonly T[], holds: (some: readonly T[]) => boolean): T[] {
  const search = (background: readonly T[], added: boolean, rest: readonly T[]): T[] => {
    if (added && !holds(background)) return [];
    if (rest.length <= 1) return [...rest];
    const half = rest.length >> 1;
    // The later half is the background first: it is kept, and what of the earlier is still needed is asked.
    const first = rest.slice(half);
    const second = rest.slice(0, half);
    const fromSecond = search([...background, ...first], true, second);
    const fromFirst = search([...background, ...fromSecond], fromSecond.length > 0, first);
    return [...fromFirst, ...fromSecond];
  };
  return search([], false, units);
}
