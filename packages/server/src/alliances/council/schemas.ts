import { z } from "zod";
import { pageOf, pageQuery } from "../../platform/index.ts";
import { VOTING } from "../kinds.ts";
import { sentence } from "../schemas.ts";

/** Shapes of meetings of a council, their agenda and their votes. */
export const byId = z.object({ id: z.uuid() });
export const byItem = z.object({ id: z.uuid(), item: z.uuid() });
const text = (most: number) => z.string().trim().min(1).max(most);
const ballot = z.enum(["open", "secret"]);
const majority = z.enum(["simple", "two-thirds"]);
const base = z.enum(["present", "all"]);
const choice = z.enum(["yes", "no", "abstain"]);
const attendance = z.enum(["silent", "present", "proxy", "excused"]);

const itemFields = {
  title: text(200),
  words: z.string().trim().max(5000).default(""),
  /** false: a report that is only heard */
  votes: z.boolean(),
  ballot: ballot.default("open"),
  majority: majority.default("simple"),
  /** of the seats that are there, or of all */
  base: base.default("present"),
  voters: z
    .array(z.enum(VOTING))
    .min(1)
    .max(3)
    .default([...VOTING]),
};
export const meetingInput = z.object({
  title: text(200),
  place: text(200),
  startsAt: z.iso.datetime({ offset: true }),
  items: z.array(z.object(itemFields)).max(50),
});
export const meetingAct = z.object({
  note: z.string().max(2000).optional(),
  minutes: z.string().max(50_000).optional(),
});
export const attend = z.object({
  member: z.uuid(),
  attendance: z.enum(["present", "proxy", "excused"]),
  /** the member of the council that votes for it */
  proxyTo: z.uuid().nullable().default(null),
});
export const recuse = z.object({ member: z.uuid(), reason: text(1000) });
export const cast = z.object({ member: z.uuid(), choice });

const meetingState = z.enum(["draft", "called", "open", "closed", "minuted", "returned", "confirmed", "cancelled"]); // prettier-ignore
export const meetingLine = z
  .object({
    id: z.string(),
    alliance: z.string(),
    allianceName: z.string(),
    title: z.string(),
    place: z.string(),
    startsAt: z.string(),
    state: meetingState,
    stateName: sentence,
    items: z.number(),
  })
  .meta({ id: "CouncilMeetingLine" });
export const meetingPage = pageOf(meetingLine);
export const meetingQuery = pageQuery;

const item = z.object({
  id: z.string(),
  ...itemFields,
  words: z.string(),
  ballot,
  majority,
  base,
  voters: z.array(z.enum(VOTING)),
  state: z.enum(["waiting", "open", "closed"]),
  /** votes cast so far; who and which is not told before the end */
  turnout: z.number(),
  /** seats of which the majority is taken, as the roll stands */
  seats: z.number(),
  result: z.object({ base: z.number(), yes: z.number(), no: z.number(), abstain: z.number(), passed: z.boolean() }).nullable(),
  /** after the end: who voted, and of an open ballot how */
  cast: z.array(z.object({ member: z.string(), name: z.string(), choice: choice.nullable() })),
  conflicts: z.array(z.object({ member: z.string(), name: z.string(), reason: z.string() })),
  /** the actor's own votes: his seat's, and one that a proxy gave him */
  mine: z.array(z.object({ member: z.string(), name: z.string(), state: z.enum(["may", "cast", "recused", "absent"]) })),
  resolution: z.object({ id: z.string(), number: z.string() }).nullable(),
}); // prettier-ignore

export const meeting = meetingLine
  .extend({
    minutes: z.string(),
    /** where there are any: confirmed by who held the chair, or not yet */
    minutesState: z.enum(["to-be-confirmed", "returned", "confirmed"]).nullable(),
    noticeDays: z.number(),
    roll: z.array(
      z.object({
        member: z.string(),
        name: z.string(),
        seat: z.string(),
        attendance,
        proxyTo: z.string().nullable(),
        proxyName: z.string().nullable(),
        /** there itself, or through a proxy who is */
        there: z.boolean(),
        notedBy: z.string(),
        mine: z.boolean(),
        /** held the chair: confirms the minutes, or returns them */
        presided: z.boolean(),
      }),
    ),
    there: z.number(),
    /** the fewest seats that make a quorum */
    needed: z.number(),
    quorate: z.boolean(),
    agenda: z.array(item),
    actions: z.array(z.string()),
    mayKeep: z.boolean(),
    history: z.array(z.object({ words: sentence, by: z.string(), at: z.string(), note: z.string() })),
    etag: z.string(),
  })
  .meta({ id: "CouncilMeeting" });
