import type { Card } from "@tixi/engines/quota";
import type { Level } from "@tixi/engines/types";

/** An offering of a plan, as its cells name it. */
export interface PlannedOffering {
  id: string;
  school: string | null;
  schoolName: string;
  programme: string;
  level: Level;
  city: string;
}

/** An offering with what its files say of the years before, and what a decision says of it. */
export interface KnownOffering extends PlannedOffering {
  /** seats of last year's plan */
  last: number;
  duration: number;
  /** the last year of which anything is known */
  newest: number;
  /** persons who leave the school with this year's graduates */
  graduates: number;
  /** card that the decision gives it, whatever the adjustment said; null = nothing was decided */
  decided: Card | null;
  /** most seats that were applied for and decided on; null = no such number */
  ceiling: number | null;
}

/** What a reader must know of the input, with its figure. */
export interface PlanNote {
  key:
    | "decided-openings"
    | "decided-changes"
    | "decided-withdrawals"
    | "missing-programmes"
    | "no-cards"
    | "conditions-missing"
    | "conditions-over"
    | "market-year"
    | "conversion-pooled";
  count: number;
}
