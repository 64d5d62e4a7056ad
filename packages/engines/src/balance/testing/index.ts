/** The balance as a linear programme, every edge written out: the reference for tests and benches, not for use. */
import { EDUCATIONS, LEVELS } from "../../types/index.ts";
import type { BalanceInput, BalanceOptions, CrosswalkLink } from "../types.ts";

/**
 * In the CPLEX LP format: maximise Σ (weight − cost)·x, Σ_out x ≤ supply, Σ_in x ≤ demand. Of two links between the same
 * programme and occupation the better counts. `text` is empty when there is no edge of any worth.
 */
export function balanceProgramme(
  input: BalanceInput,
  options: BalanceOptions,
): { text: string; edges: number } {
  const out = input.supply.map((): string[] => []);
  const into = input.demand.map((): string[] => []);
  const terms: string[] = [];
  const demandOf = new Map<string, number[]>();
  input.demand.forEach((d, row) => {
    if (!options.levels.includes(d.level)) return;
    const rows = demandOf.get(d.occupation);
    if (rows) rows.push(row);
    else demandOf.set(d.occupation, [row]);
  });
  input.supply.forEach((s, from) => {
    const worth = new Map<string, number>();
    for (const link of input.crosswalk.links(s.programme))
      worth.set(link.occupation, Math.max(worth.get(link.occupation) ?? 0, weightOf(link, options)));
    for (const [occupation, weight] of worth)
      for (const to of demandOf.get(occupation) ?? []) {
        const d = input.demand[to]!;
        if (EDUCATIONS.indexOf(d.level) > 1 + LEVELS.indexOf(s.level)) continue;
        const moving = options.cityCosts[`${s.city}>${d.city}`] ?? (s.city === d.city ? 0 : options.moveCost);
        if (weight - moving <= 1e-9) continue;
        const x = `x${from}_${to}`;
        terms.push(`+ ${(weight - moving).toFixed(4)} ${x}`);
        out[from]!.push(`+ ${x}`);
        into[to]!.push(`+ ${x}`);
      }
  });
  if (terms.length === 0) return { text: "", edges: 0 };
  const limits = (name: string, rows: string[][], amount: (row: number) => number): string[] =>
    rows.flatMap((sum, row) => (sum.length > 0 ? [` ${name}${row}: ${wrapped(sum)} <= ${amount(row)}`] : []));
  const rows = [
    ...limits("s", out, (row) => input.supply[row]!.amount),
    ...limits("d", into, (row) => input.demand[row]!.amount),
  ];
  return {
    text: `Maximize\n obj: ${wrapped(terms)}\nSubject To\n${rows.join("\n")}\nEnd\n`,
    edges: terms.length,
  };
}

const weightOf = (link: CrosswalkLink, options: BalanceOptions): number => options.weights[link.kind];

/** Lines of an LP file have a limited length. */
function wrapped(terms: readonly string[]): string {
  const lines: string[] = [];
  for (let k = 0; k < terms.length; k += 12) lines.push(terms.slice(k, k + 12).join(" "));
  return lines.join("\n   ");
}
