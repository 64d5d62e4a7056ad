/** Shapes of runs of the allocation, their results, and trials of rules. */
import type { Channel, Words } from "./shapes.ts";

export type FilingStep = "check" | "announce" | "confirm" | "withdraw";
export interface FilingLine {
  id: string;
  season: string;
  seasonName: string;
  year: number;
  channel: Channel;
  batch: string;
  round: number;
  solving: "waiting" | "running" | "done" | "failed" | "cancelled";
  state: "computed" | "checked" | "announced" | "confirmed" | "withdrawn";
  stateWords: Words;
  from: string | null;
  until: string | null;
  admitted: number | null;
  sample: boolean;
  createdAt: string;
}
export interface Said {
  rule: string;
  zh: string;
  en: string;
}
export interface RoundCount {
  batch: string;
  round: number;
  candidates: number;
  preferences: number;
  admitted: number;
  places: number;
}
export interface Filing extends FilingLine {
  job: string | null;
  message: string | null;
  summary: {
    rounds: RoundCount[];
    candidates: number;
    preferences: number;
    leftOut: number;
    admitted: number;
    milliseconds: number;
    alike: { candidates: number; alone: number; belowFive: number };
  } | null;
  verified: {
    checks: (Said & { examined: number; breaches: number })[];
    breaches: Said[];
    absent: string[];
    at: string;
  } | null;
  manifest: Record<string, unknown> | null;
  files: { name: string; mediaType: string; bytes: number; sha256: string; open: boolean }[];
  next: { step: "run" | FilingStep; words: Words }[];
  history: { action: string; words: Words; note: string; by: string; at: string }[];
  createdBy: string;
  finishedAt: string | null;
  unanswered: number;
  upheld: number;
  etag: string;
}
export interface OutcomeLine {
  number: string;
  category: string;
  score: string;
  rank: number;
  unit: string | null;
  unitName: string | null;
  quota: string;
  preference: number | null;
  round: number | null;
}
export interface Cutoff {
  unit: string;
  quota: string;
  category: string;
  categoryName: string;
  batch: string;
  schoolName: string;
  programme: string;
  programmeName: string;
  city: string;
  cityName: string;
  capacity: number;
  exempt: number;
  admitted: number;
  vacancies: number;
  lastScore: string | null;
  lastRank: number | null;
}
export interface FilingObjection {
  id: string;
  createdAt: string;
  content: string;
  candidate: string | null;
  name: string;
  phone: string;
  upheld: boolean | null;
  answer: string | null;
  answeredAt: string | null;
  answeredBy: string | null;
}
export interface SimulatedRules {
  engine: string;
  candidates: number;
  preferences: number;
  places: number;
  admitted: number;
  byChoice: [number, number, number, number];
  vacancies: number;
}
export interface Simulation {
  runs: SimulatedRules[];
  compared: null | {
    elsewhere: number;
    onlyFirst: number;
    onlySecond: number;
    pools: number;
    cutoffs: { unit: string; quota: string; first: number | null; second: number | null }[];
  };
}
