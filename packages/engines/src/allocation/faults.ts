/** What can be wrong with the rows of an input, in words. */

export type TableName = "plans" | "candidates" | "preferences";

export interface Fault {
  table: TableName;
  /** line of the file, the header being line 1 */
  line: number;
  column: string;
  value: string;
  reason: { zh: string; en: string };
}

type Reason = Fault["reason"];

export const REASONS = {
  missingColumn: { zh: "缺少这一列", en: "this column is missing" },
  twiceColumn: { zh: "表头中出现两次", en: "occurs twice in the header" },
  empty: { zh: "不能为空", en: "must not be empty" },
  whole: { zh: "应为不小于 0 的整数", en: "must be a whole number of 0 or more" },
  positive: { zh: "应为不小于 1 的整数", en: "must be a whole number of 1 or more" },
  decimal: {
    zh: "应为不小于 0、至多 4 位小数的数",
    en: "must be a number of 0 or more with up to 4 decimals",
  },
  flag: {
    zh: "应为 1、是、true、yes 或 0、否、false、no 或空",
    en: "must be 1, 是, true, yes or 0, 否, false, no or empty",
  },
  tooLarge: { zh: "合成总分过大", en: "the composed score is too large" },
  range: (low: string, high: string): Reason => ({
    zh: `超出范围 ${low}–${high}`,
    en: `is outside of ${low}–${high}`,
  }),
  unknown: {
    candidate: { zh: "没有这名考生", en: "there is no such candidate" },
    unit: { zh: "没有这个投档单位", en: "there is no such unit" },
    batch: { zh: "规则中没有这个批次", en: "the rules have no such batch" },
    quota: { zh: "规则中没有这个专项", en: "the rules have no such quota" },
    ranking: { zh: "规则中没有这个排序", en: "the rules have no such ranking" },
  },
  again: (line: number): Reason => ({
    zh: `重复，已见于第 ${line} 行`,
    en: `occurs already in line ${line}`,
  }),
  differs: (line: number): Reason => ({
    zh: `与同一单位的第 ${line} 行不一致`,
    en: `differs from line ${line} of the same unit`,
  }),
  tooMany: (most: number): Reason => ({
    zh: `一名考生在一个批次和轮次中至多 ${most} 个志愿`,
    en: `one candidate has at most ${most} preferences in a batch and round`,
  }),
  longLine: { zh: "这一行超过 64 KiB", en: "this line is longer than 64 KiB" },
  encoding: { zh: "既不是 UTF-8 也不是 GB18030", en: "is neither UTF-8 nor GB18030" },
} as const;

/** One line for a person: where, what, why, in both languages. */
export function faultSentence({ line, column, value, reason }: Fault, file: string): string {
  const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return `${file} 第 ${line} 行 ${column} “${shown}”：${reason.zh}。 ${file}, line ${line}, ${column} “${shown}”: ${reason.en}.`;
}

/** 1 = yes, 0 = no, −1 = neither. */
export function readFlag(text: string): -1 | 0 | 1 {
  switch (text.toLowerCase()) {
    case "":
    case "0":
    case "否":
    case "false":
    case "no":
      return 0;
    case "1":
    case "是":
    case "true":
    case "yes":
      return 1;
    default:
      return -1;
  }
}

/** A whole number of up to nine digits; −1 where it is none. */
export const readWhole = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : -1);
