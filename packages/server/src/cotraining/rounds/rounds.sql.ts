import { sql } from "kysely";
import { etagOf, NotFound, type Context } from "../../platform/index.ts";
import { roundProcedure, type RoundFacts, type RoundState, type RoundStep } from "./procedure.ts";
import type { PreferenceAnswer } from "./words.ts"; // prettier-ignore

const DAY = 86_400_000;

export interface RoundRow {
  province: string;
  id: string;
  school: string;
  school_name: string;
  region: string;
  title: string;
  programmes: string[];
  from_on: string;
  to_on: string;
  choose_until: Date;
  rank_until: Date;
  appeal_days: number;
  most: number;
  parks: { name: string; max: number }[];
  seed: string | null;
  follows: string | null;
  published_at: Date | null;
  sample: boolean;
  revision: number;
  last: RoundStep;
  seq: number;
  students: number;
  handed_in: number;
  posts: number;
  seats: number;
  ranked: number;
  enterprises: number;
}

const ROUND = sql`r.province, r.id, r.school, r.school_name, r.region, r.title, r.programmes, to_char(r.from_on, 'YYYY-MM-DD') as from_on,
  to_char(r.to_on, 'YYYY-MM-DD') as to_on, r.choose_until, r.rank_until, r.appeal_days, r.most, r.parks, r.seed, r.follows, r.published_at, r.sample, r.revision,
  cotraining.round_last(r.province, r.id) as last, (select max(l.seq) from cotraining.round_action l where l.province = r.province and l.round_id = r.id) as seq, n.*
  from cotraining.round r cross join lateral cotraining.round_counts(r.province, r.id) n`;

/** @throws NotFound if there is none that the actor may see */
export async function requireRound(ctx: Context, id: string): Promise<RoundRow> {
  const { rows } = await sql<RoundRow>`select ${ROUND} where r.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "实习安排", en: "placement round" });
  return rows[0];
}

/** Newest first, from behind a given id. */
export async function roundRows(ctx: Context, after: string | null, limit: number): Promise<RoundRow[]> {
  const { rows } = await sql<RoundRow>`select ${ROUND} where true ${after ? sql`and r.id < ${after}::uuid` : sql``} order by r.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export const stateOf = ({ last }: Pick<RoundRow, "last">): RoundState => roundProcedure.steps[last].to;
export const roundEtag = (row: RoundRow): string => etagOf(row.id, row.revision, row.seq);

/** The last moment at which a student may appeal; null while nothing is told. */
export const appealUntil = (row: RoundRow): Date | null =>
  row.published_at && new Date(row.published_at.getTime() + row.appeal_days * DAY);

/** Whoever changes what a round consists of waits for the other. */
export async function holdRound(ctx: Context, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`placement round ${id}`}, 0))`.execute(ctx.tx);
}

export async function roundFacts(ctx: Context, row: RoundRow): Promise<RoundFacts> {
  const { rows } = await sql<{ accepted: number; appeals: number }>`select
      (select count(*)::int from cotraining.round_result x where x.province = ${row.province} and x.round_id = ${row.id} and x.accepted_at is not null) as accepted,
      (select count(*)::int from cotraining.round_appeal a where a.province = ${row.province} and a.round_id = ${row.id}
        and cotraining.appeal_last(a.province, a.id) in ('make', 'pass-on')) as appeals`.execute(ctx.tx);
  return {
    now: ctx.now, chooseUntil: row.choose_until, rankUntil: row.rank_until, appealUntil: appealUntil(row),
    students: row.students, handedIn: row.handed_in, posts: row.posts, ranked: row.ranked, ...rows[0]!,
  };
} // prettier-ignore

export interface RoundPostRow {
  post_id: string;
  enterprise: string;
  enterprise_name: string;
  name: string;
  programmes: string[];
  seats: number;
  pay: number;
  park: string;
  filing_no: string;
  ranked_at: Date | null;
  revision: number;
}

export async function postsOf(ctx: Context, row: Pick<RoundRow, "province" | "id">): Promise<RoundPostRow[]> {
  const { rows } = await sql<RoundPostRow>`select post_id, enterprise, enterprise_name, name, programmes, seats, pay::float8 as pay, park, filing_no, ranked_at, revision
    from cotraining.round_post where province = ${row.province} and round_id = ${row.id} order by enterprise_name, name, post_id`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export interface RoundStudentRow {
  person: string;
  name: string;
  student_number: string;
  programme: string;
  entry_year: number;
  standing: number;
  version: number;
  statement: string;
  handed_in_at: Date | null;
  handed_in_by_name: string;
}

export async function studentsOf(ctx: Context, row: Pick<RoundRow, "province" | "id">): Promise<RoundStudentRow[]> {
  const { rows } = await sql<RoundStudentRow>`select person, name, student_number, programme, entry_year, standing, version, statement, handed_in_at, handed_in_by_name
    from cotraining.round_student where province = ${row.province} and round_id = ${row.id} order by standing, student_number, person`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export interface ChoiceRow {
  person: string;
  no: number;
  post_id: string;
}

export async function choicesOf(ctx: Context, row: Pick<RoundRow, "province" | "id">, person?: string): Promise<ChoiceRow[]> {
  const { rows } = await sql<ChoiceRow>`select person, no, post_id from cotraining.round_choice where province = ${row.province} and round_id = ${row.id}
    ${person ? sql`and person = ${person}` : sql``} order by person, no`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export interface RankRow {
  post_id: string;
  person: string;
  place: number | null;
  turned_down: string | null;
}

export async function ranksOf(ctx: Context, row: Pick<RoundRow, "province" | "id">): Promise<RankRow[]> {
  const { rows } = await sql<RankRow>`select post_id, person, position as place, turned_down from cotraining.round_rank
    where province = ${row.province} and round_id = ${row.id} order by post_id, position`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export interface ResultRow {
  person: string;
  run_id: string;
  post_id: string | null;
  preference: number | null;
  answers: PreferenceAnswer[];
  moved_from: string | null;
  moved_reason: string | null;
  moved_by_name: string;
  moved_at: Date | null;
  placement_id: string | null;
  accepted_at: Date | null;
  accepted_by_name: string;
  revision: number;
}

export async function resultsOf(ctx: Context, row: Pick<RoundRow, "province" | "id">, person?: string): Promise<ResultRow[]> {
  const { rows } = await sql<ResultRow>`select person, run_id, post_id, preference, answers, moved_from, moved_reason, moved_by_name, moved_at, placement_id,
      accepted_at, accepted_by_name, revision
    from cotraining.round_result where province = ${row.province} and round_id = ${row.id} ${person ? sql`and person = ${person}` : sql``} order by person`.execute(ctx.tx);
  return rows;
} // prettier-ignore
