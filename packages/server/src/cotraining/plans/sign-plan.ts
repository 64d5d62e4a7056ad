import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import { Conflict, recordAction, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { signatureHash, verdictOf, wholeSecond, type Signature } from "../agreements/contract-text.ts";
import type { verdict } from "../agreements/schemas.ts";
import {
  requirePlan,
  stateOf,
  versionsOf,
  versionState,
  type PlanRow,
  type PlanVersionRow,
} from "./plans.sql.ts";
import { showPlan, subjectOf } from "./present.ts";
import { PLAN_LOG, planProcedure } from "./procedure.ts";
import type * as s from "./schemas.ts";
import { SIGNED, tellOfPlan } from "./told.ts";
import { holdOwn, type ShownPlan } from "./write-plan.ts"; // prettier-ignore

/**
 * Signs the text that lies open for one's own organisation; with the last signature it is in force.
 * @param sha256 of the text that the signer has read: another text is not signed
 * @throws Conflict where nothing lies open, the organisation has signed, or the text is another; VersionChanged (If-Match)
 */
export async function signPlan(ctx: Context, request: FastifyRequest, id: string, { sha256 }: z.infer<typeof s.sign>): ShownPlan {
  const { row, current } = await holdOwn(ctx, request, id);
  const { organisation } = ctx.actor;
  if (versionState(current) !== "proposed") throw new Conflict({ zh: "没有待会签的文本。", en: "No text lies open to be signed." });
  if (current.signatures.some((one) => one.organisation === organisation)) throw new Conflict({ zh: "本单位已经会签。", en: "Your organisation has signed already." });
  if (current.sha256 !== sha256) throw new Conflict({ zh: "您读到的文本不是待会签的文本，请刷新后重读。", en: "The text that you have read is not the one to be signed; reload and read it." });
  await insertSignature(ctx, row, current);
  await ctx.audit("training-plan.sign", `training-plan:${id}`, null, { no: current.no, sha256 });
  const last = current.signatures.length + 1 === current.parties.length;
  if (last) {
    planProcedure.require(stateOf(row), "in-force", { findings: [], open: 0, signed: false }, {});
    await recordAction(ctx, PLAN_LOG, row, row.actions.at(-1)!.seq + 1, "in-force", { note: `第${current.no}版` });
  }
  const now = await requirePlan(ctx, id);
  await tellOfPlan(ctx, now, "", last ? undefined : SIGNED);
  return showPlan(ctx, now);
} // prettier-ignore

async function insertSignature(ctx: Context, row: PlanRow, version: PlanVersionRow): Promise<void> {
  const { organisation, name, userId } = ctx.actor;
  const party = organisation === row.school ? "school" : "enterprise";
  const signature: Signature = {
    agreement: row.id,
    no: version.no,
    sha256: version.sha256,
    party,
    ofName: party === "school" ? row.school_name : version.document.partners.find((one) => one.organisation === organisation)!.name,
    signer: name,
    at: wholeSecond(ctx.now),
    previous: version.signatures.at(-1)?.hash ?? version.sha256,
  };
  await sql`insert into cotraining.training_plan_signature (province, plan_id, no, seq, organisation, party, signer, of_name, by_user, at, sha256, previous, hash)
    values (${row.province}, ${row.id}, ${version.no}, ${version.signatures.length + 1}, ${organisation}, ${party}, ${name}, ${signature.ofName}, ${userId},
      ${signature.at}, ${signature.sha256}, ${signature.previous}, ${signatureHash(signature)})`.execute(ctx.tx);
} // prettier-ignore

/** Whether the versions of a plan and their signatures are as they were signed. */
export async function verifyPlan(ctx: Context, id: string): Promise<z.infer<typeof verdict>> {
  const row = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "readPlan", subjectOf(ctx, row));
  return verdictOf(row.id, await versionsOf(ctx, row));
} // prettier-ignore
