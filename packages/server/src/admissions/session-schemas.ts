import { z } from "zod";
import { pageOf, pageQuery } from "../platform/index.ts";

/** Shapes of skill-test sites and sessions. */
export const byId = z.object({ id: z.uuid() });
const time = z.iso.datetime({ offset: true });
const key = z.string().min(1).max(40);

export const newSite = z.object({
  name: z.string().trim().min(1).max(80),
  city: z.string().regex(/^\d{6}$/),
  address: z.string().trim().max(200).default(""),
  organisation: z.uuid().nullable().default(null),
  /** how many are tested at once, by category */
  places: z.record(key, z.number().int().min(0).max(5000)),
  open: z.array(z.object({ from: time, until: time })).min(1).max(100), // prettier-ignore
});
export const site = newSite
  .extend({
    id: z.string(),
    cityName: z.string(),
    sessions: z.number(),
    seated: z.number(),
    etag: z.string(),
  })
  .meta({ id: "TestSite" });
export const sitePage = pageOf(site);

export const planSessions = z.object({ breakMinutes: z.number().int().min(0).max(240).default(15) });
export const planned = z
  .object({
    sessions: z.number(),
    seated: z.number(),
    /** tested outside the city that they named */
    away: z.number(),
    /** no way of seating them all has fewer sessions */
    bound: z.number(),
  })
  .meta({ id: "PlannedSessions" });
export const sessionQuery = pageQuery.extend({
  site: z.uuid().optional(),
  category: key.optional(),
  day: z.iso.date().optional(),
});
const line = z.object({
  id: z.string(),
  site: z.object({ id: z.string(), name: z.string(), city: z.string(), cityName: z.string() }),
  category: z.string(),
  begins: z.string(),
  ends: z.string(),
  places: z.number(),
  /** null for whoever is not of the office */
  seated: z.number().nullable(),
});
export const sessionPage = pageOf(line);
export const session = line
  .extend({
    seats: z.array(z.object({ seat: z.number(), candidate: z.string(), number: z.string().nullable(), name: z.string(), school: z.string().nullable() })), // prettier-ignore
  })
  .meta({ id: "TestSession" });
export const move = z.object({ session: z.uuid() });
