import type { Decision } from "./rules.ts";

/** What a run counted, as its engine writes it down. */
export interface RunCounts {
  /** cards by what the rules say; add = programmes that nobody offers */
  decisions: Partial<Record<Decision, number>>;
  offerings: number;
  /** offerings without any figure, which have no card */
  absent: number;
  /** cards for which no rule could be judged */
  blind: number;
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

/** Reads the counts of a run; null while there are none. */
export function readCounts(counts: Record<string, unknown> | null): RunCounts | null {
  if (!counts) return null;
  return {
    decisions: (counts["decisions"] ?? {}) as RunCounts["decisions"],
    offerings: Number(counts["offerings"] ?? 0),
    absent: Number(counts["absent"] ?? 0),
    blind: Number(counts["blind"] ?? 0),
    targets: (counts["targets"] ?? []) as Target[],
    idle: (counts["idle"] ?? []) as RunCounts["idle"],
    judgedInMs: typeof counts["judgedInMs"] === "number" ? counts["judgedInMs"] : null,
  };
}
