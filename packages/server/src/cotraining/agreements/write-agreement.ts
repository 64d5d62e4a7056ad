import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { standards } from "@tixi/standards";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  dayInChina,
  Forbidden,
  jsonText,
  NotFound,
  recordAction,
  requireMatch,
  type Context,
} from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import { requireOwnAlliance } from "../own-alliance.ts";
import {
  agreementEtag,
  formOf,
  holdAgreement,
  insertVersion,
  postsOf,
  requireAgreement,
  traineesOf,
  updateVersion,
  versionsOf,
  type AgreementRow,
  type VersionRow,
} from "./agreements.sql.ts";
import { checkAgreement } from "./check.ts";
import { clausesOf, draftClauses } from "./clauses.ts";
import { contractHash, contractText } from "./contract-text.ts";
import { SCHOOLS, type Clause, type Terms } from "./kinds.ts";
import { showAgreement } from "./present.ts";
import { againstProposal, AGREEMENT_LOG, agreementProcedure, type AgreementStep } from "./procedure.ts";
import type * as s from "./schemas.ts";
import { currentVersion, stateOf, subjectOf, versionState } from "./standing.ts";
import { AMENDED, tellOfAgreement } from "./told.ts"; // prettier-ignore

type Shown = Promise<z.infer<typeof s.agreement>>;
type Change = z.infer<typeof s.change>;

const fault = (field: string, value: unknown, reason: string) =>
  new BadInput([{ part: "body", field, value, reason }]);

interface Registered {
  id: string;
  name: string;
  kind: string;
  region: string;
}
async function registered(ctx: Context, id: string): Promise<Registered> {
  const { rows } =
    await sql<Registered>`select organisation_id as id, name, kind, region from registry.organisation_version
    where organisation_id = ${id} and upper_inf(valid)`.execute(ctx.tx);
  if (!rows[0]) throw fault("partner", id, "名录中没有这个单位 / not in the register");
  return rows[0];
}

/**
 * Drafts an agreement with the clauses of its kind, filled in from its terms.
 * @throws BadInput where the partner is not of the other side, the programme or a post is unknown, or the period runs backwards
 */
export async function draftAgreement(ctx: Context, input: z.infer<typeof s.newAgreement>): Shown {
  const { organisation, role } = ctx.actor;
  access.authorize(ctx.actor, "keepAgreement", { organisation });
  if (organisation === null) throw new Forbidden();
  if (input.partner === organisation) throw fault("partner", input.partner, "对方不能是本单位 / the partner is your own organisation");
  const { province, sample } = await installation(ctx);
  const [own, partner] = [await registered(ctx, organisation), await registered(ctx, input.partner)];
  const [school, enterprise] = role === "school-officer" ? [own, partner] : [partner, own];
  if (!SCHOOLS.includes(school.kind)) throw fault("partner", input.partner, "甲方须是学校 / party A has to be a school");
  if (SCHOOLS.includes(enterprise.kind)) throw fault("partner", input.partner, "乙方须是企业等用人单位 / party B has to be an enterprise");
  await checkFacts(ctx, enterprise.id, input);
  await requireOwnAlliance(ctx, input.alliance);
  const id = uuidv7();
  await sql`insert into cotraining.agreement (province, id, kind, title, school, school_name, enterprise, enterprise_name, region, programme, cohort_year, people,
      from_on, to_on, alliance, terms, sample, created_by_name, created_at)
    values (${province}, ${id}, ${input.kind}, ${input.title}, ${school.id}, ${school.name}, ${enterprise.id}, ${enterprise.name}, ${school.region}, ${programmeOf(input)},
      ${input.cohortYear}, ${input.people}, ${input.fromOn}, ${input.toOn}, ${input.alliance}, ${jsonText(input.terms)}::jsonb, ${sample}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await recordAction(ctx, AGREEMENT_LOG, { province, id }, 1, "draft", { note: "" });
  const row = await requireAgreement(ctx, id);
  await insertVersion(ctx, row, await versionOf(ctx, row, 1, input, null, ""));
  await ctx.audit("training-agreement.draft", `training-agreement:${id}`, null, { kind: input.kind, partner: partner.id, programme: input.programme, people: input.people });
  return showAgreement(ctx, row);
} // prettier-ignore

const programmeOf = ({ programme }: Pick<Change, "programme">): string => standards().findProgramme(programme)?.code ?? programme; // prettier-ignore

async function checkFacts(ctx: Context, enterprise: string, input: Pick<Change, "programme" | "fromOn" | "toOn" | "terms">): Promise<void> {
  if (!standards().findProgramme(input.programme)) throw fault("programme", input.programme, "专业目录中没有这个代码 / no such programme in the catalogue");
  if (input.toOn <= input.fromOn) throw fault("toOn", input.toOn, "结束日期须晚于开始日期 / the end is not behind the start");
  const known = await postsOf(ctx, enterprise, input.terms.posts);
  const unknown = input.terms.posts.find((id) => !known.some((post) => post.id === id));
  if (unknown) throw fault("terms.posts", unknown, "不是该企业的岗位 / not a post of this enterprise");
} // prettier-ignore

/** A version as it would stand: its clauses as given, else as the terms give them. */
async function versionOf(ctx: Context, row: AgreementRow, no: number, of: { terms: Terms; people: number; fromOn: string; toOn: string }, clauses: Clause[] | null, reason: string) {
  const figures = { people: of.people, from_on: of.fromOn, to_on: of.toOn };
  const form = await formOf(ctx, row, { ...figures, terms: of.terms });
  const kept = (clauses ?? draftClauses(form)).filter(({ text }) => text.trim() !== "");
  const fields = clausesOf(row.kind).flatMap(({ key, field }) => (field && kept.some((one) => one.key === key) ? [field] : []));
  const text = contractText(form, kept, { id: row.id, no });
  return { no, clauses: kept, terms: { ...of.terms, fields } as Terms, ...figures, text, sha256: contractHash(text), reason };
} // prettier-ignore

interface Held {
  row: AgreementRow;
  versions: VersionRow[];
  current: VersionRow;
}

/** The agreement, held against others, for who keeps it and has just read it. */
async function hold(ctx: Context, request: FastifyRequest, id: string): Promise<Held> {
  await holdAgreement(ctx, id);
  const row = await requireAgreement(ctx, id);
  access.authorize(ctx.actor, "readAgreement", subjectOf(ctx, row, await traineesOf(ctx, row)));
  access.authorize(ctx.actor, "keepAgreement", subjectOf(ctx, row, []));
  const versions = await versionsOf(ctx, row);
  requireMatch(request, agreementEtag(row, versions));
  return { row, versions, current: currentVersion(row, versions) };
}

/**
 * Changes the version that is worked on, figures and clauses; nothing that was proposed or signed.
 * @throws Conflict where there is none; VersionChanged (If-Match); BadInput
 */
export async function changeAgreement(ctx: Context, request: FastifyRequest, id: string, input: Change): Shown {
  const { row, current } = await hold(ctx, request, id);
  const state = stateOf(row);
  if (versionState(row, current) !== "draft" || !["draft", "in-force"].includes(state))
    throw new Conflict({ zh: "已提交签署或已签署的文本不能修改；执行中的协议请先提出变更。", en: "A text that was proposed or signed is not changed; propose a change of an agreement in force." });
  await checkFacts(ctx, row.enterprise, input);
  if (input.alliance !== row.alliance) await requireOwnAlliance(ctx, input.alliance);
  const own = clausesOf(row.kind).map(({ key }) => key);
  const strange = input.clauses?.find(({ key }) => !own.includes(key) && !/^own-\d{1,3}$/.test(key));
  if (strange) throw fault("clauses", strange.key, "没有这一条款 / no such clause");
  if (input.clauses && new Set(input.clauses.map(({ key }) => key)).size < input.clauses.length) throw fault("clauses", null, "条款重复 / a clause stands twice");
  // title and programme are of the agreement as a whole and stay once it is in force
  const facts = state === "draft" ? input : { ...input, title: row.title, programme: row.programme, cohortYear: row.cohort_year };
  if (state === "draft")
    await sql`update cotraining.agreement set title = ${facts.title}, programme = ${programmeOf(facts)}, cohort_year = ${facts.cohortYear}, people = ${facts.people},
        from_on = ${facts.fromOn}, to_on = ${facts.toOn}, alliance = ${facts.alliance}, terms = ${jsonText(facts.terms)}::jsonb, revision = revision + 1 where id = ${id}`.execute(ctx.tx);
  const now = await requireAgreement(ctx, id);
  await updateVersion(ctx, now, await versionOf(ctx, now, current.no, facts, input.clauses, current.reason));
  await ctx.audit("training-agreement.change", `training-agreement:${id}`, { sha256: current.sha256 }, { no: current.no, people: facts.people });
  return showAgreement(ctx, await requireAgreement(ctx, id));
} // prettier-ignore

export type LaterAgreementStep = Exclude<AgreementStep, "draft" | "in-force">;

/**
 * Proposes, returns, withdraws or ends an agreement.
 * @throws Conflict if it may not follow; BadInput naming each clause and rule that stands against it; VersionChanged (If-Match)
 */
export async function actOnAgreement(ctx: Context, request: FastifyRequest, id: string, step: LaterAgreementStep, given: z.infer<typeof s.act>): Shown {
  const { row, current } = await hold(ctx, request, id);
  const state = stateOf(row);
  const trainees = await traineesOf(ctx, row);
  const findings = step === "propose" ? checkAgreement(await formOf(ctx, row, current), current.clauses) : [];
  agreementProcedure.require(state, step, { findings, trainees: trainees.length, placement: row.kind === "placement" }, given);
  if (step === "propose") await propose(ctx, row, current.no);
  // what was signed stays with its signatures; the next text is a version of its own
  if (step === "return" && current.signatures.length > 0) await replace(ctx, row, current, given.note ?? "");
  else if (step === "return") await sql`update cotraining.agreement_version set proposed_at = null, revision = revision + 1 where province = ${row.province} and agreement_id = ${id} and no = ${current.no}`.execute(ctx.tx);
  const note = [given.ending && ENDINGS[given.ending], given.note?.trim()].filter(Boolean).join("：");
  await recordAction(ctx, AGREEMENT_LOG, row, row.actions.at(-1)!.seq + 1, step, { note });
  await ctx.audit(`training-agreement.${step}`, `training-agreement:${id}`, { state }, { state: agreementProcedure.steps[step].to }, given.note);
  const now = await requireAgreement(ctx, id);
  await tellOfAgreement(ctx, now, note, undefined, trainees);
  return showAgreement(ctx, now);
} // prettier-ignore

const ENDINGS = { expired: "期满", agreed: "协商一致", breach: "违约" } as const;

const propose = (ctx: Context, { province, id }: AgreementRow, no: number) =>
  sql`update cotraining.agreement_version set proposed_at = ${ctx.now}, revision = revision + 1 where province = ${province} and agreement_id = ${id} and no = ${no}`.execute(ctx.tx); // prettier-ignore

async function replace(ctx: Context, row: AgreementRow, current: VersionRow, reason: string): Promise<void> {
  await sql`update cotraining.agreement_version set dropped_at = ${ctx.now}, revision = revision + 1 where province = ${row.province} and agreement_id = ${row.id} and no = ${current.no}`.execute(ctx.tx);
  await insertVersion(ctx, row, await versionOf(ctx, row, current.no + 1, figuresOf(current), current.clauses, reason));
} // prettier-ignore

const figuresOf = ({ terms, people, from_on, to_on }: VersionRow) => ({ terms, people, fromOn: from_on, toOn: to_on }); // prettier-ignore

/** Begins a change of an agreement in force: a new version from the one that is signed. @throws Conflict where one is open */
export async function amendAgreement(ctx: Context, request: FastifyRequest, id: string, { reason }: z.infer<typeof s.amend>): Shown {
  const { row, versions, current } = await hold(ctx, request, id);
  if (stateOf(row) !== "in-force") throw new Conflict({ zh: "只有执行中的协议可以变更。", en: "Only an agreement in force is changed." });
  if (versionState(row, current) !== "signed") throw new Conflict({ zh: "已有一项变更尚未办结。", en: "A change of it is open already." });
  const no = Math.max(...versions.map((one) => one.no)) + 1;
  await insertVersion(ctx, row, await versionOf(ctx, row, no, figuresOf(current), current.clauses, reason));
  await ctx.audit("training-agreement.amend", `training-agreement:${id}`, null, { no }, reason);
  return showAgreement(ctx, row);
} // prettier-ignore

/** Lays a change open to be signed, or drops it. @throws Conflict where none is open; BadInput as for a proposal */
export async function actOnAmendment(ctx: Context, request: FastifyRequest, id: string, step: "propose" | "drop", given: z.infer<typeof s.act>): Shown {
  const { row, current } = await hold(ctx, request, id);
  const state = versionState(row, current);
  if (stateOf(row) !== "in-force" || state !== "draft" && !(step === "drop" && state === "proposed"))
    throw new Conflict({ zh: "没有可以办理的变更。", en: "No change of it is open to that." });
  if (step === "propose") {
    const faults = againstProposal(given, { findings: checkAgreement(await formOf(ctx, row, current), current.clauses) });
    if (faults.length > 0) throw new BadInput(faults);
    await propose(ctx, row, current.no);
    await tellOfAgreement(ctx, row, current.reason, AMENDED);
  } else await sql`update cotraining.agreement_version set dropped_at = ${ctx.now}, revision = revision + 1 where province = ${row.province} and agreement_id = ${id} and no = ${current.no}`.execute(ctx.tx);
  await ctx.audit(`training-agreement.amendment-${step}`, `training-agreement:${id}`, null, { no: current.no }, given.note);
  return showAgreement(ctx, row);
} // prettier-ignore

/**
 * Enters who is in the cohort: students of the school. Who is not named any more leaves it today, once the agreement is in force.
 * @throws BadInput naming whom the school does not have; Conflict for more than was agreed
 */
export async function enterCohort(ctx: Context, request: FastifyRequest, id: string, { people }: z.infer<typeof s.cohort>): Shown {
  const { row, current } = await hold(ctx, request, id);
  if (ctx.actor.organisation !== row.school) throw new Forbidden({ zh: "学生名单由学校填写。", en: "The school enters the cohort." });
  if (!["draft", "in-force"].includes(stateOf(row))) throw new Conflict({ zh: "现在不能修改学生名单。", en: "The cohort cannot be changed now." });
  const wanted = [...new Set(people)];
  if (wanted.length > current.people) throw fault("people", wanted.length, `超过协议人数 ${current.people} / more than agreed`);
  const known = await sql<{ id: string; name: string }>`select p.id, p.name from registry.student t join registry.person p on p.id = t.person_id
    where t.school_id = ${row.school} and t.state = 'enrolled' and t.person_id = any(${wanted}::uuid[])`.execute(ctx.tx);
  const strange = wanted.find((person) => !known.rows.some((one) => one.id === person));
  if (strange) throw fault("people", strange, "不是本校在读学生 / not a student of this school");
  const before = await traineesOf(ctx, row);
  const today = dayInChina(ctx.now);
  if (stateOf(row) === "draft") await sql`delete from cotraining.trainee where province = ${row.province} and agreement_id = ${id} and person <> all(${wanted}::uuid[])`.execute(ctx.tx);
  else await sql`update cotraining.trainee set until = ${today} where province = ${row.province} and agreement_id = ${id} and person <> all(${wanted}::uuid[]) and until is null`.execute(ctx.tx);
  for (const { id: person, name } of known.rows)
    await sql`insert into cotraining.trainee (province, agreement_id, person, name, since) values (${row.province}, ${id}, ${person}, ${name}, ${today})
      on conflict (province, agreement_id, person) do update set until = null`.execute(ctx.tx);
  await ctx.audit("training-agreement.cohort", `training-agreement:${id}`, { people: before.length }, { people: wanted.length });
  return showAgreement(ctx, await requireAgreement(ctx, id));
} // prettier-ignore

/** @throws NotFound */
export async function requireVersion(ctx: Context, id: string, no: number): Promise<{ row: AgreementRow; version: VersionRow }> {
  const row = await requireAgreement(ctx, id);
  access.authorize(ctx.actor, "readAgreement", subjectOf(ctx, row, await traineesOf(ctx, row)));
  const version = (await versionsOf(ctx, row)).find((one) => one.no === no);
  if (!version) throw new NotFound({ zh: "版本", en: "version" });
  return { row, version };
} // prettier-ignore
