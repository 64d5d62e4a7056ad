import { readFile } from "node:fs/promises";

/** How far rows of candidates, without their numbers, tell persons apart. */
export interface Alike {
  candidates: number;
  /** rows that nobody else has */
  alone: number;
  /** rows that fewer than five have */
  belowFive: number;
}

/** Counts equal rows of a candidates.csv whose first column is the number. Whoever knows all scores of one alone finds him. */
export async function alikeIn(file: string): Promise<Alike> {
  const rows = (await readFile(file, "utf8"))
    .split("\n")
    .slice(1)
    .filter((line) => line !== "");
  const counts = new Map<string, number>();
  for (const row of rows) {
    const rest = row.slice(row.indexOf(",") + 1);
    counts.set(rest, (counts.get(rest) ?? 0) + 1);
  }
  let alone = 0;
  let belowFive = 0;
  for (const n of counts.values()) {
    if (n === 1) alone++;
    if (n < 5) belowFive += n;
  }
  return { candidates: rows.length, alone, belowFive };
}
