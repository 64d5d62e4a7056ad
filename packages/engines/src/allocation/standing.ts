import { batchLines, pointsColumn, scoreColumns } from "./columns.ts";
import { decimalOf } from "./decimals.ts";
import type { Lists, QuotaRules, RankList, Season } from "./types.ts";

/** Why a preference is void, in the order in which the kinds are tried; 0 = it counts. */
export const VOID = { counts: 0, category: 1, batch: 2, repeated: 3, line: 4, "no-vacancy": 5 } as const;

/** Where everybody stands in one batch, whoever has been admitted before. */
export interface Standing {
  batch: number;
  /** see `Round.open` */
  open: Int32Array;
  /** position in `Lists.order`, shared by the equal */
  place: Int32Array;
  /** see `Round.first` */
  first: Int32Array;
  last: Int32Array;
  /** the last position of each unit's category, whatever the unit asks for; below `first` in other batches */
  end: Int32Array;
}

/** Time: linear in the candidates for each line, and a logarithm for each unit. */
export function standingIn(season: Season, lists: Lists, batch: number): Standing {
  const { units, candidates, categories } = season;
  const offset = new Int32Array(categories.length + 1);
  for (let c = 0; c < candidates.count; c++) offset[candidates.category[c]! + 1]!++;
  for (let k = 0; k < categories.length; k++) offset[k + 1]! += offset[k]!;
  const place = new Int32Array(candidates.count);
  for (let c = 0; c < candidates.count; c++)
    place[c] = offset[candidates.category[c]!]! + lists.general.place[c]! - 1;
  const first = new Int32Array(units.ids.length).fill(1);
  const last = new Int32Array(units.ids.length);
  const end = new Int32Array(units.ids.length);
  for (let u = 0; u < units.ids.length; u++) {
    if (units.batch[u] !== batch) continue;
    const k = units.category[u]!;
    const needed = units.minScore[u]! * 10_000;
    let low = offset[k]!;
    let high = offset[k + 1]!;
    first[u] = low;
    end[u] = high - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (lists.general.score[lists.order[middle]!]! >= needed) low = middle + 1;
      else high = middle;
    }
    last[u] = low - 1;
  }
  return { batch, open: openTo(season, lists, batch), place, first, last, end };
}

function openTo(season: Season, lists: Lists, batch: number): Int32Array {
  const { rules, candidates, categories } = season;
  const columns = scoreColumns(rules);
  const open = new Int32Array(candidates.count);
  /** what a kind of seat asks for, by category: the composed score and columns */
  const asks = (minScore: number | undefined, min: Record<string, number> | undefined) => ({
    total: minScore === undefined ? 0 : decimalOf(minScore) * 10_000,
    columns: Object.entries(min ?? {}).map(([column, lowest]) => ({
      scores: pointsColumn(rules, columns, candidates, column),
      lowest: decimalOf(lowest),
    })),
  });
  const ofBatch = categories.map((category) => {
    const { minScore, min } = batchLines(rules.batches[batch]!, category);
    return asks(minScore, min);
  });
  const quotas = rules.quotas.map((quota, q) => ({
    own: hasOwnLines(quota) ? asks(quota.minScore, quota.min) : null,
    score: (quota.score ? lists.quotas[q]! : lists.general).score,
  }));
  for (let c = 0; c < open.length; c++) {
    const line = ofBatch[candidates.category[c]!]!;
    const meets = ({ total, columns }: typeof line, score: Float64Array): boolean =>
      score[c]! >= total && columns.every(({ scores, lowest }) => scores[c]! >= lowest);
    const generally = meets(line, lists.general.score);
    let bits = generally ? 1 : 0;
    for (let q = 0; q < quotas.length; q++) {
      if (((candidates.holds[c]! >> q) & 1) === 0) continue;
      const { own, score } = quotas[q]!;
      if (own ? meets(own, score) : generally) bits |= 2 << q;
    }
    open[c] = bits;
  }
  return open;
}

/** A quota with lines of its own: the batch's do not hold for its seats. */
export const hasOwnLines = (quota: QuotaRules): boolean =>
  quota.minScore !== undefined || quota.min !== undefined;

/** May this candidate have any kind of seat in this unit of his category and batch, as far as lines go? */
export function mayHave(
  season: Season,
  { open, place, first, last }: Standing,
  c: number,
  u: number,
): boolean {
  const inside = place[c]! >= first[u]! && place[c]! <= last[u]!;
  const bits = open[c]!;
  if ((bits & 1) !== 0 && inside) return true;
  const { pools, poolQuota } = season.units;
  for (let p = pools[u]!; p < pools[u + 1]!; p++) {
    const q = poolQuota[p]!;
    if (q < 0 || ((bits >> (q + 1)) & 1) === 0) continue;
    if (inside || season.rules.quotas[q]!.minScore !== undefined) return true;
  }
  return false;
}

/** Tells of each entry of a candidate whether and why it is void. Made for one round; keeps what was named by whom. */
export class Voids {
  readonly #season: Season;
  readonly #standing: Standing;
  readonly #round: number;
  readonly #left: Int32Array;
  readonly #named: Int32Array;
  readonly #groupNamed: Int32Array;
  #turn = 0;

  /** @param left places of each unit before the round */
  constructor(season: Season, standing: Standing, round: number, left: Int32Array) {
    this.#season = season;
    this.#standing = standing;
    this.#round = round;
    this.#left = left;
    this.#named = new Int32Array(season.units.ids.length).fill(-1);
    this.#groupNamed = new Int32Array(season.units.ids.length).fill(-1);
  }

  /** Writes the kinds of units[from … to − 1], all entries of candidate `c` in this round, to `kinds` from `at` on. */
  tell(c: number, unit: Int32Array, from: number, to: number, kinds: Uint8Array, at: number): void {
    const { units, candidates } = this.#season;
    const turn = this.#turn++;
    const grouped = this.#season.rules.structure === "group";
    let group = -1;
    let again = false;
    for (let e = from; e < to; e++, at++) {
      const u = unit[e]!;
      if (grouped && (e === from || units.group[u]! !== group)) {
        group = units.group[u]!;
        again = this.#groupNamed[group] === turn;
        this.#groupNamed[group] = turn;
      }
      const named = this.#named[u] === turn;
      this.#named[u] = turn;
      kinds[at] =
        units.category[u] !== candidates.category[c]
          ? VOID.category
          : units.batch[u] !== this.#standing.batch
            ? VOID.batch
            : again || named
              ? VOID.repeated
              : !mayHave(this.#season, this.#standing, c, u)
                ? VOID.line
                : this.#round > 1 && this.#left[u]! <= 0
                  ? VOID["no-vacancy"]
                  : VOID.counts;
    }
  }
}

/** The list by which a unit ranks. */
export const listOfUnit = (season: Season, lists: Lists, u: number): RankList => {
  const ranking = season.units.ranking[u]!;
  return ranking < 0 ? lists.general : lists.rankings[ranking]!;
};

/** In which list a pool ranks this candidate, and whether behind its holders. */
export function rankedIn(
  season: Season,
  lists: Lists,
  standing: Standing,
  p: number,
  u: number,
  c: number,
): { list: RankList; behind: boolean } {
  const q = season.units.poolQuota[p]!;
  const general = listOfUnit(season, lists, u);
  if (q < 0) return { list: general, behind: false };
  const holder = ((standing.open[c]! >> (q + 1)) & 1) !== 0;
  return { list: holder ? (lists.quotas[q] ?? general) : general, behind: !holder };
}
