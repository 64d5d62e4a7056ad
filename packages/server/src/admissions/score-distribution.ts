import { sql } from "kysely";
import type { Context, Sentence } from "../platform/index.ts";
import { joinedByHashes, subjectWords, type SeasonBase } from "./score-season.ts";

/** How a subject was scored in a category, in points. */
export interface SubjectFigures {
  subject: string;
  category: string;
  scored: number;
  absent: number;
  zeros: number;
  mean: number | null;
  deviation: number | null;
  lowest: number | null;
  highest: number | null;
}

interface SiteFigures {
  subject: string;
  category: string;
  site: string;
  scored: number;
  mean: number;
}

/** A site's mean is looked at from so many scores on, and strikes the eye beyond both of these. */
const FEWEST = 5;
const ERRORS = 4;
const SHARE_OF_MAX = 0.1;
const MOST_ABSENT = 0.3;

/** Scores as they stand, and as they would stand once a checked file was taken in. */
const scoresWith = (season: SeasonBase, importId: string | null) =>
  importId === null
    ? sql`(select candidate_id, subject, points from admissions.score where province = ${season.province} and season_id = ${season.id})`
    : sql`(select candidate_id, subject, points from admissions.score k where province = ${season.province} and season_id = ${season.id}
        and not exists (select from admissions.score_row r where r.province = k.province and r.import_id = ${importId} and r.outcome = 'accepted'
          and r.candidate_id = k.candidate_id and r.scores ? k.subject)
      union all select r.candidate_id, e.key, (e.value #>> '{}')::bigint from admissions.score_row r, jsonb_each(r.scores) e
        where r.province = ${season.province} and r.import_id = ${importId} and r.outcome = 'accepted')`; // prettier-ignore

/**
 * The distribution by subject and category, and what of it strikes the eye: everybody zero, a site far from the others,
 * many absent. A warning stops nothing; a person looks.
 */
export async function distribution(
  ctx: Context,
  season: SeasonBase,
  importId: string | null = null,
): Promise<{ figures: SubjectFigures[]; warnings: Sentence[] }> {
  const scores = scoresWith(season, importId);
  const bySubject = sql<SubjectFigures>`select k.subject, c.category, count(k.points)::int as scored,
      count(*) filter (where k.points is null)::int as absent, count(*) filter (where k.points = 0)::int as zeros,
      (avg(k.points) / 10000)::float8 as mean, (stddev_samp(k.points) / 10000)::float8 as deviation,
      min(k.points)::float8 / 10000 as lowest, max(k.points)::float8 / 10000 as highest
    from ${scores} k join admissions.candidate c on c.province = ${season.province} and c.id = k.candidate_id
    group by 1, 2 order by 1, 2`;
  const bySite = sql<SiteFigures>`select k.subject, c.category, t.name as site, count(*)::int as scored,
      (avg(k.points) / 10000)::float8 as mean
    from ${scores} k join admissions.candidate c on c.province = ${season.province} and c.id = k.candidate_id
      join admissions.seating g on g.province = c.province and g.candidate_id = c.id
      join admissions.session e on e.province = g.province and e.id = g.session_id
      join admissions.site t on t.province = e.province and t.id = e.site_id
    where k.points is not null group by 1, 2, t.id, 3 having count(*) >= ${FEWEST} order by 1, 2, 3`;
  const [figures, sites] = await joinedByHashes(ctx, async () => [(await bySubject.execute(ctx.tx)).rows, (await bySite.execute(ctx.tx)).rows]);
  const { rows: categories } = await sql<{ key: string; name: string }>`select key, name from admissions.category
    where province = ${season.province} and season_id = ${season.id}`.execute(ctx.tx);
  const names = new Map(categories.map(({ key, name }) => [key, name]));
  return { figures, warnings: strikingOf(season, figures, sites, names) };
} // prettier-ignore

/** Warnings in words. Skill tests alone are taken at the sites, so only their means are compared. */
export function strikingOf(
  season: Pick<SeasonBase, "subjects">,
  figures: readonly SubjectFigures[],
  sites: readonly SiteFigures[],
  names: ReadonlyMap<string, string> = new Map(),
): Sentence[] {
  const warnings: Sentence[] = [];
  const subjects = new Map(season.subjects.map((subject) => [subject.key, subject]));
  const shown = (value: number) => String(Math.round(value * 100) / 100);
  for (const { subject, category: key, scored, absent, zeros } of figures) {
    const category = names.get(key) ?? key;
    const found = subjects.get(subject);
    const { zh, en } = found ? subjectWords(found) : { zh: subject, en: subject };
    if (scored > 0 && zeros === scored)
      warnings.push({
        zh: `${category}“${zh}”的 ${scored} 个成绩全部为 0 分。`,
        en: `All ${scored} scores of “${en}” in ${category} are zero.`,
      });
    const all = scored + absent;
    if (all >= FEWEST && absent > MOST_ABSENT * all)
      warnings.push({
        zh: `${category}“${zh}”缺考 ${absent} 人，占 ${all} 人的 ${Math.round((100 * absent) / all)} %。`,
        en: `${absent} of ${all} (${Math.round((100 * absent) / all)} %) were absent from “${en}” in ${category}.`,
      });
  }
  for (const site of sites) {
    const subject = subjects.get(site.subject);
    const all = figures.find((one) => one.subject === site.subject && one.category === site.category);
    if (subject?.kind !== "skill" || !all || all.mean === null || all.deviation === null) continue;
    const others = all.scored - site.scored;
    if (others < FEWEST) continue;
    const elsewhere = (all.mean * all.scored - site.mean * site.scored) / others;
    const away = Math.abs(site.mean - elsewhere);
    const error = all.deviation * Math.sqrt(1 / site.scored + 1 / others);
    if (away <= ERRORS * error || away <= SHARE_OF_MAX * subject.max) continue;
    const { zh, en } = subjectWords(subject);
    const category = names.get(site.category) ?? site.category;
    warnings.push({
      zh: `${category}“${zh}”在${site.site}的平均分 ${shown(site.mean)}，其他考点 ${shown(elsewhere)}。`,
      en: `The mean of “${en}” in ${category} is ${shown(site.mean)} at ${site.site} and ${shown(elsewhere)} elsewhere.`,
    });
  }
  return warnings;
}
