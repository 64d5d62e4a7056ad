import type { AllocationRules, BatchRules, Lines, Ordering } from "./types.ts";

const columnsOf = (part: Partial<Ordering> & Lines): string[] => [
  ...Object.keys(part.score ?? {}),
  ...(part.ties ?? []).filter((tie) => tie !== "total"),
  ...Object.keys(part.min ?? {}),
];

/** The lines of a batch for a category: its own minScore, and its own columns, where it has them. */
export function batchLines(batch: BatchRules, category: string): Lines {
  const own = batch.categories?.[category];
  return { minScore: own?.minScore ?? batch.minScore, min: own?.min ?? batch.min };
}

/** The score columns that the rules name, each once, in the order of the rules. */
export function scoreColumns(rules: AllocationRules): string[] {
  const parts = [
    rules,
    ...Object.values(rules.categories),
    ...Object.values(rules.rankings),
    ...rules.quotas,
    ...rules.batches,
    ...rules.batches.flatMap((batch) => Object.values(batch.categories ?? {})),
  ];
  const ranges = [rules.range, ...Object.values(rules.categories).map(({ range }) => range ?? {})];
  return [...new Set([...parts.flatMap(columnsOf), ...ranges.flatMap((range) => Object.keys(range))])];
}

/** The columns without which somebody of this category cannot be ranked or measured by a line. */
export function neededColumns(rules: AllocationRules, category: string): Set<string> {
  const own = rules.categories[category];
  return new Set(
    [
      { score: own?.score ?? rules.score, ties: own?.ties ?? rules.ties },
      ...Object.values(rules.rankings),
      ...rules.quotas,
      ...rules.batches.map((batch) => batchLines(batch, category)),
    ].flatMap(columnsOf),
  );
}
