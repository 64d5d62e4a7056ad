/**
 * Rule sets of programme adjustment (专业动态调整) as reviewable data, and what a run of one answers. All of it is plain JSON.
 * The engine proposes; people decide (rule MAJ-13).
 */
import type {
  Basis,
  ConditionLines,
  Equivalents,
  Facts,
  IndicatorValue,
  Text,
  Trust,
  UnknownReason,
} from "../indicators/types.ts";
import type { Level } from "../types/index.ts";

/** What is proposed for an offering, or `add` for a programme that nobody offers: 增设 扩招 保留 预警(限招) 停招 撤销. */
export type Decision = "add" | "expand" | "keep" | "warn" | "suspend" | "withdraw";

export const DECISIONS: readonly Decision[] = ["add", "expand", "keep", "warn", "suspend", "withdraw"];

/** Growth that a rule may forbid: a new offering, or more seats in one that there is. */
export type Growth = "add" | "expand";

export type Operator = "<" | "<=" | ">" | ">=" | "==";

/**
 * When a rule fires. A threshold of null is one that the source does not give: the rule is then not judged and says so.
 * `years` = for so many consecutive years up to the run's; default 1.
 */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { atLeast: number; of: Condition[] }
  | { indicator: string; op: Operator; value: number | null; years?: number }
  /** among the lowest or highest share of its kind in the year, 0.1 = the last tenth */
  | { indicator: string; lowest: number | null; within: Within; years?: number }
  | { indicator: string; highest: number | null; within: Within; years?: number };

/** Whom a rank is taken among. */
export type Within = "all" | "level" | "programme-class" | "programme";

/** Which offerings a rule is for; every line that is given must hold. An empty list is for nobody. */
export interface Scope {
  levels?: Level[];
  /** 专业大类, two digits */
  categories?: string[];
  /** six digits, with or without K */
  programmes?: string[];
  /** true = only programmes that the State controls, false = only others */
  controlled?: boolean;
  cities?: string[];
}

/** What follows. `decision` for the offering; `alternatives` where the source leaves a choice; `forbids` growth. */
export interface Action {
  decision?: Exclude<Decision, "add">;
  alternatives?: Decision[];
  forbids?: Growth[];
}

export interface Rule {
  /** e.g. "FJ-2023-employment" */
  id: string;
  name: Text;
  /** block = must not, warn = a person has to look and give a reason, target = of the whole region, reported beside the cards */
  kind: "block" | "warn" | "target";
  when: Condition;
  scope?: Scope;
  action: Action;
  basis: Basis;
  /** what a reader must know, e.g. what the stored copy of the source does not tell */
  note?: Text;
}

/** Cards over the years (MAJ-09); null = cards have no memory. */
export interface CardRules {
  /** warned so many years running, this one included, becomes `suspend` */
  warnYears: number | null;
  /** suspended so many years running, this one included, becomes `withdraw` */
  suspendYears: number | null;
  /** a warned or suspended offering leaves its card only after so many runs in which nothing fired */
  cleanYears: number | null;
  basis: Basis;
}

/** What counts as a programme that is missing, and where the list ends. Tixi's own design, no law. */
export interface MissingRules {
  /** least shortage in linked occupations (persons a year) for a city, and for the whole region */
  cityShortage: number;
  regionShortage: number;
  /** links below this weight are not counted */
  minWeight: number;
  /** most programmes listed a city and for the region, most schools named for each */
  perCity: number;
  region: number;
  schools: number;
  basis: Basis;
}

export interface RuleSet {
  key: string;
  version: string;
  /** region code (GB/T 2260), "000000" = the whole country */
  jurisdiction: string;
  name: Text;
  /** ISO dates; null = open */
  validFrom: string;
  validTo: string | null;
  source: string;
  trust: Trust;
  /** only to show how a rule set works: its figures must be confirmed before use */
  demo: boolean;
  note?: Text;
  /** a figure older than so many years before the run's facts does not count */
  maxAge: number;
  /** graduates of the lines of school conditions: counted by `limit-failures` and `qualified-failures` */
  limit: ConditionLines;
  qualified: ConditionLines;
  equivalents: Equivalents;
  rules: Rule[];
  cards: CardRules | null;
  missing: MissingRules | null;
}

/** A fault of a rule set, with the place, e.g. `rules[3].when.all[1].indicator`. */
export interface RuleSetFault {
  path: string;
  message: Text;
}

/** An earlier run's decision on an offering. */
export interface EarlierCard {
  key: string;
  year: number;
  decision: Decision;
  /** nothing fired in that run */
  clean: boolean;
}

export interface RunOptions {
  /** those who enter in this year are decided on */
  year: number;
  /** newest facts that may be read; default `year − 1` */
  factsThrough?: number;
  previousCards?: readonly EarlierCard[];
}

/** A condition that held: figures by the year they are about (newest first), and the threshold they passed. */
export interface Figure {
  indicator: string;
  op: Operator | "lowest" | "highest";
  threshold: number;
  years: number[];
  values: number[];
  within?: Within;
}

export interface FiredRule {
  rule: string;
  figures: Figure[];
}

/** Why a rule was not judged: an indicator without a figure, or a threshold that the source does not give. */
export interface NotJudged {
  rule: string;
  because: {
    indicator: string;
    reason: UnknownReason | "no-threshold";
    year: number | null;
    fields: readonly string[];
  }[];
}

/** What the memory of cards did to a decision (MAJ-09). */
export interface CardEffect {
  kind: "escalated" | "held";
  /** what the rules alone would have said */
  from: Decision;
  /** years running, this one included; clean runs so far where held */
  years: number;
  needed: number;
}

export interface Card {
  /** index into the facts' offerings, and its key */
  offering: number;
  key: string;
  decision: Exclude<Decision, "add">;
  /** other decisions that the sources of the fired rules leave open */
  alternatives: Decision[];
  /** growth that fired rules forbid */
  forbids: Growth[];
  fired: FiredRule[];
  notJudged: NotJudged[];
  cardEffect: CardEffect | null;
  /** no rule could be judged: `keep` then says nothing */
  blind: boolean;
}

/** A rule about the whole region. */
export interface TargetResult {
  rule: string;
  met: boolean | null;
  figures: Figure[];
  notJudged: NotJudged["because"];
}

export interface PlacedSchool {
  school: string;
  name: string;
  city: string;
  /** offerings of the same programme class and category that it has, and the full-time teachers in the former */
  siblings: string[];
  categorySiblings: number;
  siblingTeachers: number | null;
  /** condition items below the qualified line; null = not known */
  conditionFailures: number | null;
  /** rules that forbid it a new offering */
  forbiddenBy: string[];
  score: number;
}

/** A programme that nobody offers there and that the balance asks for. */
export interface MissingProgramme {
  programme: string;
  level: Level;
  controlled: boolean;
  /** "" = nobody in the whole region offers it */
  city: string;
  /** year whose shortage is told: of graduation, or the last one that the cycle knows */
  year: number;
  /** persons a year in linked occupations, weighted by the links: an upper bound, because programmes share occupations */
  shortage: number;
  occupations: { occupation: string; city: string; shortage: number; weight: number }[];
  /** rules that forbid more of it (e.g. 布点) */
  forbiddenBy: string[];
  schools: PlacedSchool[];
}

/** Demand rows of the cycle that is in use, and the official tables: what missing programmes are found with. */
export interface MissingInput {
  demand: readonly {
    year: number;
    city: string;
    occupation: string;
    /** minimum education of the posts */
    level: "none" | "secondary" | "college" | "bachelor" | "postgraduate";
    shortage: number;
  }[];
  programmes: readonly {
    code: string;
    level: Level;
    classCode: string;
    categoryCode: string;
    controlled: boolean;
    years: number | null;
  }[];
  /** links of a programme, with their weights 0…1 */
  occupationsOf(programme: string): readonly { code: string; weight: number }[];
}

export interface AdjustmentInput {
  facts: Facts;
  /** class, category and control of a programme; what a scope asks */
  programme(code: string): { classCode: string; categoryCode: string; controlled: boolean } | undefined;
  /** null = missing programmes are not looked for */
  missing: MissingInput | null;
}

export interface AdjustmentResult {
  engine: string;
  ruleSet: { key: string; version: string };
  year: number;
  factsThrough: number;
  /** release year of the cycle in use, null = none */
  cycleYear: number | null;
  cards: Card[];
  /** offerings of the facts without any figure up to `factsThrough`: not judged at all */
  absent: string[];
  targets: TargetResult[];
  missing: MissingProgramme[];
  counts: Record<Decision, number>;
  /** rules that can fire for nobody: an empty scope, a threshold that the source does not give */
  idle: { rule: string; reason: "empty-scope" | "no-threshold" }[];
}

/** Whether worsening an indicator can never make a rule's outcome milder. */
export interface RuleMonotony {
  rule: string;
  /** `undirected` = the indicator has no better and worse */
  indicators: Record<string, "yes" | "no" | "undirected">;
  monotone: boolean;
}

/** What followed a decision in the years after (back-dated runs). */
export interface Aftermath {
  decision: Decision;
  offerings: number;
  /** intake of the year decided for against the one before, where both are known */
  intake: { known: number; before: number; after: number; stopped: number };
  /** graduates and those placed (employed + further study), two years on, where known */
  employment: { known: number; graduates: number; placed: number };
  /** mean price in a later cycle, two years on, and at the decision */
  price: { known: number; before: number; after: number };
}

/** A lookup of indicator values: what rules are judged on, so that rules can be tested without facts. */
export type ValueOf = (indicator: string, offering: number, year: number) => IndicatorValue;
