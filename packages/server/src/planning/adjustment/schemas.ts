import { z } from "zod";
import { pageQuery } from "../../platform/http/paging.ts";
import { DECISIONS } from "@tixi/engines/adjustment";

/** Request and response shapes of programme adjustment. */

const named = z.object({ code: z.string(), name: z.string() });
const words = z.object({ zh: z.string(), en: z.string() });
export const decision = z.enum(
  DECISIONS as unknown as ["add", "expand", "keep", "warn", "suspend", "withdraw"],
);
const uuid = z.uuid();
export const byId = z.object({ id: uuid });
export const byOffering = z.object({ id: uuid, offering: uuid });
export const bySchool = byId.extend({ school: uuid });
export const note = z.object({ note: z.string().max(2000).default("") });

/** A rule set as the engine reads it; its validator says what is wrong with it, place by place. */
export const ruleSetContent = z.record(z.string(), z.unknown()).meta({ id: "RuleSetContent" });

const history = z.array(z.object({ action: z.string(), by: z.string(), at: z.string(), note: z.string() }));

export const ruleSetView = z
  .object({
    id: z.string(),
    key: z.string(),
    version: z.number(),
    content: z.record(z.string(), z.unknown()),
    state: z.enum(["draft", "reviewed", "adopted", "superseded", "withdrawn"]),
    next: z.array(z.enum(["review", "return", "adopt", "withdraw"])),
    etag: z.string(),
    used: z.number(),
    createdBy: z.string(),
    createdAt: z.string(),
    actions: history,
  })
  .meta({ id: "RuleSetVersion" });
export const ruleSetList = z.object({ items: z.array(ruleSetView) });
export const presetList = z.object({ items: z.array(z.record(z.string(), z.unknown())) });
export const ruleCheck = z.object({
  faults: z.array(z.object({ path: z.string(), message: z.string() })),
  monotony: z.array(
    z.object({ rule: z.string(), monotone: z.boolean(), indicators: z.record(z.string(), z.string()) }),
  ),
});

export const newAdjustment = z.object({
  roundId: uuid.nullable().default(null),
  ruleSetId: uuid,
  cycleId: uuid.nullable().default(null),
  year: z.number().int().min(2000).max(2100).nullable().default(null),
});

export const adjustmentView = z
  .object({
    id: z.string(),
    round: z.object({ id: z.string(), title: z.string(), year: z.number() }).nullable(),
    ruleSet: z.object({
      id: z.string(),
      key: z.string(),
      version: z.number(),
      name: words,
      trust: z.string(),
      demo: z.boolean(),
    }),
    cycle: z.object({ id: z.string(), year: z.number().nullable() }),
    year: z.number(),
    state: z.enum(["waiting", "running", "done", "failed"]),
    stage: z.enum(["computed", "opened", "decided", "published", "superseded", "withdrawn"]),
    job: z.string().nullable(),
    counts: z.record(z.string(), z.unknown()).nullable(),
    manifest: z.record(z.string(), z.unknown()).nullable(),
    message: z.string().nullable(),
    objections: z.number(),
    unanswered: z.number(),
    /** cards that people decided otherwise than the rules, and from what to what */
    changed: z.number(),
    changes: z.array(z.object({ from: decision, to: decision, count: z.number() })),
    /** cards by what they say now; `counts` holds what the rules proposed */
    decisions: z.partialRecord(decision, z.number()).nullable(),
    next: z.array(z.enum(["open", "decide", "publish", "withdraw"])),
    etag: z.string(),
    createdBy: z.string(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
    actions: history,
  })
  .meta({ id: "Adjustment" });
export const adjustmentList = z.object({ items: z.array(adjustmentView) });

export const cardLine = z
  .object({
    offering: z.string(),
    school: z.object({ id: z.string().nullable(), name: z.string() }),
    programme: named,
    level: z.string(),
    city: named,
    /** what the rules say, and what it says now */
    proposed: decision,
    decision,
    reason: z.string().nullable(),
    warned: z.number(),
    rules: z.array(z.string()),
    notJudged: z.number(),
    blind: z.boolean(),
    objected: z.boolean(),
  })
  .meta({ id: "CardLine" });
export const cardQuery = pageQuery.extend({
  decision: decision.optional(),
  school: z.string().max(100).optional(),
  programme: z.string().max(8).optional(),
  city: z.string().max(6).optional(),
  level: z.enum(["secondary", "college", "bachelor"]).optional(),
  rule: z.string().max(80).optional(),
  unanswered: z.stringbool().optional(),
  q: z.string().max(60).optional(),
});
export const cardPage = z.object({ items: z.array(cardLine), next: z.string().nullable() });

/** A rule that fired or could not be judged, in words. */
const explainedRule = z.object({
  rule: z.string(),
  name: z.string(),
  sentence: z.string(),
  basis: z.string(),
  trust: z.string(),
});
const years = z.array(z.record(z.string(), z.number().nullable()));
export const cardView = cardLine
  .extend({
    adjustment: z.object({
      id: z.string(),
      year: z.number(),
      forYear: z.number().nullable(),
      title: z.string().nullable(),
      stage: z.string(),
    }),
    ruleSet: adjustmentView.shape.ruleSet,
    explained: z.object({
      summary: z.array(z.string()),
      fired: z.array(explainedRule),
      notJudged: z.array(explainedRule),
    }),
    alternatives: z.array(decision),
    /** figures of the offering by year, and the balance of its programme in its city by year */
    history: years,
    balance: years,
    indicators: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        unit: z.string(),
        direction: z.string(),
        value: z.number().nullable(),
        why: z.string().nullable(),
      }),
    ),
    steps: z.array(
      z.object({
        action: z.enum(["object", "answer", "set"]),
        decision: decision.nullable(),
        reason: z.string(),
        by: z.string(),
        at: z.string(),
      }),
    ),
    may: z.array(z.enum(["object", "answer", "set"])),
    etag: z.string(),
  })
  .meta({ id: "Card" });

const offering = z.object({
  id: z.string(),
  school: z.object({ id: z.string().nullable(), name: z.string() }),
  programme: named,
  level: z.string(),
  city: named,
  firstYear: z.number(),
  lastYear: z.number(),
});
export const offeringView = offering
  .extend({
    history: cardView.shape.history,
    balance: cardView.shape.balance,
    indicators: cardView.shape.indicators,
    cards: z.array(
      cardLine.extend({
        adjustment: z.string(),
        year: z.number(),
        forYear: z.number().nullable(),
        title: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "OfferingRecord" });
export const ownOfferings = z.object({
  items: z.array(offering.extend({ card: cardLine.extend({ adjustment: z.string() }).nullable() })),
});

export const offeringQuery = pageQuery.extend({
  q: z.string().max(60).optional(),
  city: z.string().max(6).optional(),
  level: z.enum(["secondary", "college", "bachelor"]).optional(),
  decision: z.enum(["expand", "keep", "warn", "suspend", "withdraw", "none"]).optional(),
});
export const offeringPage = z.object({ items: ownOfferings.shape.items, next: z.string().nullable() });

export const objection = z.object({ reason: z.string().trim().min(5).max(4000) });
export const cardDecision = objection.extend({ decision });

export const missingPage = z.object({
  items: z.array(
    z.object({
      programme: named,
      level: z.string(),
      controlled: z.boolean(),
      city: named,
      year: z.number(),
      shortage: z.number(),
      occupations: z.array(
        z.object({ occupation: named, city: z.string(), shortage: z.number(), weight: z.number() }),
      ),
      forbiddenBy: z.array(z.string()),
      schools: z.array(
        z.object({
          school: z.string(),
          name: z.string(),
          city: z.string(),
          siblings: z.array(z.string()),
          categorySiblings: z.number(),
          siblingTeachers: z.number().nullable(),
          conditionFailures: z.number().nullable(),
          forbiddenBy: z.array(z.string()),
          score: z.number(),
        }),
      ),
    }),
  ),
});

export const matrixQuery = z.object({
  level: z.enum(["secondary", "college", "bachelor"]).optional(),
  /** 专业大类 or 专业类: the first digits of the code */
  category: z
    .string()
    .regex(/^\d{2,4}$/)
    .optional(),
});
export const fileParams = byId.extend({ name: z.string().regex(/^[a-z]+\.(csv|json|json\.gz)$/) });
export const publicFileParams = byId.extend({ name: z.enum(["decision.json", "decisions.csv"]) });

/** Programme × city: how many offerings, and the gravest card among them. */
export const matrixView = z.object({
  programmes: z.array(named.extend({ level: z.string(), category: named })),
  cities: z.array(named),
  /** programme index, city index, offerings, gravest decision, offerings with it */
  cells: z.array(z.tuple([z.number(), z.number(), z.number(), decision, z.number()])),
});

export const aftermathView = z.object({
  items: z.array(
    z.object({
      decision,
      offerings: z.number(),
      intake: z.object({ known: z.number(), before: z.number(), after: z.number(), stopped: z.number() }),
      employment: z.object({ known: z.number(), graduates: z.number(), placed: z.number() }),
      price: z.object({ known: z.number(), before: z.number(), after: z.number() }),
    }),
  ),
});

export const verification = z.object({
  altered: z.array(z.string()),
  same: z.boolean(),
  cardsDiffer: z.number(),
  rules: z.boolean(),
  decisions: z.boolean().nullable(),
  versions: z.array(z.string()),
});
export const publicVerification = z.object({
  altered: z.array(z.string()),
  same: z.boolean(),
  decisions: z.boolean(),
  versions: z.array(z.string()),
});

export const indicatorList = z.object({
  items: z.array(
    z.object({
      key: z.string(),
      name: words,
      unit: z.string(),
      direction: z.enum(["higher-better", "lower-better", "none"]),
      about: z.string(),
      formula: words,
      lineage: z.array(z.string()),
      basis: z.object({
        article: z.string(),
        quote: z.string().optional(),
        source: z.string(),
        trust: z.string(),
      }),
      /** rule sets (adopted or preset) that judge by it */
      usedBy: z.array(z.object({ key: z.string(), rule: z.string() })),
      /** lists and reports that show it, and under which column or heading */
      shownIn: z.array(z.object({ in: z.string(), as: z.string() })),
      /** rules can judge by it; the others are shown only */
      judges: z.boolean(),
    }),
  ),
});

export const publicCardQuery = pageQuery.extend({
  decision: decision.optional(),
  q: z.string().max(60).optional(),
});
export const publicAdjustment = z.object({
  id: z.string(),
  forYear: z.number(),
  title: z.string(),
  rules: words,
  rulesVersion: z.number(),
  /** the version of the rules that ran */
  ruleSetId: z.string(),
  sample: z.boolean(),
  publishedAt: z.string(),
  counts: z.record(z.string(), z.number()),
  /** manifest and decisions, as files that anybody may have */
  files: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })),
});
export const publicAdjustmentList = z.object({ items: z.array(publicAdjustment) });
export const publicCards = z.object({
  items: z.array(
    z.object({
      offering: z.string(),
      school: z.string(),
      programme: named,
      level: z.string(),
      city: named,
      decision,
      byOffice: z.boolean(),
      rules: z.array(z.string()),
    }),
  ),
  next: z.string().nullable(),
});
