import { sql } from "kysely";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  allocateSeason,
  compareIds,
  neededColumns,
  scoreColumns,
  unitTable,
  type AllocationRules,
  type Candidates,
} from "@tixi/engines/allocation";
import type { Context } from "../platform/index.ts";
import { CONFIRMED, joinedByHashes, LISTED, type SeasonBase } from "./score-season.ts";

interface Scored {
  id: string;
  number: string;
  category: string;
  quotas: string[];
  /** by subject, ten-thousandths; absent or missing = none */
  points: Record<string, number | null> | null;
}

export interface Standing {
  id: string;
  category: string;
  /** hundred-millionths */
  score: number;
  rank: number;
}

/** Those who stand in the lists, with their scores. */
async function scoredOf(ctx: Context, season: SeasonBase): Promise<Scored[]> {
  const { rows } = await sql<Scored>`select c.id, c.number, c.category, c.quotas,
      (select jsonb_object_agg(k.subject, k.points) from admissions.score k where k.province = c.province and k.candidate_id = c.id) as points
    from admissions.candidate c where c.province = ${season.province} and c.season_id = ${season.id} and c.number is not null and ${LISTED}`.execute(
    ctx.tx,
  );
  return rows;
}

/**
 * The place of everybody in the list of his category, as an allocation of this season ranks them (engines/allocation).
 * Who was absent counts with 0 in that subject, as in candidates.csv.
 */
export function standingsOf(rules: AllocationRules, people: readonly Scored[]): Standing[] {
  const sorted = [...people].sort((a, b) => compareIds(a.number, b.number));
  const categories = [...new Set(sorted.map(({ category }) => category))].sort(compareIds);
  const quota = new Map(rules.quotas.map(({ id }, q) => [id, 1 << q]));
  const candidates: Candidates = {
    count: sorted.length,
    id: (candidate) => sorted[candidate]!.number,
    category: Int32Array.from(sorted, ({ category }) => categories.indexOf(category)),
    scores: scoreColumns(rules).map((column) =>
      Float64Array.from(sorted, ({ points }) => points?.[column] ?? 0),
    ),
    holds: Int32Array.from(sorted, ({ quotas }) => quotas.reduce((bits, id) => bits | (quota.get(id) ?? 0), 0)),
  }; // prettier-ignore
  const units = unitTable(rules, [], categories);
  const { lists } = allocateSeason({ rules, categories, units, candidates, filed: [] });
  return sorted.map(({ id, category }, c) => ({
    id,
    category,
    score: lists.general.score[c]!,
    rank: lists.general.place[c]!,
  }));
}

/**
 * Ranks the season anew and makes the one-point tables: at the release of the scores, and when a review changed one.
 * The caller holds the season.
 */
export async function rankSeason(ctx: Context, season: SeasonBase): Promise<{ ranked: number }> {
  const standings = standingsOf(season.rules, await scoredOf(ctx, season));
  const here = sql`province = ${season.province} and season_id = ${season.id}`;
  await sql`delete from admissions.standing where ${here}`.execute(ctx.tx);
  await sql`delete from admissions.score_step where ${here}`.execute(ctx.tx);
  await ctx.copyIn(
    { table: "admissions.standing", columns: ["province", "season_id", "candidate_id", "category", "score", "rank"] },
    Readable.from(lines(season, standings)),
  ); // prettier-ignore
  await sql`insert into admissions.score_step (province, season_id, category, points, count, cumulative)
    select ${season.province}, ${season.id}, category, points, count(*)::int,
      (sum(count(*)) over (partition by category order by points desc))::int
    from (select category, floor(score / 100000000.0)::int as points from admissions.standing where ${here}) t
    group by category, points`.execute(ctx.tx);
  return { ranked: standings.length };
}

function* lines(season: SeasonBase, standings: readonly Standing[]): Iterable<string> {
  for (const { id, category, score, rank } of standings)
    yield `${[season.province, season.id, id, category.replaceAll("\\", "\\\\"), score, rank].join("\t")}\n`;
}

/** [subject, how many confirmed candidates have neither points nor an absence], for those whose category needs it. */
export async function missingScores(
  ctx: Context,
  season: SeasonBase,
): Promise<{ subject: string; count: number }[]> {
  const { rows: categories } = await sql<{ key: string }>`select key from admissions.category
    where province = ${season.province} and season_id = ${season.id}`.execute(ctx.tx);
  const needed = categories.flatMap(({ key }) =>
    [...neededColumns(season.rules, key)].map((subject) => ({ key, subject })),
  );
  const query = sql<{ subject: string; count: number }>`select e.subject, count(*)::int as count
    from admissions.candidate c join unnest(${needed.map(({ key }) => key)}::text[], ${needed.map(({ subject }) => subject)}::text[])
      as e(category, subject) on e.category = c.category
    where c.province = ${season.province} and c.season_id = ${season.id} and c.number is not null and ${CONFIRMED}
      and not exists (select from admissions.score k where k.province = c.province and k.candidate_id = c.id and k.subject = e.subject)
    group by 1 order by 1`;
  return (await joinedByHashes(ctx, () => query.execute(ctx.tx))).rows;
}

/** SHA-256 over all scores of the season in order of numbers and subjects: what was handed in is what is released. */
export async function scoresDigest(ctx: Context, season: SeasonBase): Promise<string> {
  const hash = createHash("sha256");
  let after = "";
  for (;;) {
    const { rows } = await sql<{ number: string; scores: string }>`select c.number,
        (select string_agg(k.subject || '=' || coalesce(k.points::text, 'absent'), ',' order by k.subject collate "C") from admissions.score k
          where k.province = c.province and k.candidate_id = c.id) as scores
      from admissions.candidate c where c.province = ${season.province} and c.season_id = ${season.id}
        and c.number collate "C" > ${after} order by c.number collate "C" limit 20000`.execute(ctx.tx);
    for (const { number, scores } of rows) hash.update(`${number}:${scores ?? ""}\n`);
    if (rows.length < 20_000) return hash.digest("hex");
    after = rows.at(-1)!.number;
  }
}
