import { sql } from "kysely";
import { etagOf, jsonText, NotFound, type Context } from "../../platform/index.ts";
import type { Signature } from "../agreements/contract-text.ts";
import type { OfferedPost } from "./check.ts";
import { document, type PlanDocument } from "./document.ts";
import { planProcedure, type PlanState, type PlanStep } from "./procedure.ts";

export interface PlanRow {
  province: string;
  id: string;
  title: string;
  school: string;
  school_name: string;
  region: string;
  programme: string;
  cohort_year: number;
  alliance: string | null;
  enterprises: string[];
  sample: boolean;
  revision: number;
  created_at: string;
  /** empty for who only reads what is published */
  actions: { seq: number; action: PlanStep; by: string; at: string; note: string }[];
  /** the version that is in force; null = none */
  in_force: number | null;
  comments_open: number;
}
export interface PlanVersionRow {
  no: number;
  document: PlanDocument;
  parties: string[];
  text: string;
  sha256: string;
  reason: string;
  proposed: boolean;
  dropped: boolean;
  revision: number;
  made_by_name: string;
  made_at: string;
  signatures: (Pick<Signature, "signer" | "sha256" | "previous"> & { seq: number; organisation: string; party: "school" | "enterprise"; of_name: string; at: string; hash: string })[]; // prettier-ignore
}

const PLAN = sql`p.province, p.id, p.title, p.school, p.school_name, p.region, p.programme, p.cohort_year, p.alliance, p.enterprises, p.sample, p.revision,
  to_json(p.created_at) #>> '{}' as created_at, f.no as in_force,
  (select count(*)::int from cotraining.training_plan_comment c where c.province = p.province and c.plan_id = p.id and c.outcome is null) as comments_open,
  coalesce((select json_agg(json_build_object('seq', l.seq, 'action', l.action, 'by', l.by_name, 'at', l.at, 'note', l.note) order by l.seq)
    from cotraining.training_plan_action l where l.province = p.province and l.plan_id = p.id), '[]') as actions
  from cotraining.training_plan p left join cotraining.plans_in_force() f on f.province = p.province and f.id = p.id`;

/** @throws NotFound if there is none that the actor may see */
export async function requirePlan(ctx: Context, id: string): Promise<PlanRow> {
  const { rows } = await sql<PlanRow>`select ${PLAN} where p.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "培养方案", en: "training plan" });
  return rows[0];
}

export const stateOf = ({ actions }: Pick<PlanRow, "actions">): PlanState => planProcedure.stateOf(actions);

const LAST: Record<PlanState, PlanStep[]> = {
  draft: ["draft", "return", "revise"],
  proposed: ["propose"],
  "in-force": ["in-force", "drop"],
  retired: ["retire"],
  withdrawn: ["withdraw"],
};
export interface PlanFilter {
  state?: PlanState | undefined;
  school?: string | undefined;
  enterprise?: string | undefined;
  programme?: string | undefined;
  q?: string | undefined;
}

/** Newest first, from behind a given id; only those in force where `published`. */
export async function listPlans(ctx: Context, { state, school, enterprise, programme, q }: PlanFilter, published: boolean, after: string | null, limit: number): Promise<PlanRow[]> {
  const { rows } = await sql<PlanRow>`select ${PLAN} where ${published ? sql`f.no is not null` : sql`(p.province, p.id) in (select m.province, m.id from cotraining.my_plans() m)`}
    ${state ? sql`and cotraining.plan_state(p.province, p.id) = any(${LAST[state]})` : sql``}
    ${school ? sql`and p.school = ${school}` : sql``}
    ${enterprise ? sql`and ${enterprise}::uuid = any(p.enterprises)` : sql``}
    ${programme ? sql`and p.programme = ${programme}` : sql``}
    ${q ? sql`and (position(${q} in p.title) > 0 or position(${q} in p.school_name) > 0)` : sql``}
    ${after ? sql`and p.id < ${after}::uuid` : sql``} order by p.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** The versions that the actor may read with their signatures, the first first. */
export async function versionsOf(ctx: Context, { province, id }: Pick<PlanRow, "province" | "id">): Promise<PlanVersionRow[]> {
  const { rows } = await sql<PlanVersionRow>`select v.no, v.document, v.parties, v.text, v.sha256, v.reason, v.proposed_at is not null as proposed, v.dropped_at is not null as dropped,
      v.revision, v.made_by_name, to_json(v.made_at) #>> '{}' as made_at,
      coalesce((select json_agg(json_build_object('seq', s.seq, 'organisation', s.organisation, 'party', s.party, 'signer', s.signer, 'of_name', s.of_name, 'at', s.at,
          'sha256', s.sha256, 'previous', s.previous, 'hash', s.hash) order by s.seq)
        from cotraining.training_plan_signature s where s.province = v.province and s.plan_id = v.plan_id and s.no = v.no), '[]') as signatures
    from cotraining.training_plan_version v where v.province = ${province} and v.plan_id = ${id} order by v.no`.execute(ctx.tx);
  return rows.map((row) => ({ ...row, document: document.parse(row.document) }));
} // prettier-ignore

export type VersionState = "draft" | "proposed" | "signed" | "dropped";
export function versionState(version: PlanVersionRow): VersionState {
  if (version.dropped) return "dropped";
  if (version.signatures.length === version.parties.length) return "signed";
  return version.proposed ? "proposed" : "draft";
}
/** The version that is worked on; where none is, the last signed one, else the last. */
export function currentVersion(versions: readonly PlanVersionRow[]): PlanVersionRow {
  const of = (...states: VersionState[]) =>
    versions.filter((one) => states.includes(versionState(one))).at(-1);
  return of("draft", "proposed") ?? of("signed") ?? versions.at(-1)!;
}

/** What the enterprises' posts ask; nothing for who only reads what is published. */
export async function postsOf(ctx: Context, { province, id }: Pick<PlanRow, "province" | "id">): Promise<(OfferedPost & { enterprise: string; fits: string[] })[]> {
  const { rows } = await sql<OfferedPost & { enterprise: string; fits: string[] }>`
    select id, enterprise, name, programmes as fits, competences from cotraining.posts_of_plan(${province}, ${id})`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** Whoever changes a plan waits for the other. */
export async function holdPlan(ctx: Context, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`training plan ${id}`}, 0))`.execute(ctx.tx);
}

export const planEtag = (row: PlanRow, versions: readonly PlanVersionRow[]): string =>
  etagOf(row.id, row.revision, row.actions.length, versions.map(({ no, revision, signatures }) => [no, revision, signatures.length])); // prettier-ignore

type Kept = Pick<PlanVersionRow, "no" | "document" | "parties" | "text" | "sha256" | "reason">;
export async function insertVersion(ctx: Context, { province, id }: Pick<PlanRow, "province" | "id">, v: Kept): Promise<void> {
  await sql`insert into cotraining.training_plan_version (province, plan_id, no, document, parties, text, sha256, reason, made_by_name, made_at)
    values (${province}, ${id}, ${v.no}, ${jsonText(v.document)}::jsonb, ${v.parties}, ${v.text}, ${v.sha256}, ${v.reason}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
} // prettier-ignore
export async function updateVersion(ctx: Context, { province, id }: Pick<PlanRow, "province" | "id">, v: Kept): Promise<void> {
  await sql`update cotraining.training_plan_version set document = ${jsonText(v.document)}::jsonb, parties = ${v.parties}, text = ${v.text}, sha256 = ${v.sha256}, revision = revision + 1
    where province = ${province} and plan_id = ${id} and no = ${v.no}`.execute(ctx.tx);
} // prettier-ignore

export interface CommentRow {
  id: string;
  no: number;
  clause: string;
  words: string;
  organisation: string;
  organisation_name: string;
  by_name: string;
  at: string;
  outcome: "taken" | "declined" | null;
  answer: string;
  answered_by_name: string;
  answered_at: string | null;
}
export async function commentsOf(ctx: Context, { province, id }: Pick<PlanRow, "province" | "id">): Promise<CommentRow[]> {
  const { rows } = await sql<CommentRow>`select id, no, clause, words, organisation, organisation_name, by_name, to_json(at) #>> '{}' as at, outcome, answer, answered_by_name,
      to_json(answered_at) #>> '{}' as answered_at
    from cotraining.training_plan_comment where province = ${province} and plan_id = ${id} order by id`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export interface TeamRow {
  organisation: string;
  name: string;
  duty: "leader" | "teacher" | "mentor" | "developer";
  courses: string[];
}
export interface ResourceRow {
  organisation: string;
  name: string;
  kind: "course" | "textbook" | "case" | "software" | "base" | "equipment" | "standard";
  usage: "plan" | "alliance" | "open";
  link: string;
  courses: string[];
}
export const teamOf = async (
  ctx: Context,
  { province, id }: Pick<PlanRow, "province" | "id">,
): Promise<TeamRow[]> =>
  (
    await sql<TeamRow>`select organisation, name, duty, courses from cotraining.training_plan_team where province = ${province} and plan_id = ${id} order by position`.execute(
      ctx.tx,
    )
  ).rows;
export const resourcesOf = async (ctx: Context, { province, id }: Pick<PlanRow, "province" | "id">): Promise<ResourceRow[]> =>
  (await sql<ResourceRow>`select organisation, name, kind, usage, link, courses from cotraining.training_plan_resource where province = ${province} and plan_id = ${id} order by position`.execute(ctx.tx)).rows; // prettier-ignore
