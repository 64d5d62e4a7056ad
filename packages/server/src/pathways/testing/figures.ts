/** What the search's figures rest on, made by SQL: a published release with its postings, seasons of admission with their lines. */
import { randomUUID } from "node:crypto";
import type { TestDatabase } from "../../platform/testing/test-database.ts";

type Sql = TestDatabase["sql"];

/** A published release whose cells of occupations say so many are short; `null` = withheld. @returns its id */
export async function publishedRelease(sql: Sql, year: number, shortages: Readonly<Record<string, number | null>>): Promise<string> {
  const [cycle, release] = [randomUUID(), randomUUID()];
  await sql("insert into planning.cycle (province, id, year, parameters, state, created_by_name, created_at) values ('370000', $1, $2, '{}', 'done', '规划员', now())", [cycle, year]);
  for (const [code, shortage] of Object.entries(shortages))
    await sql(
      `insert into planning.demand_total (province, cycle_id, year, city, scope, code, level, demand, low, high, postings, vacancies, employers, top_share, matched,
         shortage, shortage_low, shortage_high, price_max, unlinked, status)
       values ('370000', $1, $2, '', 'occupation', $3, '', 900, 800, 1000, 90, 90, 9, 0.2, 700, $4, 100, 300, 1, 0, $5)`,
      [cycle, year, code, shortage ?? 77, shortage === null ? "withheld" : "open"],
    );
  await sql(
    "insert into planning.release (province, id, version, title, note, publisher, cycle_id, year, sample, manifest, created_at) values ('370000', $1, 1, $2, '', '甲省教育厅', $3, $4, false, '{}', now())",
    [release, `${year}年需求发布`, cycle, year],
  );
  for (const [i, action] of ["draft", "review", "publish"].entries())
    await sql("insert into planning.release_action (province, release_id, seq, action, by_name, at, note) values ('370000', $1, $2, $3, '规划员', now(), '')", [release, i + 1, action]);
  return release;
} // prettier-ignore

let postings = 0;

/** A posting of an employer that says what it pays a month. */
export async function posting(sql: Sql, of: { occupation: string; employer: number; pay: number; day: string }): Promise<void> {
  const n = ++postings;
  await sql(
    `insert into demand.posting (province, row_number, id, import_id, title, company, employer, region_text, salary_min, salary_max, experience_text, headcount_kind,
       published_on, industry_text, source, source_id, occupation, confidence, candidates, flag_count, signature, title_grams)
     values ('370000', $1::int, $1::bigint, $2, '岗位', '企业', $3, '甲市', $4::int, $4::int, '', 'absent', $5, '', '测试', $6, $7, 1, '', 0, decode(repeat('00', 32), 'hex'), '{}')`,
    [n, randomUUID(), of.employer, of.pay, of.day, String(n), of.occupation],
  );
} // prettier-ignore

export interface UnitGiven {
  unit: string;
  school: string | null;
  schoolName: string;
  programme: string;
  programmeName: string;
  level?: "college" | "bachelor" | "undergraduate";
  capacity: number;
  tuition: number | null;
  /** its last place, where the season has been announced */
  line?: { score: number; rank: number; vacancies?: number };
}

/** A season with its units; `step` says how far it went: units known to the office alone, to anybody, or its result announced. */
export async function season(sql: Sql, of: { year: number; step: "drawn-up" | "published" | "announced" | "withdrawn"; channel?: string; units: readonly UnitGiven[] }): Promise<string> {
  const id = randomUUID();
  const { year, step, channel = "entrance-exam" } = of;
  await sql(
    "insert into admissions.season (province, id, year, name, channel, rules, subjects, sample, created_by_name, created_at) values ('370000', $1, $2, $3, $4, '{}', '[]', false, '规划员', now())",
    [id, year, `${year}年${channel}${step}`, channel],
  );
  for (const [i, action] of ["start", "open", ...(step === "drawn-up" ? [] : ["release-scores", "publish-units"])].entries())
    await sql("insert into admissions.season_action (province, season_id, seq, action, by_name, at) values ('370000', $1, $2, $3, '规划员', now())", [id, i + 1, action]);
  await sql("insert into admissions.category (province, season_id, key, name) values ('370000', $1, 'machines', '装备制造类')", [id]);
  for (const { unit, school, schoolName, programme, programmeName, level = "college", capacity, tuition } of of.units)
    for (const [quota, seats] of [["", capacity], ["veteran", 5]] as const)
      await sql(
        `insert into admissions.unit (province, season_id, unit_id, quota, category, batch, capacity, school, school_name, programme, programme_name, level, city, tuition)
         values ('370000', $1, $2, $3, 'machines', '专科', $4, $5, $6, $7, $8, $9, '370100', $10)`,
        [id, unit, quota, seats, school, schoolName, programme, programmeName, level, tuition],
      );
  if (step === "drawn-up" || step === "published") return id;
  const filing = randomUUID();
  await sql("insert into admissions.filling (province, season_id, batch, round, opens, closes) values ('370000', $1, '专科', 1, now() - interval '9 days', now() - interval '8 days')", [id]);
  await sql("insert into admissions.filing (province, id, season_id, batch, round, state, sample, created_by_name, created_at) values ('370000', $1, $2, '专科', 1, 'done', false, '规划员', now())", [filing, id]);
  for (const [i, action] of ["run", "check", "announce", ...(step === "withdrawn" ? ["withdraw"] : ["confirm"])].entries())
    await sql("insert into admissions.filing_action (province, filing_id, seq, action, by_name, at) values ('370000', $1, $2, $3, '规划员', now())", [filing, i + 1, action]);
  await sql("insert into admissions.score_step (province, season_id, category, points, count, cumulative) values ('370000', $1, 'machines', 300, 10, 4000)", [id]);
  for (const { unit, line } of of.units)
    if (line)
      await sql("insert into admissions.cutoff (province, filing_id, unit_id, quota, admitted, vacancies, last_score, last_rank) values ('370000', $1, $2, '', 50, $3, $4, $5)", [filing, unit, line.vacancies ?? 0, line.score, line.rank]);
  return id;
} // prettier-ignore

/** A published line of a year that was not filed here, as it was taken in from a file. */
export async function publishedLine(sql: Sql, of: { year: number; schoolName: string; programme: string; score: number; rank: number }): Promise<void> {
  const source = randomUUID();
  await sql(
    `insert into admissions.past_source (province, id, channel, title, publisher, file_name, sha256, rows_read, accepted, duplicate, rejected, faults, exceptions, sample, created_by_name, created_at)
     values ('370000', $1, 'entrance-exam', $2, '考试院', 'lines.csv', $3, 1, 1, 0, 0, '[]', '[]', false, '规划员', now())`,
    [source, `${of.year}年投档线`, source],
  );
  await sql(
    `insert into admissions.past_line (province, source_id, row_number, channel, year, category, batch, school_name, programme, last_score, last_rank, listed)
     values ('370000', $1, 2, 'entrance-exam', $2, '装备制造类', '专科', $3, $4, $5, $6, 5000)`,
    [source, of.year, of.schoolName, of.programme, of.score, of.rank],
  );
} // prettier-ignore
