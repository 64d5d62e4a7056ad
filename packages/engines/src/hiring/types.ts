import type { Breach } from "../types/index.ts";

/** The texts of a posting that are read. `education` is the source's own words, e.g. 全日制本科. */
export interface HiringTexts {
  title: string;
  description: string;
  tags?: string | null | undefined;
  education?: string | null | undefined;
}

export type FieldName = Breach["field"];

export type Kind =
  | "school-tier"
  | "school-type"
  | "first-degree"
  | "full-time"
  | "sex"
  | "marriage"
  | "age"
  | "household"
  | "origin"
  | "ethnicity"
  | "religion"
  | "carrier"
  | "disability"
  | "zodiac";

/** What a detector found in one text. */
export interface Find {
  kind: Kind;
  severity: Breach["severity"];
  start: number;
  end: number;
}

/** What the posting is about, as far as the lawful exceptions depend on it. Asked for only when needed. */
export interface Post {
  title: string;
  all(): string;
}

/** Looks for one kind of condition. Pure; text is one field of the posting. */
export type Detector = (text: string, post: Post, field: FieldName, found: Find[]) => void;
