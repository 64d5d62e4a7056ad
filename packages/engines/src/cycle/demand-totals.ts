/** Margins of the demand: who is wanted in a group, a city, the whole region, with intervals and the employers behind it. */
import { lowerRank, type DemandResult } from "../demand/index.ts";
import { suppress } from "../disclosure/index.ts";
import { widened } from "./demand-years.ts";
import type { Noise } from "../forecast/index.ts";
import { marginsOf, maxima, occupationScopes, sums, type Margins } from "./margins.ts";
import { disclosureTable } from "./tables.ts";
import type { CycleParameters, DemandCell, DemandTotal, Disclosure, OccupationScope } from "./types.ts";

export const STATUS: readonly Disclosure[] = ["open", "primary", "secondary"];

export interface DemandMargins {
  margins: Margins<OccupationScope>;
  employers: Uint32Array;
  topShare: Float64Array;
  hires: Float64Array;
  low: Float64Array;
  high: Float64Array;
  status: Disclosure[];
  primary: number;
  secondary: number;
}

/**
 * What holds of the margins whatever the year: their employers, the interval of the release year, and whether they may
 * be published. The status of a cell is that of the margin that consists of it alone.
 */
export function demandMargins(
  estimate: DemandResult,
  base: readonly DemandCell[],
  parameters: CycleParameters,
): DemandMargins {
  const margins = marginsOf(
    base.map((cell) => ({ code: cell.occupation, city: cell.city, level: cell.level })),
    occupationScopes,
  );
  const { employers, topShare } = employersOf(estimate, margins);
  const { low, high } = intervals(estimate, margins, parameters.demand.interval);
  const hires = sums(margins, (c) => base[c]!.demand);
  const { minEmployers, maxShare, protection } = parameters.disclosure;
  const primary = Uint8Array.from(employers, (n, m) =>
    hires[m]! > 0 && (n < minEmployers || topShare[m]! > maxShare) ? 1 : 0,
  );
  const found = suppress(disclosureTable(margins.list, hires, primary, occupationScopes), { protection });
  const status = Array.from(found.status, (s) => STATUS[s]!);
  margins.list.forEach((margin, m) => {
    if (margin.scope === "occupation" && margin.city !== "" && margin.level !== "")
      base[margins.items[margins.first[m]!]!]!.status = status[m]!;
  });
  return {
    margins,
    employers,
    topShare,
    hires,
    low,
    high,
    status,
    primary: found.primary,
    secondary: found.secondary,
  };
}

/** Employers of every margin and the largest one's share, in one pass over the hires by employer. */
function employersOf(estimate: DemandResult, margins: Margins<OccupationScope>) {
  const n = margins.list.length;
  const { first: marginStart, of: marginsOfCell } = inverted(margins, estimate.cells);
  const employers = new Uint32Array(n);
  const top = new Float64Array(n);
  const total = new Float64Array(n);
  const sum = new Float64Array(n);
  const { employer, cell, hires } = estimate.contributions;
  const touched: number[] = [];
  const flush = () => {
    for (const m of touched) {
      employers[m]!++;
      total[m]! += sum[m]!;
      if (sum[m]! > top[m]!) top[m] = sum[m]!;
      sum[m] = 0;
    }
    touched.length = 0;
  };
  for (let k = 0; k < cell.length; k++) {
    if (k > 0 && employer[k] !== employer[k - 1]) flush();
    const c = cell[k]!;
    for (let at = marginStart[c]!; at < marginStart[c + 1]!; at++) {
      const m = marginsOfCell[at]!;
      if (sum[m] === 0) touched.push(m);
      sum[m]! += hires[k]!;
    }
  }
  flush();
  return { employers, topShare: top.map((value, m) => (total[m]! > 0 ? value / total[m]! : 0)) };
}

function inverted(margins: Margins<OccupationScope>, cells: number) {
  const first = new Uint32Array(cells + 1);
  for (const c of margins.items) first[c + 1]!++;
  for (let c = 0; c < cells; c++) first[c + 1]! += first[c]!;
  const next = first.slice(0, cells);
  const of = new Uint32Array(margins.items.length);
  for (let m = 0; m < margins.list.length; m++)
    for (let k = margins.first[m]!; k < margins.first[m + 1]!; k++) of[next[margins.items[k]!]!++] = m;
  return { first, of };
}

/** Percentile intervals of the sums, from the cells' bootstrap samples added up. */
function intervals(estimate: DemandResult, margins: Margins<OccupationScope>, share: number) {
  const { replicates, replicateCount: count } = estimate;
  const n = margins.list.length;
  const low = new Float64Array(n);
  const high = new Float64Array(n);
  const row = new Float64Array(count);
  const at = lowerRank(count, share);
  for (let m = 0; m < n; m++) {
    row.fill(0);
    let value = 0;
    for (let k = margins.first[m]!; k < margins.first[m + 1]!; k++) {
      const c = margins.items[k]!;
      value += estimate.hires[c]!;
      for (let b = 0; b < count; b++) row[b]! += replicates[c * count + b]!;
    }
    row.sort();
    low[m] = Math.min(value, row[at] ?? value);
    high[m] = Math.max(value, row[count - 1 - at] ?? value);
  }
  return { low, high };
}

/** Totals of one year, in the order of the margins. `cells` are that year's, in the order of the release year's. */
export function demandTotals(
  year: number,
  ahead: number,
  cells: readonly DemandCell[],
  found: DemandMargins,
  noise: Noise,
): DemandTotal[] {
  const { margins } = found;
  const demand = sums(margins, (c) => cells[c]!.demand);
  const matched = sums(margins, (c) => cells[c]!.matched);
  const shortage = sums(margins, (c) => cells[c]!.shortage);
  const unlinked = sums(margins, (c) => (cells[c]!.linked ? 0 : cells[c]!.demand));
  const postings = sums(margins, (c) => cells[c]!.postings);
  const vacancies = sums(margins, (c) => cells[c]!.vacancies);
  const priceMax = maxima(margins, (c) => cells[c]!.priceMax);
  return margins.list.map((margin, m) => {
    const value = demand[m]!;
    const now = { value: found.hires[m]!, low: found.low[m]!, high: found.high[m]! };
    const { low, high } = ahead === 0 ? now : widened(now, value, ahead, noise);
    return {
      year,
      city: margin.city,
      scope: margin.scope,
      code: margin.code,
      level: margin.level as DemandTotal["level"],
      demand: value,
      low,
      high,
      postings: postings[m]!,
      vacancies: vacancies[m]!,
      employers: found.employers[m]!,
      topShare: found.topShare[m]!,
      matched: matched[m]!,
      shortage: shortage[m]!,
      shortageLow: Math.max(0, Math.min(shortage[m]!, low - matched[m]!)),
      shortageHigh: Math.max(shortage[m]!, high - matched[m]!),
      priceMax: priceMax[m]!,
      unlinked: unlinked[m]!,
      status: found.status[m]!,
    };
  });
}
