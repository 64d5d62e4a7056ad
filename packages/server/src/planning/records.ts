import type { Context } from "../platform/context.ts";
import { NotFound } from "../platform/http/problems.ts";
import { regionName } from "../registry/index.ts";
import { standards } from "@tixi/standards";
import { levelOf, occupationName, programmeName } from "./names.ts";
import type { BalanceRecord, Trend } from "./schemas.ts";
import type { Source } from "./source.ts";
import { demandOf, estimate, priceOf, round, supplyOf, surplusOf, type Scope } from "./views.ts";
import {
  demandOfCode,
  flowTotals,
  history,
  supplyOfCode,
  type DemandTotalRow,
  type SupplyTotalRow,
} from "./views.sql.ts";

const LINKS = 200;

/** Past and coming years of demand and supply: of one occupation, one programme, one city, or the whole. */
export async function trend(
  ctx: Context,
  source: Source,
  query: Scope & { occupation?: string; programme?: string },
): Promise<Trend> {
  const city = query.city ?? "";
  const level = query.level ?? "";
  const demand = query.programme
    ? []
    : await demandOfCode(ctx, source, query.occupation ? "occupation" : "all", query.occupation ?? "");
  const supply = query.occupation
    ? []
    : await supplyOfCode(ctx, source, query.programme ? "programme" : "all", query.programme ?? "");
  const pastDemand =
    query.programme || level ? [] : await history(ctx, source, "demand", city, query.occupation ?? null);
  const pastSupply =
    query.occupation || level ? [] : await history(ctx, source, "supply", city, query.programme ?? null);
  const here = <T extends { city: string; level: string }>(rows: T[]) =>
    rows.filter((r) => r.city === city && r.level === level);
  return {
    history: mergeYears(pastDemand, pastSupply, source.year),
    forecast: forecastYears(here(demand), here(supply)),
  };
}

function mergeYears(
  demand: { year: number; value: number | null }[],
  supply: { year: number; value: number | null }[],
  before: number,
): Trend["history"] {
  const years = new Map<number, Trend["history"][number]>();
  const entry = (year: number) =>
    years.get(year) ?? years.set(year, { year, demand: null, supply: null }).get(year)!;
  for (const { year, value } of demand)
    if (year < before) entry(year).demand = value === null ? null : round(value);
  for (const { year, value } of supply)
    if (year < before) entry(year).supply = value === null ? null : round(value);
  return [...years.values()].sort((a, b) => a.year - b.year);
}

function forecastYears(demand: DemandTotalRow[], supply: SupplyTotalRow[]): Trend["forecast"] {
  const years = [...new Set([...demand, ...supply].map((r) => r.year))].sort((a, b) => a - b);
  return years.map((year) => {
    const d = demand.find((r) => r.year === year);
    const s = supply.find((r) => r.year === year);
    const remaining = [s?.surplus ?? null, d?.shortage ?? null];
    return {
      year,
      demand: d ? demandOf(d) : null,
      supply: s ? supplyOf(s) : null,
      gap: remaining.every((x) => x === null) ? null : round((remaining[0] ?? 0) - (remaining[1] ?? 0)),
    };
  });
}

/** Everything the cycle says about one occupation. @throws NotFound when nothing was counted for it */
export async function occupationRecord(
  ctx: Context,
  source: Source,
  code: string,
  scope: Scope,
): Promise<BalanceRecord> {
  const rows = await demandOfCode(ctx, source, "occupation", code);
  if (rows.length === 0)
    throw new NotFound({
      zh: `职业 ${code} 在本次测算中的数字`,
      en: `figures for occupation ${code} in this cycle`,
    });
  const streams = await flowTotals(
    ctx,
    source,
    { year: scope.year ?? source.year, occupation: code, city: scope.city },
    LINKS,
  );
  return {
    code,
    name: occupationName(code),
    cells: rows.map((r) => ({
      city: r.city,
      cityName: r.city ? regionName(r.city) : "",
      level: r.level || null,
      year: r.year,
      demand: demandOf(r),
      supply: null,
      matched: r.matched === null ? null : round(r.matched),
      gap: r.shortage === null ? null : round(-r.shortage),
      price: priceOf(r),
      postings: r.postings,
      employers: r.employers,
      suppressed: r.status !== "open",
    })),
    links: standards().programmesOf(code).map((link) => ({
      code: link.code,
      name: programmeName(link.code),
      level: levelOf(link.code),
      kind: link.kind,
      weight: link.weight,
      flow: flowOf(streams, "programme", link.code),
    })),
    trend: await trend(ctx, source, { city: scope.city, occupation: code }),
    doubts: standards().doubts(code).map((d) => d.text),
  }; // prettier-ignore
}

/** Everything the cycle says about one programme. @throws NotFound when no offering of it was counted */
export async function programmeRecord(
  ctx: Context,
  source: Source,
  code: string,
  scope: Scope,
): Promise<BalanceRecord> {
  const rows = (await supplyOfCode(ctx, source, "programme", code)).filter((r) => r.level === "");
  if (rows.length === 0)
    throw new NotFound({
      zh: `专业 ${code} 在本次测算中的数字`,
      en: `figures for programme ${code} in this cycle`,
    });
  const streams = await flowTotals(
    ctx,
    source,
    { year: scope.year ?? source.year, programme: code, city: scope.city },
    LINKS,
  );
  return {
    code,
    name: programmeName(code),
    level: levelOf(code),
    cells: rows.map((r) => ({
      city: r.city,
      cityName: r.city ? regionName(r.city) : "",
      level: levelOf(code),
      year: r.year,
      demand: estimate(r.counts_only_demand, r.counts_only_demand, r.counts_only_demand),
      supply: supplyOf(r),
      matched: r.matched === null ? null : round(r.matched),
      gap: surplusOf(r)?.value ?? null,
      price: priceOf(r),
      postings: null,
      employers: null,
      suppressed: r.status !== "open",
    })),
    links: standards().occupationsOf(code).map((link) => ({
      code: link.code,
      name: occupationName(link.code),
      kind: link.kind,
      weight: link.weight,
      flow: flowOf(streams, "occupation", link.code),
    })),
    trend: await trend(ctx, source, { city: scope.city, programme: code }),
    doubts: standards().doubts(code).map((d) => d.text),
  }; // prettier-ignore
}

function flowOf(
  streams: { programme: string; occupation: string; value: number }[],
  side: "programme" | "occupation",
  code: string,
): number | null {
  const found = streams.find((s) => s[side] === code);
  return found ? round(found.value) : null;
}
