import { createHash } from "node:crypto";
import { scoreColumns } from "./columns.ts";
import { decimalOf } from "./decimals.ts";
import { sortDescending } from "./sort.ts";
import type { AllocationRules, Candidates, Lists, Ordering, RankList, Season } from "./types.ts";

/** A list's positions: the members in order, and whether each equals the one before him in everything. */
interface Sorted {
  order: Int32Array;
  equal: Uint8Array;
}

/** The score and the ties by which a category ranks, or a quota that has one of the two for itself. */
export function orderingOf(rules: AllocationRules, category: string, own: Partial<Ordering> = {}): Ordering {
  const of = rules.categories[category];
  return { score: own.score ?? of?.score ?? rules.score, ties: own.ties ?? of?.ties ?? rules.ties };
}

/**
 * Every list of a season: by composed score, ties and, among those equal in everything, ascending id, the draw, or none.
 * Time: linear in the candidates for each column of a list; SHA-256 only for those whom the draw has to part.
 */
export function rankLists(season: Pick<Season, "rules" | "categories" | "candidates">): Lists {
  const { rules, categories, candidates } = season;
  const members = membersOf(candidates, categories.length);
  const order = new Int32Array(candidates.count);
  const general = emptyList(candidates.count);
  let at = 0;
  for (const [k, category] of categories.entries()) {
    const sorted = sortedList(season, members[k]!, orderingOf(rules, category), general.score);
    order.set(sorted.order, at);
    at += sorted.order.length;
    enter(general, sorted, rules.lastPlaceTies === "all");
  }
  const own = (ordering: (category: string) => Ordering, quota: number | null): RankList => {
    const list = emptyList(candidates.count);
    for (const [k, category] of categories.entries()) {
      const those =
        quota === null ? members[k]! : members[k]!.filter((c) => (candidates.holds[c]! >> quota) & 1);
      enter(list, sortedList(season, those, ordering(category), list.score), rules.lastPlaceTies === "all");
    }
    return list;
  };
  return {
    general,
    order,
    rankings: Object.values(rules.rankings).map((ranking) => own(() => ranking, null)),
    quotas: rules.quotas.map((quota, q) =>
      quota.score || quota.ties ? own((category) => orderingOf(rules, category, quota), q) : null,
    ),
  };
}

/** The order of candidates by ties and what decides after them alone, from 0: what `steps` compares after reduced scores. */
export function tieOrder(season: Season): Int32Array {
  const place = new Int32Array(season.candidates.count);
  const score = new Float64Array(season.candidates.count);
  for (const [k, members] of membersOf(season.candidates, season.categories.length).entries()) {
    const { order } = sortedList(
      season,
      members,
      orderingOf(season.rules, season.categories[k]!),
      score,
      false,
    );
    for (let i = 0; i < order.length; i++) place[order[i]!] = i;
  }
  return place;
}

function membersOf(candidates: Candidates, categories: number): Int32Array[] {
  const count = new Int32Array(categories);
  for (let c = 0; c < candidates.count; c++) count[candidates.category[c]!]!++;
  const members = Array.from(count, (n) => new Int32Array(n));
  count.fill(0);
  for (let c = 0; c < candidates.count; c++) {
    const k = candidates.category[c]!;
    members[k]![count[k]!++] = c;
  }
  return members;
}

const emptyList = (count: number): RankList => ({
  place: new Int32Array(count),
  score: new Float64Array(count),
});

function enter(list: RankList, { order, equal }: Sorted, share: boolean): void {
  let place = 0;
  for (let i = 0; i < order.length; i++) {
    if (!share || equal[i] === 0) place = i + 1;
    list.place[order[i]!] = place;
  }
}

/** Enters the composed scores of `members` in hundred-millionths. */
function compose(
  { rules, candidates }: Pick<Season, "rules" | "candidates">,
  members: Int32Array,
  weights: Record<string, number>,
  into: Float64Array,
): void {
  const columns = scoreColumns(rules);
  for (const [column, weight] of Object.entries(weights)) {
    const scores = candidates.scores[columns.indexOf(column)]!;
    const w = decimalOf(weight);
    for (let i = 0; i < members.length; i++) into[members[i]!]! += w * scores[members[i]!]!;
  }
}

function sortedList(
  season: Pick<Season, "rules" | "candidates">,
  members: Int32Array,
  { score: weights, ties }: Ordering,
  score: Float64Array,
  byScore = true,
): Sorted {
  const { rules, candidates } = season;
  const columns = scoreColumns(rules);
  compose(season, members, weights, score);
  const keys = ties.map((tie) => (tie === "total" ? score : candidates.scores[columns.indexOf(tie)]!));
  if (byScore) keys.unshift(score);
  // members stand by ascending id; the last key first, so that the first decides
  const order = members.slice();
  for (const key of [...keys].reverse()) sortDescending(order, key);
  const equal = new Uint8Array(order.length);
  for (let i = 1; i < order.length; i++)
    equal[i] = keys.every((key) => key[order[i]!] === key[order[i - 1]!]) ? 1 : 0;
  if (rules.lastPlaceTies === "draw") drawAmongEqual(order, equal, candidates.id, rules.seed ?? "");
  return { order, equal };
}

function drawAmongEqual(
  order: Int32Array,
  equal: Uint8Array,
  id: (candidate: number) => string,
  seed: string,
): void {
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && equal[to] === 1) to++;
    if (to - from > 1) {
      const drawn = Array.from(order.subarray(from, to), (candidate) => ({
        candidate,
        lot: createHash("sha256")
          .update(`${seed}|${id(candidate)}`)
          .digest("hex"),
      }));
      drawn.sort((a, b) => (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : a.candidate - b.candidate));
      drawn.forEach(({ candidate }, i) => (order[from + i] = candidate));
    }
    from = to;
  }
}
