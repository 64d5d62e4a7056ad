/** Adds reviewed aliases of an installation to the compiled lexicon. */
import { buildAutomaton } from "./automaton.ts";
import { foldTerm, foldUnit } from "./characters.ts";
import { KIND, type Lexicon } from "./lexicon.ts";

/** A synonym that a person reviewed: these words in a title mean these occupations, best first. */
export interface Alias {
  alias: string;
  codes: string[];
}

const RANK_WEIGHTS = [255, 191, 153, 128, 115];

/**
 * A lexicon that knows the aliases as well; what an alias says replaces what the same words said before.
 * Takes as long as building the automaton anew (under a second); with no alias the lexicon itself is returned.
 */
export function withAliases(lexicon: Lexicon, aliases: readonly Alias[]): Lexicon {
  const codes = new Map(lexicon.occupations.map((code, i) => [code, i]));
  const added = new Map<string, number[]>();
  for (const { alias, codes: wanted } of aliases) {
    const term = foldTerm(alias);
    const known = wanted.map((code) => codes.get(code)).filter((o) => o !== undefined);
    if (term !== "" && term.length <= 63 && known.length > 0) added.set(term, known);
  }
  if (added.size === 0) return lexicon;

  const at = new Map(lexicon.terms.map((term, i) => [term, i]));
  const terms = [...lexicon.terms, ...[...added.keys()].filter((term) => !at.has(term)).sort()];
  const kinds = new Uint8Array(terms.length);
  kinds.set(lexicon.kinds);
  const headClass = new Uint8Array(terms.length).fill(255);
  headClass.set(lexicon.headClass);
  const titleStart = new Uint32Array(terms.length + 1);
  const occupation: number[] = [];
  const weight: number[] = [];
  terms.forEach((term, t) => {
    const said = added.get(term);
    if (said) {
      kinds[t]! |= KIND.alias;
      said.forEach((o, rank) => {
        occupation.push(o);
        weight.push(RANK_WEIGHTS[rank] ?? 102);
      });
    } else {
      for (let e = lexicon.titleStart[t]!; e < lexicon.titleStart[t + 1]!; e++) {
        occupation.push(lexicon.titleOccupation[e]!);
        weight.push(lexicon.titleWeight[e]!);
      }
    }
    titleStart[t + 1] = occupation.length;
  });
  const textStart = new Uint32Array(terms.length + 1).fill(lexicon.textStart.at(-1)!);
  textStart.set(lexicon.textStart);
  return {
    ...lexicon,
    terms,
    kinds,
    headClass,
    titleStart,
    titleOccupation: Uint16Array.from(occupation),
    titleWeight: Uint8Array.from(weight),
    textStart,
    automaton: buildAutomaton(terms, foldUnit),
  };
}
