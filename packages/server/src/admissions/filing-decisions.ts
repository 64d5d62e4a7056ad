import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import {
  BadInput,
  Conflict,
  dayInChina,
  recordAction,
  requireMatch,
  type Context,
} from "../platform/index.ts";
import { access } from "./access.ts";
import { presentFiling, filingEtag, type FilingRecord } from "./filing-present.ts";
import { filingProcedure, type FilingFacts, type FilingStep } from "./filing-state.ts";
import { tellOfFiling } from "./filing-told.ts";
import * as filings from "./filings.sql.ts";
import { isClean, requireFiling, stateOf } from "./run-filing.ts"; // prettier-ignore

export type FilingDecision = Exclude<FilingStep, "run">;

/** The days of public notice of a run: the day of the announcement does not count. null = not announced */
export function noticeOf(filing: filings.FilingRow): { from: string; until: string } | null {
  const payload = filing.actions.findLast(({ action }) => action === "announce")?.payload;
  return payload ? { from: String(payload["from"]), until: String(payload["until"]) } : null;
}

export const factsOf = (ctx: Context, filing: filings.FilingRow): FilingFacts => ({
  done: filing.state === "done",
  verified: filing.verified !== null && isClean(filing.verified),
  ranBy: filing.created_by,
  actor: ctx.actor.userId,
  until: noticeOf(filing)?.until ?? null,
  today: dayInChina(ctx.now),
  unanswered: filing.unanswered,
  upheld: filing.upheld,
});

/**
 * Takes a run one step on: checked by a second person, announced for its days of notice, confirmed, withdrawn with reasons.
 * Confirming writes one admission for each person.
 * @throws Conflict if the step may not follow, a guard says why not yet, or somebody has a place in the same year already;
 * VersionChanged (If-Match)
 */
export async function decideFiling(
  ctx: Context,
  request: FastifyRequest,
  input: { id: string; step: FilingDecision; note: string; days?: number | undefined },
): Promise<FilingRecord> {
  const seen = await requireFiling(ctx, input.id);
  access.authorize(ctx.actor, "release", { region: seen.province });
  requireMatch(request, filingEtag(seen));
  await filings.lockFiling(ctx, input.id);
  const filing = await requireFiling(ctx, input.id);
  requireMatch(request, filingEtag(filing));
  await advanceFiling(ctx, filing, input);
  return presentFiling(ctx, await requireFiling(ctx, filing.id));
}

/**
 * The step itself, for who holds the run and has made sure of the right.
 * @throws Conflict if the step may not follow, a guard says why not yet, or somebody has a place in the same year already
 */
export async function advanceFiling(
  ctx: Context,
  filing: filings.FilingRow,
  input: { step: FilingDecision; note: string; days?: number | undefined },
): Promise<void> {
  filingProcedure.require(stateOf(filing), input.step, factsOf(ctx, filing), { note: input.note });
  const payload = input.step === "announce" ? noticeDays(ctx, filing, input.days) : {};
  const admitted = input.step === "confirm" ? await admit(ctx, filing) : undefined;
  await recordAction(ctx, filings.FILING_LOG, filing, filing.actions.length + 1, input.step, {
    note: input.note,
    payload: JSON.stringify(payload),
  });
  await ctx.audit(
    `filing.${input.step}`,
    `filing:${filing.id}`,
    { state: stateOf(filing) },
    { step: input.step, ...payload, ...(admitted === undefined ? {} : { admitted }) },
    input.note || undefined,
  );
  await tellOfFiling(ctx, filing, input.step);
}

/** @throws BadInput for fewer days than the season says */
function noticeDays(ctx: Context, filing: filings.FilingRow, days = filing.notice_days) {
  if (days < filing.notice_days)
    throw new BadInput([{ part: "body", field: "days", value: days, reason: `公示不少于 ${filing.notice_days} 天 / at least ${filing.notice_days} days of notice` }]);
  const from = dayInChina(ctx.now);
  return { from, until: dayInChina(new Date(ctx.now.getTime() + days * 86_400_000)) };
} // prettier-ignore

const UNIQUE = "23505";

/** Writes the admissions of the run's own batch and round. @throws Conflict naming who has a place already, and where */
async function admit(ctx: Context, filing: filings.FilingRow): Promise<number> {
  const mine = sql`from admissions.outcome o join admissions.candidate c on c.province = o.province and c.id = o.candidate_id
    where o.province = ${filing.province} and o.filing_id = ${filing.id} and o.round = ${filing.round}
      and exists (select from admissions.unit u where u.province = o.province and u.season_id = ${filing.season_id} and u.unit_id = o.unit_id and u.batch = ${filing.batch})`;
  const { rows: twice } = await sql<{ number: string; season: string }>`select c.number, s.name as season from admissions.admission a
    join admissions.season s on s.province = a.province and s.id = a.season_id
    join admissions.candidate c on c.province = a.province and c.person = a.person and c.season_id = ${filing.season_id}
    where a.province = ${filing.province} and a.year = ${filing.year} and c.id in (select o.candidate_id ${mine}) order by c.number limit 6`.execute(ctx.tx);
  if (twice.length > 0) throw twiceAdmitted(filing, twice);
  try {
    const { numAffectedRows } = await sql`insert into admissions.admission (province, year, person, season_id, filing_id, candidate_id, unit_id, quota, admitted_at)
      select o.province, ${filing.year}, c.person, ${filing.season_id}, o.filing_id, o.candidate_id, o.unit_id, o.quota, ${ctx.now} ${mine}`.execute(ctx.tx);
    return Number(numAffectedRows ?? 0n);
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE) throw error;
    throw twiceAdmitted(filing, []);
  }
} // prettier-ignore

function twiceAdmitted(filing: filings.FilingRow, twice: readonly { number: string; season: string }[]): Conflict {
  const list = twice.slice(0, 5).map(({ number, season }) => `${number}（${season}）`).join("、");
  return new Conflict({
    zh: `有考生在 ${filing.year} 年已被录取，每人每年只能录取一次：${list || "刚刚被另一招生季录取的考生"}。请作废本次投档后重新投档，其志愿将不再参加。`,
    en: `One admission for one person in ${filing.year}: ${list || "somebody was admitted in another season a moment ago"}. Withdraw this run and run again; their preferences will be left out.`,
  });
} // prettier-ignore
