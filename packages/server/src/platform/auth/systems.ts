import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import { access } from "../access.ts";
import { NOBODY, type Context, type Role } from "../context.ts";
import type { AccessTable } from "../http/access.ts";
import { BadInput, Conflict, NotFound } from "../http/problems.ts";
import type { Platform } from "../platform.ts";
import { KeyRefused } from "./key-refused.ts";
import type { People, SignedIn } from "./people.ts";

export const KEY_ROLES = [
  "planner",
  "auditor",
  "school-officer",
  "enterprise-officer",
  "secretariat",
] as const;
type KeyRole = (typeof KEY_ROLES)[number];

/** `tixi_` and 256 bits in base64url. */
const FORM = /^tixi_[\w-]{43}$/;
const SHOWN = 12;
const USED_EVERY = "1 minute";
const LONGEST_DAYS = 365;

/** Never done by a system: what is a person's own, and what would let a key make others. */
const PERSONAL = new Set(["self", "own"]);
const NEVER = new Set(["platform.keepKeys", "platform.keepProviders", "platform.resetSecondFactor"]);

export interface ApiKey {
  id: string;
  name: string;
  role: KeyRole;
  organisation: string | null;
  region: string;
  scopes: string[];
  /** the first letters of the key, to tell it from others */
  prefix: string;
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

export interface NewKey {
  name: string;
  role: KeyRole;
  organisation: string | null;
  scopes: string[];
  days: number;
}

const hashOf = (key: string): Buffer => createHash("sha256").update(key).digest();

/**
 * The system that a key belongs to.
 * @throws KeyRefused
 */
export async function systemOf(platform: Platform, key: string): Promise<SignedIn> {
  if (!FORM.test(key)) throw new KeyRefused();
  const now = platform.clock();
  const { rows } = await sql<ApiKey & { stale: boolean }>`
    select id, name, role, organisation, region, scopes,
      coalesce(last_used_at < ${now}::timestamptz - ${USED_EVERY}::interval, true) as stale
    from platform.api_key where hash = ${hashOf(key)} and revoked_at is null and expires_at > ${now}`.execute(
    platform.db,
  );
  const row = rows[0];
  if (!row) throw new KeyRefused();
  if (row.stale)
    await sql`update platform.api_key set last_used_at = ${now} where id = ${row.id}`.execute(platform.db);
  const { id, name, role, organisation, region, scopes } = row;
  return {
    // What a system does is its key's own: its repeated requests, its jobs, its audit rows.
    actor: { ...NOBODY, userId: `key:${id}`, name, role, organisation, region, scopes },
    mustChangePassword: false,
    sessionId: null,
    hat: null,
    hats: [],
  };
}

/** Every `module.action` that a key of this role may be given. */
export function scopesOf(tables: ReadonlyMap<string, AccessTable>, role: Role): string[] {
  const found: string[] = [];
  for (const [module, table] of tables)
    for (const action of Object.keys(table.rights)) {
      const reach = table.reach(role, action);
      const scope = `${module}.${action}`;
      if (reach !== undefined && !PERSONAL.has(reach) && !NEVER.has(scope)) found.push(scope);
    }
  return found;
}

export async function listKeys(ctx: Context): Promise<(ApiKey & { organisationId: string | null })[]> {
  const { rows } = await sql<ApiKey & { organisationId: string | null }>`
    select id, name, role, organisation as "organisationId", organisation, region, scopes, prefix,
      to_json(created_at) #>> '{}' as "createdAt", to_json(expires_at) #>> '{}' as "expiresAt",
      to_json(last_used_at) #>> '{}' as "lastUsedAt", to_json(revoked_at) #>> '{}' as "revokedAt"
    from platform.api_key order by revoked_at is not null, created_at desc, id limit 500`.execute(ctx.tx);
  return rows;
}

/**
 * Makes a key for a system: an administrator for any organisation of his region, an officer for his own and with his
 * own role. The key is returned here and nowhere else.
 * @throws BadInput for scopes beyond the role, or a validity beyond a year
 */
export async function makeKey(
  ctx: Context,
  people: Pick<People, "regionOf">,
  tables: ReadonlyMap<string, AccessTable>,
  input: NewKey,
): Promise<{ id: string; key: string }> {
  const { actor } = ctx;
  const officer = actor.role !== "administrator";
  const organisation = officer ? actor.organisation : input.organisation;
  // Where the organisation lies decides, never what is asked: another region's administrator reaches nothing here.
  const region = officer || organisation === null ? actor.region : await people.regionOf(organisation);
  access.authorize(actor, "keepKeys", { region, organisation });
  const fault = (field: string, reason: string) => new BadInput([{ part: "body", field, reason }]);
  if (officer && input.role !== actor.role)
    throw fault("role", "只能用您自己的角色 / only with the role that you act in");
  if (organisation === null && !["planner", "auditor"].includes(input.role))
    throw fault("organisation", "此角色须在一个机构内 / this role is held within an organisation");
  const allowed = new Set(scopesOf(tables, input.role));
  const beyond = input.scopes.filter((scope) => !allowed.has(scope));
  if (beyond.length > 0)
    throw fault("scopes", `角色没有此权限 / beyond the role: ${beyond.slice(0, 5).join(", ")}`);
  if (input.days > LONGEST_DAYS)
    throw fault("days", `至多 ${LONGEST_DAYS} 天 / at most ${LONGEST_DAYS} days`);
  const key = `tixi_${randomBytes(32).toString("base64url")}`;
  const id = uuidv7();
  const expires = new Date(ctx.now.getTime() + input.days * 86_400_000);
  const scopes = [...new Set(input.scopes)].sort();
  await sql`insert into platform.api_key
      (id, name, role, organisation, region, scopes, prefix, hash, expires_at, created_at, created_by)
    values (${id}, ${input.name}, ${input.role}, ${organisation}, ${region}, ${scopes}, ${key.slice(0, SHOWN)},
      ${hashOf(key)}, ${expires}, ${ctx.now}, ${actor.userId})`.execute(ctx.tx);
  await ctx.audit("key.make", `key:${id}`, null, {
    name: input.name,
    role: input.role,
    organisation,
    region,
    scopes,
    expiresAt: expires,
  });
  return { id, key };
}

/**
 * Ends a key at once.
 * @throws NotFound outside the actor's reach; Conflict where it was ended before
 */
export async function revokeKey(ctx: Context, id: string): Promise<void> {
  const { rows } = await sql<{ region: string; organisation: string | null; revoked: boolean }>`
    select region, organisation, revoked_at is not null as revoked from platform.api_key where id = ${id}`.execute(
    ctx.tx,
  );
  const row = rows[0];
  if (!row) throw new NotFound({ zh: "接口密钥", en: "API key" });
  access.authorize(ctx.actor, "keepKeys", row);
  if (row.revoked) throw new Conflict({ zh: "此密钥已经停用。", en: "This key was revoked before." });
  await sql`update platform.api_key set revoked_at = ${ctx.now} where id = ${id}`.execute(ctx.tx);
  await ctx.audit("key.revoke", `key:${id}`);
}
