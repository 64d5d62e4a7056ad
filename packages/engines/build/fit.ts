/**
 * npx tsx packages/engines/build/fit.ts: cross-validates on the labelled postings and prints the figures; --misses
 * lists the misses of every other posting (the rest stays unread), --write renews data/parameters.json.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { evaluate, type Answer } from "../src/coding/evaluate.ts";
import { FEATURES } from "../src/coding/features.ts";
import { compileLexicon } from "./compile.ts";
import { crossValidate } from "./cross-validate.ts";
import { readGold } from "./gold.ts";
import { ABSTAIN_BELOW, calibrate, collect, fit } from "./learn.ts";

const root = join(fileURLToPath(import.meta.url), "../../../..");
const gold = readGold(root);
if (!gold) throw new Error("the labelled postings are not here");
const lexicon = compileLexicon(root);
const cases = collect(lexicon, gold);
const answers = crossValidate(lexicon, cases);
const show = (name: string, keep: (i: number) => boolean) => {
  const quality = evaluate(
    gold.filter((_, i) => keep(i)).map((g) => g.accepted),
    answers.filter((_, i) => keep(i)),
  );
  const figures = Object.entries(quality).map(([key, value]) => `${key} ${Math.round(value * 1000) / 1000}`);
  console.log(`${name}: ${figures.join(", ")}`);
};
show("cross-validated", () => true);
show("read half", (i) => i % 2 === 0);
show("unread half", (i) => i % 2 === 1);
const weights = fit(cases);
console.log(FEATURES.map((f, i) => `${f} ${weights[i]!.toFixed(2)}`).join(", "));

const nameOf = new Map(lexicon.occupations.map((code, o) => [code, lexicon.names[o]!]));
const missed = (accepted: string[], { candidates }: Answer) =>
  accepted.length > 0 && !accepted.includes(candidates[0]?.code ?? "");
if (process.argv.includes("--misses"))
  gold.forEach((g, i) => {
    if (i % 2 === 1 || !missed(g.accepted, answers[i]!)) return;
    const given = answers[i]!.candidates.map((c) => `${nameOf.get(c.code)} ${c.confidence.toFixed(2)}`);
    console.log(`${g.title}: ${given.join(", ")}; right: ${g.accepted.map((c) => nameOf.get(c)).join(", ")}`);
  });
if (process.argv.includes("--write")) {
  const thousandths = (values: Iterable<number>) => [...values].map((v) => Math.round(v * 1000) / 1000);
  const parameters = {
    ...lexicon.parameters,
    weights: thousandths(weights),
    calibration: thousandths(calibrate(cases, weights)),
    abstainBelow: ABSTAIN_BELOW,
  };
  const path = join(root, "packages/engines/data/parameters.json");
  writeFileSync(path, `${JSON.stringify(parameters, null, 2)}\n`);
}
