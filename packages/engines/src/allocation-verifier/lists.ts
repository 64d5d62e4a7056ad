/** Ranks: composed score, then the ties, then the rule for equals. */
import { createHash } from "node:crypto";
import { VerifierFault } from "./faults.ts";
import { idText, shared } from "./ids.ts";
import type { ListRule, Rules } from "./rules.ts";
import type { Candidates, List } from "./season.ts";

/** The rule of a category's own list. */
export function listRuleFor(rules: Rules, category: string): ListRule {
  const own = rules.categories.get(category);
  return { score: own?.score ?? rules.general.score, ties: own?.ties ?? rules.general.ties };
}

/**
 * Ranks all candidates within their categories.
 * @param ruleOf how each category is ranked
 * @param among who is in the list at all; null = everybody
 * @param tiesOnly leaves the composed score out, but for where the ties name it
 * Complexity: n log n comparisons; SHA-256 only of those equal in everything, and only where lots are drawn.
 */
export function makeList(
  rules: Rules,
  categories: string[],
  columns: string[],
  candidates: Candidates,
  ruleOf: (category: string) => ListRule,
  among: ((candidate: number) => boolean) | null,
  tiesOnly = false,
): List {
  const { count, category, scores } = candidates;
  const rulesOf = categories.map(ruleOf);
  const score = shared(Float64Array, count);
  const weights = rulesOf.map((r) => [...r.score].map(([c, w]) => [scores[columns.indexOf(c)]!, w] as const));
  for (let c = 0; c < count; c++) {
    let sum = 0;
    for (const [column, weight] of weights[category[c]!]!) sum += column[c]! * weight;
    if (!Number.isSafeInteger(sum))
      throw new VerifierFault("candidates.csv", {
        zh: `candidates.csv：${idText(candidates.ids, c)} 的综合分过大，无法精确计算`,
        en: `candidates.csv: the composed score of ${idText(candidates.ids, c)} is too large to be exact`,
      });
    score[c] = sum;
  }
  const ties = rulesOf.map((r) => r.ties.map((t) => (t === "total" ? score : scores[columns.indexOf(t)]!)));
  const order = new Uint32Array(count);
  let n = 0;
  for (let c = 0; c < count; c++) if (!among || among(c)) order[n++] = c;
  const used = order.subarray(0, n);
  const compare = (a: number, b: number): number => {
    const first = category[a]! - category[b]! || (tiesOnly ? 0 : score[b]! - score[a]!);
    if (first !== 0) return first;
    for (const column of ties[category[a]!]!) if (column[a] !== column[b]) return column[b]! - column[a]!;
    return 0;
  };
  used.sort((a, b) => compare(a, b) || a - b);
  const rank = shared(Int32Array, count);
  let start = 0; // where the category begins
  for (let i = 0, end: number; i < n; i = end) {
    for (end = i + 1; end < n && compare(used[i]!, used[end]!) === 0;) end++;
    if (i > 0 && category[used[i - 1]!] !== category[used[i]!]) start = i;
    if (rules.lastPlaceTies === "draw" && end > i + 1)
      drawLots(rules.seed, candidates, used.subarray(i, end));
    for (let k = i; k < end; k++) rank[used[k]!] = (rules.lastPlaceTies === "all" ? i : k) - start + 1;
  }
  return { score, rank };
}

/** Orders equals by SHA-256 of seed|candidate_id; hexadecimal digits sort as the bytes do. */
function drawLots(seed: string, candidates: Candidates, equals: Uint32Array): void {
  const lots = Array.from(equals, (c) => ({
    c,
    lot: createHash("sha256")
      .update(`${seed}|${idText(candidates.ids, c)}`)
      .digest("hex"),
  }));
  lots.sort((a, b) => (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : 0));
  lots.forEach(({ c }, k) => (equals[k] = c));
}
