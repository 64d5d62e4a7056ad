/** A plan being made: the network once, then plans, prices, explanations and edits from it. */
import { baselinesOf } from "./baselines.ts";
import { boundOf, seatWorth, worthAt, type Prices } from "./bound.ts";
import { findConflict } from "./conflict.ts";
import { buildCore, type Core } from "./core.ts";
import { defaultOptions } from "./defaults.ts";
import { explainOfferings } from "./explain.ts";
import { PlanFlow } from "./flow.ts";
import { loadSolver, type Solver } from "./highs.ts";
import { brokenLimits, classesOf, usedOf } from "./limits.ts";
import { buildProgram } from "./program.ts";
import { project } from "./project.ts";
import { LEVELS } from "../types/index.ts";
import type {
  Baseline, EditCost, Limit, LimitUse, OfferingReasons, QuotaAnswer, QuotaEditor, QuotaInput, QuotaOptions, QuotaPlan,
  QuotaSession, QuotaTables, QuotaWarm,
} from "./types.ts"; // prettier-ignore

/** What a seat moved away from the relaxation's costs while whole classes are looked for: a guess at the curvature. */
const DISTANCE = 0.1;

/**
 * Builds the network of an input.
 * @throws Error where keys repeat, a market is missing or the plan exceeds a million persons
 */
export function openQuota(input: QuotaInput, tables: QuotaTables): QuotaSession {
  return new Session(buildCore(input, tables), tables);
}

class Session implements QuotaSession {
  readonly #core: Core;
  readonly #tables: QuotaTables;

  constructor(core: Core, tables: QuotaTables) {
    this.#core = core;
    this.#tables = tables;
  }

  get input(): QuotaInput {
    return this.#core.input;
  }

  limits(): Limit[] {
    return [
      ...this.#core.rows.map((row) => row.limit),
      ...this.#core.own.flatMap((list) => list.map(({ keeps: _, ...limit }) => limit)),
    ];
  }

  withLocks(locked: ReadonlyMap<string, number | null>): QuotaSession {
    const offerings = this.input.offerings.map((o) => {
      const lock = locked.get(o.key);
      return lock === undefined ? o : { ...o, locked: lock };
    });
    return new Session(
      buildCore({ ...this.input, offerings }, this.#tables, this.#core.network),
      this.#tables,
    );
  }

  async solve(asked: Partial<QuotaOptions> = {}): Promise<QuotaAnswer> {
    const options = { ...defaultOptions, ...asked };
    const solver = await loadSolver();
    const started = performance.now();
    const left = (): number => Math.max(0.5, (options.milliseconds - (performance.now() - started)) / 1000);
    const core = this.#core;
    const conflict = (): QuotaAnswer => ({
      kind: "conflict",
      conflict: findConflict(core, solver, options.milliseconds / 2),
    });
    if (core.sizes.some((s) => s.length === 0)) return conflict();
    if (options.warm) {
      const again = this.#again(options.warm, solver, options.gap, left());
      if (again) return { kind: "plan", plan: again };
    }
    const { program, map } = buildProgram(core, { network: true, integral: false });
    const relaxed = solver(program, { seconds: left() });
    if (relaxed.status === "infeasible") return conflict();
    if (relaxed.status !== "optimal") throw new Error("线性松弛在时限内没有解出");
    const prices: Prices = {
      demand: Float64Array.from(core.network.exits, (e) => Math.max(0, -relaxed.duals[map.node[e.node]!]!)),
      rows: Float64Array.from(map.shared, (r) => relaxed.duals[r]!),
    };
    const bound = boundOf(core, prices);
    const whole = this.#rounded(relaxed.columns, prices, bound, solver, left());
    if (whole.infeasible) return conflict();
    let plan: QuotaPlan | "infeasible" | null =
      whole.seats && this.#present(whole.seats, bound, prices, options.gap, 1);
    if (!plan?.proven) plan = this.#exact(plan, bound, prices, options.gap, solver, left());
    // Only an exhausted search without a plan says that whole classes cannot be made.
    if (plan === "infeasible") return conflict();
    if (!plan) throw new Error("时限内没有找到符合各项要求的计划");
    return { kind: "plan", plan };
  }

  /** The nearest plan to an earlier one, if the earlier prices still prove it good enough. */
  #again(warm: QuotaWarm, solver: Solver, gap: number, seconds: number): QuotaPlan | null {
    const core = this.#core;
    const prices: Prices = {
      demand: Float64Array.from(core.network.exits, (e) => Math.max(0, warm.demandPrices[e.key] ?? 0)),
      rows: Float64Array.from(core.rows, (row) => warm.limitPrices[row.limit.id] ?? 0),
    };
    const seats = Float64Array.from(core.offerings, (o) => warm.seats[o.key] ?? o.last);
    const bound = boundOf(core, prices);
    const found = this.#rounded(seats, prices, bound, solver, Math.min(8, seconds / 2));
    const plan = found.seats && this.#present(found.seats, bound, prices, gap, 0);
    return plan?.proven ? plan : null;
  }

  #rounded(
    seats: ArrayLike<number>,
    prices: Prices,
    bound: number,
    solver: Solver,
    seconds: number,
  ): ReturnType<typeof project> {
    const core = this.#core;
    const worth = seatWorth(core, worthAt(core, prices.demand));
    core.rowsOf.forEach((rows, k) => {
      for (const r of rows) if (!core.rows[r]!.counts) worth[k]! -= prices.rows[r]!;
    });
    return project(core, { seats, weight: () => DISTANCE, worth }, solver, {
      seconds,
      slack: 0.0005 * bound,
    });
  }

  /** The whole programme with the network inside, by branch and bound from the plan at hand. */
  #exact(
    from: QuotaPlan | null,
    bound: number,
    prices: Prices,
    gap: number,
    solver: Solver,
    seconds: number,
  ): QuotaPlan | "infeasible" | null {
    const core = this.#core;
    const start = from && [...core.offerings.keys()].map((k) => from.warm.seats[core.offerings[k]!.key]!);
    const { program } = buildProgram(core, { network: true, integral: true });
    const solved = solver(program, { seconds, gap, start });
    const proven = Number.isFinite(solved.bound)
      ? Math.min(bound, solved.bound + 1e-7 * Math.abs(solved.bound))
      : bound;
    if (solved.status === "infeasible" && !from) return "infeasible";
    if (solved.columns.length === 0)
      return from && this.#present(Int32Array.from(start!), proven, prices, gap, from.rounds + 1);
    const seats = Int32Array.from(core.offerings, (_, k) => Math.round(solved.columns[k]!));
    const plan = this.#present(seats, proven, prices, gap, (from?.rounds ?? 0) + 1);
    return from && from.value > plan.value
      ? this.#present(Int32Array.from(start!), proven, prices, gap, plan.rounds)
      : plan;
  }

  #present(seats: Int32Array, proven: number, prices: Prices, gap: number, rounds: number): QuotaPlan {
    const core = this.#core;
    const flow = new PlanFlow(core, seats);
    const value = flow.value();
    const { more } = flow.margins();
    const bound = Math.max(proven, value);
    const found = bound > 0 ? (bound - value) / bound : 0;
    const { rank } = core;
    return {
      seats: Array.from(rank, (k) => seats[k]!),
      classes: Array.from(rank, (k) => {
        const { classSize } = core.offerings[k]!;
        return classSize && core.input.limits.classes ? classesOf(seats[k]!, classSize) : null;
      }),
      value,
      bound,
      gap: found,
      // HiGHS keeps rows and objective to a millionth.
      proven: found <= gap + 1e-6,
      marginal: Array.from(rank, (k) => more[k]!),
      tight: core.rows.flatMap((row, r) => {
        const used = usedOf(row, seats);
        if (used !== row.least && used !== row.most) return [];
        return [{ ...row.limit, value: used, price: Math.abs(prices.rows[r]!) }];
      }),
      warm: {
        seats: Object.fromEntries(core.offerings.map((o, k) => [o.key, seats[k]!])),
        demandPrices: Object.fromEntries(
          core.network.exits.flatMap((e, at) =>
            prices.demand[at]! > 0 ? [[e.key, prices.demand[at]!]] : [],
          ),
        ),
        limitPrices: Object.fromEntries(
          core.rows.flatMap((row, r) => (prices.rows[r] ? [[row.limit.id, prices.rows[r]!]] : [])),
        ),
      },
      rounds,
    };
  }

  valueOf(seats: readonly number[]): number {
    return new PlanFlow(this.#core, this.#ordered(seats)).value();
  }

  broken(seats: readonly number[]): LimitUse[] {
    return brokenLimits(this.#core.rows, this.#core.own, this.#ordered(seats));
  }

  explain(
    seats: readonly number[],
    keys?: readonly string[],
    warm: QuotaWarm | null = null,
  ): OfferingReasons[] {
    const core = this.#core;
    const at = new Map(core.offerings.map((o, k) => [o.key, k]));
    const wanted = (keys ?? this.input.offerings.map((o) => o.key)).map((key) => placeOf(at, key));
    const ordered = this.#ordered(seats);
    return explainOfferings(core, new PlanFlow(core, ordered), ordered, wanted, warm);
  }

  edit(seats: readonly number[]): QuotaEditor {
    return new Editor(this.#core, this.#ordered(seats));
  }

  async baselines(): Promise<Baseline[]> {
    const { rank } = this.#core;
    const found = baselinesOf(this.#core, await loadSolver(), 60);
    return found.map((b) => ({ ...b, seats: Array.from(rank, (k) => b.seats[k]!) }));
  }

  #ordered(seats: readonly number[]): Int32Array {
    const { rank } = this.#core;
    if (seats.length !== rank.length)
      throw new Error(`计划有 ${seats.length} 个数，专业点有 ${rank.length} 个`);
    const ordered = new Int32Array(rank.length);
    rank.forEach((k, row) => (ordered[k] = seats[row]!));
    return ordered;
  }
}

function placeOf(at: Map<string, number>, key: string): number {
  const place = at.get(key);
  if (place === undefined) throw new Error(`没有这个专业点：${key}`);
  return place;
}

class Editor implements QuotaEditor {
  readonly #core: Core;
  readonly #flow: PlanFlow;
  readonly #at: Map<string, number>;
  #seats: Int32Array;
  #value: number;
  #broken: LimitUse[];

  constructor(core: Core, seats: Int32Array) {
    this.#core = core;
    this.#seats = seats;
    this.#flow = new PlanFlow(core, seats);
    this.#value = this.#flow.value();
    this.#broken = brokenLimits(core.rows, core.own, seats);
    this.#at = new Map(core.offerings.map((o, k) => [o.key, k]));
  }

  get seats(): readonly number[] {
    return Array.from(this.#core.rank, (k) => this.#seats[k]!);
  }

  get value(): number {
    return this.#value;
  }

  costOf(changes: ReadonlyMap<string, number>): EditCost {
    const undo = this.#flow.mark();
    const { cost } = this.#changed(changes);
    undo();
    return cost;
  }

  apply(changes: ReadonlyMap<string, number>): EditCost {
    const { cost, seats } = this.#changed(changes);
    this.#seats = seats;
    this.#value = cost.after;
    this.#broken = cost.broken;
    return cost;
  }

  #changed(changes: ReadonlyMap<string, number>): { cost: EditCost; seats: Int32Array } {
    const core = this.#core;
    const seats = this.#seats.slice();
    const moves: [number, number][] = [];
    for (const [key, wanted] of changes) {
      const k = placeOf(this.#at, key);
      if (!Number.isInteger(wanted) || wanted < 0) throw new Error(`${key}：计划数应为不小于 0 的整数`);
      moves.push([k, wanted - seats[k]!]);
      seats[k] = wanted;
    }
    this.#flow.change(moves);
    const after = this.#flow.value();
    const broken = brokenLimits(core.rows, core.own, seats);
    const before = new Set(this.#broken.map((limit) => limit.id));
    return {
      seats,
      cost: {
        before: this.#value,
        after,
        difference: after - this.#value,
        broken,
        newlyBroken: broken.filter((limit) => !before.has(limit.id)),
        levels: LEVELS.map((level) => ({
          level,
          seats: core.offerings.reduce((sum, o, k) => (o.level === level ? sum + seats[k]! : sum), 0),
          scale: core.input.scale[level] ?? null,
        })),
      },
    };
  }
}
