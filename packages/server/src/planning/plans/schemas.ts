import { z } from "zod";
import { pageOf, pageQuery } from "../../platform/index.ts";
import { planParameters } from "./parameters.ts";

export const byId = z.object({ id: z.uuid() });
export const ofOffering = byId.extend({ offering: z.uuid() });
const sentence = z.object({ zh: z.string(), en: z.string() });
const limit = z.object({
  id: z.string(),
  kind: z.string(),
  of: z.string(),
  detail: z.string(),
  side: z.string(),
  limit: z.number(),
});
const limitUse = limit.extend({ value: z.number() });
const totals = z.object({
  seats: z.number(),
  last: z.number(),
  offerings: z.number(),
  opened: z.number(),
  closed: z.number(),
  levels: z.array(
    z.object({ level: z.string(), seats: z.number(), last: z.number(), scale: z.number().nullable() }),
  ),
  cards: z
    .array(z.object({ card: z.string(), seats: z.number(), last: z.number(), offerings: z.number() }))
    .optional(),
});
const baseline = z.object({ kind: z.string(), value: z.number(), feasible: z.boolean(), seats: z.number() });

export const newPlan = z.object({
  roundId: z.uuid(),
  name: z.string().trim().min(1).max(80),
  parameters: planParameters.optional(),
  basedOn: z.uuid().optional(),
});
export const planQuery = z.object({ round: z.uuid().optional() });

export const plan = z
  .object({
    id: z.string(),
    name: z.string(),
    round: z.object({ id: z.string(), title: z.string(), year: z.number() }),
    region: z.string(),
    cycleId: z.string(),
    basedOn: z.string().nullable(),
    parameters: z.record(z.string(), z.unknown()),
    state: z.string(),
    next: z.array(z.string()),
    solving: z.enum(["waiting", "running", "done", "conflict", "failed", "cancelled"]),
    job: z.string().nullable(),
    message: z.string().nullable(),
    summary: z
      .object({
        value: z.number(),
        bound: z.number(),
        gap: z.number(),
        proven: z.boolean(),
        rounds: z.number(),
        milliseconds: z.number(),
        totals,
        tight: z.array(limitUse.extend({ price: z.number() })),
        broken: z.array(limitUse),
        baselines: z.array(baseline),
        notes: z.array(z.object({ key: z.string(), count: z.number() })),
      })
      .nullable(),
    conflict: z.object({ limits: z.array(limit), single: z.boolean() }).nullable(),
    manifest: z.record(z.string(), z.unknown()).nullable(),
    version: z.number(),
    sample: z.boolean(),
    proposals: z.number(),
    unanswered: z.number(),
    actions: z.array(z.object({ action: z.string(), by: z.string(), at: z.string(), note: z.string() })),
    files: z.array(
      z.object({ name: z.string(), mediaType: z.string(), bytes: z.number(), sha256: z.string() }),
    ),
    createdBy: z.string(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
    etag: z.string(),
  })
  .meta({ id: "EnrolmentPlan" });
export const planPage = pageOf(plan);

export const decision = z.object({ note: z.string().max(2000).default("") });

export const cell = z
  .object({
    offering: z.string(),
    school: z.string(),
    programme: z.string(),
    programmeName: z.string(),
    class: z.string(),
    className: z.string(),
    level: z.string(),
    city: z.string(),
    cityName: z.string(),
    card: z.string(),
    last: z.number(),
    seats: z.number(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
    solved: z.number(),
    marginal: z.number(),
    locked: z.boolean(),
    version: z.number(),
    by: z.string(),
    at: z.string().nullable(),
    proposal: z.number().nullable(),
    step: z.string().nullable(),
  })
  .meta({ id: "PlanCell" });
export const cellQuery = pageQuery.extend({
  // the editor reads 12,000 cells in a few pages
  limit: z.coerce.number().int().min(1).max(5000).default(500),
  since: z.coerce.number().int().min(0).optional(),
});
export const cellPage = pageOf(cell).extend({ version: z.number() });

const seatCount = z.number().int().min(0).max(100_000);
export const preview = z.object({
  cells: z
    .array(z.object({ offering: z.uuid(), seats: seatCount }))
    .min(1)
    .max(2000),
});
export const cost = z
  .object({
    before: z.number(),
    after: z.number(),
    difference: z.number(),
    broken: z.array(limitUse),
    newlyBroken: z.array(limitUse),
    levels: z.array(z.object({ level: z.string(), seats: z.number(), scale: z.number().nullable() })),
  })
  .meta({ id: "EditCost" });
export const edit = z.object({
  cells: z
    .array(
      z.object({
        offering: z.uuid(),
        seats: seatCount.optional(),
        locked: z.boolean().optional(),
        version: z.number().int(),
      }),
    )
    .min(1)
    .max(2000),
  note: z.string().max(500).default(""),
});
export const edited = z.object({
  version: z.number(),
  cells: z.array(cell),
  conflicts: z.array(
    z.object({
      offering: z.string(),
      yours: z.object({ seats: z.number().optional(), locked: z.boolean().optional() }),
      theirs: cell,
    }),
  ),
  cost: cost.nullable(),
});
export const desk = z.object({ version: z.number(), value: z.number(), broken: z.array(limitUse) });
export const editPage = pageOf(
  z.object({
    seq: z.number(),
    kind: z.enum(["solve", "edit"]),
    cells: z.array(z.object({ offering: z.string(), from: z.number(), to: z.number(), locked: z.boolean() })),
    count: z.number(),
    valueBefore: z.number().nullable(),
    valueAfter: z.number().nullable(),
    note: z.string(),
    by: z.string(),
    at: z.string(),
  }),
);

const said = z.object({
  id: z.string(),
  kind: z.string(),
  side: z.string(),
  limit: z.number(),
  value: z.number().nullable(),
  words: sentence,
  change: z.string(),
});
const seatStep = z.object({
  seq: z.number(),
  action: z.enum(["propose", "accept", "refuse", "counter"]),
  seats: z.number(),
  planned: z.number(),
  reason: z.string(),
  by: z.string(),
  at: z.string(),
});
export const why = z.object({
  cell,
  reasons: z.object({
    key: z.string(),
    seats: z.number(),
    last: z.number(),
    classes: z.number().nullable(),
    marginal: z.number(),
    marginalLast: z.number(),
    nextUp: z.number().nullable(),
    nextDown: z.number().nullable(),
    levelPrice: z.number().nullable(),
    worthUp: z.boolean(),
    worthDown: z.boolean(),
  }),
  up: z.array(said),
  down: z.array(said),
  sentence,
  steps: z.array(seatStep),
});
export const conflict = z.object({
  single: z.boolean(),
  sentence: sentence.nullable(),
  /** `nearest`: the number with which all limits hold together if only this one is changed; null = not by it alone */
  limits: z.array(
    said.extend({
      nearest: z.number().nullable(),
      /** how many limits of single offerings it stands for; a few of them in words */
      count: z.number(),
      examples: z.array(sentence),
    }),
  ),
});
export const broken = z.object({ count: z.number(), limits: z.array(said) });
export const tight = z.object({ limits: z.array(said.extend({ price: z.number() })) });

export const compareQuery = z.object({ ids: z.string().max(400) });
const line = z.object({
  key: z.string(),
  name: z.string(),
  last: z.number(),
  seats: z.array(z.number().nullable()),
});
export const comparison = z.object({
  plans: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      state: z.string(),
      version: z.number(),
      value: z.number().nullable(),
      bound: z.number().nullable(),
      gap: z.number().nullable(),
      totals: totals.nullable(),
      baselines: z.array(baseline),
    }),
  ),
  levels: z.array(line),
  cities: z.array(line),
  classes: z.array(line),
  differences: z.array(
    z.object({
      offering: z.string(),
      school: z.string(),
      programme: z.string(),
      programmeName: z.string(),
      cityName: z.string(),
      level: z.string(),
      last: z.number(),
      seats: z.array(z.number().nullable()),
    }),
  ),
});

const talkedCell = cell.extend({ steps: z.array(seatStep) });
export const negotiation = pageOf(talkedCell);
const schoolPlan = z.object({
  id: z.string(),
  province: z.string(),
  name: z.string(),
  round: z.object({ id: z.string(), title: z.string(), year: z.number() }),
  state: z.string(),
  sample: z.boolean(),
});
export const schoolPlans = pageOf(schoolPlan);
export const ownSeats = negotiation.extend({ plan: schoolPlan });
const reason = z.string().trim().min(1).max(2000);
export const proposal = z.object({ offering: z.uuid(), seats: seatCount, reason });
export const answer = z.object({
  offering: z.uuid(),
  action: z.enum(["accept", "refuse", "counter"]),
  seats: seatCount.optional(),
  reason,
  version: z.number().int(),
});
export const steps = z.array(seatStep);
export const answered = z.object({ steps, edit: edited.nullable() });
export const job = z.object({ job: z.string() });

const publicPlanLine = z.object({
  id: z.string(),
  region: z.string(),
  regionName: z.string(),
  year: z.number(),
  title: z.string(),
  sample: z.boolean(),
  totals: totals.nullable(),
  current: z.boolean(),
  publishedAt: z.string(),
});
export const publicPlans = pageOf(publicPlanLine);
const sum = z.object({ key: z.string(), name: z.string(), seats: z.number(), offerings: z.number() });
export const publicPlan = publicPlanLine.extend({
  cities: z.array(sum),
  classes: z.array(sum),
  files: z.array(
    z.object({ name: z.string(), mediaType: z.string(), bytes: z.number(), sha256: z.string() }),
  ),
});
export const seatQuery = pageQuery.extend({
  city: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  level: z.enum(["secondary", "college", "bachelor"]).optional(),
  q: z.string().max(60).optional(),
});
export const seatPage = pageOf(
  z.object({
    offering: z.string(),
    school: z.string(),
    programme: z.string(),
    programmeName: z.string(),
    level: z.string(),
    cityName: z.string(),
    last: z.number(),
    seats: z.number(),
  }),
);
export const fileOf = byId.extend({ name: z.string().regex(/^[a-z]+\.(csv|json|xlsx|docx)$/) });
