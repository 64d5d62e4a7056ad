import { z } from "zod";

/** Response and request shapes of the planning API. A figure of a published release may be withheld: then it is null. */

const level = z.enum(["secondary", "college", "bachelor"]);
const figure = z.number().nullable();
export const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });
const priceRange = z.object({ min: z.number(), max: z.number() });
const named = z.object({ code: z.string(), name: z.string() });
const programmeName = named.extend({ level });

export const cycleParameters = z.record(z.string(), z.unknown()).meta({ id: "CycleParameterOverrides" });

export const cycle = z
  .object({
    id: z.string(),
    year: z.number(),
    region: z.string(),
    state: z.enum(["waiting", "running", "done", "failed", "cancelled"]),
    job: z.string().nullable(),
    parameters: z.record(z.string(), z.unknown()),
    versions: z.record(z.string(), z.string()),
    counts: z.record(z.string(), z.unknown()),
    forecast: z.record(z.string(), z.unknown()).nullable(),
    disclosure: z.record(z.string(), z.unknown()).nullable(),
    inputs: z.array(z.object({ name: z.string(), kind: z.string(), sha256: z.string(), rows: z.number() })),
    stages: z.array(z.object({ name: z.string(), ms: z.number() })),
    message: z.string().nullable(),
    createdBy: z.string(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
  })
  .meta({ id: "Cycle" });

export const place = z.object({ city: z.string(), name: z.string(), value: z.number() });

export const overview = z
  .object({
    year: z.number(),
    years: z.array(z.number()),
    figures: z.object({
      demand: interval.nullable(), supply: interval.nullable(), matched: interval.nullable(), shortage: interval.nullable(), surplus: interval.nullable(),
    }), // prettier-ignore
    unlinkedDemand: figure,
    countsOnly: z.object({ demand: figure, supply: figure, shortage: figure, surplus: figure }),
    shortages: z.array(
      z.object({
        occupation: named,
        demand: interval.nullable(),
        shortage: interval,
        cities: z.array(place),
        price: priceRange.nullable(),
      }),
    ),
    surpluses: z.array(
      z.object({
        programme: programmeName,
        supply: interval.nullable(),
        surplus: interval,
        cities: z.array(place),
      }),
    ),
    prices: z.array(z.object({ programme: programmeName, price: priceRange, supply: figure, gap: figure })),
    uncoded: z.number(),
    notes: z.array(z.object({ key: z.string(), text: z.string() })),
  })
  .meta({ id: "Overview" });

export const occupationLine = z
  .object({
    code: z.string(),
    name: z.string(),
    demand: interval.nullable(),
    matched: figure,
    shortage: interval.nullable(),
    price: priceRange.nullable(),
    employers: figure,
    postings: figure,
    vacancies: figure,
    linked: z.boolean(),
    suppressed: z.boolean(),
  })
  .meta({ id: "OccupationLine" });

export const programmeLine = z
  .object({
    code: z.string(),
    name: z.string(),
    level,
    supply: interval.nullable(),
    entrants: figure,
    graduates: figure,
    matched: figure,
    surplus: interval.nullable(),
    price: priceRange.nullable(),
    countsOnly: figure,
    kind: z.string(),
    suppressed: z.boolean(),
  })
  .meta({ id: "ProgrammeLine" });

export const cityCell = z
  .object({
    city: z.string(), name: z.string(), x: z.number(), y: z.number(),
    demand: figure, supply: figure, shortage: figure, surplus: figure, balanceIndex: figure, suppressed: z.boolean(),
  })
  .meta({ id: "CityCell" }); // prettier-ignore

export const heatmap = z
  .object({
    classes: z.array(programmeName),
    cities: z.array(named),
    /** class index, city index, gap (surplus − share of the shortage; negative = too few), demand, supply */
    cells: z.array(z.tuple([z.number(), z.number(), figure, figure, figure])),
  })
  .meta({ id: "Heatmap" });

export const flows = z
  .object({
    programmes: z.array(programmeName),
    occupations: z.array(named),
    links: z.array(
      z.object({ programme: z.string(), occupation: z.string(), value: z.number(), kind: z.string() }),
    ),
  })
  .meta({ id: "Flows" });

export const trend = z
  .object({
    history: z.array(z.object({ year: z.number(), demand: figure, supply: figure })),
    forecast: z.array(
      z.object({ year: z.number(), demand: interval.nullable(), supply: interval.nullable(), gap: figure }),
    ),
  })
  .meta({ id: "Trend" });

export const balanceRecord = z
  .object({
    code: z.string(),
    name: z.string(),
    level: level.optional(),
    cells: z.array(
      z.object({
        city: z.string(), cityName: z.string(), level: z.string().nullable(), year: z.number(), demand: interval.nullable(), supply: interval.nullable(),
        matched: figure, gap: figure, price: priceRange.nullable(), postings: figure, employers: figure, suppressed: z.boolean(),
      }),
    ),
    links: z.array(z.object({ code: z.string(), name: z.string(), level: level.optional(), kind: z.string(), weight: z.number(), flow: figure })),
    trend,
    doubts: z.array(z.string()),
  })
  .meta({ id: "BalanceRecord" }); // prettier-ignore

export const release = z
  .object({
    id: z.string(),
    version: z.string(),
    state: z.enum(["draft", "reviewed", "published", "superseded", "withdrawn"]),
    title: z.string(),
    note: z.string(),
    publisher: z.string(),
    year: z.number(),
    region: z.string(),
    regionName: z.string(),
    sample: z.boolean(),
    cycleId: z.string(),
    manifest: z.record(z.string(), z.unknown()),
    actions: z.array(z.object({ action: z.string(), by: z.string(), at: z.string(), note: z.string() })),
    files: z.array(
      z.object({ name: z.string(), mediaType: z.string(), bytes: z.number(), sha256: z.string() }),
    ),
    publishedAt: z.string().nullable(),
    supersededBy: z.string().nullable(),
    etag: z.string(),
  })
  .meta({ id: "Release" });

const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
export const cyclePage = page(cycle);
export const releasePage = page(release);
export const occupationPage = page(occupationLine);
export const programmePage = page(programmeLine);

export const scopeQuery = z.object({
  city: z.string().optional(),
  level: z.string().optional(),
  year: z.coerce.number().int().optional(),
});
export const listQuery = scopeQuery.extend({
  q: z.string().max(50).optional(),
  group: z.string().optional(),
  category: z.string().optional(),
  class: z.string().optional(),
  sort: z.string().optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export const cityQuery = scopeQuery.extend({
  occupation: z.string().optional(),
  programme: z.string().optional(),
});
export const flowQuery = scopeQuery.extend({
  class: z.string().optional(),
  occupation: z.string().optional(),
  programme: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(40),
});
export const trendQuery = cityQuery;
export const byId = z.object({ id: z.uuid() });
export const byCode = byId.extend({ code: z.string() });
export const newCycle = z.object({
  year: z.number().int().min(2000).max(2100),
  parameters: cycleParameters.optional(),
});
export const newRelease = z.object({
  cycleId: z.uuid(),
  title: z.string().min(2).max(100),
  note: z.string().max(2000).default(""),
});
export const releaseDecision = z.object({ note: z.string().max(2000).default("") });

export type Overview = z.infer<typeof overview>;
export type OccupationLine = z.infer<typeof occupationLine>;
export type ProgrammeLine = z.infer<typeof programmeLine>;
export type CityCell = z.infer<typeof cityCell>;
export type Heatmap = z.infer<typeof heatmap>;
export type Flows = z.infer<typeof flows>;
export type Trend = z.infer<typeof trend>;
export type BalanceRecord = z.infer<typeof balanceRecord>;
export type Cycle = z.infer<typeof cycle>;
export type Release = z.infer<typeof release>;
export type ListQuery = z.infer<typeof listQuery>;
