import type { Estimate, Level } from "@tixi/engines/types";
import type { Context } from "../platform/context.ts";
import { regionName, tiles } from "../registry/index.ts";
import { className, levelOf, occupationName, programmeName } from "./names.ts";
import type {
  CityCell,
  Flows,
  Heatmap,
  ListQuery,
  OccupationLine,
  Overview,
  ProgrammeLine,
} from "./schemas.ts";
import { noteSentence } from "./notes.ts";
import type { Source } from "./source.ts";
import {
  byCity, demandTotals, flowTotals, heatCells, supplyTotals, topCities,
  type DemandTotalRow, type FlowFilter, type Margin, type SupplyTotalRow,
} from "./views.sql.ts"; // prettier-ignore

/** Region, level and year that a page answers for; what is left out means all, and the release year. */
export interface Scope {
  city?: string | undefined;
  level?: string | undefined;
  year?: number | undefined;
}

export function marginOf(source: Source, scope: Scope): Margin {
  return { city: scope.city ?? "", level: scope.level ?? "", year: scope.year ?? source.year };
}

export const round = (value: number, digits = 1): number =>
  Math.round(value * 10 ** digits) / 10 ** digits + 0;
const rounded = (value: number | null): number | null => (value === null ? null : round(value));

export function estimate(value: number | null, low: number | null, high: number | null): Estimate | null {
  return value === null || low === null || high === null
    ? null
    : { value: round(value), low: round(low), high: round(high) };
}

export const demandOf = (r: DemandTotalRow) => estimate(r.demand, r.low, r.high);
export const shortageOf = (r: DemandTotalRow) => estimate(r.shortage, r.shortage_low, r.shortage_high);
export const supplyOf = (r: SupplyTotalRow) => estimate(r.supply, r.low, r.high);
export const surplusOf = (r: SupplyTotalRow) => estimate(r.surplus, r.surplus_low, r.surplus_high);
export const priceOf = (r: { price_min?: number | null; price_max: number | null }) =>
  r.price_max === null ? null : { min: round(r.price_min ?? 0, 3), max: round(r.price_max, 3) };

const TEN = 10;

/** The first screen: what is missing, what is too much, where, and what one more graduate is worth. */
export async function overview(ctx: Context, source: Source, scope: Scope): Promise<Overview> {
  const margin = marginOf(source, scope);
  const occupations = await demandTotals(ctx, source, "occupation", margin);
  const programmes = await supplyTotals(ctx, source, "programme", margin);
  const demandAll = (await demandTotals(ctx, source, "all", margin))[0];
  const supplyAll = (await supplyTotals(ctx, source, "all", margin))[0];
  // an occupation that no programme leads to says nothing about vocational education
  const short = occupations.filter(
    // of a published release, null also means: partly linked, and how much is not told
    (o) => o.shortage !== null && o.shortage - (o.unlinked ?? 0) >= 0.5,
  );
  const worst = short.sort((a, b) => b.shortage! - a.shortage! || (a.code < b.code ? -1 : 1)).slice(0, TEN);
  const most = programmes
    .filter((p) => (p.surplus ?? 0) >= 0.5)
    .sort((a, b) => b.surplus! - a.surplus!)
    .slice(0, TEN);
  const dearest = programmes
    .filter((p) => p.price_min !== null && p.price_min > 0)
    .sort(
      (a, b) =>
        b.price_min! - a.price_min! ||
        (b.counts_only_gap ?? 0) - (a.counts_only_gap ?? 0) ||
        (a.code < b.code ? -1 : 1),
    )
    .slice(0, TEN);
  const wherePosts = await topCities(ctx, source, "demand", worst.map((o) => o.code), margin); // prettier-ignore
  const whereGraduates = await topCities(ctx, source, "supply", most.map((p) => p.code), margin); // prettier-ignore
  const places = (found: { city: string; value: number }[] | undefined) =>
    (found ?? []).map(({ city, value }) => ({ city, name: regionName(city), value: round(value) }));
  const named = (code: string) => ({ code, name: programmeName(code), level: levelOf(code) });
  const regional =
    margin.city || margin.level ? undefined : source.totals.find((t) => t.year === margin.year);
  return {
    year: margin.year,
    years: source.totals.map((t) => t.year),
    figures: regionFigures(regional) ?? {
      demand: demandAll ? demandOf(demandAll) : null,
      supply: supplyAll ? supplyOf(supplyAll) : null,
      matched: demandAll ? estimate(demandAll.matched, demandAll.matched, demandAll.matched) : null,
      shortage: demandAll ? shortageOf(demandAll) : null,
      surplus: supplyAll ? surplusOf(supplyAll) : null,
    },
    unlinkedDemand: regional ? round(regional.unlinkedDemand) : rounded(demandAll?.unlinked ?? null),
    countsOnly: countsOnly(programmes),
    shortages: worst.map((o) => ({
      occupation: { code: o.code, name: occupationName(o.code) },
      demand: demandOf(o),
      shortage: shortageOf(o)!,
      cities: places(wherePosts.get(o.code)),
      price: priceOf(o),
    })),
    surpluses: most.map((p) => ({
      programme: named(p.code),
      supply: supplyOf(p),
      surplus: surplusOf(p)!,
      cities: places(whereGraduates.get(p.code)),
    })),
    prices: dearest.map((p) => ({
      programme: named(p.code),
      price: priceOf(p)!,
      supply: rounded(p.supply),
      gap: rounded(p.counts_only_gap),
    })),
    uncoded: source.counts.uncoded,
    notes: source.notes.map((note) => ({ key: note.key, text: noteSentence(note, ctx.locale) })),
  };
}

/** The totals with their intervals as the engine gives them, where the scope is the whole region. */
function regionFigures(totals: Source["totals"][number] | undefined): Overview["figures"] | null {
  if (!totals) return null;
  const all = (e: Estimate) => estimate(e.value, e.low, e.high);
  return {
    demand: all(totals.demand), supply: all(totals.supply), matched: all(totals.matched), shortage: all(totals.shortage), surplus: all(totals.surplus),
  }; // prettier-ignore
}

/** Demand of linked occupations shared out by counts alone, against the supply, programme by programme. */
function countsOnly(programmes: SupplyTotalRow[]): Overview["countsOnly"] {
  const open = programmes.filter((p) => p.supply !== null && p.counts_only_demand !== null);
  const sum = (of: (p: SupplyTotalRow) => number) => round(open.reduce((total, p) => total + of(p), 0));
  return {
    demand: sum((p) => p.counts_only_demand!),
    supply: sum((p) => p.supply!),
    shortage: sum((p) => Math.max(0, p.counts_only_gap ?? 0)),
    surplus: sum((p) => Math.max(0, -(p.counts_only_gap ?? 0))),
  };
}

/** A page of sorted lines; the cursor is the offset, because a finished cycle never changes. */
export function pageOfLines<T>(lines: T[], query: { cursor?: string | undefined; limit: number }) {
  const from = Math.max(0, Number.parseInt(query.cursor ?? "0", 10) || 0);
  const end = from + query.limit;
  return { items: lines.slice(from, end), next: end < lines.length ? String(end) : null };
}

type Sorter<T> = (a: T, b: T) => number;
const descending =
  <T>(of: (line: T) => number | null | undefined): Sorter<T> =>
  (a, b) =>
    (of(b) ?? -Infinity) - (of(a) ?? -Infinity) || 0;

export async function occupationLines(ctx: Context, source: Source, query: ListQuery) {
  const rows = await demandTotals(ctx, source, "occupation", marginOf(source, query));
  const sorters: Record<string, Sorter<OccupationLine>> = {
    shortage: descending((o) => o.shortage?.value),
    demand: descending((o) => o.demand?.value),
    matched: descending((o) => o.matched),
    price: descending((o) => o.price?.max),
    employers: descending((o) => o.employers),
    code: (a, b) => (a.code < b.code ? -1 : 1),
  };
  const lines = rows
    .filter((r) => !query.group || r.code.startsWith(query.group))
    .map(occupationLine)
    .filter((o) => !query.q || o.name.includes(query.q) || o.code.startsWith(query.q))
    .sort(sorters[query.sort?.replace(/^-/, "") ?? "shortage"] ?? sorters["shortage"]);
  return pageOfLines(lines, query);
}

function occupationLine(r: DemandTotalRow): OccupationLine {
  return {
    code: r.code,
    name: occupationName(r.code),
    demand: demandOf(r),
    matched: rounded(r.matched),
    shortage: shortageOf(r),
    price: priceOf(r),
    employers: r.employers,
    postings: r.postings,
    vacancies: r.vacancies,
    linked: r.unlinked === null || r.demand === null || r.unlinked < r.demand,
    suppressed: r.status !== "open",
  };
}

export async function programmeLines(ctx: Context, source: Source, query: ListQuery) {
  // each programme has one level, so the margin over levels holds it too
  const rows = await supplyTotals(ctx, source, "programme", { ...marginOf(source, query), level: "" });
  const sorters: Record<string, Sorter<ProgrammeLine>> = {
    surplus: descending((p) => p.surplus?.value),
    supply: descending((p) => p.supply?.value),
    matched: descending((p) => p.matched),
    price: descending((p) => p.price?.min),
    countsOnly: descending((p) => p.countsOnly),
    code: (a, b) => (a.code < b.code ? -1 : 1),
  };
  const lines = rows
    .filter((r) => !query.level || levelOf(r.code) === query.level)
    .filter((r) => !query.category || r.code.startsWith(query.category))
    .filter((r) => !query.class || r.code.startsWith(query.class))
    .map(programmeLine)
    .filter((p) => !query.q || p.name.includes(query.q) || p.code.startsWith(query.q))
    .sort(sorters[query.sort?.replace(/^-/, "") ?? "surplus"] ?? sorters["surplus"]);
  return pageOfLines(lines, query);
}

function programmeLine(r: SupplyTotalRow): ProgrammeLine {
  return {
    code: r.code,
    name: programmeName(r.code),
    level: levelOf(r.code),
    supply: supplyOf(r),
    entrants: rounded(r.entrants),
    graduates: rounded(r.graduates),
    matched: rounded(r.matched),
    surplus: surplusOf(r),
    price: priceOf(r),
    countsOnly: rounded(r.counts_only_gap),
    kind: r.kind,
    suppressed: r.status !== "open",
  };
}

/** The tile map: every city with demand, supply and what remains on either side; of one code where one is given. */
export async function cityCells(
  ctx: Context,
  source: Source,
  query: Scope & { occupation?: string; programme?: string },
): Promise<CityCell[]> {
  const { year, level } = marginOf(source, query);
  const demand = query.programme
    ? []
    : await byCity<DemandTotalRow>(ctx, source, "demand", {
        scope: query.occupation ? "occupation" : "all", code: query.occupation ?? "", level, year,
      }); // prettier-ignore
  const supply = query.occupation
    ? []
    : await byCity<SupplyTotalRow>(ctx, source, "supply", {
        scope: query.programme ? "programme" : "all", code: query.programme ?? "", level: query.programme ? "" : level, year,
      }); // prettier-ignore
  return tiles(source.province).map(({ code, name, x, y }) => {
    const d = demand.find((row) => row.city === code);
    const s = supply.find((row) => row.city === code);
    const shortage = rounded(d?.shortage ?? null);
    const surplus = rounded(s?.surplus ?? null);
    const size = (d?.demand ?? 0) + (s?.supply ?? 0);
    return {
      city: code, name, x, y, demand: rounded(d?.demand ?? null), supply: rounded(s?.supply ?? null), shortage, surplus,
      balanceIndex: size > 0 ? round(((surplus ?? 0) - (shortage ?? 0)) / size, 3) : null,
      suppressed: (d !== undefined && d.status !== "open") || (s !== undefined && s.status !== "open"),
    };
  }); // prettier-ignore
}

const HEAT_ROWS = 40;

/** Programme class × city, the classes with the largest imbalance first. Negative gaps mean too few graduates. */
export async function heatmap(ctx: Context, source: Source, query: Scope): Promise<Heatmap> {
  const rows = await heatCells(ctx, source, query.year ?? source.year);
  const weight = new Map<string, number>();
  for (const r of rows) {
    if (query.level && levelOf(r.programme_class) !== query.level) continue;
    weight.set(r.programme_class, (weight.get(r.programme_class) ?? 0) + Math.abs(r.gap ?? 0));
  }
  const codes = [...weight].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, HEAT_ROWS).map(([code]) => code); // prettier-ignore
  const cities = tiles(source.province).map(({ code, name }) => ({ code, name }));
  const rowOf = new Map(codes.map((code, i) => [code, i]));
  const columnOf = new Map(cities.map(({ code }, i) => [code, i]));
  const cells: Heatmap["cells"] = [];
  for (const r of rows) {
    const i = rowOf.get(r.programme_class);
    const j = columnOf.get(r.city);
    if (i === undefined || j === undefined) continue;
    cells.push([i, j, r.gap === null ? null : round(-r.gap), rounded(r.demand), rounded(r.supply)]);
  }
  return {
    classes: codes.map((code) => ({ code, name: className(code), level: levelOf(code) })),
    cities,
    cells,
  };
}

/** The largest streams of graduates from programmes to occupations. */
export async function flows(
  ctx: Context,
  source: Source,
  query: Partial<FlowFilter> & { limit: number },
): Promise<Flows> {
  const { limit, ...filter } = query;
  const links = await flowTotals(ctx, source, { ...filter, year: query.year ?? source.year }, limit);
  const programmes = [...new Set(links.map((l) => l.programme))];
  const occupations = [...new Set(links.map((l) => l.occupation))];
  return {
    programmes: programmes.map((code) => ({
      code,
      name: programmeName(code),
      level: levelOf(code) as Level,
    })),
    occupations: occupations.map((code) => ({ code, name: occupationName(code) })),
    links: links.map((l) => ({
      programme: l.programme,
      occupation: l.occupation,
      value: round(l.value),
      kind: l.kind,
    })),
  };
}
