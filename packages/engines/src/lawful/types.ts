/**
 * Rules of lawful placements (实习) as reviewable data, the facts they are judged on, and what the gate answers.
 * Rules and findings are plain JSON. Money is fen a month, dates are ISO dates, null or absent = not known.
 */
import type { Basis, Text, Trust } from "../indicators/index.ts";
import type { AGREEMENT_FIELDS, Fact, FlagFact, HAZARDS, NumberFact, SetFact, SIGNATURES } from "./fields.ts";
import type { ENTERPRISE_FIELDS, PLACEMENT_FIELDS, POST_FIELDS, STUDENT_FIELDS } from "./fields.ts";

export type Operator = "<" | "<=" | ">" | ">=" | "==";

/** What must be so. A fact that is not known makes a condition unknown, unless the rest decides it. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { fact: NumberFact; op: Operator; value: number }
  /** so many parts in `parts[1]` of another figure; compared in whole numbers */
  | { fact: NumberFact; op: Operator; parts: [number, number]; of: NumberFact }
  /** days against so many calendar months from the start of the placement */
  | { fact: NumberFact; op: Operator; months: number }
  | { fact: FlagFact; is: boolean }
  | { set: SetFact; none: string[] }
  | { set: SetFact; every: string[] }
  /** GB/T 4754 classes with the letter of their section: neither the enterprise nor the post is of one */
  | { industries: string[] };

/**
 * What can be done where a rule is broken: nothing; a filing with the authority beforehand (备案号); a reason with the person
 * who approves it.
 */
export type Exemption = "none" | "filing" | "approval";

export interface Rule {
  /** e.g. "INT-02.2" */
  id: string;
  name: Text;
  /** block = 不得, 严禁: the placement is refused; warn = 原则上, 一般: it needs a reason and an approver */
  kind: "block" | "warn";
  exemption: Exemption;
  /** whom the rule is for; absent = everybody */
  when?: Condition;
  holds: Condition;
  basis: Basis;
  /** what follows a breach, e.g. a fine */
  consequence?: Text;
  note?: Text;
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
  rules: Rule[];
}

/** A fault of a rule set, with the place, e.g. `rules[3].when.all[1].fact`. */
export interface RuleSetFault {
  path: string;
  message: Text;
}

interface Words {
  hazards: keyof typeof HAZARDS;
  signatures: keyof typeof SIGNATURES;
  agreementFields: keyof typeof AGREEMENT_FIELDS;
}

type Plain<T extends Record<string, { kind: string }>> = {
  [F in keyof T]?:
    | (T[F]["kind"] extends "number"
        ? number
        : T[F]["kind"] extends "flag"
          ? boolean
          : T[F]["kind"] extends "day"
            ? string
            : F extends keyof Words
              ? readonly Words[F][]
              : never)
    | null;
};

export type Student = Plain<typeof STUDENT_FIELDS> & {
  id: string;
  /** code of the programme: six digits, the first two its category */
  programme?: string | null;
};

export type Enterprise = Plain<typeof ENTERPRISE_FIELDS> & {
  id: string;
  /** GB/T 4754 codes of all it does, with or without the letter */
  industries?: readonly string[] | null;
};

export type Post = Plain<typeof POST_FIELDS> & {
  id: string;
  enterprise: string;
  /** posts of an enterprise with the same word here are like posts (同类岗位); absent = this post alone */
  like?: string | null;
  /** GB/T 4754 codes of the place of work where it differs from the enterprise's */
  industries?: readonly string[] | null;
  /** programmes that the post is for: six, four or two digits */
  programmes?: readonly string[] | null;
};

/** A dated decision that lets a breach pass: all of it is needed. */
export interface Exception {
  rule: string;
  reason: string;
  /** who approved it, or filed it */
  person: string;
  /** number of the record: minutes, or the filing number of the authority */
  record: string;
  /** ISO date */
  on: string;
}

export type Placement = Plain<typeof PLACEMENT_FIELDS> & {
  id: string;
  student: string;
  post: string;
  /** first and last day, both of the placement */
  from: string;
  to: string;
  /** who guides the student in the enterprise; "" = nobody, absent = not known */
  mentor?: string | null;
  exceptions?: readonly Exception[];
};

/** Placements that are to be judged together with all that run beside them, of all schools. */
export interface PlacementInput {
  students: readonly Student[];
  enterprises: readonly Enterprise[];
  posts: readonly Post[];
  placements: readonly Placement[];
}

/** Columns of facts; NaN = not known, a set is the sum of its words' bits, a date the days since 1970. Absent = none known. */
export type Columns<F extends string> = { readonly [K in F]?: Float64Array };

/** The same as columns, for many at once. An index of −1 is not allowed except for `mentor`. */
export interface PlacementColumns {
  students: {
    count: number;
    columns: Columns<keyof typeof STUDENT_FIELDS>;
    /** six digits as a number, NaN = not known */
    programme: Float64Array;
  };
  enterprises: {
    count: number;
    columns: Columns<keyof typeof ENTERPRISE_FIELDS>;
    industries: readonly (readonly string[] | null)[];
  };
  posts: {
    count: number;
    columns: Columns<keyof typeof POST_FIELDS>;
    enterprise: Int32Array;
    /** like posts have the same number */
    like: Int32Array;
    industries: readonly (readonly string[] | null)[];
    programmes: readonly (readonly string[] | null)[];
  };
  placements: {
    count: number;
    columns: Columns<keyof typeof PLACEMENT_FIELDS>;
    student: Int32Array;
    post: Int32Array;
    /** days since 1970, both of the placement */
    from: Int32Array;
    to: Int32Array;
    /** −1 = nobody, −2 = not known */
    mentor: Int32Array;
  };
  exceptions: readonly (Exception & { placement: number })[];
}

/** `outside`: the rule is not for this placement; `unknown`: a fact is missing, the rule is not passed. */
export type State = "outside" | "passed" | "excepted" | "unknown" | "warned" | "broken";

export const STATES: readonly State[] = ["outside", "passed", "excepted", "unknown", "warned", "broken"];

/** `refused`: a rule is broken, or one that blocks cannot be judged; `open`: a person has to decide; `clear`: nothing stands against it. */
export type Verdict = "clear" | "open" | "refused";

export const VERDICTS: readonly Verdict[] = ["clear", "open", "refused"];

/** A figure that a rule looked at, with its limit. */
export type Figure = { fact: Fact; held: boolean } & (
  | { kind: "number"; value: number; op: Operator; limit: number; of: { fact: Fact; value: number; parts: [number, number] } | null; months: number | null }
  | { kind: "flag"; value: boolean; wanted: boolean }
  /** `words`: those found that must not be there, or those lacking */
  | { kind: "set"; words: string[]; wanted: "none" | "all" }
) | { fact: "industries"; held: boolean; kind: "industries"; codes: string[] }; // prettier-ignore

export interface Finding {
  rule: string;
  state: State;
  figures: Figure[];
  /** facts that are not known and would decide */
  missing: (Fact | "industries")[];
  /** the exception that was given, and why it does not count: null = it counts */
  exception: { given: Exception; fault: "not-allowed" | "incomplete" | "too-late" | null } | null;
}

export interface GateResult {
  ruleSet: RuleSet;
  facts: PlacementColumns;
  count: number;
  /** index into STATES of rule r for placement i at `r * count + i` */
  states: Uint8Array;
  /** index into VERDICTS by placement */
  verdicts: Uint8Array;
}

/** Days on which more students are there than a share of the staff allows. */
export interface Crowding {
  /** index of the enterprise, or the number of the like posts */
  group: number;
  /** days since 1970 */
  from: number;
  to: number;
  /** most students at once in these days, and the most that are allowed */
  peak: number;
  most: number;
  staff: number;
}
