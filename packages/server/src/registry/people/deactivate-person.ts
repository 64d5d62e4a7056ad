import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import { Conflict, Forbidden, requireMatch, type Context, type Platform } from "../../platform/index.ts";
import { endSessions } from "./sessions.ts";
import { keeps, personInCharge, showPerson, versionOf } from "./show-person.ts";
import type * as s from "./schemas.ts";

/**
 * Closes or opens the account of a person: deactivated, he is signed out at once, may not sign in, and nothing that he
 * lent is good any more. His roles stay written. Done by the organisation that keeps his account, or by an
 * administrator in whose region everything lies that he holds.
 * @throws Forbidden where another organisation keeps the account
 */
export async function setActive(
  ctx: Context,
  request: FastifyRequest,
  auth: Platform["auth"],
  id: string,
  input: { active: boolean; reason: string },
): Promise<z.infer<typeof s.person>> {
  const { row, memberships } = await personInCharge(ctx, id);
  requireMatch(request, versionOf(row, memberships));
  if (id === ctx.actor.personId)
    throw new Forbidden({ zh: "不能停用自己的账号。", en: "Nobody closes his own account here." });
  if (!keeps(ctx, row) || !(await allWithin(ctx, id)))
    throw new Forbidden({
      zh: "此人的账号不由本单位管理；您可以结束他在本单位的角色。",
      en: "This account is kept elsewhere; you can end the role that the person holds here.",
    });
  const state = input.active ? "active" : "deactivated";
  if (row.state === state || (row.state === "registered" && input.active))
    throw new Conflict({ zh: "账号已经是这个状态。", en: "The account is in this state already." });
  await sql`update registry.person set state = ${state} where id = ${id}`.execute(ctx.tx);
  await ctx.audit(`person.${input.active ? "reactivate" : "deactivate"}`, `person:${id}`, { state: row.state }, { state }, input.reason); // prettier-ignore
  if (!input.active) await endSessions(ctx, auth, row.userId);
  return showPerson(ctx, id);
}

/** What an administrator does not wholly oversee, one of a wider region decides. */
async function allWithin(ctx: Context, id: string): Promise<boolean> {
  if (ctx.actor.role !== "administrator") return true;
  const { rows } = await sql<{ all: boolean }>`select registry.wholly_within(${id}) as "all"`.execute(ctx.tx);
  return rows[0]?.all ?? false;
}
