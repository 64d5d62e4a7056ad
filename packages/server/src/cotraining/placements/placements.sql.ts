import { sql } from "kysely";
import { etagOf, NotFound, type Context } from "../../platform/index.ts";
import type { PlacementState, PlacementStep } from "./procedure.ts";

export interface PlacementRow {
  province: string;
  id: string;
  person: string;
  person_name: string;
  school: string;
  school_name: string;
  region: string;
  enterprise: string;
  enterprise_name: string;
  post_id: string;
  post_name: string;
  competences: { key: string; name: string }[];
  agreement_id: string | null;
  from_on: string;
  to_on: string;
  mentor: string | null;
  mentor_name: string;
  teacher: string | null;
  teacher_name: string;
  verdict: "clear" | "open" | "refused" | null;
  checked_at: string | null;
  sample: boolean;
  revision: number;
  facts: Record<string, unknown>;
  actions: { seq: number; action: PlacementStep; by: string; at: string; note: string }[];
}

const PLACEMENT = sql`p.province, p.id, p.person, p.person_name, p.school, p.school_name, p.region, p.enterprise, p.enterprise_name, p.post_id,
  coalesce(o.name, '') as post_name, coalesce(o.competences, '[]') as competences, p.agreement_id, p.from_on::text as from_on, p.to_on::text as to_on, p.mentor, p.mentor_name,
  p.teacher, p.teacher_name, p.verdict, to_json(p.checked_at) #>> '{}' as checked_at, p.sample, p.revision, to_jsonb(p) as facts,
  coalesce((select json_agg(json_build_object('seq', l.seq, 'action', l.action, 'by', l.by_name, 'at', l.at, 'note', l.note) order by l.seq)
    from cotraining.placement_action l where l.province = p.province and l.placement_id = p.id), '[]') as actions
  from cotraining.placement p left join cotraining.post o on o.province = p.province and o.id = p.post_id`;

/** @throws NotFound if there is none that the actor may see */
export async function requirePlacement(ctx: Context, id: string): Promise<PlacementRow> {
  const { rows } = await sql<PlacementRow>`select ${PLACEMENT} where p.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "实习", en: "placement" });
  return rows[0];
}

const LAST: Record<PlacementState, PlacementStep[]> = {
  planned: ["plan"],
  running: ["start", "resume"],
  suspended: ["suspend"],
  finished: ["finish"],
  "broken-off": ["break-off"],
  cancelled: ["cancel"],
};

export interface PlacementFilter {
  state?: PlacementState | undefined;
  verdict?: string | undefined;
  enterprise?: string | undefined;
  q?: string | undefined;
}

/** Newest first, from behind a given id. */
export async function listPlacements(ctx: Context, { state, verdict, enterprise, q }: PlacementFilter, after: string | null, limit: number): Promise<PlacementRow[]> {
  const { rows } = await sql<PlacementRow>`select ${PLACEMENT} where true
    ${state ? sql`and cotraining.placement_state(p.province, p.id) = any(${LAST[state]})` : sql``}
    ${verdict ? sql`and p.verdict = ${verdict} and cotraining.placement_state(p.province, p.id) in ('plan', 'start', 'resume', 'suspend')` : sql``}
    ${enterprise ? sql`and p.enterprise = ${enterprise}` : sql``}
    ${q ? sql`and (position(${q} in p.person_name) > 0 or position(${q} in p.enterprise_name) > 0 or position(${q} in p.school_name) > 0)` : sql``}
    ${after ? sql`and p.id < ${after}::uuid` : sql``} order by p.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export const placementEtag = (row: PlacementRow): string => etagOf(row.id, row.revision, row.actions.length);

/** Columns of a placement that the school fills in, by the names of the API. */
export const COLUMNS = {
  mentor: "mentor", mentorName: "mentor_name", teacher: "teacher", teacherName: "teacher_name", onPost: "on_post", independent: "independent", pay: "pay", payCycle: "pay_cycle",
  paidInMoney: "paid_in_money", paidToStudent: "paid_to_student", signatures: "signatures", signed: "signed", agreementFields: "agreement_fields",
  officialTemplate: "official_template", studentConsent: "student_consent", guardianConsent: "guardian_consent", insuredFrom: "insured_from", insuredTo: "insured_to",
  insuranceChargedToStudent: "insurance_charged_to_student", accidentFrom: "accident_from", accidentTo: "accident_to", fees: "fees", guarantee: "guarantee",
  papersHeld: "papers_held", agent: "agent", imposed: "imposed", selfFound: "self_found", schoolApproved: "school_approved", ownAssessment: "own_assessment",
  jointEnrolment: "joint_enrolment", apprenticeAgreement: "apprentice_agreement", female: "female", healthChecked: "health_checked",
} as const; // prettier-ignore
