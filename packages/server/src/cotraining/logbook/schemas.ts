import { z } from "zod";
import { pageOf, pageQuery } from "../../platform/index.ts";

/** Shapes of the logbook of a placement. */
export const byId = z.object({ id: z.uuid() });
export const day = z.iso.date();
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const sentence = z.object({ zh: z.string(), en: z.string() });
const minute = z.number().int().min(0).max(1439);
const words = (most: number) => z.string().trim().min(1).max(most);

const entryFields = {
  placement: z.uuid(),
  day,
  presence: z.enum(["present", "absent", "rest"]),
  /** minutes of the day; an end not after the beginning is of the next day */
  startsAt: minute.nullable().default(null),
  endsAt: minute.nullable().default(null),
  pause: z.number().int().min(0).max(600).default(0),
  reason: z.string().trim().max(500).default(""),
  did: z.string().trim().max(4000).default(""),
  competences: z.array(z.string().max(100)).max(50).default([]),
  atPlace: z.boolean().nullable().default(null),
};
/** What a phone sends: made there, with its own id and the time of its own clock. */
export const entryInput = z.object({
  id: z.uuid(),
  ...entryFields,
  /** the entry of the same day that this one corrects */
  replaces: z.uuid().nullable().default(null),
  phoneAt: z.iso.datetime({ offset: true }),
});
export type EntryInput = z.infer<typeof entryInput>;
/** Each is judged by itself: one that cannot be read does not keep the others back. */
export const entriesInput = z.object({ entries: z.array(z.record(z.string(), z.unknown())).min(1).max(50) });
export const entryResult = z.object({
  id: z.string(),
  result: z.enum(["accepted", "duplicate", "refused"]),
  late: z.boolean(),
  warnings: z.array(z.string()),
  reason: z.object({ code: z.string(), words: sentence }).nullable(),
  /** the entry that stands for that day, where it is another one */
  held: z.string().nullable(),
});
export const entriesResult = z
  .object({ accepted: z.number(), duplicate: z.number(), refused: z.number(), results: z.array(entryResult) })
  .meta({ id: "LogbookResults" });

const mark = z.object({
  side: z.enum(["mentor", "teacher"]),
  verdict: z.enum(["sign", "return"]),
  note: z.string(),
  by: z.string(),
  at: z.string(),
});
export const photo = z.object({ id: z.string(), width: z.number(), height: z.number() });
export const entry = z
  .object({
    id: z.string(),
    ...entryFields,
    version: z.number(),
    minutes: z.number(),
    late: z.boolean(),
    warnings: z.array(z.string()),
    phoneAt: z.string(),
    at: z.string(),
    marks: z.array(mark),
    /** of the day, whichever version they were taken for */
    photos: z.array(photo),
    state: z.enum(["sent", "returned", "countersigned"]),
  })
  .meta({ id: "LogbookEntry" });
/** A photo goes with an id of the phone, as an entry does. */
export const byPhoto = z.object({ id: z.uuid(), photo: z.uuid() });
export const photoResult = z
  .object({ id: z.string(), result: z.enum(["accepted", "duplicate"]) })
  .meta({ id: "LogbookPhotoResult" });
export const rules = z.object({
  lateDays: z.number().int().min(0).max(60),
  missingDays: z.number().int().min(1).max(30),
  silentDays: z.number().int().min(3).max(90),
  payDays: z.number().int().min(0).max(60),
  askPlace: z.boolean(),
});
export const ruled = rules.extend({ etag: z.string() }).meta({ id: "LogbookRules" });
const signed = z.object({
  side: z.enum(["student", "mentor", "teacher"]),
  words: z.string(),
  by: z.string(),
  at: z.string(),
});
const monthFacts = z.object({
  present: z.number(),
  absent: z.number(),
  minutes: z.number(),
  late: z.number(),
  countersigned: z.number(),
});
const pay = z.object({
  id: z.string(),
  month,
  amount: z.number(),
  paidOn: day,
  ownAccount: z.boolean(),
  proof: z.string(),
  faults: z.array(z.string()),
  answer: z.enum(["confirmed", "disputed"]).nullable(),
  answerNote: z.string(),
  by: z.string(),
  etag: z.string(),
});
const visit = z.object({
  id: z.string(),
  day,
  place: z.string(),
  findings: z.string(),
  followUp: z.string(),
  followBy: day.nullable(),
  by: z.string(),
});
const incidentKind = z.enum(["injury", "safety", "rights"]);
const severity = z.enum(["slight", "serious", "grave"]);
const incident = z.object({
  id: z.string(),
  kind: incidentKind,
  severity,
  words: z.string(),
  happenedAt: z.string(),
  by: z.string(),
  state: z.enum(["reported", "handled", "closed"]),
  due: day.nullable(),
  actions: z.array(z.string()),
  history: z.array(
    z.object({ words: sentence, note: z.string(), due: day.nullable(), by: z.string(), at: z.string() }),
  ),
  etag: z.string(),
});
export const alert = z
  .object({
    id: z.string(),
    placement: z.string(),
    student: z.string(),
    school: z.string(),
    enterprise: z.string(),
    kind: z.string(),
    day,
    days: z.number(),
    who: z.enum(["teacher", "school", "enterprise"]),
    until: day,
    overdue: z.boolean(),
    mayClose: z.boolean(),
    etag: z.string(),
  })
  .meta({ id: "LogbookAlert" });
export const alertPage = pageOf(alert);

/** A logbook as one of those sees it whom it concerns. */
export const record = z
  .object({
    id: z.string(),
    student: z.string(),
    school: z.string(),
    enterprise: z.string(),
    post: z.string(),
    mentor: z.string(),
    teacher: z.string(),
    from: day,
    to: day,
    running: z.boolean(),
    today: day,
    agreedPay: z.number().nullable(),
    competences: z.array(z.object({ key: z.string(), name: z.string() })),
    rules,
    daysOff: z.array(day),
    worked: z.array(day),
    may: z.array(z.enum(["write", "countersign", "incident", "handle", "pay", "visit", "sign", "handbook"])),
    entries: z.array(entry),
    months: z.array(
      z.object({
        month,
        facts: monthFacts,
        signed: z.array(signed),
        next: z.enum(["student", "mentor", "teacher"]).nullable(),
      }),
    ),
    pay: z.array(pay),
    visits: z.array(visit),
    incidents: z.array(incident),
  })
  .meta({ id: "Logbook" });
/** Whose the phone is, and his running placements. */
export const mine = z
  .object({ person: z.string(), today: day, records: z.array(record) })
  .meta({ id: "MyLogbook" });

export const boardLine = z
  .object({
    id: z.string(),
    student: z.string(),
    school: z.string(),
    enterprise: z.string(),
    post: z.string(),
    from: day,
    to: day,
    /** not countersigned yet by the one who asks */
    waiting: z.number(),
    alerts: z.number(),
    lastDay: day.nullable(),
    /** the last two weeks, oldest first */
    days: z.array(
      z.object({
        day,
        state: z.enum(["none", "off", "rest", "absent", "sent", "returned", "countersigned", "warned"]),
      }),
    ),
  })
  .meta({ id: "LogbookLine" });
export const board = pageOf(boardLine).extend({
  running: z.number(),
  waiting: z.number(),
  alerts: z.number(),
  today: day,
});
export const boardQuery = pageQuery.extend({ limit: z.coerce.number().int().min(1).max(200).default(50) });

export const marksInput = z.object({
  marks: z
    .array(
      z.object({
        entry: z.uuid(),
        verdict: z.enum(["sign", "return"]),
        note: z.string().trim().max(1000).default(""),
      }),
    )
    .min(1)
    .max(200),
});
export const marked = z.object({ signed: z.number(), returned: z.number(), already: z.number() });
export const monthInput = z.object({ month, words: words(4000) });
export const incidentInput = z.object({
  id: z.uuid(),
  kind: incidentKind,
  severity,
  words: words(4000),
  happenedAt: z.iso.datetime({ offset: true }),
});
export const incidentAct = z.object({
  note: z.string().trim().max(4000).default(""),
  due: day.nullable().default(null),
});
export const payInput = z.object({
  month,
  amount: z.number().int().min(0).max(1_000_000_000),
  paidOn: day,
  ownAccount: z.boolean(),
  proof: words(200),
});
export const payAnswer = z.object({
  answer: z.enum(["confirmed", "disputed"]),
  note: z.string().trim().max(1000).default(""),
});
export const visitInput = z.object({
  day,
  place: words(200),
  findings: words(4000),
  followUp: z.string().trim().max(2000).default(""),
  followBy: day.nullable().default(null),
});
export const closeInput = z.object({ note: words(1000) });
