/** A drawn season as files, for trying rules where no past season is at hand. The same seed gives the same bytes. */
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { scoreColumns, type AllocationRules } from "@tixi/engines/allocation";
import { Random } from "@tixi/engines/sample";

export interface DrawnSize {
  candidates: number;
  units: number;
  preferences: number;
  seed: number;
}

const CATEGORIES = ["示例一类", "示例二类", "示例三类"];
const USUAL_MAX = 300;

/**
 * Writes plans.csv, candidates.csv and preferences.csv for these rules: scores within their ranges around an ability, better
 * candidates want units that are wanted more, nine tenths as many places as candidates.
 */
export async function drawSeason(rules: AllocationRules, size: DrawnSize, folder: string): Promise<void> {
  const random = new Random(size.seed);
  const columns = scoreColumns(rules);
  const groups = rules.structure === "group";
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const plans = createWriteStream(path.join(folder, "plans.csv"));
  plans.write("unit_id,category,batch,capacity,school_id,quota,ranking\n");
  const batches = rules.batches.map(({ id }) => id);
  const rankings = Object.keys(rules.rankings);
  const units = Array.from({ length: size.units }, (_, u) => ({
    id: `U${String(u + 1).padStart(5, "0")}`,
    category: u % CATEGORIES.length,
    batch: Math.floor(u / CATEGORIES.length) % batches.length,
  }));
  const share = (0.9 * size.candidates) / size.units;
  units.forEach((unit, u) => {
    const places = Math.max(1, Math.round(share * (0.5 + random.next())));
    const row = (capacity: number, quota: string) =>
      `${unit.id},${CATEGORIES[unit.category]},${cell(batches[unit.batch]!)},${capacity},${groups ? `S${Math.floor(u / 12)}` : ""},${cell(quota)},${cell(rankings.length > 0 && !quota ? rankings[u % rankings.length]! : rankings.length > 0 ? rankings[u % rankings.length]! : "")}\n`;
    plans.write(row(places, ""));
    for (const { id } of rules.quotas) if (random.chance(0.1)) plans.write(row(1, id));
  });
  await ended(plans);
  const people = createWriteStream(path.join(folder, "candidates.csv"));
  const wishes = createWriteStream(path.join(folder, "preferences.csv"));
  people.write(`${["candidate_id", "category", ...columns, ...rules.quotas.map(({ id }) => id)].map(cell).join(",")}\n`);
  wishes.write("candidate_id,batch,round,preference_no,unit_id,consent\n");
  for (let c = 0; c < size.candidates; c++) {
    const id = `C${String(c + 1).padStart(7, "0")}`;
    const category = random.below(CATEGORIES.length);
    const ability = (random.next() + random.next() + random.next()) / 3;
    const scores = columns.map((column) => {
      const [low, high] = rules.categories[CATEGORIES[category]!]?.range?.[column] ?? rules.range[column] ?? [0, USUAL_MAX];
      return Math.round(low + (high - low) * Math.min(1, Math.max(0, ability + 0.15 * (random.next() - 0.5))));
    });
    const holds = rules.quotas.map(() => (random.chance(0.02) ? "1" : ""));
    people.write(`${[id, CATEGORIES[category], ...scores, ...holds].join(",")}\n`);
    const most = Math.min(size.preferences, rules.maxPreferences ?? size.preferences);
    let lines = "";
    batches.forEach((batch, b) => {
      const open = units.filter((unit) => unit.category === category && unit.batch === b);
      const named = new Set<number>();
      for (let k = 0; k < Math.min(most, open.length); k++) {
        const wanted = Math.floor(open.length * Math.min(0.999, Math.max(0, 0.7 * (1 - ability) + 0.4 * random.next() ** 2)));
        let at = wanted;
        while (named.has(at)) at = (at + 1) % open.length;
        named.add(at);
        lines += `${id},${cell(batch)},1,${k + 1},${open[at]!.id},1\n`;
      }
    });
    if (!wishes.write(lines)) await once(wishes, "drain");
  }
  await Promise.all([ended(people), ended(wishes)]);
} // prettier-ignore

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

async function ended(stream: ReturnType<typeof createWriteStream>): Promise<void> {
  stream.end();
  await once(stream, "close");
}
