import { sql } from "kysely";
import type { Context } from "../platform/context.ts";
import { cells, ofSource, type Source } from "./source.ts";

/** A place and level within a year; "" = all of them. */
export interface Margin {
  city: string;
  level: string;
  year: number;
}

export interface DemandTotalRow {
  year: number;
  city: string;
  code: string;
  level: string;
  demand: number | null;
  low: number | null;
  high: number | null;
  matched: number | null;
  shortage: number | null;
  shortage_low: number | null;
  shortage_high: number | null;
  price_max: number | null;
  unlinked: number | null;
  postings: number | null;
  vacancies: number | null;
  employers: number | null;
  status: string;
}

export interface SupplyTotalRow {
  year: number;
  city: string;
  code: string;
  level: string;
  entrants: number | null;
  graduates: number | null;
  supply: number | null;
  low: number | null;
  high: number | null;
  matched: number | null;
  surplus: number | null;
  surplus_low: number | null;
  surplus_high: number | null;
  price_min: number | null;
  price_max: number | null;
  counts_only_demand: number | null;
  counts_only_gap: number | null;
  unlinked: number | null;
  kind: string;
  status: string;
}

const DEMAND = sql`year, city, code, level, demand, low, high, matched, shortage, shortage_low, shortage_high, price_max, unlinked,
  postings, vacancies, employers, status`;
const SUPPLY = sql`year, city, code, level, entrants, graduates, supply, low, high, matched, surplus, surplus_low, surplus_high,
  price_min, price_max, counts_only_demand, counts_only_gap, unlinked, kind, status`;

/** All codes of one scope in one margin: served by the primary key (scope, year, city, level). */
export async function demandTotals(
  ctx: Context,
  source: Source,
  scope: string,
  margin: Margin,
): Promise<DemandTotalRow[]> {
  const { rows } = await sql<DemandTotalRow>`select ${DEMAND} from ${cells(source, "demand_total")}
    where ${ofSource(source)} and scope = ${scope} and year = ${margin.year} and city = ${margin.city} and level = ${margin.level}
    order by code`.execute(ctx.tx);
  return rows;
}

/** All codes of one scope in one margin: served by the primary key (scope, year, city, level). */
export async function supplyTotals(
  ctx: Context,
  source: Source,
  scope: string,
  margin: Margin,
): Promise<SupplyTotalRow[]> {
  const { rows } = await sql<SupplyTotalRow>`select ${SUPPLY} from ${cells(source, "supply_total")}
    where ${ofSource(source)} and scope = ${scope} and year = ${margin.year} and city = ${margin.city} and level = ${margin.level}
    order by code`.execute(ctx.tx);
  return rows;
}

/** One code in every city, level and year: served by demand_total_of_code. */
export async function demandOfCode(
  ctx: Context,
  source: Source,
  scope: string,
  code: string,
): Promise<DemandTotalRow[]> {
  const { rows } = await sql<DemandTotalRow>`select ${DEMAND} from ${cells(source, "demand_total")}
    where ${ofSource(source)} and scope = ${scope} and code = ${code} order by year, city, level`.execute(
    ctx.tx,
  );
  return rows;
}

/** One code in every city, level and year: served by supply_total_of_code. */
export async function supplyOfCode(
  ctx: Context,
  source: Source,
  scope: string,
  code: string,
): Promise<SupplyTotalRow[]> {
  const { rows } = await sql<SupplyTotalRow>`select ${SUPPLY} from ${cells(source, "supply_total")}
    where ${ofSource(source)} and scope = ${scope} and code = ${code} order by year, city, level`.execute(
    ctx.tx,
  );
  return rows;
}

/** Where: the three cities with the most of a figure, for each of the codes. */
export async function topCities(
  ctx: Context,
  source: Source,
  side: "demand" | "supply",
  codes: string[],
  margin: Margin,
): Promise<Map<string, { city: string; value: number }[]>> {
  const table = cells(source, side === "demand" ? "demand_total" : "supply_total");
  const figure = sql.ref(side === "demand" ? "shortage" : "surplus");
  const scope = side === "demand" ? "occupation" : "programme";
  const { rows } = await sql<{ code: string; city: string; value: number }>`
    select code, city, value from (
      select code, city, ${figure} as value, row_number() over (partition by code order by ${figure} desc, city) as place
      from ${table} where ${ofSource(source)} and scope = ${scope} and year = ${margin.year} and city <> '' and level = ${margin.level}
        and code = any(${codes}) and ${figure} >= 0.5 
    ) ranked where place <= 3 order by code, place`.execute(ctx.tx);
  const byCode = new Map<string, { city: string; value: number }[]>();
  for (const { code, city, value } of rows) byCode.set(code, [...(byCode.get(code) ?? []), { city, value }]);
  return byCode;
}

/** The same code (or the total, code "") in every city of one year and level. */
export async function byCity<T extends DemandTotalRow | SupplyTotalRow>(
  ctx: Context,
  source: Source,
  side: "demand" | "supply",
  of: { scope: string; code: string; level: string; year: number },
): Promise<T[]> {
  const table = cells(source, side === "demand" ? "demand_total" : "supply_total");
  const { rows } = await sql<T>`select ${side === "demand" ? DEMAND : SUPPLY} from ${table}
    where ${ofSource(source)} and scope = ${of.scope} and code = ${of.code} and level = ${of.level} and year = ${of.year} and city <> ''
    order by city`.execute(ctx.tx);
  return rows;
}

export interface HeatRow {
  programme_class: string;
  city: string;
  demand: number | null;
  supply: number | null;
  gap: number | null;
  status: string;
}

export async function heatCells(ctx: Context, source: Source, year: number): Promise<HeatRow[]> {
  const { rows } =
    await sql<HeatRow>`select programme_class, city, demand, supply, gap, status from ${cells(source, "heat_cell")}
    where ${ofSource(source)} and year = ${year} and city <> '' order by programme_class, city`.execute(
      ctx.tx,
    );
  return rows;
}

export interface FlowRow {
  programme: string;
  occupation: string;
  kind: string;
  value: number;
}

export interface FlowFilter {
  year: number;
  city?: string | undefined;
  level?: string | undefined;
  class?: string | undefined;
  programme?: string | undefined;
  occupation?: string | undefined;
}

/** Graduates by programme and occupation, largest first. `city` is where they work; `level` that of the programme (by code prefix). */
export async function flowTotals(
  ctx: Context,
  source: Source,
  filter: FlowFilter,
  limit: number,
): Promise<FlowRow[]> {
  const prefixes = { secondary: "[67]", college: "[45]", bachelor: "[23]" }[filter.level ?? ""] ?? "";
  const { rows } = await sql<FlowRow>`
    select programme, occupation, min(kind) as kind, sum(value) as value from ${cells(source, "flow_cell")}
    where ${ofSource(source)} and year = ${filter.year} 
      ${filter.city ? sql`and city_to = ${filter.city}` : sql``}
      ${prefixes ? sql`and programme ~ ${`^${prefixes}`}` : sql``}
      ${filter.class ? sql`and starts_with(programme, ${filter.class})` : sql``}
      ${filter.programme ? sql`and programme = ${filter.programme}` : sql``}
      ${filter.occupation ? sql`and occupation = ${filter.occupation}` : sql``}
    group by programme, occupation having sum(value) > 0 order by value desc, programme, occupation limit ${limit}`.execute(
    ctx.tx,
  );
  return rows;
}

/** Past years of one side: of a code, or of all codes added up (a withheld one makes the sum unknown). */
export async function history(
  ctx: Context,
  source: Source,
  side: "demand" | "supply",
  city: string,
  code: string | null,
): Promise<{ year: number; value: number | null }[]> {
  const { rows } = await sql<{ year: number; value: number | null }>`
    select year, case when count(value) = count(*) then sum(value) end as value from ${cells(source, "history_cell")}
    where ${ofSource(source)} and side = ${side} and city = ${city} and code = ${code ?? ""}
    group by year order by year`.execute(ctx.tx);
  return rows;
}
