/** Small instances drawn by chance, with every feature that the rules know. */
import { Random } from "../../sample/random.ts";
import type {
  CandidateRow,
  Instance,
  Lines,
  NaiveQuota,
  NaiveRules,
  PlanRow,
  PreferenceRow,
} from "./naive.ts";

const BATCHES = ["bachelor", "college"];
const CATEGORIES = ["机械", "it"];
const COLUMNS = ["culture", "skill", "english"];

/** @param size candidates at most */
export function drawInstance(seed: number, size = 14): Instance {
  const random = new Random(seed * 2654435761 + 101);
  const group = random.chance(0.35);
  const engine = random.pick(group ? (["parallel", "sequential"] as const) : (["parallel", "matching", "sequential"] as const)); // prettier-ignore
  const weights = () => (random.chance(0.4) ? { culture: 0.6, skill: 0.4 } : { culture: 1, skill: 1 });
  const ties = () => random.pick([[], ["skill"], ["skill", "english"], ["total", "english"]]);
  const lines = (share: number): Lines => ({
    ...(random.chance(share) ? { minScore: random.pick([1, 2, 2.5, 3]) } : {}),
    ...(random.chance(share / 2)
      ? { min: random.chance(0.4) ? { tested: random.pick([2, 3.5]) } : { skill: random.pick([1, 1.5, 2]) } }
      : {}),
  });
  const quotas: NaiveQuota[] =
    group || random.chance(0.5)
      ? []
      : ["soldier", "hardship"].slice(0, random.between(1, 2)).map((id) => ({
          id,
          ...lines(0.4),
          ...(random.chance(0.5) ? { score: { skill: 1 } } : {}),
          ...(random.chance(0.4) ? { ties: ["english"] } : {}),
          ...(random.chance(0.4) ? { order: "general-first" as const } : {}),
          ...(random.chance(0.5) ? { flowBack: random.chance(0.5) } : {}),
        }));
  const rankings: NaiveRules["rankings"] =
    engine === "matching" && random.chance(0.7)
      ? { skilled: { score: { skill: 1 }, ties: ["culture"] }, english: { score: { english: 1, culture: 0.5 }, ties: [] } } // prettier-ignore
      : {};
  const rules: NaiveRules = {
    engine,
    sums: { tested: ["skill", "english"] },
    score: weights(),
    ties: ties(),
    lastPlaceTies: random.pick(group ? (["cut", "draw"] as const) : (["cut", "draw", "all"] as const)),
    seed: "published beforehand",
    structure: group ? "group" : "programme",
    batches: BATCHES.slice(0, random.between(1, 2)).map((id) => ({
      id,
      ...lines(0.4),
      ...(random.chance(0.3) ? { categories: { it: lines(0.7) } } : {}),
    })),
    ...(random.chance(0.3) ? { categories: { it: { score: { culture: 0.5, english: 1 }, ties: ["english"] } } } : {}), // prettier-ignore
    ...(Object.keys(rankings).length > 0 ? { rankings } : {}),
    ...(quotas.length > 0 ? { quotas } : {}),
    ...(group ? { ratio: random.pick([1, 1.05, 1.2]), assign: random.pick(["score", "preference", { steps: [1, 0.5] }] as const) as NaiveRules["assign"] } : {}), // prettier-ignore
  };
  const categories = CATEGORIES.slice(0, random.between(1, 2));
  const plans: PlanRow[] = [];
  const units = random.between(2, 6);
  for (let u = 0; u < units; u++) {
    const row: PlanRow = {
      unit: `u${u}`,
      category: random.pick(categories),
      batch: random.pick(rules.batches).id,
      capacity: random.below(4),
      school: `s${random.below(2)}`,
      least: random.chance(0.2) ? random.pick(["1", "2.5", "3"]) : "",
      quota: "",
      ranking: random.chance(0.6) && rules.rankings ? random.pick(Object.keys(rankings)) : "",
    };
    const reserved = quotas.filter(() => random.chance(0.5));
    if (reserved.length === 0 || random.chance(0.85)) plans.push(row);
    for (const { id } of reserved) plans.push({ ...row, quota: id, capacity: random.below(3) });
  }
  const candidates = Array.from({ length: random.between(1, size) }, (_, i): CandidateRow => {
    const score = () => random.pick(["0", "1", "1.5", "2", "2", "2.25", "3"]);
    return {
      // Ids whose order of bytes is not that of their numbers, some beyond ASCII.
      id: random.chance(0.1) ? `考${i}` : `c${i}`,
      category: random.pick(categories),
      scores: Object.fromEntries(COLUMNS.map((column) => [column, score()])),
      quotas: quotas.filter(() => random.chance(0.4)).map((q) => q.id),
    };
  });
  const names = [...new Set(plans.map((p) => p.unit))];
  const preferences = candidates.flatMap((c) =>
    rules.batches.flatMap(({ id: batch }) =>
      [1, 2].flatMap((round): PreferenceRow[] => {
        if (round === 2 && random.chance(0.5)) return [];
        let no = 0;
        const liked = names.filter((u) => plans.some((p) => p.unit === u && p.category === c.category && p.batch === batch)); // prettier-ignore
        return Array.from({ length: random.below(6) }, () => ({
          id: c.id,
          batch,
          round,
          no: (no += random.between(1, 2)),
          unit: liked.length > 0 && random.chance(0.8) ? random.pick(liked) : random.pick(names),
          consent: random.chance(0.2),
        }));
      }),
    ),
  );
  shuffle(preferences, random);
  shuffle(candidates, random);
  shuffle(plans, random);
  return { rules, plans, candidates, preferences };
}

function shuffle<T>(list: T[], random: Random): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
}
