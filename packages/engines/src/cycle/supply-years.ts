/** Supply cells of every year, and their margins. */
import { suppress } from "../disclosure/index.ts";
import type { SupplyEstimate } from "../supply/index.ts";
import { marginsOf, programmeScopes, sums } from "./margins.ts";
import { STATUS } from "./demand-totals.ts";
import { disclosureTable } from "./tables.ts";
import type { CycleParameters, SupplyCell, SupplyKind, SupplyTotal } from "./types.ts";

const KINDS: readonly SupplyKind[] = ["measured", "estimated", "pooled", "assumed"];

export function supplyCell(estimate: SupplyEstimate): SupplyCell {
  const { flags, ...rest } = estimate;
  return {
    ...rest,
    matched: 0,
    surplus: 0,
    surplusLow: 0,
    surplusHigh: 0,
    priceMin: 0,
    priceMax: 0,
    countsOnlyDemand: 0,
    countsOnlyGap: 0,
    linked: false,
    flags: flags.join("|"),
    status: "open",
  };
}

/**
 * Totals of one year. What the estimates of the cells miss goes together as far as the parameter `correlation` says:
 * half² = (1 − ρ) Σ half² + ρ (Σ half)², between independent misses and misses that all go one way.
 * Marks the cells with the status of the margin that consists of them alone.
 */
export function supplyTotals(
  year: number,
  cells: readonly SupplyCell[],
  parameters: CycleParameters,
): { totals: SupplyTotal[]; primary: number; secondary: number } {
  const margins = marginsOf(
    cells.map((cell) => ({ code: cell.programme, city: cell.city, level: cell.level })),
    programmeScopes,
  );
  const sum = (of: (cell: SupplyCell) => number) => sums(margins, (c) => of(cells[c]!));
  const graduates = sum((s) => s.graduates);
  const { minGraduates, protection } = parameters.disclosure;
  const { correlation } = parameters.supply;
  const primary = Uint8Array.from(graduates, (n) => (n > 0 && n < minGraduates ? 1 : 0));
  const found = suppress(disclosureTable(margins.list, graduates, primary, programmeScopes), { protection });
  const supply = sum((s) => s.supply);
  const columns = {
    schools: sum((s) => s.schools),
    entrants: sum((s) => s.entrants ?? NaN),
    furtherStudy: sum((s) => s.furtherStudy),
    leaving: sum((s) => s.leaving),
    half: sum((s) => s.high - s.supply),
    halfSquared: sum((s) => (s.high - s.supply) ** 2),
    matched: sum((s) => s.matched),
    surplus: sum((s) => s.surplus),
    priceMin: sum((s) => s.priceMin * s.supply),
    priceMax: sum((s) => s.priceMax * s.supply),
    countsOnlyDemand: sum((s) => s.countsOnlyDemand),
    countsOnlyGap: sum((s) => s.countsOnlyGap),
    unlinked: sum((s) => (s.linked ? 0 : s.supply)),
  };
  const byKind = KINDS.map((kind) => sum((s) => (s.kind === kind ? s.supply : 0)));
  const totals = margins.list.map((margin, m): SupplyTotal => {
    const status = STATUS[found.status[m]!]!;
    if (margin.scope === "programme" && margin.city !== "" && margin.level !== "")
      cells[margins.items[margins.first[m]!]!]!.status = status;
    const half = Math.sqrt((1 - correlation) * columns.halfSquared[m]! + correlation * columns.half[m]! ** 2);
    const low = Math.max(0, supply[m]! - half);
    const high = supply[m]! + half;
    const matched = columns.matched[m]!;
    const surplus = columns.surplus[m]!;
    const mean = (value: number) => (supply[m]! > 0 ? value / supply[m]! : 0);
    return {
      year,
      city: margin.city,
      scope: margin.scope,
      code: margin.code,
      level: margin.level as SupplyTotal["level"],
      schools: columns.schools[m]!,
      entrants: Number.isNaN(columns.entrants[m]!) ? null : columns.entrants[m]!,
      graduates: graduates[m]!,
      furtherStudy: columns.furtherStudy[m]!,
      leaving: columns.leaving[m]!,
      supply: supply[m]!,
      low,
      high,
      matched,
      surplus,
      surplusLow: Math.max(0, Math.min(surplus, low - matched)),
      surplusHigh: Math.max(surplus, high - matched),
      priceMin: mean(columns.priceMin[m]!),
      priceMax: mean(columns.priceMax[m]!),
      countsOnlyDemand: columns.countsOnlyDemand[m]!,
      countsOnlyGap: columns.countsOnlyGap[m]!,
      unlinked: columns.unlinked[m]!,
      kind: KINDS[byKind.reduce((best, sums, k) => (sums[m]! > byKind[best]![m]! ? k : best), 0)]!,
      status,
    };
  });
  return { totals, primary: found.primary, secondary: found.secondary };
}
