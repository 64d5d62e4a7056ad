/**
 * The stable result that is best for the candidates, found by falling thresholds: everybody stands at the first pool
 * whose threshold he meets; a pool with too many lowers its threshold to its capacity and sends on who is beyond it.
 * Thresholds only fall, so the order of pools does not matter, and the first point at rest is the best one for candidates
 * (Gale and Shapley 1962; thresholds: Azevedo and Leshno 2016). Needed only where lists differ: with one list the stable
 * result is unique, and `direct.ts` proves it.
 */
import type { Findings } from "./findings.ts";
import { namer } from "./direct.ts";
import type { Published } from "./published.ts";
import { OPEN, newSeats, seatsOf, type Season } from "./season.ts";
import { VALID, stageAt, type Stages, type Walker } from "./standing.ts";

/** Do all pools of a round rank by one list for each category, so that there is only one stable result? */
export function oneList(season: Season): boolean {
  return season.rules.quotas.length === 0 && season.rules.rankings.size === 0;
}

/**
 * Computes each stage anew from what the published result left before it and compares. To be called for a stable result
 * only: then nobody's best is behind what he has, and wishes behind it need not be looked at.
 */
export function checkBest(
  season: Season,
  published: Published,
  stages: Stages,
  walker: Walker,
  findings: Findings,
): void {
  const { preferences, units, candidates } = season;
  const pools = units.pools.count;
  const name = namer(season);
  for (let f = 0; f < preferences.filings.length; f++)
    for (let s = stages.begin[f]!; s < stages.begin[f + 1]!; s++) {
      const left = stages.left.subarray(s * pools, (s + 1) * pools);
      const takesPart: number[] = [];
      for (let c = 0; c < candidates.count; c++) {
        const before = published.filing[c]! >= 0 && (published.filing[c]! < f || (published.filing[c] === f && stages.stage[c]! >= 0 && stages.stage[c]! < s)); // prettier-ignore
        if (!before) takesPart.push(c);
      }
      const best = bestAt(season, f, s, stages, left, walker, takesPart, published);
      findings.examine("best", takesPart.length);
      for (const [k, c] of takesPart.entries()) {
        const now = stages.stage[c] === s ? published.pool[c]! : -1;
        const then = best[k]!;
        if (now === then) continue;
        const said = (pool: number) => (pool < 0 ? { zh: "未录取", en: "nothing" } : { zh: name.pool(pool), en: name.pool(pool) }); // prettier-ignore
        findings.add("best", () => name.candidate(c), () => (then < 0 ? "" : name.unit(units.pools.unit[then]!)), () => ({
          zh: `${name.filing(f).zh}：考生 ${name.candidate(c)} 的结果是${said(now).zh}，而对考生最优的稳定结果是${said(then).zh}`,
          en: `${name.filing(f).en}: candidate ${name.candidate(c)} has ${said(now).en}, where the stable result that is best for candidates gives ${said(then).en}`,
        })); // prettier-ignore
      }
    }
}

/** The pool of each of `takesPart` at the stage, −1 = none. */
function bestAt(
  season: Season,
  filing: number,
  stage: number,
  stages: Stages,
  left: Int32Array,
  walker: Walker,
  takesPart: number[],
  published: Published,
): Int32Array {
  const { units, rules } = season;
  // Wishes of all, one behind the other: pool and key, in the candidate's order.
  let pool = new Int32Array(1 << 12);
  let key = new Int32Array(1 << 12);
  const begin = new Uint32Array(takesPart.length + 1);
  const seats = newSeats();
  let size = 0;
  takesPart.forEach((c, k) => {
    walker.walk(c, (step) => {
      if (step.status !== VALID || stageAt(season, stages, filing, step.valid) !== stage) return false;
      seatsOf(season, c, step.unit, seats);
      if (size + seats.count > pool.length) {
        pool = enlarged(pool);
        key = enlarged(key);
      }
      for (let i = 0; i < seats.count; i++) {
        pool[size] = seats.pool[i]!;
        key[size++] = seats.key[i]!;
      }
      return published.filing[c] === filing && published.no[c] === step.no;
    }, filing); // prettier-ignore
    begin[k + 1] = size;
  });
  const limit = new Int32Array(units.pools.count);
  for (let p = 0; p < limit.length; p++) limit[p] = left[p]! > 0 ? OPEN : 0;
  const at = Uint32Array.from(begin.subarray(0, -1));
  const members: number[][] = Array.from({ length: limit.length }, () => []);
  const waiting: number[] = [];
  const isWaiting = new Uint8Array(limit.length);
  const stand = (k: number) => {
    for (let i = at[k]!; i < begin[k + 1]!; i++) {
      const p = pool[i]!;
      if (key[i]! > limit[p]!) continue;
      at[k] = i;
      members[p]!.push(k);
      if (members[p]!.length > left[p]! && isWaiting[p] === 0) {
        isWaiting[p] = 1;
        waiting.push(p);
      }
      return;
    }
    at[k] = begin[k + 1]!;
  };
  for (let k = 0; k < takesPart.length; k++) stand(k);
  for (let head = 0; head < waiting.length; head++) {
    const p = waiting[head]!;
    isWaiting[p] = 0;
    const here = members[p]!;
    if (here.length <= left[p]!) continue;
    here.sort((a, b) => key[at[a]!]! - key[at[b]!]!);
    const bound = key[at[here[left[p]! - 1]!]!]!;
    limit[p] = bound;
    let kept = left[p]!;
    if (rules.lastPlaceTies === "all") while (kept < here.length && key[at[here[kept]!]!] === bound) kept++;
    for (const k of here.splice(kept)) stand(k);
  }
  return Int32Array.from(at, (i, k) => (i < begin[k + 1]! ? pool[i]! : -1));
}

function enlarged(old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const next = new Int32Array(2 * old.length);
  next.set(old);
  return next;
}
