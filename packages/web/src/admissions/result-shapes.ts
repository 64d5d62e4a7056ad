/** What the server answers about runs of the allocation that are announced, and about results. */
import type { Sentence } from "./shapes.ts";

export interface FilingLine {
  id: string;
  season: string;
  seasonName: string;
  year: number;
  channel: string;
  batch: string;
  round: number;
  state: "computed" | "checked" | "announced" | "confirmed" | "withdrawn";
  stateWords: Sentence;
  /** days of the public notice */
  from: string | null;
  until: string | null;
  admitted: number | null;
  sample: boolean;
}

export interface Filing extends FilingLine {
  verified: {
    checks: { rule: string; zh: string; en: string; examined: number; breaches: number }[];
    breaches: { rule: string; zh: string; en: string }[];
    absent: string[];
    at: string;
  } | null;
  manifest: Record<string, unknown> | null;
  files: { name: string; mediaType: string; bytes: number; sha256: string; open: boolean }[];
}

export interface Outcome {
  number: string;
  category: string;
  score: string;
  rank: number;
  unit: string | null;
  unitName: string | null;
  quota: string;
  preference: number | null;
  round: number | null;
  filing: FilingLine;
  preferences: {
    batch: string;
    round: number;
    no: number;
    unit: string;
    unitName: string;
    outcome: string;
    words: Sentence;
  }[];
  admittedAt: string | null;
}

export interface Admitted {
  season: string;
  seasonName: string;
  year: number;
  number: string;
  name: string | null;
  category: string;
  unit: string;
  schoolName: string;
  programmeName: string;
  quota: string;
  admittedAt: string;
}

export interface Cutoff {
  unit: string;
  quota: string;
  category: string;
  categoryName: string;
  batch: string;
  schoolName: string;
  programmeName: string;
  city: string;
  cityName: string;
  capacity: number;
  admitted: number;
  vacancies: number;
  lastScore: string | null;
  lastRank: number | null;
}

export interface PastCutoff {
  year: number;
  season: string;
  seasonName: string;
  unit: string;
  quota: string;
  batch: string;
  round: number;
  capacity: number | null;
  admitted: number | null;
  lastScore: string | null;
  lastRank: number | null;
  sample: boolean;
  /** who published a line that was taken in as it was, and where; null = a season that was filed here */
  publisher: string | null;
  url: string | null;
}

export interface ObjectionState {
  id: string;
  createdAt: string;
  upheld: boolean | null;
  answer: string | null;
  answeredAt: string | null;
}
