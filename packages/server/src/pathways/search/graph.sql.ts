import type { GapMissing, PathAgreement, PayMissing } from "@tixi/engines/pathways";
import { sql } from "kysely";
import { admissionsStamp } from "../../admissions/index.ts";
import type { Context } from "../../platform/index.ts";

/**
 * Changes whenever what the search rests on does: agreements, offerings, the plan in force, the published release, rules
 * of credits (with the day: they end), published units and announced results of admission. The same for everybody: only what
 * is public counts.
 */
export async function graphVersion(ctx: Context, province: string): Promise<string> {
  const { rows } = await sql<{
    version: string;
  }>`select concat_ws(' | ', current_database(), ${province}::text, pathways.graph_stamp(${province}),
      (select string_agg(p.id::text, ',' order by p.id) from planning.public_plan p where p.province = ${province} and p.current),
      (select max(r.id::text) from planning.release r where r.province = ${province} and planning.is_published(r.province, r.id)),
      ${await comprehensiveSchools(ctx)}::int, platform.today(), ${await admissionsStamp(ctx)}::text) as version`.execute(
    ctx.tx,
  );
  return rows[0]!.version;
}

/** Agreements that stand: in force, or ended with cohorts that still go on. */
export async function standingAgreements(ctx: Context, province: string): Promise<PathAgreement[]> {
  const { rows } = await sql<PathAgreement>`select a.id, a.kind, coalesce(a.lower_school::text, a.lower_school_name) as "lowerSchool",
      a.lower_school_name as "lowerSchoolName", a.lower_programme as "lowerProgramme", a.upper_school_name as "upperSchoolName",
      a.upper_programme as "upperProgramme", a.upper_programme_name as "upperProgrammeName", a.lower_years::float8 as "lowerYears",
      a.upper_years::float8 as "upperYears", a.first_cohort as "firstCohort", a.last_cohort as "lastCohort", a.quota,
      a.lower_tuition as "lowerTuition", a.upper_tuition as "upperTuition", a.region as city,
      array(select c ->> 'words' from jsonb_array_elements(a.conditions) c) as conditions,
      array(select s ->> 'name' from jsonb_array_elements(a.assessment) s) as assessment
    from pathways.agreement a where a.province = ${province} and pathways.agreement_stands(a.province, a.id) order by a.id`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** A programme that a school of the province offers; codes come from files that leave out the State's suffix. */
export interface Offered {
  programme: string;
  school: string;
  name: string;
  kind: string;
  city: string;
  seats: number | null;
}

/** What schools of the province offer, with the seats of the plan in force. */
export async function offered(ctx: Context, province: string): Promise<Offered[]> {
  const { rows } =
    await sql<Offered>`select programme, school, school_name as name, school_kind as kind, city, seats
    from pathways.offered(${province})`.execute(ctx.tx);
  return rows;
}

/** Comprehensive high schools (综合高中) of the register, whatever they offer. */
export async function comprehensiveSchools(ctx: Context): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from registry.organisation_version
    where upper_inf(valid) and kind = 'comprehensive-high-school'`.execute(ctx.tx);
  return rows[0]!.n;
}

/** Rules of schools by which earlier learning counts, by programme. */
export async function creditRuleCounts(ctx: Context, province: string): Promise<Map<string, number>> {
  const { rows } = await sql<{
    programme: string;
    n: number;
  }>`select programme, count(*)::int as n from pathways.credit_rule
    where province = ${province} and (valid_until is null or valid_until >= platform.today()) group by programme order by programme`.execute(
    ctx.tx,
  );
  return new Map(rows.map(({ programme, n }) => [programme, n]));
}

/** What the release says of an occupation, or why it does not. */
type Said<M> = { value: number } | { missing: M };

export interface ReleaseFigures {
  release: { id: string; title: string; year: number } | null;
  /** shortage of each occupation in the whole province, persons */
  gap: (occupation: string) => Said<GapMissing>;
  /** the middle pay of its postings, yuan a month */
  pay: (occupation: string) => Said<PayMissing>;
}

/** Balance of the release in force, read as anybody reads it, and the pay that its years' postings say. */
export async function releaseFigures(ctx: Context, province: string): Promise<ReleaseFigures> {
  const found = await sql<{ id: string; title: string; year: number; cycle: string }>`select r.id, r.title, r.year, r.cycle_id as cycle from planning.release r
    where r.province = ${province} and planning.is_published(r.province, r.id) order by r.year desc, r.version desc limit 1`.execute(ctx.tx);
  const release = found.rows[0];
  const none = () => ({ missing: "no-release" as const });
  if (!release) return { release: null, gap: none, pay: none };
  const cells = await sql<{ code: string; shortage: number | null }>`select code, shortage from planning.public_demand_total
    where province = ${province} and cycle_id = ${release.cycle} and scope = 'occupation' and city = '' and level = '' and year = ${release.year}`.execute(ctx.tx);
  const pays = await sql<{ occupation: string; pay: number }>`select occupation, pay from pathways.known_pay(${province}, ${release.year})`.execute(ctx.tx);
  const shortage = new Map(cells.rows.map((row) => [row.code, row.shortage]));
  const middle = new Map(pays.rows.map((row) => [row.occupation, row.pay]));
  return {
    release: { id: release.id, title: release.title, year: release.year },
    gap: (code) => {
      const value = shortage.get(code);
      if (value === undefined) return { missing: "not-advertised" };
      return value === null ? { missing: "withheld" } : { value: Math.round(value) };
    },
    pay: (code) => {
      const value = middle.get(code);
      if (value !== undefined) return { value };
      return { missing: shortage.has(code) ? "few-employers" : "not-advertised" };
    },
  };
} // prettier-ignore
