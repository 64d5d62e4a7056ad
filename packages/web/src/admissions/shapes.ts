/** What the server answers about admission, as far as candidates, schools and the public see it. */

export type * from "./result-shapes.ts";

export interface Sentence {
  zh: string;
  en: string;
}

export type Channel = "entrance-exam" | "separate" | "upgrade";
export type CandidateKind = "current" | "earlier" | "social" | "veteran";

export interface SeasonLine {
  id: string;
  region: string;
  year: number;
  channel: Channel;
  name: string;
  state: string;
  stateWords: Sentence;
  since: string;
  registering: boolean;
  sample: boolean;
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
  /** length of the skill test; null = none */
  skillMinutes: number | null;
}

export interface SeasonStep {
  key: string;
  opens: string | null;
  due: string;
  source: Sentence;
  trust: string;
  begun: boolean;
  done: boolean;
  late: boolean;
}

/** rules.json of docs/allocation.md, the parts that pages speak of */
export interface Rules {
  engine?: string;
  score?: Record<string, number>;
  ties?: string[];
  lastPlaceTies?: string;
  structure?: string;
  batches?: { id: string; minScore?: number }[];
  maxPreferences?: number;
  seed?: string;
}

export interface Season extends SeasonLine {
  rules: Rules;
  rulesHash: string;
  subjects: Subject[];
  categories: Category[];
  eligibility: { code: string; words: Sentence; source: string; trust: string }[];
  questions: { key: string; words: Sentence; kinds: CandidateKind[] }[];
  quotas: string[];
  calendar: SeasonStep[];
  noticeDays: number;
  etag: string;
}

export interface RegistrationForm {
  kind: CandidateKind;
  category: string;
  programme: string | null;
  answers: Record<string, boolean>;
  city: string | null;
  quotas: string[];
  throughSchool: boolean;
  truthful: boolean;
}

export interface Seat {
  session: string;
  site: { name: string; address: string; city: string };
  category: string;
  begins: string;
  ends: string;
  seat: number;
}

export interface CandidateLine {
  id: string;
  seasonId: string;
  number: string | null;
  name: string;
  kind: CandidateKind;
  category: { key: string; name: string };
  school: { id: string; name: string } | null;
  programme: string | null;
  state: string;
  stateWords: Sentence;
  since: string;
  claims: string[];
  quotas: string[];
  sample: boolean;
}

export interface Candidate extends CandidateLine {
  season: { id: string; name: string; year: number; state: string };
  form: RegistrationForm;
  bars: { code: string; words: Sentence; source: string }[];
  missing: { field: string; reason: string }[];
  doubts: Sentence[];
  files: { id: string; name: string; bytes: number; state: string }[];
  history: { step: string; words: Sentence; note: string; by: string; at: string }[];
  next: { step: string; words: Sentence }[];
  seat: Seat | null;
  etag: string;
}

export interface Own {
  items: Candidate[];
  open: { id: string; name: string; year: number; until: string | null }[];
}

export interface Ticket {
  candidate: string;
  number: string;
  name: string;
  season: { id: string; name: string; year: number };
  category: { key: string; name: string };
  school: string | null;
  seat: Seat | null;
  subjects: { key: string; name: string; kind: string; max: number }[];
}

export interface Review {
  id: string;
  subject: string;
  name: string;
  reason: string;
  askedAt: string;
  before: string | null;
  after: string | null;
  answer: string | null;
  answeredAt: string | null;
}

export interface OwnScores {
  candidate: string;
  seasonId: string;
  number: string | null;
  category: string;
  categoryName: string;
  releasedAt: string | null;
  subjects: {
    subject: string;
    name: string;
    kind: "culture" | "skill";
    max: number;
    points: string | null;
    absent: boolean;
  }[];
  composed: string | null;
  rank: number | null;
  rankedOf: number | null;
  reviews: Review[];
  review: { from: string; until: string | null; open: boolean } | null;
}

export interface OnePointTable {
  category: string;
  total: number;
  rows: { points: number; count: number; cumulative: number }[];
}

export interface Unit {
  unit: string;
  category: string;
  batch: string;
  capacity: number;
  general: number;
  reserves: { quota: string; seats: number }[];
  minScore: string | null;
  ranking: string;
  schoolCode: string;
  school: string | null;
  schoolName: string;
  programme: string;
  programmeName: string;
  level: "college" | "bachelor" | "undergraduate";
  city: string;
  cityName: string;
  vacancies: number | null;
  /** yuan a year */
  tuition: number | null;
  years: number | null;
  remark: string;
}

export interface Filling {
  batch: string;
  round: number;
  opens: string;
  closes: string;
  state: "before" | "open" | "locked";
  secondsLeft: number;
  /** of a supplementary round: the round before is confirmed */
  ready: boolean;
  vacancies: number | null;
}

export interface Fillings {
  now: string;
  items: Filling[];
}

export interface Choice {
  unit: string;
  consent: boolean;
}

export interface NamedChoice extends Choice {
  schoolName: string;
  programmeName: string;
}

export interface Warning {
  no: number;
  unit: string;
  kind: string;
  reason: string;
}

export interface Receipt {
  version: number;
  savedAt: string;
  receipt: string;
  text: string;
  valid: boolean;
}

export interface OwnPreferences {
  batch: string;
  round: number;
  opens: string;
  closes: string;
  now: string;
  state: "before" | "open" | "locked";
  ready: boolean;
  admitted: boolean;
  most: number | null;
  consentUsed: boolean;
  category: string;
  rank: number | null;
  choices: NamedChoice[];
  warnings: Warning[];
  receipt: Receipt | null;
  version: number;
  etag: string;
}

export interface UnitAdvice {
  unit: string;
  past: {
    year: number;
    season: string;
    lastRank: number | null;
    lastScore: string | null;
    listed: number | null;
    admitted: number | null;
    open: boolean;
    /** a published line that was taken in, not a season that was filed here */
    published: boolean;
  }[];
  interval: { from: number; to: number } | null;
  standing: "before" | "within" | "behind" | "open" | "unknown";
  reason: string;
}

export interface Advice {
  rank: number | null;
  listed: number | null;
  items: UnitAdvice[];
  basis: { changes: number; pairs: number; covered: number | null; words: string };
}

export interface Decided {
  done: number;
  items: {
    id: string;
    ok: boolean;
    state: string | null;
    number: string | null;
    reason: string | null;
  }[];
}
