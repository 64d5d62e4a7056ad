import { take, valueOf } from "./deferred.ts";
import type { Round } from "./round.ts";
import type { GroupRound } from "./types.ts";

/** What the structure `group` knows beyond a round. */
export interface Groups {
  engine: "parallel" | "sequential";
  /** group of each unit */
  group: Int32Array;
  /** units of each group in ascending order of their ids */
  members: Int32Array[];
  /** files for each place, in ten-thousandths */
  ratio: number;
  assign: "score" | "preference" | { steps: readonly number[] };
  /** for `steps`: composed scores and steps in hundred-millionths, and the order by ties alone */
  score: Float64Array;
  ties: Int32Array;
  consent: Uint8Array | null;
  /** 0 for an entry that counts (see `Voids`); a group named again is void */
  counts: Uint8Array;
  supplementary: boolean;
}

export interface Assigned extends GroupRound {
  /** entry of each candidate, −1 = none; for those placed by consent the first of the choice */
  entry: Int32Array;
  /** his unit, −1 = none */
  unit: Int32Array;
}

/** A choice of a group: entries begin … end − 1. */
export interface Choice {
  group: number;
  begin: number;
  end: number;
  consent: boolean;
}

/**
 * Groups of programmes: files by A or C over groups, then programmes within the group. `left` (places of each unit) is used up.
 * Time: linear in the entries, and for each step (1 under A) in the candidates; a logarithm for `steps`.
 */
export function fileGroups(round: Round, groups: Groups, left: Int32Array): Assigned {
  const candidates = round.place.length;
  const result: Assigned = {
    entry: new Int32Array(candidates).fill(-1),
    unit: new Int32Array(candidates).fill(-1),
    choice: new Int32Array(candidates).fill(-1),
    consent: new Uint8Array(candidates),
    lastFile: new Map(),
    withdrawn: new Set(),
  };
  const places = left.slice();
  const choices: Choice[][] = [];
  let steps = 0;
  for (let c = 0; c < candidates; c++) {
    choices[c] = round.open[c] === 0 ? [] : choicesOf(round, groups, places, c);
    steps = Math.max(steps, choices[c]!.length);
  }
  const parallel = groups.engine === "parallel";
  for (let step = 0; step < (parallel ? 1 : steps); step++) {
    const most = groups.members.map((units) => filesFor(units, left, groups.ratio));
    const files = new Map<number, { candidate: number; choice: Choice }[]>();
    for (const c of round.order) {
      if (result.unit[c]! >= 0) continue;
      const asked = parallel ? choices[c]! : choices[c]!.slice(step, step + 1);
      for (const choice of asked) {
        const filed = files.get(choice.group) ?? [];
        if (filed.length >= most[choice.group]!) continue;
        filed.push({ candidate: c, choice });
        files.set(choice.group, filed);
        break;
      }
    }
    for (const [group, filed] of files) {
      result.lastFile.set(fileKey(group, step), filed.at(-1)!.candidate);
      assignProgrammes(round, groups, group, filed, left, result);
    }
  }
  return result;
}

/** Key of `GroupRound.lastFile`. */
export const fileKey = (group: number, step: number): number => group * 65_536 + step;

/** ⌊places × ratio⌋ */
function filesFor(units: Int32Array, left: Int32Array, ratio: number): number {
  let places = 0;
  for (const u of units) places += left[u]!;
  return Math.floor((places * ratio) / 10_000);
}

/**
 * The choices of a candidate that count: those in which he may have a programme, by himself or by consent.
 * `counts` holds the kind of entry e at e − countsFrom; `places` are those of each unit before the round.
 */
export function choicesOf(
  { start, unit, place, open, first, last }: Round,
  {
    group,
    members,
    consent,
    counts,
    supplementary,
  }: Pick<Groups, "group" | "members" | "consent" | "counts" | "supplementary">,
  places: Int32Array,
  c: number,
  countsFrom = 0,
): Choice[] {
  const found: Choice[] = [];
  const seen = new Set<number>();
  for (let begin = start[c]!, end = begin; begin < start[c + 1]!; begin = end) {
    const g = group[unit[begin]!]!;
    let consents = false;
    let eligible = false;
    for (; end < start[c + 1]! && group[unit[end]!] === g; end++) {
      consents ||= consent?.[end] === 1;
      eligible ||= counts[end - countsFrom] === 0;
    }
    if (seen.has(g)) continue;
    seen.add(g);
    if (!eligible && consents && (open[c]! & 1) !== 0)
      eligible = members[g]!.some(
        (u) => place[c]! >= first[u]! && place[c]! <= last[u]! && (!supplementary || places[u]! > 0),
      );
    if (eligible) found.push({ group: g, begin, end, consent: consents });
  }
  return found;
}

function assignProgrammes(
  round: Round,
  groups: Groups,
  group: number,
  files: readonly { candidate: number; choice: Choice }[],
  left: Int32Array,
  result: Assigned,
): void {
  const { unit, place, first, last } = round;
  const wanted = files.map(({ choice }) => {
    const entries: number[] = [];
    for (let e = choice.begin; e < choice.end; e++) if (groups.counts[e] === 0) entries.push(e);
    return entries;
  });
  const got = files.map(() => -1);
  if (groups.assign === "score") {
    for (const [f, entries] of wanted.entries()) {
      got[f] = entries.find((e) => left[unit[e]!]! > 0) ?? -1;
      if (got[f]! >= 0) left[unit[got[f]!]!]!--;
    }
  } else if (groups.assign === "preference") {
    const longest = Math.max(0, ...wanted.map((entries) => entries.length));
    for (let k = 0; k < longest; k++)
      for (const [f, entries] of wanted.entries()) {
        const e = entries[k];
        if (got[f]! >= 0 || e === undefined || left[unit[e]!]! <= 0) continue;
        got[f] = e;
        left[unit[e]!]!--;
      }
  } else assignBySteps(round, groups, groups.assign.steps, files, wanted, left, got);
  for (const [f, { candidate, choice }] of files.entries()) {
    if (got[f]! < 0) continue;
    result.entry[candidate] = got[f]!;
    result.unit[candidate] = unit[got[f]!]!;
    result.choice[candidate] = choice.begin;
  }
  for (const [f, { candidate: c, choice }] of files.entries()) {
    if (got[f]! >= 0) continue;
    const u = choice.consent
      ? groups.members[group]!.find((m) => left[m]! > 0 && place[c]! >= first[m]! && place[c]! <= last[m]!)
      : undefined;
    if (u === undefined) {
      result.withdrawn.add(choice.begin);
      if (groups.engine === "parallel") result.choice[c] = choice.begin;
      continue;
    }
    left[u]!--;
    result.entry[c] = choice.begin;
    result.unit[c] = u;
    result.choice[c] = choice.begin;
    result.consent[c] = 1;
  }
}

/** The k-th choice is ranked by the score less the sum of the first k − 1 steps; stable matching, candidates proposing. */
function assignBySteps(
  { unit }: Round,
  { score, ties }: Groups,
  steps: readonly number[],
  files: readonly { candidate: number }[],
  wanted: readonly number[][],
  left: Int32Array,
  got: number[],
): void {
  const asks = wanted.flatMap((entries, file) => {
    let less = 0;
    return entries.map((entry, k) => {
      if (k > 0) less += steps[Math.min(k, steps.length) - 1] ?? 0;
      const { candidate } = files[file]!;
      return { entry, file, score: score[candidate]! - less, tie: ties[candidate]! };
    });
  });
  asks.sort((a, b) => b.score - a.score || a.tie - b.tie || a.entry - b.entry);
  const key = new Map(asks.map(({ entry }, i) => [entry, i]));
  const heaps = new Map<number, number[]>();
  const next = files.map(() => 0);
  const out = [...files.keys()];
  while (out.length > 0) {
    const file = out.pop()!;
    got[file] = -1;
    while (got[file]! < 0 && next[file]! < wanted[file]!.length) {
      const entry = wanted[file]![next[file]!++]!;
      const u = unit[entry]!;
      if (left[u]! <= 0) continue;
      const heap = heaps.get(u) ?? [];
      heaps.set(u, heap);
      if (take(heap, left[u]!, valueOf(key.get(entry)!, file), out)) got[file] = entry;
    }
  }
  for (const [u, heap] of heaps) left[u]! -= heap.length;
}
