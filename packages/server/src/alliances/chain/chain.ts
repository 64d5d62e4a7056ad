/** The chain map of an alliance: read, drawn, fed from what is known, published. */
import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import { Conflict, etagOf, jsonText, NotFound, requireMatch, type Context } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { access } from "../access.ts";
import { holdAlliance, isActive, membersOf, requireAlliance, type AllianceRow } from "../alliance.sql.ts";
import { standing } from "../present.ts";
import { answerOf, requireSound, type ChainDocument } from "./document.ts";
import { draftChain } from "./draft.ts";
import { chainFigures } from "./figures.sql.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

const CHAIN = { zh: "产业链图", en: "chain map" };
const EMPTY: ChainDocument = { nodes: [], edges: [] };
type Shown = z.infer<typeof s.chain>;

interface ChainRow {
  document: ChainDocument;
  revision: number;
  at: string;
}
async function find(ctx: Context, table: "chain" | "chain_published", alliance: string): Promise<ChainRow | undefined> {
  const { rows } = await sql<ChainRow>`select c.document, c.revision, to_json(c.at) #>> '{}' as at from ${sql.table(`alliances.${table}`)} c
    where c.alliance_id = ${alliance}`.execute(ctx.tx);
  return rows[0];
} // prettier-ignore
const chainEtag = (row: AllianceRow, chain: ChainRow | undefined): string => etagOf(row.id, "chain", chain?.revision ?? 0); // prettier-ignore

/** What it shows, with the figures of the release in force. */
async function show(ctx: Context, row: AllianceRow, chain: ChainRow | undefined, published: ChainRow | undefined, mayKeep: boolean): Promise<Shown> {
  const figures = await chainFigures(ctx, row);
  const members = await membersOf(ctx, row.id);
  const document = chain?.document ?? EMPTY;
  return {
    alliance: row.id,
    allianceName: row.name,
    document,
    members: members.filter(isActive).map(({ organisation }) => organisation),
    links: answerOf(document, figures.say),
    release: figures.release,
    place: regionName(figures.city === "" ? row.province : figures.city),
    publishedAt: published ? new Date(published.at).toISOString() : null,
    changed: published !== undefined && published.revision !== chain?.revision,
    mayKeep,
    sample: row.sample,
    etag: chainEtag(row, chain),
  };
} // prettier-ignore

/** The map as members and the office read it. @throws NotFound */
export async function showChain(ctx: Context, id: string): Promise<Shown> {
  const row = await requireAlliance(ctx, id);
  const { keeps, subject } = standing(ctx, row, await membersOf(ctx, id));
  access.authorize(ctx.actor, "read", subject);
  return show(ctx, row, await find(ctx, "chain", id), await find(ctx, "chain_published", id), keeps);
}

/** The map as it was published, for anybody. @throws NotFound where none is */
export async function showPublicChain(ctx: Context, id: string): Promise<Shown> {
  const row = await requireAlliance(ctx, id);
  access.authorize(ctx.actor, "look", { published: row.running_since !== null });
  const published = await find(ctx, "chain_published", id);
  if (!published) throw new NotFound(CHAIN);
  return show(ctx, row, published, published, false);
}

async function hold(ctx: Context, id: string): Promise<AllianceRow> {
  const row = await requireAlliance(ctx, id);
  access.authorize(ctx.actor, "keep", { organisation: row.id });
  await holdAlliance(ctx, id);
  return row;
}

async function write(ctx: Context, row: AllianceRow, document: ChainDocument): Promise<void> {
  await sql`insert into alliances.chain (province, alliance_id, document, by_name, at) values (${row.province}, ${row.id}, ${jsonText(document)}::jsonb, ${ctx.actor.name}, ${ctx.now})
    on conflict (province, alliance_id) do update set document = excluded.document, revision = chain.revision + 1, by_name = excluded.by_name, at = excluded.at`.execute(ctx.tx);
} // prettier-ignore

const sizeOf = ({ nodes, edges }: ChainDocument) => ({ nodes: nodes.length, edges: edges.length });

/** @throws VersionChanged if somebody changed it meanwhile; BadInput naming what does not fit */
export async function drawChain(ctx: Context, request: FastifyRequest, id: string, document: ChainDocument): Promise<Shown> {
  const row = await hold(ctx, id);
  const before = await find(ctx, "chain", id);
  requireMatch(request, chainEtag(row, before));
  requireSound(document);
  await write(ctx, row, document);
  await ctx.audit("chain.draw", `alliance:${id}`, sizeOf(before?.document ?? EMPTY), sizeOf(document));
  return showChain(ctx, id);
} // prettier-ignore

/** Adds what statutes, register, tables and offerings know and the map does not hold yet. */
export async function feedChain(ctx: Context, request: FastifyRequest, id: string): Promise<Shown> {
  const row = await hold(ctx, id);
  const before = await find(ctx, "chain", id);
  requireMatch(request, chainEtag(row, before));
  const document = await draftChain(ctx, row, before?.document ?? EMPTY);
  await write(ctx, row, document);
  await ctx.audit("chain.feed", `alliance:${id}`, sizeOf(before?.document ?? EMPTY), sizeOf(document));
  return showChain(ctx, id);
}

/** Makes the map as it is now public, or takes it back. @throws Conflict where there is nothing to publish */
export async function publishChain(ctx: Context, request: FastifyRequest, id: string, published: boolean): Promise<Shown> {
  const row = await hold(ctx, id);
  const chain = await find(ctx, "chain", id);
  requireMatch(request, chainEtag(row, chain));
  if (!published) await sql`delete from alliances.chain_published where alliance_id = ${id}`.execute(ctx.tx);
  else if (!chain || chain.document.nodes.length === 0) throw new Conflict({ zh: "产业链图还是空的。", en: "The chain map is empty." });
  else
    await sql`insert into alliances.chain_published (province, alliance_id, document, revision, by_name, at)
      values (${row.province}, ${id}, ${jsonText(chain.document)}::jsonb, ${chain.revision}, ${ctx.actor.name}, ${ctx.now})
      on conflict (province, alliance_id) do update set document = excluded.document, revision = excluded.revision, by_name = excluded.by_name, at = excluded.at`.execute(ctx.tx);
  await ctx.audit(published ? "chain.publish" : "chain.withdraw", `alliance:${id}`, null, { revision: chain?.revision ?? 0 });
  return showChain(ctx, id);
} // prettier-ignore
