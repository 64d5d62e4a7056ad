import { sql } from "kysely";
import { standards } from "@tixi/standards";
import { etagOf, jsonText, NotFound, type Context } from "../../platform/index.ts";
import type { Signature } from "./contract-text.ts";
import { terms as termsShape, type Clause, type Form, type Kind, type Terms } from "./kinds.ts";
import type { AgreementState, AgreementStep } from "./procedure.ts";

export interface VersionRow {
  no: number;
  clauses: Clause[];
  terms: Terms;
  people: number;
  from_on: string;
  to_on: string;
  text: string;
  sha256: string;
  reason: string;
  proposed: boolean;
  dropped: boolean;
  revision: number;
  made_by_name: string;
  made_at: string;
  signatures: (Pick<Signature, "party" | "signer" | "sha256" | "previous"> & { seq: number; of_name: string; at: string; hash: string })[]; // prettier-ignore
}

export interface AgreementRow {
  province: string;
  id: string;
  kind: Kind;
  title: string;
  school: string;
  school_name: string;
  enterprise: string;
  enterprise_name: string;
  region: string;
  programme: string;
  cohort_year: number;
  people: number;
  from_on: string;
  to_on: string;
  alliance: string | null;
  terms: unknown;
  sample: boolean;
  revision: number;
  created_at: string;
  last: AgreementStep;
  actions: { seq: number; action: AgreementStep; by: string; at: string; note: string }[];
}

export interface TraineeRow {
  person: string;
  name: string;
  since: string;
  until: string | null;
}

const AGREEMENT = sql`a.province, a.id, a.kind, a.title, a.school, a.school_name, a.enterprise, a.enterprise_name, a.region, a.programme, a.cohort_year, a.people,
  to_char(a.from_on, 'YYYY-MM-DD') as from_on, to_char(a.to_on, 'YYYY-MM-DD') as to_on, a.alliance, a.terms, a.sample, a.revision,
  to_json(a.created_at) #>> '{}' as created_at, cotraining.agreement_state(a.province, a.id) as last,
  coalesce((select json_agg(json_build_object('seq', l.seq, 'action', l.action, 'by', l.by_name, 'at', l.at, 'note', l.note) order by l.seq)
    from cotraining.agreement_action l where l.province = a.province and l.agreement_id = a.id), '[]') as actions
  from cotraining.agreement a`;

/** @throws NotFound if there is none that the actor may see */
export async function requireAgreement(ctx: Context, id: string): Promise<AgreementRow> {
  const { rows } = await sql<AgreementRow>`select ${AGREEMENT} where a.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "协议", en: "agreement" });
  return rows[0];
}

/** Newest first, from behind a given id. */
export async function listAgreements(ctx: Context, filter: { state?: AgreementState | undefined; kind?: string | undefined; enterprise?: string | undefined; q?: string | undefined }, after: string | null, limit: number): Promise<AgreementRow[]> {
  const { state, kind, enterprise, q } = filter;
  const last = state === "proposed" ? ["propose"] : state === "draft" ? ["draft", "return"] : state === "ended" ? ["end"] : state === "withdrawn" ? ["withdraw"] : ["in-force"];
  const { rows } = await sql<AgreementRow>`select ${AGREEMENT} where true
    ${state ? sql`and cotraining.agreement_state(a.province, a.id) = any(${last})` : sql``}
    ${kind ? sql`and a.kind = ${kind}` : sql``}
    ${enterprise ? sql`and a.enterprise = ${enterprise}` : sql``}
    ${q ? sql`and (position(${q} in a.title) > 0 or position(${q} in a.school_name) > 0 or position(${q} in a.enterprise_name) > 0)` : sql``}
    ${after ? sql`and a.id < ${after}::uuid` : sql``} order by a.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** All versions with their signatures, the first first. */
export async function versionsOf(ctx: Context, { province, id }: Pick<AgreementRow, "province" | "id">): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`select v.no, v.clauses, v.terms, v.people, to_char(v.from_on, 'YYYY-MM-DD') as from_on, to_char(v.to_on, 'YYYY-MM-DD') as to_on,
      v.text, v.sha256, v.reason, v.proposed_at is not null as proposed, v.dropped_at is not null as dropped, v.revision, v.made_by_name, to_json(v.made_at) #>> '{}' as made_at,
      coalesce((select json_agg(json_build_object('seq', s.seq, 'party', s.party, 'signer', s.signer, 'of_name', s.of_name, 'at', s.at, 'sha256', s.sha256,
          'previous', s.previous, 'hash', s.hash) order by s.seq)
        from cotraining.agreement_signature s where s.province = v.province and s.agreement_id = v.agreement_id and s.no = v.no), '[]') as signatures
    from cotraining.agreement_version v where v.province = ${province} and v.agreement_id = ${id} order by v.no`.execute(ctx.tx);
  return rows.map((row) => ({ ...row, terms: termsShape.parse(row.terms) }));
} // prettier-ignore

/** Whoever changes an agreement waits for the other. */
export async function holdAgreement(ctx: Context, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`training agreement ${id}`}, 0))`.execute(ctx.tx);
}

export async function traineesOf(ctx: Context, { province, id }: Pick<AgreementRow, "province" | "id">): Promise<TraineeRow[]> {
  const { rows } = await sql<TraineeRow>`select person, name, to_char(since, 'YYYY-MM-DD') as since, to_char(until, 'YYYY-MM-DD') as until
    from cotraining.trainee where province = ${province} and agreement_id = ${id} order by name, person`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export interface PostLine {
  id: string;
  name: string;
  seats: number;
  likePay: number | null;
  lowestPay: number | null;
}

export async function postsOf(ctx: Context, enterprise: string, ids: readonly string[]): Promise<PostLine[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<PostLine>`select id, name, seats, like_pay::float8 as "likePay", lowest_pay::float8 as "lowestPay"
    from cotraining.post where enterprise = ${enterprise} and id = any(${ids}::uuid[]) order by name, id`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export async function industriesOf(ctx: Context, enterprise: string): Promise<string[]> {
  const { rows } = await sql<{ industries: string[] }>`select industries from cotraining.workplace where organisation = ${enterprise}`.execute(ctx.tx);
  return rows[0]?.industries ?? [];
} // prettier-ignore

type Stands = Pick<AgreementRow, "kind" | "title" | "school_name" | "enterprise_name" | "enterprise" | "programme" | "cohort_year">; // prettier-ignore

/** An agreement with the figures of one of its versions, as clauses and check look at it. */
export async function formOf(ctx: Context, row: Stands, of: Pick<VersionRow, "terms" | "people" | "from_on" | "to_on">): Promise<Form> {
  return {
    kind: row.kind,
    title: row.title,
    schoolName: row.school_name,
    enterpriseName: row.enterprise_name,
    programme: row.programme,
    programmeName: standards().findProgramme(row.programme)?.name ?? row.programme,
    cohortYear: row.cohort_year,
    people: of.people,
    fromOn: of.from_on,
    toOn: of.to_on,
    terms: of.terms,
    posts: await postsOf(ctx, row.enterprise, of.terms.posts),
    industries: await industriesOf(ctx, row.enterprise),
  };
} // prettier-ignore

export const agreementEtag = (row: AgreementRow, versions: readonly VersionRow[]): string =>
  etagOf(row.id, row.revision, row.actions.length, versions.map(({ no, revision, proposed, dropped, signatures }) => [no, revision, proposed, dropped, signatures.length])); // prettier-ignore

type Kept = Omit<VersionRow, "proposed" | "dropped" | "revision" | "made_by_name" | "made_at" | "signatures">;

export async function insertVersion(ctx: Context, { province, id }: Pick<AgreementRow, "province" | "id">, v: Kept): Promise<void> {
  await sql`insert into cotraining.agreement_version (province, agreement_id, no, clauses, terms, people, from_on, to_on, text, sha256, reason, made_by_name, made_at)
    values (${province}, ${id}, ${v.no}, ${jsonText(v.clauses)}::jsonb, ${jsonText(v.terms)}::jsonb, ${v.people}, ${v.from_on}, ${v.to_on}, ${v.text}, ${v.sha256},
      ${v.reason}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
} // prettier-ignore

export async function updateVersion(ctx: Context, { province, id }: Pick<AgreementRow, "province" | "id">, v: Kept): Promise<void> {
  await sql`update cotraining.agreement_version set clauses = ${jsonText(v.clauses)}::jsonb, terms = ${jsonText(v.terms)}::jsonb, people = ${v.people},
      from_on = ${v.from_on}, to_on = ${v.to_on}, text = ${v.text}, sha256 = ${v.sha256}, revision = revision + 1
    where province = ${province} and agreement_id = ${id} and no = ${v.no}`.execute(ctx.tx);
} // prettier-ignore
