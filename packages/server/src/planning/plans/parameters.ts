/** What a person chooses of a scenario. Everything has a default; what was chosen is kept and printed with the plan. */
import { z } from "zod";
import { CARDS, defaultLimits } from "@tixi/engines/quota";

const level = z.enum(["secondary", "college", "bachelor"]);
const share = z.number().min(0).max(5);
const seats = z.number().int().min(0).max(1_000_000);
const city = z.string().regex(/^\d{6}$/);

const cardRule = z.object({ least: share.nullable(), most: share.nullable() }).strict();
const step = z.object({ share, seats }).strict().nullable();
const changeRule = z.object({ up: step, down: step }).strict();
const byCard = <T extends z.ZodType>(of: T, defaults: Record<string, z.output<T>>) =>
  z
    .partialRecord(z.enum(CARDS as unknown as [string, ...string[]]), of)
    .default({})
    .transform((given) => ({ ...defaults, ...given }));

export const planParameters = z
  .object({
    /** exact seats of a level (国家核定规模); a level not named keeps last year's total */
    scale: z.partialRecord(level, seats).default({}),
    cards: byCard(cardRule, defaultLimits.cards),
    change: byCard(changeRule, defaultLimits.change),
    /** 班额: seats are whole classes; null = any number */
    classSize: z
      .object({ min: z.number().int().min(1).max(200), max: z.number().int().min(1).max(200) })
      .refine((size) => size.min <= size.max, "最小班额不大于最大班额 / the smallest class is no larger than the largest")
      .nullable()
      .default({ min: 30, max: 50 }),
    /** may offerings that were closed lately run again; those decided on or with the card "add" always may */
    openings: z.boolean().default(false),
    openingMin: seats.default(defaultLimits.openingMin),
    /** most seats of an opening that no application names a number for; null = any number */
    openingMost: seats.nullable().default(defaultLimits.openingMost ?? null),
    /** most offerings that one school may open; null = any number */
    schoolOpenings: z.number().int().min(0).max(50).nullable().default(3),
    /** whether the newest proposals of schools limit the plan */
    proposals: z.enum(["both", "max", "ignore"]).default("ignore"),
    /** every city keeps at least this share of last year's seats; beside it single floors */
    cityShare: z.number().min(0).max(1).default(0.8),
    cityFloors: z.array(z.object({ city, level: level.nullable().default(null), least: seats })).max(500).default([]),
    /** shortage programmes keep at least this share of last year's seats */
    shortageShare: z.number().min(0).max(2).default(1),
    /** from which value of one more graduate a programme counts as short in its city */
    shortagePrice: z.number().min(0).max(1).default(0.7),
    programmeCaps: z.array(z.object({ programme: z.string().max(12), most: z.number().int().min(0).max(2000) })).max(500).default([]),
    /** 办学条件: ceilings of schools; a school beyond its conditions may not grow, or (strict) must shrink to them */
    conditions: z.enum(["ignore", "no-growth", "strict"]).default("no-growth"),
    /** the run whose cards count; null = the newest decided one of the round, or none */
    adjustment: z.uuid().nullable().default(null),
    gap: z.number().min(0.0001).max(0.1).default(0.005),
    seconds: z.number().int().min(1).max(600).default(60),
  })
  .strict(); // prettier-ignore

export type PlanParameters = z.output<typeof planParameters>;
export type PlanParametersGiven = z.input<typeof planParameters>;
