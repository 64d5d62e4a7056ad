import { z } from "zod";

/** Kinds of agreements of joint training (联合培养协议). */
export const KINDS = [
  "commissioned",
  "order-class",
  "modern-apprenticeship",
  "enterprise-apprenticeship",
  "field-engineer",
  "joint-enrolment",
  "placement",
] as const;
export type Kind = (typeof KINDS)[number];

export const KIND_NAMES: Record<Kind, { zh: string; en: string }> = {
  commissioned: { zh: "委托培养", en: "commissioned training" },
  "order-class": { zh: "订单班", en: "order class" },
  "modern-apprenticeship": { zh: "现代学徒制", en: "modern apprenticeship" },
  "enterprise-apprenticeship": { zh: "企业新型学徒制", en: "new-type enterprise apprenticeship" },
  "field-engineer": { zh: "现场工程师专项培养", en: "field-engineer class" },
  "joint-enrolment": { zh: "校企联合招生培养", en: "joint enrolment" },
  placement: { zh: "岗位实习三方协议", en: "three-party placement agreement" },
};

/** Kinds of organisations that train as a school. */
export const SCHOOLS = ["college", "secondary-school", "vocational-university", "technician-school", "university", "comprehensive-school"]; // prettier-ignore

/** Kinds in which the student is an apprentice. */
export const APPRENTICE: readonly Kind[] = ["modern-apprenticeship", "enterprise-apprenticeship", "field-engineer", "joint-enrolment"]; // prettier-ignore

const fen = z.number().int().min(0).max(100_000_000);
const words = z.string().trim().max(2000).default("");
const payer = z.enum(["school", "enterprise", "student"]);

/** What the clauses are filled in from; null = not agreed yet. Money is fen a month. */
export const terms = z.object({
  /** posts of the enterprise, by their ids */
  posts: z.array(z.uuid()).max(50).default([]),
  place: z.string().trim().max(200).default(""),
  pay: fen.nullable().default(null),
  /** monthly wage of the same post, and the lowest grade of the enterprise */
  likePay: fen.nullable().default(null),
  lowestPay: fen.nullable().default(null),
  payCycleMonths: z.number().min(0.25).max(12).nullable().default(null),
  hoursDay: z.number().min(1).max(24).nullable().default(null),
  hoursWeek: z.number().min(1).max(168).nullable().default(null),
  liabilityPayer: payer.nullable().default(null),
  accidentPayer: payer.nullable().default(null),
  /** most students of a mentor */
  studentsPerMentor: z.number().int().min(1).max(100).nullable().default(null),
  /** what is taken from students, of whatever name */
  fees: fen.default(0),
  jointEnrolment: z.boolean().default(false),
  /** months of the labour contract, of an enterprise's own staff as apprentices */
  contractMonths: z.number().int().min(1).max(120).nullable().default(null),
  /** grade of skill that is aimed at: intermediate (中级工), advanced (高级工), technician (技师) */
  grade: z.enum(["intermediate", "advanced", "technician"]).nullable().default(null),
  rotation: words,
  assessment: words,
  certificate: words,
  employment: words,
  breach: words,
  officialTemplate: z.boolean().default(false),
});
export type Terms = z.infer<typeof terms>;

/** An agreement, as its clauses and its check look at it. */
export interface Form {
  kind: Kind;
  title: string;
  schoolName: string;
  enterpriseName: string;
  /** code of the catalogue and its name */
  programme: string;
  programmeName: string;
  cohortYear: number;
  people: number;
  fromOn: string;
  toOn: string;
  terms: Terms;
  posts: { name: string; seats: number; likePay: number | null; lowestPay: number | null }[];
  /** GB/T 4754 codes of the enterprise */
  industries: readonly string[];
}

export interface Clause {
  key: string;
  title: string;
  text: string;
}
