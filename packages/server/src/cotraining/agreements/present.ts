import type { z } from "zod";
import { standards } from "@tixi/standards";
import type { Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import {
  agreementEtag,
  formOf,
  postsOf,
  traineesOf,
  versionsOf,
  type AgreementRow,
  type TraineeRow,
  type VersionRow,
} from "./agreements.sql.ts";
import { checkAgreement } from "./check.ts";
import { clausesOf } from "./clauses.ts";
import { KIND_NAMES } from "./kinds.ts";
import { agreementProcedure } from "./procedure.ts";
import type * as s from "./schemas.ts";
import { currentVersion, hasToSign, keeps, stateOf, subjectOf, versionState } from "./standing.ts"; // prettier-ignore

const iso = (at: string): string => new Date(at).toISOString();

export function lineOf(ctx: Context, row: AgreementRow, versions: readonly VersionRow[], trainees: readonly TraineeRow[]): z.infer<typeof s.line> {
  const state = stateOf(row);
  return {
    id: row.id,
    kind: row.kind,
    kindName: KIND_NAMES[row.kind],
    title: row.title,
    school: row.school,
    schoolName: row.school_name,
    enterprise: row.enterprise,
    enterpriseName: row.enterprise_name,
    programme: row.programme,
    programmeName: standards().findProgramme(row.programme)?.name ?? row.programme,
    cohortYear: row.cohort_year,
    people: row.people,
    fromOn: row.from_on,
    toOn: row.to_on,
    state,
    stateName: agreementProcedure.states[state],
    toSign: hasToSign(ctx, row, currentVersion(row, versions), trainees),
    sample: row.sample,
    createdAt: iso(row.created_at),
  };
} // prettier-ignore

export const showVersion = (row: AgreementRow, one: VersionRow): z.infer<typeof s.agreement>["versions"][number] => ({
  no: one.no,
  reason: one.reason,
  state: versionState(row, one),
  madeBy: one.made_by_name,
  madeAt: iso(one.made_at),
  sha256: one.sha256,
  fromOn: one.from_on,
  toOn: one.to_on,
  people: one.people,
  signatures: one.signatures.map(({ of_name, at, ...rest }) => ({ ...rest, ofName: of_name, at: iso(at) })),
}); // prettier-ignore

/** An agreement with its clauses, what stands against it, who has signed, and what the actor may do next. @throws NotFound */
export async function showAgreement(ctx: Context, row: AgreementRow): Promise<z.infer<typeof s.agreement>> {
  const [versions, trainees] = [await versionsOf(ctx, row), await traineesOf(ctx, row)];
  access.authorize(ctx.actor, "readAgreement", subjectOf(ctx, row, trainees));
  const current = currentVersion(row, versions);
  const form = await formOf(ctx, row, current);
  const state = stateOf(row);
  const kept = keeps(ctx, row);
  const working = versionState(row, current);
  const whole = !["student", "mentor", "teacher"].includes(ctx.actor.role);
  return {
    ...lineOf(ctx, row, versions, trainees),
    alliance: row.alliance,
    terms: current.terms,
    posts: await postsOf(ctx, row.enterprise, current.terms.posts),
    no: current.no,
    clauses: current.clauses,
    text: current.text,
    sha256: current.sha256,
    library: clausesOf(row.kind).map(({ key, title, needed, basis, without }) => ({ key, title, needed: needed.includes(row.kind), basis, without })),
    findings: whole ? checkAgreement(form, current.clauses) : [],
    versions: versions.filter((one) => kept || versionState(row, one) !== "draft").map((one) => showVersion(row, one)),
    cohort: whole ? trainees : trainees.filter(({ person }) => person === ctx.actor.personId),
    history: row.actions.map(({ action, by, at, note }) => ({ words: agreementProcedure.steps[action].words, by, at: iso(at), note })),
    actions: kept ? agreementProcedure.open(state, ["keepAgreement"]) : [],
    mayEdit: kept && working === "draft" && ["draft", "in-force"].includes(state),
    maySign: hasToSign(ctx, row, current, trainees),
    mayAmend: kept && state === "in-force" && working === "signed",
    mayEnterCohort: ctx.actor.role === "school-officer" && ctx.actor.organisation === row.school && ["draft", "in-force"].includes(state),
    etag: agreementEtag(row, versions),
  };
} // prettier-ignore
