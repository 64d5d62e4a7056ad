import { sql } from "kysely";
import { checkRules, type AllocationRules } from "@tixi/engines/allocation";
import { NotFound, type Context, type Sentence } from "../platform/index.ts";
import { seasonProcedure, type SeasonState, type SeasonStep } from "./season-state.ts";

const SEASON = { zh: "招生季", en: "season" };

/** A subject of a season as the office set it up; `key` is its column in the rules. */
export interface SeasonSubject {
  key: string;
  name: string | Sentence;
  kind: "culture" | "skill";
  /** most points, and how many decimals a score may have */
  max: number;
  places: number;
}

/** What scores, units and preferences need of their season. */
export interface SeasonBase {
  province: string;
  id: string;
  year: number;
  channel: string;
  name: string;
  rules: AllocationRules;
  subjects: SeasonSubject[];
  calendar: readonly { key: string; opens?: string | null; due?: string | null }[];
  planId: string | null;
  sample: boolean;
  state: SeasonState;
  actions: { action: SeasonStep; at: string; by: string | null }[];
}

type Row = Omit<SeasonBase, "rules" | "state" | "planId"> & { rules: unknown; plan_id: string | null };

/**
 * The season with its state. `lock` keeps others from taking it a step on until the transaction ends.
 * @throws NotFound
 */
export async function requireSeason(ctx: Context, id: string, lock = false): Promise<SeasonBase> {
  // who may not change it locks nothing, and is told below what he may not do
  if (lock) await sql`select 1 from admissions.season where id = ${id} for no key update`.execute(ctx.tx);
  const { rows } = await sql<Row>`select s.province, s.id, s.year, s.channel, s.name, s.rules, s.subjects, s.calendar, s.plan_id, s.sample,
      (select jsonb_agg(jsonb_build_object('action', a.action, 'at', a.at, 'by', a.by_user) order by a.seq) from admissions.season_action a
        where a.province = s.province and a.season_id = s.id) as actions
    from admissions.season s where s.id = ${id}`.execute(ctx.tx);
  const row = rows[0];
  if (!row) throw new NotFound(SEASON);
  const { rules } = checkRules(row.rules);
  if (rules === null) throw new Error(`the rules of season ${id} are not rules`);
  const { plan_id, ...rest } = row;
  return { ...rest, rules, planId: plan_id, state: seasonProcedure.stateOf(row.actions) };
} // prettier-ignore

/** When the season last took a step; null = never. */
export const stepTaken = (season: SeasonBase, step: SeasonStep): Date | null => {
  const found = season.actions.findLast(({ action }) => action === step);
  return found ? new Date(found.at) : null;
};

export const subjectWords = ({ name }: SeasonSubject): Sentence =>
  typeof name === "string" ? { zh: name, en: name } : name;

/** A sentence in the reader's language. */
export const inLanguage = (ctx: Context, { zh, en }: Sentence): string => (ctx.locale === "en" ? en : zh);

/** Those whose registration stands: SQL over the candidate `c`. */
export const CONFIRMED = sql`(select a.action from admissions.candidate_action a where a.province = c.province and a.candidate_id = c.id
  order by a.seq desc limit 1) = 'confirm'`;

/** Those who stand in the lists: as above, and who left only after the scores were released, so that ranks stay what they were. */
export const LISTED = sql`exists (select from lateral (select a.action, a.at from admissions.candidate_action a
    where a.province = c.province and a.candidate_id = c.id order by a.seq desc limit 1) l
  where l.action = 'confirm' or l.action = 'withdraw' and exists (select from admissions.season_action r
    where r.province = c.province and r.season_id = c.season_id and r.action = 'release-scores' and r.at < l.at))`;

/**
 * Does something with joins that go by hashes. Tables that were filled a moment ago have no statistics: the planner expects one
 * row of each and compares everybody's scores with everybody's seats, which took minutes for 3,000 candidates.
 */
export async function joinedByHashes<T>(ctx: Context, action: () => Promise<T>): Promise<T> {
  await sql`set local enable_nestloop = off`.execute(ctx.tx);
  const done = await action();
  await sql`set local enable_nestloop = on`.execute(ctx.tx);
  return done;
}
