/** What can be wrong with the rows of a placement, in words, and the reading of single fields. */
import type { PlacementFault, Words } from "./types.ts";

export const REASONS = {
  empty: { zh: "不能为空", en: "must not be empty" },
  whole: { zh: "应为不小于 0 的整数", en: "must be a whole number of 0 or more" },
  rank: { zh: "应为不小于 1 的整数", en: "must be a whole number of 1 or more" },
  day: { zh: "应为日期，例如 2026-09-01", en: "must be a day such as 2026-09-01" },
  money: { zh: "应为不小于 0、至多两位小数的金额（元）", en: "must be an amount in yuan of 0 or more with up to two decimals" },
  flag: { zh: "应为 1、是、true、yes 或 0、否、false、no 或空", en: "must be 1, 是, true, yes or 0, 否, false, no or empty" },
  code: { zh: "应为专业代码或其开头的数字", en: "must be a programme code or its first digits" },
  side: { zh: "应为 student 或 post", en: "must be student or post" },
  unknown: {
    student: { zh: "没有这名学生", en: "there is no such student" },
    post: { zh: "没有这个岗位", en: "there is no such post" },
    enterprise: { zh: "没有这家企业", en: "there is no such enterprise" },
  },
  again: (line: number): Words => ({ zh: `重复，已见于第 ${line} 行`, en: `occurs already in line ${line}` }),
} as const; // prettier-ignore

/** One line for a person: where, what, why, in both languages. */
export function placementFaultSentence(
  { line, column, value, reason }: PlacementFault,
  file: string,
): string {
  const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return `${file} 第 ${line} 行 ${column} “${shown}”：${reason.zh}。 ${file}, line ${line}, ${column} “${shown}”: ${reason.en}.`;
}

const YES = new Set(["1", "是", "true", "yes"]);
const NO = new Set(["", "0", "否", "false", "no"]);

/** null = neither yes nor no */
export const readFlag = (text: string): boolean | null =>
  YES.has(text.toLowerCase()) ? true : NO.has(text.toLowerCase()) ? false : null;

/** null = no whole number of up to nine digits */
export const readWhole = (text: string): number | null => (/^\d{1,9}$/.test(text) ? Number(text) : null);

/** Yuan as fen; null = no amount. */
export function readMoney(text: string): number | null {
  const parts = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text);
  return parts ? Number(parts[1]) * 100 + Number((parts[2] ?? "").padEnd(2, "0")) : null;
}

/** null = no day of the calendar */
export function readDay(text: string): string | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return null;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? text : null;
}
