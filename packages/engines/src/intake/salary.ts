/** Salary texts of Chinese job boards → yuan a month. */
import type { Salary } from "../types/index.ts";
import { isBlank } from "./text.ts";

/** Paid days in a month and hours in a day (劳社部发〔2008〕3号: 21.75 days; Labour Law art. 36: 8 hours). */
const DAYS_PER_MONTH = 21.75;
const HOURS_PER_DAY = 8;
const WEEKS_PER_MONTH = 52 / 12;
/** A month's pay above this is taken for a slip of the pen. */
const HIGHEST = 3_000_000;

export interface SalaryHints {
  /** yuan per unit of a bare number below 1000, when the header or the source tells: 1000 for "月薪(k)" */
  bareUnit?: number;
  /** months that a text without a period stands for: 12 for a column "年薪" */
  bareMonths?: number;
}

export type SalaryReading =
  | { kind: "stated"; salary: Salary }
  /** nothing told, or negotiable, or paid by the piece: no monthly figure, and no mistake either */
  | { kind: "absent" }
  | { kind: "unreadable" };

const ABSENT: SalaryReading = { kind: "absent" };
const UNREADABLE: SalaryReading = { kind: "unreadable" };

const NEGOTIABLE =
  /面议|面谈|电议|详谈|协商|另议|商议|保密|不限|待定|待遇从优|按.{0,6}(?:规定|标准|制度)|negotiable|competitive|tbd/i;
const PIECE = /[/每按](?:单|次|件|个|吨|台|平方?米?|平|场|篇|趟|票|公里|人|项|节|课时|稿)|计件|提成制|纯提成/;
const NUMBER = String.raw`(\d+(?:\.\d+)?)\s*(千|万|百|k|w|元)?\s*(\d(?!\d|\.))?`;
const FIRST = new RegExp(NUMBER);
const RANGE = new RegExp(`${NUMBER}\\s*(?:元|块|rmb)?\\s*(?:-|~|—|–|至|到)+\\s*${NUMBER}`);
const UNITS: Record<string, number> = { 千: 1000, k: 1000, 万: 10_000, w: 10_000, 百: 100, 元: 1 };

/**
 * Reads "6-8千/月", "1.5万·14薪", "200元/天", "15000.0-20000.0", "1万-1万5", "3千及以下", "20-30万/年", "8000以上元/月".
 * The base pay is meant: "·14薪" does not raise it. A bound stated alone is both ends, except that "以下" begins at 0.
 * A day counts 1/21.75 month, an hour 1/174. Bare numbers below 1000 need a hint.
 */
export function readSalary(text: string, hints: SalaryHints = {}): SalaryReading {
  if (isBlank(text)) return ABSENT;
  let s = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s¥￥]|rmb|人民币|cny/g, "");
  s = s.replace(/[·・•.,、xX*×]?\d+(?:-\d+)?薪/g, "").replace(/(\d),(?=\d{3}(?!\d))/g, "$1");
  if (/^-\d/.test(s)) return UNREADABLE;
  const range = RANGE.exec(s);
  const single = range ? null : FIRST.exec(s);
  if (!range && !single)
    return NEGOTIABLE.test(s) || PIECE.test(s) || /^薪|工资|待遇/.test(s) ? ABSENT : UNREADABLE;
  if (PIECE.test(s)) return ABSENT;

  let low: number;
  let high: number;
  const found = (range ?? single)!;
  if (range) {
    const lowUnit = range[2] ?? "";
    const highUnit = range[5] ?? "";
    low = amount(range[1]!, range[3], lowUnit);
    high = amount(range[4]!, range[6], highUnit);
    // "1-1.5万": the unit stands once, at the end; "5000-1万": the first is plainly in yuan.
    if (lowUnit === "" && highUnit !== "" && Number(range[1]) < 500)
      low = amount(range[1]!, undefined, highUnit);
    else if (lowUnit !== "" && highUnit === "" && Number(range[4]) < 500)
      high = amount(range[4]!, undefined, lowUnit);
  } else {
    low = high = amount(single![1]!, single![3], single![2] ?? "");
  }

  const rest = s.slice(0, found.index) + s.slice(found.index + found[0].length);
  const stated =
    /[千万百kw元]/.test(found[0]) || /^(?:及?以[上下])?元|^块/.test(s.slice(found.index + found[0].length));
  const months = perMonth(s, rest, hints);
  if (!stated && months >= 1 && high < 1000) {
    if (hints.bareUnit === undefined) return high === 0 ? ABSENT : UNREADABLE;
    low *= hints.bareUnit;
    high *= hints.bareUnit;
  }
  if (low > high) [low, high] = [high, low];
  if (/以下|以内|封顶|不超过|最高/.test(rest)) low = 0;
  low = Math.round(low / months);
  high = Math.round(high / months);
  if (high === 0) return ABSENT;
  return high > HIGHEST ? UNREADABLE : { kind: "stated", salary: { min: low, max: high } };
}

/** @returns yuan a month, or null where the text tells none. */
export function parseSalary(text: string, hints: SalaryHints = {}): Salary | null {
  const reading = readSalary(text, hints);
  return reading.kind === "stated" ? reading.salary : null;
}

/** "1万5" is 15 000: a digit right after 万 or 千 counts tenths. */
function amount(digits: string, tail: string | undefined, unit: string): number {
  const factor = UNITS[unit] ?? 1;
  const tenths = tail !== undefined && factor >= 1000 ? Number(tail) / 10 : 0;
  return (Number(digits) + tenths) * factor;
}

/** How many months the amount is for: 12 for a year, 1/21.75 for a day. */
function perMonth(whole: string, rest: string, hints: SalaryHints): number {
  if (/年/.test(rest) && !/年(?:终|底)/.test(rest)) return 12;
  if (/\/y|annual|p\.?a\.?$/.test(rest)) return 12;
  if (/小时|时薪|\/时|\/h|钟点/.test(rest)) return 1 / (DAYS_PER_MONTH * HOURS_PER_DAY);
  if (/\/[天日]|每[天日]|日结|日薪|[元块][天日]|\/d|天$/.test(rest) || /元[/]?[天日]/.test(whole))
    return 1 / DAYS_PER_MONTH;
  if (/周薪|\/周|每周|\/w/.test(rest)) return 1 / WEEKS_PER_MONTH;
  if (/月|\/m/.test(rest)) return 1;
  return hints.bareMonths ?? 1;
}
