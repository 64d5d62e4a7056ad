import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import { BadInput, Conflict, Forbidden, requireMatch, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import {
  agreementEtag,
  appendAgreementAction,
  groundOf,
  holdAgreement,
  requireAgreement,
  sameAgreement,
  type AgreementRow,
} from "./agreements.sql.ts";
import { factsOf, mayTake, showAgreement, stateOf, subjectOf } from "./present.ts";
import { agreementProcedure, type AgreementEvidence, type AgreementStep } from "./procedure.ts";
import type * as s from "./schemas.ts";
import { tellOfAgreement } from "./told.ts"; // prettier-ignore

export type LaterStep = Exclude<AgreementStep, "propose">;

/**
 * Takes an agreement one step on.
 * @throws Forbidden where the step is the other party's; Conflict if it may not follow; BadInput where something is missing
 * or a rule forbids it; VersionChanged if somebody acted meanwhile (If-Match)
 */
export async function actOnAgreement(ctx: Context, request: FastifyRequest, id: string, step: LaterStep, given: z.infer<typeof s.act>): Promise<z.infer<typeof s.agreement>> {
  await holdAgreement(ctx, id);
  const row = await requireAgreement(ctx, id);
  const right = agreementProcedure.steps[step].right as "proposeAgreement" | "returnAgreement" | "recordAgreement";
  access.authorize(ctx.actor, right, subjectOf(ctx, row));
  requireMatch(request, agreementEtag(row));
  await takeAgreementStep(ctx, row, step, given);
  return showAgreement(ctx, await requireAgreement(ctx, id));
} // prettier-ignore

/** The step itself. The caller holds the agreement and has made sure of the right. */
export async function takeAgreementStep(
  ctx: Context,
  row: AgreementRow,
  step: LaterStep,
  given: AgreementEvidence,
): Promise<void> {
  const state = stateOf(row);
  agreementProcedure.requireState(state, step);
  if (!mayTake(ctx, row, step)) throw new Forbidden({ zh: "这一步由另一方办理。", en: "This step is for the other party." }); // prettier-ignore
  agreementProcedure.require(state, step, factsOf(row, await groundOf(ctx, row)), given);
  if (step === "record") {
    const same = await sameAgreement(ctx, row);
    if (same) throw new Conflict({ zh: "已有同样的协议，且招生届次重叠。", en: "The same agreement stands, for cohorts that overlap." }, { agreement: same }); // prettier-ignore
  }
  if (step === "end") await endWith(ctx, row, given.lastCohort!);
  const { note, ...payload } = given;
  await appendAgreementAction(ctx, row, step, { note, payload });
  const { to } = agreementProcedure.steps[step];
  await ctx.audit(`agreement.${step}`, `agreement:${row.id}`, { state }, { state: to }, note?.trim() || undefined); // prettier-ignore
  await tellOfAgreement(ctx, { ...row, last: step }, note ?? "");
}

/** The last cohort may not lie before one that has entered already. */
async function endWith(ctx: Context, row: AgreementRow, lastCohort: number): Promise<void> {
  const fault = (reason: string) => new BadInput([{ part: "body", field: "lastCohort", value: lastCohort, reason }]); // prettier-ignore
  if (lastCohort < row.first_cohort || (row.last_cohort !== null && lastCohort > row.last_cohort))
    throw fault("须在协议的届次之内 / it has to be one of the agreement's cohorts");
  const { rows } = await sql<{ newest: number | null }>`select max(cohort) as newest from pathways.cohort_year
    where province = ${row.province} and agreement_id = ${row.id}`.execute(ctx.tx);
  const newest = rows[0]!.newest;
  if (newest !== null && newest > lastCohort)
    throw fault(`${newest} 级已经入学 / the cohort of ${newest} has entered already`);
  await sql`update pathways.agreement set last_cohort = ${lastCohort}, revision = revision + 1
    where province = ${row.province} and id = ${row.id}`.execute(ctx.tx);
}
