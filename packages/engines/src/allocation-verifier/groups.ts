/** Groups of programmes: filing by ratio and order, assignment, consent and withdrawal, done again from the page's words. */
import type { Published } from "./published.ts";
import { mayTakeGeneral, type Season } from "./season.ts";
import { VALID, type Walker } from "./standing.ts";

/** One choice of a group by one candidate. */
interface Choice {
  group: number;
  /** units that he may have there, in his order, with the numbers of the preferences */
  units: number[];
  numbers: number[];
  consent: boolean;
  firstNo: number;
  eligible: boolean;
}

/** What becomes of a candidate in a round. */
export interface Outcome {
  unit: Int32Array;
  no: Int32Array;
  byConsent: Uint8Array;
  /** group that withdrew him last, −1 = none */
  withdrawnBy: Int32Array;
  /** the last file that a group took, for each step (one step under A): step × groups; −1 = none */
  lastFile: Int32Array;
  steps: number;
  /** files taken */
  files: number;
}

/**
 * @param left places of each unit before the round
 * @param rest candidates who still take part
 * @param tieOrder order by the ties alone; needed for assignment by steps
 */
export function fileGroups(
  season: Season,
  filing: number,
  left: Int32Array,
  rest: (candidate: number) => boolean,
  tieOrder: Int32Array | null,
  walker: Walker,
): Outcome {
  const { candidates, units, rules, lists } = season;
  const groups = units.schools.length;
  const rank = lists[0]!.rank;
  const places = Int32Array.from(left);
  const members: number[][] = Array.from({ length: groups }, () => []);
  for (let u = 0; u < units.count; u++) members[units.group[u]!]!.push(u);
  const order: number[] = [];
  for (let c = 0; c < candidates.count; c++) if (rest(c)) order.push(c);
  order.sort((a, b) => candidates.category[a]! - candidates.category[b]! || rank[a]! - rank[b]!);
  const { count } = candidates;
  const out: Outcome = {
    unit: new Int32Array(count).fill(-1),
    no: new Int32Array(count),
    byConsent: new Uint8Array(count),
    withdrawnBy: new Int32Array(count).fill(-1),
    lastFile: new Int32Array(groups).fill(-1),
    steps: 1,
    files: 0,
  };
  const limits = () =>
    Int32Array.from(members, (own) => Math.floor((own.reduce((sum, u) => sum + places[u]!, 0) * rules.ratio) / 10_000)); // prettier-ignore
  const finish = (files: Map<number, { candidate: number; choice: Choice }[]>) => {
    for (const [group, own] of files) {
      out.files += own.length;
      const given = assign(season, own, places, members[group]!, tieOrder);
      own.forEach(({ candidate, choice }, i) => {
        const { unit, choiceNo } = given[i]!;
        if (unit < 0) {
          out.withdrawnBy[candidate] = group;
          return;
        }
        out.unit[candidate] = unit;
        out.no[candidate] = choiceNo >= 0 ? choice.numbers[choiceNo]! : choice.firstNo;
        out.byConsent[candidate] = choiceNo >= 0 ? 0 : 1;
      });
    }
  };
  const choicesOf = (c: number) => choices(season, c, filing, left, members, walker).filter((x) => x.eligible); // prettier-ignore
  if (rules.engine !== "sequential") {
    const room = limits();
    const files = new Map<number, { candidate: number; choice: Choice }[]>();
    for (const candidate of order) {
      const choice = choicesOf(candidate).find(({ group }) => room[group]! > 0);
      if (!choice) continue;
      room[choice.group] = room[choice.group]! - 1;
      out.lastFile[choice.group] = candidate;
      if (!files.has(choice.group)) files.set(choice.group, []);
      files.get(choice.group)!.push({ candidate, choice });
    }
    finish(files);
    return out;
  }
  const lastFiles: number[] = [];
  let waiting = order;
  for (let step = 0; waiting.length > 0; step++) {
    const room = limits();
    const files = new Map<number, { candidate: number; choice: Choice }[]>();
    const last = new Int32Array(groups).fill(-1);
    const further: number[] = [];
    for (const candidate of waiting) {
      const own = choicesOf(candidate);
      if (own.length > step) further.push(candidate);
      const choice = own[step];
      if (!choice || room[choice.group]! === 0) continue;
      room[choice.group] = room[choice.group]! - 1;
      last[choice.group] = candidate;
      if (!files.has(choice.group)) files.set(choice.group, []);
      files.get(choice.group)!.push({ candidate, choice });
    }
    finish(files);
    lastFiles.push(...last);
    waiting = further.filter((c) => out.unit[c]! < 0);
  }
  out.lastFile = Int32Array.from(lastFiles);
  out.steps = Math.max(1, lastFiles.length / Math.max(1, groups));
  return out;
}

/** The candidate's choices of groups in a round, in his order; those of a group named again are left out. */
export function choices(
  season: Season,
  candidate: number,
  filing: number,
  left: Int32Array,
  members: number[][],
  walker: Walker,
): Choice[] {
  const { units, preferences, candidates } = season;
  const { batch, round } = preferences.filings[filing]!;
  const found: Choice[] = [];
  const blocks: number[] = [];
  walker.walk(
    candidate,
    (step) => {
      const group = units.group[step.unit]!;
      if (blocks.at(-1) !== step.block) {
        blocks.push(step.block);
        found.push({ group, units: [], numbers: [], consent: false, firstNo: step.no, eligible: false });
      }
      const choice = found.at(-1)!;
      choice.consent ||= step.consent;
      if (step.status === VALID) {
        choice.units.push(step.unit);
        choice.numbers.push(step.no);
      }
      return false;
    },
    filing,
  );
  const seen = new Set<number>();
  return found.filter((choice) => {
    if (seen.has(choice.group)) return false;
    seen.add(choice.group);
    const own = members[choice.group]!;
    const first = own[0]!;
    const here = units.batch[first] === batch && units.category[first] === candidates.category[candidate];
    choice.eligible =
      choice.units.length > 0 ||
      (here &&
        choice.consent &&
        own.some((u) => mayTakeGeneral(season, candidate, u) && (round === 1 || left[u]! > 0)));
    return true;
  });
}

/** Programmes for the files of one group, in the order of their ranks; takes from `places`. */
function assign(
  season: Season,
  files: { candidate: number; choice: Choice }[],
  places: Int32Array,
  members: number[],
  tieOrder: Int32Array | null,
): { unit: number; choiceNo: number }[] {
  const { rules } = season;
  const given = files.map(() => ({ unit: -1, choiceNo: -1 }));
  const put = (i: number, unit: number, choiceNo: number) => {
    given[i] = { unit, choiceNo };
    places[unit] = places[unit]! - 1;
  };
  if (rules.assign === "score")
    files.forEach(({ choice }, i) => {
      const k = choice.units.findIndex((u) => places[u]! > 0);
      if (k >= 0) put(i, choice.units[k]!, k);
    });
  else if (rules.assign === "preference") {
    const most = Math.max(0, ...files.map(({ choice }) => choice.units.length));
    for (let k = 0; k < most; k++)
      files.forEach(({ choice }, i) => {
        const unit = choice.units[k];
        if (given[i]!.unit < 0 && unit !== undefined && places[unit]! > 0) put(i, unit, k);
      });
  } else bySteps(season, files, places, tieOrder!, rules.assign.steps).forEach((k, i) => k >= 0 && put(i, files[i]!.choice.units[k]!, k)); // prettier-ignore
  files.forEach(({ candidate, choice }, i) => {
    if (given[i]!.unit >= 0 || !choice.consent) return;
    const unit = members.find((u) => places[u]! > 0 && mayTakeGeneral(season, candidate, u));
    if (unit !== undefined) put(i, unit, -1);
  });
  return given;
}

/** Which choice each file gets where later choices cost points: thresholds of programmes fall until all fit. */
function bySteps(
  season: Season,
  files: { candidate: number; choice: Choice }[],
  places: Int32Array,
  tieOrder: Int32Array,
  steps: number[],
): number[] {
  const score = season.lists[0]!.score;
  const at = files.map(() => 0);
  const cost = (k: number) => {
    let sum = 0;
    for (let i = 0; i < k; i++) sum += steps[Math.min(i, steps.length - 1)]!;
    return sum;
  };
  const reduced = (i: number, k: number) => score[files[i]!.candidate]! - cost(k);
  // Everybody who was refused goes on; a programme takes its best anew among all who stand at it, until nobody is refused.
  for (let moved = true; moved;) {
    moved = false;
    const standing = new Map<number, number[]>();
    files.forEach(({ choice }, i) => {
      const unit = choice.units[at[i]!];
      if (unit === undefined) return;
      if (!standing.has(unit)) standing.set(unit, []);
      standing.get(unit)!.push(i);
    });
    for (const [unit, own] of standing) {
      if (own.length <= places[unit]!) continue;
      own.sort(
        (a, b) =>
          reduced(b, at[b]!) - reduced(a, at[a]!) ||
          tieOrder[files[a]!.candidate]! - tieOrder[files[b]!.candidate]!,
      );
      for (const i of own.slice(places[unit]!)) {
        at[i] = at[i]! + 1;
        moved = true;
      }
    }
  }
  return at.map((k, i) => (k < files[i]!.choice.units.length ? k : -1));
}

/** How a published admission differs from what the rules give: which of the rules of groups it breaks. */
export function groupRule(
  season: Season,
  published: Published,
  expected: Outcome,
  candidate: number,
  filing: number,
): "filing" | "assignment" | "consent" | "withdrawn" | "refiled" | null {
  const here = published.filing[candidate] === filing;
  const was = here ? published.unit[candidate]! : -1;
  const should = expected.unit[candidate]!;
  if (was === should && (was < 0 || (published.no[candidate] === expected.no[candidate] && published.byConsent[candidate] === expected.byConsent[candidate]))) return null; // prettier-ignore
  const group = was < 0 ? -1 : season.units.group[was]!;
  if (should < 0) {
    const by = expected.withdrawnBy[candidate]!;
    if (by < 0) return "filing";
    if (by === group) return "withdrawn";
    return season.rules.engine === "sequential" ? "filing" : "refiled";
  }
  const wanted = season.units.group[should]!;
  if (was >= 0 && group !== wanted) return "filing";
  const consent = expected.byConsent[candidate] === 1 || (here && published.byConsent[candidate] === 1);
  return consent ? "consent" : "assignment";
}
