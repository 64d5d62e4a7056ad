/** Answers for the labelled postings, each given with weights and calibration learned from the other folds. */
import type { Answer } from "../src/coding/evaluate.ts";
import type { Lexicon } from "../src/coding/lexicon.ts";
import { loadLexicon } from "../src/coding/index.ts";
import { readGold } from "./gold.ts";
import { answer, calibrate, collect, fit, type Case } from "./learn.ts";

const FOLDS = 5;

export function crossValidate(lexicon: Lexicon, cases: readonly Case[]): Answer[] {
  const answers = new Array<Answer>(cases.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const learned = cases.filter((_, i) => i % FOLDS !== fold);
    const weights = fit(learned);
    const calibration = calibrate(learned, weights);
    cases.forEach((c, i) => {
      if (i % FOLDS === fold) answers[i] = answer(lexicon, c, weights, calibration);
    });
  }
  return answers;
}

/** For the compiled lexicon; in the order of the labelled postings. @throws Error when those are not there */
export function crossValidated(root: string): Answer[] {
  const gold = readGold(root);
  if (!gold) throw new Error("the labelled postings are not here");
  return crossValidate(loadLexicon(), collect(loadLexicon(), gold));
}
