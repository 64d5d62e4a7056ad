import type { Sentence } from "../platform/index.ts";

/** Who takes part: 应届 in a school, 往届, 社会人员, 退役军人. */
export const KINDS = ["current", "earlier", "social", "veteran"] as const;
export type CandidateKind = (typeof KINDS)[number];

/** Questions that somebody answers who registers; a rule may ask for any of them. */
export const QUESTIONS = ["finalYear", "oneYear", "collegeStudent", "placeReserved", "examBan", "criminalMeasures"] as const; // prettier-ignore
export type Question = (typeof QUESTIONS)[number];

export const QUESTION_WORDS: Record<Question, Sentence> = {
  finalYear: { zh: "是否为应届毕业年级学生", en: "in the final year of study" },
  oneYear: { zh: "是否为一年制中等职业教育毕业生", en: "graduate of a one-year secondary course" },
  collegeStudent: { zh: "是否为高等学校在读学生", en: "studying at a college or university" },
  placeReserved: { zh: "是否已被高等学校录取并保留入学资格", en: "holding a reserved place at a college or university" },
  examBan: { zh: "是否在国家教育考试停考期内", en: "barred from national examinations at present" },
  criminalMeasures: { zh: "是否因涉嫌犯罪被采取强制措施或正在服刑", en: "under criminal measures or serving a sentence" },
}; // prettier-ignore

/** What is known of somebody who registers: what he declares, and what the register adds to it. */
export interface Standing {
  kind: CandidateKind;
  answers: Partial<Record<Question, boolean>>;
  /** code of the programme that he studies or studied; null = none */
  programme: string | null;
}

/** Who may not register, as data: a rule bars where all that it names is so. */
export interface EligibilityRule {
  /** reason code, e.g. `college-student` */
  code: string;
  words: Sentence;
  /** kinds that it is about; none: all */
  kinds?: CandidateKind[];
  /** answers that bar */
  when?: Partial<Record<Question, boolean>>;
  /** bars whoever's programme does not belong to the category that he chose */
  otherProgramme?: boolean;
  source: string;
  trust: "A" | "B" | "C" | "mem" | "design" | "entered";
}

const JIANGSU = "江苏省职教高考报名办法（2026年，镜像）：不得报名的人员";
/** EXM-13 and the lock of categories EXM-12, as an office is offered them. */
export const DEFAULT_ELIGIBILITY: readonly EligibilityRule[] = [
  { code: "college-student", words: { zh: "高等学校在读学生不得报名。", en: "Students of a college or university may not register." }, when: { collegeStudent: true }, source: JIANGSU, trust: "C" },
  { code: "place-reserved", words: { zh: "已被高等学校录取并保留入学资格的人员不得报名。", en: "Whoever holds a reserved place at a college or university may not register." }, when: { placeReserved: true }, source: JIANGSU, trust: "C" },
  { code: "not-final-year", words: { zh: "中等职业学校非应届毕业年级学生不得报名。", en: "Students of secondary schools who are not in their final year may not register." }, kinds: ["current"], when: { finalYear: false }, source: JIANGSU, trust: "C" },
  { code: "one-year", words: { zh: "一年制中等职业教育毕业生不得报名。", en: "Graduates of one-year secondary courses may not register." }, kinds: ["earlier", "social", "veteran"], when: { oneYear: true }, source: JIANGSU, trust: "C" },
  { code: "exam-ban", words: { zh: "在国家教育考试停考期内的人员不得报名。", en: "Whoever is barred from national examinations may not register while the bar lasts." }, when: { examBan: true }, source: JIANGSU, trust: "C" },
  { code: "criminal-measures", words: { zh: "因触犯刑律被采取强制措施或正在服刑的人员不得报名。", en: "Whoever is under criminal measures or serves a sentence may not register." }, when: { criminalMeasures: true }, source: JIANGSU, trust: "C" },
  { code: "other-programme", words: { zh: "报考类别须与所学中等职业教育专业一致。", en: "The category has to be the one that the programme studied belongs to." }, kinds: ["current"], otherProgramme: true, source: "江苏：科目组须与中职专业一致（规则库 EXM-12）", trust: "C" },
]; // prettier-ignore

export interface Bar {
  code: string;
  words: Sentence;
  source: string;
}

/** Whether a programme of the catalogue belongs to a category of the season; a category that names none takes all. */
export const belongsTo = (category: { programmes: readonly string[] }, programme: string): boolean =>
  category.programmes.length === 0 || category.programmes.some((code) => programme.startsWith(code.slice(0, 6))); // prettier-ignore

/** What bars somebody by the season's rules, in their order. */
export function barsOf(
  rules: readonly EligibilityRule[],
  who: Standing,
  category: { programmes: readonly string[] },
): Bar[] {
  return rules
    .filter(({ kinds, when, otherProgramme }) => {
      if (kinds !== undefined && !kinds.includes(who.kind)) return false;
      const conditions = Object.entries(when ?? {}) as [Question, boolean][];
      if (conditions.length === 0 && !otherProgramme) return false;
      if (otherProgramme && (who.programme === null || belongsTo(category, who.programme))) return false;
      return conditions.every(([question, value]) => who.answers[question] === value);
    })
    .map(({ code, words, source }) => ({ code, words, source }));
}

/** Questions that the rules ask of somebody of this kind. */
export const questionsFor = (rules: readonly EligibilityRule[], kind: CandidateKind): Question[] =>
  QUESTIONS.filter((question) => rules.some(({ kinds, when }) => when?.[question] !== undefined && (kinds ?? KINDS).includes(kind))); // prettier-ignore

/** What holds in every season, whatever its rules. */
export const ALREADY_ADMITTED: Bar = {
  code: "already-admitted",
  words: { zh: "本年度已被录取，一人一年只能录取一次。", en: "Admitted this year already: one admission for one person a year." },
  source: "规则库 EXM-16：一个考生只能录取到一个志愿",
}; // prettier-ignore
export const REGISTERED_ELSEWHERE: Bar = {
  code: "registered-elsewhere",
  words: { zh: "已在本年度同一考试类型的另一招生季报名。", en: "Registered already in another season of this year and channel." },
  source: "规则库 EXM-15、EXM-16",
}; // prettier-ignore
