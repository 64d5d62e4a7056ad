import type { Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import type { AgreementRow, TraineeRow, VersionRow } from "./agreements.sql.ts";
import { agreementProcedure, type AgreementState } from "./procedure.ts";

export type Party = "school" | "enterprise" | "student";
export type VersionState = "draft" | "proposed" | "signed" | "dropped";

export const stateOf = ({ actions }: Pick<AgreementRow, "actions">): AgreementState =>
  agreementProcedure.stateOf(actions);

/** Who has to sign an agreement of this kind. */
export const partiesOf = ({ kind }: Pick<AgreementRow, "kind">): Party[] =>
  kind === "placement" ? ["school", "enterprise", "student"] : ["school", "enterprise"];

export function versionState(row: Pick<AgreementRow, "kind">, version: VersionRow): VersionState {
  if (version.dropped) return "dropped";
  if (version.signatures.length === partiesOf(row).length) return "signed";
  return version.proposed ? "proposed" : "draft";
}

/** The version that is worked on; where none is, the one in force, else the last. */
export function currentVersion(row: AgreementRow, versions: readonly VersionRow[]): VersionRow {
  const open = versions.filter((one) => ["draft", "proposed"].includes(versionState(row, one)));
  const signed = versions.filter((one) => versionState(row, one) === "signed");
  return open.at(-1) ?? signed.at(-1) ?? versions.at(-1)!;
}

/** The subject that the access table looks at: the actor's own organisation where it is a party, he himself where he is of the cohort. */
export function subjectOf(ctx: Context, row: AgreementRow, trainees: readonly TraineeRow[]) {
  const { organisation, personId } = ctx.actor;
  const party = organisation !== null && [row.school, row.enterprise].includes(organisation);
  const own = personId !== null && stateOf(row) !== "draft" && trainees.some(({ person }) => person === personId);
  return { region: row.region, organisation: party ? organisation : row.school, person: own ? personId : null };
} // prettier-ignore

/** Which party the actor signs for; null = none. */
export function partyOf(ctx: Context, row: AgreementRow, trainees: readonly TraineeRow[]): Party | null {
  const { role, organisation, personId } = ctx.actor;
  if (role === "school-officer" && organisation === row.school) return "school";
  if (role === "enterprise-officer" && organisation === row.enterprise) return "enterprise";
  return role === "student" && row.kind === "placement" && trainees.some(({ person }) => person === personId) ? "student" : null;
} // prettier-ignore

export const keeps = (ctx: Context, row: AgreementRow): boolean =>
  access.reach(ctx.actor.role, "keepAgreement") !== undefined &&
  ctx.actor.organisation !== null &&
  [row.school, row.enterprise].includes(ctx.actor.organisation);

/** Whether the actor's side has still to sign the version that lies open. */
export function hasToSign(ctx: Context, row: AgreementRow, version: VersionRow, trainees: readonly TraineeRow[]): boolean {
  const party = partyOf(ctx, row, trainees);
  return party !== null && versionState(row, version) === "proposed" && !version.signatures.some((one) => one.party === party);
} // prettier-ignore
