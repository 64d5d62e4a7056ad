/** The files of a large admission: twelve categories, one batch, better candidates want better units. Imported by allocation.ts. */
import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { Random, wishes } from "@tixi/engines/allocation/testing";

const CATEGORIES = 12;
const BLOCK = 1 << 22;

export interface AllocationInput {
  rules: string;
  plans: string;
  candidates: string;
  preferences: string;
}

/** Writes the four files into `folder`; the same sizes give the same bytes. */
export function writeAllocationFiles(
  folder: string,
  size: { candidates: number; preferences: number; units: number },
): AllocationInput {
  const random = new Random(11);
  const files = {
    rules: path.join(folder, "rules.json"),
    plans: path.join(folder, "plans.csv"),
    candidates: path.join(folder, "candidates.csv"),
    preferences: path.join(folder, "preferences.csv"),
  };
  const rules = {
    engine: "parallel",
    score: { culture: 1, skill: 1 },
    range: { culture: [0, 320], skill: [0, 430] },
    ties: ["skill", "culture"],
    batches: [{ id: "college", minScore: 180 }],
    maxPreferences: 96,
  };
  writeFileSync(files.rules, JSON.stringify(rules));
  // units of a category stand together, the most wanted first
  const perCategory = Math.ceil(size.units / CATEGORIES);
  const unitId = (u: number): string =>
    `${String(10_000 + Math.floor(u / 40))}${String(u % 40).padStart(2, "0")}`;
  const categoryOf = (u: number): number => Math.floor(u / perCategory);
  const plans = ["unit_id,category,batch,capacity,min_score"];
  for (let u = 0; u < size.units; u++) {
    const capacity = Math.max(1, Math.round(((0.9 * size.candidates) / size.units) * (0.5 + random.next())));
    plans.push(`${unitId(u)},k${categoryOf(u)},college,${capacity},${random.chance(0.05) ? 400 : ""}`);
  }
  writeFileSync(files.plans, `${plans.join("\n")}\n`);

  const people = openSync(files.candidates, "w");
  const chosen = openSync(files.preferences, "w");
  const out = { people: new Lines(people), chosen: new Lines(chosen) };
  out.people.text("candidate_id,category,culture,skill\n");
  out.chosen.text("candidate_id,batch,round,preference_no,unit_id\n");
  const draw = wishes(random, perCategory);
  const ids = Array.from({ length: size.units }, (_, u) => `,${unitId(u)}\n`);
  const numbers = Array.from({ length: size.preferences }, (_, k) => `,college,1,${k + 1}`);
  for (let c = 0; c < size.candidates; c++) {
    const id = String(26_370_000_000_000 + c);
    const category = c % CATEGORIES;
    const last = Math.min(perCategory, size.units - category * perCategory);
    const ability = random.next();
    const culture = Math.round(320 * Math.min(1, 0.2 + 0.7 * ability + 0.1 * random.next()));
    const skill = Math.round(430 * Math.min(1, 0.2 + 0.7 * ability + 0.1 * random.next()));
    out.people.text(`${id},k${category},${culture},${skill}\n`);
    for (let k = 0; k < size.preferences; k++) {
      const wanted = Math.min(draw(c, ability), last - 1);
      out.chosen.text(id);
      out.chosen.text(numbers[k]!);
      out.chosen.text(ids[category * perCategory + wanted]!);
    }
  }
  out.people.flush();
  out.chosen.flush();
  closeSync(people);
  closeSync(chosen);
  return files;
}

/** Plain ASCII, written in large blocks. */
class Lines {
  readonly #file: number;
  readonly #bytes = Buffer.alloc(BLOCK);
  #used = 0;

  constructor(file: number) {
    this.#file = file;
  }

  text(text: string): void {
    if (this.#used + text.length > BLOCK) this.flush();
    const bytes = this.#bytes;
    let at = this.#used;
    for (let k = 0; k < text.length; k++) bytes[at++] = text.charCodeAt(k);
    this.#used = at;
  }

  flush(): void {
    writeSync(this.#file, this.#bytes, 0, this.#used);
    this.#used = 0;
  }
}
