import { z } from "zod";
import { pageOf, pageQuery } from "../../platform/index.ts";
import { STEPS } from "./calendar.ts";

/** Shapes of the procedure's API. */
const day = z.iso.date();
const sentence = z.object({ zh: z.string(), en: z.string() });
const long = z.string().max(4000);
export const byId = z.object({ id: z.uuid() });
export const fileOf = byId.extend({ file: z.uuid() });
export const documentOf = byId.extend({
  name: z.enum(["application", "formal-check", "review-summary", "decision"]),
});

export const newRound = z.object({
  year: z.number().int().min(2000).max(2100),
  cycleId: z.uuid(),
  releaseId: z.uuid().optional(),
  title: z.string().max(120).optional(),
});
export const roundLine = z
  .object({
    id: z.string(),
    year: z.number(),
    title: z.string(),
    region: z.string(),
    cycleId: z.string(),
    releaseId: z.string().nullable(),
    sample: z.boolean(),
    /** the newest published list of the year */
    list: z.object({ id: z.string(), version: z.number() }).nullable(),
  })
  .meta({ id: "RoundLine" });
export const roundPage = pageOf(roundLine);
const step = z.object({
  key: z.enum(STEPS),
  opens: day.nullable(),
  due: day,
  source: sentence,
  trust: z.string(),
  /** negative: so many days late */
  daysLeft: z.number(),
  begun: z.boolean(),
  /** applications that wait for this step; late only where there is one */
  open: z.number(),
});
export const round = roundLine
  .extend({
    noticeDays: z.number(),
    reviewers: z.number(),
    calendar: z.array(step),
    states: z.array(z.object({ state: z.string(), count: z.number() })),
    createdBy: z.string(),
    createdAt: z.string(),
    etag: z.string(),
  })
  .meta({ id: "Round" });
export const calendarChange = z.object({
  calendar: z.array(z.object({ key: z.enum(STEPS), opens: day.nullable(), due: day })).max(STEPS.length),
  noticeDays: z.number().int().min(5).max(60),
  reviewers: z.number().int().min(3).max(15),
});

const kind = z.enum(["open", "change", "withdraw"]);
const change = z.enum(["rename", "direction", "expand", "shrink", "level"]);
const level = z.enum(["secondary", "college", "bachelor"]);
const lane = z.enum(["record", "provincial", "ministry"]);
const code = z.string().regex(/^[2-7]\d{5}K?$/);

export const newApplication = z.object({
  kind,
  change: change.optional(),
  /** the offering that is changed or withdrawn */
  offering: z.uuid().optional(),
  /** what is opened */
  programme: code.optional(),
  /** what is opened and is not in the catalogue (secondary only): its name */
  outside: z.string().trim().min(2).max(60).optional(),
  /** what it is to become (rename, level) */
  newProgramme: code.optional(),
  /** city where it is taught; left out: the school's */
  city: z.string().regex(/^\d{6}$/).optional(),
}); // prettier-ignore

const enterprise = z.object({ name: z.string().max(120), post: z.string().max(120), people: z.number() });
export const ownOfferings = z.object({
  items: z.array(
    z.object({ id: z.string(), programme: z.string(), name: z.string(), level, city: z.string() }),
  ),
  next: z.null(),
});

const value = z.union([
  long,
  z.number(),
  z.null(),
  z.array(z.string().max(60)).max(20),
  z.array(enterprise).max(50),
]);
export const form = z.record(z.string().max(30), z.record(z.string().max(30), value));

const figures = z.object({
  place: z.string(),
  demand: z.number().nullable(),
  supply: z.number().nullable(),
  gap: z.number().nullable(),
  price: z.object({ min: z.number(), max: z.number() }).nullable(),
  withheld: z.boolean(),
});
const evidence = z.object({
  release: z.object({
    id: z.string(),
    title: z.string(),
    version: z.string(),
    publishedAt: z.string().nullable(),
  }),
  year: z.number(),
  programme: z.array(figures),
  occupations: z.array(z.object({ code: z.string(), name: z.string(), figures: z.array(figures) })),
});
const fault = z.object({ field: z.string(), reason: z.string() });

export const applicationLine = z
  .object({
    id: z.string(),
    round: z.object({ id: z.string(), year: z.number() }),
    school: z.object({ id: z.string(), name: z.string() }),
    city: z.object({ code: z.string(), name: z.string() }),
    kind,
    change: change.nullable(),
    programme: z.object({ code: z.string().nullable(), name: z.string() }),
    newProgramme: z.object({ code: z.string(), name: z.string() }).nullable(),
    level,
    lane,
    state: z.string(),
    stateWords: sentence,
    /** since when it stands in its state */
    since: z.string(),
    /** by when the next step is due; null where it is decided */
    due: z.object({ step: z.string(), day: z.string(), daysLeft: z.number() }).nullable(),
    sample: z.boolean(),
  })
  .meta({ id: "ApplicationLine" });
export const applicationPage = pageOf(applicationLine);
export const applicationQuery = pageQuery.extend({
  round: z.uuid().optional(),
  state: z.string().max(20).optional(),
  kind: kind.optional(),
  level: level.optional(),
  q: z.string().max(60).optional(),
  /** only what waits for the one who asks */
  waiting: z.enum(["true"]).optional(),
});

const reviewOfApplication = z.object({
  id: z.string(),
  turn: z.number(),
  /** null where the one who asks may not know who it is */
  reviewer: z.string().nullable(),
  organisation: z.string().nullable(),
  state: z.string(),
  /** null until all have answered, for the office; until one's own is given, for a reviewer */
  scores: z.record(z.string(), z.number()).nullable(),
  total: z.number().nullable(),
  recommend: z.boolean().nullable(),
  opinion: z.string().nullable(),
  assignedAt: z.string(),
  answeredAt: z.string().nullable(),
});
const objection = z.object({
  id: z.string(),
  application: z.string(),
  content: z.string(),
  /** masked */
  name: z.string(),
  phone: z.string(),
  createdAt: z.string(),
  upheld: z.boolean().nullable(),
  answer: z.string().nullable(),
  answeredBy: z.string().nullable(),
  answeredAt: z.string().nullable(),
});
export const objectionPage = pageOf(objection.extend({ school: z.string(), programme: z.string() }));
const field = z.object({
  key: z.string(),
  type: z.string(),
  label: z.string(),
  required: z.boolean(),
  least: z.number().nullable(),
});
const group = z.object({ key: z.string(), title: z.string(), note: z.string(), fields: z.array(field) });
const finding = z.object({
  rule: z.string(),
  /** the rule, its figures, its legal basis */
  words: sentence,
  basis: z.string(),
  source: z.string(),
  trust: z.string(),
});
export const ruleCheck = z
  .object({
    /** what the application wants to grow; null = nothing, so no rule is against it */
    growth: z.enum(["add", "expand"]).nullable(),
    /** the run whose facts were judged, and the year they go up to; null = there is none that the actor may know of */
    run: z.string().nullable(),
    year: z.number().nullable(),
    /** rule sets in force that were asked */
    ruleSets: z.array(z.object({ id: z.string(), version: z.number(), name: sentence, demo: z.boolean() })),
    forbids: z.array(finding),
    notJudged: z.array(finding),
  })
  .meta({ id: "RuleCheck" });
export const application = applicationLine
  .extend({
    region: z.string(),
    offering: z.string().nullable(),
    groups: z.array(group),
    form,
    evidence: evidence.nullable(),
    /** what a submission would be refused for; empty when it may be handed in, null for others than the school */
    missing: z.array(fault).nullable(),
    /** actions that the one who asks may take next, with what stands against each */
    next: z.array(z.object({ action: z.string(), words: sentence, against: sentence.nullable() })),
    files: z.array(z.object({ id: z.string(), name: z.string(), bytes: z.number(), mediaType: z.string(), createdAt: z.string(), path: z.string() })),
    reviews: z.array(reviewOfApplication),
    /** what the rules said when its form was checked; null before */
    ruleCheck: ruleCheck.nullable(),
    minimum: z.number(),
    recommendation: z.object({ recommend: z.boolean(), average: z.number(), scores: z.number(), inFavour: z.number() }).nullable(),
    notice: z.object({ id: z.string(), until: z.string() }).nullable(),
    objections: z.array(objection),
    decision: z.object({ document: z.string(), documentDate: z.string(), note: z.string(), code: z.string().nullable() }).nullable(),
    documents: z.array(z.string()),
    history: z.array(z.object({ action: z.string(), words: sentence, by: z.string(), at: z.string(), note: z.string(), late: z.number() })),
    etag: z.string(),
  })
  .meta({ id: "Application" }); // prettier-ignore

/** What goes with an action; which of it is needed says the procedure. */
export const act = z.object({
  note: long.default(""),
  document: z.string().max(80).optional(),
  documentDate: day.optional(),
  code: z.string().max(10).optional(),
});

export const candidates = z.object({
  items: z.array(
    z.object({
      person: z.string(),
      name: z.string(),
      post: z.string(),
      organisation: z.string(),
      /** why he may not review it; null = he may */
      conflict: z.enum(["school", "above", "below", "declared"]).nullable(),
      assigned: z.boolean(),
      /** reviews that wait for him */
      open: z.number(),
    }),
  ),
  next: z.null(),
});
export const assignment = z.object({ people: z.array(z.uuid()).min(1).max(15) });
export const score = z.object({
  scores: z.record(z.string().max(30), z.number().int().min(0).max(100)),
  recommend: z.boolean(),
  opinion: z.string().trim().min(10).max(4000),
});
export const decline = z.object({ conflict: z.boolean(), reason: z.string().trim().min(2).max(500) });
export const review = z
  .object({
    id: z.string(),
    state: z.string(),
    application: applicationLine,
    criteria: z.array(z.object({ key: z.string(), label: z.string() })),
    scores: z.record(z.string(), z.number()).nullable(),
    recommend: z.boolean().nullable(),
    opinion: z.string().nullable(),
    due: z.string(),
    daysLeft: z.number(),
    assignedAt: z.string(),
    answeredAt: z.string().nullable(),
  })
  .meta({ id: "Review" });
export const reviewPage = pageOf(review);

const item = z.object({
  application: z.string(),
  school: z.string(),
  city: z.string(),
  programme: z.string(),
  code: z.string().nullable(),
  level,
  kind,
  change: change.nullable(),
  /** what it becomes */
  becomes: z.string().nullable(),
  lane,
  intake: z.number().nullable(),
  recommend: z.boolean().nullable(),
});
export const newNotice = z.object({
  applications: z.array(z.uuid()).min(1).max(500),
  title: z.string().max(120).optional(),
  /** days of the notice, not fewer than the round asks for */
  days: z.number().int().min(5).max(60).optional(),
});
export const notice = z
  .object({
    id: z.string(),
    round: z.string(),
    title: z.string(),
    publisher: z.string(),
    from: z.string(),
    until: z.string(),
    open: z.boolean(),
    items: z.array(item),
    sample: z.boolean(),
  })
  .meta({ id: "PublicNotice" });
export const noticePage = pageOf(notice);
export const newObjection = z.object({
  application: z.uuid(),
  content: z.string().trim().min(10).max(4000),
  name: z.string().trim().min(2).max(40),
  phone: z.string().trim().regex(/^\+?[\d -]{7,20}$/),
}); // prettier-ignore
export const received = z.object({ id: z.string() });
export const objectionState = z.object({
  id: z.string(),
  createdAt: z.string(),
  upheld: z.boolean().nullable(),
  answer: z.string().nullable(),
  answeredAt: z.string().nullable(),
});
export const answer = z.object({ upheld: z.boolean(), answer: z.string().trim().min(5).max(4000) });

const listed = item.omit({ recommend: true }).extend({
  result: z.enum(["recorded", "approved", "refused", "pending"]),
  document: z.string().nullable(),
  documentDate: z.string().nullable(),
  /** of a refusal */
  reason: z.string().nullable(),
});
export const yearList = z
  .object({
    id: z.string(),
    round: z.string(),
    year: z.number(),
    version: z.number(),
    title: z.string(),
    publisher: z.string(),
    publishedAt: z.string(),
    sha256: z.string(),
    sample: z.boolean(),
    current: z.boolean(),
    items: z.array(listed),
  })
  .meta({ id: "YearList" });
export const yearListPage = pageOf(yearList);
export type Item = z.infer<typeof item>;
export type Listed = z.infer<typeof listed>;

const due = z.object({ step: z.enum(STEPS), day: z.string(), daysLeft: z.number() });
const part = z.enum(["release", "adjustment", "applications", "plan", "lists"]);
export const stage = z.object({
  key: part,
  state: z.string(),
  done: z.boolean(),
  /** where the year is */
  current: z.boolean(),
  due: due.nullable(),
  figures: z.array(z.object({ key: z.string(), value: z.number() })),
  path: z.string(),
});
export const desk = z
  .object({
    round: roundLine.nullable(),
    today: z.string(),
    stages: z.array(stage),
    calendar: z.array(step.pick({ key: true, opens: true, due: true, daysLeft: true, open: true })),
    waiting: z.array(
      z.object({ part, key: z.string(), count: z.number(), late: z.number(), due: due.nullable(), path: z.string() }),
    ),
    /** steps that are behind their day, other than those of single applications */
    behind: z.array(z.object({ step: z.enum(STEPS), name: z.string().nullable(), count: z.number(), due, path: z.string() })),
    /** applications whose step is behind its day */
    late: z.array(applicationLine),
  })
  .meta({ id: "RoundDesk" }); // prettier-ignore
