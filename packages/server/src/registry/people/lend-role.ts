import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  Forbidden,
  NotFound,
  notify,
  type Context,
  type Platform,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { roleWords } from "./words.ts";
import type { HeldRole } from "./grants.ts";
import { roleLent } from "./notices.ts";
import { findMembership } from "./people.sql.ts";
import { lookAgain } from "./sessions.ts";
import type * as s from "./schemas.ts";

type Loan = z.infer<typeof s.loan>;

export const LONGEST_DAYS = 92;
const DAY_MS = 86_400_000;
const LOAN = { zh: "委托", en: "delegation" };

/**
 * Lends a role for a time: one's own, or as an officer one of the organisation's. What is lent cannot be lent on; it
 * ends by itself, with the lender's role, and with the lender.
 * @throws Forbidden if the role itself was lent to the actor, or would bring administering and auditing into one hand
 * @throws BadInput if the other works elsewhere, or the time is over or too long
 */
export async function lendRole(
  ctx: Context,
  auth: Platform["auth"],
  input: z.infer<typeof s.newLoan>,
): Promise<Loan> {
  if (ctx.actor.actingFor !== null)
    throw new Forbidden({
      zh: "代行的角色不能再委托他人。",
      en: "A role that was lent to you cannot be lent on.",
    });
  const held = await findMembership(ctx, input.membershipId, false);
  if (!held) throw new NotFound({ zh: "角色", en: "role" });
  const own = held.personId === ctx.actor.personId;
  if (own) access.authorize(ctx.actor, "delegate", delegateSubject(ctx, held));
  else access.authorize(ctx.actor, "delegate", { organisation: held.organisationId, region: held.region ?? ctx.actor.region }); // prettier-ignore
  if (held.state !== "active" || held.role === "student")
    throw new Conflict({ zh: "此角色不能委托。", en: "This role cannot be lent." });
  const since = input.from === null ? ctx.now : new Date(input.from);
  const until = new Date(input.until);
  requireTime(ctx.now, since, until);
  if (input.toPersonId === held.personId)
    throw new BadInput([{ part: "body", field: "toPersonId", reason: "不能委托给本人 / not to oneself" }]);
  await requireColleague(ctx, input.toPersonId, held);
  const id = uuidv7();
  await sql`insert into registry.delegation (id, membership_id, from_person, to_person, organisation_id, region, reason, since, until,
      created_at, created_by)
    values (${id}, ${held.id}, ${held.personId}, ${input.toPersonId}, ${held.organisationId}, ${held.region}, ${input.reason}, ${since},
      ${until}, ${ctx.now}, ${ctx.actor.userId})`.execute(ctx.tx);
  await ctx.audit("delegation.begin", `delegation:${id}`, null, { membership: held.id, role: held.role, organisation: held.organisationId, from: held.personId, to: input.toPersonId, since, until }, input.reason); // prettier-ignore
  const made = (await loans(ctx, sql`d.id = ${id}`))[0]!;
  await notify(ctx, {
    to: { person: input.toPersonId },
    kind: roleLent,
    params: { role: roleWords[held.role], from: made.from.name, until: until.toISOString().slice(0, 10), reason: input.reason },
    link: "/me",
  }); // prettier-ignore
  lookAgain(ctx, auth);
  return made;
}

/** An officer lends what is his own as whoever he is; the table gives him his organisation's reach. */
const delegateSubject = (ctx: Context, held: { personId: string; organisationId: string | null; region: string | null }) => ({
  person: held.personId,
  organisation: ctx.actor.organisation,
  region: ctx.actor.region,
}); // prettier-ignore

function requireTime(now: Date, since: Date, until: Date): void {
  const fault = (field: string, reason: string) => new BadInput([{ part: "body", field, reason }]);
  if (until <= since || until <= now)
    throw fault("until", "截止时间须在开始之后 / must lie after the beginning");
  if (until.getTime() - since.getTime() > LONGEST_DAYS * DAY_MS)
    throw fault("until", `最长 ${LONGEST_DAYS} 天 / ${LONGEST_DAYS} days at most`);
}

async function requireColleague(
  ctx: Context,
  personId: string,
  held: { organisationId: string | null; region: string | null; role: HeldRole },
): Promise<void> {
  const other = held.role === "administrator" ? "auditor" : held.role === "auditor" ? "administrator" : null;
  const { rows } = await sql<{ colleague: boolean; both: boolean }>`
    select registry.works_in(${personId}, ${held.organisationId}, ${held.region}) as colleague,
      ${other}::text is not null and registry.holds_any(${personId}, array[${other}]::text[]) as both`.execute(
    ctx.tx,
  );
  if (!rows[0]?.colleague)
    throw new BadInput([{ part: "body", field: "toPersonId", reason: "只能委托给同一单位、已开通账号的人 / only to somebody of the same organisation who can sign in" }]); // prettier-ignore
  if (rows[0].both)
    throw new Forbidden({
      zh: "系统管理与审计须由不同的人担任。",
      en: "Administrator and auditor have to be different people.",
    });
}

/** Ends a loan before its time: either side may, and whoever answers for the organisation. */
export async function endLoan(
  ctx: Context,
  auth: Platform["auth"],
  id: string,
  reason: string,
): Promise<Loan> {
  const [loan] = await loans(ctx, sql`d.id = ${id}`);
  if (!loan) throw new NotFound(LOAN);
  if (loan.state === "over") throw new Conflict({ zh: "此委托已经结束。", en: "This delegation is over." });
  const { numAffectedRows } = await sql`update registry.delegation set ended_at = ${ctx.now} where id = ${id}`.execute(ctx.tx); // prettier-ignore
  if (numAffectedRows !== 1n) throw new NotFound(LOAN);
  await ctx.audit("delegation.end", `delegation:${id}`, { until: loan.until }, { endedAt: ctx.now }, reason);
  lookAgain(ctx, auth);
  return (await loans(ctx, sql`d.id = ${id}`))[0]!;
}

/** What a person lent and what was lent to him, as far as the actor may see it. */
export function loansAbout(ctx: Context, personId: string | null): Promise<Loan[]> {
  return loans(ctx, sql`${personId}::uuid in (d.from_person, d.to_person)`);
}

async function loans(ctx: Context, condition: ReturnType<typeof sql>): Promise<Loan[]> {
  const { rows } = await sql<{ id: string; role: HeldRole; organisation: { id: string; name: string } | null; from: Loan["from"]; to: Loan["to"]; reason: string; since: string; until: string; endedAt: string | null; state: Loan["state"] }>`
    select d.id, r.role, case when d.organisation_id is not null then json_build_object('id', d.organisation_id, 'name', coalesce(v.name, '')) end as organisation,
      json_build_object('id', d.from_person, 'name', coalesce(r.from_name, '')) as "from", json_build_object('id', d.to_person, 'name', coalesce(r.to_name, '')) as "to",
      d.reason, to_json(d.since) #>> '{}' as since, to_json(d.until) #>> '{}' as until, to_json(d.ended_at) #>> '{}' as "endedAt",
      case when d.ended_at is not null or d.until <= ${ctx.now} then 'over' when d.since > ${ctx.now} then 'coming' else 'running' end as state
    from registry.delegation d cross join lateral registry.loan_words(d.id) r
      left join registry.organisation_version v on v.organisation_id = d.organisation_id and upper_inf(v.valid)
    where ${condition} order by d.created_at desc limit 200`.execute(ctx.tx); // prettier-ignore
  return rows;
}

/** Whom a role can be lent to and work be handed to: those of one's own organisation, by name and post. */
export async function colleagues(ctx: Context): Promise<z.infer<typeof s.colleagues>> {
  access.authorize(ctx.actor, "delegate", { person: ctx.actor.personId, organisation: ctx.actor.organisation, region: ctx.actor.region }); // prettier-ignore
  const { rows } = await sql<z.infer<typeof s.colleague>>`
    select id, name, post, role from registry.colleagues()`.execute(ctx.tx);
  return { items: rows };
}
