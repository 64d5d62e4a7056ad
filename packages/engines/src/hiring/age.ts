/** Limits of age (LEG-21): a warning, because no national ban holds for all. */
import { clauseAfter, clauseBefore } from "./context.ts";
import type { Detector } from "./types.ts";

const D = "[0-9０-９]";
const NUMBER = `(?:${D}\\s?${D}|[二三四五六]?十[一二三四五六七八九]?)`;
const YEARS = "\\s*(?:周\\s*岁|岁|周)?\\s*";
const SURE_YEARS = "\\s*(?:周\\s*岁|岁)\\s*";
const TO = "\\s*(?:以上)?\\s*(?:[-—–―~～－﹣−_]+|至|到)\\s*";
const INCLUDED = "(?:[（(][^）)]{0,4}[）)]|含)?\\s*";
const LABEL =
  "年\\s*龄(?:要求|范围|限制|段|层|条件)?(?:控制|限)?(?:在|为|是|需|须|要求)?[\\s：:，,]*(?:一般|原则上|最好|需在|须在|介于)?\\s*";

const RANGE = new RegExp(
  `(?:${LABEL}(?:男性?|女性?)?\\s*)(${NUMBER})${YEARS}${TO}(${NUMBER})${YEARS}(?:之间|左右)?|(?<![0-9０-９])(${NUMBER})${YEARS}${TO}(${NUMBER})${SURE_YEARS}(?:之间|左右|以下|以内)?`,
  "g",
);
const BELOW = new RegExp(
  `(?:${LABEL}|不(?:得)?(?:超过|大于|高于)|低于|小于|不超)?\\s*(?<![0-9０-９\\-~～—至到])(${NUMBER})(${YEARS})${INCLUDED}[及或]?(?:以下|以内|之内|之下|以里|内(?=[，,。；;、\\s]|$))`,
  "g",
);
const NOT_OVER = new RegExp(
  `(?:${LABEL})?(?:不(?:得|能|可|要|应)?(?:超过|大于|高于|超)|低于|小于|限(?:制)?在?)\\s*(${NUMBER})${SURE_YEARS}`,
  "g",
);
const ABOUT = new RegExp(
  `(?:${LABEL})?(?<![0-9０-９\\-~～—至到])(${NUMBER})${SURE_YEARS}(?:左右|上下)|${LABEL}(${NUMBER})${YEARS}(?:左右|上下)`,
  "g",
);
const ABOVE = new RegExp(
  `(?:${LABEL})?(?:年?满|不(?:得)?(?:低于|小于))?\\s*(?<![0-9０-９\\-~～—至到])(${NUMBER})${SURE_YEARS}${INCLUDED}[及或]?以上(?:${TO}|[，,、\\s]*)?`,
  "g",
);
const FULL_YEARS = new RegExp(`年?满\\s*(${NUMBER})${SURE_YEARS}(?!${INCLUDED}[及或]?以上)`, "g");
const COHORT =
  /(?:19[5-9]\d|20[01]\d)年?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:[-—~～至到]+(?:19[5-9]\d|20[01]\d)年?)?(?:之间|以后|之后|后|及以后)?出生|(?:[6-9][05]|0[05])后(?=[^，。；,;\n]{0,6}(?:优先|为主|为佳|者佳))|(?:限|只招|仅招|只要|仅限)[^，。；,;\n]{0,3}(?:[6-9][05]|0[05])后|要求[：:\s]*(?:[6-9][05]|0[05])后(?=[\s，,。；;、]|$)/g;

/** The age is somebody else's: a child in care, a customer, the firm's average. */
const OTHERS_BEFORE =
  /儿童|孩|宝宝|宝贝|幼儿|婴|学员|学生|客户|用户|会员|平均|老人|长者|人群|患者|病人|宠物|子女|父母|受众|消费者|团队.{0,6}年龄|服务对象|招生|面向|适合|针对|教授|辅导|成员|同事|员工大多|大多|多为|服务$/;
const OTHERS_AFTER =
  /^[\s的]*(?:男性|女性|男女)?(?:儿童|孩|宝宝|宝贝|幼儿|小孩|婴|青少年|学员|人群|用户|客户|少儿|小朋友|学生|老人|老年|长者|患者|会员|婴幼)/;
const NO_LIMIT = /不限|不是问题|无要求|不作要求|不做要求/;
/** Posts for which the State itself sets a higher age (e.g. drivers of coaches and hired cars). */
const LICENSED_AGE = /网约车|出租车|客车|公交|校车|大巴|A1|A2|B1|危[险货]|押运|消防员|飞行员|船员|爆破/i;
const LEGAL_MINIMUM = 18;
/** The statutory age of retirement lies below or at this, so no limit at or above it keeps anybody out. */
const RETIREMENT = 60;

export const age: Detector = (text, post, _field, found) => {
  const taken: [number, number][] = [];
  const report = (start: number, end: number): void => {
    if (taken.some(([a, b]) => start < b && a < end)) return;
    const lead = /^\s*/.exec(text.slice(start, end))![0].length;
    const length = text.slice(start, end).replace(/[，,、\s]+$/, "").length;
    taken.push([start, end]);
    if (isOthers(text, start + lead, start + length)) return;
    found.push({ kind: "age", severity: "warn", start: start + lead, end: start + length });
  };
  const pass = (start: number, end: number): void => {
    taken.push([start, end]);
  };

  for (const match of text.matchAll(RANGE)) {
    const low = toNumber(match[1] ?? match[3]!);
    const high = toNumber(match[2] ?? match[4]!);
    const end = match.index + match[0].length;
    if (low < 14 || high <= low || high > 80) pass(match.index, end);
    else if (high >= RETIREMENT && (low <= LEGAL_MINIMUM || LICENSED_AGE.test(post.title)))
      pass(match.index, end);
    else report(match.index, end);
  }
  for (const match of text.matchAll(BELOW)) {
    const n = toNumber(match[1]!);
    const end = match.index + match[0].length;
    const sure = match[2]!.includes("岁") || /年\s*龄/.test(match[0]);
    if (!sure || n < LEGAL_MINIMUM || n >= RETIREMENT) continue;
    report(match.index, end);
  }
  for (const match of text.matchAll(NOT_OVER)) {
    const n = toNumber(match[1]!);
    if (n >= LEGAL_MINIMUM && n < RETIREMENT) report(match.index, match.index + match[0].length);
  }
  for (const match of text.matchAll(ABOUT)) {
    const n = toNumber(match[1] ?? match[2]!);
    if (n > LEGAL_MINIMUM && n < 70) report(match.index, match.index + match[0].length);
  }
  for (const match of text.matchAll(ABOVE)) {
    const n = toNumber(match[1]!);
    // 18 is the law's own minimum for hazardous work and for contracts without a guardian; 16 for any work.
    if (n <= LEGAL_MINIMUM || n > 70 || LICENSED_AGE.test(post.title)) continue;
    report(match.index, match.index + match[0].length);
  }
  for (const match of text.matchAll(FULL_YEARS)) {
    const n = toNumber(match[1]!);
    if (n > LEGAL_MINIMUM && n < RETIREMENT && !LICENSED_AGE.test(post.title))
      report(match.index, match.index + match[0].length);
  }
  for (const match of text.matchAll(COHORT)) report(match.index, match.index + match[0].length);
};

function isOthers(text: string, start: number, end: number): boolean {
  if (OTHERS_AFTER.test(text.slice(end, end + 8))) return true;
  const before = clauseBefore(text, start, 12);
  if (OTHERS_BEFORE.test(before) || OTHERS_BEFORE.test(text.slice(start, end))) return true;
  return NO_LIMIT.test(text.slice(start, end)) || /^[\s）)]*(?:不限)/.test(clauseAfter(text, end, 8));
}

const DIGITS: Readonly<Record<string, number>> = {
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

function toNumber(text: string): number {
  const ten = text.indexOf("十");
  if (ten >= 0) return (ten === 0 ? 1 : DIGITS[text[0]!]!) * 10 + (DIGITS[text[ten + 1] ?? ""] ?? 0);
  return Number(text.normalize("NFKC").replace(/\s/g, ""));
}
