import { z } from "zod";
import { day, paper, sentence } from "../schemas.ts";

/** Shapes of resolutions and what they ask of the members. */
export const byId = z.object({ id: z.uuid() });
export const newTask = z.object({ title: z.string().trim().min(1).max(300), member: z.uuid(), due: day });
export const taskAct = z.object({
  note: z.string().max(4000).optional(),
  /** with a report: files uploaded beforehand as drafts */
  files: z.array(z.uuid()).max(10).optional(),
});
export const publish = z.object({ published: z.boolean() });

export const task = z
  .object({
    id: z.string(),
    resolution: z.string(),
    resolutionNumber: z.string(),
    title: z.string(),
    member: z.string(),
    memberName: z.string(),
    due: day,
    state: z.enum(["assigned", "reported", "done", "dropped"]),
    stateName: sentence,
    /** not done and past its day: every member sees it */
    overdue: z.boolean(),
    daysOver: z.number(),
    actions: z.array(z.string()),
    history: z.array(
      z.object({ words: sentence, by: z.string(), at: z.string(), note: z.string(), files: z.array(paper) }),
    ),
    etag: z.string(),
  })
  .meta({ id: "AllianceTask" });
export const resolution = z
  .object({
    id: z.string(),
    number: z.string(),
    title: z.string(),
    words: z.string(),
    adoptedOn: day,
    meeting: z.string(),
    meetingTitle: z.string(),
    published: z.boolean(),
    tasks: z.array(task),
    etag: z.string(),
  })
  .meta({ id: "AllianceResolution" });
export const resolutions = z
  .object({ alliance: z.string(), allianceName: z.string(), mayKeep: z.boolean(), open: z.number(), overdue: z.number(), done: z.number(), items: z.array(resolution), next: z.null() })
  .meta({ id: "AllianceResolutions" }); // prettier-ignore
