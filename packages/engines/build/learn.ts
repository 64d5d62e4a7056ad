/** Learns the weights of the features and the calibration of confidence from labelled postings. */
import {
  CALIBRATION_SIZE,
  FIRST_INPUTS,
  firstConfidence,
  firstInputs,
  laterConfidence,
  LATER_INPUTS,
} from "../src/coding/calibration.ts";
import type { Answer } from "../src/coding/evaluate.ts";
import { FEATURE_COUNT } from "../src/coding/features.ts";
import type { Lexicon } from "../src/coding/lexicon.ts";
import { Scorer } from "../src/coding/scorer.ts";
import type { Labelled } from "./gold.ts";

/** One labelled posting: its candidates, best of the starting weights first, and their features. */
export interface Case {
  accepted: Set<number>;
  candidates: number[];
  x: Float64Array;
  covered: number;
}

/** Weights before anything is learned, in the order of FEATURES; learning is drawn towards them. */
export const INIT = [3, 4, 1, 1, 3, 0.7, 1, 1.5, 1, 1, 0.5, 0.3, 0, 0.2, 0.2];
/** Below this confidence the coder gives candidates but chooses none. */
export const ABSTAIN_BELOW = 0.25;
const MOST_CANDIDATES = 60;

export function collect(lexicon: Lexicon, gold: readonly Labelled[]): Case[] {
  const codes = new Map(lexicon.occupations.map((c, i) => [c, i]));
  const scorer = new Scorer(lexicon);
  return gold.map((g) => {
    scorer.collect(g);
    const rows = [...scorer.touched.subarray(0, scorer.touchedCount)].map((o) => {
      const f = scorer.features.slice(o * FEATURE_COUNT, (o + 1) * FEATURE_COUNT);
      return { o, f, s: f.reduce((sum, v, i) => sum + v * INIT[i]!, 0) };
    });
    rows.sort((a, b) => b.s - a.s || a.o - b.o);
    const kept = rows.slice(0, MOST_CANDIDATES);
    const x = new Float64Array(kept.length * FEATURE_COUNT);
    kept.forEach((r, i) => x.set(r.f, i * FEATURE_COUNT));
    return {
      accepted: new Set(g.accepted.map((c) => codes.get(c)).filter((o) => o !== undefined)),
      candidates: kept.map((r) => r.o),
      x,
      covered: scorer.title.significant === 0 ? 0 : scorer.title.covered / scorer.title.significant,
    };
  });
}

/** Conditional logistic regression: maximises log Σ p(accepted) with a ridge towards the starting weights. */
export function fit(cases: readonly Case[], ridge = 0.02, steps = 250): Float64Array {
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
      w[f] = Math.max(0, w[f]! + 0.05 * step);
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

/** What calibration looks at: the five best of a case, whether each is right, and the inputs of the first. */
interface Ranked {
  order: number[];
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
    order,
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

export function calibrate(cases: readonly Case[], w: Float64Array): number[] {
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

/** The answer for a case under learned weights and calibration, as the coder would give it. */
export function answer(lexicon: Lexicon, c: Case, w: Float64Array, calibration: readonly number[]): Answer {
  const ranked = rank(c, w);
  if (!ranked) return { candidates: [], chosen: false };
  const first = firstConfidence(calibration, ranked.x);
  return {
    candidates: ranked.order.map((i, k) => ({
      code: lexicon.occupations[c.candidates[i]!]!,
      confidence: k === 0 ? first : laterConfidence(calibration, first, ranked.behind[k]!),
    })),
    chosen: first >= ABSTAIN_BELOW,
  };
}
