/** The season out of its files, and the verdict on a published result. */
import { checkCutoffs, lastsOf } from "./cutoffs.ts";
import { checkCapacity, checkPassedOver, checkRights, namer } from "./direct.ts";
import type { Findings, Rule } from "./findings.ts";
import { fileGroups, groupRule, type Outcome } from "./groups.ts";
import { shared } from "./ids.ts";
import { listRuleFor, makeList } from "./lists.ts";
import type { Standing } from "./outcomes.ts";
import type { Preferences } from "./preferences.ts";
import { readAllocation, type Published } from "./published.ts";
import { columnsOf, type ListRule, type Rules } from "./rules.ts";
import { readCandidates, readPlans } from "./read-people.ts";
import { counted, meetsBatch, type Candidates, type Season, type Units } from "./season.ts";
import { Walker, placesLeft, stagesOf } from "./standing.ts";
import { checkBest, oneList } from "./stable.ts";

/** Candidates and plans as read, before the preferences. */
export interface People {
  rules: Rules;
  categories: string[];
  columns: string[];
  candidates: Candidates;
  units: Units;
  rows: { plans: number; candidates: number };
}

/** @throws VerifierFault */
export function readPeople(rules: Rules, plans: Uint8Array, candidates: Uint8Array): People {
  const categories: string[] = [];
  const columns = columnsOf(rules);
  const read = readPlans(plans, rules, categories);
  const people = readCandidates(candidates, rules, columns, categories);
  return {
    rules,
    categories,
    columns,
    candidates: people.candidates,
    units: read.units,
    rows: { plans: read.rows, candidates: people.rows },
  };
}

/** Ranks everybody. Complexity: a sort of all candidates for each list. */
export function openSeason(people: People, preferences: Preferences): Season {
  const { rules, categories, columns, candidates, units } = people;
  const made = (ruleOf: (category: string) => ListRule, among: ((c: number) => boolean) | null) =>
    makeList(rules, categories, columns, candidates, ruleOf, among);
  const own = (category: string) => listRuleFor(rules, category);
  const lists = [made(own, null), ...[...rules.rankings.values()].map((rule) => made(() => rule, null))];
  const quotaList = Int32Array.from(rules.quotas, ({ score, ties }, q) => {
    if (score === null && ties === null) return -1;
    const ruleOf = (category: string) => ({ score: score ?? own(category).score, ties: ties ?? own(category).ties }); // prettier-ignore
    return lists.push(made(ruleOf, (c) => ((candidates.holds[c]! >>> q) & 1) === 1)) - 1;
  });
  const meets = rules.batches.map((_, b) => {
    const bits = shared(Uint8Array, candidates.count);
    meetsBatch(rules, b, categories, columns, candidates, lists[0]!.score, bits);
    return bits;
  });
  const holder = rules.quotas.map(({ minScore, min }, q) => {
    const bits = shared(Uint8Array, candidates.count);
    const score = (lists[quotaList[q]!] ?? lists[0]!).score;
    for (let c = 0; c < candidates.count; c++) {
      let ok = ((candidates.holds[c]! >>> q) & 1) === 1 && (minScore === null || score[c]! >= minScore);
      for (const [name, least] of min) ok &&= counted(rules, columns, candidates, name, c) >= least;
      bits[c] = ok ? 1 : 0;
    }
    return bits;
  });
  return { rules, categories, columns, candidates, units, preferences, lists, quotaList, meets, holder };
}

const DIRECT: Rule[] = ["known", "once", "preference", "eligible", "capacity", "waste", "envy", "ties"];

/**
 * Checks a published allocation and its cut-offs against the season.
 * @returns how everything stood, for checking reasons and report
 * @throws VerifierFault where a published file cannot be read
 * Complexity: a few walks over all preferences; where lists differ also one deferred acceptance.
 */
export function verifyAllocation(
  season: Season,
  allocation: Uint8Array,
  cutoffs: Uint8Array,
  findings: Findings,
): Standing {
  const { rules, candidates } = season;
  const published = readAllocation(allocation, season, findings);
  const left = placesLeft(season, published);
  const walker = new Walker(season, left);
  const wrong = new Uint8Array(candidates.count);
  const stages = stagesOf(season, published, left, walker);
  checkRights(season, published, walker, findings, wrong);
  checkCapacity(season, stages, findings);
  let outcomes: Outcome[] = [];
  if (rules.group) outcomes = checkGroups(season, published, left, walker, findings);
  else {
    checkPassedOver(season, published, stages, walker, findings, wrong);
    if (!oneList(season) && DIRECT.every((rule) => findings.count(rule) === 0))
      checkBest(season, published, stages, walker, findings);
  }
  const lasts = lastsOf(season, published, stages.key);
  checkCutoffs(cutoffs, season, published, lasts, findings);
  return { season, published, left, lasts, outcomes };
}

function checkGroups(
  season: Season,
  published: Published,
  left: Int32Array,
  walker: Walker,
  findings: Findings,
): Outcome[] {
  const { rules, categories, columns, candidates, units, preferences } = season;
  const name = namer(season);
  const byTies =
    typeof rules.assign === "string"
      ? null
      : makeList(rules, categories, columns, candidates, (c) => listRuleFor(rules, c), null, true).rank;
  return preferences.filings.map((_, f) => {
    const here = left.subarray(f * units.pools.count, (f + 1) * units.pools.count);
    const rest = (c: number) => published.filing[c]! < 0 || published.filing[c]! >= f;
    const right = fileGroups(season, f, here, rest, byTies, walker);
    for (const rule of ["filing", "assignment", "consent", "withdrawn", "refiled"] as const)
      findings.examine(rule, right.files);
    for (let c = 0; c < candidates.count; c++) {
      if (!rest(c)) continue;
      const rule = groupRule(season, published, right, c, f);
      if (rule === null) continue;
      const was = published.filing[c] === f ? published.unit[c]! : -1;
      const should = right.unit[c]!;
      const by = right.withdrawnBy[c]!;
      const say = (u: number, no: number, consent: number, zh: boolean) =>
        u < 0 ? (zh ? "未录取" : "nothing") : `${name.unit(u)}（${no}${consent ? "，consent" : ""}）`;
      const unit = was >= 0 ? was : should;
      findings.add(rule, () => name.candidate(c), () => (unit < 0 ? "" : name.unit(unit)), () => ({
        zh: `${name.filing(f).zh}：考生 ${name.candidate(c)} 的结果是${say(was, published.no[c]!, published.byConsent[c]!, true)}，按规则应是${say(should, right.no[c]!, right.byConsent[c]!, true)}${by >= 0 ? `；院校 ${units.schools[by]} 的组将他退档` : ""}`,
        en: `${name.filing(f).en}: candidate ${name.candidate(c)} has ${say(was, published.no[c]!, published.byConsent[c]!, false)}, by the rules ${say(should, right.no[c]!, right.byConsent[c]!, false)}${by >= 0 ? `; the group of school ${units.schools[by]} withdrew him` : ""}`,
      })); // prettier-ignore
    }
    return right;
  });
}
