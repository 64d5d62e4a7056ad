/** The limits as sheets of text, as an office has them in its spreadsheet: one line a place, a cohort, a need. */
import type { Limits } from "./api.ts";

export type Sheet = string[][];
export interface Sheets {
  /** name, kind, capacity (one number or one a week; empty = no limit), closed weeks, organisation */
  places: Sheet;
  /** name, people, weeks off, agreement */
  cohorts: Sheet;
  /** cohorts (empty = all), need, places, weeks, least in a row, most in a row, after which need, after so many weeks of it */
  needs: Sheet;
}
export const KINDS = ["school", "centre", "enterprise"] as const;

const SEPARATOR = /[、,，;；]\s*/;
const listIn = (text: string | undefined): string[] => (text ?? "").split(SEPARATOR).map((one) => one.trim()).filter(Boolean); // prettier-ignore

/** "3, 8-9" counted from 1, as numbers from 0. @throws RangeError with the part that is none */
export function weeksIn(text: string | undefined): number[] {
  const weeks = listIn(text).flatMap((part) => {
    const [, from, to] = /^(\d{1,3})(?:\s*[-–—~至]\s*(\d{1,3}))?$/.exec(part) ?? [];
    if (!from || Number(from) < 1 || Number(to ?? from) < Number(from)) throw new RangeError(part);
    return Array.from({ length: Number(to ?? from) - Number(from) + 1 }, (_, k) => Number(from) - 1 + k);
  });
  return [...new Set(weeks)].sort((a, b) => a - b);
}

/** [0, 1, 2, 7] as "1-3, 8". */
export function weeksOut(weeks: readonly number[] | undefined): string {
  const parts: string[] = [];
  for (let k = 0; k < (weeks?.length ?? 0);) {
    let end = k;
    while (weeks![end + 1] === weeks![end]! + 1) end++;
    parts.push(end === k ? `${weeks![k]! + 1}` : `${weeks![k]! + 1}-${weeks![end]! + 1}`);
    k = end + 1;
  }
  return parts.join(", ");
}

export function sheetsOf({ places, cohorts }: Limits): Sheets {
  const text = (value: number | undefined): string => (value === undefined ? "" : String(value));
  // needs that several cohorts share are one line
  const needs = new Map<string, { cohorts: string[]; line: string[] }>();
  for (const { id, needs: own } of cohorts)
    for (const { key, places: at, weeks, minRun, maxRun, after } of own) {
      const line = [key, at.join("、"), String(weeks), text(minRun), text(maxRun), (after ?? []).map((one) => one.need).join("、"), (after ?? []).map((one) => one.weeks ?? "").join("、")];
      const known = needs.get(line.join("\t"));
      if (known) known.cohorts.push(id);
      else needs.set(line.join("\t"), { cohorts: [id], line });
    }
  return {
    places: places.map(({ id, kind, capacity, closed, organisation }) => [id, kind, capacity === null ? "" : typeof capacity === "number" ? String(capacity) : capacity.join("、"), weeksOut(closed), organisation ?? ""]),
    cohorts: cohorts.map(({ id, people, off, agreement }) => [id, String(people), weeksOut(off), agreement ?? ""]),
    needs: [...needs.values()].map(({ cohorts: who, line }) => [who.length === cohorts.length ? "" : who.join("、"), ...line]),
  };
} // prettier-ignore

export interface SheetFault {
  sheet: keyof Sheets;
  row: number;
  what: string;
}

/**
 * Back from the sheets. What is kept outside of them (locks, weeks barred, distances) stays with its cohort.
 * @returns faults of single cells; what does not fit together the server names
 */
export function limitsOf(sheets: Sheets, weeks: number, before: Limits | null): { input: Limits; faults: SheetFault[] } {
  const faults: SheetFault[] = [];
  const attempt = <T>(sheet: keyof Sheets, row: number, read: () => T, otherwise: T): T => {
    try {
      return read();
    } catch (error) {
      faults.push({ sheet, row, what: error instanceof Error ? error.message : String(error) });
      return otherwise;
    }
  };
  const whole = (text: string): number => {
    if (!/^\d{1,6}$/.test(text.trim())) throw new RangeError(text);
    return Number(text);
  };
  const filled = (sheet: Sheet): [string[], number][] => sheet.map((line, row): [string[], number] => [line, row]).filter(([line]) => line.some((cell, k) => cell.trim() !== "" && !(k === 1 && KINDS.includes(cell as "school"))));
  const places = filled(sheets.places).map(([line, row]) => {
    const [id = "", kind = "", capacity = "", closed = "", organisation = ""] = line.map((cell) => cell.trim());
    const numbers = attempt("places", row, () => listIn(capacity).map(whole), []);
    const shut = attempt("places", row, () => weeksIn(closed), []);
    return { id, kind: KINDS.find((one) => one === kind) ?? "enterprise", capacity: numbers.length === 0 ? null : numbers.length === 1 ? numbers[0]! : numbers, ...(shut.length > 0 ? { closed: shut } : {}), ...(organisation ? { organisation } : {}) };
  });
  const cohorts = filled(sheets.cohorts).map(([line, row]): Limits["cohorts"][number] => {
    const [id = "", people = "", off = "", agreement = ""] = line.map((cell) => cell.trim());
    const known = before?.cohorts.find((one) => one.id === id);
    const free = attempt("cohorts", row, () => weeksIn(off), []);
    return {
      ...(known?.fixed ? { fixed: known.fixed.filter(({ week }) => week < weeks && !free.includes(week)) } : {}),
      ...(known?.barred ? { barred: known.barred } : {}),
      ...(known?.distance ? { distance: known.distance } : {}),
      id, people: attempt("cohorts", row, () => whole(people), 1), needs: [], ...(free.length > 0 ? { off: free } : {}), ...(agreement ? { agreement } : {}),
    };
  });
  const needs = new Map(cohorts.map(({ id }) => [id, [] as Limits["cohorts"][number]["needs"][number][]]));
  for (const [line, row] of filled(sheets.needs)) {
    const [who = "", key = "", at = "", count = "", least = "", most = "", after = "", afterWeeks = ""] = line.map((cell) => cell.trim());
    const than = attempt("needs", row, () => listIn(afterWeeks).map(whole), []);
    const need = {
      key,
      places: listIn(at),
      weeks: attempt("needs", row, () => whole(count), 1),
      ...(least ? { minRun: attempt("needs", row, () => whole(least), 1) } : {}),
      ...(most ? { maxRun: attempt("needs", row, () => whole(most), 200) } : {}),
      ...(after ? { after: listIn(after).map((one, k) => ({ need: one, ...(than[k] === undefined ? {} : { weeks: than[k] }) })) } : {}),
    };
    for (const cohort of who ? listIn(who) : cohorts.map(({ id }) => id)) {
      const of = needs.get(cohort);
      if (of) of.push(need);
      else faults.push({ sheet: "needs", row, what: cohort });
    }
  }
  return { input: { weeks, places, cohorts: cohorts.map((one) => ({ ...one, needs: needs.get(one.id)! })) }, faults };
} // prettier-ignore

/** Lines pasted from a spreadsheet, put into a sheet from a cell on. */
export function pasted(sheet: Sheet, row: number, column: number, text: string, columns: number): Sheet {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  const next = sheet.map((line) => [...line]);
  lines.forEach((cells, k) => {
    while (next.length <= row + k) next.push(new Array<string>(columns).fill(""));
    cells.slice(0, columns - column).forEach((cell, j) => (next[row + k]![column + j] = cell.trim()));
  });
  return next;
} // prettier-ignore
