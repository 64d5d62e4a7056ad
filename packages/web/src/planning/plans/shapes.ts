/** Shapes of the enrolment plan. */
import type { Page } from "../../api/client.ts";
import type { Level } from "../../shell/scope.ts";

export interface Sentence {
  zh: string;
  en: string;
}

export interface LimitUse {
  id: string;
  kind: string;
  of: string;
  detail: string;
  side: string;
  limit: number;
  value: number;
}

export interface LevelTotal {
  level: Level;
  seats: number;
  last: number;
  scale: number | null;
}

export interface PlanTotals {
  seats: number;
  last: number;
  offerings: number;
  opened: number;
  closed: number;
  levels: LevelTotal[];
  cards?: { card: string; seats: number; last: number; offerings: number }[];
}

export interface Baseline {
  kind: string;
  value: number;
  feasible: boolean;
  seats: number;
}

export interface PlanSummary {
  value: number;
  bound: number;
  gap: number;
  proven: boolean;
  rounds: number;
  milliseconds: number;
  totals: PlanTotals;
  tight: (LimitUse & { price: number })[];
  broken: LimitUse[];
  baselines: Baseline[];
  notes: { key: string; count: number }[];
}

export type PlanState =
  "draft" | "open" | "concluded" | "reviewed" | "published" | "superseded" | "withdrawn";
export type PlanStep = "open" | "conclude" | "return" | "review" | "publish" | "withdraw";

export interface Plan {
  id: string;
  name: string;
  round: { id: string; title: string; year: number };
  region: string;
  cycleId: string;
  basedOn: string | null;
  parameters: Record<string, unknown>;
  state: PlanState;
  next: PlanStep[];
  solving: "waiting" | "running" | "done" | "conflict" | "failed" | "cancelled";
  job: string | null;
  message: string | null;
  summary: PlanSummary | null;
  manifest: Record<string, unknown> | null;
  version: number;
  sample: boolean;
  proposals: number;
  unanswered: number;
  actions: { action: string; by: string; at: string; note: string }[];
  files: PlanFile[];
  createdBy: string;
  createdAt: string;
  finishedAt: string | null;
  etag: string;
}

export interface PlanFile {
  name: string;
  mediaType: string;
  bytes: number;
  sha256: string;
}

export interface Cell {
  offering: string;
  school: string;
  programme: string;
  programmeName: string;
  class: string;
  className: string;
  level: Level;
  city: string;
  cityName: string;
  card: string;
  last: number;
  seats: number;
  lower: number | null;
  upper: number | null;
  solved: number;
  marginal: number;
  locked: boolean;
  version: number;
  by: string;
  at: string | null;
  proposal: number | null;
  step: string | null;
}

export interface EditCost {
  before: number;
  after: number;
  difference: number;
  broken: LimitUse[];
  newlyBroken: LimitUse[];
  levels: { level: Level; seats: number; scale: number | null }[];
}

export interface CellConflict {
  offering: string;
  yours: { seats?: number; locked?: boolean };
  theirs: Cell;
}

export interface EditAnswer {
  version: number;
  cells: Cell[];
  conflicts: CellConflict[];
  cost: EditCost | null;
}

export interface SaidLimit {
  id: string;
  kind: string;
  side: string;
  limit: number;
  value: number | null;
  words: Sentence;
  change: string;
}

/** A limit of a conflict, or many of one kind as one. */
export interface ConflictLimit extends SaidLimit {
  /** the number with which all limits hold together if only this one is changed; null = not by it alone */
  nearest: number | null;
  count: number;
  examples: Sentence[];
}

export interface SeatStep {
  seq: number;
  action: "propose" | "accept" | "refuse" | "counter";
  seats: number;
  planned: number;
  reason: string;
  by: string;
  at: string;
}

export interface Why {
  cell: Cell;
  reasons: {
    marginal: number;
    marginalLast: number;
    nextUp: number | null;
    nextDown: number | null;
    levelPrice: number | null;
  };
  up: SaidLimit[];
  down: SaidLimit[];
  sentence: Sentence;
  steps: SeatStep[];
}

export interface RoundLine {
  id: string;
  year: number;
  title: string;
}

export interface ComparedLine {
  key: string;
  name: string;
  last: number;
  seats: (number | null)[];
}

export interface Comparison {
  plans: {
    id: string;
    name: string;
    state: PlanState;
    value: number | null;
    bound: number | null;
    gap: number | null;
    totals: PlanTotals | null;
    baselines: Baseline[];
  }[];
  levels: ComparedLine[];
  cities: ComparedLine[];
  classes: ComparedLine[];
  differences: {
    offering: string;
    school: string;
    programme: string;
    programmeName: string;
    cityName: string;
    level: Level;
    last: number;
    seats: (number | null)[];
  }[];
}

export interface Edit {
  seq: number;
  kind: "solve" | "edit";
  cells: { offering: string; from: number; to: number; locked: boolean }[];
  count: number;
  valueBefore: number | null;
  valueAfter: number | null;
  note: string;
  by: string;
  at: string;
}

export interface CellPage extends Page<Cell> {
  version: number;
}

export type TalkedCell = Cell & { steps: SeatStep[] };

export interface SchoolPlan {
  id: string;
  name: string;
  round: { id: string; title: string; year: number };
  state: PlanState;
  sample: boolean;
}

export interface PublicPlanLine {
  id: string;
  region: string;
  regionName: string;
  year: number;
  title: string;
  sample: boolean;
  totals: PlanTotals | null;
  current: boolean;
  publishedAt: string;
}

export interface PublicPlan extends PublicPlanLine {
  cities: { key: string; name: string; seats: number; offerings: number }[];
  classes: { key: string; name: string; seats: number; offerings: number }[];
  files: PlanFile[];
}

export interface PublicSeat {
  offering: string;
  school: string;
  programme: string;
  programmeName: string;
  level: Level;
  cityName: string;
  last: number;
  seats: number;
}
