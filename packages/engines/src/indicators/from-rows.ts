/** Columns of facts from the rows that intake accepts and that a cycle answers. */
import type { SupplyCell } from "../cycle/types.ts";
import type { ConditionRow, OfferingRow } from "../types/index.ts";
import {
  OFFERING_COLUMNS,
  SCHOOL_COLUMNS,
  type Facts,
  type OfferingColumn,
  type ProgrammeFacts,
} from "./types.ts";

/** An offering in a year, with its lasting identity and the key of its school. Several rows of one year are added up. */
export interface OfferingYear extends Omit<OfferingRow, "schoolCode" | "schoolName"> {
  key: string;
  school: string;
  schoolName: string;
  /** outcomes of those who were trained jointly, where there are records: in work with a known occupation, and of the programme's */
  trackedCoded?: number;
  trackedMatched?: number;
}

/** A school in a year. `founded` null = not stated. */
export interface SchoolYear extends Omit<ConditionRow, "schoolCode"> {
  school: string;
  founded?: number | null;
}

/**
 * Facts in canonical order (keys ascending), so that the order of rows changes nothing. Schools that only offerings name are
 * there without conditions.
 */
export function factsOf(
  offerings: readonly OfferingYear[],
  conditions: readonly SchoolYear[],
  balances: readonly ProgrammeFacts[],
): Facts {
  const names = new Map<string, { name: string; city: string }>();
  for (const row of [...offerings, ...conditions].sort(
    (a, b) => a.year - b.year || (a.city < b.city ? -1 : 1),
  ))
    names.set(row.school, { name: row.schoolName, city: row.city });
  for (const row of [...conditions].sort((a, b) => a.year - b.year))
    names.set(row.school, { name: row.schoolName, city: row.city });
  const schoolKeys = [...names.keys()].sort();
  const schoolAt = new Map(schoolKeys.map((key, i) => [key, i]));
  return {
    offerings: offeringColumns(offerings, schoolAt),
    schools: schoolColumns(conditions, schoolKeys, names, schoolAt),
    balances: [...balances].sort((a, b) => a.year - b.year),
  };
}

function yearsOf(rows: readonly { year: number }[]): number[] {
  if (rows.length === 0) return [];
  let first = Infinity;
  let last = -Infinity;
  for (const { year } of rows) {
    first = Math.min(first, year);
    last = Math.max(last, year);
  }
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

const add = (column: Float64Array, at: number, value: number | null | undefined): void => {
  if (value !== null && value !== undefined)
    column[at] = Number.isNaN(column[at]!) ? value : column[at]! + value;
};

function offeringColumns(rows: readonly OfferingYear[], schoolAt: ReadonlyMap<string, number>): Facts["offerings"] {
  const years = yearsOf(rows);
  const newest = new Map<string, OfferingYear>();
  for (const row of rows) {
    const held = newest.get(row.key);
    if (!held || row.year > held.year || (row.year === held.year && held.duration === null)) newest.set(row.key, row);
  }
  const keys = [...newest.keys()].sort();
  const at = new Map(keys.map((key, i) => [key, i]));
  const columns = Object.fromEntries(
    OFFERING_COLUMNS.map((name) => [name, new Float64Array(keys.length * years.length).fill(NaN)]),
  ) as Record<OfferingColumn, Float64Array>;
  for (const row of rows) {
    const cell = at.get(row.key)! * years.length + row.year - years[0]!;
    for (const name of OFFERING_COLUMNS)
      if (name !== "onRoll") add(columns[name], cell, row[name]);
    if (row.enrolment.length > 0)
      add(columns.onRoll, cell, row.enrolment.reduce((sum, n) => sum + n, 0)); // prettier-ignore
  }
  const of = <T>(read: (row: OfferingYear) => T): T[] => keys.map((key) => read(newest.get(key)!));
  return {
    keys,
    years,
    school: Int32Array.from(of((row) => schoolAt.get(row.school) ?? -1)),
    programme: of((row) => row.programmeCode),
    level: of((row) => row.level),
    city: of((row) => row.city),
    duration: Float64Array.from(of((row) => row.duration ?? NaN)),
    ...columns,
  };
} // prettier-ignore

function schoolColumns(
  rows: readonly SchoolYear[],
  keys: readonly string[],
  names: ReadonlyMap<string, { name: string; city: string }>,
  at: ReadonlyMap<string, number>,
): Facts["schools"] {
  const years = yearsOf(rows);
  const columns = Object.fromEntries(
    SCHOOL_COLUMNS.map((name) => [name, new Float64Array(keys.length * years.length).fill(NaN)]),
  ) as Record<(typeof SCHOOL_COLUMNS)[number], Float64Array>;
  const type: Facts["schools"]["type"][number][] = keys.map(() => null);
  const founded = new Float64Array(keys.length).fill(NaN);
  for (const row of [...rows].sort((a, b) => a.year - b.year)) {
    const school = at.get(row.school)!;
    const cell = school * years.length + row.year - years[0]!;
    for (const name of SCHOOL_COLUMNS) {
      const value = row[name];
      // rows hold fen, indicators are in yuan
      const inYuan = name === "equipmentValue" || name === "equipmentNew";
      columns[name][cell] = value === null ? NaN : inYuan ? value / 100 : value;
    }
    if (row.schoolType) type[school] = row.schoolType;
    if (row.founded) founded[school] = row.founded;
  }
  return {
    keys,
    names: keys.map((key) => names.get(key)!.name),
    city: keys.map((key) => names.get(key)!.city),
    years,
    type,
    founded,
    ...columns,
  };
}

type Cell = Pick<SupplyCell, "year" | "city" | "programme" | "supply" | "surplus" | "priceMin" | "priceMax" | "countsOnlyDemand" | "countsOnlyGap">; // prettier-ignore

/** The supply side of a cycle as columns. Figures that are NaN (withheld, or not in a file) stay unknown. */
export function programmeFacts(year: number, cells: readonly Cell[]): ProgrammeFacts {
  const of = (read: (cell: Cell) => number) => Float64Array.from(cells, read);
  return {
    year,
    horizon: cells.reduce((most, cell) => Math.max(most, cell.year - year), 0),
    programme: cells.map((cell) => cell.programme),
    city: cells.map((cell) => cell.city),
    at: Int32Array.from(cells, (cell) => cell.year),
    supply: of((cell) => cell.supply),
    surplus: of((cell) => cell.surplus),
    priceMin: of((cell) => cell.priceMin),
    priceMax: of((cell) => cell.priceMax),
    countsOnlyDemand: of((cell) => cell.countsOnlyDemand),
    countsOnlyGap: of((cell) => cell.countsOnlyGap),
  };
}
