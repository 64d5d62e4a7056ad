import { sql } from "kysely";
import { etagOf, NotFound, type Context } from "../platform/index.ts";
import type { AllianceKind, MemberKind, SeatKind } from "./kinds.ts";
import type { MemberState, MemberStep } from "./members/procedure.ts";
import { memberProcedure } from "./members/procedure.ts"; // prettier-ignore

export const ALLIANCE = { zh: "联合体或共同体", en: "alliance" };

export interface FoundingDocument {
  kind: string;
  title: string;
  number: string;
  on: string;
  /** its file; documents written before files were kept have neither key */
  file?: string | null;
  open?: boolean;
}

export interface AllianceRow {
  province: string;
  id: string;
  name: string;
  kind: AllianceKind;
  region: string;
  purpose: string;
  founded_on: string;
  legal_form: string;
  park: string | null;
  field: string | null;
  chain: string;
  documents: FoundingDocument[];
  notice_days: number;
  quorum: number;
  quorum_of: number;
  term_years: number;
  admission: "council" | "secretariat";
  running_since: string | null;
  sample: boolean;
  revision: number;
  /** members in force, as far as the actor sees them */
  members: number;
}

const COLUMNS = sql`a.province, a.id, coalesce(v.name, '') as name, a.kind, a.region, a.purpose, to_char(a.founded_on, 'YYYY-MM-DD') as founded_on,
  a.legal_form, a.park, a.field, a.chain, a.documents, a.notice_days, a.quorum, a.quorum_of, a.term_years, a.admission,
  to_json(a.running_since) #>> '{}' as running_since, a.sample, a.revision,
  (select count(*)::int from alliances.member m where m.province = a.province and m.alliance_id = a.id and alliances.is_active(m.province, m.id)) as members`;
const FROM = sql`alliances.alliance a left join registry.organisation_version v on v.organisation_id = a.id and upper_inf(v.valid)`;

/** @throws NotFound if there is none that the actor may see */
export async function requireAlliance(ctx: Context, id: string): Promise<AllianceRow> {
  const { rows } = await sql<AllianceRow>`select ${COLUMNS} from ${FROM} where a.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound(ALLIANCE);
  return rows[0];
}

export const allianceEtag = (row: AllianceRow): string => etagOf(row.id, row.revision, row.running_since);

/** Newest first, from behind a given id. `inside`: only those of which the actor reads more than anybody. */
export async function listAlliances(ctx: Context, filter: { kind?: string | undefined; q?: string | undefined; inside: boolean }, after: string | null, limit: number): Promise<AllianceRow[]> {
  const { kind, q, inside } = filter;
  const { rows } = await sql<AllianceRow>`select ${COLUMNS} from ${FROM}
    where ${inside ? sql`alliances.reads(a.province, a.id)` : sql`a.running_since is not null`}
    ${kind ? sql`and a.kind = ${kind}` : sql``}
    ${q ? sql`and (position(${q} in v.name) > 0 or position(${q} in coalesce(a.park, a.field, '')) > 0 or position(${q} in a.chain) > 0)` : sql``}
    ${after ? sql`and a.id < ${after}::uuid` : sql``} order by a.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export interface MemberRow {
  province: string;
  id: string;
  alliance_id: string;
  organisation: string;
  name: string;
  kind: MemberKind;
  seat: SeatKind;
  leads: boolean;
  statement: string;
  term_from: string | null;
  term_until: string | null;
  /** where the organisation stands */
  region: string;
  revision: number;
  last: MemberStep;
  seq: number;
  actions: { action: MemberStep; by: string; at: string; note: string }[];
}

const MEMBER = sql`m.province, m.id, m.alliance_id, m.organisation, m.name, m.kind, m.seat, m.leads, m.statement, to_char(m.term_from, 'YYYY-MM-DD') as term_from,
  to_char(m.term_until, 'YYYY-MM-DD') as term_until, coalesce(v.region, '') as region, m.revision, alliances.member_last(m.province, m.id) as last,
  coalesce((select max(l.seq) from alliances.member_action l where l.province = m.province and l.member_id = m.id), 0) as seq,
  coalesce((select json_agg(json_build_object('action', l.action, 'by', l.by_name, 'at', l.at, 'note', l.note) order by l.seq)
    from alliances.member_action l where l.province = m.province and l.member_id = m.id), '[]') as actions`;
const MEMBERS = sql`alliances.member m left join registry.organisation_version v on v.organisation_id = m.organisation and upper_inf(v.valid)`;

/** Members of an alliance with their state, chair first; those of others only as far as the actor may see them. */
export async function membersOf(ctx: Context, alliance: string): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`select ${MEMBER} from ${MEMBERS} where m.alliance_id = ${alliance}
    order by array_position(array['chair', 'vice-chair', 'director', 'member'], m.seat), m.leads desc, m.name, m.id`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** @throws NotFound */
export async function requireMember(ctx: Context, id: string): Promise<MemberRow> {
  const { rows } = await sql<MemberRow>`select ${MEMBER} from ${MEMBERS} where m.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "成员", en: "member" });
  return rows[0];
}

export const memberState = ({ last }: Pick<MemberRow, "last">): MemberState => memberProcedure.steps[last].to;
export const memberEtag = (row: MemberRow): string => etagOf(row.id, row.revision, row.seq);
export const isActive = (row: Pick<MemberRow, "last">): boolean => memberState(row) === "active";

/** Whoever changes what an alliance consists of waits for the other. */
export async function holdAlliance(ctx: Context, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`alliance ${id}`}, 0))`.execute(ctx.tx);
}

export interface Registered {
  id: string;
  name: string;
  kind: string;
  region: string;
}

/** @throws NotFound unless the register knows it today */
export async function requireRegistered(ctx: Context, id: string): Promise<Registered> {
  const { rows } = await sql<Registered>`select organisation_id as id, name, kind, region from registry.organisation_version
    where organisation_id = ${id} and upper_inf(valid)`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "单位", en: "organisation" });
  return rows[0];
} // prettier-ignore
