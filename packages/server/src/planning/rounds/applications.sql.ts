import { sql, type RawBuilder } from "kysely";
import { jsonText, lastAction, NotFound, recordAction, type Context } from "../../platform/index.ts";
import type { Change, Form, Kind } from "./form.ts";
import type { Action, Lane } from "./procedure.ts";

export const APPLICATION = { zh: "专业申请", en: "application" };
export const LOG = { table: "planning.application_action", subject: "application_id" };

export interface ActionRow {
  seq: number;
  action: Action;
  by_name: string;
  at: string;
  payload: Record<string, unknown>;
}

export interface ApplicationRow {
  province: string;
  id: string;
  round_id: string;
  round_year: number;
  school: string;
  school_name: string;
  city: string;
  region: string;
  kind: Kind;
  change: Change | null;
  offering_id: string | null;
  programme: string | null;
  programme_name: string;
  level: "secondary" | "college" | "bachelor";
  new_programme: string | null;
  lane: Lane;
  form: Form;
  revision: number;
  sample: boolean;
  created_by: string | null;
  created_at: string;
  actions: ActionRow[];
}

const COLUMNS = sql`a.province, a.id, a.round_id, (select r.year from planning.round r where r.province = a.province and r.id = a.round_id) as round_year,
  a.school, a.school_name, a.city, a.region, a.kind, a.change, a.offering_id, a.programme, a.programme_name, a.level, a.new_programme,
  a.lane, a.form, a.revision, a.sample, a.created_by, to_json(a.created_at) #>> '{}' as created_at,
  (select json_agg(json_build_object('seq', l.seq, 'action', l.action, 'by_name', l.by_name, 'at', l.at, 'payload', l.payload) order by l.seq)
     from planning.application_action l where l.province = a.province and l.application_id = a.id) as actions`;

/** With its history; row-level security decides whether it is seen. */
export async function findApplication(ctx: Context, id: string): Promise<ApplicationRow | undefined> {
  const { rows } = await sql<ApplicationRow>`select ${COLUMNS} from planning.application a where a.id = ${id}`.execute(ctx.tx);
  return rows[0];
} // prettier-ignore

/** @throws NotFound if there is none that the actor may see */
export async function requireApplication(ctx: Context, id: string): Promise<ApplicationRow> {
  const found = await findApplication(ctx, id);
  if (!found) throw new NotFound(APPLICATION);
  return found;
}

export interface ApplicationFilter {
  round?: string | undefined;
  /** only those whose last action is one of these */
  last?: readonly Action[] | undefined;
  kind?: string | undefined;
  level?: string | undefined;
  school?: string | undefined;
  q?: string | undefined;
  ids?: readonly string[] | undefined;
  /** only what was handed in at least once: drafts of other schools are nobody's business */
  submitted?: boolean | undefined;
}

/** Newest first, from behind a given id. */
export async function listApplications(ctx: Context, filter: ApplicationFilter, after: string | null, limit: number): Promise<ApplicationRow[]> {
  const { round, last, kind, level, school, q, ids } = filter;
  const { rows } = await sql<ApplicationRow>`select ${COLUMNS} from planning.application a where true
    ${round ? sql`and a.round_id = ${round}` : sql``}
    ${last ? sql`and ${lastOf(sql`a`)} = any(${last}::text[])` : sql``}
    ${filter.submitted ? sql`and exists (select from planning.application_action s where s.province = a.province and s.application_id = a.id and s.action = 'submit')` : sql``}
    ${kind ? sql`and a.kind = ${kind}` : sql``} ${level ? sql`and a.level = ${level}` : sql``}
    ${school ? sql`and a.school = ${school}` : sql``} ${ids ? sql`and a.id = any(${ids}::uuid[])` : sql``}
    ${q ? sql`and (position(${q} in a.school_name) > 0 or position(${q} in a.programme_name) > 0 or a.programme = ${q})` : sql``}
    ${after ? sql`and a.id < ${after}::uuid` : sql``}
    order by a.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

const lastOf = (a: RawBuilder<unknown>) => lastAction(LOG, sql`${a}.province`, sql`${a}.id`);

/** How many applications of a round, of each lane, had each action as their last. */
export async function countByLast(
  ctx: Context,
  round: string,
): Promise<{ action: Action; lane: Lane; n: number }[]> {
  const { rows } = await sql<{ action: Action; lane: Lane; n: number }>`
    select ${lastOf(sql`a`)} as action, a.lane, count(*)::int as n from planning.application a where a.round_id = ${round} group by 1, 2`.execute(
    ctx.tx,
  );
  return rows;
}

export async function insertApplication(ctx: Context, row: Omit<ApplicationRow, "actions" | "round_year" | "revision" | "created_by" | "created_at">): Promise<void> {
  await sql`insert into planning.application (province, id, round_id, school, school_name, city, region, kind, change, offering_id, programme,
      programme_name, level, new_programme, lane, form, sample, created_by, created_by_name, created_at)
    values (${row.province}, ${row.id}, ${row.round_id}, ${row.school}, ${row.school_name}, ${row.city}, ${row.region}, ${row.kind}, ${row.change},
      ${row.offering_id}, ${row.programme}, ${row.programme_name}, ${row.level}, ${row.new_programme}, ${row.lane}, ${jsonText(row.form)}::jsonb,
      ${row.sample}, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
} // prettier-ignore

export async function updateForm(
  ctx: Context,
  of: { province: string; id: string },
  form: Form,
): Promise<void> {
  await sql`update planning.application set form = ${jsonText(form)}::jsonb, revision = revision + 1
    where province = ${of.province} and id = ${of.id}`.execute(ctx.tx);
}

export async function appendAction(
  ctx: Context,
  of: Pick<ApplicationRow, "province" | "id" | "actions">,
  action: Action,
  payload: object,
): Promise<void> {
  await recordAction(ctx, LOG, of, (of.actions.at(-1)?.seq ?? 0) + 1, action, { payload: jsonText(payload) });
}

/**
 * Whoever changes what an action's guard looks at (scores, objections) waits here for whoever takes that action, and the
 * other way round.
 */
export async function holdApplication(ctx: Context, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`application ${id}`}, 0))`.execute(ctx.tx);
}
