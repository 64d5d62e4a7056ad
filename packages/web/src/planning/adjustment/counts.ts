import type { Decision } from "./rules.ts";

/** What a run counted, as its engine writes it down. */
export interface RunCounts {
  counts: Partial<Record<Decision, number>>;
  absent: number;
  blind: number | null;
  targets: Target[];
  idle: { rule: string; reason: string }[];
  judgedInMs: number | null;
}
export interface Target {
  rule: string;
  met: boolean | null;
  figures: { indicator: string; op: string; threshold: number; years: number[]; values: number[] }[];
  notJudged: { indicator: string; reason: string; year: number | null }[];
}

const size = (value: unknown): number =>
  typeof value === "number" ? value : Array.isArray(value) ? value.length : 0;

/** Reads the counts of a run; null while there are none. */
export function readCounts(counts: Record<string, unknown> | null): RunCounts | null {
  if (!counts) return null;
  return {
    counts: (counts["counts"] ?? {}) as RunCounts["counts"],
    absent: size(counts["absent"]),
    blind: typeof counts["blind"] === "number" ? counts["blind"] : null,
    targets: (counts["targets"] ?? []) as Target[],
    idle: (counts["idle"] ?? []) as RunCounts["idle"],
    judgedInMs: typeof counts["judgedInMs"] === "number" ? counts["judgedInMs"] : null,
  };
}
