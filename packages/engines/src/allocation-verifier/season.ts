/** The input of a season in arrays: who, which units with which pools, how everybody ranks. */
import type { IdTable } from "./ids.ts";
import type { Preferences } from "./preferences.ts";
import { linesFor, type Rules } from "./rules.ts";

/** Candidates in ascending order of id. */
export interface Candidates {
  count: number;
  ids: IdTable;
  category: Uint16Array;
  /** scores in ten-thousandths, by column of `Season.columns` */
  scores: Float64Array[];
  /** a bit for each quota of the rules */
  holds: Uint32Array;
}

/** Units in ascending order of id; the pools of a unit lie together: general seats first, then reserves by `rules.quotas`. */
export interface Units {
  count: number;
  ids: IdTable;
  category: Uint16Array;
  batch: Uint16Array;
  /** lowest composed score in hundred-millionths, −1 = none */
  least: Float64Array;
  /** which list ranks its applicants: 0 = the category's own, else 1 + place of the ranking */
  list: Uint16Array;
  /** groups are numbered by (school, batch, category); −1 where units are not grouped */
  group: Int32Array;
  schools: string[];
  poolStart: Uint32Array;
  pools: Pools;
}

export interface Pools {
  count: number;
  unit: Uint32Array;
  /** place of its quota in the rules, −1 = general */
  quota: Int32Array;
  capacity: Int32Array;
}

/** Lists over all candidates: ranks are within one's category (and among the holders of the quota). */
export interface List {
  /** composed scores in hundred-millionths */
  score: Float64Array;
  /** 1 = the first; 0 = not in the list */
  rank: Int32Array;
}

export interface Season {
  rules: Rules;
  categories: string[];
  columns: string[];
  candidates: Candidates;
  units: Units;
  preferences: Preferences;
  /** 0 = the categories' own, then the rankings, then the quotas that have one */
  lists: List[];
  /** which list each quota ranks its holders by; −1 = the unit's */
  quotaList: Int32Array;
  /** for each batch: 1 where the candidate meets the batch's lines */
  meets: Uint8Array[];
  /** for each quota: 1 where he holds it and meets its own lines (if it has any) */
  holder: Uint8Array[];
}

/** Holders come before all others in a reserve: the others' ranks begin behind this number. */
export const OTHERS = 1 << 30;

/** Rank key of a place that nobody needs to reach. */
export const OPEN = 0x7fffffff;

/** May the candidate take a general seat of the unit? */
export function mayTakeGeneral(season: Season, candidate: number, unit: number): boolean {
  const { units, meets, lists } = season;
  return meets[units.batch[unit]!]![candidate] === 1 && lists[0]!.score[candidate]! >= units.least[unit]!;
}

/** May he take a reserved seat of that quota in the unit, as a holder? */
export function mayTakeReserve(season: Season, candidate: number, unit: number, quota: number): boolean {
  const { rules, units, meets, holder, lists } = season;
  if (holder[quota]![candidate] !== 1) return false;
  const { minScore, min } = rules.quotas[quota]!;
  const own = minScore !== null || min.length > 0;
  if (!own && meets[units.batch[unit]!]![candidate] !== 1) return false;
  return minScore !== null || lists[0]!.score[candidate]! >= units.least[unit]!;
}

/** The pools that a preference for a unit stands for, in the candidate's order, and his rank key in each. */
export interface Seats {
  count: number;
  pool: Int32Array;
  key: Int32Array;
}

export const newSeats = (): Seats => ({ count: 0, pool: new Int32Array(64), key: new Int32Array(64) });

/** Fills `seats` for a candidate and a unit of his category; none where he is below every line. */
export function seatsOf(season: Season, candidate: number, unit: number, seats: Seats): Seats {
  const { rules, units, lists, quotaList } = season;
  const { poolStart, pools } = units;
  const first = poolStart[unit]!;
  const end = poolStart[unit + 1]!;
  const rank = lists[units.list[unit]!]!.rank[candidate]!;
  const general = mayTakeGeneral(season, candidate, unit);
  seats.count = 0;
  if (end === first + 1) {
    if (!general) return seats;
    seats.pool[0] = first;
    seats.key[0] = rank;
    seats.count = 1;
    return seats;
  }
  const put = (pool: number, key: number) => {
    seats.pool[seats.count] = pool;
    seats.key[seats.count++] = key;
  };
  const reserves = (generalFirst: boolean) => {
    for (let pool = first + 1; pool < end; pool++) {
      const quota = pools.quota[pool]!;
      if (rules.quotas[quota]!.generalFirst !== generalFirst) continue;
      if (!mayTakeReserve(season, candidate, unit, quota)) continue;
      const list = quotaList[quota]!;
      put(pool, list < 0 ? rank : lists[list]!.rank[candidate]!);
    }
  };
  reserves(false);
  if (general) put(first, rank);
  reserves(true);
  if (general)
    for (let pool = first + 1; pool < end; pool++) {
      const quota = pools.quota[pool]!;
      if (rules.quotas[quota]!.flowBack && !mayTakeReserve(season, candidate, unit, quota))
        put(pool, OTHERS + rank);
    }
  return seats;
}

/** 1 for each candidate who meets the lines of the batch for his category. */
export function meetsBatch(
  rules: Rules,
  batch: number,
  categories: string[],
  columns: string[],
  candidates: Candidates,
  score: Float64Array,
  meets: Uint8Array,
): void {
  const lines = categories.map((category) => linesFor(rules, batch, category));
  for (let c = 0; c < candidates.count; c++) {
    const { minScore, min } = lines[candidates.category[c]!]!;
    let ok = minScore === null || score[c]! >= minScore;
    for (const [column, least] of min) ok &&= candidates.scores[columns.indexOf(column)]![c]! >= least;
    meets[c] = ok ? 1 : 0;
  }
}
