/** Dates of publication. No clock is asked: what depends on today ("3天前") or lacks its year is unknown, not guessed. */
import { isBlank, plain } from "./text.ts";

export type DateReading =
  | { kind: "stated"; iso: string }
  /** no date, or one without a year */
  | { kind: "absent"; note: "none" | "no-year" | "relative" }
  | { kind: "impossible" }
  | { kind: "unreadable" };

const FULL = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日?)(?:$|[\s日tT,，]|发布|更新)/;
const MONTH = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$/;
const WESTERN = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:$|\s)/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const NO_YEAR = /^(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s*\d{1,2}:\d{2})?\s*(?:发布|更新)?$/;
const RELATIVE =
  /^(?:刚刚|今[天日]|昨[天日]|前天|本周|最近|近期|长期(?:有效)?|\d+\s*(?:分钟|小时|天|周|个?月)[前内]?)(?:发布|更新)?/;

/** Days from 1899-12-30 (Excel's day 0) to 1970-01-01. */
const EXCEL_EPOCH = 25_569;

/** "2015年04月01日", "2024-11-15 10:04:00", "20241115", "45611" (Excel), seconds or milliseconds since 1970. */
export function readDate(text: string): DateReading {
  if (isBlank(text)) return { kind: "absent", note: "none" };
  const s = plain(text).replace(/^(?:发布(?:于|时间|日期)?|更新(?:于|时间)?)\s*[:：]?\s*/, "");
  const full = FULL.exec(s) ?? COMPACT.exec(s);
  if (full) return calendar(Number(full[1]), Number(full[2]), Number(full[3]));
  const month = MONTH.exec(s);
  if (month) return calendar(Number(month[1]), Number(month[2]), 1);
  if (/^\d{5}(?:\.\d+)?$/.test(s)) {
    const day = Math.floor(Number(s)) - EXCEL_EPOCH;
    return fromDays(day);
  }
  if (/^\d{10}$/.test(s)) return fromDays(Math.floor(Number(s) / 86_400));
  if (/^\d{13}$/.test(s)) return fromDays(Math.floor(Number(s) / 86_400_000));
  const western = WESTERN.exec(s);
  if (western) {
    const [first, second, year] = [Number(western[1]), Number(western[2]), Number(western[3])];
    if (first > 12 && second <= 12) return calendar(year, second, first);
    if (second > 12 && first <= 12) return calendar(year, first, second);
    return first === second ? calendar(year, first, second) : { kind: "unreadable" };
  }
  const short = NO_YEAR.exec(s);
  if (short) {
    const possible = isDay(2000, Number(short[1]), Number(short[2]));
    return possible ? { kind: "absent", note: "no-year" } : { kind: "impossible" };
  }
  return RELATIVE.test(s) ? { kind: "absent", note: "relative" } : { kind: "unreadable" };
}

/** @returns an ISO date, or null where the text tells none with its year. */
export function parseDate(text: string): string | null {
  const reading = readDate(text);
  return reading.kind === "stated" ? reading.iso : null;
}

function calendar(year: number, month: number, day: number): DateReading {
  if (year < 1990 || year > 2100 || !isDay(year, month, day)) return { kind: "impossible" };
  return { kind: "stated", iso: `${year}-${two(month)}-${two(day)}` };
}

function fromDays(days: number): DateReading {
  const date = new Date(days * 86_400_000);
  return calendar(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n);
}
