import {
  allocateSeason,
  explainer,
  printScore,
  scoreColumns,
  seasonFromRows,
  type AllocationRules,
} from "@tixi/engines/allocation";
import type { Sentence } from "../platform/index.ts";
import type { PreferenceOutcome } from "./outcomes-store.ts";
import { outcomeInWords } from "./outcomes-words.ts";
import type { UnitRow } from "./units.sql.ts";

export interface Wisher {
  number: string;
  category: string;
  quotas: readonly string[];
  /** ten-thousandths by subject; absent or missing = none */
  points: Readonly<Record<string, number | null>>;
}

export interface Warning {
  /** place in the list, from 1 */
  no: number;
  unit: string;
  kind: "category" | "batch" | "repeated" | "line" | "no-vacancy";
  words: Sentence;
}

const VOID: readonly string[] = ["category", "batch", "repeated", "line", "no-vacancy"];

/**
 * Which preferences will be void, and why: a round with this one candidate is filed by the engine itself, so that what he is
 * warned of is what the run will say. Time: about that of reading his list.
 * @param left places of each unit before a supplementary round; null in the first
 */
export function voidPreferences(
  rules: AllocationRules,
  wisher: Wisher,
  of: { batch: string; round: number },
  choices: readonly { unit: string; consent: boolean }[],
  units: readonly UnitRow[],
  left: ReadonlyMap<string, number> | null,
  names: ReadonlyMap<string, string>,
): Warning[] {
  if (choices.length === 0) return [];
  const candidate: Record<string, string> = { candidate_id: wisher.number, category: wisher.category };
  for (const column of scoreColumns(rules)) candidate[column] = printScore(wisher.points[column] ?? 0);
  for (const { id } of rules.quotas) candidate[id] = wisher.quotas.includes(id) ? "1" : "";
  const plans = units.flatMap((unit) =>
    Object.entries(unit.seats).map(([quota, capacity], i) => ({
      unit_id: unit.unit,
      category: unit.category,
      batch: unit.batch,
      // places left stand at the first kind of seat: only whether there is one is asked
      capacity: String(left === null ? capacity : i === 0 ? (left.get(unit.unit) ?? 0) : 0),
      school_id: unit.schoolCode,
      min_score: unit.minScore === null ? "" : printScore(unit.minScore),
      quota,
      ranking: unit.ranking,
    })),
  );
  const preferences = choices.map(({ unit, consent }, i) => ({
    candidate_id: wisher.number,
    batch: of.batch,
    round: String(of.round),
    preference_no: String(i + 1),
    unit_id: unit,
    consent: consent ? "1" : "",
  }));
  const { season, faults } = seasonFromRows(rules, { plans, candidates: [candidate], preferences });
  if (season === null) throw new Error(`a list of preferences cannot be looked at: ${faults[0]!.reason.en}`);
  const told = JSON.parse(explainer(season, allocateSeason(season))(0)) as { rank: number; preferences: PreferenceOutcome[] };
  return told.preferences
    .filter(({ outcome }) => VOID.includes(outcome))
    .map((one) => ({
      no: one.no,
      unit: one.unit,
      kind: one.outcome as Warning["kind"],
      words: outcomeInWords(one, { rank: told.rank, ownList: false, names }),
    }));
} // prettier-ignore
