import type { AllocationRules, BatchRules, Candidates, Lines, Ordering } from "./types.ts";

type Sums = AllocationRules["sums"];

/** The columns that a line counts: those of a sum, or the one of its name. */
const partsOf = (sums: Sums, name: string): readonly string[] =>
  Object.hasOwn(sums, name) ? sums[name]! : [name];

const columnsOf =
  (sums: Sums) =>
  (part: Partial<Ordering> & Lines): string[] => [
    ...Object.keys(part.score ?? {}),
    ...(part.ties ?? []).filter((tie) => tie !== "total"),
    ...Object.keys(part.min ?? {}).flatMap((name) => partsOf(sums, name)),
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
  return [
    ...new Set([...parts.flatMap(columnsOf(rules.sums)), ...ranges.flatMap((range) => Object.keys(range))]),
  ];
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
    ].flatMap(columnsOf(rules.sums)),
  );
}

/** What a line of this name is compared with, for one candidate, in ten-thousandths. */
export const pointsOf = (
  rules: AllocationRules,
  columns: readonly string[],
  scores: Candidates["scores"],
  name: string,
  c: number,
): number => partsOf(rules.sums, name).reduce((sum, column) => sum + scores[columns.indexOf(column)]![c]!, 0);

/** The same for everybody: the column itself, or one made of a sum. */
export function pointsColumn(
  rules: AllocationRules,
  columns: readonly string[],
  candidates: Candidates,
  name: string,
): Float64Array {
  const [first, ...more] = partsOf(rules.sums, name).map((column) => candidates.scores[columns.indexOf(column)]!); // prettier-ignore
  if (more.length === 0) return first!;
  const sum = Float64Array.from(first!);
  for (const scores of more) for (let c = 0; c < sum.length; c++) sum[c]! += scores[c]!;
  return sum;
}
