import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  dayInChina,
  NotFound,
  recordAction,
  requireMatch,
  type Context,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import {
  ALLIANCE,
  holdAlliance,
  isActive,
  memberEtag,
  membersOf,
  memberState,
  requireAlliance,
  requireMember,
  requireRegistered,
  type AllianceRow,
  type MemberRow,
} from "../alliance.sql.ts";
import { memberKindOf, type SeatKind } from "../kinds.ts";
import { showAlliance } from "../present.ts";
import type * as s from "../schemas.ts";
import { tellOfApplication, tellOfMembership } from "../told.ts";
import { MEMBER_LOG, memberProcedure, type MemberStep } from "./procedure.ts"; // prettier-ignore

type Shown = Promise<z.infer<typeof s.alliance>>;
type SeatInput = z.infer<typeof s.memberChange>;

/** The last day of a term that begins on a day: the day before the same one so many years later. */
function termUntil(from: string | null, years: number): string | null {
  if (from === null) return null;
  const end = new Date(`${from}T00:00:00Z`);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  end.setUTCDate(end.getUTCDate() - 1);
  return end.toISOString().slice(0, 10);
}

/** Enters a founding member with its seat. @throws NotFound; Conflict where it is one already, or the chair is taken */
export async function enterMember(ctx: Context, alliance: string, input: z.infer<typeof s.newMember>): Shown {
  const row = await requireAlliance(ctx, alliance);
  access.authorize(ctx.actor, "keep", { organisation: row.id });
  await holdAlliance(ctx, row.id);
  const id = await insertMember(ctx, row, input.organisation, { ...input, statement: "" });
  await step(ctx, { province: row.province, id }, 0, "enter", {});
  await ctx.audit("alliance-member.enter", `alliance-member:${id}`, null, { organisation: input.organisation, seat: input.seat });
  return showAlliance(ctx, await requireAlliance(ctx, row.id));
} // prettier-ignore

/**
 * Applies for membership, for one's own organisation.
 * @throws NotFound for an alliance that does not work yet; Conflict where an application or a membership stands
 */
export async function applyForMembership(ctx: Context, alliance: string, input: z.infer<typeof s.application>): Shown {
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "join", { organisation });
  const row = await requireAlliance(ctx, alliance);
  if (row.running_since === null) throw new NotFound(ALLIANCE);
  await holdAlliance(ctx, row.id);
  const id = await insertMember(ctx, row, organisation!, { seat: "member", leads: false, termFrom: null, statement: input.statement });
  await step(ctx, { province: row.province, id }, 0, "apply", {});
  await ctx.audit("alliance-member.apply", `alliance-member:${id}`, null, { organisation });
  await tellOfApplication(ctx, row, await requireMember(ctx, id));
  return showAlliance(ctx, row);
} // prettier-ignore

async function insertMember(ctx: Context, row: AllianceRow, organisation: string, given: SeatInput & { statement: string }): Promise<string> {
  const registered = await requireRegistered(ctx, organisation);
  const kind = memberKindOf(registered.kind);
  if (kind === null || organisation === row.id)
    throw new BadInput([{ part: "body", field: "organisation", value: organisation, reason: "这类单位不能成为成员 / an organisation of this kind cannot be a member" }]);
  const members = await membersOf(ctx, row.id);
  if (members.some((one) => one.organisation === organisation && ["applied", "active"].includes(memberState(one))))
    throw new Conflict({ zh: "该单位已是成员，或已提出申请。", en: "It is a member already, or has applied." });
  requireChairFree(members, given.seat, null);
  const id = uuidv7();
  await sql`insert into alliances.member (province, id, alliance_id, organisation, name, kind, seat, leads, statement, term_from, term_until, created_at)
    values (${row.province}, ${id}, ${row.id}, ${organisation}, ${registered.name}, ${kind}, ${given.seat}, ${given.leads}, ${given.statement},
      ${given.termFrom}, ${termUntil(given.termFrom, row.term_years)}, ${ctx.now})`.execute(ctx.tx);
  return id;
} // prettier-ignore

function requireChairFree(members: readonly MemberRow[], seat: SeatKind, but: string | null): void {
  if (seat === "chair" && members.some((one) => one.seat === "chair" && isActive(one) && one.id !== but))
    throw new Conflict({ zh: "理事长只有一席，已有单位担任。", en: "There is one chair, and it is taken." });
}

/** Gives a member another seat or term; a meeting that was called keeps its roll. @throws Conflict; VersionChanged (If-Match) */
export async function changeMember(ctx: Context, request: FastifyRequest, id: string, input: SeatInput): Shown {
  const member = await requireMember(ctx, id);
  access.authorize(ctx.actor, "keep", { organisation: member.alliance_id });
  await holdAlliance(ctx, member.alliance_id);
  requireMatch(request, memberEtag(member));
  if (!isActive(member)) throw new Conflict({ zh: "只有在册成员可以变更席位。", en: "Only a member in force has a seat." });
  const row = await requireAlliance(ctx, member.alliance_id);
  requireChairFree(await membersOf(ctx, row.id), input.seat, id);
  await seat(ctx, row, id, input);
  await ctx.audit("alliance-member.change", `alliance-member:${id}`, { seat: member.seat, leads: member.leads }, { seat: input.seat, leads: input.leads });
  return showAlliance(ctx, row);
} // prettier-ignore

async function seat(ctx: Context, row: AllianceRow, id: string, input: SeatInput): Promise<void> {
  await sql`update alliances.member set seat = ${input.seat}, leads = ${input.leads}, term_from = ${input.termFrom},
    term_until = ${termUntil(input.termFrom, row.term_years)}, revision = revision + 1 where id = ${id}`.execute(
    ctx.tx,
  );
}

export type LaterMemberStep = Exclude<MemberStep, "enter" | "apply">;

/**
 * Decides an application, or ends a membership.
 * @throws Forbidden, NotFound where the step is another's; Conflict if it may not follow; BadInput where the reason or the
 * council's resolution is missing; VersionChanged (If-Match)
 */
export async function actOnMember(ctx: Context, request: FastifyRequest, id: string, action: LaterMemberStep, given: z.infer<typeof s.memberAct>): Shown {
  const found = await requireMember(ctx, id);
  const right = memberProcedure.steps[action].right as "keep" | "join";
  access.authorize(ctx.actor, right, { organisation: right === "keep" ? found.alliance_id : found.organisation });
  await holdAlliance(ctx, found.alliance_id);
  const member = await requireMember(ctx, id);
  requireMatch(request, memberEtag(member));
  const row = await requireAlliance(ctx, member.alliance_id);
  memberProcedure.require(memberState(member), action, { council: row.admission === "council" }, given);
  if (given.resolution !== undefined) await requireResolution(ctx, row, given.resolution);
  if (action === "admit" && given.seat !== undefined) {
    requireChairFree(await membersOf(ctx, row.id), given.seat, id);
    await seat(ctx, row, id, { seat: given.seat, leads: false, termFrom: dayInChina(ctx.now) });
  }
  await step(ctx, member, member.seq, action, given);
  await ctx.audit(`alliance-member.${action}`, `alliance-member:${id}`, { state: memberState(member) }, { state: memberProcedure.steps[action].to }, given.note?.trim() || undefined);
  await tellOfMembership(ctx, row, { ...member, last: action }, given.note ?? "");
  return showAlliance(ctx, await requireAlliance(ctx, row.id));
} // prettier-ignore

/** @throws BadInput unless the council of the alliance adopted it */
async function requireResolution(ctx: Context, { id }: AllianceRow, resolution: string): Promise<void> {
  const { rows } = await sql`select 1 from alliances.resolution where id = ${resolution} and alliance_id = ${id}`.execute(ctx.tx); // prettier-ignore
  if (rows.length === 0)
    throw new BadInput([{ part: "body", field: "resolution", value: resolution, reason: "不是本理事会的决议 / not a resolution of this council" }]); // prettier-ignore
}

const step = (ctx: Context, of: { province: string; id: string }, seq: number, action: MemberStep, given: { note?: string | undefined; resolution?: string | undefined }): Promise<void> =>
  recordAction(ctx, MEMBER_LOG, of, seq + 1, action, { note: given.note?.trim() ?? "", resolution_id: given.resolution ?? null }); // prettier-ignore
