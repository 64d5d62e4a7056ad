import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { standards } from "@tixi/standards";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  Forbidden,
  NotFound,
  recordAction,
  requireMatch,
  type Context,
} from "../../platform/index.ts";
import { programmeName } from "../../planning/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import { requireOwnAlliance } from "../own-alliance.ts";
import { contractHash } from "../agreements/contract-text.ts";
import { SCHOOLS } from "../agreements/kinds.ts";
import { checkPlan } from "./check.ts";
import { emptyClauses, PLAN_CLAUSES } from "./clauses.ts";
import { linesOf, planText, type PlanDocument } from "./document.ts";
import {
  currentVersion,
  holdPlan,
  insertVersion,
  planEtag,
  postsOf,
  requirePlan,
  stateOf,
  updateVersion,
  versionsOf,
  versionState,
  type PlanRow,
  type PlanVersionRow,
} from "./plans.sql.ts";
import { fitting, keepsPlan, showPlan, subjectOf } from "./present.ts";
import { PLAN_LOG, planProcedure, type PlanStep } from "./procedure.ts";
import type * as s from "./schemas.ts";
import { tellOfPlan } from "./told.ts"; // prettier-ignore

export type ShownPlan = Promise<z.infer<typeof s.plan>>;

const fault = (field: string, value: unknown, reason: string) =>
  new BadInput([{ part: "body", field, value, reason }]);
const NO_PARTNERS = [...SCHOOLS, "consortium", "community"];

interface Partner {
  organisation: string;
  name: string;
}

/** The enterprises of a plan by the register, in the order given. @throws BadInput for who is not in it, a school, or named twice */
async function partnersOf(ctx: Context, ids: readonly string[]): Promise<Partner[]> {
  const { rows } = await sql<{ id: string; name: string; kind: string }>`select organisation_id as id, name, kind from registry.organisation_version
    where organisation_id = any(${[...ids]}::uuid[]) and upper_inf(valid)`.execute(ctx.tx);
  if (new Set(ids).size < ids.length) throw fault("partners", ids.find((id, i) => ids.indexOf(id) < i), "企业重复 / named twice");
  return ids.map((id) => {
    const known = rows.find((one) => one.id === id);
    if (!known) throw fault("partners", id, "名录中没有这个单位 / not in the register");
    if (NO_PARTNERS.includes(known.kind)) throw fault("partners", known.name, "合作方须是企业等用人单位 / a partner has to be an enterprise");
    return { organisation: id, name: known.name };
  });
} // prettier-ignore

const codeOf = (programme: string): string => {
  const known = standards().findProgramme(programme);
  if (!known)
    throw fault("programme", programme, "专业目录中没有这个代码 / no such programme in the catalogue");
  return known.code;
};

/** A version as it stands: its document with the names of today, its text and hash. */
async function versionOf(ctx: Context, row: PlanRow, no: number, of: PlanDocument, reason: string) {
  const posts = new Map((await postsOf(ctx, row)).map(({ id, name }) => [id, name]));
  const lines = linesOf(of, (id) => posts.get(id) ?? id);
  const facts = { title: row.title, schoolName: row.school_name, programme: row.programme, programmeName: programmeName(row.programme), cohortYear: row.cohort_year }; // prettier-ignore
  const text = planText(facts, lines, { id: row.id, no });
  const parties = [row.school, ...of.partners.map(({ organisation }) => organisation)];
  return { no, document: of, parties, text, sha256: contractHash(text), reason };
}

/**
 * Begins a plan of the actor's school with its enterprises: every part there and empty, the competences those that the posts
 * of the enterprises ask for.
 * @throws BadInput where the programme, a partner or the alliance is none
 */
export async function draftPlan(ctx: Context, input: z.infer<typeof s.newPlan>): ShownPlan {
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "beginPlan", { organisation });
  const { province, sample } = await installation(ctx);
  const { rows } = await sql<{ name: string; region: string }>`select name, region from registry.organisation_version where organisation_id = ${organisation} and upper_inf(valid)`.execute(ctx.tx);
  const school = rows[0];
  if (!school) throw new Forbidden();
  const programme = codeOf(input.programme);
  const partners = await partnersOf(ctx, input.partners);
  await requireOwnAlliance(ctx, input.alliance);
  const id = uuidv7();
  await sql`insert into cotraining.training_plan (province, id, title, school, school_name, region, programme, cohort_year, alliance, enterprises, sample, created_by_name, created_at)
    values (${province}, ${id}, ${input.title}, ${organisation}, ${school.name}, ${school.region}, ${programme}, ${input.cohortYear}, ${input.alliance}, ${input.partners}::uuid[],
      ${sample}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await recordAction(ctx, PLAN_LOG, { province, id }, 1, "draft", { note: "" });
  const row = await requirePlan(ctx, id);
  const document: PlanDocument = { partners, years: input.years, clauses: emptyClauses(), competences: askedOf(fitting(await postsOf(ctx, row), programme)), courses: [], assessment: [], passMark: 60 };
  await insertVersion(ctx, row, await versionOf(ctx, row, 1, document, ""));
  await ctx.audit("training-plan.draft", `training-plan:${id}`, null, { programme, partners: input.partners });
  await tellOfPlan(ctx, row, "");
  return showPlan(ctx, row);
} // prettier-ignore

/** What the posts ask, each competence once, with all the posts that ask it. */
function askedOf(posts: Awaited<ReturnType<typeof postsOf>>): PlanDocument["competences"] {
  const asked = new Map<string, { key: string; name: string; posts: string[] }>();
  for (const post of posts)
    for (const { key, name } of post.competences) {
      const of = asked.get(name) ?? { key: /^[\w-]{1,60}$/.test(key) ? key : `c${asked.size + 1}`, name, posts: [] };
      asked.set(name, { ...of, posts: [...of.posts, post.id] });
    }
  const keys = new Set<string>();
  return [...asked.values()].slice(0, 100).map((one, i) => {
    const key = keys.has(one.key) ? `c${i + 1}` : one.key;
    keys.add(key);
    return { ...one, key };
  });
} // prettier-ignore

interface Held {
  row: PlanRow;
  versions: PlanVersionRow[];
  current: PlanVersionRow;
}
/** The plan, held against others, for who keeps it and has just read it. */
export async function holdOwn(ctx: Context, request: FastifyRequest, id: string): Promise<Held> {
  await holdPlan(ctx, id);
  const row = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "readPlan", subjectOf(ctx, row));
  access.authorize(ctx.actor, "keepPlan", subjectOf(ctx, row));
  if (!keepsPlan(ctx, row)) throw new Forbidden();
  const versions = await versionsOf(ctx, row);
  requireMatch(request, planEtag(row, versions));
  return { row, versions, current: currentVersion(versions) };
} // prettier-ignore

/**
 * Changes the version that is written: facts, clauses, competences, courses, assessment.
 * @throws Conflict where none is; VersionChanged (If-Match); BadInput for a key twice, an unknown clause, or partners changed by who may not
 */
export async function changePlan(ctx: Context, request: FastifyRequest, id: string, input: z.infer<typeof s.change>): ShownPlan {
  const { row, current } = await holdOwn(ctx, request, id);
  if (stateOf(row) !== "draft") throw new Conflict({ zh: "已提交会签或执行中的文本不能修改；执行中的方案请先启动修订。", en: "A text that was put up or signed is not changed; revise a plan in force." });
  const { document } = input;
  const wanted = document.partners.map(({ organisation }) => organisation);
  const same = wanted.length === row.enterprises.length && wanted.every((one) => row.enterprises.includes(one));
  if (!same && ctx.actor.role !== "school-officer") throw fault("document.partners", null, "合作企业由学校增减 / the school chooses the partners");
  const partners = await partnersOf(ctx, wanted);
  for (const part of ["clauses", "competences", "courses", "assessment"] as const) {
    const keys = document[part].map(({ key }) => key);
    const twice = keys.find((one, i) => keys.indexOf(one) < i);
    if (twice !== undefined) throw fault(`document.${part}`, twice, "重复 / occurs twice");
  }
  const own = PLAN_CLAUSES.map(({ key }) => key);
  const strange = document.clauses.find(({ key }) => !own.includes(key) && !/^own-\d{1,3}$/.test(key));
  if (strange) throw fault("document.clauses", strange.key, "没有这一部分 / no such part");
  // once signed, title, programme and year are those of the plan; only what it says is revised
  const first = row.in_force === null;
  const facts = first ? input : { ...input, title: row.title, programme: row.programme, cohortYear: row.cohort_year };
  if (facts.alliance !== row.alliance) await requireOwnAlliance(ctx, facts.alliance);
  await sql`update cotraining.training_plan set title = ${facts.title}, programme = ${codeOf(facts.programme)}, cohort_year = ${facts.cohortYear}, alliance = ${facts.alliance},
      enterprises = ${wanted}::uuid[], revision = revision + 1 where id = ${id}`.execute(ctx.tx);
  const now = await requirePlan(ctx, id);
  await updateVersion(ctx, now, await versionOf(ctx, now, current.no, { ...document, partners }, current.reason));
  await ctx.audit("training-plan.change", `training-plan:${id}`, { sha256: current.sha256 }, { no: current.no, courses: document.courses.length });
  return showPlan(ctx, await requirePlan(ctx, id));
} // prettier-ignore

export type LaterPlanStep = Exclude<PlanStep, "draft" | "in-force">;

/**
 * Puts up, returns, revises, drops, retires or withdraws a plan.
 * @throws Conflict if it may not follow or comments are open; BadInput naming each line and rule that stands against it; VersionChanged (If-Match)
 */
export async function actOnPlan(ctx: Context, request: FastifyRequest, id: string, step: LaterPlanStep, given: z.infer<typeof s.act>): ShownPlan {
  const { row, versions, current } = await holdOwn(ctx, request, id);
  const findings = step === "propose" ? checkPlan(current.document, row.programme, fitting(await postsOf(ctx, row), row.programme)) : [];
  const signed = versions.some((one) => versionState(one) === "signed");
  planProcedure.require(stateOf(row), step, { findings, open: row.comments_open, signed }, given);
  const note = given.note?.trim() ?? "";
  await moveVersion(ctx, row, current, step, note);
  await recordAction(ctx, PLAN_LOG, row, row.actions.at(-1)!.seq + 1, step, { note });
  await ctx.audit(`training-plan.${step}`, `training-plan:${id}`, { state: stateOf(row) }, { state: planProcedure.steps[step].to }, note || undefined);
  const now = await requirePlan(ctx, id);
  await tellOfPlan(ctx, now, note);
  return showPlan(ctx, now);
} // prettier-ignore

async function moveVersion(ctx: Context, row: PlanRow, current: PlanVersionRow, step: LaterPlanStep, note: string): Promise<void> {
  const set = (what: "proposed_at" | "dropped_at", at: Date | null) =>
    sql`update cotraining.training_plan_version set ${sql.ref(what)} = ${at}, revision = revision + 1 where province = ${row.province} and plan_id = ${row.id} and no = ${current.no}`.execute(ctx.tx);
  const next = async (reason: string) => insertVersion(ctx, row, await versionOf(ctx, row, current.no + 1, current.document, reason));
  if (step === "propose") {
    // the names of posts and enterprises are those of this moment
    await updateVersion(ctx, row, await versionOf(ctx, row, current.no, current.document, current.reason));
    await set("proposed_at", ctx.now);
  }
  // what was signed stays with its signatures; the next text is a version of its own
  if (step === "return" && current.signatures.length > 0) {
    await set("dropped_at", ctx.now);
    await next(note);
  } else if (step === "return") await set("proposed_at", null);
  if (step === "revise") await next(note);
  if (step === "drop" || step === "withdraw") await set("dropped_at", ctx.now);
} // prettier-ignore

/** Writes the team anew, or the resources: the parts of a plan that live with it and are not signed. @throws Conflict; BadInput for a stranger */
export async function keepPart(ctx: Context, request: FastifyRequest, id: string, part: { team: z.infer<typeof s.team>["items"] } | { resources: z.infer<typeof s.resources>["items"] }): ShownPlan {
  const { row } = await holdOwn(ctx, request, id);
  if (["retired", "withdrawn"].includes(stateOf(row))) throw new Conflict({ zh: "方案已结束。", en: "The plan has ended." });
  const [table, items] = "team" in part ? ["training_plan_team" as const, part.team] : ["training_plan_resource" as const, part.resources];
  const parties = [row.school, ...row.enterprises];
  const strange = items.findIndex(({ organisation }) => !parties.includes(organisation));
  if (strange >= 0) throw fault(`items.${strange}.organisation`, items[strange]!.organisation, "不是方案的参与单位 / no party of this plan");
  await sql`delete from ${sql.table(`cotraining.${table}`)} where province = ${row.province} and plan_id = ${id}`.execute(ctx.tx);
  for (const [position, one] of items.entries())
    await ("duty" in one
      ? sql`insert into cotraining.training_plan_team (province, plan_id, position, organisation, name, duty, courses) values (${row.province}, ${id}, ${position}, ${one.organisation}, ${one.name}, ${one.duty}, ${one.courses})`
      : sql`insert into cotraining.training_plan_resource (province, plan_id, position, organisation, name, kind, usage, link, courses)
          values (${row.province}, ${id}, ${position}, ${one.organisation}, ${one.name}, ${one.kind}, ${one.usage}, ${one.link}, ${one.courses})`
    ).execute(ctx.tx);
  await sql`update cotraining.training_plan set revision = revision + 1 where id = ${id}`.execute(ctx.tx);
  await ctx.audit(`training-plan.${"team" in part ? "team" : "resources"}`, `training-plan:${id}`, null, { count: items.length });
  return showPlan(ctx, await requirePlan(ctx, id));
} // prettier-ignore

/** @throws NotFound */
export async function requirePlanVersion(ctx: Context, id: string, no: number): Promise<{ row: PlanRow; version: PlanVersionRow }> {
  const row = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "readPlan", subjectOf(ctx, row));
  const version = (await versionsOf(ctx, row)).find((one) => one.no === no);
  if (!version) throw new NotFound({ zh: "版本", en: "version" });
  return { row, version };
} // prettier-ignore
