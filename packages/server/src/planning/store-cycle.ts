import type { CycleResult } from "@tixi/engines/cycle";
import type { Context } from "../platform/context.ts";

type Columns<T> = readonly (readonly [column: string, field: keyof T & string])[];

const columns = <T>(...fields: (keyof T & string)[]): Columns<T> =>
  fields.map((field) => [field.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), field] as const);

const TABLES = {
  demand: columns<CycleResult["demand"][number]>(
    "year", "city", "occupation", "level", "demand", "low", "high", "postings", "vacancies", "employers", "topShare", "matched",
    "shortage", "shortageLow", "shortageHigh", "priceMin", "priceMax", "calibrated", "linked", "kind", "status",
  ),
  supply: columns<CycleResult["supply"][number]>(
    "year", "city", "programme", "level", "schools", "entrants", "graduates", "furtherStudy", "leaving", "supply", "low", "high", "matched",
    "surplus", "surplusLow", "surplusHigh", "priceMin", "priceMax", "countsOnlyDemand", "countsOnlyGap", "linked", "kind", "flags", "status",
  ),
  flows: columns<CycleResult["flows"][number]>(
    "year", "cityFrom", "cityTo", "programme", "occupation", "level", "value", "kind", "status",
  ),
  demandTotals: columns<CycleResult["demandTotals"][number]>(
    "year", "city", "scope", "code", "level", "demand", "low", "high", "postings", "vacancies", "employers", "topShare", "matched",
    "shortage", "shortageLow", "shortageHigh", "priceMax", "unlinked", "status",
  ),
  supplyTotals: columns<CycleResult["supplyTotals"][number]>(
    "year", "city", "scope", "code", "level", "schools", "entrants", "graduates", "furtherStudy", "leaving", "supply", "low", "high", "matched",
    "surplus", "surplusLow", "surplusHigh", "priceMin", "priceMax", "countsOnlyDemand", "countsOnlyGap", "unlinked", "kind", "status",
  ),
  heat: columns<CycleResult["heat"][number]>("year", "programmeClass", "city", "demand", "supply", "gap", "status"),
  history: columns<CycleResult["history"][number]>("side", "year", "city", "code", "value", "status"),
}; // prettier-ignore

const TARGETS: Record<keyof typeof TABLES, string> = {
  demand: "planning.demand_cell",
  supply: "planning.supply_cell",
  flows: "planning.flow_cell",
  demandTotals: "planning.demand_total",
  supplyTotals: "planning.supply_total",
  heat: "planning.heat_cell",
  history: "planning.history_cell",
};

/** Writes the cells of a cycle. All or nothing: it runs in the transaction that also marks the cycle as done. */
export async function storeCells(
  ctx: Context,
  province: string,
  cycleId: string,
  result: CycleResult,
): Promise<void> {
  for (const name of Object.keys(TABLES) as (keyof typeof TABLES)[]) {
    const fields = TABLES[name] as Columns<Record<string, unknown>>;
    const rows = result[name] as unknown as Record<string, unknown>[];
    const target = {
      table: TARGETS[name],
      columns: ["province", "cycle_id", ...fields.map(([column]) => column)],
    };
    await ctx.copyIn(target, copyText(`${province}\t${cycleId}`, fields, rows));
  }
}

const ROWS_AT_ONCE = 2000;

/** Rows in PostgreSQL's text COPY format. Codes, kinds and flags hold neither tabs nor backslashes. */
async function* copyText(
  key: string,
  fields: Columns<Record<string, unknown>>,
  rows: Record<string, unknown>[],
): AsyncGenerator<string> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    let text = "";
    for (const row of rows.slice(from, from + ROWS_AT_ONCE)) {
      text += key;
      for (const [, field] of fields) {
        const value = row[field];
        text += `\t${value === null || value === undefined ? "\\N" : String(value)}`;
      }
      text += "\n";
    }
    yield text;
  }
}
