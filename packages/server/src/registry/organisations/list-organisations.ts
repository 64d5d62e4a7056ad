import { sql } from "kysely";
import type { z } from "zod";
import { decodeCursor, toPage, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { regionName } from "../regions.ts";
import { versionColumns, type Version } from "./organisations.sql.ts";
import type { organisationQuery, organisationRow } from "./schemas.ts";

type Row = Version & { formerly: string | null };

/**
 * Organisations as they are now, or as they were on a day; those that have ended, as they were last. Found by their
 * name, by what they were once called, or by the beginning of a code.
 */
export async function listOrganisations(ctx: Context, query: z.infer<typeof organisationQuery>) {
  access.authorize(ctx.actor, "look", {});
  const { on, state, kind, region, parent, q } = query;
  const key = decodeCursor(query.cursor, 3);
  const last = sql`not exists (select from registry.organisation_version x
    where x.organisation_id = v.organisation_id and x.valid >> v.valid)`;
  const which = on
    ? sql`v.valid @> ${on}::date`
    : { current: sql`upper_inf(v.valid)`, ended: sql`not upper_inf(v.valid) and ${last}`, all: last }[state];
  const formerly = q
    ? sql`(select f.name from registry.organisation_version f where f.organisation_id = v.organisation_id
        and f.name <> v.name and position(${q} in f.name) > 0 order by f.valid desc limit 1)`
    : sql`null::text`;
  const { rows } = await sql<Row>`
    select ${versionColumns}, ${formerly} as formerly from registry.organisation_version v
    where ${which}
      ${kind ? sql`and v.kind = ${kind}` : sql``}
      ${region ? sql`and starts_with(v.region, platform.region_prefix(${region}))` : sql``}
      ${parent ? sql`and v.parent = ${parent}` : sql``}
      ${q ? sql`and (${saysText(q)} or ${formerly} is not null)` : sql``}
      ${key ? sql`and (v.region, v.name, v.organisation_id) > (${key[0]}, ${key[1]}, ${key[2]}::uuid)` : sql``}
    order by v.region, v.name, v.organisation_id limit ${query.limit + 1}`.execute(ctx.tx);
  return toPage(rows, query.limit, (row) => [row.region, row.name, row.id], rowView);
}

const saysText = (q: string) => sql`(position(${q} in v.name) > 0
  or registry.name_key(${q}) <> '' and position(registry.name_key(${q}) in v.name_key) > 0
  or starts_with(v.credit_code, upper(${q})) or starts_with(v.school_code, ${q}))`;

function rowView({
  id,
  name,
  kind,
  region,
  creditCode,
  schoolCode,
  country,
  since,
  until,
  formerly,
}: Row): z.infer<typeof organisationRow> {
  return {
    id,
    name,
    kind,
    region,
    regionName: regionName(region),
    creditCode,
    schoolCode,
    country,
    since,
    until,
    formerly,
  };
}

const MOST_SUGGESTIONS = 12;

/** For pickers and the search of everything: those that hold today, the nearest names first. */
export async function suggestOrganisations(
  ctx: Context,
  { q, kind, region }: { q: string; kind?: string | undefined; region?: string | undefined },
) {
  access.authorize(ctx.actor, "look", {});
  const { rows } = await sql<Row>`
    select ${versionColumns}, case when position(${q} in v.name) = 0 then f.name end as formerly
    from registry.organisation_version v left join lateral (select f.name from registry.organisation_version f
      where f.organisation_id = v.organisation_id and f.name <> v.name and position(${q} in f.name) > 0
      order by f.valid desc limit 1) f on true
    where upper_inf(v.valid) and (${saysText(q)} or f.name is not null)
      ${kind ? sql`and v.kind = any(${kind.split(",")}::text[])` : sql``}
      ${region ? sql`and starts_with(v.region, platform.region_prefix(${region}))` : sql``}
    order by v.name = ${q} desc, starts_with(v.name, ${q}) desc, length(v.name), v.name, v.organisation_id
    limit ${MOST_SUGGESTIONS}`.execute(ctx.tx);
  return { items: rows.map(rowView), next: null };
}
