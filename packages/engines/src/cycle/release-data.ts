/** release.json: what the printed reports and anybody's own reading of a release are made from. */
import type { Estimate, Level } from "../types/index.ts";
import { persons, price, type FileOptions, type Names } from "./figures.ts";
import type {
  CycleNote,
  CycleParameters,
  CycleResult,
  DemandTotal,
  Disclosure,
  SupplyTotal,
} from "./types.ts";

/** A figure, null where it is withheld. */
export type Published = number | null;

export interface OccupationLine {
  code: string;
  name: string;
  demand: Published;
  low: Published;
  high: Published;
  matched: Published;
  shortage: Published;
  /** worth of one more post here (dual price of the demand) */
  price: Published;
  /** the cities with the largest shortage, by name */
  where: string[];
}

export interface ProgrammeLine {
  code: string;
  name: string;
  level: Level;
  supply: Published;
  matched: Published;
  surplus: Published;
  countsOnlyGap: Published;
  /** worth of one more graduate, and what one fewer would cost */
  priceMin: Published;
  priceMax: Published;
  where: string[];
}

export interface CityLine {
  code: string;
  name: string;
  demand: Published;
  supply: Published;
  shortage: Published;
  surplus: Published;
}

export interface ReleaseData {
  region: { code: string; name: string };
  year: number;
  years: number[];
  totals: CycleResult["totals"];
  counts: CycleResult["counts"];
  /** codes of the ten worst shortages, largest surpluses, and programmes whose graduates are worth most */
  first: { shortages: string[]; surpluses: string[]; prices: string[] };
  /** the release year in the whole region */
  occupations: OccupationLine[];
  programmes: ProgrammeLine[];
  cities: CityLine[];
  history: { year: number; demand: Published; supply: Published }[];
  forecast: CycleResult["forecast"];
  disclosure: CycleResult["disclosure"];
  notes: CycleNote[];
  parameters: CycleParameters;
  versions: CycleResult["versions"];
}

const TEN = 10;
const CITIES = 3;
const SMALLEST = 0.5;

export function releaseData(result: CycleResult, names: Names, options: FileOptions): ReleaseData {
  const { year } = result;
  const open = (status: Disclosure) => !options.controlled || status === "open";
  const of = <T extends { status: Disclosure }>(row: T, value: number): Published =>
    open(row.status) ? persons(value) : null;
  const demand = result.demandTotals.filter((t) => t.year === year && t.level === "");
  const supply = result.supplyTotals.filter((t) => t.year === year && t.level === "");
  const byOccupation = demand.filter((t) => t.scope === "occupation" && t.city === "");
  const byProgramme = supply.filter((t) => t.scope === "programme" && t.city === "");
  const shortageAt = placesOf(
    demand.filter((t) => t.scope === "occupation" && t.city !== "" && open(t.status)),
    (t) => t.shortage,
  );
  const surplusAt = placesOf(
    supply.filter((t) => t.scope === "programme" && t.city !== "" && open(t.status)),
    (t) => t.surplus,
  );
  const where = (places: Map<string, string[]>, code: string) =>
    (places.get(code) ?? []).map((city) => names.region(city));
  return {
    region: { code: result.region, name: names.region(result.region) },
    year,
    years: result.years,
    totals: result.totals.map((t) => ({
      ...t,
      demand: rounded(t.demand),
      supply: rounded(t.supply),
      matched: rounded(t.matched),
      shortage: rounded(t.shortage),
      surplus: rounded(t.surplus),
      unlinkedDemand: persons(t.unlinkedDemand),
      countsOnly: {
        demand: persons(t.countsOnly.demand),
        supply: persons(t.countsOnly.supply),
        gap: persons(t.countsOnly.gap),
      },
      objective: price(t.objective),
      dualObjective: price(t.dualObjective),
    })),
    counts: { ...result.counts, uncodedHires: persons(result.counts.uncodedHires) },
    first: {
      // an occupation that no programme leads to says nothing about vocational education
      shortages: largest(
        byOccupation.filter((t) => open(t.status) && t.shortage - t.unlinked >= SMALLEST),
        (t) => t.shortage,
      ),
      surpluses: largest(
        byProgramme.filter((t) => open(t.status)),
        (t) => t.surplus,
      ),
      prices: byProgramme
        .filter((t) => open(t.status) && t.priceMin > 0)
        .sort(
          (a, b) =>
            b.priceMin - a.priceMin || b.countsOnlyGap - a.countsOnlyGap || (a.code < b.code ? -1 : 1),
        )
        .slice(0, TEN)
        .map((t) => t.code),
    },
    occupations: byOccupation.map((t) => ({
      code: t.code,
      name: names.occupation(t.code),
      demand: of(t, t.demand),
      low: of(t, t.low),
      high: of(t, t.high),
      matched: of(t, t.matched),
      shortage: of(t, t.shortage),
      price: open(t.status) ? price(t.priceMax) : null,
      where: where(shortageAt, t.code),
    })),
    programmes: byProgramme.map((t) => ({
      code: t.code,
      name: names.programme(t.code),
      level: levelOf(t.code),
      supply: of(t, t.supply),
      matched: of(t, t.matched),
      surplus: of(t, t.surplus),
      countsOnlyGap: of(t, t.countsOnlyGap),
      priceMin: open(t.status) ? price(t.priceMin) : null,
      priceMax: open(t.status) ? price(t.priceMax) : null,
      where: where(surplusAt, t.code),
    })),
    cities: result.cities.map((code) => {
      const d = demand.find((t) => t.scope === "all" && t.city === code);
      const s = supply.find((t) => t.scope === "all" && t.city === code);
      return {
        code,
        name: names.region(code),
        demand: d ? of(d, d.demand) : 0,
        supply: s ? of(s, s.supply) : 0,
        shortage: d ? of(d, d.shortage) : 0,
        surplus: s ? of(s, s.surplus) : 0,
      };
    }),
    history: historyOf(result, open),
    forecast: result.forecast,
    disclosure: result.disclosure,
    notes: result.notes,
    parameters: result.parameters,
    versions: result.versions,
  };
}

const rounded = (e: Estimate): Estimate => ({
  value: persons(e.value),
  low: persons(e.low),
  high: persons(e.high),
});

/** Level by the first digit of the code: 中职 6–7, 高职专科 4–5, 职业本科 2–3 (programme catalogue 2021). */
function levelOf(code: string): Level {
  const digit = code.charCodeAt(0) - 48;
  return digit >= 6 ? "secondary" : digit >= 4 ? "college" : "bachelor";
}

function largest<T extends DemandTotal | SupplyTotal>(rows: T[], value: (row: T) => number): string[] {
  return rows
    .filter((row) => value(row) >= SMALLEST)
    .sort((a, b) => value(b) - value(a) || (a.code < b.code ? -1 : 1))
    .slice(0, TEN)
    .map((row) => row.code);
}

function placesOf<T extends { code: string; city: string }>(
  rows: T[],
  value: (row: T) => number,
): Map<string, string[]> {
  const found = new Map<string, T[]>();
  for (const row of rows)
    if (value(row) >= SMALLEST) found.set(row.code, [...(found.get(row.code) ?? []), row]);
  return new Map(
    [...found].map(([code, list]) => [
      code,
      list.sort((a, b) => value(b) - value(a) || (a.city < b.city ? -1 : 1)).slice(0, CITIES).map((row) => row.city), // prettier-ignore
    ]),
  );
}

function historyOf(result: CycleResult, open: (status: Disclosure) => boolean): ReleaseData["history"] {
  const years = new Map<number, ReleaseData["history"][number]>();
  for (const cell of result.history) {
    if (cell.code !== "" || cell.city !== "") continue;
    const entry = years.get(cell.year) ?? { year: cell.year, demand: null, supply: null };
    years.set(cell.year, entry);
    if (open(cell.status)) entry[cell.side] = persons(cell.value);
  }
  return [...years.values()].sort((a, b) => a.year - b.year);
}
