/** The composed score and the order of two candidates, exactly as docs/allocation.md says: decimals, never floats. */
import type { Rules } from "./shapes.ts";

const PLACES = 4;

/** Ten-thousandths of a decimal; null for what is none. */
export function tenThousandths(value: number | string | undefined): bigint | null {
  const match = /^(\d+)(?:\.(\d{1,4}))?$/.exec(String(value ?? "").trim());
  if (!match) return null;
  return BigInt(match[1]!) * 10_000n + BigInt((match[2] ?? "").padEnd(PLACES, "0") || "0");
}

const shortest = (value: bigint, places: number): string => {
  const text = value.toString().padStart(places + 1, "0");
  const rest = text.slice(-places).replace(/0+$/, "");
  return text.slice(0, -places) + (rest && `.${rest}`);
};

/** Weight × score of each column, and their sum, as decimals. Null while a score is missing. */
export function composed(rules: Rules, scores: Record<string, string>): { terms: { column: string; weight: string; score: string }[]; total: string; exact: bigint } | null {
  let exact = 0n;
  const terms: { column: string; weight: string; score: string }[] = [];
  for (const [column, weight] of Object.entries(rules.score)) {
    const [w, s] = [tenThousandths(weight), tenThousandths(scores[column])];
    if (w === null || s === null) return null;
    exact += w * s;
    terms.push({ column, weight: String(weight), score: scores[column]! });
  }
  return { terms, total: shortest(exact, 2 * PLACES), exact };
} // prettier-ignore

export type Standing =
  | { first: 0 | 1; by: "total" | "column"; column: string }
  | { first: null; by: "cut" | "draw" | "all"; column: string };

/** Who of two stands before the other, and what decides it. */
export function compare(rules: Rules, a: Record<string, string>, b: Record<string, string>): Standing | null {
  const [x, y] = [composed(rules, a), composed(rules, b)];
  if (!x || !y) return null;
  if (x.exact !== y.exact) return { first: x.exact > y.exact ? 0 : 1, by: "total", column: "total" };
  for (const column of rules.ties ?? []) {
    if (column === "total") continue;
    const [p, q] = [tenThousandths(a[column]), tenThousandths(b[column])];
    if (p === null || q === null) return null;
    if (p !== q) return { first: p > q ? 0 : 1, by: "column", column };
  }
  return { first: null, by: rules.lastPlaceTies ?? "cut", column: "" };
} // prettier-ignore
