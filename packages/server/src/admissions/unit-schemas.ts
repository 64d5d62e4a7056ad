import { z } from "zod";
import { pageOf, pageQuery } from "../platform/index.ts";

const unitId = z.string().regex(/^[^\s,"|]{1,40}$/);
export const bySeason = z.object({ id: z.uuid() });
export const byUnit = z.object({ id: z.uuid(), unit: unitId });

export const unitQuery = pageQuery.extend({
  /** in the unit's id, the school's or the programme's name, or its code */
  q: z.string().trim().max(60).optional(),
  category: z.string().max(40).optional(),
  batch: z.string().max(40).optional(),
  level: z.enum(["college", "bachelor", "undergraduate"]).optional(),
  city: z.string().regex(/^\d{6}$/).optional(),
  /** code or id of a school */
  school: z.string().max(60).optional(),
  /** with a batch, from 2 on: only what has places left, with how many */
  round: z.coerce.number().int().min(1).max(20).optional(),
}); // prettier-ignore

const reserve = z.object({ quota: z.string().max(40), seats: z.number().int().min(0).max(100_000) });
export const unit = z
  .object({
    unit: z.string(),
    category: z.string(),
    batch: z.string(),
    /** all seats; the reserves are carved out of them */
    capacity: z.number(),
    general: z.number(),
    reserves: z.array(reserve),
    /** of the general seats: given without the examination, those on notice included */
    exempt: z.number(),
    minScore: z.string().nullable(),
    ranking: z.string(),
    schoolCode: z.string(),
    school: z.string().nullable(),
    schoolName: z.string(),
    programme: z.string(),
    programmeName: z.string(),
    level: z.enum(["college", "bachelor", "undergraduate"]),
    city: z.string(),
    cityName: z.string(),
    offering: z.string().nullable(),
    /** seats that the published plan has for its offering; null = not of the plan, or not told */
    planned: z.number().nullable(),
    /** places left before the round that was asked for; null = none was */
    vacancies: z.number().nullable(),
    /** yuan a year */
    tuition: z.number().nullable(),
    years: z.number().nullable(),
    remark: z.string(),
    etag: z.string(),
  })
  .meta({ id: "AdmissionUnit" });
export const unitPage = pageOf(unit);

export const unitChange = z
  .object({
    capacity: z.number().int().min(0).max(100_000),
    reserves: z.array(reserve).max(30).default([]),
    minScore: z.string().max(20).nullable().default(null),
    ranking: z.string().max(40).default(""),
    tuition: z.number().int().min(0).max(1_000_000).nullable().default(null),
    years: z.number().min(0).max(10).multipleOf(0.5).nullable().default(null),
    remark: z.string().trim().max(500).default(""),
  })
  .meta({ id: "AdmissionUnitChange" });

export const fromPlan = z
  .object({
    /** batch in which a level is filed; a level without one is left out */
    batches: z.object({ college: z.string().max(40).optional(), bachelor: z.string().max(40).optional() }),
    /** codes that the office has issued, by id or name of the school */
    codes: z.array(z.object({ school: z.string().min(1).max(200), code: z.string().regex(/^[0-9A-Z]{2,10}$/) })).max(5000).default([]),
    codeDigits: z.number().int().min(2).max(8).default(4),
    numberDigits: z.number().int().min(1).max(4).default(2),
  })
  .meta({ id: "UnitsFromPlan" }); // prettier-ignore
export const takenFromPlan = z
  .object({
    planId: z.string(),
    units: z.number(),
    seats: z.number(),
    /** units whose offering the plan holds no more */
    gone: z.array(z.string()),
    leftOut: z.array(
      z.object({
        offering: z.string(),
        school: z.string(),
        programme: z.string(),
        seats: z.number(),
        reason: z.string(),
      }),
    ),
  })
  .meta({ id: "UnitsTakenFromPlan" });
export const importedUnits = z
  .object({ rows: z.number(), units: z.number(), seats: z.number() })
  .meta({ id: "ImportedUnits" });
export const removed = z.object({ removed: z.string() });

const time = z.iso.datetime({ offset: true });
export const byFilling = z.object({
  id: z.uuid(),
  batch: z.string().min(1).max(40),
  round: z.coerce.number().int().min(1).max(20),
});
export const fillingTimes = z.object({ opens: time, closes: time }).meta({ id: "FillingTimes" });
export const filling = z
  .object({
    batch: z.string(),
    round: z.number(),
    opens: z.string(),
    closes: z.string(),
    state: z.enum(["before", "open", "locked"]),
    /** seconds until it opens, or until it closes; 0 = over */
    secondsLeft: z.number(),
    /** how many candidates have a list; for the office only */
    saved: z.number().nullable(),
    /** of a supplementary round: whether the round before it is confirmed, without which nothing is saved */
    ready: z.boolean(),
    /** places of a supplementary round */
    vacancies: z.number().nullable(),
    etag: z.string(),
  })
  .meta({ id: "Filling" });
export const fillingList = z.object({
  /** the server's time: what counts at the deadline */
  now: z.string(),
  items: z.array(filling),
  next: z.null(),
});
