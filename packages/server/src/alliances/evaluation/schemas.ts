import { z } from "zod";

/** Shapes of the national evaluation of an alliance. */
const sentence = z.object({ zh: z.string(), en: z.string() });
export const byId = z.object({ id: z.uuid() });
const year = z.coerce.number().int().min(2020).max(2100);
export const query = z.object({ year: year.optional() });
export const reportQuery = z.object({ year, no: z.coerce.number().int().min(1).max(10_000).optional() });
export const statement = z.object({
  year: z.number().int().min(2020).max(2100),
  indicator: z.string().max(40),
  /** null = none is stated; only of indicators that the work does not tell */
  value: z.number().min(0).max(1e12).nullable(),
  words: z.string().trim().max(2000),
  proof: z.string().trim().max(400),
});
export const keep = z.object({ year: z.number().int().min(2020).max(2100) });

const evidence = z.object({ kind: z.string(), id: z.string(), title: z.string(), on: z.string().nullable() });
const result = z.object({
  key: z.string(),
  group: z.enum(["base", "substantive", "negative"]),
  cooperation: z.enum(["running", "training", "employment", "development"]).nullable(),
  name: sentence,
  observed: sentence,
  rule: z.string(),
  target: z.number(),
  unit: z.enum(["times", "items", "percent", "yuan", "people", "provinces", "kinds", "yes"]),
  weight: z.number(),
  stated: z.boolean(),
  value: z.number().nullable(),
  source: z.enum(["computed", "stated", "none"]),
  verdict: z.enum(["reached", "short", "hit", "clear", "unknown"]),
  points: z.number().nullable(),
  gap: sentence.nullable(),
  evidence: z.array(evidence),
  words: z.string(),
  proof: z.string(),
});
export const evaluated = z.object({
  outcome: z.enum(["met", "base-short", "negative-hit", "unknown"]),
  score: z.number(),
  unknown: z.number(),
  results: z.array(result),
});
export const evaluation = z
  .object({
    alliance: z.string(),
    allianceName: z.string(),
    kind: z.enum(["consortium", "community"]),
    sample: z.boolean(),
    year: z.number(),
    /** the year goes on: its figures still move */
    running: z.boolean(),
    notOfficial: sentence,
    ...evaluated.shape,
    /** as it was kept, the newest first */
    editions: z.array(z.object({ year: z.number(), no: z.number(), by: z.string(), at: z.string(), outcome: z.string(), score: z.number() })),
    mayKeep: z.boolean(),
  })
  .meta({ id: "AllianceEvaluation" }); // prettier-ignore
