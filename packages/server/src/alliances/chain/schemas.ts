import { z } from "zod";
import { NODE_KINDS, SOURCES } from "./document.ts";

const id = z.string().min(1).max(60);
const at = z.number().min(-100_000).max(100_000).nullable();
const node = z.object({
  id,
  kind: z.enum(NODE_KINDS),
  name: z.string().trim().min(1).max(120),
  code: z.string().max(20),
  organisation: z.uuid().nullable(),
  source: z.enum(SOURCES),
  x: at,
  y: at,
});
export const document = z.object({
  nodes: z.array(node).max(1500),
  edges: z.array(z.object({ from: id, to: id })).max(6000),
});

const said = z.union([z.object({ demand: z.number(), shortage: z.number() }), z.object({ missing: z.enum(["no-release", "not-advertised", "withheld", "no-code"]) })]); // prettier-ignore
const state = z.enum(["no-programme", "no-school", "short", "met", "unknown", "empty"]);
const link = z.object({
  id: z.string(),
  name: z.string(),
  code: z.string(),
  enterprises: z.number(),
  occupations: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      code: z.string(),
      said,
      programmes: z.array(z.object({ id: z.string(), name: z.string(), code: z.string(), schools: z.array(z.string()) })),
      state,
    }),
  ),
  state,
}); // prettier-ignore
export const chain = z
  .object({
    alliance: z.string(),
    allianceName: z.string(),
    document,
    /** organisations in it that are members */
    members: z.array(z.string()),
    /** the worst first */
    links: z.array(link),
    release: z.object({ id: z.string(), title: z.string(), year: z.number() }).nullable(),
    /** where the figures are of */
    place: z.string(),
    publishedAt: z.string().nullable(),
    /** the published one is another than this */
    changed: z.boolean(),
    mayKeep: z.boolean(),
    sample: z.boolean(),
    etag: z.string(),
  })
  .meta({ id: "ChainMap" });
export const published = z.object({ published: z.boolean() });
