import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  dayInChina,
  BadInput,
  Conflict,
  Forbidden,
  notify,
  type Context,
  type Role,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { findRegion } from "../regions.ts";
import { fits, mayGive, type HeldRole } from "./grants.ts";
import { roleGiven } from "./notices.ts";
import { roleWords } from "./words.ts";
import { placeOf } from "./places.sql.ts";
import { personInCharge, showPerson } from "./show-person.ts";
import type * as s from "./schemas.ts";

/** Where a role is to be held: an organisation with its region, or a region alone. */
export interface Seat {
  organisationId: string | null;
  organisationName: string | null;
  region: string | null;
}

/**
 * Whether the actor may give this role there, and where that is.
 * @throws Forbidden where his role does not give it; NotFound where the place lies outside his reach; BadInput where
 *   such a role is not held in such a place
 */
export async function seatFor(
  ctx: Context,
  wish: { role: HeldRole; organisationId: string | null; region: string | null },
): Promise<Seat> {
  const { actor } = ctx;
  // An officer gives roles in his own organisation and nowhere else.
  const organisationId = wish.organisationId ?? (actor.role === "administrator" ? null : actor.organisation);
  if (organisationId !== null) {
    const place = await placeOf(ctx, organisationId);
    access.authorize(actor, "managePeople", { organisation: place.id, region: place.region });
    requireGiver(actor.role, wish.role);
    if (!fits(wish.role, place.kind)) throw misfit("organisationId");
    return { organisationId: place.id, organisationName: place.name, region: place.region };
  }
  requireGiver(actor.role, wish.role);
  if (!fits(wish.role, null)) throw misfit("organisationId");
  const region = wish.region ?? actor.region;
  if (!findRegion(region)) throw new BadInput([{ part: "body", field: "region", value: region, reason: "没有此行政区划 / no such region" }]); // prettier-ignore
  access.authorize(actor, "managePeople", { region });
  return { organisationId: null, organisationName: null, region };
}

function requireGiver(giver: Role, role: HeldRole): void {
  if (mayGive(giver, role)) return;
  throw new Forbidden({ zh: "您的角色不能授予此角色。", en: "Your role does not give this one." });
}

const misfit = (field: string) =>
  new BadInput([
    { part: "body", field, reason: "此角色不在这类组织中担任 / this role is not held in such a place" },
  ]);

/** Nobody gives himself a role; an auditor never audits what he himself administers. */
export function refuseSelf(ctx: Context, personId: string): void {
  if (personId === ctx.actor.personId)
    throw new Forbidden({
      zh: "不能为自己授予或确认角色，请由其他有权人员办理。",
      en: "Nobody gives or confirms a role of his own; another person with the right has to.",
    });
}

/** Writes the role. @throws Conflict if the person holds it there already, or would audit himself */
export async function insertMembership(
  ctx: Context,
  personId: string,
  input: { role: HeldRole; seat: Seat; post: string; until: string | null; state: "active" | "claimed" },
): Promise<string> {
  const { role, seat, post, until, state } = input;
  const id = uuidv7();
  const decided = state === "active";
  const { rows } = await sql<{ id: string }>`
    insert into registry.membership (id, person_id, organisation_id, role, region, post, state, since, until, decided_at,
      decided_by, created_at, created_by)
    values (${id}, ${personId}, ${seat.organisationId}, ${role}, ${seat.region}, ${post}, ${state}, ${dayInChina(ctx.now)}, ${until},
      ${decided ? ctx.now : null}, ${decided ? ctx.actor.userId : null}, ${ctx.now}, ${ctx.actor.userId})
    on conflict do nothing returning id`.execute(ctx.tx);
  if (rows.length === 0)
    throw new Conflict({
      zh: "此人在这里已经有这个角色，或正等待确认。",
      en: "The person holds this role here already, or it waits to be confirmed.",
    });
  await ctx.audit(`membership.${decided ? "begin" : "claim"}`, `person:${personId}`, null, {
    membership: id,
    role,
    organisation: seat.organisationId,
    region: seat.region,
    until,
  });
  return id;
}

/** Administering and auditing lie in different hands (GB/T 22239, separation of duties). */
export async function refuseBothHands(ctx: Context, personId: string, role: HeldRole): Promise<void> {
  const other = role === "auditor" ? "administrator" : role === "administrator" ? "auditor" : null;
  if (other === null) return;
  const { rows } = await sql<{
    held: boolean;
  }>`select registry.holds_any(${personId}, ${[other]}) as held`.execute(ctx.tx);
  if (rows[0]?.held)
    throw new Conflict({
      zh: "系统管理与审计须由不同的人担任。",
      en: "Administrator and auditor have to be different people.",
    });
}

/** Gives a known person one more role. */
export async function giveMembership(
  ctx: Context,
  personId: string,
  input: z.infer<typeof s.newMembership>,
): Promise<z.infer<typeof s.person>> {
  await personInCharge(ctx, personId);
  const seat = await seatFor(ctx, input);
  refuseSelf(ctx, personId);
  await refuseBothHands(ctx, personId, input.role);
  const { role, post, until } = input;
  await insertMembership(ctx, personId, { role, seat, post, until, state: "active" });
  await notify(ctx, {
    to: { person: personId },
    kind: roleGiven,
    params: { organisation: seat.organisationName ?? "—", role: roleWords[role] },
    link: "/me",
  });
  return showPerson(ctx, personId);
}
