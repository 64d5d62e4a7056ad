/**
 * What the enrolment plan (招生计划) is asked and what it answers. Plain data: everything but the crosswalk can be stored as
 * JSON. Seats are persons who enter; value is that of the balance: 1 = a graduate placed by an official link at home.
 */
import type { BalanceOptions, Crosswalk, DemandNode, SupplyNode } from "../balance/types.ts";
import type { Level } from "../types/index.ts";

/** What the programme adjustment says of an offering; the words of `adjustment`. */
export type Card = "add" | "expand" | "keep" | "warn" | "suspend" | "withdraw";

export const CARDS: readonly Card[] = ["add", "expand", "keep", "warn", "suspend", "withdraw"];

/** An offering (专业点) that may get seats. */
export interface QuotaOffering {
  /** opaque and unique; ties are broken by it */
  key: string;
  /** key of the school in `schools`; one that is not there has no ceiling and no limit of openings */
  school: string;
  programme: string;
  level: Level;
  city: string;
  /** years of study: those who enter in `year` graduate in `year + duration` */
  duration: number;
  /** seats of last year's plan; 0 = not offered, may be opened */
  last: number;
  card: Card;
  /** 班额: fewest and most in a class; null = no class sizes here */
  classSize: { min: number; max: number } | null;
  /** what the school asks for; null = it says nothing */
  proposal: { min: number; max: number } | null;
  /** seats fixed by hand; null = free */
  locked: number | null;
  /** graduates looking for work in the region per seat, 0…1: survival × (1 − further study) × stay; thousandths count */
  conversion: number;
  /** counts towards `shortageFloors` */
  shortage: boolean;
}

export interface QuotaSchool {
  key: string;
  /** most seats that the school's conditions allow, all its offerings together; null = no ceiling */
  ceiling: number | null;
  /** the condition that gives the ceiling (key of an indicator, e.g. "students-per-teacher"), "" = not told */
  condition: string;
  /** most offerings that may be opened this year (last = 0, seats > 0); null = any number */
  openings: number | null;
}

/** What a card does to the seats. `least` and `most`: as a share of last year's seats, null = nothing. */
export interface CardRule {
  least: number | null;
  most: number | null;
}

/**
 * How far seats may move from last year's: by `share` of them or by `seats`, whichever is more; null = no limit.
 * Does not hold for offerings with last = 0 (openings) nor where the card closes the offering; downwards no further than to
 * the most that the school itself proposes.
 */
export interface ChangeRule {
  up: { share: number; seats: number } | null;
  down: { share: number; seats: number } | null;
}

export interface QuotaLimits {
  cards: Record<Card, CardRule>;
  change: Record<Card, ChangeRule>;
  /** seats are k classes of min…max each (so 0 or at least the smallest class); false = any number of seats */
  classes: boolean;
  /** may offerings with last = 0 be opened; those whose card is "add" always may */
  openings: boolean;
  /** the fewest seats of an opening, beside the smallest class; 0 = none */
  openingMin: number;
  /** the most seats of an opening for which the school proposes nothing; null or absent = no such limit */
  openingMost?: number | null;
  /** must schools' proposals be kept (both ends, upper end only) or not */
  proposals: "both" | "max" | "ignore";
}

/** Graduation year: what is wanted then, and who looks for work beside those of this plan (pipeline of other years). */
export interface QuotaMarket {
  year: number;
  demand: readonly DemandNode[];
  /** supply that this plan does not change */
  other: readonly SupplyNode[];
}

export interface QuotaInput {
  /** the year in which they enter */
  year: number;
  /** codes of the cities between which graduates move */
  cities: readonly string[];
  offerings: readonly QuotaOffering[];
  schools: readonly QuotaSchool[];
  /** exact number of seats of a level; a level that is not named is free */
  scale: Partial<Record<Level, number>>;
  /** least seats in a city, over all levels (null) or of one */
  cityFloors: readonly { city: string; level: Level | null; least: number }[];
  /** least seats in offerings marked `shortage`, over all levels (null) or of one */
  shortageFloors: readonly { level: Level | null; least: number }[];
  /** 布点: most offerings of a programme that have seats */
  programmeCaps: readonly { programme: string; most: number }[];
  limits: QuotaLimits;
  /** one for every graduation year that occurs among the offerings */
  markets: readonly QuotaMarket[];
  balance: Pick<BalanceOptions, "weights" | "moveCost" | "cityCosts" | "levels">;
}

export interface QuotaOptions {
  /** relative gap between value and bound at which the search ends; default 0.005 */
  gap: number;
  /** wall-clock budget in milliseconds after which the best plan found is answered; default 60,000 */
  milliseconds: number;
  /** answer of an earlier solve on nearly the same input: locks, limits and scale may have changed */
  warm: QuotaWarm | null;
}

/** What a later solve starts from; plain data, to be stored with the plan. */
export interface QuotaWarm {
  /** seats by offering key */
  seats: Record<string, number>;
  /** prices that prove the bound: of demand rows ("year occupation city level") and of limits (limit id) */
  demandPrices: Record<string, number>;
  limitPrices: Record<string, number>;
}

/**
 * The kinds of limit. About one offering: `locked`, `card`, `change`, `proposal`, `opening` (may not be opened, fewest or
 * most seats of an opening), `class-size`. About several: `school`, `openings`, `programme`, `level`, `city`, `shortage`.
 */
export type LimitKind =
  | "locked"
  | "card"
  | "change"
  | "proposal"
  | "opening"
  | "class-size"
  | "school"
  | "openings"
  | "programme"
  | "level"
  | "city"
  | "shortage";

/** One limit as a thing that can be named, relaxed and found in conflict. */
export interface Limit {
  /** unique within the input, e.g. "school S12", "change k17", "level secondary", "city 990100 college" */
  id: string;
  kind: LimitKind;
  /** what it is about: offering key, school key, programme, level, city, or "all" */
  of: string;
  /** level where a floor is of one level, condition of a school's ceiling, card of a card's limit; "" else */
  detail: string;
  /** which way it holds: at least, at most, exactly, or one of the sizes that whole classes give */
  side: "least" | "most" | "exact" | "classes";
  /** its number: seats, or offerings for `openings` and `programme`; the smallest class for `class-size` */
  limit: number;
}

/** A limit with what the plan makes of it. */
export interface LimitUse extends Limit {
  /** seats (or offerings) that count towards it */
  value: number;
}

/** Why not one class or seat more (or fewer) here. */
export interface OfferingReasons {
  key: string;
  seats: number;
  last: number;
  classes: number | null;
  /** value of one more seat, everything else left as it is (limits aside); and of the last seat that is there */
  marginal: number;
  marginalLast: number;
  /** the next number of seats above that offering's class sizes allow; null = a limit of its own forbids any */
  nextUp: number | null;
  nextDown: number | null;
  /** limits that stand in the way of `nextUp` (or of one more where it is null); empty = worth alone decides */
  up: LimitUse[];
  down: LimitUse[];
  /** value per seat that the level's total is worth at the margin: below it seats go elsewhere; null = level is free */
  levelPrice: number | null;
  /** true where limits of the offering's own leave room and seats elsewhere are worth more (or no more are wanted) */
  worthUp: boolean;
  worthDown: boolean;
}

/** A plan with its proof. Arrays run along the input's offerings, whatever their order. */
export interface QuotaPlan {
  seats: number[];
  /** classes that the seats make; null where there are no class sizes */
  classes: (number | null)[];
  /** balance value of all markets, and what no plan within the limits can exceed */
  value: number;
  bound: number;
  /** (bound − value) / bound */
  gap: number;
  /** the gap is within what was asked; false = the time was up */
  proven: boolean;
  /** value of one more seat, everything else left as it is */
  marginal: number[];
  /** limits of several offerings that are used up, with the value of one more (relaxation's price, ≥ 0) */
  tight: (LimitUse & { price: number })[];
  warm: QuotaWarm;
  rounds: number;
}

/** Limits that cannot hold together; without any one of them the others can. */
export interface QuotaConflict {
  limits: Limit[];
  /**
   * along `limits`: the number with which all limits of the input hold together if only this one is changed; null = none was
   * found
   */
  nearest?: (number | null)[];
  /** found on single offerings; false = limits of one kind on several offerings were only tested as a whole */
  single: boolean;
}

export type QuotaAnswer = { kind: "plan"; plan: QuotaPlan } | { kind: "conflict"; conflict: QuotaConflict };

/** Answer to an edited cell (or several at once). */
export interface EditCost {
  /** balance value before and after; `difference` = after − before */
  before: number;
  after: number;
  difference: number;
  /** limits that the edited plan breaks (all of them, those it broke before included) and those broken by this edit */
  broken: LimitUse[];
  newlyBroken: LimitUse[];
  /** seats of each level after the edit against the scale */
  levels: { level: Level; seats: number; scale: number | null }[];
}

/** The ways of planning that the optimum is compared with. */
export type BaselineKind = "last-year" | "proportional" | "greedy";

export interface Baseline {
  kind: BaselineKind;
  seats: number[];
  value: number;
  /** null: the way found no plan within the limits */
  feasible: boolean;
}

export interface QuotaTables {
  crosswalk: Crosswalk;
}

/** What `quota` offers. `openQuota` builds the network once (about a second for 12,000 offerings); the rest reuses it. */
export interface QuotaSession {
  readonly input: QuotaInput;
  /** every limit of the input, canonical order */
  limits(): Limit[];
  /** @returns a plan with its bound, or the limits that cannot hold together */
  solve(options?: Partial<QuotaOptions>): Promise<QuotaAnswer>;
  /** a session with other locks on the same network; other parts of the input are the same */
  withLocks(locked: ReadonlyMap<string, number | null>): QuotaSession;
  /** balance value of a plan (along the input's offerings), whether or not it keeps the limits */
  valueOf(seats: readonly number[]): number;
  /** limits that a plan breaks */
  broken(seats: readonly number[]): LimitUse[];
  /** why each asked offering (all where none is) has the seats it has; `warm` gives the levels' prices */
  explain(seats: readonly number[], keys?: readonly string[], warm?: QuotaWarm | null): OfferingReasons[];
  /** holds the flow of a plan so that edits are answered at once */
  edit(seats: readonly number[]): QuotaEditor;
  baselines(): Promise<Baseline[]>;
}

export interface QuotaEditor {
  readonly seats: readonly number[];
  readonly value: number;
  /** what it would cost to set these cells (offering key → seats); changes nothing */
  costOf(changes: ReadonlyMap<string, number>): EditCost;
  /** sets the cells and stays there */
  apply(changes: ReadonlyMap<string, number>): EditCost;
}
