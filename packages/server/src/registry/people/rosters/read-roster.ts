import { sql } from "kysely";
import type { z } from "zod";
import { NotFound, type Context } from "../../../platform/index.ts";
import { access } from "../../access.ts";
import type { RowFault } from "./check-row.ts";
import type * as s from "./schemas.ts";

export const ROSTER = { zh: "名册", en: "roster" };
export const ROSTER_PLACE = "registry.roster_row";
const SHOWN = 100;

export interface RosterRecord {
  id: string;
  kind: "staff" | "students";
  organisationId: string;
  region: string;
  state: "checked" | "running" | "done" | "failed";
}

type Roster = z.infer<typeof s.roster>;

const COLUMNS = sql`id, kind, file_name as "fileName", rows_read as read, accepted, duplicate, rejected, state, job_id as "jobId",
  to_json(created_at) #>> '{}' as "createdAt", to_json(finished_at) #>> '{}' as "finishedAt"`;

/** @throws NotFound where it is not the actor's */
export async function rosterInCharge(ctx: Context, id: string): Promise<RosterRecord> {
  const { rows } = await sql<RosterRecord>`select id, kind, organisation_id as "organisationId", region, state
    from registry.roster where id = ${id} for update`.execute(ctx.tx);
  const [row] = rows;
  if (!row) throw new NotFound(ROSTER);
  access.authorize(ctx.actor, "managePeople", { organisation: row.organisationId, region: row.region });
  return row;
}

export async function showRoster(ctx: Context, id: string): Promise<Roster> {
  await rosterInCharge(ctx, id);
  const { rows } = await sql<
    Omit<Roster, "faults">
  >`select ${COLUMNS} from registry.roster where id = ${id}`.execute(ctx.tx);
  const faults: z.infer<typeof s.rosterFault>[] = [];
  for await (const fault of faultsOf(ctx, id, SHOWN)) faults.push(fault);
  return { ...rows[0]!, faults };
}

export async function listRosters(ctx: Context): Promise<z.infer<typeof s.rosterPage>> {
  const { organisation, region } = ctx.actor;
  access.authorize(ctx.actor, "managePeople", { organisation, region });
  const { rows } = await sql<Omit<Roster, "faults">>`select ${COLUMNS} from registry.roster
    order by created_at desc limit 50`.execute(ctx.tx);
  return { items: rows, next: null };
}

/** The rejected rows in their order, opened one step after the other. */
export async function* faultsOf(
  ctx: Context,
  id: string,
  most = Infinity,
): AsyncIterable<z.infer<typeof s.rosterFault>> {
  let after = 0;
  for (let left = most; left > 0;) {
    const take = Math.min(left, 1000);
    const { rows } = await sql<{
      row: number;
      sealed: Buffer;
    }>`select row_number as row, sealed from registry.roster_row
      where roster_id = ${id} and outcome = 'rejected' and row_number > ${after} order by row_number limit ${take}`.execute(
      ctx.tx,
    );
    for (const { row, sealed } of rows) {
      const { field, value, zh, en } = JSON.parse(ctx.vault.open(ROSTER_PLACE, sealed)) as RowFault;
      yield { row, field, value, reason: ctx.locale === "en" ? en : zh };
    }
    if (rows.length < take) return;
    after = rows.at(-1)!.row;
    left -= rows.length;
  }
}

/** The rejected rows as a file: row, field, masked value, reason. */
export async function rejectedRows(
  ctx: Context,
  id: string,
  cell: (value: string) => string,
): Promise<string> {
  await rosterInCharge(ctx, id);
  const lines = [
    (ctx.locale === "en" ? ["row", "field", "value", "reason"] : ["行", "列", "值", "原因"]).join(","),
  ];
  for await (const { row, field, value, reason } of faultsOf(ctx, id))
    lines.push([String(row), cell(field), cell(value), cell(reason)].join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}
