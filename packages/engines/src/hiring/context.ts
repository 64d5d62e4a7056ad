/** The words around a find: what turns a condition into none. */

/** A clause ends here; "、" and "/" go on, because they join what belongs together. */
const CLAUSE_END = /[，,。；;！!？?\n\r]/;

/** Up to `length` characters of the same clause behind `at`. */
export function clauseAfter(text: string, at: number, length: number): string {
  const part = text.slice(at, at + length);
  const end = part.search(CLAUSE_END);
  return end < 0 ? part : part.slice(0, end);
}

/** Up to `length` characters of the same clause before `at`. */
export function clauseBefore(text: string, at: number, length: number): string {
  const part = text.slice(Math.max(0, at - length), at);
  for (let i = part.length - 1; i >= 0; i--) if (CLAUSE_END.test(part[i]!)) return part.slice(i + 1);
  return part;
}

/** 不限, 均可 … right behind the words. */
const OPEN_AFTER =
  /^[\s”"')）\]】：:\-为者的]*(?:要求|限制|方面)?[\s：:]*(?:不限|不拘|不论|不做|不作|不设|不要求|不是必须|不强制|不分|无要求|无限制|没有要求|没要求|均可|皆可|都可|也可|亦可|即可|都行|也行|均收|兼收|兼招|都要|随意|放宽)/;
/** 不限, 无需 … right before the words. */
const OPEN_BEFORE =
  /(?:不唯|不限(?:制|定|于)?|不看|不卡|不问|不论|不管|不分|不设|不要求|不强求|不强制|不必|不需|无需|无须|无论|没有|无|并非|不是|不看重|拒绝|禁止|不得|杜绝)[\s“"'(（:：]*(?:是否|有无|要求|限制|必须)?[\s“"'(（]*$/;

export function isOpen(text: string, start: number, end: number): boolean {
  return (
    OPEN_AFTER.test(text.slice(end, end + 16)) || OPEN_BEFORE.test(text.slice(Math.max(0, start - 12), start))
  );
}

/** 优先, 佳, 加分 …: a wish, no bar. */
const PREFERRED = /优先|为佳|更佳|尤佳|最佳|加分|优选|为宜|为主|优考|更好|较好|欢迎|者佳|佳[）)]?$/;

/** A wish in the rest of the clause, or in brackets right behind. */
export function isPreferred(text: string, start: number, end: number): boolean {
  return (
    PREFERRED.test(clauseAfter(text, end, 18)) ||
    /(?:优先(?:考虑|录用|录取)?|加分项?|欢迎)[\s：:]*$/.test(text.slice(Math.max(0, start - 8), start))
  );
}

/** 勿扰, 除外 …: a bar against those named. */
export const BARRED_AFTER =
  /^[\s”"')）者的人员生]{0,6}(?:请|一律|一概|的?请)?(?:勿扰|勿投|勿进|勿来|勿入|勿试|勿点|误投|免投|免谈|免扰|免试|绕道|绕行|除外|不要|不招|不收|不考虑|不予考虑|不予录用|不录用|不录取|谢绝|止步|走开|慎投|慎入|慎点|pass|不接受)/i;
export const BARRED_BEFORE =
  /(?:不要|不招收?|不收|不接收|不录取|不考虑|不接受|谢绝|拒绝|除|不录用|不予录用|拒收|不录|排除|不含|不包括|不包含)[\s“"'(（]*$/;

/** The words with what bars those named, before or behind them; null if nothing does. */
export function barred(text: string, start: number, end: number): { start: number; end: number } | null {
  const behind = BARRED_AFTER.exec(text.slice(end, end + 16));
  if (behind) return { start, end: end + behind[0].length };
  const before = BARRED_BEFORE.exec(text.slice(Math.max(0, start - 6), start));
  return before && !before[0].startsWith("除") ? { start: start - before[0].length, end } : null;
}
