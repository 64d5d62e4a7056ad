/** Education asked for by a posting, and the level of a programme. */
import type { Education, Level } from "../types/index.ts";
import { isBlank, plain } from "./text.ts";

const WORDS: readonly (readonly [Education, RegExp])[] = [
  ["none", /不限|无要求|不要求|初中|小学|文盲|义务教育|any\b|no (?:degree|requirement)/i],
  ["secondary", /中专|中职|中技|技校|职高|高中|中等|中师|high school|secondary|vocational school/i],
  ["college", /大专|专科|高职|高专|高等职业|高技|技师|college|associate|diploma/i],
  ["bachelor", /本科|学士|大学(?!专)|bachelor|undergraduate|university/i],
  ["postgraduate", /硕士|研究生|博士|mba|emba|master|ph\.?d|doctor|postgraduate/i],
];
/** What boards print in this place when their columns slip: a head count, a date, an experience. */
const SLIPPED = /^(?:招.{0,6}人|\d{1,2}-\d{1,2}发布|\d.*年.*经验|.*经验.*|.*应届.*)$/;

export type EducationReading =
  { kind: "stated"; education: Education } | { kind: "absent" } | { kind: "unreadable" };

/** The lowest education named is what is asked for: "大专/本科" → college, "本科及以上，硕士优先" → bachelor. */
export function readEducation(text: string): EducationReading {
  if (isBlank(text)) return text.trim() === "无" ? { kind: "stated", education: "none" } : { kind: "absent" };
  const s = plain(text).replace(/(?:高职|职业|高等职业教育|应用型)本科/g, "本科");
  if ((EXACT as readonly string[]).includes(s)) return { kind: "stated", education: s as Education };
  if (/初中|小学/.test(s) && /及?以上/.test(s) && !/中专|高中/.test(s))
    return { kind: "stated", education: "none" };
  for (const [education, words] of WORDS) if (words.test(s)) return { kind: "stated", education };
  return SLIPPED.test(s) ? { kind: "absent" } : { kind: "unreadable" };
}

const EXACT = ["none", "secondary", "college", "bachelor", "postgraduate"] as const;

export function parseEducation(text: string): Education | null {
  const reading = readEducation(text);
  return reading.kind === "stated" ? reading.education : null;
}

/** The level (层次) of a programme from words such as 中职, 高等职业教育专科, 职业本科; null if they name none. */
export function parseLevel(text: string): Level | null {
  const s = plain(text).toLowerCase();
  if (s === "") return null;
  if (/本科|bachelor/.test(s)) return "bachelor";
  if (/中职|中专|中等|技工|职高|secondary/.test(s)) return "secondary";
  if (/高职|专科|大专|高等职业|高专|college/.test(s)) return "college";
  return null;
}
