import { sql } from "kysely";
import { scoreColumns, neededColumns } from "@tixi/engines/allocation";
import { etagOf, type ActionLog, type Context } from "../platform/index.ts";
import { access } from "./access.ts";
import type { EligibilityRule } from "./eligibility.ts";
import type { ExemptionRules } from "./exemption-rules.ts";
import { misfits } from "./season-rules.ts";
import { requireSeason, subjectWords, type SeasonBase } from "./score-season.ts";
import type { SeasonTime } from "./season-calendar.ts";
import type { SeasonFacts, SeasonStep } from "./season-state.ts";

export const SEASON_LOG: ActionLog = { table: "admissions.season_action", subject: "season_id" };

export interface Category {
  key: string;
  name: string;
  programmes: string[];
  skillMinutes: number | null;
}

export interface SeasonAction {
  action: SeasonStep;
  note: string;
  by_user: string | null;
  by_name: string;
  at: string;
}

/** A season with all that an office set up for it. */
export interface Season extends SeasonBase {
  rawRules: Record<string, unknown>;
  calendar: SeasonTime[];
  eligibility: EligibilityRule[];
  exemptions: ExemptionRules;
  categories: Category[];
  preset: string;
  noticeDays: number;
  revision: number;
  createdBy: string;
  createdAt: string;
  history: SeasonAction[];
}

interface More {
  raw_rules: Record<string, unknown>;
  eligibility: EligibilityRule[];
  exemptions: ExemptionRules;
  calendar: SeasonTime[];
  preset: string;
  notice_days: number;
  revision: number;
  created_by_name: string;
  created_at: Date;
  categories: Category[];
  history: SeasonAction[];
}

/** @param lock others cannot take it a step on before the transaction ends; @throws NotFound */
export async function findSeason(ctx: Context, id: string, lock = false): Promise<Season> {
  const base = await requireSeason(ctx, id, lock);
  const { rows } = await sql<More>`select s.rules as raw_rules, s.eligibility, s.exemptions, s.calendar, s.preset, s.notice_days, s.revision, s.created_by_name, s.created_at,
      coalesce((select jsonb_agg(jsonb_build_object('key', c.key, 'name', c.name, 'programmes', c.programmes, 'skillMinutes', c.skill_minutes) order by c.key)
        from admissions.category c where c.province = s.province and c.season_id = s.id), '[]') as categories,
      (select jsonb_agg(jsonb_build_object('action', a.action, 'note', a.note, 'by_user', a.by_user, 'by_name', a.by_name, 'at', a.at) order by a.seq)
        from admissions.season_action a where a.province = s.province and a.season_id = s.id) as history
    from admissions.season s where s.province = ${base.province} and s.id = ${id}`.execute(ctx.tx);
  const row = rows[0]!;
  return {
    ...base,
    rawRules: row.raw_rules,
    eligibility: row.eligibility,
    exemptions: row.exemptions,
    calendar: row.calendar,
    categories: row.categories,
    preset: row.preset,
    noticeDays: row.notice_days,
    revision: row.revision,
    createdBy: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    history: row.history,
  };
} // prettier-ignore

/**
 * The season, for who has this right in it; others cannot take it a step on before the transaction ends.
 * @throws NotFound, Forbidden
 */
export async function heldSeason(ctx: Context, id: string, right: "holdSeason" | "enterScores" | "release"): Promise<Season> {
  // who may only read it finds nothing to lock, and is to be told why
  const { province } = await requireSeason(ctx, id);
  access.authorize(ctx.actor, right, { region: province });
  return findSeason(ctx, id, true);
} // prettier-ignore

export const seasonEtag = (season: Pick<Season, "id" | "revision" | "actions">): string =>
  etagOf(season.id, season.revision, season.actions.length);

/** Last accepted action of the candidate `c`, as SQL. */
export const LAST_ACTION = sql<string>`(select l.action from admissions.candidate_action l
  where l.province = c.province and l.candidate_id = c.id order by l.seq desc limit 1)`;

export interface SeasonCounts {
  /** by last action */
  candidates: { action: string; count: number }[];
  confirmed: { category: string; count: number; seated: number }[];
  scored: { category: string; subject: string; count: number }[];
  units: number;
  seats: number;
  fillings: number;
  unfiled: number;
  filings: number;
  reviewsOpen: number;
}

/** What there is of a season, for the office of its province. */
export async function countSeason(ctx: Context, season: Pick<Season, "province" | "id">): Promise<SeasonCounts> {
  const of = { province: season.province, id: season.id };
  const { rows: candidates } = await sql<{ action: string; count: number }>`select ${LAST_ACTION} as action, count(*)::int as count
    from admissions.candidate c where c.province = ${of.province} and c.season_id = ${of.id} group by 1 order by 1`.execute(ctx.tx);
  const { rows: confirmed } = await sql<{ category: string; count: number; seated: number }>`
    select c.category, count(*)::int as count, count(t.session_id)::int as seated from admissions.candidate c
      left join admissions.seating t on t.province = c.province and t.candidate_id = c.id
    where c.province = ${of.province} and c.season_id = ${of.id} and ${LAST_ACTION} = 'confirm' group by 1 order by 1`.execute(ctx.tx);
  const { rows: scored } = await sql<{ category: string; subject: string; count: number }>`
    select c.category, s.subject, count(*)::int as count from admissions.score s join admissions.candidate c on c.province = s.province and c.id = s.candidate_id
    where s.province = ${of.province} and s.season_id = ${of.id} and ${LAST_ACTION} = 'confirm' group by 1, 2`.execute(ctx.tx);
  const { rows } = await sql<Omit<SeasonCounts, "candidates" | "confirmed" | "scored">>`select
    (select count(distinct unit_id)::int from admissions.unit u where u.province = ${of.province} and u.season_id = ${of.id}) as units,
    (select coalesce(sum(capacity), 0)::int from admissions.unit u where u.province = ${of.province} and u.season_id = ${of.id}) as seats,
    (select count(*)::int from admissions.filling f where f.province = ${of.province} and f.season_id = ${of.id}) as fillings,
    (select count(*)::int from admissions.filling f where f.province = ${of.province} and f.season_id = ${of.id} and not exists (
      select from admissions.filing g where g.province = f.province and g.season_id = f.season_id and g.batch = f.batch and g.round = f.round
        and (select a.action from admissions.filing_action a where a.province = g.province and a.filing_id = g.id order by a.seq desc limit 1) = 'confirm')) as unfiled,
    (select count(*)::int from admissions.filing g where g.province = ${of.province} and g.season_id = ${of.id}) as filings,
    (select count(*)::int from admissions.score_review v where v.province = ${of.province} and v.season_id = ${of.id} and v.answer is null) as "reviewsOpen"`.execute(ctx.tx);
  return { candidates, confirmed, scored, ...rows[0]! };
} // prettier-ignore

const UNDECIDED = ["submit"];

/** What a step of the season looks at. */
export function factsFrom(ctx: Context, season: Season, counts: SeasonCounts): SeasonFacts {
  const withTest = new Set(season.categories.filter((c) => c.skillMinutes !== null).map(({ key }) => key));
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const missing = scoreColumns(season.rules).flatMap((subject) => {
    const count = sum(
      counts.confirmed
        .filter(({ category }) => neededColumns(season.rules, category).has(subject))
        .map((of) => of.count - (counts.scored.find((s) => s.category === of.category && s.subject === subject)?.count ?? 0)),
    ); // prettier-ignore
    const words = season.subjects.find(({ key }) => key === subject);
    return count > 0 ? [{ subject: words ? subjectWords(words)[ctx.locale === "en" ? "en" : "zh"] : subject, count }] : []; // prettier-ignore
  });
  return {
    categories: season.categories.length,
    subjects: season.subjects.length,
    rules: misfits(season.rules, season.subjects, season.categories),
    undecided: sum(counts.candidates.filter(({ action }) => UNDECIDED.includes(action)).map((c) => c.count)),
    exempted: sum(counts.candidates.filter(({ action }) => action === "exempt").map((c) => c.count)),
    confirmed: sum(counts.confirmed.map(({ count }) => count)),
    unseated: sum(counts.confirmed.filter((c) => withTest.has(c.category)).map((c) => c.count - c.seated)),
    missing,
    submittedBy: season.actions.findLast(({ action }) => action === "submit-scores")?.by ?? null,
    actor: ctx.actor.userId,
    units: counts.units,
    fillings: counts.fillings,
    unfiled: counts.unfiled,
  };
}
