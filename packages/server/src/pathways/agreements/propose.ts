import type { FastifyRequest } from "fastify";
import { standards } from "@tixi/standards";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { BadInput, Conflict, Forbidden, requireMatch, type Context } from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import {
  agreementEtag,
  appendAgreementAction,
  groundOf,
  holdAgreement,
  insertAgreement,
  requireAgreement,
  requireSchool,
  sameAgreement,
  updateAgreement,
  type AgreementRow,
} from "./agreements.sql.ts";
import { faultsOf, warningsOf } from "./check.ts";
import { formOf, showAgreement, stateOf, subjectOf } from "./present.ts";
import { agreementProcedure } from "./procedure.ts";
import type * as s from "./schemas.ts";
import { tellOfAgreement } from "./told.ts"; // prettier-ignore

type Input = z.infer<typeof s.newAgreement>;

/** What the rules say of an agreement before it is proposed; nothing is kept. */
export async function checkAgreement(ctx: Context, input: Input): Promise<z.infer<typeof s.check>> {
  const row = await rowOf(ctx, input);
  const ground = await groundOf(ctx, row);
  return { faults: faultsOf(formOf(row), ground), warnings: warningsOf(formOf(row), ground), seats: ground.seats };
} // prettier-ignore

/**
 * Proposes an agreement to the other school.
 * @throws BadInput naming each rule that forbids it (EXM-17); Conflict where the same stands already
 */
export async function proposeAgreement(ctx: Context, input: Input): Promise<z.infer<typeof s.agreement>> {
  const row = await rowOf(ctx, input);
  const ground = await groundOf(ctx, row);
  const faults = faultsOf(formOf(row), ground);
  if (faults.length > 0) throw new BadInput(faults);
  const same = await sameAgreement(ctx, row);
  if (same)
    throw new Conflict({ zh: "两校之间已有同样的协议，且招生届次重叠。", en: "The same agreement stands between the two schools, for cohorts that overlap." }, { agreement: same }); // prettier-ignore
  await insertAgreement(ctx, row);
  const warnings = warningsOf(formOf(row), ground).map(({ rule }) => rule);
  await appendAgreementAction(ctx, { ...row, actions: [] }, "propose", { payload: { warnings } });
  await ctx.audit("agreement.propose", `agreement:${row.id}`, null, {
    kind: row.kind,
    lower: row.lower_programme,
    upper: row.upper_programme ?? row.upper_programme_name,
    quota: row.quota,
    ...(row.renews === null ? {} : { renews: row.renews }),
  });
  const made = await requireAgreement(ctx, row.id);
  await tellOfAgreement(ctx, made, "");
  return showAgreement(ctx, made);
}

/** The row as it would stand. @throws BadInput for a partner that is missing or one's own school; Forbidden, NotFound */
async function rowOf(ctx: Context, input: Input): Promise<AgreementRow> {
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "proposeAgreement", { organisation });
  if (organisation === null) throw new Forbidden();
  const { province, sample } = await installation(ctx);
  const own = await requireSchool(ctx, organisation);
  const { side, partner: id } = input;
  const fault = (reason: string) => new BadInput([{ part: "body", field: "partner", value: id, reason }]);
  if (side === "both" && input.kind !== "five-year")
    throw fault("只有五年一贯制可由一所学校承担 / only five years in one go is of one school");
  if (id === organisation) throw fault("对方学校不能是本校 / the partner is your own school");
  if (side !== "both" && id === null && input.partnerName === "")
    throw fault("请选择或填写对方学校 / the partner is missing");
  const partner =
    side === "both" ? own : id === null ? { id: null, name: input.partnerName, region: own.region } : await requireSchool(ctx, id); // prettier-ignore
  const [lower, upper] = side === "upper" ? [partner, own] : [own, partner];
  // the State's suffix belongs to the code, whether it was typed or not
  const lowerProgramme = standards().findProgramme(input.lowerProgramme)?.code ?? input.lowerProgramme;
  const upperProgramme = input.upperProgramme === null ? null : (standards().findProgramme(input.upperProgramme)?.code ?? input.upperProgramme); // prettier-ignore
  const renewed = input.renews === null ? null : await requireAgreement(ctx, input.renews);
  const upperName = input.upperProgramme === null ? input.upperProgrammeName : standards().findProgramme(input.upperProgramme)?.name; // prettier-ignore
  const row: AgreementRow = {
    province,
    id: uuidv7(),
    kind: input.kind,
    lower_school: lower.id,
    lower_school_name: lower.name,
    lower_programme: lowerProgramme,
    upper_school: upper.id,
    upper_school_name: upper.name,
    upper_programme: upperProgramme,
    upper_programme_name: upperName ?? input.upperProgramme ?? "",
    ...termsOf(input),
    proposer: organisation,
    renews: input.renews,
    renewed_by: null,
    region: lower.region,
    sample,
    revision: 1,
    created_at: ctx.now.toISOString(),
    last: "propose",
    document: null,
    actions: [],
  };
  if (renewed) requireRenewal(row, renewed);
  return row;
}

/** A renewal is of the same schools and programmes, for the cohorts behind the last one. @throws BadInput */
function requireRenewal(row: AgreementRow, renewed: AgreementRow): void {
  const fault = (field: string, value: unknown, reason: string) => new BadInput([{ part: "body", field, value, reason }]); // prettier-ignore
  if (!["in-force", "ended"].includes(stateOf(renewed)) || renewed.last_cohort === null)
    throw fault("renews", renewed.id, "只有写明最后一届的协议才能续签 / only an agreement whose last cohort is known can be renewed"); // prettier-ignore
  const same = (["kind", "lower_school", "lower_school_name", "lower_programme", "upper_school", "upper_school_name", "upper_programme", "upper_programme_name"] as const).every((key) => row[key] === renewed[key]); // prettier-ignore
  if (!same) throw fault("renews", renewed.id, "续签须为同样的两校、专业和类型 / a renewal is of the same schools, programmes and kind"); // prettier-ignore
  if (renewed.renewed_by !== null) throw fault("renews", renewed.id, "已有续签的协议 / it has been renewed already"); // prettier-ignore
  if (row.first_cohort <= renewed.last_cohort)
    throw fault("firstCohort", row.first_cohort, `原协议招到 ${renewed.last_cohort} 级 / the agreement before it takes cohorts up to ${renewed.last_cohort}`); // prettier-ignore
}

const termsOf = (input: z.infer<typeof s.agreementTerms>) => ({
  lower_years: input.lowerYears,
  upper_years: input.upperYears,
  first_cohort: input.firstCohort,
  last_cohort: input.lastCohort,
  quota: input.quota,
  conditions: input.conditions,
  assessment: input.assessment,
  lower_tuition: input.lowerTuition,
  upper_tuition: input.upperTuition,
  remark: input.remark,
});

/**
 * Changes the terms while the other school has not accepted them; the schools and the programmes stay.
 * @throws BadInput; Conflict once it is accepted; VersionChanged (If-Match)
 */
export async function changeAgreement(ctx: Context, request: FastifyRequest, id: string, input: z.infer<typeof s.agreementTerms>): Promise<z.infer<typeof s.agreement>> {
  await holdAgreement(ctx, id);
  const row = await requireAgreement(ctx, id);
  access.authorize(ctx.actor, "proposeAgreement", subjectOf(ctx, row));
  requireMatch(request, agreementEtag(row));
  if (ctx.actor.organisation !== row.proposer)
    throw new Forbidden({ zh: "协议由提出的学校修改；有意见请退回。", en: "The school that proposed it changes it; return it with your remarks." });
  const state = stateOf(row);
  if (state !== "proposed" && state !== "returned")
    throw new Conflict({ zh: `该协议${agreementProcedure.states[state].zh}，不能再改。`, en: `The agreement is ${agreementProcedure.states[state].en}; it cannot be changed.` });
  const changed = { ...row, ...termsOf(input) };
  const faults = faultsOf(formOf(changed), await groundOf(ctx, changed));
  if (faults.length > 0) throw new BadInput(faults);
  await updateAgreement(ctx, changed);
  await ctx.audit("agreement.change", `agreement:${id}`, { quota: row.quota, revision: row.revision }, { quota: changed.quota, revision: row.revision + 1 });
  return showAgreement(ctx, await requireAgreement(ctx, id));
} // prettier-ignore
