import { sql } from "kysely";
import type { z } from "zod";
import {
  dayInChina,
  BadInput,
  Conflict,
  Forbidden,
  NotFound,
  notify,
  type Context,
  type Platform,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { PLACES } from "./contact.ts";
import { refuseBothHands, refuseSelf } from "./give-membership.ts";
import { roleWords } from "./words.ts";
import { mayGive } from "./grants.ts";
import { claimDecided, roleEnded } from "./notices.ts";
import { findMembership, findPerson, type MembershipRow } from "./people.sql.ts";
import { lookAgain } from "./sessions.ts";
import { showPerson } from "./show-person.ts";
import type * as s from "./schemas.ts";

const MEMBERSHIP = { zh: "角色", en: "role" };

/**
 * Confirms or refuses what somebody said of himself. Confirmed, he acts in it; at the first time he becomes a person
 * of the register and his phone a name to sign in with.
 * @throws Conflict if it was decided already; BadInput if a refusal gives no reason
 */
export async function decideClaim(
  ctx: Context,
  auth: Platform["auth"],
  id: string,
  input: z.infer<typeof s.decision>,
): Promise<z.infer<typeof s.person>> {
  const row = await membershipInCharge(ctx, id);
  if (row.state !== "claimed")
    throw new Conflict({ zh: "此申请已经处理。", en: "This claim was decided already." });
  refuseSelf(ctx, row.personId);
  const confirmed = input.decision === "confirm";
  if (!confirmed && input.reason.length < 2)
    throw new BadInput([
      { part: "body", field: "reason", reason: "退回须写明原因 / a refusal needs its reason" },
    ]);
  if (confirmed) await refuseBothHands(ctx, row.personId, row.role);
  await sql`update registry.membership set state = ${confirmed ? "active" : "refused"}, decided_at = ${ctx.now},
    decided_by = ${ctx.actor.userId}, reason = ${input.reason} where id = ${id}`.execute(ctx.tx);
  if (confirmed) await welcome(ctx, row.personId);
  const fact = { membership: id, role: row.role, organisation: row.organisationId };
  await ctx.audit(`membership.${confirmed ? "confirm" : "refuse"}`, `person:${row.personId}`, { state: "claimed" }, { ...fact, state: confirmed ? "active" : "refused" }, input.reason); // prettier-ignore
  await notify(ctx, {
    to: { person: row.personId },
    kind: claimDecided,
    params: {
      organisation: row.organisationName ?? "—",
      role: roleWords[row.role],
      outcome: confirmed ? { zh: "已确认", en: "confirmed" } : { zh: "被退回", en: "refused" },
      reason: input.reason,
    },
    link: "/me",
  });
  lookAgain(ctx, auth);
  return showPerson(ctx, row.personId);
}

async function welcome(ctx: Context, personId: string): Promise<void> {
  const person = await findPerson(ctx, personId);
  if (person?.state !== "registered") return;
  const index = person.phone
    ? ctx.vault.index(PLACES.phone, ctx.vault.open(PLACES.phone, person.phone))
    : null;
  await sql`select registry.welcome(${personId}, ${index})`.execute(ctx.tx);
  await ctx.audit("person.confirm", `person:${personId}`, { state: "registered" }, { state: "active" });
}

/** Ends a role, one that the actor answers for or his own. What was lent of it ends with it. */
export async function endMembership(
  ctx: Context,
  auth: Platform["auth"],
  id: string,
  reason: string,
): Promise<void> {
  const row = await findMembership(ctx, id, true);
  if (!row) throw new NotFound(MEMBERSHIP);
  const own = row.personId === ctx.actor.personId;
  if (!own) requireCharge(ctx, row);
  if (row.state !== "active" && row.state !== "claimed")
    throw new Conflict({ zh: "此角色已经结束。", en: "This role has ended already." });
  if (row.role === "administrator" && (own || (await actsUnder(ctx, id))))
    throw new Forbidden({
      zh: "管理员不能结束自己的管理员角色，请由另一位管理员办理。",
      en: "An administrator does not end his own role; another administrator has to.",
    });
  await sql`update registry.membership set state = 'ended', until = greatest(since, ${dayInChina(ctx.now)}::date), decided_at = ${ctx.now},
    decided_by = ${ctx.actor.userId}, reason = ${reason} where id = ${id}`.execute(ctx.tx);
  await sql`update registry.delegation set ended_at = ${ctx.now} where membership_id = ${id} and ended_at is null`.execute(
    ctx.tx,
  );
  await sql`select registry.let_go(${row.personId}, ${row.organisationId})`.execute(ctx.tx);
  await ctx.audit("membership.end", `person:${row.personId}`, { membership: id, role: row.role, organisation: row.organisationId, state: row.state }, { state: "ended" }, reason); // prettier-ignore
  if (!own)
    await notify(ctx, {
      to: { person: row.personId },
      kind: roleEnded,
      params: { organisation: row.organisationName ?? "—", role: roleWords[row.role], reason },
      link: "/me",
    });
  lookAgain(ctx, auth);
}

async function membershipInCharge(ctx: Context, id: string): Promise<MembershipRow> {
  const row = await findMembership(ctx, id, true);
  if (!row) throw new NotFound(MEMBERSHIP);
  requireCharge(ctx, row);
  return row;
}

function requireCharge(ctx: Context, row: MembershipRow): void {
  access.authorize(ctx.actor, "managePeople", {
    region: row.region ?? ctx.actor.region,
    organisation: row.organisationId,
  });
  if (!mayGive(ctx.actor.role, row.role))
    throw new Forbidden({
      zh: "此角色不由您授予或结束。",
      en: "This role is not yours to give or to end.",
    });
}

/** Whether the actor acts in just this role, lent to him. */
async function actsUnder(ctx: Context, membershipId: string): Promise<boolean> {
  const { actingFor } = ctx.actor;
  if (actingFor === null) return false;
  const { rows } = await sql`select 1 from registry.delegation
    where id = ${actingFor.delegation} and membership_id = ${membershipId}`.execute(ctx.tx);
  return rows.length > 0;
}
