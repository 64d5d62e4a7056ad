/** What can be seen in the published result itself: rights to a place, capacity, nobody passed over, no place left empty. */
import { decimalText } from "./decimals.ts";
import type { Findings } from "./findings.ts";
import { idText } from "./ids.ts";
import type { Published } from "./published.ts";
import { OPEN, OTHERS, mayTakeGeneral, newSeats, seatsOf, type Season } from "./season.ts";
import { CATEGORY, BATCH, LINE, NO_VACANCY, REPEATED, VALID, stageAt, threshold, type Stages, type Walker } from "./standing.ts"; // prettier-ignore

/** Names for sentences. */
export function namer(season: Season) {
  const { candidates, units, rules } = season;
  const candidate = (c: number) => idText(candidates.ids, c);
  const unit = (u: number) => idText(units.ids, u);
  const quota = (p: number) => rules.quotas[units.pools.quota[p]!]?.id;
  return {
    candidate,
    unit,
    /** unit, and in brackets the quota of the pool */
    pool: (p: number) => {
      const own = quota(p);
      return unit(units.pools.unit[p]!) + (own === undefined ? "" : `（${own}）`);
    },
    filing: (f: number) => {
      const { batch, round } = season.preferences.filings[f]!;
      return { zh: `批次 ${rules.batches[batch]!.id} 第 ${round} 轮`, en: `batch ${rules.batches[batch]!.id}, round ${round}` }; // prettier-ignore
    },
  };
}

/** The list that says a candidate's figures in a pool, by his key there. */
export function listIn(season: Season, pool: number, key: number) {
  const { units, quotaList, lists } = season;
  const quota = units.pools.quota[pool]!;
  const own = quota >= 0 && key < OTHERS ? quotaList[quota]! : -1;
  return lists[own >= 0 ? own : units.list[units.pools.unit[pool]!]!]!;
}

/** His rank without what marks those who do not hold the quota. */
export const rankOf = (key: number): number => (key > OTHERS ? key - OTHERS : key);

/**
 * Everybody admitted has a right to his place: category, batch, lines, quota; a valid preference with that number.
 * @param wrong gets 1 for each candidate with a breach
 */
export function checkRights(
  season: Season,
  published: Published,
  walker: Walker,
  findings: Findings,
  wrong: Uint8Array,
): void {
  const { candidates, units, rules } = season;
  const name = namer(season);
  const seats = newSeats();
  let admitted = 0;
  for (let c = 0; c < candidates.count; c++) {
    const unit = published.unit[c]!;
    if (unit < 0) continue;
    admitted++;
    const breach = (rule: "eligible" | "preference" | "consent", zh: string, en: string) => {
      wrong[c] = 1;
      findings.add(rule, () => name.candidate(c), () => name.unit(unit), () => ({
        zh: `考生 ${name.candidate(c)} 被 ${name.pool(published.pool[c]!)} 录取，但${zh}`,
        en: `candidate ${name.candidate(c)} is admitted to ${name.pool(published.pool[c]!)}, but ${en}`,
      })); // prettier-ignore
    };
    const had = decimalText(season.lists[0]!.score[c]!);
    if (units.category[unit] !== candidates.category[c])
      breach("eligible", `类别不同`, `is of another category`);
    else {
      seatsOf(season, c, unit, seats);
      if (!seats.pool.subarray(0, seats.count).includes(published.pool[c]!))
        breach(
          "eligible",
          seats.count === 0 ? `未达分数线（综合分 ${had}）` : "不能占用这种名额",
          seats.count === 0 ? `is below a line (composed score ${had})` : "may not take this kind of seat",
        );
    }
    let said = false;
    let matched = false;
    let consented = false;
    let firstNo = -1;
    let block = -1;
    const group = units.group[unit]!;
    walker.walk(c, (step) => {
      if (rules.group && step.block !== block) {
        if (block >= 0 && consented) return true;
        block = step.block;
        firstNo = units.group[step.unit] === group ? step.no : -1;
      }
      if (published.byConsent[c] === 1) {
        consented ||= firstNo === published.no[c] && step.consent;
        return false;
      }
      if (step.no !== published.no[c]) return false;
      said = true;
      matched = step.unit === unit;
      if (matched && step.status !== VALID)
        breach("preference", `该志愿无效（${VOID[step.status]!.zh}）`, `this preference is void (${VOID[step.status]!.en})`); // prettier-ignore
      return true;
    }, published.filing[c]!); // prettier-ignore
    if (published.byConsent[c] === 1) {
      if (!consented)
        breach("consent", "他没有在该组以此志愿服从调剂", "he gave no consent by that choice of the group");
      else if (!mayTakeGeneral(season, c, unit)) wrong[c] = 1;
    } else if (!matched)
      breach(
        "preference",
        said ? `第 ${published.no[c]} 志愿不是该单位` : `他在该轮没有第 ${published.no[c]} 志愿`,
        said
          ? `his preference ${published.no[c]} is for another unit`
          : `he has no preference ${published.no[c]} in that round`,
      );
  }
  for (const rule of ["eligible", "preference"] as const) findings.examine(rule, admitted);
  if (rules.group) findings.examine("consent", admitted);
}

const VOID: Record<number, { zh: string; en: string }> = {
  [CATEGORY]: { zh: "类别不同", en: "another category" },
  [BATCH]: { zh: "批次不同", en: "another batch" },
  [REPEATED]: { zh: "重复填报", en: "named before" },
  [LINE]: { zh: "未达分数线", en: "below a line" },
  [NO_VACANCY]: { zh: "已无余额", en: "no place left" },
};

/** No pool holds more than it had; under `all` only by those equal to the last. */
export function checkCapacity(season: Season, stages: Stages, findings: Findings): void {
  const { units, rules, preferences } = season;
  const pools = units.pools.count;
  const name = namer(season);
  findings.examine("capacity", pools);
  for (let f = 0; f < preferences.filings.length; f++)
    for (let s = stages.begin[f]!; s < stages.begin[f + 1]!; s++)
      for (let p = 0; p < pools; p++) {
        const at = s * pools + p;
        const taken = stages.admitted[at]!;
        const room = stages.left[at]!;
        if (taken <= room) continue;
        if (rules.lastPlaceTies === "all" && stages.better[at]! < room) continue;
        const unit = units.pools.unit[p]!;
        findings.add("capacity", () => "", () => name.unit(unit), () => ({
          zh: `${name.pool(p)} 在${name.filing(f).zh}有 ${room} 个名额，录取了 ${taken} 人`,
          en: `${name.pool(p)} had ${room} places in ${name.filing(f).en} and holds ${taken}`,
        })); // prettier-ignore
      }
}

/**
 * For each preference before the one that admitted him: no pool that he may take stayed open or took somebody behind him.
 * Complexity: one walk over all preferences.
 */
export function checkPassedOver(
  season: Season,
  published: Published,
  stages: Stages,
  walker: Walker,
  findings: Findings,
  wrong: Uint8Array,
): void {
  const { candidates, units, rules, lists } = season;
  const pools = units.pools.count;
  const plain = rules.quotas.length === 0;
  const equalToo = rules.lastPlaceTies === "all" ? 1 : 0;
  const name = namer(season);
  const seats = newSeats();
  let looked = 0;
  let c = 0;
  const tell = (filing: number, no: number, pool: number, key: number, at: number) => {
    wrong[c] = 1;
    const me = name.candidate(c);
    const there = name.pool(pool);
    const when = name.filing(filing);
    const who = () => me;
    const unit = () => name.unit(units.pools.unit[pool]!);
    if (threshold(stages, at) === OPEN) {
      const [room, taken] = [stages.left[at]!, stages.admitted[at]!];
      findings.add("waste", who, unit, () => ({
        zh: `${when.zh}：${there} 有 ${room} 个名额，只录取 ${taken} 人，考生 ${me} 的第 ${no} 志愿却未被满足`,
        en: `${when.en}: ${there} had ${room} places and took ${taken}, yet preference ${no} of candidate ${me} was not met`,
      }));
      return;
    }
    const other = stages.who[at]!;
    const worst = stages.worst[at]!;
    const list = listIn(season, pool, key);
    const alike = list === listIn(season, pool, worst) && key < OTHERS === worst < OTHERS && list.score[c] === list.score[other]; // prettier-ignore
    const mine = decimalText(list.score[c]!);
    findings.add(alike ? "ties" : "envy", who, unit, () => ({
      zh: `${when.zh}：考生 ${me} 的第 ${no} 志愿 ${there} 未录取他（${mine} 分，第 ${rankOf(key)} 位），却录取了 ${name.candidate(other)}（${decimalText(list.score[other]!)} 分，第 ${rankOf(worst)} 位）`,
      en: `${when.en}: preference ${no} of candidate ${me}, ${there}, did not take him (score ${mine}, rank ${rankOf(key)}) but ${name.candidate(other)} (score ${decimalText(list.score[other]!)}, rank ${rankOf(worst)})`,
    }));
  };
  const generalRank = lists.map((list) => list.rank);
  for (c = 0; c < candidates.count; c++) {
    const until = published.filing[c]!;
    const unitOf = published.unit[c]!;
    walker.walk(c, (step) => {
      if (until >= 0 && step.filing > until) return true;
      if (step.status !== VALID) return false;
      looked++;
      const here = step.filing === until && step.no === published.no[c] && step.unit === unitOf;
      const base = stageAt(season, stages, step.filing, step.valid) * pools;
      if (plain) {
        if (here) return true;
        const pool = units.poolStart[step.unit]!;
        const key = generalRank[units.list[step.unit]!]![c]!;
        if (key < threshold(stages, base + pool) + equalToo)
          tell(step.filing, step.no, pool, key, base + pool);
        return false;
      }
      seatsOf(season, c, step.unit, seats);
      for (let k = 0; k < seats.count; k++) {
        const pool = seats.pool[k]!;
        if (here && pool === published.pool[c]) return true;
        const key = seats.key[k]!;
        if (key < threshold(stages, base + pool) + equalToo)
          tell(step.filing, step.no, pool, key, base + pool);
      }
      return here;
    });
  }
  for (const rule of ["waste", "envy", "ties"] as const) findings.examine(rule, looked);
}
