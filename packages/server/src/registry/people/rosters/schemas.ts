import { z } from "zod";
import { pageOf } from "../../../platform/index.ts";

export const rosterKind = z.enum(["staff", "students"]);
export const rosterFault = z
  .object({ row: z.number(), field: z.string(), value: z.string(), reason: z.string() })
  .meta({ id: "RosterFault" });
/** in = accepted + duplicate + rejected */
export const roster = z
  .object({
    id: z.string(),
    kind: rosterKind,
    fileName: z.string(),
    read: z.number(),
    accepted: z.number(),
    duplicate: z.number(),
    rejected: z.number(),
    state: z.enum(["checked", "running", "done", "failed"]),
    jobId: z.string().nullable(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
    /** the first of the rejected rows; the file has them all */
    faults: z.array(rosterFault),
  })
  .meta({ id: "Roster" });
export const rosterPage = pageOf(roster.omit({ faults: true }));
