import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  Conflict,
  etagOf,
  NotFound,
  recordAction,
  requireMatch,
  type Context,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { keepsRound } from "./present.ts";
import { APPEAL_LOG, appealProcedure, type AppealState, type AppealStep } from "./procedure.ts";
import { appealUntil, requireRound, resultsOf, stateOf, type RoundRow } from "./rounds.sql.ts";
import type * as s from "./schemas.ts";
import { tellOfAppeal } from "./told.ts"; // prettier-ignore

interface AppealRow {
  province: string;
  id: string;
  round_id: string;
  round_title: string;
  person: string;
  name: string;
  content: string;
  created_at: Date;
  actions: { seq: number; action: AppealStep; by: string; at: string; note: string }[];
}
type Shown = z.infer<typeof s.appeal>;

const APPEAL = sql`a.province, a.id, a.round_id, r.title as round_title, a.person, coalesce(t.name, '') as name, a.content, a.created_at,
  coalesce((select json_agg(json_build_object('seq', l.seq, 'action', l.action, 'by', l.by_name, 'at', l.at, 'note', l.note) order by l.seq)
    from cotraining.round_appeal_action l where l.province = a.province and l.appeal_id = a.id), '[]') as actions
  from cotraining.round_appeal a join cotraining.round r on r.province = a.province and r.id = a.round_id
    left join cotraining.round_student t on t.province = a.province and t.round_id = a.round_id and t.person = a.person`;

const stateOfAppeal = (row: AppealRow): AppealState => appealProcedure.stateOf(row.actions);
const appealEtag = (row: AppealRow): string => etagOf(row.id, row.actions.length);

function show(ctx: Context, row: AppealRow): Shown {
  const state = stateOfAppeal(row);
  const right = { student: "appeal", "school-officer": "keepRounds", planner: "decideAppeals", administrator: "decideAppeals" } as Record<string, string>; // prettier-ignore
  return {
    id: row.id,
    round: row.round_id,
    roundTitle: row.round_title,
    person: row.person,
    name: row.name,
    content: row.content,
    createdAt: row.created_at.toISOString(),
    state,
    stateName: appealProcedure.states[state],
    actions: appealProcedure.open(state, [right[ctx.actor.role] ?? ""]),
    history: row.actions.map(({ action, by, at, note }) => ({
      words: appealProcedure.steps[action].words,
      by,
      at: new Date(at).toISOString(),
      note,
    })),
    etag: appealEtag(row),
  };
}

/** The appeal of one student in a round; null = none. */
export async function appealOf(ctx: Context, round: RoundRow, person: string): Promise<Shown | null> {
  const { rows } = await sql<AppealRow>`select ${APPEAL} where a.province = ${round.province} and a.round_id = ${round.id} and a.person = ${person}`.execute(ctx.tx);
  return rows[0] ? show(ctx, rows[0]) : null;
} // prettier-ignore

/** Appeals in one round, for its school and the office; those that wait first. */
export async function appealsIn(ctx: Context, id: string): Promise<z.infer<typeof s.appeals>> {
  const round = await requireRound(ctx, id);
  if (!keepsRound(ctx, round)) access.authorize(ctx.actor, "superviseRounds", { region: round.region });
  const { rows } = await sql<AppealRow>`select ${APPEAL} where a.province = ${round.province} and a.round_id = ${id}
    order by cotraining.appeal_last(a.province, a.id) in ('make', 'pass-on') desc, a.id limit 1000`.execute(ctx.tx);
  if (rows.length > 0) await ctx.auditRead(`organisation:${round.school}`, ["cotraining.round_appeal.content"], round.title);
  return { items: rows.map((row) => show(ctx, row)), next: null };
} // prettier-ignore

/** Appeals that students passed on to the office of the actor's region, those that wait first. */
export async function appealsForOffice(ctx: Context): Promise<z.infer<typeof s.appeals>> {
  access.authorize(ctx.actor, "decideAppeals", { region: ctx.actor.region });
  const { rows } = await sql<AppealRow>`select ${APPEAL}
    where exists (select from cotraining.round_appeal_action l where l.province = a.province and l.appeal_id = a.id and l.action = 'pass-on')
    order by cotraining.appeal_last(a.province, a.id) = 'pass-on' desc, a.id desc limit 500`.execute(ctx.tx);
  if (rows.length > 0) await ctx.auditRead(`region:${ctx.actor.region}`, ["cotraining.round_appeal.content"]);
  return { items: rows.map((row) => show(ctx, row)), next: null };
} // prettier-ignore

/** Appeals against one's own result. @throws Conflict out of its days, or where there is one already */
export async function appeal(ctx: Context, id: string, input: z.infer<typeof s.newAppeal>): Promise<Shown> {
  const person = ctx.actor.personId;
  access.authorize(ctx.actor, "appeal", { person });
  const round = await requireRound(ctx, id);
  const until = appealUntil(round);
  const [result] = await resultsOf(ctx, round, person!);
  if (stateOf(round) !== "published" || until === null || ctx.now > until || !result)
    throw new Conflict({ zh: "现在不在申诉期内。", en: "Appeals are not taken now." });
  if (await appealOf(ctx, round, person!)) throw new Conflict({ zh: "您已经提出申诉。", en: "You have appealed already." });
  const appealId = uuidv7();
  await sql`insert into cotraining.round_appeal (province, id, round_id, person, content, created_at)
    values (${round.province}, ${appealId}, ${id}, ${person}, ${input.content}, ${ctx.now})`.execute(ctx.tx);
  await recordAction(ctx, APPEAL_LOG, { province: round.province, id: appealId }, 1, "make", { note: "" });
  await ctx.audit("placement-appeal.make", `placement-appeal:${appealId}`, null, { round: id });
  await tellOfAppeal(ctx, round, "school", appealProcedure.states.made, "");
  return (await appealOf(ctx, round, person!))!;
} // prettier-ignore

export type LaterAppealStep = Exclude<AppealStep, "make">;

/**
 * Withdraws an appeal, answers it, passes it on, decides it.
 * @throws NotFound for another's; Conflict if it may not follow; BadInput where the reason is missing; VersionChanged (If-Match)
 */
export async function actOnAppeal(ctx: Context, request: FastifyRequest, id: string, step: LaterAppealStep, given: z.infer<typeof s.act>): Promise<Shown> {
  const { rows } = await sql<AppealRow>`select ${APPEAL} where a.id = ${id}`.execute(ctx.tx);
  const [row] = rows;
  if (!row) throw new NotFound({ zh: "申诉", en: "appeal" });
  const round = await requireRound(ctx, row.round_id);
  const { right } = appealProcedure.steps[step];
  access.authorize(ctx.actor, right as "appeal" | "keepRounds" | "decideAppeals", { person: row.person, organisation: round.school, region: round.region });
  requireMatch(request, appealEtag(row));
  const state = stateOfAppeal(row);
  appealProcedure.require(state, step, undefined, given);
  if (stateOf(round) !== "published" && step !== "withdraw") throw new Conflict({ zh: "结果已经确认或者撤回。", en: "The result is confirmed or withdrawn." });
  const note = given.note?.trim() ?? "";
  await recordAction(ctx, APPEAL_LOG, row, row.actions.at(-1)!.seq + 1, step, { note });
  await ctx.audit(`placement-appeal.${step}`, `placement-appeal:${id}`, { state }, { state: appealProcedure.steps[step].to }, note);
  const words = appealProcedure.states[appealProcedure.steps[step].to];
  const to = step === "pass-on" ? "office" : step === "withdraw" ? "school" : { person: row.person };
  await tellOfAppeal(ctx, round, to, words, note);
  if (step.startsWith("decide")) await tellOfAppeal(ctx, round, "school", words, note);
  const after = await sql<AppealRow>`select ${APPEAL} where a.id = ${id}`.execute(ctx.tx);
  return show(ctx, after.rows[0]!);
} // prettier-ignore
