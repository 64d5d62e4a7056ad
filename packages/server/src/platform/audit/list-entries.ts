import { sql } from "kysely";
import type { z } from "zod";
import type { Context } from "../context.ts";
import { decodeCursor, toPage } from "../http/paging.ts";
import { NotFound } from "../http/problems.ts";
import { differences } from "./differences.ts";
import { selectEntries, whereOf, type EntryRow } from "./entries.sql.ts";
import type * as s from "./schemas.ts";

/** A page of the trail, newest first. */
export async function listEntries(
  ctx: Context,
  query: z.infer<typeof s.listQuery>,
): Promise<z.infer<typeof s.entryPage>> {
  const cursor = decodeCursor(query.cursor, 1);
  const rows = await selectEntries(ctx, whereOf(query, cursor ? String(cursor[0]) : null), query.limit + 1);
  return toPage(rows, query.limit, (row) => [row.id], presentEntry);
}

/** @throws NotFound where there is none, or it belongs to another region */
export async function showEntry(ctx: Context, id: string): Promise<s.AuditRecord> {
  const [row] = await selectEntries(ctx, sql`e.id = ${id}`, 1);
  if (!row) throw new NotFound({ zh: "审计记录", en: "audit entry" });
  const { hash, sealedAt } = row;
  return { ...presentEntry(row), hash, sealedAt, changes: differences(row.before, row.after) };
}

function presentEntry(row: EntryRow): s.Entry {
  const {
    id,
    at,
    kind,
    actor,
    actingFor,
    organisation,
    region,
    action,
    subject,
    why,
    address,
    requestId,
    seq,
  } = row;
  return {
    id,
    at,
    kind,
    actor,
    actingFor,
    organisation,
    region,
    action,
    subject,
    why,
    address,
    requestId,
    seq,
  };
}
