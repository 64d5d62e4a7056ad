import { sql, type RawBuilder } from "kysely";
import { jsonText } from "../../platform/db/json.ts";
import { NotFound, type Context } from "../../platform/index.ts";
import type { Kind } from "./kinds.ts";

/** What is said of an organisation, from one day to another. */
export interface Facts {
  name: string;
  kind: Kind;
  region: string;
  creditCode: string | null;
  schoolCode: string | null;
  parent: string | null;
  country: string | null;
  address: string;
  website: string;
}

export type Change = "registered" | "renamed" | "moved" | "changed";

export interface Version extends Facts {
  id: string;
  /** first day; null where nobody knows since when */
  since: string | null;
  /** first day on which it holds no more; null: it holds */
  until: string | null;
  change: Change;
  note: string;
  source: string;
  recordedAt: Date;
  recordedBy: string | null;
}

export interface NewVersion extends Facts {
  id: string;
  since: string | null;
  until?: string | null;
  change: Change;
  note: string;
  source: string;
}

const ORGANISATION = { zh: "机构", en: "organisation" };

/** Columns of `registry.organisation_version v` as a Version. */
export const versionColumns = sql`v.organisation_id as id, v.name, v.kind, v.region, v.credit_code as "creditCode",
  v.school_code as "schoolCode", v.parent, v.country, v.address, v.website, v.change, v.note, v.source,
  lower(v.valid)::text as since, upper(v.valid)::text as until, v.recorded_at as "recordedAt", v.recorded_by as "recordedBy"`;

/** All versions, newest first. @throws NotFound if there is no such organisation */
export async function versionsOf(ctx: Pick<Context, "tx">, id: string): Promise<[Version, ...Version[]]> {
  const { rows } = await sql<Version>`select ${versionColumns} from registry.organisation_version v
    where v.organisation_id = ${id} order by v.valid desc`.execute(ctx.tx);
  const [first, ...others] = rows;
  if (!first) throw new NotFound(ORGANISATION);
  return [first, ...others];
}

/** Keeps others from changing these organisations until this transaction ends. */
export async function lockOrganisations(ctx: Context, ids: readonly string[]): Promise<void> {
  for (const id of [...new Set(ids)].sort())
    await sql`select pg_advisory_xact_lock(hashtextextended(${`organisation ${id}`}, 0))`.execute(ctx.tx);
}

/** Adds organisations that begin with these versions. */
export async function insertOrganisations(ctx: Context, rows: readonly NewVersion[]): Promise<void> {
  if (rows.length === 0) return;
  const ids = [...new Set(rows.map((row) => row.id))];
  await sql`insert into registry.organisation (id, created_at, created_by)
    select id::uuid, ${ctx.now}, ${ctx.actor.userId} from unnest(${ids}::text[]) id`.execute(ctx.tx);
  await insertVersions(ctx, rows);
}

export async function insertVersions(ctx: Context, rows: readonly NewVersion[]): Promise<void> {
  await sql`insert into registry.organisation_version (organisation_id, valid, name, kind, region, credit_code, school_code,
      parent, country, address, website, change, note, source, recorded_at, recorded_by)
    select r.id, daterange(r.since, r.until), r.name, r.kind, r.region, r."creditCode", r."schoolCode", r.parent, r.country,
      r.address, r.website, r.change, r.note, r.source, ${ctx.now}, ${ctx.actor.userId}
    from jsonb_to_recordset(${jsonText(rows)}::jsonb) as r (id uuid, since date, until date, name text, kind text,
      region text, "creditCode" text, "schoolCode" text, parent uuid, country text, address text, website text, change text,
      note text, source text)`.execute(ctx.tx);
}

/** Ends the version that holds. @returns whether there was one that the policies let him end */
export async function closeVersion(ctx: Context, id: string, day: string): Promise<boolean> {
  const { rows } =
    await sql`update registry.organisation_version set valid = daterange(lower(valid), ${day}::date)
    where organisation_id = ${id} and upper_inf(valid) returning organisation_id`.execute(ctx.tx);
  return rows.length === 1;
}

export interface Named {
  id: string;
  name: string;
}

/** Names as they are now, or were last. */
export async function namesOf(
  ctx: Pick<Context, "tx">,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Named>`select distinct on (organisation_id) organisation_id as id, name
    from registry.organisation_version where organisation_id = any(${ids}::uuid[])
    order by organisation_id, valid desc`.execute(ctx.tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export interface Succession extends Named {
  kind: "merged" | "split";
  onDay: string;
  note: string;
  ended: boolean;
}

/** Who went into it (`successor` = id), or who it went on as (`predecessor` = id). */
export async function successionsOf(
  ctx: Pick<Context, "tx">,
  id: string,
  side: "predecessors" | "successors",
): Promise<Succession[]> {
  const [mine, other] =
    side === "predecessors"
      ? [sql.ref("successor"), sql.ref("predecessor")]
      : [sql.ref("predecessor"), sql.ref("successor")];
  const { rows } =
    await sql<Succession>`select s.${other} as id, last.name, s.kind, s.on_day::text as "onDay", s.note,
      not last.holds as ended
    from registry.succession s join lateral (select name, upper_inf(valid) as holds from registry.organisation_version v
      where v.organisation_id = s.${other} order by valid desc limit 1) last on true
    where s.${mine} = ${id} order by s.on_day, last.name`.execute(ctx.tx);
  return rows;
}

/** Those that carry an organisation on today: through all mergers and splits since. */
export const successorsNow = (start: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  with recursive on_as (id) as (
    select s.successor from registry.succession s where s.predecessor = ${start}
    union select s.successor from registry.succession s join on_as on s.predecessor = on_as.id)
  select coalesce(json_agg(json_build_object('id', n.organisation_id, 'name', n.name) order by n.name), '[]')
  from on_as join registry.organisation_version n on n.organisation_id = on_as.id and upper_inf(n.valid))`;
