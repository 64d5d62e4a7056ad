/** Small seasons drawn by chance, with every rule of docs/allocation.md. */
import { Random } from "../../sample/random.ts";
import type { SeasonRows, TextRow } from "../rows.ts";

export interface DrawOptions {
  engine?: "parallel" | "matching" | "sequential";
  structure?: "programme" | "group";
  quotas?: boolean;
  ties?: "cut" | "draw" | "all";
  /** one list for all: no rankings, quotas without lists of their own */
  oneList?: boolean;
}

export interface DrawnSeason {
  rules: Record<string, unknown>;
  rows: SeasonRows;
}

/** Up to six candidates and four units; places are fewer than people, scores collide. */
export function drawSeason(seed: number, options: DrawOptions = {}): DrawnSeason {
  const random = new Random(seed * 2654435761 + 99);
  const engine = options.engine ?? random.pick(["parallel", "matching", "sequential"] as const);
  const structure =
    options.structure ?? (engine !== "matching" && random.chance(0.3) ? "group" : "programme");
  const grouped = structure === "group";
  const ties = options.ties ?? random.pick(grouped ? (["cut", "draw"] as const) : (["cut", "draw", "all"] as const));
  const quotas = grouped ? [] : drawQuotas(random, options);
  const rankings =
    engine === "matching" && !options.oneList && random.chance(0.7)
      ? { r1: { score: { skill: 1 }, ties: ["culture"] }, r2: { score: { culture: 0.3, skill: 1.5 } } }
      : {};
  const categories = random.chance(0.3) ? ["k1", "k2"] : ["k1"];
  const lines = () => ({
    ...(random.chance(0.4) ? { minScore: random.between(0, 4) } : {}),
    ...(random.chance(0.3) ? { min: random.chance(0.3) ? { both: random.between(1, 4) } : { culture: random.between(0, 2) } } : {}),
  });
  const batches = ["b1", "b2"].slice(0, random.between(1, 2)).map((id) => ({
    id,
    ...lines(),
    ...(random.chance(0.2) ? { categories: { k2: lines() } } : {}),
  }));
  const rules = {
    engine,
    structure,
    sums: { both: ["culture", "skill"] },
    score: { culture: 1, skill: random.pick([1, 1, 0.5]) },
    ties: random.pick([[], ["skill"], ["skill", "total"], ["culture"]]),
    lastPlaceTies: ties,
    ...(ties === "draw" ? { seed: `s${seed}` } : {}),
    batches,
    ...(categories.length > 1 && random.chance(0.5) ? { categories: { k2: { score: { skill: 2 } } } } : {}),
    ...(Object.keys(rankings).length > 0 ? { rankings } : {}),
    ...(quotas.length > 0 ? { quotas } : {}),
    ...(grouped ? { ratio: random.pick([1, 1.2]), assign: random.pick(["score", "preference", { steps: [1] }, { steps: [2, 0.5] }]) } : {}),
  };
  const units = ["u1", "u2", "u3", "u4"].slice(0, random.between(1, grouped ? 4 : 3));
  const plans = units.flatMap((unit_id, k): TextRow[] => {
    const unit = {
      unit_id,
      category: grouped ? categories[0]! : random.pick(categories),
      batch: grouped ? batches[0]!.id : random.pick(batches).id,
      school_id: grouped ? (k < 2 ? "x" : "y") : "x",
      min_score: random.chance(0.2) ? String(random.between(1, 5)) : "",
      ranking: random.chance(0.8) ? (random.pick(["", ...Object.keys(rankings)]) ?? "") : "",
    };
    const general = { ...unit, quota: "", capacity: String(random.between(0, 2)) };
    const reserved = quotas.flatMap(({ id }) =>
      random.chance(0.6) ? [{ ...unit, quota: String(id), capacity: String(random.between(0, 2)) }] : [],
    );
    return reserved.length > 0 && random.chance(0.1) ? reserved : [general, ...reserved];
  });
  const people = Array.from({ length: random.between(1, grouped ? 6 : 5) }, (_, k) => `c${k + 1}`);
  const candidates = people.map((candidate_id): TextRow => ({
    candidate_id,
    category: random.pick(categories),
    culture: String(random.between(0, 3)),
    skill: String(random.between(0, 3)),
    ...Object.fromEntries(quotas.map(({ id }) => [id, random.chance(0.4) ? "1" : ""])),
  }));
  const preferences: TextRow[] = [];
  for (const candidate_id of people)
    for (const { id: batch } of batches)
      for (const round of random.chance(0.4) ? [1, 2] : [1]) {
        let no = 0;
        for (let n = random.between(0, 3 + (grouped ? 2 : 0)); n > 0; n--) {
          no += random.between(1, 2);
          preferences.push({
            candidate_id,
            batch,
            round: round === 1 && random.chance(0.3) ? "" : String(round),
            preference_no: String(no),
            unit_id: random.pick(units),
            consent: random.chance(0.3) ? "1" : "0",
          });
        }
      }
  return { rules, rows: { plans, candidates, preferences } };
} // prettier-ignore

function drawQuotas(random: Random, options: DrawOptions): Record<string, unknown>[] {
  if (options.quotas === false || (options.quotas === undefined && random.chance(0.5))) return [];
  return ["q1", "q2"].slice(0, random.between(1, 2)).map((id) => ({
    id,
    ...(random.chance(0.5) ? { order: random.pick(["reserve-first", "general-first"]) } : {}),
    ...(random.chance(0.6) ? { flowBack: random.chance(0.5) } : {}),
    ...(random.chance(0.3) ? { minScore: random.between(0, 3) } : {}),
    ...(random.chance(0.2) ? { min: { skill: 1 } } : {}),
    ...(!options.oneList && random.chance(0.4) ? { score: { skill: 1 } } : {}),
    ...(!options.oneList && random.chance(0.3) ? { ties: ["culture"] } : {}),
  }));
}

/** The same rows in another order. */
export function shuffled(rows: SeasonRows, seed: number): SeasonRows {
  const random = new Random(seed);
  const mixed = (list: readonly TextRow[]): TextRow[] =>
    list
      .map((row) => ({ row, key: random.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ row }) => row);
  return {
    plans: mixed(rows.plans),
    candidates: mixed(rows.candidates),
    preferences: mixed(rows.preferences),
  };
}
