/** Times are minutes since 1970 (UTC), so that a session is two whole numbers. */
export interface OpenTime {
  from: number;
  until: number;
}

export interface TestSite {
  id: string;
  /** GB/T 2260 code of its city */
  city: string;
  /** how many are tested there at once, by category */
  places: Readonly<Record<string, number>>;
  open: readonly OpenTime[];
}

export interface TestCategory {
  key: string;
  /** length of the test of one candidate */
  minutes: number;
}

export interface Tested {
  id: string;
  category: string;
  /** where he would like to be tested; "" = anywhere */
  city: string;
  /** those of one school sit one after the other; "" = none */
  school: string;
}

export interface SessionInput {
  categories: readonly TestCategory[];
  sites: readonly TestSite[];
  candidates: readonly Tested[];
  /** between two sessions of a category at a site */
  breakMinutes: number;
  /** how far two cities lie apart; nothing given: all alike */
  distance?: (from: string, to: string) => number;
}

export interface TestSession {
  site: string;
  category: string;
  begins: number;
  ends: number;
  places: number;
  /** candidates in the order of their seats: the first has seat 1 */
  seats: string[];
}

/** A category that cannot be seated: the smallest number of places that would be enough. */
export interface Lack {
  category: string;
  candidates: number;
  /** places of all its sessions that fit into the opening times */
  places: number;
  short: number;
  /** sites that have places for it */
  sites: number;
}

export type SessionPlan =
  | {
      ok: true;
      sessions: TestSession[];
      /** candidates who are tested outside the city that they named */
      away: number;
      /** no way of seating them all has fewer sessions */
      bound: number;
    }
  | { ok: false; lacks: Lack[] };
