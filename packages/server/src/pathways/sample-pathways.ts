import { SAMPLE_PROVINCE } from "@tixi/engines/sample";
import { standards } from "@tixi/standards";
import { sql } from "kysely";
import { jsonText, type Context } from "../platform/index.ts";
import { uuidv7 } from "uuidv7";
import { sampleAgreements } from "./sample-agreements.ts";

const SAMPLE = "（示例）";
const RULES = 40;
/** The year up to which the sample reports. */
const NOW = 2026;

interface Offered {
  school: string;
  name: string;
  region: string;
  programme: string;
}

/**
 * Agreements of the sample province with what became of their cohorts; all of them are made up, and say so. Done once,
 * however often it is asked.
 */
export async function loadSamplePathways(ctx: Context): Promise<void> {
  const province = SAMPLE_PROVINCE.code;
  const known = await sql`select 1 from pathways.agreement where province = ${province} and sample limit 1`.execute(ctx.tx); // prettier-ignore
  if (known.rows.length > 0) return;
  const { rows } = await sql<Offered & { kind: string }>`select v.organisation_id as school, v.name, v.kind, v.region, o.programme
    from planning.offering o join registry.organisation_version v on v.organisation_id = o.school and upper_inf(v.valid)
    where o.province = ${province} order by o.programme, v.name, o.city`.execute(ctx.tx);
  const { agreements, actions, years } = sampleAgreements(rows, NOW);
  const by = ctx.actor.name;
  await sql`insert into pathways.agreement (province, id, kind, lower_school, lower_school_name, lower_programme, upper_school, upper_school_name,
      upper_programme, upper_programme_name, lower_years, upper_years, first_cohort, last_cohort, quota, conditions, assessment, lower_tuition, upper_tuition,
      remark, proposer, renews, region, sample, created_by_name, created_at)
    select ${province}, x.id, x.kind, x.lower_school, x.lower_school_name, x.lower_programme, x.upper_school, x.upper_school_name, x.upper_programme,
      x.upper_programme_name, x.lower_years, x.upper_years, x.first_cohort, x.last_cohort, x.quota, x.conditions, x.assessment, x.lower_tuition, x.upper_tuition,
      x.remark, x.lower_school, x.renews, x.region, true, ${by}, ${ctx.now}
    from jsonb_populate_recordset(null::pathways.agreement, ${jsonText(agreements)}::jsonb) x`.execute(ctx.tx);
  await sql`insert into pathways.agreement_action (province, agreement_id, seq, action, note, payload, by_name, at)
    select ${province}, x.agreement_id, x.seq, x.action, x.note, x.payload, ${by}, ${ctx.now}
    from jsonb_populate_recordset(null::pathways.agreement_action, ${jsonText(actions)}::jsonb) x`.execute(ctx.tx);
  await sql`insert into pathways.cohort_year (province, agreement_id, cohort, year, stage, enrolled, left_school, changed_track, assessed, passed, moved_up,
      finished, entered_by_name, changed_at)
    select ${province}, x.agreement_id, x.cohort, x.year, x.stage, x.enrolled, x.left_school, x.changed_track, x.assessed, x.passed, x.moved_up, x.finished,
      ${by}, ${ctx.now}
    from jsonb_populate_recordset(null::pathways.cohort_year, ${jsonText(years)}::jsonb) x`.execute(ctx.tx);
  await ctx.audit("pathways.load-sample", `region:${province}`, null, { agreements: agreements.length });
} // prettier-ignore

/** Rules by which the school of the sample's own account recognises earlier learning; it sets them itself, and once. */
export async function loadSampleCredits(ctx: Context): Promise<void> {
  const province = SAMPLE_PROVINCE.code;
  const { organisation } = ctx.actor;
  const known = await sql`select 1 from pathways.credit_rule where school = ${organisation} and sample limit 1`.execute(ctx.tx); // prettier-ignore
  if (known.rows.length > 0) return;
  const { rows } = await sql<Offered>`select v.organisation_id as school, v.name, v.region, min(o.programme) as programme
    from planning.offering o join registry.organisation_version v on v.organisation_id = o.school and upper_inf(v.valid)
    where o.school = ${organisation} group by v.organisation_id, v.name, v.region, o.programme order by programme limit ${RULES}`.execute(ctx.tx);
  for (const [n, offered] of rows.entries())
    if (standards().findProgramme(offered.programme)) await creditRule(ctx, province, n, offered);
  await ctx.audit("credit-rule.load-sample", `organisation:${organisation}`, null, { programmes: rows.length });
} // prettier-ignore

async function creditRule(ctx: Context, province: string, n: number, { school, name, programme }: Offered): Promise<void> {
  const found = standards().findProgramme(programme)!;
  const profile = standards().profile(found.code);
  const course = profile.coreCourses[n % Math.max(1, profile.coreCourses.length)];
  const certificate = profile.certificates[n % Math.max(1, profile.certificates.length)]?.name;
  if (course === undefined) return;
  const work = n % 3 === 2 || certificate === undefined;
  await sql`insert into pathways.credit_rule (province, id, school, school_name, programme, source_kind, source, needs, course, credits, valid_from, sample,
      created_by_name, created_at)
    values (${province}, ${uuidv7()}, ${school}, ${name}, ${found.code}, ${work ? "work" : "certificate"}, ${work ? `${found.name}相关岗位工作经历` : certificate},
      ${work ? `满 12 个月，有单位证明${SAMPLE}` : `中级及以上${SAMPLE}`}, ${course}, ${work ? 20 : 40}, ${`${NOW}-01-01`}, true, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await sql`insert into pathways.credit_limit (province, school, programme, total, share) values (${province}, ${school}, ${found.code}, 1400, 200)
    on conflict do nothing`.execute(ctx.tx);
} // prettier-ignore
