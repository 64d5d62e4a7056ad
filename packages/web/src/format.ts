/** Numbers, dates and money as they stand on a page: the only place where they become text. */

export type Language = "zh-CN" | "en";

/** How a figure came to be; shown beside it. */
export type FigureKind = "measured" | "estimated" | "entered" | "sample";

export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** What stands where a number is missing: never 0. */
export const MISSING = "—";

const TEN_THOUSAND = 10_000;

function grouped(value: number, digits: number): string {
  const fixed = Math.abs(value).toFixed(digits);
  const [whole = "0", part] = fixed.split(".");
  const sign = value < 0 && Number(fixed) !== 0 ? "−" : "";
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? "." + part : "");
}

/**
 * A count. 12,345 below 100,000, then 12.3 万 (Chinese) or 123,456 (English).
 * null, undefined and NaN become a dash.
 */
export function formatNumber(value: number | null | undefined, language: Language, digits = 0): string {
  if (value === null || value === undefined || Number.isNaN(value)) return MISSING;
  if (language === "zh-CN" && Math.abs(value) >= 100_000) {
    const tenThousands = value / TEN_THOUSAND;
    return Math.abs(tenThousands) >= TEN_THOUSAND
      ? `${trimZero(grouped(tenThousands / TEN_THOUSAND, 2))} 亿`
      : `${trimZero(grouped(tenThousands, Math.abs(tenThousands) >= 1000 ? 0 : 1))} 万`;
  }
  return grouped(value, digits);
}

/** An amount of a ledger, given in fen, in yuan: exact, never in 万. "1,260,000.00" */
export const formatFen = (fen: number): string => grouped(fen / 100, 2);

const trimZero = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

/** A signed gap: "+1,204", "−318", "0". The minus is a real minus sign, so that columns align. */
export function formatSigned(value: number | null | undefined, language: Language): string {
  if (value === null || value === undefined || Number.isNaN(value)) return MISSING;
  const text = formatNumber(value, language);
  return value > 0 && text !== "0" ? "+" + text : text;
}

/** A share between 0 and 1 as a percentage with one digit. */
export function formatShare(value: number | null | undefined, digits = 1): string {
  if (value === null || value === undefined || Number.isNaN(value)) return MISSING;
  return `${trimZero((value * 100).toFixed(digits)).replace("-", "−")}%`;
}

/** "1,180–1,420"; empty when low and high say nothing more than the value. */
export function formatInterval(interval: Interval | null | undefined, language: Language): string {
  if (!interval) return "";
  if (Math.round(interval.low) === Math.round(interval.high)) return "";
  return `${formatNumber(interval.low, language)}–${formatNumber(interval.high, language)}`;
}

/** Yuan a month: "6,000–8,000 元/月". */
export function formatSalary(
  salary: { min: number; max: number } | null | undefined,
  language: Language,
): string {
  if (!salary) return MISSING;
  const unit = language === "zh-CN" ? " 元/月" : " yuan/month";
  const min = formatNumber(salary.min, language);
  return (salary.min === salary.max ? min : `${min}–${formatNumber(salary.max, language)}`) + unit;
}

/** A date of an ISO text: 2026年11月23日 / 23 Nov 2026. Time is shown in Beijing time when asked for. */
export function formatDate(iso: string | null | undefined, language: Language, withTime = false): string {
  if (!iso) return MISSING;
  const date = new Date(iso.length === 10 ? `${iso}T00:00:00+08:00` : iso);
  if (Number.isNaN(date.getTime())) return MISSING;
  return new Intl.DateTimeFormat(language === "zh-CN" ? "zh-CN" : "en-GB", {
    timeZone: "Asia/Shanghai",
    year: "numeric",
    month: language === "zh-CN" ? "long" : "short",
    day: "numeric",
    ...(withTime ? { hour: "2-digit", minute: "2-digit" } : {}),
  }).format(date);
}

/** Milliseconds: "0.8 秒", "2 分 05 秒". */
export function formatDuration(milliseconds: number | null | undefined, language: Language): string {
  if (milliseconds === null || milliseconds === undefined) return MISSING;
  const [second, minute] = language === "zh-CN" ? [" 秒", " 分 "] : [" s", " min "];
  const seconds = milliseconds / 1000;
  if (seconds < 60) return (seconds < 10 ? seconds.toFixed(1) : String(Math.round(seconds))) + second;
  const rest = Math.round(seconds % 60);
  return `${Math.floor(seconds / 60)}${minute}${String(rest).padStart(2, "0")}${second}`;
}

/** Bytes of a file: "612 MB". */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return MISSING;
  const units = ["B", "kB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : trimZero(value.toFixed(1))} ${units[unit]}`;
}

/** Words one after the other: "甲、乙", "a, b". */
export const formatList = (words: readonly (string | number)[], language: Language): string =>
  words.join(language === "en" ? ", " : "、");

const PEOPLES =
  "土家族|苗族|侗族|布依族|藏族|羌族|彝族|白族|傣族|景颇族|哈尼族|壮族|傈僳族|回族|蒙古族|朝鲜族|哈萨克|柯尔克孜|蒙古";
const CITY_END = new RegExp(`(市|地区|(${PEOPLES})*自治州)$`);

/** The name of a city as it stands where room is scarce: 恩施土家族苗族自治州 → 恩施. */
export const shortCity = (name: string): string => name.replace(CITY_END, "");
