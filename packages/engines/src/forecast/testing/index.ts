/** Invented series for tests and benches. */
import { randomOf } from "../../cycle/testing/index.ts";
import type { Series } from "../types.ts";

/** Counts that grow or shrink at a rate of their own with yearly noise; sizes from 5 to 5,000. */
export function randomWalks(count: number, years: number, seed: number): Series[] {
  const random = randomOf(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: count }, (_, i) => {
    let level = 5 * 10 ** (3 * random());
    const trend = 0.06 * normal();
    const values = Array.from({ length: years }, () => {
      level *= Math.exp(trend + 0.1 * normal());
      return Math.max(0, Math.round(level + Math.sqrt(level) * normal()));
    });
    return { key: `s${String(i).padStart(5, "0")}`, values, groups: [`g${i % 20}`, "all"] };
  });
}
