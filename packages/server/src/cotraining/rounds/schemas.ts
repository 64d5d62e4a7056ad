import { z } from "zod";
import { pageOf } from "../../platform/index.ts";

/** Shapes of placement rounds. */
export const sentence = z.object({ zh: z.string(), en: z.string() });
export const byId = z.object({ id: z.uuid() });
export const byPost = z.object({ id: z.uuid(), post: z.uuid() });
export const byPerson = z.object({ id: z.uuid(), person: z.uuid() });
export const byFile = z.object({ id: z.uuid(), file: z.enum(["rules.json", "students.csv", "enterprises.csv", "posts.csv", "preferences.csv", "manifest.json"]) }); // prettier-ignore
const day = z.iso.date();
const moment = z.iso.datetime({ offset: true });
const text = (most: number) => z.string().trim().min(1).max(most);
const state = z.enum(["draft", "calling", "open", "ranking", "computed", "published", "confirmed", "cancelled"]); // prettier-ignore
const park = z.object({ name: text(120), max: z.number().int().min(0).max(100_000) });

export const newRound = z.object({
  title: text(120),
  programmes: z.array(z.string().regex(/^\d{2,6}K?$/)).min(1).max(60),
  fromOn: day,
  toOn: day,
  chooseUntil: moment,
  rankUntil: moment,
  appealDays: z.number().int().min(1).max(30),
  most: z.number().int().min(1).max(20),
  parks: z.array(park).max(20),
}); // prettier-ignore
export const act = z.object({ note: z.string().max(2000).optional() });

export const studentsIn = z.object({
  /** students of the school, by their ids; none: all of the round's programmes who study in these years of entry */
  people: z.array(z.uuid()).max(5000).optional(),
  entryYears: z.array(z.number().int()).max(10).optional(),
});
/** Numbers of students in the school's own order, best first; those in one inner list stand alike. */
export const standing = z.object({ order: z.array(z.array(z.string()).min(1)).max(5000) });
export const offer = z.object({
  post: z.uuid(),
  seats: z.number().int().min(1).max(10_000),
  pay: z.number().int().min(0),
  park: z.string().trim().max(120),
  filingNo: z.string().trim().max(120),
});
export const choices = z.object({
  posts: z.array(z.uuid()).max(20),
  statement: z.string().trim().max(300),
});
export const ranking = z.object({
  order: z.array(z.uuid()).max(5000),
  turnedDown: z.array(z.object({ person: z.uuid(), reason: z.string().trim().min(2).max(300) })).max(5000),
});
export const move = z.object({ post: z.uuid().nullable(), reason: z.string().trim().min(2).max(1000) });
export const newAppeal = z.object({ content: z.string().trim().min(5).max(2000) });

export const line = z
  .object({
    id: z.string(),
    title: z.string(),
    school: z.string(),
    schoolName: z.string(),
    state,
    stateName: sentence,
    fromOn: day,
    toOn: day,
    chooseUntil: z.string(),
    rankUntil: z.string(),
    students: z.number(),
    handedIn: z.number(),
    posts: z.number(),
    seats: z.number(),
    ranked: z.number(),
    enterprises: z.number(),
    sample: z.boolean(),
    /** something of it is the actor's to do now */
    waits: z.boolean(),
  })
  .meta({ id: "PlacementRoundLine" });
export const listQuery = z.object({ cursor: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }); // prettier-ignore
export const page = pageOf(line);

export const post = z
  .object({
    post: z.string(),
    enterprise: z.string(),
    enterpriseName: z.string(),
    name: z.string(),
    programmes: z.array(z.string()),
    seats: z.number(),
    pay: z.number(),
    park: z.string(),
    filingNo: z.string(),
    place: z.string(),
    hoursDay: z.number().nullable(),
    hoursWeek: z.number().nullable(),
    restDays: z.number().nullable(),
    night: z.boolean(),
    hazardous: z.boolean(),
    ranked: z.boolean(),
    mine: z.boolean(),
    etag: z.string(),
  })
  .meta({ id: "PlacementRoundPost" });
export const round = line
  .extend({
    programmes: z.array(z.object({ code: z.string(), name: z.string() })),
    appealDays: z.number(),
    appealUntil: z.string().nullable(),
    most: z.number(),
    parks: z.array(park),
    seed: z.string().nullable(),
    follows: z.string().nullable(),
    postList: z.array(post),
    mayKeep: z.boolean(),
    actions: z.array(z.object({ step: z.string(), words: sentence, against: sentence.nullable() })),
    history: z.array(z.object({ words: sentence, by: z.string(), at: z.string(), note: z.string() })),
    now: z.string(),
    etag: z.string(),
  })
  .meta({ id: "PlacementRound" });

export const student = z.object({
  person: z.string(),
  name: z.string(),
  number: z.string(),
  programme: z.string(),
  programmeName: z.string(),
  entryYear: z.number(),
  standing: z.number(),
  handedInAt: z.string().nullable(),
  handedInBy: z.string(),
  choices: z.array(z.string()),
});
export const students = z.object({ items: z.array(student), next: z.null() }).meta({ id: "PlacementRoundStudents" }); // prettier-ignore

export const answer = z.object({
  preference: z.number(),
  post: z.string(),
  postName: z.string(),
  enterpriseName: z.string(),
  outcome: z.enum(["placed", "not-needed", "not-listed", "unlawful", "full"]),
  words: sentence,
});
const appealState = z.enum(["made", "withdrawn", "upheld", "rejected", "passed-on", "decided-for", "decided-against"]); // prettier-ignore
export const appeal = z
  .object({
    id: z.string(),
    round: z.string(),
    roundTitle: z.string(),
    person: z.string(),
    name: z.string(),
    content: z.string(),
    createdAt: z.string(),
    state: appealState,
    stateName: sentence,
    actions: z.array(z.string()),
    history: z.array(z.object({ words: sentence, by: z.string(), at: z.string(), note: z.string() })),
    etag: z.string(),
  })
  .meta({ id: "PlacementAppeal" });
export const appeals = z.object({ items: z.array(appeal), next: z.null() }).meta({ id: "PlacementAppeals" });

export const result = z
  .object({
    person: z.string(),
    name: z.string(),
    number: z.string(),
    post: z.string().nullable(),
    postName: z.string().nullable(),
    enterpriseName: z.string().nullable(),
    preference: z.number().nullable(),
    moved: z.object({ from: z.string().nullable(), reason: z.string(), by: z.string(), at: z.string() }).nullable(), // prettier-ignore
    answers: z.array(answer),
    acceptedAt: z.string().nullable(),
    placement: z.string().nullable(),
    etag: z.string(),
  })
  .meta({ id: "PlacementRoundResult" });
export const results = z
  .object({
    items: z.array(result),
    next: z.null(),
    run: z
      .object({ at: z.string(), by: z.string(), inputHash: z.string(), resultHash: z.string(), seed: z.string(), verified: z.boolean(), placed: z.number(), students: z.number(), free: z.number() })
      .nullable(),
  })
  .meta({ id: "PlacementRoundResults" }); // prettier-ignore

/** What a student sees of a round: the posts, his list, his result, his appeal. */
export const own = z
  .object({
    round,
    version: z.number(),
    statement: z.string(),
    choices: z.array(z.string()),
    handedInAt: z.string().nullable(),
    handedInBy: z.string(),
    /** posts that the law bars to him, and why */
    barred: z.array(z.object({ post: z.string(), words: sentence })),
    result: result.nullable(),
    appeal: appeal.nullable(),
    mayAppeal: z.boolean(),
    etag: z.string(),
  })
  .meta({ id: "PlacementRoundOwn" });

export const applicants = z
  .object({
    post: z.string(),
    postName: z.string(),
    seats: z.number(),
    ranked: z.boolean(),
    items: z.array(
      z.object({
        person: z.string(),
        /** masked until the result is told */
        name: z.string(),
        programme: z.string(),
        programmeName: z.string(),
        year: z.number(),
        preference: z.number().nullable(),
        statement: z.string(),
        place: z.number().nullable(),
        turnedDown: z.string().nullable(),
        placed: z.boolean(),
      }),
    ),
    next: z.null(),
    mayRank: z.boolean(),
    etag: z.string(),
  })
  .meta({ id: "PlacementApplicants" });
