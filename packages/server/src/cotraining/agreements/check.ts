/** The legal check of an agreement: which clause, which rule, which figure. Pure. */
import { CLAUSES, clausesOf, findClause } from "./clauses.ts";
import type { Clause, Form } from "./kinds.ts";

export interface AgreementFinding {
  /** of the rule book, e.g. INT-04 */
  rule: string;
  /** block: it cannot be proposed; warn: 原则上, it needs a reason */
  level: "block" | "warn";
  /** key of the clause where it is put right; null = of the agreement as a whole */
  clause: string | null;
  zh: string;
  en: string;
  /** what was found and what the rule says; null where there is no figure */
  figure: string | null;
  limit: string | null;
  basis: string;
}

const DAY = 86_400_000;
const yuan = (fen: number): string => `${Math.round(fen) / 100} 元`;
/** GB/T 4754-2017: 职业中介服务, 劳务派遣服务 */
const AGENCIES = ["7262", "7263"];
/** Words of what may not be asked of a student, unless the sentence forbids it. */
const FORBIDDEN = /押金|保证金|培训费|管理费|介绍费|中介费|安置费|材料费|服务费|扣押证件|提供担保/;
const FORBIDDING = /不得|不[向收]|严禁|禁止|不需|无须/;

/**
 * What stands against an agreement: clauses that lack, figures that break a rule, words that may not stand in a contract.
 * Sources: rule book INT-02 … INT-11, INT-18, INT-19, ORG-17.
 */
export function checkAgreement(form: Form, clauses: readonly Clause[]): AgreementFinding[] {
  return [...ofClauses(form, clauses), ...ofPay(form), ...ofTime(form), ...ofCare(form), ...ofParties(form), ...ofWords(clauses)]; // prettier-ignore
}

const finding = (
  rule: string,
  level: "block" | "warn",
  clause: string | null,
  zh: string,
  en: string,
  basis: string,
  figure: string | null = null,
  limit: string | null = null,
): AgreementFinding => ({ rule, level, clause, zh, en, figure, limit, basis });
const basisOf = (key: string): string => findClause(key)!.basis;

function* ofClauses({ kind }: Form, clauses: readonly Clause[]): Generator<AgreementFinding> {
  const texts = new Map(clauses.map(({ key, text }) => [key, text]));
  for (const { key, title, needed, basis, without } of clausesOf(kind)) {
    const text = texts.get(key) ?? "";
    if (text.trim() === "") {
      const level = needed.includes(kind) ? "block" : "warn";
      yield finding(key === "apprentice" ? "INT-18" : "INT-08", level, key, `缺少“${title}”条款：${without.zh}`, `The clause “${title}” is missing. ${without.en}`, basis); // prettier-ignore
    } else if (text.includes("____"))
      yield finding("INT-08", "block", key, `“${title}”条款有空白没有填写。`, `The clause “${title}” has blanks.`, basis); // prettier-ignore
  }
}

function* ofPay({ terms }: Form): Generator<AgreementFinding> {
  const { pay, likePay, lowestPay, payCycleMonths, fees } = terms;
  const floors = [likePay === null ? null : 0.8 * likePay, lowestPay].filter((floor) => floor !== null);
  if (pay !== null && floors.length > 0 && pay < Math.min(...floors))
    yield finding("INT-04", "warn", "pay", "报酬低于相同岗位工资的 80%，也低于最低档工资（原则上不得低于其一）。", "Pay is below 80 % of the same post's wage and below the lowest grade.", basisOf("pay"), yuan(pay), yuan(Math.min(...floors))); // prettier-ignore
  if (pay !== null && floors.length === 0)
    yield finding("INT-04", "block", "pay", "没有填写相同岗位工资或最低档工资，无法判断报酬是否合规。", "Neither the same post's wage nor the lowest grade is given: the pay cannot be judged.", basisOf("pay")); // prettier-ignore
  if (payCycleMonths !== null && payCycleMonths > 1)
    yield finding("INT-04", "block", "pay", "报酬支付周期超过 1 个月。", "Pay comes less often than monthly.", basisOf("pay"), `${payCycleMonths} 个月`, "1 个月"); // prettier-ignore
  if (fees > 0)
    yield finding("INT-10", "block", "protection", "不得向学生收取任何费用。", "No fee may be taken from students.", basisOf("protection"), yuan(fees), "0 元"); // prettier-ignore
}

function* ofTime({ kind, fromOn, toOn, terms }: Form): Generator<AgreementFinding> {
  const { hoursDay, hoursWeek } = terms;
  if (hoursDay !== null && hoursDay > 8)
    yield finding("INT-03", "block", "hours", "每日工作时间超过 8 小时；学生不得加班。", "More than 8 hours a day; students do no overtime.", basisOf("hours"), `${hoursDay} 小时`, "8 小时"); // prettier-ignore
  if (hoursWeek !== null && hoursWeek > 40)
    yield finding("INT-03", "block", "hours", "每周工作时间超过 40 小时；学生不得加班。", "More than 40 hours a week; students do no overtime.", basisOf("hours"), `${hoursWeek} 小时`, "40 小时"); // prettier-ignore
  const days = Math.round((Date.parse(toOn) - Date.parse(fromOn)) / DAY) + 1;
  if (kind === "placement" && days > 184)
    yield finding("INT-06", "warn", "time", "岗位实习一般为 6 个月。", "A post placement is 6 months as a rule.", basisOf("time"), `${days} 天`, "184 天"); // prettier-ignore
}

function* ofCare({ terms, people, posts }: Form): Generator<AgreementFinding> {
  for (const [key, zh, en] of [["liabilityPayer", "实习责任保险", "liability insurance"], ["accidentPayer", "意外伤害保险", "accident insurance"]] as const)
    if (terms[key] === "student")
      yield finding("INT-11", "block", "insurance", `${zh}不得由学生承担。`, `The student may not be made to pay the ${en}.`, basisOf("insurance"));
  if (terms.studentsPerMentor !== null && terms.studentsPerMentor > 5)
    yield finding("TIXI-mentor", "warn", "mentors", "一名师傅同期所带学生超过 5 人（本系统的提示，没有见到国家规定的数值）。", "More than 5 students for a mentor (a hint of this system; no national figure was seen).", basisOf("mentors"), `${terms.studentsPerMentor} 人`, "5 人");
  const seats = posts.reduce((sum, post) => sum + post.seats, 0);
  if (posts.length > 0 && seats < people)
    yield finding("INT-08", "warn", "post", "所列岗位数少于培养人数，须轮换或增加岗位。", "There are fewer posts than students: they take turns, or there have to be more.", basisOf("post"), `${seats} 个`, `${people} 人`);
} // prettier-ignore

function* ofParties({ kind, industries, terms }: Form): Generator<AgreementFinding> {
  const agency = industries.find((code) => AGENCIES.includes(code.replace(/^[A-Z]/, "")));
  if (agency !== undefined)
    yield finding("INT-02", "block", null, "对方从事职业中介或劳务派遣：不得通过中介机构组织实习。", "The other side is an agency: placements may not be arranged through one.", basisOf("protection"), agency, null);
  if (kind === "enterprise-apprenticeship") {
    if (terms.contractMonths !== null && terms.contractMonths < 12)
      yield finding("INT-19", "block", "apprentice", "企业新型学徒制的培养对象为签订 1 年以上劳动合同的职工。", "Apprentices of this kind are staff with a labour contract of a year or more.", "《关于全面推行中国特色企业新型学徒制 加强技能人才培养的指导意见》", `${terms.contractMonths} 个月`, "12 个月");
  }
  if (terms.jointEnrolment && kind === "commissioned")
    yield finding("INT-18", "block", "apprentice", "联合招收学徒的，应当订立学徒培养协议，不能只订委托培养。", "Who takes apprentices jointly concludes an apprenticeship agreement, not only one of commissioned training.", CLAUSES.find(({ key }) => key === "apprentice")!.basis);
} // prettier-ignore

function* ofWords(clauses: readonly Clause[]): Generator<AgreementFinding> {
  for (const { key, title, text } of clauses)
    for (const sentence of text.split(/[。；;\n]/)) {
      const found = FORBIDDEN.exec(sentence);
      if (found && !FORBIDDING.test(sentence))
        yield finding("INT-10", "block", key, `“${title}”条款写有“${found[0]}”：不得向学生收取费用、扣押证件或要求担保。`, `The clause “${title}” says “${found[0]}”: nothing may be taken from students.`, basisOf("protection"), `“${sentence.trim()}”`); // prettier-ignore
    }
}
