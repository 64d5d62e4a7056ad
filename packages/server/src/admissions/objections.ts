import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { maskName, maskPhone } from "@tixi/engines/identifiers";
import { Conflict, dayInChina, Forbidden, NotFound, type Context } from "../platform/index.ts";
import { access } from "./access.ts";
import { noticeOf } from "./filing-decisions.ts";
import type * as s from "./filing-schemas.ts";
import { tellOfFilingObjection } from "./filing-told.ts";
import { lockFiling } from "./filings.sql.ts";
import { requireFiling, stateOf } from "./run-filing.ts";

const OBJECTION = { zh: "异议", en: "objection" };

/**
 * Anybody objects to a result while its public notice runs; a candidate also to his own. Name and telephone are sealed, seen by
 * nobody but the office. Returns the number by which the answer can be read.
 * @throws Conflict outside the days of the notice; Forbidden for another's result as one's own
 */
export async function objectToResult(ctx: Context, id: string, input: z.infer<typeof s.newObjection>): Promise<z.infer<typeof s.received>> {
  const filing = await requireFiling(ctx, id);
  const notice = noticeOf(filing);
  const today = dayInChina(ctx.now);
  if (stateOf(filing) !== "announced" || !notice || today > notice.until)
    throw new Conflict({
      zh: notice ? `公示期为 ${notice.from} 至 ${notice.until}，现已不再接收异议。` : "该结果没有在公示。",
      en: notice ? `The notice runs from ${notice.from} to ${notice.until}; objections are not taken any more.` : "This result is not on public notice.",
    });
  const candidate = input.own ? await ownCandidate(ctx, filing.season_id) : null;
  const objection = uuidv7();
  await sql`insert into admissions.objection (province, id, filing_id, candidate_id, content, name_sealed, phone_sealed, created_at)
    values (${filing.province}, ${objection}, ${filing.id}, ${candidate}, ${input.content},
      ${ctx.vault.seal("admissions.objection.name", input.name)}, ${ctx.vault.seal("admissions.objection.phone", input.phone)}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("filing-objection.make", `filing:${filing.id}`, null, { objection });
  await tellOfFilingObjection(ctx, filing);
  return { id: objection };
} // prettier-ignore

async function ownCandidate(ctx: Context, season: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from admissions.candidate where season_id = ${season} and person = ${ctx.actor.personId}::uuid`.execute(ctx.tx); // prettier-ignore
  if (!rows[0] || ctx.actor.role !== "student")
    throw new Forbidden({ zh: "您不是该招生季的考生。", en: "You are no candidate of this season." });
  return rows[0].id;
}

/** The answer, for whoever has the number of the objection. @throws NotFound */
export async function objectionByNumber(ctx: Context, id: string): Promise<z.infer<typeof s.objectionState>> {
  const { rows } = await sql<{ created_at: Date; upheld: boolean | null; answer: string | null; answered_at: Date | null }>`
    select * from admissions.answer_to(${id})`.execute(ctx.tx);
  const [row] = rows;
  if (!row) throw new NotFound(OBJECTION);
  return { id, createdAt: row.created_at.toISOString(), upheld: row.upheld, answer: row.answer, answeredAt: row.answered_at?.toISOString() ?? null };
} // prettier-ignore

interface ObjectionRow {
  id: string;
  content: string;
  candidate: string | null;
  name_sealed: Buffer | null;
  phone_sealed: Buffer | null;
  created_at: Date;
  upheld: boolean | null;
  answer: string | null;
  answered_by_name: string | null;
  answered_at: Date | null;
}

/** All objections to a run, those that wait first; contacts are masked until a reason is given for them. */
export async function objectionsTo(ctx: Context, id: string): Promise<z.infer<typeof s.objectionPage>> {
  const filing = await requireFiling(ctx, id);
  access.authorize(ctx.actor, "answerObjection", { region: filing.province });
  const { rows } = await sql<ObjectionRow>`select o.id, o.content, c.number as candidate, o.name_sealed, o.phone_sealed, o.created_at, o.upheld, o.answer, o.answered_by_name, o.answered_at
    from admissions.objection o left join admissions.candidate c on c.province = o.province and c.id = o.candidate_id
    where o.province = ${filing.province} and o.filing_id = ${id} order by o.upheld is not null, o.id limit 1000`.execute(ctx.tx);
  const masked = (place: string, sealed: Buffer | null, mask: (text: string) => string): string =>
    sealed === null ? "" : mask(ctx.vault.open(place, sealed));
  return {
    items: rows.map((row) => ({
      id: row.id,
      content: row.content,
      candidate: row.candidate,
      name: masked("admissions.objection.name", row.name_sealed, maskName),
      phone: masked("admissions.objection.phone", row.phone_sealed, maskPhone),
      createdAt: row.created_at.toISOString(),
      upheld: row.upheld,
      answer: row.answer,
      answeredBy: row.answered_by_name,
      answeredAt: row.answered_at?.toISOString() ?? null,
    })),
    next: null,
  };
} // prettier-ignore

/** Decides on an objection, once, with its reasons. One that is upheld keeps the result from being confirmed. @throws Conflict; NotFound */
export async function answerFilingObjection(ctx: Context, id: string, input: z.infer<typeof s.answer>): Promise<z.infer<typeof s.objectionState>> {
  const { rows } = await sql<{ filing_id: string }>`select filing_id from admissions.answer_to(${id})`.execute(ctx.tx);
  const [row] = rows;
  if (!row) throw new NotFound(OBJECTION);
  access.authorize(ctx.actor, "answerObjection", { region: (await requireFiling(ctx, row.filing_id)).province });
  await lockFiling(ctx, row.filing_id);
  const { numAffectedRows } = await sql`update admissions.objection set upheld = ${input.upheld}, answer = ${input.answer},
    answered_by_name = ${ctx.actor.name}, answered_at = ${ctx.now} where id = ${id} and upheld is null`.execute(ctx.tx);
  if (numAffectedRows !== 1n) throw new Conflict({ zh: "这件异议已经答复过。", en: "This objection has been answered already." });
  await ctx.audit("filing-objection.answer", `filing:${row.filing_id}`, null, { objection: id, upheld: input.upheld }, input.answer);
  return objectionByNumber(ctx, id);
} // prettier-ignore
