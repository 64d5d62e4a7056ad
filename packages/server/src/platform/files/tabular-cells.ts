/** What a stored cell of a workbook says as text: the way a person sees it where that matters (dates, percent). */
import { attribute, XmlReader } from "./tabular-xml.ts";

export type CellStyle = "plain" | "date" | "time" | "percent" | { digits: number };

/** Number formats that stand for dates and times without being declared (ECMA-376, 18.8.30). */
const BUILT_IN_DATES = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);
const BUILT_IN_TIMES = new Set([18, 19, 20, 21, 32, 33, 45, 46, 47]);

/** How each cell style (index `s` of a cell) shows numbers. @throws XmlBroken */
export function readStyles(xml: string): CellStyle[] {
  const formats = new Map<number, string>();
  const styles: CellStyle[] = [];
  let inCells = false;
  const reader = new XmlReader({
    open(name, attributes) {
      if (name === "numFmt")
        formats.set(Number(attribute(attributes, "numFmtId")), attribute(attributes, "formatCode") ?? "");
      else if (name === "cellXfs") inCells = true;
      else if (name === "xf" && inCells)
        styles.push(styleOf(Number(attribute(attributes, "numFmtId") ?? 0), formats));
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
    text: () => undefined,
  });
  reader.write(xml);
  reader.end();
  return styles;
}

function styleOf(id: number, formats: ReadonlyMap<number, string>): CellStyle {
  if (BUILT_IN_DATES.has(id)) return "date";
  if (BUILT_IN_TIMES.has(id)) return "time";
  if (id === 9 || id === 10) return "percent";
  const code = formats.get(id);
  if (code === undefined) return "plain";
  // Colours, locales and quoted words are no part of the pattern.
  const pattern = code
    .replace(/\[[^\]]*\]|"[^"]*"|\\./g, "")
    .split(";")[0]!
    .trim();
  if (/^0{2,}$/.test(pattern)) return { digits: pattern.length };
  if (pattern.includes("%")) return "percent";
  if (/[yd年]/i.test(pattern) || /m{3,}/i.test(pattern)) return "date";
  if (/[hs]/i.test(pattern)) return "time";
  return "plain";
}

const DAY_MS = 86_400_000;

/** @param value the number as stored; @param date1904 the workbook counts its days from 1904 */
export function numberText(value: string, style: CellStyle, date1904: boolean): string {
  const n = Number(value);
  if (value.trim() === "" || !Number.isFinite(n)) return value;
  if (style === "percent") return `${tidy(n * 100)}%`;
  if (style === "date" && n >= 1 && n < 2_958_466) return dateText(n, date1904);
  if (style === "time" && n >= 0 && n < 1)
    return new Date(Math.round(n * 86_400) * 1000).toISOString().slice(11, 19);
  if (typeof style === "object" && Number.isInteger(n) && n >= 0)
    return String(n).padStart(style.digits, "0");
  return tidy(n);
}

function dateText(serial: number, date1904: boolean): string {
  // Days before 1 March 1900 are off by one, because 1900 is taken for a leap year.
  const epoch = date1904
    ? Date.UTC(1904, 0, 1)
    : serial < 60
      ? Date.UTC(1899, 11, 31)
      : Date.UTC(1899, 11, 30);
  const iso = new Date(epoch + Math.round(serial * 86_400) * (DAY_MS / 86_400)).toISOString();
  return Number.isInteger(serial) ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** Fifteen digits are what a spreadsheet keeps and shows; the rest is noise of binary fractions. */
function tidy(n: number): string {
  return Number.isSafeInteger(n) ? String(n) : String(Number(n.toPrecision(15)));
}

/** Control characters are stored as _x000D_. */
export function cellString(text: string): string {
  return text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text;
}

/** Column of a reference such as "AB12", from 0; -1 if it is none. */
export function columnIndex(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const c = reference.charCodeAt(i) & ~32;
    if (c < 65 || c > 90) break;
    column = column * 26 + (c - 64);
  }
  return column - 1;
}
