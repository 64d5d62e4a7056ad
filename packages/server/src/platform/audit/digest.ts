import { createHash } from "node:crypto";
import type { Vault } from "../personal/vault.ts";

/** An entry as the database gives it in text, for hashing: jsonb by its own text, times with microseconds in UTC. */
export interface EntryText {
  id: string;
  at: string;
  kind: string;
  actor_id: string | null;
  actor_person: string | null;
  actor_name: string;
  actor_role: string;
  delegation: string | null;
  acting_for: string | null;
  organisation: string | null;
  region: string;
  action: string;
  subject: string;
  before: string | null;
  after: string | null;
  why: string | null;
  address: string | null;
  request_id: string | null;
  /** in hexadecimal digits */
  mac: string | null;
}

/** Selects exactly that from `audit.entry e`. */
export const ENTRY_TEXT = `e.id::text as id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.kind, e.actor_id,
  e.actor_person::text as actor_person, e.actor_name, e.actor_role, e.delegation::text as delegation, e.acting_for,
  e.organisation::text as organisation, e.region, e.action, e.subject, e.before::text as before, e.after::text as after,
  e.why, e.address, e.request_id, encode(e.mac, 'hex') as mac`;

/** One field of what is hashed: its length in bytes, so that no two rows are written alike, or - for none. */
const part = (field: string | null): string =>
  field === null ? "-" : `${Buffer.byteLength(field, "utf8")}:${field}`;

const sha256 = (...data: (string | Buffer)[]): Buffer => {
  const hash = createHash("sha256");
  for (const piece of data) hash.update(piece);
  return hash.digest();
};

/** What `audit.digest` of the migration computes, without trusting the database to compute it. */
export function digestOf(e: EntryText): Buffer {
  return sha256(`tixi audit 1${parts(e, e.before, e.after)}${part(e.mac)}`);
}

function parts(e: Omit<EntryText, "mac">, before: string | null, after: string | null): string {
  return [
    e.id, e.at, e.kind, e.actor_id, e.actor_person, e.actor_name, e.actor_role, e.delegation, e.acting_for,
    e.organisation, e.region, e.action, e.subject, before, after, e.why, e.address, e.request_id,
  ].map(part).join(""); // prettier-ignore
}

/**
 * The installation's signature on one entry. It is made before the database has seen the entry, so JSON is written
 * with sorted keys here, whatever order jsonb keeps them in.
 */
export function macOf(vault: Vault, e: Omit<EntryText, "mac">): Buffer {
  const sorted = (json: string | null) => (json === null ? null : canonical(JSON.parse(json)));
  return vault.sign("audit entry", parts(e, sorted(e.before), sorted(e.after)));
}

/** JSON with the keys of every object in order. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const object = value as Record<string, unknown>;
  return `{${Object.keys(object)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(object[key])}`)
    .join(",")}}`;
}

export interface Link {
  seq: number;
  entryId: string;
  action: string;
  digest: Buffer;
  previous: Buffer;
  hash: Buffer;
  /** as `EntryText.at` */
  sealedAt: string;
}

/** What `audit.seal` writes as the hash of a link. */
export function hashOf(link: Omit<Link, "hash">): Buffer {
  const { seq, entryId, action, digest, previous, sealedAt } = link;
  const text = [String(seq), entryId, action, digest.toString("hex"), sealedAt].map(part).join("");
  return sha256(previous, text);
}

export interface Checkpoint {
  seq: number;
  hash: Buffer;
  unsigned: number;
  at: Date;
}

export const signatureOf = (vault: Vault, { seq, hash, unsigned, at }: Checkpoint): Buffer =>
  vault.sign("audit checkpoint", `${seq} ${hash.toString("hex")} ${unsigned} ${at.toISOString()}`);
