import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  dayInChina,
  etagOf,
  NotFound,
  recordAction,
  requireMatch,
  type Context,
  type FileRow,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { isActive, membersOf, requireAlliance, requireMember, type AllianceRow } from "../alliance.sql.ts";
import { evidenceOf, keepEvidence, type Paper } from "../papers.ts";
import { standing } from "../present.ts";
import { tellOfTask } from "../told.ts";
import { TASK_LOG, taskProcedure, type TaskState, type TaskStep } from "./procedure.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

const DAY = 86_400_000;
/** Most resolutions on one page: many years of a council. */
const MOST = 500;

export interface TaskRow {
  province: string;
  id: string;
  alliance_id: string;
  resolution_id: string;
  number: string;
  title: string;
  member_id: string;
  member_name: string;
  organisation: string;
  due: string;
  actions: { seq: number; action: TaskStep; by: string; at: string; note: string; files: string[] }[];
  evidence: Paper[];
}
interface ResolutionRow {
  province: string;
  id: string;
  alliance_id: string;
  number: string;
  title: string;
  words: string;
  adopted_on: string;
  published: boolean;
  meeting: string;
  meeting_title: string;
}

const TASK = sql`t.province, t.id, t.alliance_id, t.resolution_id, r.number, t.title, t.member_id, m.name as member_name, t.organisation,
  to_char(t.due, 'YYYY-MM-DD') as due,
  coalesce((select json_agg(json_build_object('seq', l.seq, 'action', l.action, 'by', l.by_name, 'at', l.at, 'note', l.note, 'files', l.files) order by l.seq)
    from alliances.task_action l where l.province = t.province and l.task_id = t.id), '[]') as actions,
  coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'bytes', f.bytes, 'state', f.state)) from alliances.evidence_of(t.id) f), '[]') as evidence
  from alliances.task t join alliances.resolution r on r.province = t.province and r.id = t.resolution_id
    join alliances.member m on m.province = t.province and m.id = t.member_id`;
const RESOLUTION = sql`r.province, r.id, r.alliance_id, r.number, r.title, r.words, to_char(r.adopted_on, 'YYYY-MM-DD') as adopted_on, r.published,
  i.meeting_id as meeting, c.title as meeting_title
  from alliances.resolution r join alliances.item i on i.province = r.province and i.id = r.item_id
    join alliances.meeting c on c.province = i.province and c.id = i.meeting_id`;

export const stateOf = (row: Pick<TaskRow, "actions">): TaskState => taskProcedure.stateOf(row.actions);
const taskEtag = (row: TaskRow): string => etagOf(row.id, row.actions.length);
const resolutionEtag = (row: ResolutionRow): string => etagOf(row.id, row.published);

/** @throws NotFound */
export async function requireTask(ctx: Context, id: string): Promise<TaskRow> {
  const { rows } = await sql<TaskRow>`select ${TASK} where t.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "任务", en: "task" });
  return rows[0];
}

/** @throws NotFound, also for a published one of an alliance that is not the actor's: its tasks are the members' */
async function requireResolution(ctx: Context, id: string): Promise<ResolutionRow> {
  const { rows } = await sql<ResolutionRow>`select ${RESOLUTION} where r.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "决议", en: "resolution" });
  return rows[0];
}

/** How many days past its day; 0 where it is done or still has time. */
export function daysOver(ctx: Pick<Context, "now">, due: string, state: TaskState): number {
  if (state === "done" || state === "dropped") return 0;
  return Math.max(0, Math.round((Date.parse(dayInChina(ctx.now)) - Date.parse(due)) / DAY));
}

function showTask(ctx: Context, row: TaskRow): z.infer<typeof s.task> {
  const state = stateOf(row);
  const { role, organisation } = ctx.actor;
  const rights: string[] = [];
  if (access.reach(role, "keep") !== undefined && organisation === row.alliance_id) rights.push("keep");
  if (access.reach(role, "sit") !== undefined && organisation !== null && organisation === row.organisation) rights.push("sit");
  const over = daysOver(ctx, row.due, state);
  return {
    id: row.id,
    resolution: row.resolution_id,
    resolutionNumber: row.number,
    title: row.title,
    member: row.member_id,
    memberName: row.member_name,
    due: row.due,
    state,
    stateName: taskProcedure.states[state],
    overdue: over > 0,
    daysOver: over,
    actions: taskProcedure.open(state, rights),
    history: row.actions.map(({ action, by, at, note, files }) => ({ words: taskProcedure.steps[action].words, by, at: new Date(at).toISOString(), note, files: row.evidence.filter(({ id }) => files.includes(id)) })),
    etag: taskEtag(row),
  };
} // prettier-ignore

/** Resolutions of an alliance with their tasks, the newest first; what is overdue is for every member to see. */
export async function resolutionsOf(ctx: Context, id: string): Promise<z.infer<typeof s.resolutions>> {
  const alliance = await requireAlliance(ctx, id);
  const { keeps, subject } = standing(ctx, alliance, await membersOf(ctx, id));
  access.authorize(ctx.actor, "read", subject);
  const found = await sql<ResolutionRow>`select ${RESOLUTION} where r.alliance_id = ${id} order by r.adopted_on desc, r.id desc limit ${MOST}`.execute(ctx.tx);
  const tasks = (await sql<TaskRow>`select ${TASK} where t.alliance_id = ${id} order by t.due, t.id`.execute(ctx.tx)).rows.map((row) => showTask(ctx, row));
  const count = (fits: (task: z.infer<typeof s.task>) => boolean): number => tasks.filter(fits).length;
  return {
    alliance: id,
    allianceName: alliance.name,
    mayKeep: keeps,
    open: count(({ state }) => state === "assigned" || state === "reported"),
    overdue: count(({ overdue }) => overdue),
    done: count(({ state }) => state === "done"),
    items: found.rows.map((row) => ({
      id: row.id,
      number: row.number,
      title: row.title,
      words: row.words,
      adoptedOn: row.adopted_on,
      meeting: row.meeting,
      meetingTitle: row.meeting_title,
      published: row.published,
      tasks: tasks.filter(({ resolution }) => resolution === row.id),
      etag: resolutionEtag(row),
    })),
    next: null,
  };
} // prettier-ignore

/** Makes a task of a resolution, for one member, with its day. @throws NotFound; BadInput for who is no member or a day gone by */
export async function assignTask(ctx: Context, resolution: string, input: z.infer<typeof s.newTask>): Promise<z.infer<typeof s.task>> {
  const row = await requireResolution(ctx, resolution);
  access.authorize(ctx.actor, "keep", { organisation: row.alliance_id });
  const member = await requireMember(ctx, input.member);
  if (member.alliance_id !== row.alliance_id || !isActive(member))
    throw new BadInput([{ part: "body", field: "member", value: input.member, reason: "不是在册成员 / not a member in force" }]);
  if (input.due < dayInChina(ctx.now)) throw new BadInput([{ part: "body", field: "due", value: input.due, reason: "期限已经过去 / that day has gone by" }]);
  const id = uuidv7();
  await sql`insert into alliances.task (province, id, alliance_id, resolution_id, title, member_id, organisation, due, created_at)
    values (${row.province}, ${id}, ${row.alliance_id}, ${row.id}, ${input.title}, ${member.id}, ${member.organisation}, ${input.due}, ${ctx.now})`.execute(ctx.tx);
  await recordAction(ctx, TASK_LOG, { province: row.province, id }, 1, "assign", { note: "" });
  await ctx.audit("alliance-task.assign", `alliance-task:${id}`, null, { resolution: row.number, member: member.id, due: input.due });
  return told(ctx, await requireAlliance(ctx, row.alliance_id), id);
} // prettier-ignore

export type LaterTaskStep = Exclude<TaskStep, "assign">;

/**
 * Reports a task with what proves it, confirms, returns or drops it.
 * @throws NotFound for another's; Conflict if it may not follow; BadInput where the evidence or the reason is missing;
 * VersionChanged (If-Match)
 */
export async function actOnTask(ctx: Context, request: FastifyRequest, id: string, step: LaterTaskStep, given: z.infer<typeof s.taskAct>): Promise<z.infer<typeof s.task>> {
  const row = await requireTask(ctx, id);
  const right = taskProcedure.steps[step].right as "keep" | "sit";
  access.authorize(ctx.actor, right, { organisation: right === "keep" ? row.alliance_id : row.organisation });
  requireMatch(request, taskEtag(row));
  await takeTaskStep(ctx, row, step, given);
  return told(ctx, await requireAlliance(ctx, row.alliance_id), id);
} // prettier-ignore

async function takeTaskStep(ctx: Context, row: TaskRow, step: LaterTaskStep, given: z.infer<typeof s.taskAct>): Promise<void> {
  const state = stateOf(row);
  taskProcedure.require(state, step, undefined, given);
  const files = [...new Set(given.files ?? [])];
  if (files.length > 0 && step !== "report") throw new BadInput([{ part: "body", field: "files", reason: "只有报告可以附文件 / only a report bears files" }]);
  await recordAction(ctx, TASK_LOG, row, row.actions.at(-1)!.seq + 1, step, { note: given.note?.trim() ?? "", files });
  await keepEvidence(ctx, row, files);
  await ctx.audit(`alliance-task.${step}`, `alliance-task:${row.id}`, { state }, { state: taskProcedure.steps[step].to, ...(files.length > 0 ? { files } : {}) });
} // prettier-ignore

/** A file of evidence, for whoever reads what is between the members. @throws NotFound; Conflict while it is not scanned */
export async function taskFile(ctx: Context, id: string, file: string): Promise<FileRow> {
  const row = await requireTask(ctx, id);
  const alliance = await requireAlliance(ctx, row.alliance_id);
  access.authorize(ctx.actor, "read", standing(ctx, alliance, await membersOf(ctx, alliance.id)).subject);
  return evidenceOf(ctx, id, file);
}

async function told(ctx: Context, alliance: AllianceRow, id: string): Promise<z.infer<typeof s.task>> {
  const row = await requireTask(ctx, id);
  await tellOfTask(ctx, alliance, row, taskProcedure.states[stateOf(row)]);
  return showTask(ctx, row);
}

/** Publishes a resolution, or takes it back from the public. @throws VersionChanged (If-Match) */
export async function publishResolution(ctx: Context, request: FastifyRequest, id: string, { published }: z.infer<typeof s.publish>): Promise<{ id: string; published: boolean }> {
  const row = await requireResolution(ctx, id);
  access.authorize(ctx.actor, "keep", { organisation: row.alliance_id });
  requireMatch(request, resolutionEtag(row));
  await sql`update alliances.resolution set published = ${published} where id = ${id}`.execute(ctx.tx);
  await ctx.audit("resolution.publish", `resolution:${id}`, { published: row.published }, { published });
  return { id, published };
} // prettier-ignore
