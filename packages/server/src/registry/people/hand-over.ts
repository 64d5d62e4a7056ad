import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  notify,
  type Context,
  type Module,
  type OpenWork,
  type Platform,
} from "../../platform/index.ts";
import { jsonText } from "../../platform/db/json.ts";
import { invitations } from "./invite.ts";
import { workPassed } from "./notices.ts";
import { inCharge, type PersonRow } from "./people.sql.ts";
import { lookAgain } from "./sessions.ts";
import { personInCharge } from "./show-person.ts";
import type * as s from "./schemas.ts";

type Modules = readonly Module[];

/** What waits for a person, of all modules: begun by him and not handed on, or handed to him. */
export async function openWorkOf(ctx: Context, modules: Modules, personId: string): Promise<OpenWork[]> {
  const { row } = await personInCharge(ctx, personId);
  return workOf(ctx, modules, row);
}

async function workOf(ctx: Context, modules: Modules, row: PersonRow): Promise<OpenWork[]> {
  const { rows } = await sql<{
    subject: string;
    to: string;
  }>`select distinct on (subject) subject, to_person as "to"
    from registry.hand_over where subject in (select subject from registry.hand_over where ${row.id} in (from_person, to_person))
    order by subject, id desc`.execute(ctx.tx);
  const handed = rows.filter(({ to }) => to === row.id).map(({ subject }) => subject);
  const gone = new Set(rows.filter(({ to }) => to !== row.id).map(({ subject }) => subject));
  const found: OpenWork[] = [];
  for (const module of modules)
    found.push(...((await module.openWork?.(ctx, { personId: row.id, userId: row.userId }, handed)) ?? []));
  return found.filter(({ subject }) => !gone.has(subject)).sort((a, b) => (a.since < b.since ? -1 : 1));
}

/** Whom the work can go to: those who hold a role where the one who leaves holds or held his, and can sign in. */
export async function successors(ctx: Context, personId: string): Promise<z.infer<typeof s.colleagues>> {
  const { memberships } = await personInCharge(ctx, personId);
  const places = [...new Set(memberships.map(({ organisationId }) => organisationId))];
  const { rows } = await sql<z.infer<typeof s.colleague>>`
    select distinct on (p.name, p.id) p.id, p.name, m.post, m.role from registry.membership m join registry.person p on p.id = m.person_id
    where m.state = 'active' and m.role <> 'student' and p.state = 'active' and p.user_id is not null and p.id <> ${personId}
      and ${inCharge(ctx.actor)} and (m.organisation_id = any (${places.filter((place) => place !== null)}::uuid[])
        or ${places.includes(null)} and m.organisation_id is null)
    order by p.name, p.id, m.created_at`.execute(ctx.tx);
  return { items: rows };
}

/**
 * Gives everything that waits for somebody to another person of the organisation, in one step. What nobody can take
 * over ends: a role that he lent, an invitation that the other may not make.
 * @throws BadInput if the other does not work there
 */
export async function handOver(
  ctx: Context,
  platform: Platform,
  modules: Modules,
  personId: string,
  input: z.infer<typeof s.handOver>,
): Promise<z.infer<typeof s.handedOver>> {
  const { row, memberships } = await personInCharge(ctx, personId);
  const { items } = await successors(ctx, personId);
  if (!items.some(({ id }) => id === input.toPersonId))
    throw new BadInput([{ part: "body", field: "toPersonId", reason: "只能移交给同一单位、已开通账号的人 / only to somebody of the same organisation who can sign in" }]); // prettier-ignore
  const seat = memberships[0]!;
  const work = await workOf(ctx, modules, row);
  let passed = 0;
  let ended = 0;
  for (const { subject, kind, fate } of work) {
    if (fate === "go-on") continue;
    const id = subject.slice(subject.indexOf(":") + 1);
    const goes =
      fate === "pass" &&
      (kind !== "invitation" || (await passInvitation(ctx, platform, id, input.toPersonId)));
    if (!goes) {
      await endOne(ctx, kind, id);
      ended++;
      continue;
    }
    await sql`insert into registry.hand_over (id, subject, from_person, to_person, organisation_id, region, reason, created_at, created_by)
      values (${uuidv7()}, ${subject}, ${personId}, ${input.toPersonId}, ${seat.organisationId}, ${seat.region}, ${input.reason}, ${ctx.now},
        ${ctx.actor.userId})`.execute(ctx.tx);
    passed++;
  }
  await ctx.audit("person.hand-over", `person:${personId}`, null, { to: input.toPersonId, passed, ended, subjects: work.map(({ subject }) => subject) }, input.reason); // prettier-ignore
  if (passed > 0)
    await notify(ctx, {
      to: { person: input.toPersonId },
      kind: workPassed,
      params: { count: passed, from: row.name, reason: input.reason },
      link: "/me",
    });
  lookAgain(ctx, platform.auth);
  return { passed, ended };
}

/** The other stands behind the invitation from now on, if he holds the role in which it was made. */
async function passInvitation(ctx: Context, platform: Platform, id: string, to: string): Promise<boolean> {
  const [row] = await invitations(ctx, sql`i.id = ${id}`);
  const { rows } = await sql<{ userId: string; name: string }>`select user_id as "userId", name
    from registry.person where id = ${to}`.execute(ctx.tx);
  const [person] = rows;
  if (!row || !person) return false;
  const hats = (await platform.people.of(person.userId))?.hats ?? [];
  const { role, organisation } = row.actor;
  if (!hats.some((hat) => hat.actingFor === null && hat.role === role && (hat.organisation?.id ?? null) === organisation)) return false; // prettier-ignore
  const actor = { ...row.actor, userId: person.userId, personId: to, name: person.name, actingFor: null };
  await sql`update registry.invitation set actor = ${jsonText(actor)}::jsonb where id = ${id}`.execute(
    ctx.tx,
  );
  return true;
}

async function endOne(ctx: Context, kind: string, id: string): Promise<void> {
  if (kind === "delegation") await sql`update registry.delegation set ended_at = ${ctx.now} where id = ${id} and ended_at is null`.execute(ctx.tx); // prettier-ignore
  if (kind === "invitation") await sql`update registry.invitation set revoked_at = ${ctx.now} where id = ${id} and revoked_at is null`.execute(ctx.tx); // prettier-ignore
}

/** What of the register itself waits for somebody: his open invitations, and the roles that he lent. */
export async function registryWork(
  ctx: Context,
  holder: { personId: string; userId: string | null },
  handed: readonly string[],
): Promise<OpenWork[]> {
  const { rows } = await sql<OpenWork>`
    select 'invitation:' || i.id as subject, 'invitation' as kind, i.name as title, '/invitations' as path,
      to_json(i.created_at) #>> '{}' as since, 'pass' as fate
    from registry.invitation i where i.accepted_at is null and i.revoked_at is null and i.expires_at > ${ctx.now}
      and (i.actor ->> 'userId' = ${holder.userId} or 'invitation:' || i.id = any (${handed}::text[]))
    union all
    select 'delegation:' || d.id, 'delegation', d.reason, null, to_json(d.created_at) #>> '{}', 'end'
    from registry.delegation d where d.ended_at is null and d.until > ${ctx.now} and ${holder.personId}::uuid in (d.from_person, d.to_person)`.execute(
    ctx.tx,
  );
  return rows;
}
