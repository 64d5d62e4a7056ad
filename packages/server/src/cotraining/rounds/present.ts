import { standards } from "@tixi/standards";
import { sql } from "kysely";
import type { z } from "zod";
import { decodeCursor, etagOf, toPage, type Context } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { access } from "../access.ts";
import { roundProcedure, type RoundFacts, type RoundStep } from "./procedure.ts";
import {
  appealUntil,
  postsOf,
  requireRound,
  resultsOf,
  roundEtag,
  roundFacts,
  roundRows,
  stateOf,
  studentsOf,
  type ResultRow,
  type RoundPostRow,
  type RoundRow,
} from "./rounds.sql.ts";
import type * as s from "./schemas.ts";
import { answerWords } from "./words.ts"; // prettier-ignore

export const programmeName = (code: string): string =>
  standards().findProgramme(code.slice(0, 6))?.name ?? code;
export const keepsRound = (ctx: Context, row: RoundRow): boolean => ctx.actor.role === "school-officer" && ctx.actor.organisation === row.school; // prettier-ignore

/** Whom a round belongs to, as the actor stands to it. */
export function roundSubject(ctx: Context, row: RoundRow) {
  const { role, personId } = ctx.actor;
  // row-level security has shown it to a student only where he takes part
  return { region: role === "enterprise-officer" ? row.province : row.region, organisation: row.school, person: personId };
} // prettier-ignore

const waits = (ctx: Context, row: RoundRow): boolean => {
  const state = stateOf(row);
  if (keepsRound(ctx, row)) return ["draft", "calling", "computed"].includes(state) || (state === "ranking" && (row.ranked === row.posts || ctx.now >= row.rank_until)) || (state === "open" && (row.handed_in === row.students || ctx.now >= row.choose_until)); // prettier-ignore
  if (ctx.actor.role === "student") return state === "open" && ctx.now < row.choose_until;
  return ctx.actor.role === "enterprise-officer" && state === "calling";
};

export function lineOf(ctx: Context, row: RoundRow): z.infer<typeof s.line> {
  const state = stateOf(row);
  const inside = ctx.actor.role !== "student" && ctx.actor.role !== "enterprise-officer";
  return {
    id: row.id,
    title: row.title,
    school: row.school,
    schoolName: row.school_name,
    state,
    stateName: roundProcedure.states[state],
    fromOn: row.from_on,
    toOn: row.to_on,
    chooseUntil: row.choose_until.toISOString(),
    rankUntil: row.rank_until.toISOString(),
    students: row.students,
    handedIn: inside ? row.handed_in : 0,
    posts: row.posts,
    seats: row.seats,
    ranked: inside ? row.ranked : 0,
    enterprises: row.enterprises,
    sample: row.sample,
    waits: waits(ctx, row),
  };
}

const postEtag = (post: RoundPostRow): string => etagOf(post.post_id, post.revision, post.ranked_at);

/** Posts of a round that the actor may see, with what a student has to know of them. */
export async function showPosts(ctx: Context, row: RoundRow): Promise<z.infer<typeof s.post>[]> {
  const { rows } = await sql<{ post_id: string; hours_day: number | null; hours_week: number | null; rest_days: number | null; night: boolean; hazardous: boolean; region: string }>`
    select post_id, hours_day::float8 as hours_day, hours_week::float8 as hours_week, rest_days::float8 as rest_days, night, hazardous, region
    from cotraining.round_post_facts(${row.province}, ${row.id})`.execute(ctx.tx);
  const facts = new Map(rows.map((one) => [one.post_id, one]));
  return (await postsOf(ctx, row)).map((post) => {
    const known = facts.get(post.post_id);
    return {
      post: post.post_id,
      enterprise: post.enterprise,
      enterpriseName: post.enterprise_name,
      name: post.name,
      programmes: post.programmes,
      seats: post.seats,
      pay: post.pay,
      park: post.park,
      filingNo: post.filing_no,
      place: known?.region ? regionName(known.region) : "",
      hoursDay: known?.hours_day ?? null,
      hoursWeek: known?.hours_week ?? null,
      restDays: known?.rest_days ?? null,
      night: known?.night ?? false,
      hazardous: known?.hazardous ?? false,
      ranked: post.ranked_at !== null,
      mine: ctx.actor.role === "enterprise-officer" && post.enterprise === ctx.actor.organisation,
      etag: postEtag(post),
    };
  });
} // prettier-ignore

/** A round in full, as far as the actor may know of it. */
export async function showRound(ctx: Context, id: string): Promise<z.infer<typeof s.round>> {
  const row = await requireRound(ctx, id);
  access.authorize(ctx.actor, "readRounds", roundSubject(ctx, row));
  const keeps = keepsRound(ctx, row);
  const { rows: history } = await sql<{ action: RoundStep; by_name: string; at: Date; note: string }>`select action, by_name, at, note
    from cotraining.round_action where province = ${row.province} and round_id = ${row.id} order by seq`.execute(ctx.tx);
  const state = stateOf(row);
  const facts = keeps ? await roundFacts(ctx, row) : null;
  return {
    ...lineOf(ctx, row),
    programmes: row.programmes.map((code) => ({ code, name: programmeName(code) })),
    appealDays: row.appeal_days,
    appealUntil: appealUntil(row)?.toISOString() ?? null,
    most: row.most,
    parks: row.parks,
    seed: row.seed,
    follows: row.follows,
    postList: await showPosts(ctx, row),
    mayKeep: keeps,
    actions: facts ? roundProcedure.open(state, ["keepRounds"]).map((step) => ({ step, words: roundProcedure.steps[step].words, against: against(step, facts) })) : [],
    history: history.map(({ action, by_name, at, note }) => ({ words: roundProcedure.steps[action].words, by: ctx.actor.role === "student" || ctx.actor.role === "enterprise-officer" ? row.school_name : by_name, at: at.toISOString(), note })),
    now: ctx.now.toISOString(),
    etag: roundEtag(row),
  };
} // prettier-ignore

const against = (step: RoundStep, facts: RoundFacts) => roundProcedure.steps[step].guard?.(facts) ?? null;

/** Rounds that the actor keeps, takes part in or supervises. */
export async function listRounds(ctx: Context, query: z.infer<typeof s.listQuery>): Promise<z.infer<typeof s.page>> {
  const after = decodeCursor(query.cursor, 1);
  const rows = await roundRows(ctx, after ? String(after[0]) : null, query.limit + 1);
  return toPage(rows, query.limit, ({ id }) => [id], (row) => lineOf(ctx, row));
} // prettier-ignore

export const resultEtag = (row: ResultRow): string => etagOf(row.person, row.run_id, row.revision);

/** Results with every preference's reason in words, beside the names of posts. */
export async function showResults(ctx: Context, round: RoundRow, person?: string): Promise<z.infer<typeof s.result>[]> {
  const posts = new Map((await postsOf(ctx, round)).map((post) => [post.post_id, post]));
  const students = new Map((await studentsOf(ctx, round)).map((one) => [one.person, one]));
  return (await resultsOf(ctx, round, person)).map((row) => ({
    person: row.person,
    name: students.get(row.person)?.name ?? "",
    number: students.get(row.person)?.student_number ?? "",
    post: row.post_id,
    postName: row.post_id && (posts.get(row.post_id)?.name ?? ""),
    enterpriseName: row.post_id && (posts.get(row.post_id)?.enterprise_name ?? ""),
    preference: row.preference,
    moved: row.moved_at && { from: row.moved_from && (posts.get(row.moved_from)?.name ?? ""), reason: row.moved_reason ?? "", by: row.moved_by_name, at: row.moved_at.toISOString() },
    answers: row.answers.map((answer) => ({
      preference: answer.preference, post: answer.post_id, postName: posts.get(answer.post_id)?.name ?? "", enterpriseName: posts.get(answer.post_id)?.enterprise_name ?? "",
      outcome: answer.outcome, words: answerWords(answer),
    })),
    acceptedAt: row.accepted_at?.toISOString() ?? null,
    placement: row.placement_id,
    etag: resultEtag(row),
  }));
} // prettier-ignore
