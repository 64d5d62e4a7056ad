import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import { Conflict, Forbidden, recordAction, requireMatch, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import {
  agreementEtag,
  holdAgreement,
  requireAgreement,
  traineesOf,
  versionsOf,
  type AgreementRow,
  type VersionRow,
} from "./agreements.sql.ts";
import { signatureHash, verdictOf, wholeSecond, type Signature } from "./contract-text.ts";
import { showAgreement } from "./present.ts";
import { AGREEMENT_LOG, agreementProcedure } from "./procedure.ts";
import type * as s from "./schemas.ts";
import { currentVersion, partiesOf, partyOf, stateOf, subjectOf, versionState } from "./standing.ts";
import { SIGNED, tellOfAgreement } from "./told.ts"; // prettier-ignore

/**
 * Signs the text that lies open, for one's own side; with the last signature it comes into force.
 * @param sha256 of the text that the signer has read: another text is not signed
 * @throws Conflict where nothing lies open, the side has signed already, or the text is another one; Forbidden for who is no party;
 * VersionChanged (If-Match)
 */
export async function signAgreement(ctx: Context, request: FastifyRequest, id: string, { sha256 }: z.infer<typeof s.sign>): Promise<z.infer<typeof s.agreement>> {
  await holdAgreement(ctx, id);
  const row = await requireAgreement(ctx, id);
  const trainees = await traineesOf(ctx, row);
  access.authorize(ctx.actor, "readAgreement", subjectOf(ctx, row, trainees));
  access.authorize(ctx.actor, "signAgreement", subjectOf(ctx, row, trainees));
  const versions = await versionsOf(ctx, row);
  requireMatch(request, agreementEtag(row, versions));
  const party = partyOf(ctx, row, trainees);
  if (party === null) throw new Forbidden({ zh: "不是协议的一方。", en: "No party of this agreement." });
  const version = currentVersion(row, versions);
  if (versionState(row, version) !== "proposed") throw new Conflict({ zh: "没有待签署的文本。", en: "No text lies open to be signed." });
  if (version.signatures.some((one) => one.party === party)) throw new Conflict({ zh: "本方已经签署。", en: "This side has signed already." });
  if (version.sha256 !== sha256) throw new Conflict({ zh: "您读到的文本不是待签署的文本，请刷新后重读。", en: "The text that you have read is not the one to be signed; reload and read it." });
  await insertSignature(ctx, row, version, party);
  await ctx.audit("training-agreement.sign", `training-agreement:${id}`, null, { no: version.no, party, sha256 });
  const last = version.signatures.length + 1 === partiesOf(row).length;
  if (last) await comeIntoForce(ctx, row, version);
  const now = await requireAgreement(ctx, id);
  await tellOfAgreement(ctx, now, "", last ? undefined : SIGNED, trainees);
  return showAgreement(ctx, now);
} // prettier-ignore

async function insertSignature(ctx: Context, row: AgreementRow, version: VersionRow, party: Signature["party"]): Promise<void> {
  const signature: Signature = {
    agreement: row.id,
    no: version.no,
    sha256: version.sha256,
    party,
    ofName: party === "school" ? row.school_name : party === "enterprise" ? row.enterprise_name : ctx.actor.name,
    signer: ctx.actor.name,
    at: wholeSecond(ctx.now),
    previous: version.signatures.at(-1)?.hash ?? version.sha256,
  };
  await sql`insert into cotraining.agreement_signature (province, agreement_id, no, seq, party, signer, of_name, by_user, at, sha256, previous, hash)
    values (${row.province}, ${row.id}, ${version.no}, ${version.signatures.length + 1}, ${party}, ${signature.signer}, ${signature.ofName}, ${ctx.actor.userId},
      ${signature.at}, ${signature.sha256}, ${signature.previous}, ${signatureHash(signature)})`.execute(ctx.tx);
} // prettier-ignore

/** The figures of what is now in force become those of the agreement, where its parties keep it; a placement learns who has signed. */
async function comeIntoForce(ctx: Context, row: AgreementRow, version: VersionRow): Promise<void> {
  agreementProcedure.require(stateOf(row), "in-force", { findings: [], trainees: 0, placement: false }, {});
  await recordAction(ctx, AGREEMENT_LOG, row, row.actions.at(-1)!.seq + 1, "in-force", { note: `第${version.no}版` });
  await sql`select cotraining.take_over_version(${row.province}, ${row.id}, ${version.no})`.execute(ctx.tx);
  await sql`select cotraining.settle_signatures(${row.province}, ${row.id})`.execute(ctx.tx);
} // prettier-ignore

/** Whether the versions of an agreement and their signatures are as they were signed. */
export async function verifySignatures(ctx: Context, id: string): Promise<z.infer<typeof s.verdict>> {
  const row = await requireAgreement(ctx, id);
  access.authorize(ctx.actor, "readAgreement", subjectOf(ctx, row, await traineesOf(ctx, row)));
  return verdictOf(row.id, await versionsOf(ctx, row));
} // prettier-ignore
