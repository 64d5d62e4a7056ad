import { z } from "zod";
import { pageOf } from "../../platform/index.ts";

/** Shapes of timetables, their editions and calendars. The engine's own checks name what does not fit together. */
export const byId = z.object({ id: z.uuid() });
const sentences = z.object({ zh: z.array(z.string()), en: z.array(z.string()) });
const sentence = z.object({ zh: z.string(), en: z.string() });
/** What stands in calendars and sentences as it is. */
const name = (most: number) => z.string().trim().min(1).max(most);
const week = z.number().int().min(0).max(199);
const weeks = z.array(week).max(200);
const MOST_PEOPLE = 100_000;
/** Cells of all cohorts: 500 cohorts through a school year of 40 weeks. */
const MOST_COHORTS = 500;
const MOST_PLACES = 200;

const place = z.object({
  id: name(60),
  kind: z.enum(["school", "centre", "enterprise"]),
  capacity: z.union([z.number().int().min(0).max(MOST_PEOPLE), z.array(z.number().int().min(0).max(MOST_PEOPLE)).max(200), z.null()]),
  closed: weeks.optional(),
  organisation: z.uuid().nullable().optional(),
}); // prettier-ignore
const need = z.object({
  key: name(40),
  places: z.array(z.string().max(60)).max(MOST_PLACES),
  weeks: z.number().int(),
  minRun: z.number().int().optional(),
  maxRun: z.number().int().optional(),
  after: z.array(z.object({ need: z.string().max(40), weeks: z.number().int().optional() })).max(10).optional(),
}); // prettier-ignore
const cohort = z.object({
  id: name(60),
  people: z.number().int(),
  needs: z.array(need).max(12),
  off: weeks.optional(),
  fixed: z.array(z.object({ week: z.number().int(), place: z.string().max(60).nullable() })).max(200).optional(),
  barred: z.array(z.object({ place: z.string().max(60), weeks })).max(MOST_PLACES).optional(),
  distance: z.record(z.string(), z.number().int()).optional(),
  agreement: z.uuid().nullable().optional(),
}); // prettier-ignore
export const limits = z.object({
  weeks: z.number().int().min(1).max(60),
  places: z.array(place).max(MOST_PLACES),
  cohorts: z.array(cohort).max(MOST_COHORTS),
});
export const setup = z.object({ title: name(120), startsOn: z.iso.date(), input: limits });

const cell = z.object({ need: z.string().max(40), place: z.string().max(60) }).nullable();
export const moves = z.object({
  changes: z.array(z.object({ cohort: z.string().max(60), week, cell: cell.optional(), was: cell.optional(), lock: z.boolean().optional() })).min(1).max(2000),
}); // prettier-ignore
export const solveInput = z.object({
  /** close to the present cells, else from the limits alone */
  near: z.boolean(),
});
export const publishInput = z.object({ note: z.string().trim().max(500) });

const outcome = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("plan"), stays: z.number(), cost: z.number(), bound: z.number(), moved: z.number(), milliseconds: z.number() }),
  z.object({ kind: z.literal("conflict"), sentences, limits: z.array(z.unknown()), single: z.boolean(), minimal: z.boolean(), certified: z.boolean(), milliseconds: z.number() }),
  z.object({ kind: z.literal("undecided"), clashes: z.number(), milliseconds: z.number() }),
  z.object({ kind: z.literal("overtaken") }),
  z.object({ kind: z.literal("failed"), message: z.string() }),
]); // prettier-ignore
const edition = z.object({ n: z.number(), note: z.string(), by: z.string(), at: z.string() });
export const feed = z.object({ id: z.string(), kind: z.enum(["cohort", "place", "person"]), key: z.string().nullable(), by: z.string(), at: z.string(), revoked: z.boolean() }).meta({ id: "CalendarFeed" }); // prettier-ignore
export const line = z
  .object({
    id: z.string(),
    title: z.string(),
    organisationName: z.string(),
    startsOn: z.iso.date(),
    weeks: z.number(),
    cohorts: z.number(),
    places: z.number(),
    editions: z.number(),
    solving: z.enum(["idle", "waiting", "running"]),
    outcome: z.string().nullable(),
    sample: z.boolean(),
  })
  .meta({ id: "TimetableLine" });
export const page = pageOf(line).extend({ mayKeep: z.boolean() });
export const timetable = z
  .object({
    id: z.string(),
    title: z.string(),
    organisationName: z.string(),
    startsOn: z.iso.date(),
    input: limits,
    cells: z.array(z.array(cell)),
    solving: z.enum(["idle", "waiting", "running"]),
    job: z.string().nullable(),
    outcome: outcome.nullable(),
    /** cells that differ from the last edition; null = never published */
    unpublished: z.number().nullable(),
    editions: z.array(edition),
    feeds: z.array(feed),
    mayKeep: z.boolean(),
    sample: z.boolean(),
    etag: z.string(),
  })
  .meta({ id: "Timetable" });
export const newFeed = z.object({ kind: z.enum(["cohort", "place"]), key: z.string().max(60) });
/** The address is told once. */
export const feedMade = z.object({ id: z.string(), path: z.string() });
const mine = z.object({ timetable: z.string(), title: z.string(), cohort: z.string(), stays: z.array(z.object({ need: z.string(), place: z.string(), from: z.iso.date(), to: z.iso.date() })) }); // prettier-ignore
export const myRotation = z.object({ cohorts: z.array(mine), feeds: z.array(feed) });
export const proof = z.object({ title: z.string(), head: sentence, input: z.unknown(), limits: z.array(z.unknown()), certificate: z.unknown(), certified: z.boolean() }); // prettier-ignore
export const choices = z.object({
  agreements: z.array(z.object({ id: z.string(), title: z.string(), people: z.number() })),
  organisations: z.array(z.object({ id: z.string(), name: z.string() })),
});
