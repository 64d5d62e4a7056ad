import { sql } from "kysely";
import { etagOf, jsonText, lastAction, NotFound, recordAction, type Context } from "../../platform/index.ts";
import { CREDIT_LOG, type CreditStep } from "./procedure.ts";

export interface RequestRow {
  province: string;
  id: string;
  person: string;
  school: string;
  school_name: string;
  programme: string;
  rule_id: string;
  source: string;
  source_kind: "course" | "certificate" | "work" | "award";
  needs: string;
  statement: string;
  evidence_key: string;
  course: string;
  /** tenths */
  credits: number;
  revision: number;
  sample: boolean;
  created_at: string;
  requester: string | null;
  actions: { seq: number; action: CreditStep; by_name: string; at: string; note: string }[];
}

const COLUMNS = sql`q.province, q.id, q.person, q.school, u.school_name, q.programme, q.rule_id, u.source, u.source_kind, u.needs, q.statement,
  q.evidence_key, q.course, q.credits, q.revision, q.sample, to_json(q.created_at) #>> '{}' as created_at, pathways.requester_name(q.id) as requester,
  (select json_agg(json_build_object('seq', l.seq, 'action', l.action, 'by_name', l.by_name, 'at', l.at, 'note', l.note) order by l.seq)
     from pathways.credit_request_action l where l.province = q.province and l.request_id = q.id) as actions`;
const FROM = sql`pathways.credit_request q join pathways.credit_rule u on u.province = q.province and u.id = q.rule_id`;
const LAST = lastAction(CREDIT_LOG, sql`q.province`, sql`q.id`);

/** @throws NotFound if there is none that the actor may see */
export async function requireRequest(ctx: Context, id: string): Promise<RequestRow> {
  const { rows } = await sql<RequestRow>`select ${COLUMNS} from ${FROM} where q.id = ${id}`.execute(ctx.tx);
  if (!rows[0]?.actions) throw new NotFound({ zh: "学分认定申请", en: "request" });
  return rows[0];
}

/** Newest first, from behind a given id; row-level security decides whose. */
export async function listRequests(ctx: Context, filter: { last?: readonly CreditStep[] | undefined; person?: string | undefined }, after: string | null, limit: number): Promise<RequestRow[]> {
  const { last, person } = filter;
  const { rows } = await sql<RequestRow>`select ${COLUMNS} from ${FROM} where true ${last ? sql`and ${LAST} = any(${last}::text[])` : sql``}
    ${person ? sql`and q.person = ${person}` : sql``} ${after ? sql`and q.id < ${after}::uuid` : sql``} order by q.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export const requestEtag = (row: RequestRow): string => etagOf(row.id, row.revision, row.actions.length);

/** Requests of one person in one programme wait for one another: a limit is a sum over them. */
export async function holdCredits(ctx: Context, of: Pick<RequestRow, "person" | "school" | "programme">): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`credits ${of.person} ${of.school} ${of.programme}`}, 0))`.execute(ctx.tx);
} // prettier-ignore

export async function appendCreditAction(
  ctx: Context,
  of: Pick<RequestRow, "province" | "id" | "actions">,
  action: CreditStep,
  note: string | undefined,
): Promise<void> {
  await recordAction(ctx, CREDIT_LOG, of, (of.actions.at(-1)?.seq ?? 0) + 1, action, {
    note: note?.trim() ?? "",
    payload: jsonText({}),
  });
}

export interface EvidenceFile {
  id: string;
  name: string;
  bytes: number;
  mediaType: string;
  state: string;
  createdAt: string;
}

/** The evidence, for everybody who may read the request. */
export async function evidenceOf(ctx: Context, request: string): Promise<EvidenceFile[]> {
  const { rows } =
    await sql<EvidenceFile>`select id, name, bytes::float8 as bytes, media_type as "mediaType", state,
    to_json(created_at) #>> '{}' as "createdAt" from pathways.files_of(${request})`.execute(ctx.tx);
  return rows;
}
/** By how many tenths of credits the request would exceed what its programme recognises in all; 0 where no limit is set. */
export async function overLimit(ctx: Context, row: RequestRow): Promise<number> {
  const { rows } = await sql<{ most: number | null; sum: number }>`select
    (select floor(l.total * l.share / 1000.0)::int from pathways.credit_limit l where l.province = ${row.province} and l.school = ${row.school}
      and l.programme = ${row.programme}) as most,
    (select coalesce(sum(q.credits), 0)::int from pathways.credit_request q where q.person = ${row.person} and q.school = ${row.school}
      and q.programme = ${row.programme} and q.id <> ${row.id} and ${LAST} in ('recognise', 'overturn')) as sum`.execute(ctx.tx);
  const { most, sum } = rows[0]!;
  return most === null ? 0 : Math.max(0, sum + row.credits - most);
} // prettier-ignore

/** The same evidence counts, or is asked for, in the same programme. */
export async function countsAlready(ctx: Context, of: Pick<RequestRow, "province" | "person" | "school" | "programme" | "evidence_key"> & { id: string | null }): Promise<boolean> {
  const { rows } = await sql<{ already: boolean }>`select pathways.counts_already(${of.province}, ${of.person}, ${of.school}, ${of.programme},
    ${of.evidence_key}, ${of.id}) as already`.execute(ctx.tx);
  return rows[0]!.already;
} // prettier-ignore
