/** The evaluation of a year: each indicator with its figure, how far it is reached, and what is missing. Pure. */
import type { Sentence } from "../../platform/index.ts";
import type { AllianceKind } from "../kinds.ts";
import { indicatorsOf, type Indicator } from "./indicators.ts";

export interface Evidence {
  kind: string;
  id: string;
  title: string;
  on: string | null;
}
export interface Measured {
  /** null = nothing can be said */
  value: number | null;
  evidence: Evidence[];
}
export interface Statement {
  value: number | null;
  words: string;
  proof: string;
}
export type Verdict = "reached" | "short" | "hit" | "clear" | "unknown";
export interface Result extends Indicator {
  value: number | null;
  /** from where the figure comes: the work itself, or what the secretariat states */
  source: "computed" | "stated" | "none";
  verdict: Verdict;
  /** points; null = none can be given */
  points: number | null;
  /** what is missing, in a sentence; null where nothing is */
  gap: Sentence | null;
  evidence: Evidence[];
  words: string;
  proof: string;
}
export interface Evaluated {
  /** base: fails as one of the base indicators does; negative: one is hit; unknown: a base indicator cannot be told */
  outcome: "met" | "base-short" | "negative-hit" | "unknown";
  /** of the substantive indicators, out of 100; what cannot be told gives none */
  score: number;
  /** points that cannot be told */
  unknown: number;
  results: Result[];
}

const FEWER_IS_BETTER = new Set(["park-rank"]);
const tenth = (value: number): number => Math.round(value * 10) / 10;

/**
 * @param measures by the key of their indicator; a figure that the work tells is never overwritten by a statement
 */
export function evaluate(kind: AllianceKind, measures: ReadonlyMap<string, Measured>, statements: ReadonlyMap<string, Statement>): Evaluated {
  const results = indicatorsOf(kind).map((indicator) => judge(indicator, measures.get(indicator.key), statements.get(indicator.key)));
  const base = results.filter(({ group }) => group === "base");
  const outcome =
    results.some(({ verdict }) => verdict === "hit") ? "negative-hit"
    : base.some(({ verdict }) => verdict === "short") ? "base-short"
    : base.some(({ verdict }) => verdict === "unknown") ? "unknown"
    : "met";
  const substantive = results.filter(({ group }) => group === "substantive");
  return {
    outcome,
    score: tenth(substantive.reduce((sum, { points }) => sum + (points ?? 0), 0)),
    unknown: substantive.reduce((sum, { points, weight }) => sum + (points === null ? weight : 0), 0),
    results,
  };
} // prettier-ignore

function judge(indicator: Indicator, measured: Measured | undefined, statement: Statement | undefined): Result {
  const stated = indicator.stated ? (statement?.value ?? null) : null;
  const value = indicator.stated ? stated : (measured?.value ?? null);
  const source = value === null ? "none" : indicator.stated ? "stated" : "computed";
  const reached = value !== null && (FEWER_IS_BETTER.has(indicator.key) ? value <= indicator.target : value >= indicator.target);
  const verdict: Verdict =
    value === null ? "unknown"
    : indicator.group === "negative" ? (value > indicator.target ? "hit" : "clear")
    : reached ? "reached"
    : "short";
  const points = indicator.group !== "substantive" || value === null ? null : tenth(indicator.weight * Math.min(1, Math.max(0, value) / indicator.target));
  return {
    ...indicator, value, source, verdict, points,
    gap: gapOf(indicator, value, verdict),
    evidence: measured?.evidence ?? [],
    words: statement?.words ?? "",
    proof: indicator.stated ? (statement?.proof ?? "") : "",
  };
} // prettier-ignore

function gapOf(of: Indicator, value: number | null, verdict: Verdict): Sentence | null {
  if (verdict === "unknown")
    return of.stated
      ? {
          zh: "系统没有这项数据，须由秘书处填报并附依据。",
          en: "The system has no figure of this; the secretariat states it with its proof.",
        }
      : of.group === "negative"
        ? null
        : { zh: "还没有可以计算的数据。", en: "There is nothing yet to compute it from." };
  if (verdict === "hit") return { zh: `命中否定性指标：${value}，限 ${of.target}。`, en: `A negative indicator is hit: ${value}, limit ${of.target}.` }; // prettier-ignore
  if (verdict !== "short") return null;
  if (of.unit === "yes") return { zh: "尚未达到。", en: "Not reached yet." };
  return FEWER_IS_BETTER.has(of.key)
    ? { zh: `现为 ${value}，须不高于 ${of.target}。`, en: `It is ${value}; at most ${of.target} is asked.` }
    : { zh: `现为 ${value}，还差 ${tenth(of.target - value!)}。`, en: `It is ${value}, ${tenth(of.target - value!)} short.` }; // prettier-ignore
}
