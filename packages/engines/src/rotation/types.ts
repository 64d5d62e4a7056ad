/**
 * A timetable of cohorts × weeks × places (工学交替, 轮换). Weeks are numbered from 0; a cohort is whole, all of it is in one
 * place in a week, or in none.
 */
import type { Text } from "../indicators/index.ts";

export type PlaceKind = "school" | "centre" | "enterprise";

export interface Place {
  id: string;
  kind: PlaceKind;
  /** most people at once, for all weeks or by week; null = no limit */
  capacity: number | readonly number[] | null;
  /** weeks in which nobody can be there */
  closed?: readonly number[];
}

/** So many weeks at one or several of some places. */
export interface Need {
  /** unique within the cohort, e.g. "centre" or "press shop" */
  key: string;
  places: readonly string[];
  weeks: number;
  /** least and most weeks in a row at one place of this need; weeks that the cohort has off do not count and do not interrupt */
  minRun?: number;
  maxRun?: number;
  /** a stay may begin only when so many weeks of other needs are done; `weeks` absent = all of them */
  after?: readonly { need: string; weeks?: number }[];
}

export interface Cohort {
  id: string;
  people: number;
  needs: readonly Need[];
  /** weeks without training: holidays, examinations */
  off?: readonly number[];
  /** cells that are given: in this week at this place, null = nowhere */
  fixed?: readonly { week: number; place: string | null }[];
  /** weeks in which the cohort must not be at a place */
  barred?: readonly { place: string; weeks: readonly number[] }[];
  /** from the cohort's home to a place, in any whole unit; absent = 0 */
  distance?: Readonly<Record<string, number>>;
}

export interface RotationInput {
  weeks: number;
  places: readonly Place[];
  cohorts: readonly Cohort[];
}

/** Where a cohort is in a week, and for which of its needs. */
export type Cell = { need: string; place: string } | null;

/** By cohort and week, in the order of the input. */
export type Timetable = readonly (readonly Cell[])[];

export interface RotationOptions {
  /** for the search of a timetable or a proof that there is none */
  milliseconds: number;
  /** then for the limits that clash */
  conflictMilliseconds: number;
  /** for fewer changes once there is a timetable */
  improveMilliseconds: number;
  /** what a stay costs, what its distance costs by unit, what a cell costs that differs from `near`; whole numbers ≥ 0 */
  change: number;
  distance: number;
  moved: number;
  /** an earlier timetable that the new one is to stay close to */
  near: Timetable | null;
}

/** A limit of the input that can be at fault; weeks off and the number of weeks are given and no limit. */
export type Limit =
  | { kind: "need"; cohort: string; need: string }
  | { kind: "min-run"; cohort: string; need: string }
  | { kind: "max-run"; cohort: string; need: string }
  | { kind: "order"; cohort: string; need: string; after: string }
  | { kind: "fixed"; cohort: string; week: number }
  | { kind: "barred"; cohort: string; place: string }
  | { kind: "capacity"; place: string }
  | { kind: "closed"; place: string };

/** Something in a timetable that breaks a limit. */
export type Clash =
  | { kind: "capacity"; place: string; week: number; people: number; capacity: number; cohorts: string[] }
  | { kind: "closed"; place: string; week: number; cohort: string }
  | { kind: "off"; cohort: string; week: number }
  | { kind: "not-for-need"; cohort: string; week: number; need: string; place: string }
  | { kind: "weeks"; cohort: string; need: string; has: number; wants: number }
  | { kind: "min-run" | "max-run"; cohort: string; need: string; place: string; week: number; length: number; limit: number }
  | { kind: "order"; cohort: string; need: string; after: string; week: number; done: number; wants: number }
  | { kind: "fixed"; cohort: string; week: number; wants: string | null; is: string | null }
  | { kind: "barred"; cohort: string; week: number; place: string }; // prettier-ignore

export interface Plan {
  timetable: Timetable;
  /** stays of all cohorts, one more for each change */
  stays: number;
  /** by the options' costs, and a bound below which no timetable is */
  cost: number;
  bound: number;
}

/**
 * Prices of a person-week and of a cohort-week by place and week: at them the cheapest timetables of all cohorts together cost
 * more than what all places are worth, so there is no timetable. Whole numbers.
 */
export interface Certificate {
  people: Readonly<Record<string, readonly number[]>>;
  cohorts: Readonly<Record<string, readonly number[]>>;
}

export interface Conflict {
  /** together they leave no timetable */
  limits: Limit[];
  /** false = so many that they were asked after by kind and need, all cohorts together, and place by place */
  single: boolean;
  /** none of them (where `single` is false: none of these kinds) can be left out: each was tried before the time ended */
  minimal: boolean;
  /** null = shown by exhausting all cases, by one cohort that fits nowhere, or the time ended */
  certificate: Certificate | null;
}

export type RotationAnswer =
  | { kind: "plan"; plan: Plan }
  | { kind: "conflict"; conflict: Conflict }
  /** the time ended first: the best that was found, and what is wrong with it */
  | { kind: "undecided"; timetable: Timetable; clashes: Clash[] };

/** A fault of the input, with its place. */
export interface InputFault {
  path: string;
  message: Text;
}
