import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  dayInChina,
  etagOf,
  NotFound,
  requireMatch,
  type Context,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { requirePlacement, type PlacementRow } from "./log.sql.ts";
import type * as s from "./schemas.ts";
import { tellOfPay } from "./told.ts"; // prettier-ignore

type Pay = z.infer<typeof s.record>["pay"][number];
interface Row {
  id: string;
  province: string;
  placement_id: string;
  month: string;
  amount: string;
  paid_on: string;
  own_account: boolean;
  proof: string;
  faults: string[];
  answer: Pay["answer"];
  answer_note: string;
  by_name: string;
  revision: number;
}
const PAY = sql`x.id, x.province, x.placement_id, to_char(x.month, 'YYYY-MM') as month, x.amount::text, to_char(x.paid_on, 'YYYY-MM-DD') as paid_on, x.own_account, x.proof, x.faults,
  x.answer, x.answer_note, x.by_name, x.revision from cotraining.pay_proof x`;

/** Proofs of pay of a placement, the newest month first. */
export async function payOf(ctx: Context, placement: string): Promise<Pay[]> {
  const { rows } = await sql<Row>`select ${PAY} where x.placement_id = ${placement} order by x.month desc, x.id desc`.execute(ctx.tx); // prettier-ignore
  return rows.map((row) => ({
    id: row.id,
    month: row.month,
    amount: Number(row.amount),
    paidOn: row.paid_on,
    ownAccount: row.own_account,
    proof: row.proof,
    faults: row.faults,
    answer: row.answer,
    answerNote: row.answer_note,
    by: row.by_name,
    etag: etagOf(row.id, row.revision),
  }));
}

/**
 * What is wrong with a payment: less than agreed; less than 80 % of the pay of the same post, or than its lowest grade (INT-11);
 * not to the student's own account. Whole months only: the first and the last may be parts.
 */
export function faultsOf(row: Pick<PlacementRow, "pay" | "like_pay" | "lowest_pay" | "from_on" | "to_on">, given: { month: string; amount: number; ownAccount: boolean }): string[] {
  const faults: string[] = [];
  const first = `${given.month}-01`;
  const last = new Date(Date.UTC(Number(given.month.slice(0, 4)), Number(given.month.slice(5)), 0)).toISOString().slice(0, 10);
  if (row.from_on <= first && row.to_on >= last) {
    const paid = BigInt(given.amount);
    if (row.pay !== null && paid < BigInt(row.pay)) faults.push("below-agreed");
    if (row.like_pay !== null && paid * 10n < BigInt(row.like_pay) * 8n && (row.lowest_pay === null || paid < BigInt(row.lowest_pay))) faults.push("below-rule");
  }
  if (!given.ownAccount) faults.push("not-own-account");
  return faults;
} // prettier-ignore

/** Enters that a month was paid, with its proof. */
export async function provePay(ctx: Context, placement: string, given: z.infer<typeof s.payInput>): Promise<void> {
  const row = await requirePlacement(ctx, placement);
  access.authorize(ctx.actor, "keepPay", { organisation: row.enterprise });
  if (given.paidOn > dayInChina(ctx.now)) throw new BadInput([{ part: "body", field: "paidOn", reason: "发放日期还没有到 / that day has not come yet" }]);
  if (given.month < row.from_on.slice(0, 7) || given.month > row.to_on.slice(0, 7)) throw new BadInput([{ part: "body", field: "month", reason: "该月不在实习期内 / the placement does not run in that month" }]);
  const id = uuidv7();
  await sql`insert into cotraining.pay_proof (province, id, placement_id, month, amount, paid_on, own_account, proof, faults, by_user, by_name, at)
    values (${row.province}, ${id}, ${placement}, ${`${given.month}-01`}::date, ${given.amount}, ${given.paidOn}::date, ${given.ownAccount}, ${given.proof}, ${faultsOf(row, given)}, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await tellOfPay(ctx, row, given.month, false);
  await ctx.audit("cotraining.prove-pay", `placement:${placement}`, undefined, { pay: id, month: given.month, amount: given.amount });
} // prettier-ignore

/** The student confirms that it came, or says what is wrong; a dispute is an alert for the school. @returns its placement */
export async function answerPay(ctx: Context, request: FastifyRequest, id: string, given: z.infer<typeof s.payAnswer>): Promise<string> {
  const { rows } = await sql<Row>`select ${PAY} where x.id = ${id}`.execute(ctx.tx);
  const found = rows[0];
  if (!found) throw new NotFound({ zh: "报酬凭证", en: "proof of pay" });
  const row = await requirePlacement(ctx, found.placement_id);
  access.authorize(ctx.actor, "answerPay", { person: row.person });
  requireMatch(request, etagOf(found.id, found.revision));
  if (found.answer === "confirmed") throw new Conflict({ zh: "您已确认收到这笔报酬。", en: "You have confirmed this payment." });
  if (given.answer === "disputed" && given.note === "") throw new BadInput([{ part: "body", field: "note", reason: "请写明哪里不符 / say what is wrong" }]);
  await sql`update cotraining.pay_proof set answer = ${given.answer}, answer_note = ${given.note}, answered_at = ${ctx.now}, revision = revision + 1 where province = ${found.province} and id = ${id}`.execute(ctx.tx);
  if (given.answer === "disputed") await tellOfPay(ctx, row, found.month, true);
  await ctx.audit("cotraining.answer-pay", `placement:${row.id}`, { answer: found.answer }, { pay: id, answer: given.answer });
  return row.id;
} // prettier-ignore

/** Writes that somebody of the school was there. */
export async function enterVisit(ctx: Context, placement: string, given: z.infer<typeof s.visitInput>): Promise<void> {
  const row = await requirePlacement(ctx, placement);
  access.authorize(ctx.actor, "visit", { organisation: row.school, person: row.teacher });
  if (given.day > dayInChina(ctx.now)) throw new BadInput([{ part: "body", field: "day", reason: "巡访日期还没有到 / that day has not come yet" }]);
  const id = uuidv7();
  await sql`insert into cotraining.visit (province, id, placement_id, day, site, findings, follow_up, follow_by, by_user, by_name, at)
    values (${row.province}, ${id}, ${placement}, ${given.day}::date, ${given.place}, ${given.findings}, ${given.followUp}, ${given.followBy}::date, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("cotraining.visit", `placement:${placement}`, undefined, { visit: id, day: given.day });
} // prettier-ignore
