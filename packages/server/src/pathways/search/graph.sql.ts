import type { Career, PathAgreement, PathOffering } from "@tixi/engines/pathways";
import { standards } from "@tixi/standards";
import { sql } from "kysely";
import type { Context } from "../../platform/index.ts";

/**
 * Changes whenever what the search rests on does: agreements, offerings, the plan in force, the published release, rules
 * of credits, announced results of admission. The same for everybody: only what is public counts.
 */
export async function graphVersion(ctx: Context, province: string): Promise<string> {
  const { rows } = await sql<{
    version: string;
  }>`select concat_ws(' | ', current_database(), ${province}::text, pathways.graph_stamp(${province}),
      (select string_agg(p.id::text, ',' order by p.id) from planning.public_plan p where p.province = ${province} and p.current),
      (select max(r.id::text) from planning.release r where r.province = ${province} and planning.is_published(r.province, r.id)),
      (select concat_ws(',', count(*), max(a.at)) from admissions.filing_action a where a.province = ${province} and a.action = 'announce')) as version`.execute(
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

type Cutoff = NonNullable<PathOffering["cutoff"]>;
const TEN_THOUSANDTHS = 10_000;

/** The newest announced cut-off of each school and programme: `school name + programme` → year, score, rank. */
export async function lastCutoffs(ctx: Context, province: string): Promise<Map<string, Cutoff>> {
  const { rows } = await sql<{ school: string; programme: string; year: number; score: string; rank: number | null }>`
    select distinct on (u.school_name, u.programme) u.school_name as school, u.programme, s.year, c.last_score as score, c.last_rank as rank
    from admissions.cutoff c join admissions.filing f on f.province = c.province and f.id = c.filing_id
      join admissions.season s on s.province = f.province and s.id = f.season_id
      join admissions.unit u on u.province = c.province and u.season_id = f.season_id and u.unit_id = c.unit_id and u.quota = c.quota
    where c.province = ${province} and c.quota = '' and c.last_score is not null and admissions.filing_reached(c.province, c.filing_id, 'announce')
    order by u.school_name, u.programme, s.year desc, c.last_score`.execute(ctx.tx);
  return new Map(
    rows.map(({ school, programme, year, score, rank }) => [
      `${school} ${programme.replace(/K$/, "")}`,
      { year, score: Number(score) / TEN_THOUSANDTHS, rank },
    ]),
  );
} // prettier-ignore

/** What schools of the province offer, with the seats of the plan in force and the last cut-offs. */
export async function offerings(ctx: Context, province: string): Promise<PathOffering[]> {
  const { rows } = await sql<{ programme: string; school: string; name: string; kind: string; city: string; seats: number | null }>`
    select programme, school, school_name as name, school_kind as kind, city, seats from pathways.offered(${province})`.execute(ctx.tx);
  const cutoffs = await lastCutoffs(ctx, province);
  return rows.map(({ programme, school, name, kind, city, seats }) => ({
    // offerings come from files that leave out the suffix K
    programme: standards().findProgramme(programme)?.code ?? programme,
    school,
    schoolName: name,
    schoolKind: kind,
    city,
    places: seats,
    tuition: null,
    cutoff: cutoffs.get(`${name} ${programme.replace(/K$/, "")}`) ?? null,
  }));
} // prettier-ignore

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

export interface ReleaseFigures {
  release: { id: string; title: string; year: number } | null;
  /** shortage of each occupation in the whole province, where the release shows it */
  gaps: ReadonlyMap<string, number>;
  pay: ReadonlyMap<string, Career["pay"]>;
}

/** Balance of the release in force, read as anybody reads it, and the pay that its years' postings say. */
export async function releaseFigures(ctx: Context, province: string): Promise<ReleaseFigures> {
  const found = await sql<{ id: string; title: string; year: number; cycle: string }>`select r.id, r.title, r.year, r.cycle_id as cycle from planning.release r
    where r.province = ${province} and planning.is_published(r.province, r.id) order by r.year desc, r.version desc limit 1`.execute(ctx.tx);
  const release = found.rows[0];
  if (!release) return { release: null, gaps: new Map(), pay: new Map() };
  const gaps = await sql<{ code: string; shortage: number }>`select code, shortage from planning.public_demand_total
    where province = ${province} and cycle_id = ${release.cycle} and scope = 'occupation' and city = '' and level = '' and year = ${release.year}
      and shortage is not null`.execute(ctx.tx);
  const pay = await sql<{ occupation: string; pay: number }>`select occupation, pay from pathways.known_pay(${province}, ${release.year})`.execute(ctx.tx);
  return {
    release: { id: release.id, title: release.title, year: release.year },
    gaps: new Map(gaps.rows.map(({ code, shortage }) => [code, Math.round(shortage)])),
    pay: new Map(pay.rows.map(({ occupation, pay: middle }) => [occupation, middle])),
  };
} // prettier-ignore
