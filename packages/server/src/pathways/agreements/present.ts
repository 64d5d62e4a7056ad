import { standards } from "@tixi/standards";
import type { z } from "zod";
import { decodeCursor, toPage, type Context } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { access } from "../access.ts";
import { agreementEtag, groundOf, listAgreements, type AgreementRow } from "./agreements.sql.ts";
import { closeness, faultsOf, warningsOf, type AgreementForm, type AgreementGround } from "./check.ts";
import { kindRules } from "./kinds.ts";
import { agreementProcedure, type AgreementFacts, type AgreementState, type AgreementStep } from "./procedure.ts"; // prettier-ignore
import type * as s from "./schemas.ts";

const RIGHTS = ["proposeAgreement", "returnAgreement", "recordAgreement"] as const;
type Right = (typeof RIGHTS)[number];

export const stateOf = (row: Pick<AgreementRow, "last">): AgreementState =>
  agreementProcedure.steps[row.last].to;

/** Whose it is, for the actor: his own school's where it is a party. */
export function subjectOf(ctx: Context, row: AgreementRow) {
  const { organisation } = ctx.actor;
  const party = organisation !== null && [row.lower_school, row.upper_school].includes(organisation);
  return {
    region: row.province,
    organisation: party ? organisation : row.lower_school,
    published: ["record", "end"].includes(row.last),
  };
}

/** The school that has to answer the proposer; null = there is no other one in the register. */
export function partnerOf({ lower_school, upper_school, proposer }: AgreementRow): string | null {
  const other = proposer === lower_school ? upper_school : lower_school;
  return other === proposer ? null : other;
}

/** Whether a step is this school's or this office's to take. */
export function mayTake(ctx: Context, row: AgreementRow, step: AgreementStep): boolean {
  const right = agreementProcedure.steps[step].right as Right;
  const reach = access.reach(ctx.actor.role, right);
  if (reach === "office") return ctx.actor.region === row.province;
  if (reach !== "organisation" || ctx.actor.organisation === null) return false;
  const own = ctx.actor.organisation;
  if (step === "accept" || step === "decline") return own === partnerOf(row);
  if (step === "return") return own === partnerOf(row) && stateOf(row) === "proposed";
  return own === row.proposer;
}

export const formOf = (row: AgreementRow): AgreementForm => ({
  kind: row.kind,
  lowerProgramme: row.lower_programme,
  upperProgramme: row.upper_programme,
  upperProgrammeName: row.upper_programme_name,
  lowerYears: row.lower_years,
  upperYears: row.upper_years,
  firstCohort: row.first_cohort,
  lastCohort: row.last_cohort,
  quota: row.quota,
  assessment: row.assessment,
});

export function factsOf(row: AgreementRow, ground: AgreementGround): AgreementFacts {
  const form = formOf(row);
  return {
    partner: partnerOf(row) !== null,
    accepted: stateOf(row) === "accepted",
    faults: faultsOf(form, ground),
    warnings: warningsOf(form, ground).length,
  };
}

const nameOf = (code: string): string => standards().findProgramme(code)?.name ?? code;

export function lineOf(row: AgreementRow): z.infer<typeof s.agreementLine> {
  const state = stateOf(row);
  const lower = standards().findProgramme(row.lower_programme);
  const upper = row.upper_programme === null ? null : (standards().findProgramme(row.upper_programme) ?? null);
  return {
    id: row.id,
    kind: row.kind,
    kindName: kindRules[row.kind].words,
    lower: { school: row.lower_school, schoolName: row.lower_school_name, programme: row.lower_programme, programmeName: nameOf(row.lower_programme) },
    upper: { school: row.upper_school, schoolName: row.upper_school_name, programme: row.upper_programme, programmeName: row.upper_programme_name },
    lowerYears: row.lower_years,
    upperYears: row.upper_years,
    firstCohort: row.first_cohort,
    lastCohort: row.last_cohort,
    quota: row.quota,
    state,
    stateName: agreementProcedure.states[state],
    closeness: lower ? closeness(lower, upper, row.upper_programme_name) : null,
    region: row.region,
    regionName: regionName(row.region),
    sample: row.sample,
    createdAt: new Date(row.created_at).toISOString(),
  };
} // prettier-ignore

/** An agreement in full; what is between the schools and the office only for them. */
export async function showAgreement(ctx: Context, row: AgreementRow): Promise<z.infer<typeof s.agreement>> {
  const state = stateOf(row);
  const inside = row.actions.length > 0;
  const ground = inside ? await groundOf(ctx, row) : null;
  return {
    ...lineOf(row),
    conditions: row.conditions,
    assessment: row.assessment,
    lowerTuition: row.lower_tuition,
    upperTuition: row.upper_tuition,
    remark: inside ? row.remark : "",
    document: row.document,
    etag: agreementEtag(row),
    actions: agreementProcedure.open(state, RIGHTS).filter((step) => mayTake(ctx, row, step)),
    mayEdit: ["proposed", "returned"].includes(state) && ctx.actor.role === "school-officer" && ctx.actor.organisation === row.proposer,
    mayEnterCohorts: mayEnterCohorts(ctx, row),
    mayRenew: mayRenew(ctx, row),
    renews: row.renews,
    renewedBy: row.renewed_by,
    proposer: inside ? row.proposer : null,
    faults: ground ? faultsOf(formOf(row), ground) : [],
    warnings: ground ? warningsOf(formOf(row), ground) : [],
    seats: ground?.seats ?? null,
    history: row.actions.map(({ action, by_name: by, at, note }) => ({ action, words: agreementProcedure.steps[action].words, by, at: new Date(at).toISOString(), note })),
  };
} // prettier-ignore

export function mayEnterCohorts(ctx: Context, row: AgreementRow): boolean {
  const { role, organisation } = ctx.actor;
  return (
    access.reach(role, "enterCohorts") !== undefined &&
    organisation !== null &&
    [row.lower_school, row.upper_school].includes(organisation) &&
    ["in-force", "ended"].includes(stateOf(row))
  );
}

/** A school of it may propose the next one, once it is known which cohort is the last. */
function mayRenew(ctx: Context, row: AgreementRow): boolean {
  const { role, organisation } = ctx.actor;
  return (
    access.reach(role, "proposeAgreement") !== undefined &&
    organisation !== null &&
    [row.lower_school, row.upper_school].includes(organisation) &&
    ["in-force", "ended"].includes(stateOf(row)) &&
    row.last_cohort !== null &&
    row.renewed_by === null
  );
}

type Query = z.infer<typeof s.agreementQuery>;

/** Agreements of the actor's school, or of the office's province. */
export async function agreements(ctx: Context, query: Query): Promise<z.infer<typeof s.agreementPage>> {
  const { state, waiting, ...filter } = query;
  const states = waiting ? statesWaiting(ctx) : state ? [state] : null;
  const party = access.reach(ctx.actor.role, "readAgreement") === "organisation" ? (ctx.actor.organisation ?? NOBODYS) : undefined;
  // of the ones that wait for a school, those that wait for the other one are left out behind the page's edge
  return paged(ctx, { ...filter, party, ...(states ? { last: agreementProcedure.leadingTo(states) } : {}) }, query, (row) => !waiting || waitsFor(ctx, row));
} // prettier-ignore

const NOBODYS = "00000000-0000-0000-0000-000000000000";

/** What stands, for anybody. */
export function publicAgreements(ctx: Context, query: z.infer<typeof s.publicQuery>) {
  return paged(ctx, { ...query, standing: true }, query, () => true);
}

async function paged(ctx: Context, filter: Parameters<typeof listAgreements>[1], query: { cursor?: string | undefined; limit: number }, fits: (row: AgreementRow) => boolean): Promise<z.infer<typeof s.agreementPage>> {
  const after = decodeCursor(query.cursor, 1);
  const rows = await listAgreements(ctx, filter, after ? String(after[0]) : null, query.limit + 1);
  const page = toPage(rows, query.limit, ({ id }) => [id]);
  return { items: page.items.filter(fits).map(lineOf), next: page.next };
} // prettier-ignore

/** States in which the next step may be this actor's. */
export function statesWaiting(ctx: Context): AgreementState[] {
  const { role } = ctx.actor;
  if (access.reach(role, "recordAgreement") !== undefined) return ["accepted", "proposed"];
  return access.reach(role, "proposeAgreement") !== undefined ? ["proposed", "returned"] : [];
}

/** Whether the next step is his: the partner's answer, the proposer's correction, the office's record. */
export function waitsFor(ctx: Context, row: AgreementRow): boolean {
  const state = stateOf(row);
  if (ctx.actor.role !== "school-officer")
    return ctx.actor.region === row.province && (state === "accepted" || (state === "proposed" && partnerOf(row) === null));
  return state === "proposed" ? ctx.actor.organisation === partnerOf(row) : state === "returned" && ctx.actor.organisation === row.proposer;
} // prettier-ignore
