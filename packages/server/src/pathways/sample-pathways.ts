import { SAMPLE_PROVINCE } from "@tixi/engines/sample";
import { standards } from "@tixi/standards";
import { sql } from "kysely";
import { jsonText, type Context } from "../platform/index.ts";
import { uuidv7 } from "uuidv7";

const SAMPLE = "（示例）";
const AGREEMENTS = 60;
const RULES = 40;
/** The first cohort that the sample reports, and the year up to which it does. */
const FIRST = 2021;
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
  const { rows } = await sql<Offered>`select v.organisation_id as school, v.name, v.region, o.programme
    from planning.offering o join registry.organisation_version v on v.organisation_id = o.school and upper_inf(v.valid)
    where o.province = ${province} order by o.programme, v.name, o.city`.execute(ctx.tx);
  const pairs = pairsOf(rows).slice(0, AGREEMENTS);
  for (const [n, pair] of pairs.entries()) await agreement(ctx, province, n, pair);
  await ctx.audit("pathways.load-sample", `region:${province}`, null, { agreements: pairs.length });
}

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

interface Pair {
  lower: Offered;
  upper: Offered;
  kind: "3+2" | "3+4" | "college-3+2";
}

/** Schools whose programmes follow each other in the official progression, each lower programme of a school once. */
function pairsOf(offered: readonly Offered[]): Pair[] {
  const at = new Map<string, Offered[]>();
  for (const one of offered) at.set(codeOf(one), [...(at.get(codeOf(one)) ?? []), one]);
  const taken = new Set<string>();
  return offered.flatMap((lower, n): Pair[] => {
    const found = standards().findProgramme(lower.programme);
    const key = `${lower.school} ${lower.programme}`;
    if (!found || found.level === "bachelor" || taken.has(key)) return [];
    const next = standards()
      .profile(found.code)
      .onward.flatMap(({ code }) => (code === null ? [] : (at.get(code) ?? [])))
      .filter(({ school }) => school !== lower.school);
    const upper = next[n % Math.max(1, next.length)];
    if (!upper) return [];
    taken.add(key);
    const bachelor = standards().findProgramme(upper.programme)!.level === "bachelor";
    return [{ lower, upper, kind: found.level === "college" ? "college-3+2" : bachelor ? "3+4" : "3+2" }];
  });
}

const codeOf = ({ programme }: Offered): string => standards().findProgramme(programme)?.code ?? programme;

async function agreement(ctx: Context, province: string, n: number, { lower, upper, kind }: Pair): Promise<void> {
  const id = uuidv7();
  const quota = 30 + (n % 4) * 10;
  const upperYears = kind === "3+4" ? 4 : 2;
  const first = FIRST + (n % 3);
  const assessment = [
    { name: "文化素质", weight: 40, least: null },
    { name: "职业技能", weight: 60, least: 60 },
  ];
  const conditions = [{ key: "conduct", words: "德育考核合格，无在籍处分", least: null }];
  await sql`insert into pathways.agreement (province, id, kind, lower_school, lower_school_name, lower_programme, upper_school, upper_school_name,
      upper_programme, upper_programme_name, lower_years, upper_years, first_cohort, quota, conditions, assessment, upper_tuition, remark,
      proposer, region, sample, created_by_name, created_at)
    values (${province}, ${id}, ${kind}, ${lower.school}, ${lower.name}, ${codeOf(lower)}, ${upper.school}, ${upper.name}, ${codeOf(upper)},
      ${standards().findProgramme(upper.programme)!.name}, 3, ${upperYears}, ${first}, ${quota}, ${jsonText(conditions)}::jsonb,
      ${jsonText(assessment)}::jsonb, ${5000 + (n % 5) * 300}, ${`由生成的示例数据构成，仅供演示。${SAMPLE}`}, ${lower.school}, ${lower.region},
      true, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  // the last of them wait for their partner or for the office
  const done = n % 12 === 11 ? ["propose"] : n % 12 === 10 ? ["propose", "accept"] : ["propose", "accept", "record"];
  for (const [i, action] of done.entries())
    await sql`insert into pathways.agreement_action (province, agreement_id, seq, action, payload, by_name, at)
      values (${province}, ${id}, ${i + 1}, ${action}, ${jsonText(action === "record" ? { document: `示例备案〔${first}〕${n + 1}号` } : {})}::jsonb,
        ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  if (done.length === 3) for (let cohort = first; cohort < NOW; cohort++) await cohortOf(ctx, { province, id, cohort, quota, n });
} // prettier-ignore

/** A cohort year by year: some leave, most of those who are assessed pass and move up. */
async function cohortOf(ctx: Context, of: { province: string; id: string; cohort: number; quota: number; n: number }): Promise<void> {
  let enrolled = of.quota - (of.n % 3);
  for (let i = 0; i < 5 && of.cohort + i <= NOW; i++) {
    const lower = i < 3;
    const leaves = (of.n + of.cohort + i) % 3;
    const last = i === 2;
    const stay = enrolled - leaves;
    const passed = last ? Math.floor(stay * (0.7 + (of.n % 5) * 0.05)) : null;
    const moved = passed ?? 0;
    const finished = last ? stay - moved : i === 4 ? stay : 0;
    await sql`insert into pathways.cohort_year (province, agreement_id, cohort, year, stage, enrolled, left_school, assessed, passed, moved_up, finished,
        entered_by_name, changed_at)
      values (${of.province}, ${of.id}, ${of.cohort}, ${of.cohort + i}, ${lower ? "lower" : "upper"}, ${enrolled}, ${leaves}, ${last ? stay : null},
        ${passed}, ${moved}, ${finished}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
    enrolled = last ? moved : stay;
  }
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
