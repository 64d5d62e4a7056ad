/** Small helpers on the texts of cells. */

const BLANKS = new Set([
  "",
  "-",
  "--",
  "—",
  "——",
  "/",
  "\\",
  ".",
  "*",
  "?",
  "？",
  "无",
  "暂无",
  "没有",
  "未填",
  "未知",
  "未填写",
  "不详",
  "空",
  "null",
  "none",
  "nan",
  "n/a",
  "na",
  "nil",
  "undefined",
]);

/** Whether the cell says nothing: empty, a dash, "无", "NULL" and the like. */
export function isBlank(text: string): boolean {
  if (text.length === 0) return true;
  if (text.length > 12) return text.trim() === "";
  return BLANKS.has(text.trim().toLowerCase());
}

/** Full-width letters, digits and signs become their plain forms; white space at the ends goes. */
export function plain(text: string): string {
  return text.normalize("NFKC").trim();
}

/** The value of a number written in Chinese up to 99 ("十二", "两"), null if it is none. */
export function chineseNumber(text: string): number | null {
  const digits = "零一二三四五六七八九";
  const one = (c: string): number => (c === "两" || c === "俩" ? 2 : c === "〇" ? 0 : digits.indexOf(c));
  if (!/^[零〇一二两俩三四五六七八九十]{1,3}$/.test(text)) return null;
  const ten = text.indexOf("十");
  if (ten < 0) return text.length === 1 ? one(text) : null;
  const head = text.slice(0, ten);
  const tail = text.slice(ten + 1);
  if (head.length > 1 || tail.length > 1) return null;
  return (head === "" ? 1 : one(head)) * 10 + (tail === "" ? 0 : one(tail));
}

/** A result for each different text, kept up to a bound and then forgotten as a whole: memory stays constant. */
export function remembered<T>(
  compute: (text: string) => T,
  limit = 50_000,
  longest = 64,
): (text: string) => T {
  let known = new Map<string, T>();
  return (text) => {
    if (text.length > longest) return compute(text);
    const held = known.get(text);
    if (held !== undefined) return held;
    const value = compute(text);
    if (known.size >= limit) known = new Map();
    known.set(text, value);
    return value;
  };
}

/** Shortens a value for a message. */
export function shown(text: string, longest = 60): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
