/** The planning cycle: columns of postings and rows of offerings in, every figure of a release out. See README.md. */
import { solveBalance, type Crosswalk } from "../balance/index.ts";
import { clusterVacancies } from "../dedupe/index.ts";
import { estimateDemand } from "../demand/index.ts";
import { estimateSupply } from "../supply/index.ts";
import type { CycleInput, Estimate } from "../types/index.ts";
import { countsOnly } from "./counts-only.ts";
import { demandMargins, demandTotals } from "./demand-totals.ts";
import { demandYears } from "./demand-years.ts";
import { heatCells, historyCells } from "./heat.ts";
import { notesOf } from "./notes.ts";
import { supplyCell, supplyTotals } from "./supply-years.ts";
import type {
  CycleParameters, CycleProgress, CycleResult, CycleTotals, DemandCell, DemandTotal, FlowCell, SupplyCell, SupplyTotal,
} from "./types.ts"; // prettier-ignore
import { engineVersions } from "./versions.ts";

/** What the cycle needs of the official tables. */
export interface CycleTables {
  crosswalk: Crosswalk;
  /** years of study of a programme, null where the table does not say */
  yearsOf(programme: string): number | null;
}

const MAX_HISTORY = 8;

/**
 * Computes a cycle. The same input and parameters give the same result, whatever the order of the rows.
 * Time: O(postings) for dedupe and demand, one balance a year; memory: the columns and about 200 bytes a posting.
 */
export function computeCycle(
  input: CycleInput,
  parameters: CycleParameters,
  tables: CycleTables,
  progress: CycleProgress = () => undefined,
): CycleResult {
  const { year, region } = input;
  const { horizon } = parameters.forecast;
  const years = Array.from({ length: horizon + 1 }, (_, h) => year + h);

  progress("dedupe", 0, input.postings.count);
  const clusters = clusterVacancies(input.postings);

  progress("demand", 0, 1);
  const { demand: d, balance: b } = parameters;
  const estimate = estimateDemand(
    {
      year,
      cities: input.cities,
      occupations: input.occupations,
      postings: input.postings,
      clusters,
      surveys: input.surveys,
    },
    { ...d, graduateShare: EDUCATION_ORDER.map((level) => d.graduateShare[level]), maxYears: MAX_HISTORY },
  );

  progress("supply", 0, 1);
  const supply = estimateSupply(
    // a cycle of an earlier year sees what was known then
    { year, horizon, offerings: input.offerings.filter((row) => row.year <= year) },
    { ...parameters.supply, yearsOf: (programme) => tables.yearsOf(programme), interval: d.interval },
  );

  progress("forecast", 0, 1);
  const demand = demandYears(estimate, year, input.industryPlan, parameters);
  const cities = [...input.cities].sort();
  const supplyByYear = years.map((at) => supply.cells.filter((cell) => cell.year === at).map(supplyCell));

  const flows: FlowCell[][] = [];
  const objectives: { objective: number; dual: number; pruned: number; linkedDemand: number }[] = [];
  years.forEach((at, h) => {
    progress("balance", h, years.length);
    const found = balanceYear(at, demand.years[h]!, supplyByYear[h]!, cities, tables.crosswalk, b);
    const linkedDemand = countsOnly(demand.years[h]!, supplyByYear[h]!, tables.crosswalk, b.levels);
    flows.push(found.flows);
    objectives.push({
      objective: found.objective,
      dual: found.dualObjective,
      pruned: found.pruned,
      linkedDemand,
    });
  });

  progress("disclosure", 0, years.length);
  const margins = demandMargins(estimate, demand.years[0]!, parameters);
  for (const later of demand.years.slice(1))
    later.forEach((cell, c) => (cell.status = demand.years[0]![c]!.status));
  const demandRows: DemandTotal[] = [];
  const supplyRows: SupplyTotal[][] = [];
  let { primary, secondary } = margins;
  years.forEach((at, h) => {
    progress("disclosure", h, years.length);
    demandRows.push(...demandTotals(at, h, demand.years[h]!, margins, demand.noise));
    const found = supplyTotals(at, supplyByYear[h]!, parameters);
    supplyRows.push(found.totals);
    primary += found.primary;
    secondary += found.secondary;
    withholdFlows(flows[h]!, demand.years[h]!, supplyByYear[h]!);
  });

  progress("tables", 0, 1);
  const totals = years.map((at, h): CycleTotals => {
    const wanted = demandRows.find(
      (t) => t.year === at && t.scope === "all" && t.city === "" && t.level === "",
    );
    const offered = supplyRows[h]!.find((t) => t.scope === "all" && t.city === "" && t.level === "");
    const { objective, dual, linkedDemand } = objectives[h]!;
    const demandOf = estimateOf(wanted?.demand, wanted?.low, wanted?.high);
    const supplyOf = estimateOf(offered?.supply, offered?.low, offered?.high);
    const matched = wanted?.matched ?? 0;
    return {
      year: at,
      demand: demandOf,
      supply: supplyOf,
      matched: matchedWithin(matched, demandOf, supplyOf),
      shortage: estimateOf(wanted?.shortage, wanted?.shortageLow, wanted?.shortageHigh),
      surplus: estimateOf(offered?.surplus, offered?.surplusLow, offered?.surplusHigh),
      unlinkedDemand: wanted?.unlinked ?? 0,
      countsOnly: { demand: linkedDemand, supply: supplyOf.value, gap: linkedDemand - supplyOf.value },
      objective,
      dualObjective: dual,
    };
  });
  const { backtest } = demand;
  const bases = [...demand.growth.values()].map((g) => g.kind);
  const forecast = {
    ...backtest,
    method: bases.includes("trend")
      ? ("damped-trend" as const)
      : bases.includes("pooled")
        ? ("pooled" as const)
        : ("flat" as const),
  };
  const { calibratedHires, ...counted } = estimate.counts;
  const counts = {
    ...counted,
    offerings: input.offerings.length,
    surveys: input.surveys.length,
    industryPlan: input.industryPlan.length,
    historyYears: estimate.years.filter((at) => at < year),
  };
  const rows = demandRows.length + supplyRows.reduce((sum, list) => sum + list.length, 0);
  return {
    region,
    year,
    years,
    cities,
    parameters,
    versions: engineVersions,
    counts,
    totals,
    demand: demand.years.flat(),
    supply: supplyByYear.flat(),
    flows: flows.flat(),
    demandTotals: demandRows,
    supplyTotals: supplyRows.flat(),
    heat: years.flatMap((at, h) =>
      heatCells(at, demand.years[h]!, supplyByYear[h]!, flows[h]!, supplyRows[h]!, tables.crosswalk),
    ),
    history: historyCells(year, estimate, supply, demandRows.filter((t) => t.year === year), supplyRows[0]!),
    forecast,
    disclosure: {
      minEmployers: parameters.disclosure.minEmployers,
      maxShare: parameters.disclosure.maxShare,
      primary,
      secondary,
      open: rows - demandRows.filter((t) => t.status !== "open").length - supplyRows.flat().filter((t) => t.status !== "open").length,
    },
    notes: notesOf({ ...counts, calibratedHires }, totals[0]!, supplyByYear[0]!, supply, forecast, objectives[0]!.pruned),
  }; // prettier-ignore
}

const EDUCATION_ORDER = ["none", "secondary", "college", "bachelor", "postgraduate"] as const;

const estimateOf = (value = 0, low = value, high = value): Estimate => ({ value, low, high });

/** What is matched moves with the demand, within what the graduates allow. */
function matchedWithin(matched: number, demand: Estimate, supply: Estimate): Estimate {
  const scaled = (bound: number) => (demand.value > 0 ? (matched * bound) / demand.value : matched);
  return {
    value: matched,
    low: scaled(demand.low),
    high: Math.max(matched, Math.min(scaled(demand.high), supply.high)),
  };
}

/** Solves one year and writes what is matched, missing and worth into its cells. */
function balanceYear(
  year: number,
  demand: DemandCell[],
  supply: SupplyCell[],
  cities: string[],
  crosswalk: Crosswalk,
  options: CycleParameters["balance"],
) {
  const found = solveBalance(
    {
      cities,
      supply: supply.map(({ programme, level, city, supply: amount }) => ({
        programme,
        level,
        city,
        amount,
      })),
      demand: demand.map(({ occupation, city, level, demand: amount }) => ({
        occupation,
        city,
        level,
        amount,
      })),
      crosswalk,
    },
    options,
  );
  // The network works in parts of a person: what rounding leaves over is neither shortage nor surplus.
  const fits = (amount: number, matched: number) => Math.min(amount, matched);
  demand.forEach((cell, k) => {
    cell.matched = fits(cell.demand, found.demandMatched[k]!);
    cell.shortage = cell.demand - cell.matched;
    cell.shortageLow = Math.max(0, Math.min(cell.shortage, cell.low - cell.matched));
    cell.shortageHigh = Math.max(cell.shortage, cell.high - cell.matched);
    cell.priceMin = found.demandPriceMin[k]!;
    cell.priceMax = found.demandPriceMax[k]!;
    cell.linked = found.demandLinked[k] === 1;
  });
  supply.forEach((cell, k) => {
    cell.matched = fits(cell.supply, found.supplyMatched[k]!);
    cell.surplus = cell.supply - cell.matched;
    cell.surplusLow = Math.max(0, Math.min(cell.surplus, cell.low - cell.matched));
    cell.surplusHigh = Math.max(cell.surplus, cell.high - cell.matched);
    cell.priceMin = found.supplyPriceMin[k]!;
    cell.priceMax = found.supplyPriceMax[k]!;
    cell.linked = found.supplyLinked[k] === 1;
  });
  const flows = found.flows.map((flow): FlowCell => ({ year, ...flow, status: "open" }));
  return { ...found, flows };
}

/**
 * A stream into or out of a withheld cell is withheld. Where that leaves a single unknown beside an open total, the
 * smallest open stream of the same cell goes with it.
 */
function withholdFlows(
  flows: FlowCell[],
  demand: readonly DemandCell[],
  supply: readonly SupplyCell[],
): void {
  const wanted = new Map(
    demand.map((cell) => [`${cell.occupation} ${cell.city} ${cell.level}`, cell.status]),
  );
  const offered = new Map(supply.map((cell) => [`${cell.programme} ${cell.city}`, cell.status]));
  const into = (flow: FlowCell) => `${flow.occupation} ${flow.cityTo} ${flow.level}`;
  const outOf = (flow: FlowCell) => `${flow.programme} ${flow.cityFrom}`;
  for (const flow of flows)
    if (wanted.get(into(flow)) !== "open" || offered.get(outOf(flow)) !== "open") flow.status = "primary";
  for (const key of [outOf, into]) {
    const groups = new Map<string, FlowCell[]>();
    for (const flow of flows) {
      const group = groups.get(key(flow));
      if (group) group.push(flow);
      else groups.set(key(flow), [flow]);
    }
    for (const group of groups.values()) {
      if (group.filter((flow) => flow.status !== "open").length !== 1) continue;
      const open = group
        .filter((flow) => flow.status === "open")
        .sort((a, b) => a.value - b.value || (into(a) < into(b) ? -1 : 1));
      if (open[0]) open[0].status = "secondary";
    }
  }
}
