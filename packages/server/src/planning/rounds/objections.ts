import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { BadInput, Conflict, dayInChina, NotFound, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { requireNotice } from "./announce.ts";
import { holdApplication, listApplications } from "./applications.sql.ts";
import { objectionsOf } from "./present.ts";
import type * as s from "./schemas.ts";
import { tellOfObjection } from "./told.ts";

const OBJECTION = { zh: "异议", en: "objection" };

/**
 * Anybody objects to an application while its public notice runs. Name and telephone are sealed, seen by nobody but the
 * office. Returns the number by which the answer can be read.
 * @throws Conflict outside the days of the notice; BadInput for an application that is not in it
 */
export async function object(ctx: Context, noticeId: string, input: z.infer<typeof s.newObjection>): Promise<z.infer<typeof s.received>> {
  const notice = await requireNotice(ctx, noticeId);
  const today = dayInChina(ctx.now);
  if (today < notice.from_day || today > notice.until_day)
    throw new Conflict({ zh: `公示期为 ${notice.from_day} 至 ${notice.until_day}，现已不再接收异议。`, en: `The notice runs from ${notice.from_day} to ${notice.until_day}; objections are not taken any more.` });
  if (!notice.items.some(({ application }) => application === input.application))
    throw new BadInput([{ part: "body", field: "application", value: input.application, reason: "不在这次公示中 / not in this notice" }]);
  await holdApplication(ctx, input.application);
  const id = uuidv7();
  await sql`insert into planning.objection (province, id, notice_id, application_id, content, name_sealed, phone_sealed, created_at)
    values (${notice.province}, ${id}, ${notice.id}, ${input.application}, ${input.content},
      ${ctx.vault.seal("planning.objection.name", input.name)}, ${ctx.vault.seal("planning.objection.phone", input.phone)}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("objection.make", `application:${input.application}`, null, { objection: id, notice: notice.id });
  await tellOfObjection(ctx, { province: notice.province, round: notice.round_id, title: notice.title });
  return { id };
} // prettier-ignore

/** The answer, for whoever has the number of the objection. @throws NotFound */
export async function objectionState(ctx: Context, id: string): Promise<z.infer<typeof s.objectionState>> {
  const { rows } = await sql<{ created_at: Date; upheld: boolean | null; answer: string | null; answered_at: Date | null }>`
    select * from planning.answer_to(${id})`.execute(ctx.tx);
  const row = rows[0];
  if (!row) throw new NotFound(OBJECTION);
  return { id, createdAt: row.created_at.toISOString(), upheld: row.upheld, answer: row.answer, answeredAt: row.answered_at?.toISOString() ?? null };
} // prettier-ignore

/** All objections of a round with what they are about, those that wait first. */
export async function listObjections(ctx: Context, round: string) {
  const { rows } = await sql<{ id: string; province: string }>`select distinct o.application_id as id, n.province from planning.objection o
    join planning.public_notice n on n.province = o.province and n.id = o.notice_id where n.round_id = ${round}`.execute(ctx.tx);
  access.authorize(ctx.actor, "answerObjection", { region: rows[0]?.province ?? ctx.actor.region });
  const ids = rows.map(({ id }) => id);
  const names = new Map((await listApplications(ctx, { ids }, null, 1000)).map((row) => [row.id, row]));
  const items = (await objectionsOf(ctx, ids)).map((one) => {
    const row = names.get(one.application)!;
    return { ...one, school: row.school_name, programme: row.programme_name };
  });
  return { items: items.sort((a, b) => Number(a.upheld !== null) - Number(b.upheld !== null) || (a.id < b.id ? -1 : 1)), next: null };
} // prettier-ignore

/** Decides on an objection, once, with its reasons; the objector reads them by his number. @throws Conflict; NotFound */
export async function answerObjection(ctx: Context, id: string, input: z.infer<typeof s.answer>): Promise<z.infer<typeof s.objectionState>> {
  const { rows } = await sql<{ province: string; application_id: string }>`select province, application_id from planning.objection where id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound(OBJECTION);
  access.authorize(ctx.actor, "answerObjection", { region: rows[0].province });
  await holdApplication(ctx, rows[0].application_id);
  const { numAffectedRows } = await sql`update planning.objection set upheld = ${input.upheld}, answer = ${input.answer},
    answered_by_name = ${ctx.actor.name}, answered_at = ${ctx.now} where id = ${id} and upheld is null`.execute(ctx.tx);
  if (numAffectedRows !== 1n) throw new Conflict({ zh: "这件异议已经答复过。", en: "This objection has been answered already." });
  await ctx.audit("objection.answer", `application:${rows[0].application_id}`, null, { objection: id, upheld: input.upheld }, input.answer);
  return objectionState(ctx, id);
} // prettier-ignore
