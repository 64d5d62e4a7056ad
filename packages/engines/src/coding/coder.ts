/**
 * Posting → occupation, with calibrated confidence, the words it rests on, and the programmes it leads to.
 * One pass over title and description; memory does not depend on the number of postings.
 */
import { createHash } from "node:crypto";
import type { Coding, Evidence, Level, ProgrammeLink } from "../types/index.ts";
import { withAliases, type Alias } from "./aliases.ts";
import { FIRST_INPUTS, firstConfidence, firstInputs, laterConfidence } from "./calibration.ts";
import { FEATURE_COUNT } from "./features.ts";
import { KIND, type Lexicon } from "./lexicon.ts";
import { MAX_DESCRIPTION, Scorer, type ScorerInput } from "./scorer.ts";

/** What a posting says; only the title is needed. */
export interface CodingInput {
  title: string;
  description?: string | undefined;
  company?: string | undefined;
  industry?: string | undefined;
  education?: string | undefined;
}

export const MOST_CANDIDATES = 5;

/** The answer in numbers, to be used again for the next posting: occupations are indexes into `coder.occupations`. */
export class Ranking {
  /** how many candidates there are, at most five */
  count = 0;
  /** whether the first one is chosen; false = the coder abstains */
  chosen = false;
  readonly occupation = new Uint16Array(MOST_CANDIDATES);
  readonly confidence = new Float32Array(MOST_CANDIDATES);
}

export interface Coder {
  /** changes with the lexicon, its parameters and the aliases */
  readonly version: string;
  /** occupation codes that rankings index into */
  readonly occupations: readonly string[];
  readonly names: readonly string[];
  /** The whole answer, with evidence and programmes. */
  code(posting: CodingInput): Coding;
  /** The answer in numbers only, without allocating. */
  codeInto(posting: CodingInput, into: Ranking): void;
}

const STRONG = KIND.alias | KIND.name;
const MOST_EVIDENCE = 6;
const MOST_PROGRAMMES = 12;

/** @param aliases reviewed synonyms of an installation; they override the lexicon's own */
export function createCoder(compiled: Lexicon, aliases: readonly Alias[] = []): Coder {
  const lexicon = withAliases(compiled, aliases);
  const scorer = new Scorer(lexicon);
  const { calibration, abstainBelow } = lexicon.parameters;
  const weights = Float64Array.from(lexicon.parameters.weights);
  const inputs = new Float64Array(FIRST_INPUTS);
  const score = new Float64Array(lexicon.occupations.length);
  const best = new Float64Array(MOST_CANDIDATES);
  const input: ScorerInput = { title: "", description: "", company: "", industry: "", education: "" };
  const reused = new Ranking();

  function codeInto(posting: CodingInput, into: Ranking): void {
    input.title = posting.title;
    input.description = posting.description ?? "";
    input.company = posting.company ?? "";
    input.industry = posting.industry ?? "";
    input.education = posting.education ?? "";
    scorer.collect(input);
    const { touched, touchedCount, features, title } = scorer;
    let count = 0;
    for (let i = 0; i < touchedCount; i++) {
      const o = touched[i]!;
      const row = o * FEATURE_COUNT;
      let s = 0;
      for (let f = 0; f < FEATURE_COUNT; f++) s += weights[f]! * features[row + f]!;
      score[i] = s;
      let k = count < MOST_CANDIDATES ? count++ : MOST_CANDIDATES;
      while (k > 0 && (s > best[k - 1]! || (s === best[k - 1]! && o < into.occupation[k - 1]!))) {
        if (k < MOST_CANDIDATES) {
          best[k] = best[k - 1]!;
          into.occupation[k] = into.occupation[k - 1]!;
        }
        k--;
      }
      if (k < MOST_CANDIDATES) {
        best[k] = s;
        into.occupation[k] = o;
      }
    }
    into.count = count;
    into.chosen = false;
    if (count === 0) return;
    let sum = 0;
    for (let i = 0; i < touchedCount; i++) {
      const behind = score[i]! - best[0]!;
      if (behind > -16) sum += Math.exp(behind);
    }
    const covered = title.significant === 0 ? 0 : title.covered / title.significant;
    firstInputs(best[0]!, count > 1 ? best[1]! : 0, 1 / sum, covered, inputs);
    const first = firstConfidence(calibration, inputs);
    into.confidence[0] = first;
    for (let k = 1; k < count; k++)
      into.confidence[k] = laterConfidence(calibration, first, best[0]! - best[k]!);
    into.chosen = first >= abstainBelow;
  }

  return {
    version: versionOf(lexicon, aliases),
    occupations: lexicon.occupations,
    names: lexicon.names,
    codeInto,
    code(posting) {
      codeInto(posting, reused);
      const candidates = Array.from({ length: reused.count }, (_, k) => ({
        code: lexicon.occupations[reused.occupation[k]!]!,
        name: lexicon.names[reused.occupation[k]!]!,
        confidence: Math.round(reused.confidence[k]! * 1000) / 1000,
      }));
      const first = reused.occupation[0]!;
      return {
        chosen: reused.chosen ? candidates[0]! : null,
        candidates,
        programmes: reused.chosen ? programmesOf(lexicon, first) : [],
        evidence: reused.count > 0 ? evidenceFor(scorer, posting, first) : [],
      };
    },
  };
}

function versionOf(lexicon: Lexicon, aliases: readonly Alias[]): string {
  if (aliases.length === 0) return lexicon.version;
  const sorted = aliases.map(({ alias, codes }) => `${alias}\t${codes.join("|")}`).sort();
  return `${lexicon.version}+${createHash("sha256").update(sorted.join("\n")).digest("hex").slice(0, 8)}`;
}

function programmesOf(lexicon: Lexicon, o: number): ProgrammeLink[] {
  const links: ProgrammeLink[] = [];
  const end = Math.min(lexicon.programmeStart[o + 1]!, lexicon.programmeStart[o]! + MOST_PROGRAMMES);
  for (let e = lexicon.programmeStart[o]!; e < end; e++) {
    const { code, level } = lexicon.programmes[lexicon.programmeIndex[e]!]!;
    links.push({
      code,
      level: level as Level,
      weight: Math.round((lexicon.programmeWeight[e]! / 255) * 100) / 100,
    });
  }
  return links;
}

/** The words in the posting that speak for an occupation: those of the title first, then the longest of the description. */
function evidenceFor(scorer: Scorer, posting: CodingInput, o: number): Evidence[] {
  const { lexicon, title } = scorer;
  const found: Evidence[] = [];
  const seen = new Set<string>();
  const add = (field: Evidence["field"], text: string, id: number) => {
    const term = lexicon.terms[id]!;
    if (seen.has(`${field}\t${term}`) || found.length >= MOST_EVIDENCE) return;
    seen.add(`${field}\t${term}`);
    found.push({ field, text, term });
  };
  const inTitle: { id: number; from: number; to: number; weight: number }[] = [];
  for (let m = 0; m < title.count; m++) {
    const id = title.termOf[m]!;
    const weight = title.inside[m] === 1 ? 0 : speaksFor(lexicon, id, o);
    if (weight > 0)
      inTitle.push({ id, weight, from: title.origin[title.start[m]!]!, to: title.origin[title.end[m]!]! });
  }
  inTitle.sort((a, b) => b.weight - a.weight || a.from - b.from);
  for (const { id, from, to } of inTitle.slice(0, 4)) add("title", posting.title.slice(from, to + 1), id);
  for (const field of ["description", "industry", "company"] as const) {
    const text = posting[field] ?? "";
    const hits = matches(lexicon, text, field === "description" ? MAX_DESCRIPTION : 80)
      .map((hit) => ({ ...hit, weight: speaksFor(lexicon, hit.id, o) }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight || b.to - b.from - (a.to - a.from) || a.from - b.from);
    for (const { id, from, to } of hits.slice(0, 3)) add(field, text.slice(from, to + 1), id);
  }
  return found;
}

/** How much a term speaks for an occupation: names and aliases before fields of work before character pairs. */
function speaksFor(lexicon: Lexicon, id: number, o: number): number {
  const kind = lexicon.kinds[id]!;
  if ((kind & STRONG) !== 0)
    for (let e = lexicon.titleStart[id]!; e < lexicon.titleStart[id + 1]!; e++)
      if (lexicon.titleOccupation[e] === o) return 2 + lexicon.titleWeight[e]! / 255;
  if ((kind & (KIND.domain | KIND.gram)) !== 0)
    for (let e = lexicon.textStart[id]!; e < lexicon.textStart[id + 1]!; e++)
      if (lexicon.textOccupation[e] === o)
        return ((kind & KIND.domain) !== 0 ? 1 : 0.1) * (lexicon.textWeight[e]! / 255);
  return 0;
}

/** All terms in a text, whole Latin words only. */
function matches(lexicon: Lexicon, text: string, most: number): { id: number; from: number; to: number }[] {
  const { base, check, fail, term, link, classes } = lexicon.automaton;
  const found: { id: number; from: number; to: number }[] = [];
  const n = Math.min(text.length, most);
  let state = 0;
  for (let k = 0; k < n; k++) {
    const c = classes[text.charCodeAt(k)]!;
    for (;;) {
      const t = base[state]! + c;
      if (check[t] === state) {
        state = t;
        break;
      }
      if (state === 0) break;
      state = fail[state]!;
    }
    for (let out = term[state]! >= 0 ? state : link[state]!; out !== 0; out = link[out]!) {
      const id = term[out]!;
      const from = k - lexicon.terms[id]!.length + 1;
      if (wholeLatin(text, from, k, n)) found.push({ id, from, to: k });
    }
  }
  return found;
}

const latin = /[a-z]/i;
function wholeLatin(text: string, from: number, to: number, n: number): boolean {
  if (latin.test(text[from]!) && from > 0 && latin.test(text[from - 1]!)) return false;
  return !(latin.test(text[to]!) && to + 1 < n && latin.test(text[to + 1]!));
}
