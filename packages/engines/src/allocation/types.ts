/** What goes into an allocation and what comes out. The words are those of docs/allocation.md. */

export const ENGINES = ["parallel", "matching", "sequential"] as const;
export type Engine = (typeof ENGINES)[number];
export type LastPlaceTies = "cut" | "draw" | "all";

export interface Lines {
  /** lowest composed score */
  minScore?: number;
  /** lowest score of single columns, and of sums */
  min?: Record<string, number>;
}

export interface Ordering {
  /** weight of each score column */
  score: Record<string, number>;
  /** columns, the higher first; "total" is the composed score */
  ties: string[];
}

export interface BatchRules extends Lines {
  id: string;
  categories?: Record<string, Lines>;
}

export interface QuotaRules extends Lines, Partial<Ordering> {
  id: string;
  order: "reserve-first" | "general-first";
  flowBack: boolean;
}

/** rules.json with its defaults filled in. */
export interface AllocationRules extends Ordering {
  engine: Engine;
  range: Record<string, [number, number]>;
  /** names for columns that lines may count together */
  sums: Record<string, string[]>;
  lastPlaceTies: LastPlaceTies;
  seed: string | null;
  structure: "programme" | "group";
  batches: BatchRules[];
  categories: Record<string, Partial<Ordering> & { range?: Record<string, [number, number]> }>;
  rankings: Record<string, Ordering>;
  quotas: QuotaRules[];
  maxPreferences: number | null;
  ratio: number;
  assign: "score" | "preference" | { steps: number[] };
  missingScore: "fault" | "zero";
}

/** What is wrong with rules.json, and where: `batches[1].min.culture`. */
export interface RuleFault {
  path: string;
  message: { zh: string; en: string };
}

/** A row of plans.csv: one kind of seats of a unit. */
export interface PlanRow {
  unitId: string;
  category: string;
  batch: string;
  capacity: number;
  schoolId?: string | null;
  /** the composed score that the unit asks for, as written ("430.5"); null = none */
  minScore?: string | null;
  /** id of a quota; null = general seats */
  quota?: string | null;
  /** id of a ranking; null = the category's list */
  ranking?: string | null;
}

/**
 * The units of a season in ascending order of their ids. Pools of a unit stand together, in the order in which a preference
 * stands for them: reserves, general seats, reserves of quotas with `general-first`.
 */
export interface Units {
  ids: string[];
  category: Int32Array;
  batch: Int32Array;
  /** in ten-thousandths, −1 = none */
  minScore: Float64Array;
  /** units of one group have one number; −1 outside of the structure `group` */
  group: Int32Array;
  /** index of a ranking of the rules, −1 = the category's list */
  ranking: Int32Array;
  /** first pool of each unit; one more than there are units */
  pools: Int32Array;
  poolQuota: Int32Array;
  poolCapacity: Int32Array;
}

/** Candidates in ascending order of their ids, by columns. */
export interface Candidates {
  count: number;
  /** id of a candidate: needed for the draw and for output */
  id: (candidate: number) => string;
  category: Int32Array;
  /** for each of `scoreColumns(rules)`: scores in ten-thousandths */
  scores: Float64Array[];
  /** bit q = holds quota q of the rules */
  holds: Int32Array;
}

/** What was filed in one round of a batch, a row of units for each candidate, in the order of preference. */
export interface Filed {
  batch: number;
  round: number;
  /** first entry of each candidate; one more than there are candidates */
  start: Int32Array;
  unit: Int32Array;
  /** preference_no of each entry; null = 1, 2, 3 … in each row */
  no: Int32Array | null;
  /** 1 = consents; null = nobody does */
  consent: Uint8Array | null;
}

export interface Season {
  rules: AllocationRules;
  categories: string[];
  units: Units;
  candidates: Candidates;
  /** in the order of batches and rounds, one for each that somebody filed in */
  filed: Filed[];
}

/** How one list ranks: a candidate's place (1 = first, 0 = not in it) and his score in it, in hundred-millionths. */
export interface RankList {
  place: Int32Array;
  score: Float64Array;
}

/** The lists of a season. `general` holds the lists of the categories, one candidate being in one of them only. */
export interface Lists {
  general: RankList;
  /** all candidates, category after category, each by its list */
  order: Int32Array;
  rankings: RankList[];
  /** null = the quota has no list of its own */
  quotas: (RankList | null)[];
}

export interface RoundResult {
  batch: number;
  round: number;
  /** who filed something, their rows, who was admitted and the places there were before */
  candidates: number;
  preferences: number;
  admitted: number;
  places: number;
  /** places of each unit before the round */
  left: Int32Array;
  /** the last whom each pool admitted in this round, −1 = nobody; under `group` the pools are the units */
  last: Int32Array;
  group: GroupRound | null;
}

/** What the structure `group` adds: which choice took a candidate's file, and the last file of each group. */
export interface GroupRound {
  /** one for each candidate: entry at which the choice begins that admitted him or, under A, took his file; −1 = none */
  choice: Int32Array;
  /** one for each candidate: 1 = admitted by consent */
  consent: Uint8Array;
  /** last file by group and step (step 0 under A): candidate */
  lastFile: Map<number, number>;
  /** entries at which choices begin that withdrew the candidate */
  withdrawn: Set<number>;
}

export interface SeasonResult {
  lists: Lists;
  /** unit of each candidate, −1 = none */
  unit: Int32Array;
  /** pool of each candidate, −1 = none */
  pool: Int32Array;
  /** index in `filed` of the round that admitted him, −1 = none */
  round: Int32Array;
  /** his entry in that round: the preference that was met */
  entry: Int32Array;
  /** 1 = put there by consent */
  consent: Uint8Array | null;
  rounds: RoundResult[];
  /** who was admitted by each pool, and the last of them by its list (−1 = nobody) */
  admitted: Int32Array;
  last: Int32Array;
}
