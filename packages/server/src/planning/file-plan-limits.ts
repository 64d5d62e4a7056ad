/** The limits file of `tixi plan`. */
import { z } from "zod";
import { CARDS, type Card } from "@tixi/engines/quota";
import { LEVELS, type Level } from "@tixi/engines/types";

const share = z.number().min(0);
const seats = z.number().int().min(0);
const step = z.strictObject({ share, seats }).nullable();
const range = z.strictObject({ min: seats, max: seats });
const perCard = <T extends z.ZodType>(of: T) => z.partialRecord(z.enum(CARDS as [Card, ...Card[]]), of);
const levelOrAll = z.enum(LEVELS as [Level, ...Level[]]).nullable();
/** What a limits file may hold; everything that is left out is as by default, or not limited. */
const planLimits = z.strictObject({
  limits: z
    .strictObject({
      cards: perCard(z.strictObject({ least: share.nullable(), most: share.nullable() })),
      change: perCard(z.strictObject({ up: step, down: step })),
      classes: z.boolean(),
      openings: z.boolean(),
      openingMin: seats,
      openingMost: seats.nullable(),
      proposals: z.enum(["both", "max", "ignore"]),
    })
    .partial()
    .optional(),
  /** by name of the school */
  schools: z.array(z.strictObject({ key: z.string(), ceiling: seats.nullable(), condition: z.string().default(""), openings: seats.nullable().default(null) })).optional(),
  cityFloors: z.array(z.strictObject({ city: z.string(), level: levelOrAll.default(null), least: seats })).optional(),
  shortageFloors: z.array(z.strictObject({ level: levelOrAll.default(null), least: seats })).optional(),
  programmeCaps: z.array(z.strictObject({ programme: z.string(), most: seats })).optional(),
  /** codes of the programmes that count as short */
  shortageProgrammes: z.array(z.string()).optional(),
  classSizes: z.partialRecord(z.enum(LEVELS as [Level, ...Level[]]), range.nullable()).optional(),
  /** by key of the offering */
  proposals: z.record(z.string(), range).optional(),
}); // prettier-ignore

export type PlanLimits = z.output<typeof planLimits>;

/** @throws Error naming the place in the limits */
export function limitsOf(given: Record<string, unknown>): PlanLimits {
  const parsed = planLimits.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`限制文件 ${issue!.path.map(String).join(".")}：${issue!.message}`);
}
