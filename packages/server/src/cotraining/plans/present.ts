import type { z } from "zod";
import type { Context } from "../../platform/index.ts";
import { programmeName } from "../../planning/index.ts";
import { access } from "../access.ts";
import { checkPlan } from "./check.ts";
import { PLAN_CLAUSES } from "./clauses.ts";
import { figuresOf } from "./document.ts";
import {
  commentsOf,
  currentVersion,
  planEtag,
  postsOf,
  resourcesOf,
  stateOf,
  teamOf,
  versionsOf,
  versionState,
  type PlanRow,
  type PlanVersionRow,
} from "./plans.sql.ts";
import { planProcedure } from "./procedure.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

const iso = (at: string): string => new Date(at).toISOString();

/** The subject that the access table looks at: the actor's own organisation where it has a part in the plan. */
export function subjectOf(ctx: Context, row: PlanRow) {
  const { organisation } = ctx.actor;
  const own = organisation !== null && [row.school, ...row.enterprises, row.alliance].includes(organisation);
  return { region: row.region, organisation: own ? organisation : row.school };
}
/** Whether the actor writes this plan: for the school, or for one of its enterprises. */
export const keepsPlan = (ctx: Context, row: PlanRow): boolean => {
  const { role, organisation } = ctx.actor;
  return (role === "school-officer" && organisation === row.school) || (role === "enterprise-officer" && organisation !== null && row.enterprises.includes(organisation)); // prettier-ignore
};
/** Whether the actor's organisation has still to sign the version that lies open. */
export const hasToSign = (ctx: Context, row: PlanRow, version: PlanVersionRow): boolean =>
  keepsPlan(ctx, row) &&
  versionState(version) === "proposed" &&
  version.parties.includes(ctx.actor.organisation!) &&
  !version.signatures.some((one) => one.organisation === ctx.actor.organisation);

export function lineOf(ctx: Context, row: PlanRow, version: PlanVersionRow): z.infer<typeof s.line> {
  // who only reads what is published sees no steps, and nothing but what is in force
  const state = row.actions.length > 0 ? stateOf(row) : "in-force";
  return {
    id: row.id,
    title: row.title,
    school: row.school,
    schoolName: row.school_name,
    partners: version.document.partners,
    programme: row.programme,
    programmeName: programmeName(row.programme),
    cohortYear: row.cohort_year,
    state,
    stateName: planProcedure.states[state],
    inForce: row.in_force,
    openComments: row.comments_open,
    toSign: hasToSign(ctx, row, version),
    sample: row.sample,
    createdAt: iso(row.created_at),
  };
}

/** A version with its figures and the posts that its competences point to. */
async function wholeOf(ctx: Context, row: PlanRow, version: PlanVersionRow) {
  const { no, document, sha256 } = version;
  return { no, document, figures: figuresOf(document), posts: await postsOf(ctx, row), sha256 };
}

/** What anybody may read of a plan in force. */
export async function showPublicPlan(ctx: Context, row: PlanRow): Promise<z.infer<typeof s.publicPlan>> {
  access.authorize(ctx.actor, "lookPlan", { published: row.in_force !== null });
  const version = (await versionsOf(ctx, row)).find(({ no }) => no === row.in_force)!;
  return { ...lineOf(ctx, { ...row, actions: [], comments_open: 0 }, version), ...(await wholeOf(ctx, row, version)) };
} // prettier-ignore

/** A plan with what stands against it, what was said of it, who has signed, and what the actor may do next. */
export async function showPlan(ctx: Context, row: PlanRow): Promise<z.infer<typeof s.plan>> {
  access.authorize(ctx.actor, "readPlan", subjectOf(ctx, row));
  const versions = await versionsOf(ctx, row);
  const current = currentVersion(versions);
  const state = stateOf(row);
  const kept = keepsPlan(ctx, row);
  const whole = await wholeOf(ctx, row, current);
  return {
    ...lineOf(ctx, row, current),
    ...whole,
    alliance: row.alliance,
    text: current.text,
    library: PLAN_CLAUSES.map((one) => ({ ...one })),
    findings: checkPlan(current.document, row.programme, fitting(whole.posts, row.programme)),
    versions: versions.map((one) => ({
      no: one.no, reason: one.reason, state: versionState(one), madeBy: one.made_by_name, madeAt: iso(one.made_at), sha256: one.sha256, parties: one.parties.length,
      signatures: one.signatures.map(({ of_name, at, ...rest }) => ({ ...rest, ofName: of_name, at: iso(at) })),
    })),
    comments: (await commentsOf(ctx, row)).map((one) => ({
      id: one.id, no: one.no, clause: one.clause, words: one.words, organisation: one.organisation, organisationName: one.organisation_name, by: one.by_name, at: iso(one.at),
      outcome: one.outcome, answer: one.answer, answeredBy: one.answered_by_name, answeredAt: one.answered_at === null ? null : iso(one.answered_at),
    })),
    team: await teamOf(ctx, row),
    resources: await resourcesOf(ctx, row),
    history: row.actions.map(({ action, by, at, note }) => ({ words: planProcedure.steps[action].words, by, at: iso(at), note })),
    actions: kept ? stepsOpen(row, versions) : [],
    mayEdit: kept && state === "draft",
    maySign: hasToSign(ctx, row, current),
    mayComment: mayComment(ctx, row),
    mayAnswer: kept,
    mayKeep: kept && !["retired", "withdrawn"].includes(state),
    etag: planEtag(row, versions),
  };
} // prettier-ignore

/** Posts for this programme: those that name it, or the beginning of its code. One that names none asks nothing of a plan. */
export const fitting = <P extends { fits: string[] }>(posts: readonly P[], programme: string): P[] =>
  posts.filter(({ fits }) => fits.some((code) => programme.startsWith(code)));

export const mayComment = (ctx: Context, row: PlanRow): boolean => {
  const { role, organisation } = ctx.actor;
  const own = organisation !== null && [row.school, ...row.enterprises, row.alliance].includes(organisation);
  return own && access.reach(role, "commentPlan") !== undefined && ["draft", "proposed", "in-force"].includes(stateOf(row)); // prettier-ignore
};

/** Steps of the actor's side, without those that need another history: a revision is dropped, a first draft withdrawn. */
function stepsOpen(row: PlanRow, versions: readonly PlanVersionRow[]): string[] {
  const signed = versions.some((one) => versionState(one) === "signed");
  return planProcedure.open(stateOf(row), ["keepPlan"]).filter((step) => step !== (signed ? "withdraw" : "drop")); // prettier-ignore
}
