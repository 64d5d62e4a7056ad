import { standards } from "@tixi/standards";
import { z } from "zod";
import { findRegion } from "../../registry/index.ts";

/** What stands in the three lists. Items hold codes; entries of a version hold the names of their day beside them. */

export const KINDS = ["demand", "industry", "policy"] as const;
export type ListKind = (typeof KINDS)[number];
export const LIST_LEVELS = ["", "none", "secondary", "college", "bachelor", "postgraduate"] as const;

const known = (find: (code: string) => unknown, what: string) =>
  z.string().refine((code) => find(code) !== undefined, { error: `${what}代码不在官方表中 / unknown code` });
const occupation = known((code) => standards().findOccupation(code), "职业");
const programme = known((code) => standards().findProgramme(code), "专业");
const industry = known((code) => standards().findIndustry(code), "国民经济行业");
const city = known((code) => findRegion(code), "行政区划");
const text = (most: number, least = 0) => z.string().trim().min(least).max(most);
const day = z.iso.date();
const few = <T extends z.ZodType>(item: T) => z.array(item).max(30).default([]);
const persons = z.number().int().min(0).max(1_000_000);
/** 分; a project of ten thousand 亿元 still counts exactly */
const fen = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A post that an enterprise states, or that the office enters by hand. */
export const demandInput = z.object({
  kind: z.literal("demand"),
  post: text(60, 2),
  occupation: occupation.nullable().default(null),
  level: z.enum(LIST_LEVELS).default(""),
  city: city.or(z.literal("")).default(""),
  industry: industry.or(z.literal("")).default(""),
  now: persons,
  in1: persons.nullable().default(null),
  in3: persons.nullable().default(null),
  /** since when they are wanted: a month */
  from: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .or(z.literal(""))
    .default(""),
  skills: few(text(40, 1)),
  /** whether the enterprise lets its name and numbers be published */
  publish: z.boolean().default(false),
});

export const industryInput = z.object({
  kind: z.literal("industry"),
  chain: text(60, 2),
  /** which part of the chain, e.g. 上游 */
  part: text(60).default(""),
  park: text(60).default(""),
  cities: few(city),
  industries: z.array(industry).min(1).max(30),
  /** of the register by id; others by name */
  enterprises: few(z.object({ id: z.uuid().nullable().default(null), name: text(100, 2) })),
  products: few(text(60, 1)),
  projects: few(
    z.object({
      name: text(100, 2),
      investmentFen: fen.nullable().default(null),
      stage: text(40).default(""),
    }),
  ),
  output: z
    .object({ fen, year: z.number().int().min(2000).max(2100) })
    .nullable()
    .default(null),
  year: z.number().int().min(2000).max(2100),
  /** whom it needs; an industry without talent needs says why */
  occupations: few(occupation),
  noTalent: text(300).default(""),
});

export const INSTRUMENTS = ["finance", "fiscal", "land", "credit", "employment", "distribution"] as const;
export const OBJECTS = ["enterprise", "school", "park", "student", "worker", "teacher"] as const;
export const amountRule = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("fen"), fen, per: text(60).default("") }),
  /** a share as a decimal text, so that 0.1 stays 0.1 */
  z.object({
    kind: z.literal("share"),
    share: z.string().regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/),
    of: text(60, 1),
  }),
  z.object({ kind: z.literal("text"), text: text(300, 2) }),
]);
export const policyInput = z
  .object({
    kind: z.literal("policy"),
    title: text(100, 2),
    instrument: z.enum(INSTRUMENTS),
    /** 文号; empty where the document has none */
    document: text(60).default(""),
    basis: text(300, 2),
    objects: z.array(z.enum(OBJECTS)).min(1),
    eligibility: text(1000, 2),
    cities: few(city),
    industries: few(industry),
    occupations: few(occupation),
    programmes: few(programme),
    amount: amountRule,
    office: text(100, 2),
    /** an office's window or telephone, nobody's own */
    contact: text(100).default(""),
    from: day,
    to: day.nullable().default(null),
    suspended: z.boolean().default(false),
    /** items of the industry list that it serves */
    serves: few(z.uuid()),
  })
  .refine(({ from, to }) => to === null || to >= from, {
    path: ["to"],
    error: "止期早于起期 / ends before it begins",
  });

export const itemInput = z.discriminatedUnion("kind", [demandInput, industryInput, policyInput]);
export type DemandInput = z.infer<typeof demandInput>;
export type IndustryInput = z.infer<typeof industryInput>;
export type PolicyInput = z.infer<typeof policyInput>;
export type ItemInput = z.infer<typeof itemInput>;

export const titleOf = (input: ItemInput): string => {
  if (input.kind === "demand") return input.post;
  return input.kind === "policy" ? input.title : [input.chain, input.part].filter(Boolean).join(" · ");
};

/* ---- entries ---- */

const named = z.object({ code: z.string(), name: z.string() });
const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });
const figures = estimate.nullable();
export const GRADES = ["severe", "high", "some", "none"] as const;
const linked = z.object({ id: z.string(), kind: z.enum(KINDS), title: z.string() });

export const demandContent = z.object({
  kind: z.literal("demand"),
  occupation: named.nullable(),
  post: z.string(),
  level: z.enum(LIST_LEVELS),
  city: z.string(),
  cityName: z.string(),
  /** persons a year: the year of the release, one and three years later */
  now: figures,
  in1: figures,
  in3: figures,
  shortage: z.number().nullable(),
  price: z.number().nullable(),
  urgency: z.object({ score: z.number(), grade: z.enum(GRADES) }).nullable(),
  employers: z.number().nullable(),
  from: z.string(),
  programmes: z.array(named.extend({ level: z.string() })),
  courses: z.array(z.string()),
  certificates: z.array(z.string()),
  skills: z.array(z.string()),
  /** what at least three enterprises state or answered in surveys, none of them dominating */
  stated: z.object({ enterprises: z.number(), number: z.number() }).nullable(),
});

export const industryContent = z.object({
  kind: z.literal("industry"),
  chain: z.string(),
  part: z.string(),
  park: z.string(),
  cities: z.array(named),
  industries: z.array(named),
  enterprises: z.array(z.object({ id: z.string().nullable(), name: z.string() })),
  products: z.array(z.string()),
  projects: z.array(z.object({ name: z.string(), investmentFen: z.number().nullable(), stage: z.string() })),
  output: z.object({ fen: z.number(), year: z.number() }).nullable(),
  year: z.number(),
  growth: z.array(
    z.object({
      industry: z.string(),
      year: z.number(),
      growth: z.number(),
      newPosts: z.number().nullable(),
      document: z.string(),
    }),
  ),
  occupations: z.array(named),
  noTalent: z.string(),
  talents: z.array(linked.extend({ now: z.number().nullable(), shortage: z.number().nullable() })),
});

export const policyContent = z.object({
  kind: z.literal("policy"),
  instrument: z.enum(INSTRUMENTS),
  document: z.string(),
  basis: z.string(),
  objects: z.array(z.enum(OBJECTS)),
  eligibility: z.string(),
  cities: z.array(named),
  industries: z.array(named),
  occupations: z.array(named),
  programmes: z.array(named),
  amount: amountRule,
  office: z.string(),
  contact: z.string(),
  from: z.string(),
  to: z.string().nullable(),
  suspended: z.boolean(),
  serves: z.array(linked),
});

export const entryContent = z.discriminatedUnion("kind", [demandContent, industryContent, policyContent]);
export type DemandContent = z.infer<typeof demandContent>;
export type IndustryContent = z.infer<typeof industryContent>;
export type PolicyContent = z.infer<typeof policyContent>;
export type EntryContent = z.infer<typeof entryContent>;

/** A row of a list before it has a version. */
export interface Entry {
  itemId: string;
  title: string;
  content: EntryContent;
  source: "computed" | "stated" | "entered";
  sourceName: string;
  confidence: "high" | "medium" | "low";
  organisation: string | null;
  city: string;
  occupations: string[];
  programmes: string[];
  industries: string[];
}

export type PolicyState = "coming" | "open" | "ended" | "suspended";
/** Whether support can be had on a day. */
export function policyState(
  of: Pick<PolicyContent, "from" | "to" | "suspended">,
  today: string,
): PolicyState {
  if (of.suspended) return "suspended";
  if (today < of.from) return "coming";
  return of.to !== null && today > of.to ? "ended" : "open";
}
