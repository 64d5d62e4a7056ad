/** Counts, head counts, years, shares and durations as people write them. */
import { chineseNumber, isBlank, plain } from "./text.ts";

export type Read<T> = { ok: true; value: T | null } | { ok: false; code: string };

const NOTHING: { ok: true; value: null } = { ok: true, value: null };
/** No school, enterprise or plan line counts more persons than this. */
const MOST_PERSONS = 1_000_000;
/** No single posting honestly asks for more. */
const MOST_WANTED = 10_000;

/** A count of persons: "1,234", "12人", "45.0". Negative, fractional and absurd ones are refused. */
export function readCount(text: string, most = MOST_PERSONS): Read<number> {
  if (isBlank(text)) return NOTHING;
  const s = plain(text)
    .replace(/,/g, "")
    .replace(/[人名个户位]$/, "")
    .trim();
  if (!/^[+-]?\d+(\.\d+)?(e\+?\d+)?$/i.test(s)) return { ok: false, code: "count-unreadable" };
  const n = Number(s);
  if (n < 0) return { ok: false, code: "count-negative" };
  if (!Number.isInteger(n)) return { ok: false, code: "count-fraction" };
  return n > most ? { ok: false, code: "count-absurd" } : { ok: true, value: n };
}

export interface Headcount {
  n: number | null;
  kind: "stated" | "several" | "absent";
}

const ABSENT: Headcount = { n: null, kind: "absent" };
const SEVERAL: Headcount = { n: null, kind: "several" };

/** "招3人", "3-5名" (the larger), "若干", "10", "十名". @returns null if it can't be read. */
export function readHeadcount(text: string): Headcount | { code: string } {
  if (isBlank(text) || text === "0") return ABSENT;
  const s = plain(text).replace(/\s/g, "");
  if (/若干|多名|多人|数名|数人|不限|不等|several|multiple|批量|大量/i.test(s)) return SEVERAL;
  const range = /(\d+)(?:人|名|个)?[-~—–至到](\d+)/.exec(s);
  if (/^-/.test(s)) return { code: "headcount-negative" };
  if (range) return checked(Math.max(Number(range[1]), Number(range[2])));
  const digits =
    /^(?:共|约|限|急?招聘?|招收|拟招聘?|人数[:：]?|招聘人数[:：]?)*(\d+(?:\.0+)?)(?:余|多|\+)?(?:人|名|个|位)?(?:以[上内])?$/.exec(
      s,
    );
  if (digits) return checked(Number(digits[1]));
  const chinese = /^(?:共|约|限|急?招聘?|招收)*([一二两三四五六七八九十]+)(?:人|名|个|位)$/.exec(s);
  const value = chinese ? chineseNumber(chinese[1]!) : null;
  return value !== null ? checked(value) : { code: "headcount-unreadable" };
}

function checked(n: number): Headcount | { code: string } {
  if (n === 0) return ABSENT;
  return n > MOST_WANTED ? { code: "headcount-absurd" } : { n, kind: "stated" };
}

export function parseHeadcount(text: string): Headcount {
  const read = readHeadcount(text);
  return "code" in read ? ABSENT : read;
}

const IN_TITLE = /(\d{1,4})\s*[名人](?![员事才力民资气工像体物行生机])/;
const IN_DESCRIPTION =
  /(?:招聘|需求|招收|拟招)?人数\s*[:：]?\s*(?:约|共)?(?:\d{1,3}\s*[-~—至]\s*)?(\d{1,4})(?!\d|\s*[:：%千万]|\s*人?以[上下])|招聘?\s*(\d{1,3})\s*[名人](?![员事才])/;

/** A head count written in the title ("电焊工2名") or after 招聘人数 in the description, else null. */
export function headcountInText(title: string, description: string): number | null {
  if (title.includes("名") || title.includes("人")) {
    const found = IN_TITLE.exec(title);
    if (found) return bounded(Number(found[1]));
  }
  const at = description.indexOf("人数");
  const from = at >= 0 ? at : description.indexOf("招聘");
  if (from < 0) return null;
  const found = IN_DESCRIPTION.exec(description.slice(Math.max(0, from - 4), from + 24));
  return found ? bounded(Number(found[1] ?? found[2])) : null;
}

function bounded(n: number): number | null {
  return n >= 1 && n <= 500 ? n : null;
}

/** "2026", "2026年", "2025-2026学年" (its first year), "2026届". */
export function readYear(text: string): Read<number> {
  if (isBlank(text)) return NOTHING;
  const found = /^(\d{4})(?:\.0+)?(?:$|[年届级学/-])/.exec(plain(text));
  if (!found) return { ok: false, code: "year-unreadable" };
  const year = Number(found[1]);
  return year < 2000 || year > 2060 ? { ok: false, code: "year-impossible" } : { ok: true, value: year };
}

/** Years of study: "三年", "3", "2.5年", "五年一贯制", "3+2". */
export function readDuration(text: string): Read<number> {
  if (isBlank(text)) return NOTHING;
  const s = plain(text).replace(/\s/g, "");
  const sum = /^(\d)\+(\d)(?:年|制|$)/.exec(s);
  if (sum) return { ok: true, value: Number(sum[1]) + Number(sum[2]) };
  const digits = /^(\d(?:\.\d+)?)(?:年|学年|$)/.exec(s);
  const chinese = /^([一二两三四五六七八])年(半)?/.exec(s);
  const value = digits
    ? Number(digits[1])
    : chinese
      ? chineseNumber(chinese[1]!)! + (chinese[2] ? 0.5 : 0)
      : NaN;
  if (Number.isNaN(value)) return { ok: false, code: "duration-unreadable" };
  return value < 0.5 || value > 8 ? { ok: false, code: "duration-impossible" } : { ok: true, value };
}

/** Growth as a fraction: "8%", "-3.5%", "0.08"; a bare number of 1 or more, or under a header with %, is per cent. */
export function readGrowth(text: string, percentHeader: boolean): Read<number> {
  if (isBlank(text)) return NOTHING;
  const s = plain(text)
    .replace(/\s|增长|左右|约/g, "")
    .replace(/^下降/, "-");
  const found = /^([+-]?\d+(?:\.\d+)?)(%|个百分点)?$/.exec(s);
  if (!found) return { ok: false, code: "growth-unreadable" };
  const n = Number(found[1]);
  const share = found[2] || percentHeader || Math.abs(n) >= 1 ? n / 100 : n;
  return share < -0.9 || share > 3
    ? { ok: false, code: "growth-absurd" }
    : { ok: true, value: Math.round(share * 1e8) / 1e8 };
}
