/** What is wanted in the years in which those who enter graduate, and how many of them look for work here. */
import { sql } from "kysely";
import type { QuotaMarket, QuotaOffering } from "@tixi/engines/quota";
import type { Level } from "@tixi/engines/types";
import type { Context } from "../../platform/index.ts";
import type { CycleRow } from "../cycles.sql.ts";
import type { PlanNote } from "./plan-input.ts";

interface SupplyCellRow {
  year: number;
  city: string;
  programme: string;
  level: Level;
  entrants: number | null;
  graduates: number;
  supply: number;
  price_max: number;
}

export async function supplyCells(ctx: Context, cycle: CycleRow): Promise<SupplyCellRow[]> {
  const { rows } = await sql<SupplyCellRow>`select year, city, programme, level, entrants, graduates, supply, price_max
    from planning.supply_cell where province = ${cycle.province} and cycle_id = ${cycle.id} and city <> '' and programme <> '' and level <> ''
    order by year, city, programme, level`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** Of those who enter, how many look for work here: supply ÷ entrants over the cell's years, where it has none of its level. */
export function conversionsOf(cells: readonly SupplyCellRow[]) {
  const sums = new Map<string, { entrants: number; supply: number; price: number }>();
  const add = (key: string, cell: SupplyCellRow) => {
    const sum = sums.get(key) ?? { entrants: 0, supply: 0, price: 0 };
    // `entrants` are those of the graduates' own year: the share of a steady cohort
    sum.entrants += cell.entrants ?? 0;
    sum.supply += cell.entrants ? cell.supply : 0;
    sum.price = Math.max(sum.price, cell.price_max);
    sums.set(key, sum);
  };
  for (const cell of cells) {
    add(`${cell.programme} ${cell.city}`, cell);
    add(cell.level, cell);
  }
  return (o: { programme: string; city: string; level: Level }) => {
    const own = sums.get(`${o.programme} ${o.city}`);
    const usable = own && own.entrants > 0;
    const from = usable ? own : sums.get(o.level);
    const share = from && from.entrants > 0 ? Math.min(1, from.supply / from.entrants) : 0.8;
    return { share: Math.round(share * 1000) / 1000, price: own?.price ?? 0, pooled: !usable };
  };
}

/** Demand and the other supply of each graduation year; beyond the forecast its last year stands for the rest. */
export async function marketsOf(
  ctx: Context,
  cycle: CycleRow,
  year: number,
  offerings: readonly QuotaOffering[],
  supply: readonly SupplyCellRow[],
  notes: PlanNote[],
): Promise<QuotaMarket[]> {
  const { rows } = await sql<{ year: number; occupation: string; city: string; level: QuotaMarket["demand"][number]["level"]; amount: number }>`
    select year, occupation, city, level, demand as amount from planning.demand_cell
    where province = ${cycle.province} and cycle_id = ${cycle.id} and city <> '' and occupation <> '' and level <> '' and linked
    order by year, occupation, city, level`.execute(ctx.tx);
  const years = [...new Set(rows.map((row) => row.year))].sort();
  const horizon = years.at(-1) ?? cycle.year;
  const durations = new Map<string, number>();
  for (const o of offerings) durations.set(`${o.programme} ${o.city}`, o.duration);
  const wanted = [...new Set(offerings.map((o) => year + o.duration))].sort();
  const beyond = wanted.filter((graduation) => graduation > horizon).length;
  if (beyond > 0) notes.push({ key: "market-year", count: beyond });
  return wanted.map((graduation) => {
    const at = Math.min(graduation, horizon);
    return {
      year: graduation,
      demand: rows.filter((row) => row.year === at).map(({ occupation, city, level, amount }) => ({ occupation, city, level, amount })),
      // those who entered in the plan's year are what the plan decides on
      other: supply
        .filter((cell) => cell.year === at && cell.supply > 0 && (durations.get(`${cell.programme} ${cell.city}`) ?? -1) + year !== graduation)
        .map(({ programme, level, city, supply: amount }) => ({ programme, level, city, amount })),
    };
  });
} // prettier-ignore
