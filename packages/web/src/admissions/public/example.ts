/** A filing small enough to follow by hand: parallel preferences, one list, in the order of places. */

export interface ExampleCandidate {
  id: string;
  score: number;
  skill: number;
  preferences: string[];
}

export interface ExampleUnit {
  id: string;
  places: number;
}

export interface ExampleStep {
  candidate: ExampleCandidate;
  rank: number;
  /** what became of each preference that was looked at */
  looked: { unit: string; full: boolean }[];
  admitted: string | null;
  /** places left afterwards */
  left: Record<string, number>;
}

/** By score, then by skill, then by id: the list of a category as the page on allocation has it with ties ["skill"] and cut. */
export const inOrder = (candidates: readonly ExampleCandidate[]): ExampleCandidate[] =>
  candidates.toSorted((a, b) => b.score - a.score || b.skill - a.skill || (a.id < b.id ? -1 : 1));

/** Each in the order of the list goes to the first of his preferences that has a place. */
export function fileInSteps(
  candidates: readonly ExampleCandidate[],
  units: readonly ExampleUnit[],
): ExampleStep[] {
  const left = Object.fromEntries(units.map(({ id, places }) => [id, places]));
  return inOrder(candidates).map((candidate, index) => {
    const at = candidate.preferences.findIndex((unit) => (left[unit] ?? 0) > 0);
    const admitted = at === -1 ? null : candidate.preferences[at]!;
    const looked = candidate.preferences.slice(0, at === -1 ? undefined : at + 1);
    const step = looked.map((unit) => ({ unit, full: unit !== admitted }));
    if (admitted !== null) left[admitted]! -= 1;
    return { candidate, rank: index + 1, looked: step, admitted, left: { ...left } };
  });
}
