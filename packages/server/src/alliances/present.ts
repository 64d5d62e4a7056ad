import { sql } from "kysely";
import type { z } from "zod";
import { dayInChina, decodeCursor, toPage, type Context } from "../platform/index.ts";
import { regionName } from "../registry/index.ts";
import { access } from "./access.ts";
import {
  allianceEtag,
  isActive,
  listAlliances,
  memberEtag,
  membersOf,
  memberState,
  type AllianceRow,
  type MemberRow,
} from "./alliance.sql.ts";
import { lacksOf } from "./kinds.ts";
import { memberProcedure } from "./members/procedure.ts";
import { isOpen, papersOf } from "./papers.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

/** What somebody may read and keep of an alliance, as the access table says it of the row. */
export function standing(ctx: Context, row: AllianceRow, members: readonly MemberRow[]) {
  const { organisation, role } = ctx.actor;
  const keeps = access.reach(role, "keep") !== undefined && organisation === row.id;
  const own = organisation === null ? undefined : members.find((one) => one.organisation === organisation && isActive(one)); // prettier-ignore
  return { keeps, own, subject: { region: row.region, organisation: own ? organisation : row.id, published: row.running_since !== null } }; // prettier-ignore
}

/** Whether the actor reads more than anybody may. */
export const isInside = (ctx: Context, row: AllianceRow, members: readonly MemberRow[]): boolean => {
  try {
    access.authorize(ctx.actor, "read", standing(ctx, row, members).subject);
    return true;
  } catch {
    return false;
  }
};

export const lineOf = (row: AllianceRow): z.infer<typeof s.line> => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  region: row.region,
  regionName: regionName(row.region),
  ground: row.park ?? row.field ?? "",
  members: row.members,
  foundedOn: row.founded_on,
  runningSince: row.running_since === null ? null : new Date(row.running_since).toISOString(),
  sample: row.sample,
});

/** Steps on a membership that are this actor's: the secretariat's of its alliance, the organisation's own. */
export function memberActions(ctx: Context, row: MemberRow): string[] {
  const { role, organisation } = ctx.actor;
  const rights: string[] = [];
  if (access.reach(role, "keep") !== undefined && organisation === row.alliance_id) rights.push("keep");
  if (access.reach(role, "join") !== undefined && organisation !== null && organisation === row.organisation) rights.push("join"); // prettier-ignore
  return memberProcedure.open(memberState(row), rights);
}

export function showMember(ctx: Context, row: MemberRow, inside: boolean): z.infer<typeof s.member> {
  const state = memberState(row);
  const own = inside || row.organisation === ctx.actor.organisation;
  return {
    id: row.id,
    organisation: row.organisation,
    name: row.name,
    kind: row.kind,
    seat: row.seat,
    leads: row.leads,
    statement: own ? row.statement : "",
    termFrom: row.term_from,
    termUntil: row.term_until,
    expired: row.term_until !== null && row.term_until < dayInChina(ctx.now),
    region: row.region,
    regionName: row.region === "" ? "" : regionName(row.region),
    state,
    stateName: memberProcedure.states[state],
    actions: memberActions(ctx, row),
    history: own ? row.actions.map(({ action, by, at, note }) => ({ words: memberProcedure.steps[action].words, by, at: new Date(at).toISOString(), note })) : [],
    etag: memberEtag(row),
  };
} // prettier-ignore

export const lacks = (row: AllianceRow, members: readonly MemberRow[]) =>
  lacksOf({
    kind: row.kind,
    documents: row.documents,
    members: members.filter(isActive).map(({ kind, seat, leads, region }) => ({ kind, seat, leads, province: region.slice(0, 2) })), // prettier-ignore
  });

/** An alliance in full; of what is between its members only what the actor may read. */
export async function showAlliance(ctx: Context, row: AllianceRow, open = false): Promise<z.infer<typeof s.alliance>> {
  const members = await membersOf(ctx, row.id);
  const { keeps } = standing(ctx, row, members);
  const inside = !open && isInside(ctx, row, members);
  const { organisation, role } = ctx.actor;
  const known = members.some((one) => one.organisation === organisation && ["applied", "active"].includes(memberState(one)));
  const resolutions = await sql<{ id: string; number: string; title: string; words: string; adopted_on: string }>`select id, number, title, words,
      to_char(adopted_on, 'YYYY-MM-DD') as adopted_on from alliances.resolution where alliance_id = ${row.id} and published order by adopted_on desc, number desc limit 100`.execute(ctx.tx);
  const papers = await papersOf(ctx, row.id);
  const chain = await sql`select from alliances.chain_published where alliance_id = ${row.id}`.execute(ctx.tx);
  const shown = inside ? members : members.filter((one) => isActive(one) || (organisation !== null && one.organisation === organisation));
  return {
    ...lineOf(row),
    purpose: row.purpose,
    legalForm: row.legal_form as z.infer<typeof s.alliance>["legalForm"],
    park: row.park,
    field: row.field,
    chain: row.chain,
    documents: row.documents.map((one) => ({ ...one, open: isOpen(one), file: (open && !isOpen(one)) ? null : (papers.find(({ id }) => id === one.file) ?? null) })),
    noticeDays: row.notice_days,
    quorum: row.quorum,
    quorumOf: row.quorum_of,
    termYears: row.term_years,
    admission: row.admission,
    memberList: shown.map((one) => showMember(ctx, one, inside)),
    resolutions: resolutions.rows.map(({ adopted_on, ...one }) => ({ ...one, adoptedOn: adopted_on })),
    hasChain: chain.rows.length > 0,
    lacks: keeps || (inside && role !== "school-officer" && role !== "enterprise-officer") ? lacks(row, members) : [],
    mayKeep: !open && keeps,
    mayApply: row.running_since !== null && !known && organisation !== null && organisation !== row.id && access.reach(role, "join") !== undefined,
    inside,
    etag: allianceEtag(row),
  };
} // prettier-ignore

/** Alliances that the actor keeps, sits in or supervises; or, for anybody, those that work. */
export async function alliances(ctx: Context, query: z.infer<typeof s.listQuery>, inside: boolean): Promise<z.infer<typeof s.page>> {
  const after = decodeCursor(query.cursor, 1);
  const rows = await listAlliances(ctx, { ...query, inside }, after ? String(after[0]) : null, query.limit + 1);
  return toPage(rows, query.limit, ({ id }) => [id], lineOf);
} // prettier-ignore
