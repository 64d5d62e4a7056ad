/** Shapes of what the authority sees of admission. */
import type { Unit as OpenUnit } from "../shapes.ts";

export interface Words {
  zh: string;
  en: string;
}
export type Channel = "entrance-exam" | "separate" | "upgrade";
export type SeasonState =
  "draft" | "registering" | "confirmed" | "seated" | "scored" | "offered" | "filed" | "closed";

export interface SeasonLine {
  id: string;
  region: string;
  year: number;
  channel: Channel;
  name: string;
  state: SeasonState;
  stateWords: Words;
  since: string;
  registering: boolean;
  sample: boolean;
}
/** docs/allocation.md, rules.json; what is not named here is kept as it is. */
export interface Rules {
  engine: string;
  score: Record<string, number | string>;
  range?: Record<string, [number, number]>;
  ties?: string[];
  lastPlaceTies?: "cut" | "draw" | "all";
  seed?: string;
  structure?: "programme" | "group";
  batches: Batch[];
  categories?: Record<string, unknown>;
  quotas?: Quota[];
  maxPreferences?: number;
  [further: string]: unknown;
}
export interface Batch {
  id: string;
  minScore?: number | string;
  min?: Record<string, number | string>;
  categories?: Record<string, { minScore?: number | string; min?: Record<string, number | string> }>;
}
export interface Quota {
  id: string;
  minScore?: number | string;
  order?: "reserve-first" | "general-first";
  flowBack?: boolean;
  [further: string]: unknown;
}
export interface Preset {
  id: string;
  name: Words;
  rules: Rules;
  sources: { field: string; trust: string; document: string; page: string | null; year: number | null }[];
  doubts: { field: string; text: Words }[];
}
export interface Subject {
  key: string;
  name: string;
  kind: "culture" | "skill";
  max: number;
  places: number;
}
export interface Category {
  key: string;
  name: string;
  programmes: string[];
  skillMinutes: number | null;
}
export interface EligibilityRule {
  code: string;
  words: Words;
  kinds?: string[];
  when?: Record<string, boolean>;
  otherProgramme?: boolean;
  source: string;
  trust: string;
}
export interface CalendarStep {
  key: string;
  opens: string | null;
  due: string;
  source: Words;
  trust: string;
  begun: boolean;
  done: boolean;
  late: boolean;
}
export interface NextStep {
  step: string;
  words: Words;
  due: string | null;
  against: Words | null;
}
export interface Taken {
  step: string;
  words: Words;
  note: string;
  by: string;
  at: string;
}
export interface SeasonWork {
  candidates: { state: string; words: Words; count: number }[];
  confirmed: { category: string; count: number; seated: number }[];
  missingScores: { subject: string; count: number }[];
  unseated: number;
  undecided: number;
  units: number;
  seats: number;
  fillings: number;
  unfiled: number;
  reviewsOpen: number;
  faults: Words[];
  next: NextStep[];
  history: Taken[];
  createdBy: string;
}
export interface Season extends SeasonLine {
  rules: Rules;
  rulesHash: string;
  preset: Omit<Preset, "rules"> | null;
  subjects: Subject[];
  categories: Category[];
  eligibility: EligibilityRule[];
  quotas: string[];
  calendar: CalendarStep[];
  noticeDays: number;
  planId: string | null;
  work: SeasonWork | null;
  etag: string;
}
export interface CandidateLine {
  id: string;
  seasonId: string;
  number: string | null;
  name: string;
  kind: string;
  category: { key: string; name: string };
  school: { id: string; name: string } | null;
  programme: string | null;
  state: string;
  stateWords: Words;
  since: string;
  claims: string[];
  quotas: string[];
  sample: boolean;
}
export interface CandidatePage {
  items: CandidateLine[];
  next: string | null;
  total?: number | null;
  states: { state: string; count: number }[];
}
export interface Seat {
  session: string;
  site: { name: string; address: string; city: string };
  category: string;
  begins: string;
  ends: string;
  seat: number;
}
export interface Candidate extends CandidateLine {
  season: { id: string; name: string; year: number; state: string };
  form: { answers: Record<string, boolean>; city: string | null; throughSchool: boolean; truthful: boolean };
  bars: { code: string; words: Words; source: string }[];
  missing: { field: string; reason: string }[];
  doubts: Words[];
  files: { id: string; name: string; bytes: number; state: string }[];
  history: Taken[];
  next: { step: string; words: Words }[];
  seat: Seat | null;
  etag: string;
}
export interface Decided {
  done: number;
  items: { id: string; ok: boolean; state: string | null; number: string | null; reason: string | null }[];
}
export interface CandidateImport {
  id: string;
  fileName: string;
  read: number;
  accepted: number;
  duplicate: number;
  rejected: number;
  faults?: { row: number; field: string; value: string; zh: string; en: string }[];
  createdBy: string;
  createdAt: string;
}
/** A published table of last places of past years, as it was taken in. */
export interface PastLineSource {
  id: string;
  title: string;
  publisher: string;
  url: string;
  fileName: string;
  sha256: string;
  read: number;
  accepted: number;
  duplicate: number;
  rejected: number;
  faults: { row: number; field: string; value: string; zh: string; en: string }[];
  exceptions: { year: number; category: string; row: number; before: number }[];
  exceptionCount: number;
  years: { year: number; category: string; lines: number; best: number | null; last: number | null }[];
  sample: boolean;
  createdBy: string;
  createdAt: string;
}
export interface PastLine {
  row: number;
  year: number;
  category: string;
  batch: string;
  school: string;
  programme: string;
  group: string;
  kind: string;
  score: string | null;
  rank: number | null;
  listed: number | null;
  admitted: number | null;
}
export interface Site {
  id: string;
  name: string;
  city: string;
  cityName: string;
  address: string;
  organisation: string | null;
  places: Record<string, number>;
  open: { from: string; until: string }[];
  sessions: number;
  seated: number;
  etag: string;
}
export type NewSite = Omit<Site, "id" | "cityName" | "sessions" | "seated" | "etag">;
export interface SessionLine {
  id: string;
  site: { id: string; name: string; city: string; cityName: string };
  category: string;
  begins: string;
  ends: string;
  places: number;
  seated: number | null;
}
export interface TestSession extends SessionLine {
  seats: { seat: number; candidate: string; number: string | null; name: string; school: string | null }[];
}
export interface PlannedSessions {
  sessions: number;
  seated: number;
  away: number;
  bound: number;
}
export interface ScoreImport {
  id: string;
  seasonId: string;
  fileName: string;
  state: "waiting" | "checking" | "checked" | "taking" | "done" | "failed";
  read: number;
  accepted: number;
  duplicate: number;
  rejected: number;
  message: string | null;
  createdBy: string;
  createdAt: string;
  preview?: {
    subjects: { subject: string; name: string; added: number; changed: number; same: number }[];
    warnings: string[];
  } | null;
  faults?: { row: number; number: string; field: string; value: string; reason: string }[];
}
export interface ScoreFigure {
  subject: string;
  name: string;
  category: string;
  scored: number;
  absent: number;
  zeros: number;
  mean: number | null;
  deviation: number | null;
  lowest: number | null;
  highest: number | null;
}
export interface ScoreChecks {
  figures: ScoreFigure[];
  missing: { subject: string; name: string; count: number }[];
  warnings: string[];
}
export interface ReviewLine {
  id: string;
  subject: string;
  name: string;
  reason: string;
  askedAt: string;
  before: string | null;
  after: string | null;
  answer: string | null;
  answeredAt: string | null;
  candidate: string;
  number: string;
  category: string;
  points: string | null;
}
export interface OnePointTable {
  category: string;
  total: number;
  rows: { points: number; count: number; cumulative: number }[];
}
export interface CandidateScores {
  subjects: {
    subject: string;
    name: string;
    kind: string;
    max: number;
    points: string | null;
    absent: boolean;
  }[];
  composed: string | null;
  rank: number | null;
  rankedOf: number | null;
}
/** A unit as anybody sees it, with what the office keeps of it. */
export interface Unit extends OpenUnit {
  offering: string | null;
  /** seats that the published plan has for its offering */
  planned: number | null;
  etag: string;
}
export interface TakenFromPlan {
  planId: string;
  units: number;
  seats: number;
  gone: string[];
  leftOut: { offering: string; school: string; programme: string; seats: number; reason: string }[];
}
export interface Filling {
  batch: string;
  round: number;
  opens: string;
  closes: string;
  state: "before" | "open" | "locked";
  secondsLeft: number;
  saved: number | null;
  ready: boolean;
  vacancies: number | null;
  etag: string;
}
