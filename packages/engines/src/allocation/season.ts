import { decimalOf } from "./decimals.ts";
import { deferred, type Pools } from "./deferred.ts";
import { fileGroups } from "./groups.ts";
import { rankLists, tieOrder } from "./lists.ts";
import { matching } from "./matching.ts";
import { parallel } from "./parallel.ts";
import type { Round } from "./round.ts";
import { sequential } from "./sequential.ts";
import { listOfUnit, rankedIn, standingIn, Voids, type Standing } from "./standing.ts";
import type { Filed, GroupRound, Lists, RoundResult, Season, SeasonResult, Units } from "./types.ts";

/** What a round gave each candidate: entry and pool, −1 = nothing. */
interface Outcome {
  entry: Int32Array;
  pool: Int32Array;
  group: GroupRound | null;
}

/**
 * Admits a whole season: batches in their order, rounds in ascending order, each with the places that are left. Deterministic;
 * the same season gives the same result. Method and complexity: README.md.
 */
export function allocateSeason(season: Season): SeasonResult {
  const { units, candidates } = season;
  const lists = rankLists(season);
  const none = (length: number): Int32Array => new Int32Array(length).fill(-1);
  const result: SeasonResult = {
    lists,
    unit: none(candidates.count),
    pool: none(candidates.count),
    round: none(candidates.count),
    entry: none(candidates.count),
    consent: season.rules.structure === "group" ? new Uint8Array(candidates.count) : null,
    rounds: [],
    admitted: new Int32Array(units.poolQuota.length),
    last: none(units.poolQuota.length),
  };
  const unitOf = unitsOfPools(units.pools, units.poolQuota.length);
  const ties = groupsBySteps(season) ? tieOrder(season) : new Int32Array(0);
  let standing: Standing | undefined;
  const lastBehind = new Float64Array(units.poolQuota.length).fill(-1);
  for (const [index, filed] of season.filed.entries()) {
    if (standing?.batch !== filed.batch) standing = standingIn(season, lists, filed.batch);
    const poolLeft = units.poolCapacity.map((capacity, p) => Math.max(0, capacity - result.admitted[p]!));
    const left = new Int32Array(units.ids.length);
    for (let p = 0; p < poolLeft.length; p++) left[unitOf[p]!]! += poolLeft[p]!;
    const open = standing.open.map((bits, c) => (result.unit[c]! >= 0 ? 0 : bits));
    const round: Round = { ...standing, open, order: lists.order, start: filed.start, unit: filed.unit };
    const { entry, pool, group } = fileRound(
      season,
      lists,
      standing,
      round,
      filed,
      left.slice(),
      poolLeft.slice(),
      ties,
    );
    const told: RoundResult = {
      batch: filed.batch,
      round: filed.round,
      candidates: 0,
      preferences: filed.unit.length,
      admitted: 0,
      places: 0,
      left,
      last: none(units.poolQuota.length),
      group,
    };
    // pools of earlier batches take no part in later ones
    for (let u = 0; u < left.length; u++) if (units.batch[u] === filed.batch) told.places += left[u]!;
    const behind = new Float64Array(units.poolQuota.length).fill(-1);
    for (let c = 0; c < candidates.count; c++) {
      if (filed.start[c + 1]! > filed.start[c]!) told.candidates++;
      const p = pool[c]!;
      if (p < 0) continue;
      told.admitted++;
      result.admitted[p]!++;
      result.unit[c] = unitOf[p]!;
      result.pool[c] = p;
      result.round[c] = index;
      result.entry[c] = entry[c]!;
      if (group && result.consent) result.consent[c] = group.consent[c]!;
      const ranked = rankedIn(season, lists, standing, p, unitOf[p]!, c);
      const key = ranked.list.place[c]! + (ranked.behind ? candidates.count : 0);
      if (key > behind[p]!) {
        behind[p] = key;
        told.last[p] = c;
      }
      if (key > lastBehind[p]!) {
        lastBehind[p] = key;
        result.last[p] = c;
      }
    }
    result.rounds.push(told);
  }
  return result;
}

const groupsBySteps = ({ rules }: Season): boolean =>
  rules.structure === "group" && typeof rules.assign === "object";

/** The units of each group, in ascending order. */
export function membersOfGroups({ group }: Units): Int32Array[] {
  const members: number[][] = [];
  for (let u = 0; u < group.length; u++) (members[group[u]!] ??= []).push(u);
  return members.map((units) => Int32Array.from(units));
}

/** The unit of each pool. */
export function unitsOfPools(pools: Int32Array, count: number): Int32Array {
  const unitOf = new Int32Array(count);
  for (let u = 0; u + 1 < pools.length; u++) unitOf.fill(u, pools[u]!, pools[u + 1]!);
  return unitOf;
}

function fileRound(
  season: Season,
  lists: Lists,
  standing: Standing,
  round: Round,
  filed: Filed,
  left: Int32Array,
  poolLeft: Int32Array,
  ties: Int32Array,
): Outcome {
  const { rules, units } = season;
  if (rules.structure === "group") return byGroups(season, lists, standing, round, filed, left, ties);
  const single = units.poolQuota.length === units.ids.length;
  if (single && rules.engine === "parallel") return general(parallel(round, left), filed);
  if (single && rules.engine === "matching" && rules.lastPlaceTies !== "all")
    return general(matching(round, left, placesByUnit(season, lists)), filed);
  const pools: Pools = {
    pools: units.pools,
    quota: units.poolQuota,
    back: backOrder(units),
    end: standing.end,
    flowBack: Uint8Array.from(rules.quotas, ({ flowBack }) => (flowBack ? 1 : 0)),
    ownLine: Uint8Array.from(rules.quotas, ({ minScore }) => (minScore === undefined ? 0 : 1)),
    general: (u) => listOfUnit(season, lists, u).place,
    holders: lists.quotas.map((list) => list?.place ?? null),
  };
  const held =
    rules.engine === "sequential"
      ? sequential(round, pools, poolLeft, countsOf(season, standing, filed, left))
      : deferred(round, pools, poolLeft, filed.start, filed.start.subarray(1));
  return { ...held, group: null };
}

/** The pools of each unit by quota. */
function backOrder({ pools, poolQuota }: Units): Int32Array {
  const order = Int32Array.from(poolQuota, (_, p) => p);
  for (let u = 0; u + 1 < pools.length; u++)
    order.subarray(pools[u]!, pools[u + 1]!).sort((a, b) => poolQuota[a]! - poolQuota[b]!);
  return order;
}

/** Where each unit has one pool, its number is the unit's. */
function general(entry: Int32Array, filed: Filed): Outcome {
  return { entry, pool: entry.map((e) => (e < 0 ? -1 : filed.unit[e]!)), group: null };
}

function byGroups(
  season: Season,
  lists: Lists,
  standing: Standing,
  round: Round,
  filed: Filed,
  left: Int32Array,
  ties: Int32Array,
): Outcome {
  const { rules, units } = season;
  const counts = countsOf(season, standing, filed, left);
  const told = fileGroups(
    round,
    {
      engine: rules.engine === "sequential" ? "sequential" : "parallel",
      group: units.group,
      members: membersOfGroups(units),
      ratio: decimalOf(rules.ratio),
      assign:
        typeof rules.assign === "object"
          ? { steps: rules.assign.steps.map((step) => decimalOf(step) * 10_000) }
          : rules.assign,
      score: lists.general.score,
      ties,
      consent: filed.consent,
      counts,
      supplementary: filed.round > 1,
    },
    left,
  );
  const { entry, unit: pool, ...group } = told;
  return { entry, pool, group };
}

/** The kind of each entry, 0 = it counts. */
function countsOf(season: Season, standing: Standing, filed: Filed, left: Int32Array): Uint8Array {
  const voids = new Voids(season, standing, filed.round, left);
  const kinds = new Uint8Array(filed.unit.length);
  for (let c = 0; c < season.candidates.count; c++)
    voids.tell(c, filed.unit, filed.start[c]!, filed.start[c + 1]!, kinds, filed.start[c]!);
  return kinds;
}

/** The lists that units rank by, candidate-major. */
function placesByUnit(
  season: Season,
  { general, rankings }: Lists,
): { places: Int32Array; lists: number; listOf: Int32Array } {
  const all = [general, ...rankings];
  const places = new Int32Array(all.length * season.candidates.count);
  for (const [l, { place }] of all.entries())
    for (let c = 0; c < place.length; c++) places[c * all.length + l] = place[c]!;
  return { places, lists: all.length, listOf: season.units.ranking.map((ranking) => ranking + 1) };
}
