/**
 * npx tsx packages/engines/build/fit.ts — fits feature weights and calibration on the labelled postings, prints the
 * cross-validated figures and the misses, and writes data/parameters.json (with --write).
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FEATURE_COUNT, FEATURES } from "../src/coding/features.ts";
import { Scorer } from "../src/coding/scorer.ts";
import { compileLexicon } from "./compile.ts";
import { readGold } from "./gold.ts";

const root = join(fileURLToPath(import.meta.url), "../../../..");
const lexicon = compileLexicon(root);
const gold = readGold(root)!;
const scorer = new Scorer(lexicon);

interface Case {
  id: string;
  title: string;
  accepted: Set<number>;
  acceptedGroups: Set<string>;
  candidates: number[];
  x: Float64Array;
  onlyAbstain: boolean;
  covered: number;
}
const codes = new Map(lexicon.occupations.map((c, i) => [c, i]));
const INIT = [3, 4, 1, 1, 3, 0.7, 1, 1.5, 1, 1, 0.5, 0.3, 0, 0.2, 0.2];
const OFF = (process.env.OFF ?? "").split(",").filter(Boolean).map(Number);
for (const f of OFF) INIT[f] = 0;

function collect(): Case[] {
  return gold.map((g) => {
    scorer.collect(g);
    const rows = [...scorer.touched.subarray(0, scorer.touchedCount)].map((o) => {
      const f = scorer.features.slice(o * FEATURE_COUNT, (o + 1) * FEATURE_COUNT);
      return { o, f, s: f.reduce((sum, v, i) => sum + v * INIT[i]!, 0) };
    });
    rows.sort((a, b) => b.s - a.s || a.o - b.o);
    const accepted = new Set(g.accepted.map((c) => codes.get(c)!).filter((o) => o !== undefined));
    const kept = rows.slice(0, 60);
    const x = new Float64Array(kept.length * FEATURE_COUNT);
    kept.forEach((r, i) => x.set(r.f, i * FEATURE_COUNT));
    return {
      id: g.id,
      title: g.title,
      accepted,
      acceptedGroups: new Set(g.accepted.map((c) => c.slice(0, 7))),
      candidates: kept.map((r) => r.o),
      x,
      onlyAbstain: g.accepted.length === 0,
      covered: scorer.title.significant === 0 ? 0 : scorer.title.covered / scorer.title.significant,
    };
  });
}

/** Conditional logistic regression: maximises log Σ p(accepted) with a ridge towards the starting weights. */
function fit(cases: Case[], ridge = 0.02, steps = 250): Float64Array {
  const w = Float64Array.from(INIT);
  const m = new Float64Array(FEATURE_COUNT);
  const v = new Float64Array(FEATURE_COUNT);
  const used = cases.filter((c) => c.candidates.some((o) => c.accepted.has(o)));
  for (let t = 1; t <= steps; t++) {
    const g = new Float64Array(FEATURE_COUNT);
    for (const c of used) {
      const p = softmax(c, w);
      let good = 0;
      c.candidates.forEach((o, i) => (good += c.accepted.has(o) ? p[i]! : 0));
      c.candidates.forEach((o, i) => {
        const d = (c.accepted.has(o) ? p[i]! / good : 0) - p[i]!;
        for (let f = 0; f < FEATURE_COUNT; f++) g[f] = g[f]! + d * c.x[i * FEATURE_COUNT + f]!;
      });
    }
    for (let f = 0; f < FEATURE_COUNT; f++) {
      const grad = g[f]! / used.length - ridge * (w[f]! - INIT[f]!) * 0.1;
      m[f] = 0.9 * m[f]! + 0.1 * grad;
      v[f] = 0.999 * v[f]! + 0.001 * grad * grad;
      const step = (m[f]! / (1 - 0.9 ** t)) / (Math.sqrt(v[f]! / (1 - 0.999 ** t)) + 1e-8);
      w[f] = OFF.includes(f) ? 0 : Math.max(0, w[f]! + 0.05 * step);
    }
  }
  return w;
}

function softmax(c: Case, w: Float64Array): Float64Array {
  const s = scores(c, w);
  const max = Math.max(...s);
  let sum = 0;
  for (let i = 0; i < s.length; i++) sum += s[i] = Math.exp(s[i]! - max);
  for (let i = 0; i < s.length; i++) s[i] = s[i]! / sum;
  return s;
}

function scores(c: Case, w: Float64Array): Float64Array {
  const s = new Float64Array(c.candidates.length);
  for (let i = 0; i < s.length; i++)
    for (let f = 0; f < FEATURE_COUNT; f++) s[i] = s[i]! + w[f]! * c.x[i * FEATURE_COUNT + f]!;
  return s;
}

function judge(cases: Case[], w: Float64Array, misses?: string[]) {
  let n = 0;
  let h1 = 0;
  let h5 = 0;
  let g1 = 0;
  for (const c of cases) {
    if (c.onlyAbstain) continue;
    n++;
    const s = scores(c, w);
    const order = [...s.keys()].sort((a, b) => s[b]! - s[a]!).slice(0, 5);
    const top = c.candidates[order[0] ?? 0];
    const ok = top !== undefined && c.accepted.has(top);
    if (ok) h1++;
    if (order.some((i) => c.accepted.has(c.candidates[i]!))) h5++;
    if (top !== undefined && c.acceptedGroups.has(lexicon.occupations[top]!.slice(0, 7))) g1++;
    if (!ok)
      misses?.push(
        `${c.title} → ${order.map((i) => `${lexicon.names[c.candidates[i]!]} ${s[i]!.toFixed(2)}`).join(", ")} ≠ ${[...c.accepted].map((o) => lexicon.names[o]).join("|")}`,
      );
  }
  return { n, hit1: h1 / n, hit5: h5 / n, group1: g1 / n };
}

function folds(cases: Case[], k = 5) {
  let total = { n: 0, hit1: 0, hit5: 0, group1: 0 };
  for (let f = 0; f < k; f++) {
    const w = fit(cases.filter((_, i) => i % k !== f));
    const r = judge(cases.filter((_, i) => i % k === f), w);
    total = {
      n: total.n + r.n,
      hit1: total.hit1 + r.hit1 * r.n,
      hit5: total.hit5 + r.hit5 * r.n,
      group1: total.group1 + r.group1 * r.n,
    };
  }
  return { hit1: total.hit1 / total.n, hit5: total.hit5 / total.n, group1: total.group1 / total.n };
}

const show = (r: { hit1: number; hit5: number; group1: number }) =>
  `hit@1 ${r.hit1.toFixed(3)} hit@5 ${r.hit5.toFixed(3)} group@1 ${r.group1.toFixed(3)}`;

const cases = collect();
console.log("start   ", show(judge(cases, Float64Array.from(INIT))));
console.log("5-fold  ", show(folds(cases)));
const w = fit(cases);
const misses: string[] = [];
console.log("all     ", show(judge(cases, w, misses)));
console.log(FEATURES.map((f, i) => `${f} ${w[i]!.toFixed(2)}`).join(", "));
// The half whose misses may be read; the other half stays unseen so that it still tells something.
const readable = new Set(cases.filter((_, i) => i % 2 === 0).map((c) => c.title));
for (const [name, part] of [["read half", 0], ["unseen half", 1]] as const)
  console.log(name, show(judge(cases.filter((_, i) => i % 2 === part), w)));
if (process.argv.includes("--misses")) for (const m of misses) if (readable.has(m.split(" → ")[0]!)) console.log(m);
if (process.argv.includes("--write")) {
  const parameters = { ...lexicon.parameters, weights: [...w].map((v) => Math.round(v * 1000) / 1000) };
  writeFileSync(join(root, "packages/engines/data/parameters.json"), JSON.stringify(parameters, null, 2) + "\n");
}
