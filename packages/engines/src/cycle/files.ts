/** The data files of a cycle. The same result gives the same bytes; withheld figures are empty, and `status` says so. */
import type { CycleResult, DemandTotal, Disclosure, SupplyTotal } from "./types.ts";
import { persons, price, type FileOptions, type Names } from "./figures.ts";
import { releaseData } from "./release-data.ts";

export interface DataFile {
  name: "release.json" | "occupations.csv" | "programmes.csv" | "cells.csv";
  text: string;
}

/**
 * occupations.csv and programmes.csv: one row a year, code and place ("" = the whole region). cells.csv: the finest cells
 * of both sides. release.json: totals, counts, the lists of the first screen, forecast, notes, parameters, versions.
 * CSV is UTF-8 with a byte order mark, because spreadsheets read Chinese wrongly without it. Persons have one decimal.
 */
export function dataFiles(result: CycleResult, names: Names, options: FileOptions): DataFile[] {
  return [
    { name: "release.json", text: `${JSON.stringify(releaseData(result, names, options), null, 1)}\n` },
    { name: "occupations.csv", text: occupations(result, names, options) },
    { name: "programmes.csv", text: programmes(result, names, options) },
    { name: "cells.csv", text: cells(result, names, options) },
  ];
}

type Value = string | number | null;

function table(columns: string[], rows: Iterable<Value[]>): string {
  let text = `\uFEFF${columns.join(",")}\r\n`;
  for (const row of rows) text += `${row.map(field).join(",")}\r\n`;
  return text;
}

function field(value: Value): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** The figures of a row, or as many blanks where it is withheld. */
const shown = (status: Disclosure, { controlled }: FileOptions, values: number[]): Value[] =>
  controlled && status !== "open" ? values.map(() => null) : values;

function* kept<T>(
  rows: readonly T[],
  keep: (row: T) => boolean,
  show: (row: T) => Value[],
): Iterable<Value[]> {
  for (const row of rows) if (keep(row)) yield show(row);
}

function occupations(result: CycleResult, names: Names, options: FileOptions): string {
  const columns = [
    "year", "occupation_code", "occupation", "city_code", "city", "demand", "demand_low", "demand_high", "matched", "shortage",
    "shortage_low", "shortage_high", "price_max", "postings", "vacancies", "employers", "status",
  ]; // prettier-ignore
  const keep = (t: DemandTotal) => t.scope === "occupation" && t.level === "";
  const show = (t: DemandTotal): Value[] => [
    t.year, t.code, names.occupation(t.code), t.city, t.city && names.region(t.city),
    ...shown(t.status, options, [
      persons(t.demand), persons(t.low), persons(t.high), persons(t.matched), persons(t.shortage), persons(t.shortageLow),
      persons(t.shortageHigh), price(t.priceMax), t.postings, t.vacancies, t.employers,
    ]),
    t.status,
  ]; // prettier-ignore
  return table(columns, kept(result.demandTotals, keep, show));
}

function programmes(result: CycleResult, names: Names, options: FileOptions): string {
  const columns = [
    "year", "programme_code", "programme", "city_code", "city", "offerings", "graduates", "further_study", "leaving", "supply", "supply_low",
    "supply_high", "matched", "surplus", "surplus_low", "surplus_high", "price_min", "price_max", "counts_only_demand", "counts_only_gap",
    "kind", "status",
  ]; // prettier-ignore
  const keep = (t: SupplyTotal) => t.scope === "programme" && t.level === "";
  const show = (t: SupplyTotal): Value[] => [
    t.year, t.code, names.programme(t.code), t.city, t.city && names.region(t.city),
    ...shown(t.status, options, [
      t.schools, persons(t.graduates), persons(t.furtherStudy), persons(t.leaving), persons(t.supply), persons(t.low), persons(t.high),
      persons(t.matched), persons(t.surplus), persons(t.surplusLow), persons(t.surplusHigh), price(t.priceMin), price(t.priceMax),
      persons(t.countsOnlyDemand), persons(t.countsOnlyGap),
    ]),
    t.kind, t.status,
  ]; // prettier-ignore
  return table(columns, kept(result.supplyTotals, keep, show));
}

function cells(result: CycleResult, names: Names, options: FileOptions): string {
  const columns = [
    "side", "year", "city_code", "city", "code", "name", "level", "value", "low", "high", "matched", "remaining", "remaining_low",
    "remaining_high", "price_min", "price_max", "kind", "status",
  ]; // prettier-ignore
  function* rows(): Iterable<Value[]> {
    for (const d of result.demand)
      yield [
        "demand", d.year, d.city, names.region(d.city), d.occupation, names.occupation(d.occupation), d.level,
        ...shown(d.status, options, [
          persons(d.demand), persons(d.low), persons(d.high), persons(d.matched), persons(d.shortage), persons(d.shortageLow),
          persons(d.shortageHigh), price(d.priceMin), price(d.priceMax),
        ]),
        d.kind, d.status,
      ]; // prettier-ignore
    for (const s of result.supply)
      yield [
        "supply", s.year, s.city, names.region(s.city), s.programme, names.programme(s.programme), s.level,
        ...shown(s.status, options, [
          persons(s.supply), persons(s.low), persons(s.high), persons(s.matched), persons(s.surplus), persons(s.surplusLow),
          persons(s.surplusHigh), price(s.priceMin), price(s.priceMax),
        ]),
        s.kind, s.status,
      ]; // prettier-ignore
  }
  return table(columns, rows());
}
