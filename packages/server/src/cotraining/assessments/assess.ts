import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  decodeCursor,
  jsonText,
  NotFound,
  recordAction,
  requireMatch,
  toPage,
  type Context,
} from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import { programmeName } from "../rounds/present.ts";
import {
  assessmentEtag,
  assessmentRows,
  certificateOf,
  holdAssessment,
  requireAssessment,
  scoresOf,
  stateOf,
  type AssessmentRow,
  type RubricItem,
  type ScoreRow,
} from "./assessments.sql.ts";
import { certify, showCertificate } from "./certificate.ts";
import { digestOf, itemTotal, missingOf, suggestedRubric, totalOf } from "./marks.ts";
import { outcomeOf } from "./outcomes.ts";
import {
  againstCertificate,
  ASSESSMENT_LOG,
  assessmentProcedure,
  type AssessmentFacts,
  type AssessmentState,
  type AssessmentStep,
} from "./procedure.ts";
import type * as s from "./schemas.ts";
import { tellOfAssessment } from "./told.ts"; // prettier-ignore

type Shown = Promise<z.infer<typeof s.assessment>>;

/** Whose side the actor is on; null = neither. */
function sideOf(ctx: Context, row: AssessmentRow): ScoreRow["side"] | null {
  const { role, organisation, personId } = ctx.actor;
  if ((role === "school-officer" && organisation === row.school) || (role === "teacher" && personId === row.teacher)) return "school";
  if ((role === "enterprise-officer" && organisation === row.enterprise) || (role === "mentor" && personId === row.mentor)) return "enterprise";
  return null;
} // prettier-ignore

/** Whose the assessment is, as the actor stands to it. */
export function assessmentSubject(ctx: Context, row: AssessmentRow) {
  const { role } = ctx.actor;
  return {
    region: row.region,
    organisation: role === "enterprise-officer" ? row.enterprise : row.school,
    person: role === "mentor" ? row.mentor : role === "teacher" ? row.teacher : row.person,
  };
}

const RIGHTS = ["keepAssessments", "scoreForSchool", "scoreForEnterprise", "answerAssessment"] as const;
const rightsOf = (ctx: Context, row: AssessmentRow): string[] => {
  const side = sideOf(ctx, row);
  const held = { keepAssessments: side === "school", scoreForSchool: side === "school", scoreForEnterprise: side === "enterprise", answerAssessment: ctx.actor.role === "student" && ctx.actor.personId === row.person }; // prettier-ignore
  return RIGHTS.filter((right) => held[right] && access.reach(ctx.actor.role, right) !== undefined);
};

const mayScoreIn = (state: AssessmentState, side: ScoreRow["side"]): boolean =>
  state === "agreed" || state === (side === "school" ? "enterprise-signed" : "school-signed");

function lineOf(ctx: Context, row: AssessmentRow): z.infer<typeof s.line> {
  const state = stateOf(row);
  const open = assessmentProcedure.open(state, rightsOf(ctx, row));
  return {
    id: row.id,
    name: row.person_name,
    schoolName: row.school_name,
    enterpriseName: row.enterprise_name,
    postName: row.post_name,
    programmeName: programmeName(row.programme),
    fromOn: row.from_on,
    toOn: row.to_on,
    kind: row.kind,
    state,
    stateName: assessmentProcedure.states[state],
    waits: open.some((step) => step !== "dispute" && step !== "object"),
    sample: row.sample,
  };
}

async function factsOf(ctx: Context, row: AssessmentRow, scores: readonly ScoreRow[]): Promise<AssessmentFacts> {
  const signed = row.actions.findLast(({ action }) => action.endsWith("-complete"));
  return {
    now: ctx.now,
    missing: { school: missingOf(row.rubric, scores, "school"), enterprise: missingOf(row.rubric, scores, "enterprise") },
    signedAt: signed ? new Date(signed.at) : null,
    total: totalOf(row.rubric, scores),
    passMark: row.pass_mark,
    competences: row.rubric.filter(({ competence }) => competence).length,
  };
} // prettier-ignore

/** An assessment in full, as far as the actor may see of it now. */
export async function showAssessment(ctx: Context, id: string): Shown {
  const row = await requireAssessment(ctx, id);
  access.authorize(ctx.actor, "readAssessments", assessmentSubject(ctx, row));
  const state = stateOf(row);
  const side = sideOf(ctx, row);
  const scores = await scoresOf(ctx, row);
  const facts = await factsOf(ctx, row, scores);
  const certificate = await certificateOf(ctx, id);
  const of = (which: ScoreRow["side"], key: string) => {
    const found = scores.find((one) => one.side === which && one.key === key);
    return found ? { score: found.score, remark: found.remark } : null;
  };
  await ctx.auditRead(`person:${row.person}`, ["cotraining.assessment.person_name", "cotraining.assessment_score.score"]);
  return {
    ...lineOf(ctx, row),
    passMark: row.pass_mark,
    rubric: row.rubric.map((item) => ({ ...item, school: of("school", item.key), enterprise: of("enterprise", item.key), total: itemTotal(item, scores) })),
    total: facts.total,
    side,
    mayScore: side !== null && mayScoreIn(state, side),
    actions: assessmentProcedure.open(state, rightsOf(ctx, row)).map((step) => ({
      step,
      words: assessmentProcedure.steps[step].words,
      against: assessmentProcedure.steps[step].guard?.(facts) ?? (step === "certify" ? againstCertificate(state, facts) : null),
    })),
    history: row.actions.map(({ action, by, at, note, digest }) => ({ words: assessmentProcedure.steps[action].words, by, at: new Date(at).toISOString(), note, digest })),
    certificate: certificate && showCertificate(certificate),
    outcome: await outcomeOf(ctx, row.person),
    placement: row.placement_id,
    mayState: ["student", "school-officer", "enterprise-officer"].includes(ctx.actor.role),
    etag: assessmentEtag(row),
  };
} // prettier-ignore

/** Assessments of the actor's school, enterprise, trainees, region, or of himself. */
export async function listAssessments(ctx: Context, query: z.infer<typeof s.listQuery>): Promise<z.infer<typeof s.page>> {
  const after = decodeCursor(query.cursor, 1);
  const rows = await assessmentRows(ctx, after ? String(after[0]) : null, query.limit + 1);
  if (ctx.actor.role !== "student" && rows.length > 0) await ctx.auditRead(ctx.actor.organisation ? `organisation:${ctx.actor.organisation}` : `region:${ctx.actor.region}`, ["cotraining.assessment.person_name"]);
  return toPage(rows, query.limit, ({ id }) => [id], (row) => lineOf(ctx, row));
} // prettier-ignore

/** Placements of the school that run or are finished and not assessed yet, each with the rubric of the training plan that it is trained by, else the one that its post suggests. */
export async function candidatesOf(ctx: Context): Promise<z.infer<typeof s.candidates>> {
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "keepAssessments", { organisation });
  const { rows } = await sql<{ placement: string; name: string; enterpriseName: string; postName: string; fromOn: string; toOn: string; competences: { key: string; name: string }[]; planned: RubricItem[] | null; apprentice: boolean }>`
    select l.id as placement, l.person_name as name, coalesce(w.name, '') as "enterpriseName", p.name as "postName", to_char(l.from_on, 'YYYY-MM-DD') as "fromOn", to_char(l.to_on, 'YYYY-MM-DD') as "toOn",
      p.competences, (select v.document -> 'assessment' from cotraining.training_plan n join cotraining.plans_in_force() f on f.province = n.province and f.id = n.id
          join cotraining.training_plan_version v on v.province = n.province and v.plan_id = n.id and v.no = f.no
          join registry.student u on u.person_id = l.person and u.programme_code = n.programme
        where n.school = l.school and l.enterprise = any(n.enterprises) and jsonb_array_length(v.document -> 'assessment') > 0
        order by abs(n.cohort_year - u.entry_year), n.id desc limit 1) as planned,
      exists (select from cotraining.agreement g where g.province = l.province and g.id = l.agreement_id and g.kind in ('modern-apprenticeship', 'enterprise-apprenticeship')) as apprentice
    from cotraining.placement l join cotraining.post p on p.province = l.province and p.id = l.post_id
      left join cotraining.workplace w on w.province = l.province and w.organisation = l.enterprise
    where l.school = ${organisation} and cotraining.placement_state(l.province, l.id) in ('start', 'resume', 'finish')
      and not exists (select from cotraining.assessment a where a.province = l.province and a.placement_id = l.id)
    order by l.to_on, l.id limit 500`.execute(ctx.tx);
  if (rows.length > 0) await ctx.auditRead(`organisation:${organisation}`, ["cotraining.placement.person_name"]);
  return { items: rows.map(({ competences, planned, apprentice, ...row }) => ({ ...row, kind: apprentice ? ("apprenticeship" as const) : ("placement" as const), suggested: planned ?? suggestedRubric(competences ?? []) })), next: null };
} // prettier-ignore

/** @throws BadInput: weights that are not 100 in all, a key twice, one side that does not count, no competence of the post (INT-14) */
function checkRubric({ items }: z.infer<typeof s.rubric>): void {
  const fault = (reason: string) => new BadInput([{ part: "body", field: "items", reason }]);
  if (items.reduce((sum, { weight }) => sum + weight, 0) !== 100) throw fault("权重之和须为 100 % / weights must add up to 100");
  if (new Set(items.map(({ key }) => key)).size !== items.length) throw fault("考核项重复 / an item occurs twice");
  if (!items.some(({ competence }) => competence)) throw fault("考核须针对岗位能力，不得简单套用单位考勤制度和员工标准（INT-14） / competences of the post must be judged, not simply the rules for staff (INT-14)");
  const share = items.reduce((sum, { weight, schoolShare }) => sum + weight * schoolShare, 0);
  if (share === 0 || share === 10_000) throw fault("校企双方都须参与评分 / both school and enterprise must count");
} // prettier-ignore

/** Opens the assessment of a placement with the school's rubric. @throws NotFound; Conflict where there is one, or it has not begun; BadInput */
export async function proposeAssessment(ctx: Context, input: z.infer<typeof s.newAssessment>): Shown {
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "keepAssessments", { organisation });
  checkRubric(input);
  const { sample } = await installation(ctx);
  interface Placed { province: string; person: string; person_name: string; school: string; enterprise: string; mentor: string | null; teacher: string | null; from_on: string; to_on: string; post_name: string; state: string; programme: string | null; school_name: string; enterprise_name: string; region: string } // prettier-ignore
  const { rows } = await sql<Placed>`select l.province, l.person, l.person_name, l.school, l.enterprise, l.mentor, l.teacher, to_char(l.from_on, 'YYYY-MM-DD') as from_on,
      to_char(l.to_on, 'YYYY-MM-DD') as to_on, p.name as post_name, cotraining.placement_state(l.province, l.id) as state, t.programme_code as programme,
      coalesce(v.name, '') as school_name, coalesce(v.region, l.province) as region, coalesce(w.name, '') as enterprise_name
    from cotraining.placement l join cotraining.post p on p.province = l.province and p.id = l.post_id
      left join registry.student t on t.person_id = l.person
      left join registry.organisation_version v on v.organisation_id = l.school and upper_inf(v.valid)
      left join cotraining.workplace w on w.province = l.province and w.organisation = l.enterprise
    where l.id = ${input.placement} and l.school = ${organisation}`.execute(ctx.tx);
  const [row] = rows;
  if (!row) throw new NotFound({ zh: "实习", en: "placement" });
  if (!["start", "resume", "finish"].includes(row.state)) throw new Conflict({ zh: "实习没有开始，不能考核。", en: "The placement has not begun." });
  const there = await sql`select 1 from cotraining.assessment where placement_id = ${input.placement}`.execute(ctx.tx);
  if (there.rows.length > 0) throw new Conflict({ zh: "这次实习已经有考核。", en: "This placement is assessed already." });
  const id = uuidv7();
  await sql`insert into cotraining.assessment (province, id, placement_id, person, person_name, school, school_name, enterprise, enterprise_name, region, programme, post_name,
      from_on, to_on, kind, mentor, teacher, rubric, pass_mark, sample, created_at)
    values (${row.province}, ${id}, ${input.placement}, ${row.person}, ${row.person_name}, ${row.school}, ${row.school_name}, ${row.enterprise}, ${row.enterprise_name}, ${row.region},
      ${row.programme ?? ""}, ${row.post_name}, ${row.from_on}, ${row.to_on}, ${input.kind}, ${row.mentor}, ${row.teacher}, ${jsonText(input.items)}::jsonb, ${input.passMark}, ${sample}, ${ctx.now})`.execute(ctx.tx);
  await recordAction(ctx, ASSESSMENT_LOG, { province: row.province, id }, 1, "propose", { note: "" });
  await ctx.audit("assessment.propose", `assessment:${id}`, null, { placement: input.placement, items: input.items.length });
  await tellOfAssessment(ctx, await requireAssessment(ctx, id), "proposed");
  return showAssessment(ctx, id);
} // prettier-ignore

async function held(ctx: Context, request: FastifyRequest, id: string): Promise<AssessmentRow> {
  await requireAssessment(ctx, id);
  await holdAssessment(ctx, id);
  const row = await requireAssessment(ctx, id);
  requireMatch(request, assessmentEtag(row));
  return row;
}

/** Revises the rubric that the enterprise did not agree to. @throws Conflict, BadInput; VersionChanged (If-Match) */
export async function reviseRubric(ctx: Context, request: FastifyRequest, id: string, input: z.infer<typeof s.rubric>): Shown {
  const row = await held(ctx, request, id);
  access.authorize(ctx.actor, "keepAssessments", { organisation: row.school });
  checkRubric(input);
  assessmentProcedure.requireState(stateOf(row), "revise");
  await sql`update cotraining.assessment set rubric = ${jsonText(input.items)}::jsonb, pass_mark = ${input.passMark}, revision = revision + 1 where id = ${id}`.execute(ctx.tx);
  await step(ctx, row, "revise", "");
  return showAssessment(ctx, id);
} // prettier-ignore

/** Gives scores for the actor's side. @throws Conflict once the side has signed; BadInput; VersionChanged (If-Match) */
export async function giveScores(ctx: Context, request: FastifyRequest, id: string, input: z.infer<typeof s.scores>): Shown {
  const row = await held(ctx, request, id);
  const side = sideOf(ctx, row);
  access.authorize(ctx.actor, "score", side === null ? {} : assessmentSubject(ctx, row));
  if (!mayScoreIn(stateOf(row), side!)) throw new Conflict({ zh: "标准尚未商定，或者本方已经签署，不能评分。", en: "The rubric is not agreed yet, or your side has signed." });
  for (const { key, score, remark } of input.items) {
    const item = row.rubric.find((one) => one.key === key);
    if (!item || (side === "school" ? item.schoolShare === 0 : item.schoolShare === 100))
      throw new BadInput([{ part: "body", field: "items", value: key, reason: "不是本方评分的考核项 / no item that your side scores" }]);
    await sql`insert into cotraining.assessment_score (province, assessment_id, side, key, score, remark, by_name, at)
      values (${row.province}, ${id}, ${side}, ${key}, ${score}, ${remark}, ${ctx.actor.name}, ${ctx.now})
      on conflict (province, assessment_id, side, key) do update set score = excluded.score, remark = excluded.remark, by_name = excluded.by_name, at = excluded.at`.execute(ctx.tx);
  }
  await ctx.audit("assessment.score", `assessment:${id}`, null, { side, items: input.items.map(({ key }) => key) });
  return showAssessment(ctx, id);
} // prettier-ignore

export type LaterAssessmentStep = Exclude<AssessmentStep, "propose" | "revise" | "school-complete" | "enterprise-complete">; // prettier-ignore

/**
 * Agrees, signs, accepts, objects, answers, certifies. Of two signatures the later one completes.
 * @throws Conflict if it may not follow yet; BadInput where a reason is missing; VersionChanged (If-Match)
 */
export async function actOnAssessment(ctx: Context, request: FastifyRequest, id: string, asked: LaterAssessmentStep, given: z.infer<typeof s.act>): Shown {
  const row = await held(ctx, request, id);
  const { right } = assessmentProcedure.steps[asked];
  access.authorize(ctx.actor, right as (typeof RIGHTS)[number], assessmentSubject(ctx, row));
  const state = stateOf(row);
  const taken = asked === "school-sign" && state === "enterprise-signed" ? "school-complete" : asked === "enterprise-sign" && state === "school-signed" ? "enterprise-complete" : asked;
  const scores = await scoresOf(ctx, row);
  const facts = await factsOf(ctx, row, scores);
  assessmentProcedure.require(state, taken, facts, given);
  const against = taken === "certify" ? againstCertificate(state, facts) : null;
  if (against) throw new Conflict(against);
  const side = right === "scoreForSchool" ? "school" : right === "scoreForEnterprise" ? "enterprise" : null;
  await step(ctx, row, taken, given.note?.trim() ?? "", side && taken !== "agree" && taken !== "dispute" ? digestOf(row.rubric, scores, side) : "");
  if (taken === "certify") await certify(ctx, row, facts.total!);
  return showAssessment(ctx, id);
} // prettier-ignore

async function step(ctx: Context, row: AssessmentRow, taken: AssessmentStep, note: string, digest = ""): Promise<void> {
  const state = stateOf(row);
  const { to } = assessmentProcedure.steps[taken];
  await recordAction(ctx, ASSESSMENT_LOG, row, row.actions.at(-1)!.seq + 1, taken, { note, digest });
  await ctx.audit(`assessment.${taken}`, `assessment:${row.id}`, { state }, { state: to }, note);
  await tellOfAssessment(ctx, row, to);
} // prettier-ignore
