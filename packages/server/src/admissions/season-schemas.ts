import { z } from "zod";
import { pageOf } from "../platform/index.ts";
import { KINDS, QUESTIONS } from "./eligibility.ts";
import { SEASON_STEPS } from "./season-calendar.ts";

/** Shapes of a season's API. */
export const sentence = z.object({ zh: z.string().min(1).max(300), en: z.string().min(1).max(300) });
export const bySeason = z.object({ id: z.uuid() });
const time = z.iso.datetime({ offset: true });
const key = z.string().regex(/^[^\s,"|]{1,40}$/);
const channel = z.enum(["entrance-exam", "separate", "upgrade"]);

/** rules.json as docs/allocation.md has it; its faults are named by path */
const rules = z.record(z.string().max(40), z.unknown());
const subject = z.object({
  key,
  name: z.string().trim().min(1).max(40),
  kind: z.enum(["culture", "skill"]),
  max: z.number().min(0).max(10_000),
  places: z.number().int().min(0).max(4),
});
const category = z.object({
  key,
  name: z.string().trim().min(1).max(60),
  /** codes of programmes, classes or categories of the catalogue */
  programmes: z.array(z.string().regex(/^\d{2}(\d{2}(\d{2}K?)?)?$/)).max(300),
  /** length of the skill test; null = none of its own */
  skillMinutes: z.number().int().min(5).max(600).nullable(),
});
const eligibility = z.object({
  code: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  words: sentence,
  kinds: z.array(z.enum(KINDS)).max(4).optional(),
  when: z.partialRecord(z.enum(QUESTIONS), z.boolean()).optional(),
  otherProgramme: z.boolean().optional(),
  source: z.string().max(300),
  trust: z.enum(["A", "B", "C", "mem", "design", "entered"]),
});

const award = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  words: sentence,
  kinds: z.array(z.enum(KINDS)).max(4).optional(),
  levels: z
    .array(z.enum(["college", "bachelor", "undergraduate"]))
    .min(1)
    .max(3),
  source: z.string().max(300),
  trust: z.enum(["A", "B", "C", "mem", "design", "entered"]),
});
/** 技能拔尖免试 (EXM-14) */
export const exemptions = z.object({
  seats: z.enum(["within", "above"]),
  noticeDays: z.number().int().min(5).max(60),
  awards: z.array(award).max(50),
});

export const newSeason = z.object({
  year: z.number().int().min(2000).max(2100),
  channel,
  name: z.string().trim().max(120).optional(),
  /** id of a preset (GET /seasons/presets); left out: `rules` are needed */
  preset: z.string().max(40).optional(),
  rules: rules.optional(),
});
export const setUp = z.object({
  name: z.string().trim().min(1).max(120),
  rules,
  subjects: z.array(subject).min(1).max(40),
  categories: z.array(category).max(200),
  eligibility: z.array(eligibility).max(50),
  /** left out: as they are */
  exemptions: exemptions.optional(),
  noticeDays: z.number().int().min(5).max(60),
});
export const calendarChange = z.object({
  calendar: z.array(z.object({ key: z.enum(SEASON_STEPS), opens: time.nullable(), due: time })).max(SEASON_STEPS.length), // prettier-ignore
});
export const stepTaken = z.object({ note: z.string().max(2000).default("") });

const word = z.object({ zh: z.string(), en: z.string() });
const preset = z.object({
  id: z.string(),
  name: word,
  rules: z.record(z.string(), z.unknown()),
  sources: z.array(z.object({ field: z.string(), trust: z.string(), document: z.string(), page: z.string().nullable(), year: z.number().nullable() })), // prettier-ignore
  doubts: z.array(z.object({ field: z.string(), text: word })),
});
export const presets = z.object({ items: z.array(preset), next: z.null() });
export const proposedCategories = z.object({ items: z.array(category), next: z.null() });

export const seasonLine = z
  .object({
    id: z.string(),
    region: z.string(),
    year: z.number(),
    channel,
    name: z.string(),
    state: z.string(),
    stateWords: word,
    /** since when it stands in its state */
    since: z.string(),
    /** may be registered for now */
    registering: z.boolean(),
    sample: z.boolean(),
  })
  .meta({ id: "SeasonLine" });
export const seasonPage = pageOf(seasonLine);

const step = z.object({
  key: z.enum(SEASON_STEPS),
  opens: z.string().nullable(),
  due: z.string(),
  source: word,
  trust: z.string(),
  begun: z.boolean(),
  done: z.boolean(),
  /** its time is over and it is not done */
  late: z.boolean(),
});
/** What the office sees beside it. */
const work = z.object({
  candidates: z.array(z.object({ state: z.string(), words: word, count: z.number() })),
  confirmed: z.array(z.object({ category: z.string(), count: z.number(), seated: z.number() })),
  missingScores: z.array(z.object({ subject: z.string(), count: z.number() })),
  unseated: z.number(),
  undecided: z.number(),
  units: z.number(),
  seats: z.number(),
  fillings: z.number(),
  unfiled: z.number(),
  reviewsOpen: z.number(),
  /** what of its rules, subjects and categories does not fit together */
  faults: z.array(word),
  /** the steps that may follow, and what stands against each now */
  next: z.array(
    z.object({ step: z.string(), words: word, due: z.string().nullable(), against: word.nullable() }),
  ),
  history: z.array(z.object({ step: z.string(), words: word, note: z.string(), by: z.string(), at: z.string() })), // prettier-ignore
  createdBy: z.string(),
});
export const season = seasonLine
  .extend({
    rules: z.record(z.string(), z.unknown()),
    /** SHA-256 of the rules as they stand, so that everybody can see that they stay (EXM-23) */
    rulesHash: z.string(),
    preset: preset.omit({ rules: true }).nullable(),
    subjects: z.array(subject),
    categories: z.array(category),
    eligibility: z.array(eligibility.extend({ words: word })),
    exemptions: exemptions.extend({ awards: z.array(award.extend({ words: word })) }),
    questions: z.array(z.object({ key: z.enum(QUESTIONS), words: word, kinds: z.array(z.enum(KINDS)) })),
    quotas: z.array(z.string()),
    calendar: z.array(step),
    noticeDays: z.number(),
    planId: z.string().nullable(),
    work: work.nullable(),
    etag: z.string(),
  })
  .meta({ id: "Season" });
