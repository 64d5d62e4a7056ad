import { sql } from "kysely";
import type { z } from "zod";
import { etagOf, NotFound, type Context } from "../../platform/index.ts";
import { assessmentProcedure, type AssessmentState, type AssessmentStep } from "./procedure.ts";
import type * as s from "./schemas.ts";

export type RubricItem = z.infer<typeof s.rubricItem>;

export interface AssessmentRow {
  province: string;
  id: string;
  placement_id: string;
  person: string;
  person_name: string;
  school: string;
  school_name: string;
  enterprise: string;
  enterprise_name: string;
  region: string;
  programme: string;
  post_name: string;
  from_on: string;
  to_on: string;
  kind: "placement" | "apprenticeship";
  mentor: string | null;
  teacher: string | null;
  rubric: RubricItem[];
  pass_mark: number;
  sample: boolean;
  revision: number;
  actions: { seq: number; action: AssessmentStep; by: string; at: string; note: string; digest: string }[];
}

const ASSESSMENT = sql`a.province, a.id, a.placement_id, a.person, a.person_name, a.school, a.school_name, a.enterprise, a.enterprise_name, a.region, a.programme,
  a.post_name, to_char(a.from_on, 'YYYY-MM-DD') as from_on, to_char(a.to_on, 'YYYY-MM-DD') as to_on, a.kind, a.mentor, a.teacher, a.rubric, a.pass_mark, a.sample, a.revision,
  coalesce((select json_agg(json_build_object('seq', l.seq, 'action', l.action, 'by', l.by_name, 'at', l.at, 'note', l.note, 'digest', l.digest) order by l.seq)
    from cotraining.assessment_action l where l.province = a.province and l.assessment_id = a.id), '[]') as actions
  from cotraining.assessment a`;

/** @throws NotFound if there is none that the actor may see */
export async function requireAssessment(ctx: Context, id: string): Promise<AssessmentRow> {
  const { rows } = await sql<AssessmentRow>`select ${ASSESSMENT} where a.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "考核", en: "assessment" });
  return rows[0];
}

/** Newest first, from behind a given id. */
export async function assessmentRows(ctx: Context, after: string | null, limit: number): Promise<AssessmentRow[]> {
  const { rows } = await sql<AssessmentRow>`select ${ASSESSMENT} ${after ? sql`where a.id < ${after}::uuid` : sql``} order by a.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export const stateOf = (row: Pick<AssessmentRow, "actions">): AssessmentState => assessmentProcedure.stateOf(row.actions); // prettier-ignore
export const assessmentEtag = (row: AssessmentRow): string =>
  etagOf(row.id, row.revision, row.actions.length);

export async function holdAssessment(ctx: Context, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`assessment ${id}`}, 0))`.execute(ctx.tx);
}

export interface ScoreRow {
  side: "school" | "enterprise";
  key: string;
  score: number;
  remark: string;
}

export async function scoresOf(ctx: Context, row: Pick<AssessmentRow, "province" | "id">): Promise<ScoreRow[]> {
  const { rows } = await sql<ScoreRow>`select side, key, score, remark from cotraining.assessment_score
    where province = ${row.province} and assessment_id = ${row.id} order by side, key`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export interface CertificateRow {
  province: string;
  id: string;
  assessment_id: string;
  person: string;
  number: string;
  hash: string;
  kind: "placement" | "apprenticeship";
  holder_name: string;
  school: string;
  school_name: string;
  enterprise: string;
  enterprise_name: string;
  region: string;
  programme: string;
  post_name: string;
  from_on: string;
  to_on: string;
  total: number;
  grade: "excellent" | "good" | "pass";
  issued_on: string;
  revoked_at: Date | null;
  revoked_reason: string | null;
  sample: boolean;
}

const CERTIFICATE = sql`province, id, assessment_id, person, number, hash, kind, holder_name, school, school_name, enterprise, enterprise_name, region, programme, post_name,
  to_char(from_on, 'YYYY-MM-DD') as from_on, to_char(to_on, 'YYYY-MM-DD') as to_on, total::float8 as total, grade, to_char(issued_on, 'YYYY-MM-DD') as issued_on,
  revoked_at, revoked_reason, sample from cotraining.certificate`;

export async function certificateOf(ctx: Context, assessment: string): Promise<CertificateRow | null> {
  const { rows } = await sql<CertificateRow>`select ${CERTIFICATE} where assessment_id = ${assessment}`.execute(ctx.tx);
  return rows[0] ?? null;
} // prettier-ignore

/** @throws NotFound */
export async function requireCertificate(ctx: Context, id: string): Promise<CertificateRow> {
  const { rows } = await sql<CertificateRow>`select ${CERTIFICATE} where id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "证书", en: "certificate" });
  return rows[0];
}
