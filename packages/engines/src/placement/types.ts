/** Names and shapes of docs/placement.md. */

/** A row as written, by the English names of its columns. */
export type TextRow = Readonly<Record<string, string>>;

export type PlacementTable = "students" | "enterprises" | "posts" | "preferences";

export interface Words {
  zh: string;
  en: string;
}

/** What is wrong with a row. */
export interface PlacementFault {
  table: PlacementTable;
  /** line of the file, the header being line 1 */
  line: number;
  column: string;
  value: string;
  reason: Words;
}

/** What is wrong with the rules, by path. */
export interface PlacementRuleFault {
  path: string;
  message: Words;
}

export interface FurtherCap {
  id: string;
  max: number;
  posts: readonly string[];
  enterprises: readonly string[];
  parks: readonly string[];
}

/** rules.json with its defaults. Shares are ten-thousandths. */
export interface PlacementRules {
  enterpriseShare: number;
  postShare: number;
  payShare: number;
  minAge: number;
  minYear: number;
  running: ReadonlyMap<string, number>;
  parks: ReadonlyMap<string, number>;
  caps: readonly FurtherCap[];
  seed: string | null;
}

export interface Student {
  id: string;
  line: number;
  /** 2010-03-01 */
  born: string;
  year: number;
  programme: string;
}

export interface Enterprise {
  id: string;
  line: number;
  staff: number;
  park: string;
}

export interface Post {
  id: string;
  line: number;
  enterprise: string;
  capacity: number;
  staffLike: number;
  /** money in fen */
  pay: number;
  likePay: number;
  lowestGrade: number | null;
  startsOn: string;
  night: boolean;
  hazardous: boolean;
  programmes: readonly string[];
  filed: boolean;
}

/** One rule that a post or a pair breaks. */
export interface Breach {
  /** rule of the rule book: INT-02 … */
  rule: string;
  figure: string;
  limit: string;
}

export type CapKind = "post" | "enterprise" | "park" | "further";

export interface Cap {
  kind: CapKind;
  /** id of the post, enterprise, park or further cap */
  of: string;
  /** most students that may come, what is running taken off, at least 0 */
  max: number;
}
