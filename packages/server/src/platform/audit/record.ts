import { sql, type Transaction } from "kysely";
import { uuidv7 } from "uuidv7";
import type { Actor } from "../context.ts";
import type { Database } from "../db/connect.ts";
import { jsonText, storable } from "../db/json.ts";
import { masked } from "../personal/mask.ts";
import type { Vault } from "../personal/vault.ts";
import { macOf } from "./digest.ts";

export interface NewEntry {
  kind: "write" | "read";
  action: string;
  subject: string;
  before?: unknown;
  after?: unknown;
  why?: string | undefined;
}

export interface EntryOrigin {
  tx: Transaction<Database>;
  vault: Vault;
  actor: Actor;
  now: Date;
  requestId: string | null;
  address: string | null;
}

/** Writes one entry into the trail, signed; contact data and identity numbers in it are masked. */
export async function recordEntry(origin: EntryOrigin, entry: NewEntry): Promise<void> {
  const { tx, vault, actor, now } = origin;
  const json = (value: unknown) => (value === undefined || value === null ? null : jsonText(masked(value)));
  const row = {
    id: uuidv7(),
    at: now.toISOString().replace("Z", "000Z"),
    kind: entry.kind,
    actor_id: actor.userId,
    actor_person: actor.personId,
    actor_name: storable(actor.name),
    actor_role: actor.role,
    delegation: actor.actingFor?.delegation ?? null,
    acting_for: actor.actingFor?.name ?? null,
    organisation: actor.organisation,
    region: actor.region,
    action: entry.action,
    subject: storable(entry.subject),
    before: json(entry.before),
    after: json(entry.after),
    why: entry.why === undefined ? null : storable(entry.why),
    address: origin.address,
    request_id: origin.requestId,
  };
  await sql`insert into audit.entry (id, at, kind, actor_id, actor_person, actor_name, actor_role, delegation, acting_for,
      organisation, region, action, subject, before, after, why, address, request_id, mac)
    values (${row.id}, ${row.at}, ${row.kind}, ${row.actor_id}, ${row.actor_person}, ${row.actor_name}, ${row.actor_role},
      ${row.delegation}, ${row.acting_for}, ${row.organisation}, ${row.region}, ${row.action}, ${row.subject},
      ${row.before}::jsonb, ${row.after}::jsonb, ${row.why}, ${row.address}, ${row.request_id}, ${macOf(vault, row)})`.execute(
    tx,
  );
}
