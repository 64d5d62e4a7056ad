import { sql } from "kysely";
import { etagOf, jsonText, lastAction, NotFound, recordAction, type Context } from "../../platform/index.ts";
import type { AgreementGround } from "./check.ts";
import type { Kind } from "./kinds.ts";
import { AGREEMENT_LOG, type AgreementStep } from "./procedure.ts"; // prettier-ignore

export const AGREEMENT = { zh: "贯通培养协议", en: "agreement" };

export interface AgreementAction {
  seq: number;
  action: AgreementStep;
  by_name: string;
  at: string;
  note: string;
  payload: Record<string, unknown>;
}

export interface AgreementRow {
  province: string;
  id: string;
  kind: Kind;
  lower_school: string | null;
  lower_school_name: string;
  lower_programme: string;
  upper_school: string | null;
  upper_school_name: string;
  upper_programme: string | null;
  upper_programme_name: string;
  lower_years: number;
  upper_years: number;
  first_cohort: number;
  last_cohort: number | null;
  quota: number;
  conditions: { key: string; words: string; least: number | null }[];
  assessment: { name: string; weight: number; least: number | null }[];
  lower_tuition: number | null;
  upper_tuition: number | null;
  remark: string;
  proposer: string | null;
  /** the agreement that it follows for later cohorts, and the one that follows it */
  renews: string | null;
  renewed_by: string | null;
  region: string;
  sample: boolean;
  revision: number;
  created_at: string;
  /** its last action; the whole log only for those who may read it */
  last: AgreementStep;
  /** number of the document by which it was recorded */
  document: string | null;
  actions: AgreementAction[];
}

const COLUMNS = sql`a.province, a.id, a.kind, a.lower_school, a.lower_school_name, a.lower_programme, a.upper_school, a.upper_school_name,
  a.upper_programme, a.upper_programme_name, a.lower_years::float8 as lower_years, a.upper_years::float8 as upper_years, a.first_cohort,
  a.last_cohort, a.quota, a.conditions, a.assessment, a.lower_tuition, a.upper_tuition, a.remark, a.proposer, a.renews, a.region, a.sample, a.revision,
  (select n.id from pathways.agreement n where n.province = a.province and n.renews = a.id
     and pathways.agreement_last(n.province, n.id) not in ('decline', 'withdraw') order by n.id desc limit 1) as renewed_by,
  to_json(a.created_at) #>> '{}' as created_at, pathways.agreement_last(a.province, a.id) as last, pathways.recorded_by(a.province, a.id) as document,
  coalesce((select json_agg(json_build_object('seq', l.seq, 'action', l.action, 'by_name', l.by_name, 'at', l.at, 'note', l.note, 'payload', l.payload) order by l.seq)
     from pathways.agreement_action l where l.province = a.province and l.agreement_id = a.id), '[]') as actions`;

/** @throws NotFound if there is none that the actor may see */
export async function requireAgreement(ctx: Context, id: string): Promise<AgreementRow> {
  const { rows } = await sql<AgreementRow>`select ${COLUMNS} from pathways.agreement a where a.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound(AGREEMENT);
  return rows[0];
} // prettier-ignore

export const agreementEtag = (row: AgreementRow): string => etagOf(row.id, row.revision, row.last, row.actions.length); // prettier-ignore

/** Whoever acts on an agreement waits for whoever changes it or its cohorts. */
export async function holdAgreement(ctx: Context, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`agreement ${id}`}, 0))`.execute(ctx.tx);
}

export interface AgreementFilter {
  last?: readonly AgreementStep[] | undefined;
  kind?: string | undefined;
  school?: string | undefined;
  programme?: string | undefined;
  q?: string | undefined;
  /** only what stands: in force or ended */
  standing?: boolean | undefined;
  /** one's own, whatever stands of others */
  party?: string | undefined;
}

/** Newest first, from behind a given id. */
export async function listAgreements(ctx: Context, filter: AgreementFilter, after: string | null, limit: number): Promise<AgreementRow[]> {
  const { last, kind, school, programme, q, standing, party } = filter;
  const { rows } = await sql<AgreementRow>`select ${COLUMNS} from pathways.agreement a where true
    ${last ? sql`and ${lastAction(AGREEMENT_LOG, sql`a.province`, sql`a.id`)} = any(${last}::text[])` : sql``}
    ${standing ? sql`and pathways.agreement_stands(a.province, a.id)` : sql``}
    ${party ? sql`and ${party}::uuid in (a.lower_school, a.upper_school)` : sql``}
    ${school ? sql`and ${school}::uuid in (a.lower_school, a.upper_school)` : sql``}
    ${kind ? sql`and a.kind = ${kind}` : sql``}
    ${programme ? sql`and (a.lower_programme = ${programme} or a.upper_programme = ${programme})` : sql``}
    ${q ? sql`and (position(${q} in a.lower_school_name) > 0 or position(${q} in a.upper_school_name) > 0 or position(${q} in a.upper_programme_name) > 0 or a.lower_programme = ${q})` : sql``}
    ${after ? sql`and a.id < ${after}::uuid` : sql``}
    order by a.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

type Kept = Omit<AgreementRow, "last" | "document" | "actions" | "revision" | "created_at" | "renewed_by">;

export async function insertAgreement(ctx: Context, row: Kept): Promise<void> {
  await sql`insert into pathways.agreement (province, id, kind, lower_school, lower_school_name, lower_programme, upper_school, upper_school_name,
      upper_programme, upper_programme_name, lower_years, upper_years, first_cohort, last_cohort, quota, conditions, assessment, lower_tuition,
      upper_tuition, remark, proposer, renews, region, sample, created_by, created_by_name, created_at)
    values (${row.province}, ${row.id}, ${row.kind}, ${row.lower_school}, ${row.lower_school_name}, ${row.lower_programme}, ${row.upper_school},
      ${row.upper_school_name}, ${row.upper_programme}, ${row.upper_programme_name}, ${row.lower_years}, ${row.upper_years}, ${row.first_cohort},
      ${row.last_cohort}, ${row.quota}, ${jsonText(row.conditions)}::jsonb, ${jsonText(row.assessment)}::jsonb, ${row.lower_tuition},
      ${row.upper_tuition}, ${row.remark}, ${row.proposer}, ${row.renews}, ${row.region}, ${row.sample}, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
} // prettier-ignore

/** What its schools may change while it is not agreed: everything but whom and what it joins. */
export async function updateAgreement(ctx: Context, row: Pick<AgreementRow, "province" | "id" | "first_cohort" | "last_cohort" | "quota" | "conditions" | "assessment" | "lower_years" | "upper_years" | "lower_tuition" | "upper_tuition" | "remark">): Promise<void> {
  await sql`update pathways.agreement set first_cohort = ${row.first_cohort}, last_cohort = ${row.last_cohort}, quota = ${row.quota},
      conditions = ${jsonText(row.conditions)}::jsonb, assessment = ${jsonText(row.assessment)}::jsonb, lower_years = ${row.lower_years},
      upper_years = ${row.upper_years}, lower_tuition = ${row.lower_tuition}, upper_tuition = ${row.upper_tuition}, remark = ${row.remark},
      revision = revision + 1 where province = ${row.province} and id = ${row.id}`.execute(ctx.tx);
} // prettier-ignore

export async function appendAgreementAction(
  ctx: Context,
  of: Pick<AgreementRow, "province" | "id" | "actions">,
  action: AgreementStep,
  given: { note?: string | undefined; payload?: object },
): Promise<void> {
  await recordAction(ctx, AGREEMENT_LOG, of, (of.actions.at(-1)?.seq ?? 0) + 1, action, {
    note: given.note?.trim() ?? "",
    payload: jsonText(given.payload ?? {}),
  });
}

export interface School {
  id: string;
  name: string;
  kind: string;
  region: string;
}

/** @throws NotFound unless the register knows it today */
export async function requireSchool(ctx: Context, id: string): Promise<School> {
  const { rows } =
    await sql<School>`select organisation_id as id, name, kind, region from registry.organisation_version
    where organisation_id = ${id} and upper_inf(valid)`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "学校", en: "school" });
  return rows[0];
}

/** What the register and the plan know of the two ends. */
export async function groundOf(ctx: Context, of: Pick<AgreementRow, "province" | "lower_school" | "lower_programme" | "upper_school" | "upper_programme">): Promise<AgreementGround> {
  const kindOf = (school: string | null) =>
    sql`(select v.kind from registry.organisation_version v where v.organisation_id = ${school}::uuid and upper_inf(v.valid))`;
  const { rows } = await sql<{ lowerKind: string | null; upperKind: string | null; lower: boolean; upper: boolean; known: boolean; seats: number | null }>`
    with o as materialized (select * from pathways.offered(${of.province}))
    select ${kindOf(of.lower_school)} as "lowerKind", ${kindOf(of.upper_school)} as "upperKind", exists (select from o) as known,
      exists (select from o where o.school = ${of.lower_school}::text and rtrim(o.programme, 'K') = rtrim(${of.lower_programme}, 'K')) as lower,
      exists (select from o where o.school = ${of.upper_school}::text and rtrim(o.programme, 'K') = rtrim(${of.upper_programme}, 'K')) as upper,
      (select sum(o.seats)::int from o where o.school = ${of.lower_school}::text and rtrim(o.programme, 'K') = rtrim(${of.lower_programme}, 'K')) as seats`.execute(ctx.tx);
  const row = rows[0]!;
  return {
    lowerKind: row.lowerKind,
    upperKind: row.upperKind,
    lowerOffered: row.known && of.lower_school !== null ? row.lower : null,
    upperOffered: row.known && of.upper_school !== null ? row.upper : null,
    seats: row.seats,
  };
} // prettier-ignore

/** An open or standing agreement of the same kind between the same, whose cohorts overlap. */
export async function sameAgreement(ctx: Context, of: Kept): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select a.id from pathways.agreement a
    where a.province = ${of.province} and a.id <> ${of.id} and a.kind = ${of.kind} and a.lower_programme = ${of.lower_programme}
      and a.lower_school_name = ${of.lower_school_name} and a.upper_school_name = ${of.upper_school_name}
      and a.upper_programme_name = ${of.upper_programme_name}
      and int4range(a.first_cohort, a.last_cohort, '[]') && int4range(${of.first_cohort}::int, ${of.last_cohort}::int, '[]')
      and pathways.agreement_last(a.province, a.id) not in ('decline', 'withdraw') limit 1`.execute(ctx.tx);
  return rows[0]?.id ?? null;
} // prettier-ignore
