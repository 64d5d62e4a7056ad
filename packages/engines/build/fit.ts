/**
 * npx tsx packages/engines/build/fit.ts — fits feature weights and calibration on the labelled postings, prints the
 * cross-validated figures and the misses, and writes data/parameters.json (with --write).
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  CALIBRATION_SIZE,
  FIRST_INPUTS,
  firstConfidence,
  firstInputs,
  laterConfidence,
  LATER_INPUTS,
} from "../src/coding/calibration.ts";
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
/** Below this confidence the coder gives candidates but chooses none. */
const ABSTAIN_BELOW = 0.25;

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
      const step = m[f]! / (1 - 0.9 ** t) / (Math.sqrt(v[f]! / (1 - 0.999 ** t)) + 1e-8);
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
    const r = judge(
      cases.filter((_, i) => i % k === f),
      w,
    );
    total = {
      n: total.n + r.n,
      hit1: total.hit1 + r.hit1 * r.n,
      hit5: total.hit5 + r.hit5 * r.n,
      group1: total.group1 + r.group1 * r.n,
    };
  }
  return { hit1: total.hit1 / total.n, hit5: total.hit5 / total.n, group1: total.group1 / total.n };
}

/** What calibration looks at: the five best of a case, whether each is right, and the inputs of the first. */
interface Ranked {
  x: Float64Array;
  right: boolean[];
  behind: number[];
}

function rank(c: Case, w: Float64Array): Ranked | null {
  if (c.candidates.length === 0) return null;
  const s = scores(c, w);
  const order = [...s.keys()].sort((a, b) => s[b]! - s[a]!).slice(0, 5);
  const best = s[order[0]!]!;
  const x = new Float64Array(FIRST_INPUTS);
  firstInputs(best, s[order[1] ?? -1] ?? 0, softmax(c, w)[order[0]!]!, c.covered, x);
  return {
    x,
    right: order.map((i) => c.accepted.has(c.candidates[i]!)),
    behind: order.map((i) => best - s[i]!),
  };
}

/** Logistic regression by Newton's method with a small ridge. */
function logistic(rows: { x: ArrayLike<number>; y: number }[], size: number, ridge = 1): number[] {
  const w = new Array<number>(size).fill(0);
  for (let step = 0; step < 30; step++) {
    const g = new Array<number>(size).fill(0);
    const h = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    for (const { x, y } of rows) {
      let z = 0;
      for (let i = 0; i < size; i++) z += w[i]! * x[i]!;
      const p = 1 / (1 + Math.exp(-z));
      for (let i = 0; i < size; i++) {
        g[i]! += (y - p) * x[i]!;
        for (let j = 0; j < size; j++) h[i]![j]! += p * (1 - p) * x[i]! * x[j]!;
      }
    }
    for (let i = 0; i < size; i++) {
      g[i]! -= i === 0 ? 0 : ridge * w[i]!;
      h[i]![i]! += i === 0 ? 1e-6 : ridge;
    }
    solveLinear(h, g).forEach((d, i) => (w[i]! += d));
  }
  return w;
}

function solveLinear(a: number[][], b: number[]): number[] {
  const n = b.length;
  const m = a.map((row, i) => [...row, b[i]!]);
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(m[r]![c]!) > Math.abs(m[pivot]![c]!)) pivot = r;
    [m[c], m[pivot]] = [m[pivot]!, m[c]!];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const f = m[r]![c]! / m[c]![c]!;
      for (let k = c; k <= n; k++) m[r]![k]! -= f * m[c]![k]!;
    }
  }
  return m.map((row, i) => row[n]! / row[i]!);
}

function calibrate(cases: Case[], w: Float64Array): number[] {
  const ranked = cases.map((c) => rank(c, w)).filter((r): r is Ranked => r !== null);
  const first = logistic(ranked.map((r) => ({ x: r.x, y: r.right[0] ? 1 : 0 })), FIRST_INPUTS); // prettier-ignore
  const later = ranked.flatMap((r) => {
    const p = firstConfidence(first, r.x);
    return r.right
      .slice(1)
      .map((y, i) => ({ x: [1, r.behind[i + 1]!, Math.log(p / (1 - p))], y: y ? 1 : 0 }));
  });
  return [...first, ...logistic(later, LATER_INPUTS)].slice(0, CALIBRATION_SIZE);
}

/** Expected calibration error over ten bins, everything fitted on the other folds. */
function calibrationError(k = 5): { first: number; all: number; abstained: Record<string, number> } {
  const first: { p: number; y: boolean }[] = [];
  const all: { p: number; y: boolean }[] = [];
  for (let f = 0; f < k; f++) {
    const train = cases.filter((_, i) => i % k !== f);
    const weights = fit(train);
    const model = calibrate(train, weights);
    for (const c of cases.filter((_, i) => i % k === f)) {
      const r = rank(c, weights);
      if (!r) continue;
      const p = firstConfidence(model, r.x);
      r.right.forEach((y, i) => all.push({ p: i === 0 ? p : laterConfidence(model, p, r.behind[i]!), y }));
      first.push({ p, y: r.right[0]! });
    }
  }
  const below = (t: number) => first.filter(({ p }) => p < t).length / cases.length;
  return {
    first: binned(first),
    all: binned(all),
    abstained: { "0.2": below(0.2), "0.3": below(0.3), "0.4": below(0.4) },
  };
}

function binned(answers: { p: number; y: boolean }[]): number {
  let error = 0;
  for (let b = 0; b < 10; b++) {
    const inBin = answers.filter(({ p }) => Math.min(9, Math.floor(p * 10)) === b);
    if (inBin.length === 0) continue;
    const mean = inBin.reduce((sum, { p }) => sum + p, 0) / inBin.length;
    const right = inBin.filter(({ y }) => y).length / inBin.length;
    error += (inBin.length / answers.length) * Math.abs(mean - right);
  }
  return error;
}

const show = (r: { hit1: number; hit5: number; group1: number }) =>
  `hit@1 ${r.hit1.toFixed(3)} hit@5 ${r.hit5.toFixed(3)} group@1 ${r.group1.toFixed(3)}`;

const cases = collect();
console.log("start   ", show(judge(cases, Float64Array.from(INIT))));
console.log("5-fold  ", show(folds(cases)));
const w = fit(cases);
const misses: string[] = [];
const errors = calibrationError();
console.log(
  `calibration error, cross-validated: first answer ${errors.first.toFixed(3)}, all five ${errors.all.toFixed(3)}; abstention`,
  errors.abstained,
);
console.log("all     ", show(judge(cases, w, misses)));
console.log(FEATURES.map((f, i) => `${f} ${w[i]!.toFixed(2)}`).join(", "));
// The half whose misses may be read; the other half stays unseen so that it still tells something.
const readable = new Set(cases.filter((_, i) => i % 2 === 0).map((c) => c.title));
for (const [name, part] of [
  ["read half", 0],
  ["unseen half", 1],
] as const)
  console.log(
    name,
    show(
      judge(
        cases.filter((_, i) => i % 2 === part),
        w,
      ),
    ),
  );
if (process.argv.includes("--misses"))
  for (const m of misses) if (readable.has(m.split(" → ")[0]!)) console.log(m);
if (process.argv.includes("--write")) {
  const thousandths = (values: Iterable<number>) => [...values].map((v) => Math.round(v * 1000) / 1000);
  const parameters = {
    ...lexicon.parameters,
    weights: thousandths(w),
    calibration: thousandths(calibrate(cases, w)),
    abstainBelow: ABSTAIN_BELOW,
  };
  writeFileSync(
    join(root, "packages/engines/data/parameters.json"),
    JSON.stringify(parameters, null, 2) + "\n",
  );
}
