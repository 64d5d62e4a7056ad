import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { Conflict, Forbidden, NotFound, type Actor, type Context } from "../../platform/index.ts";
import { jsonText } from "../../platform/db/json.ts";
import { access } from "../access.ts";
import { regionName } from "../regions.ts";
import { seatFor } from "./give-membership.ts";
import type { HeldRole } from "./grants.ts";
import { keeps, personInCharge } from "./show-person.ts";
import { findPerson } from "./people.sql.ts";
import { newToken } from "./tokens.ts";
import type * as s from "./schemas.ts";

type Invitation = z.infer<typeof s.invitation>;

export const INVITATION = { zh: "邀请", en: "invitation" };
const DAY_MS = 86_400_000;

export interface InvitationRow {
  id: string;
  name: string;
  role: HeldRole;
  organisationId: string | null;
  organisationName: string | null;
  region: string | null;
  post: string;
  personId: string | null;
  actor: Actor;
  createdAt: string;
  expiresAt: string;
  accepted: boolean;
  revoked: boolean;
  expired: boolean;
}

/**
 * Makes a link with which somebody takes a role. The link is said once; kept is the hash of its token, and who
 * invited, with the rights of this moment: the acceptance acts on his behalf.
 * With `personId` it is for somebody who is in the register and cannot sign in yet: it opens his account.
 * @throws Conflict if that person can sign in already, or is under 14 and no guardian agreed
 */
export async function invite(
  ctx: Context,
  input: z.infer<typeof s.newInvitation>,
): Promise<z.infer<typeof s.madeInvitation>> {
  const seat = await seatFor(ctx, input);
  access.authorize(ctx.actor, "invite", { organisation: seat.organisationId, region: seat.region });
  if (input.personId !== null) await requireOpenable(ctx, input.personId);
  const { token, hash } = newToken();
  const id = uuidv7();
  const expires = new Date(ctx.now.getTime() + input.days * DAY_MS);
  await sql`insert into registry.invitation (id, token_hash, name, organisation_id, role, region, post, person_id, actor, created_at, expires_at)
    values (${id}, ${hash}, ${input.name}, ${seat.organisationId}, ${input.role}, ${seat.region}, ${input.post}, ${input.personId},
      ${jsonText(ctx.actor)}::jsonb, ${ctx.now}, ${expires})`.execute(ctx.tx);
  await ctx.audit("invitation.make", `invitation:${id}`, null, { role: input.role, organisation: seat.organisationId, region: seat.region, person: input.personId, expires }); // prettier-ignore
  const made = (await invitations(ctx, sql`i.id = ${id}`))[0]!;
  return { ...presentInvitation(made), path: `/invite/${token}` };
}

/** Somebody whose account this organisation keeps and who has none yet. The age gate stands in the table as well. */
export async function requireOpenable(ctx: Context, personId: string): Promise<void> {
  const student = await sql`select 1 from registry.student where person_id = ${personId}`.execute(ctx.tx);
  const row =
    student.rows.length > 0 ? await findPerson(ctx, personId) : (await personInCharge(ctx, personId)).row;
  if (!row || !keeps(ctx, row))
    throw new Forbidden({
      zh: "此人的账号不由本单位开通。",
      en: "The account of this person is not opened here.",
    });
  if (row.userId !== null || row.state === "deactivated")
    throw new Conflict({
      zh: "此人已有账号，或已停用。",
      en: "The person can sign in already, or is deactivated.",
    });
  const { rows } = await sql<{ ok: boolean }>`
    select not registry.needs_consent(${row.bornOn}::date) or registry.guardians_agree(${personId}) as ok`.execute(
    ctx.tx,
  );
  if (!rows[0]?.ok) throw new UnderAge();
}

/** PIPL article 31: nobody under 14 without the consent of a guardian. */
export class UnderAge extends Conflict {
  constructor() {
    super({
      zh: "未满 14 周岁，须先取得监护人同意（《个人信息保护法》第三十一条）。",
      en: "Under 14: a guardian has to agree first (Personal Information Protection Law, article 31).",
    });
  }
}

export async function listInvitations(ctx: Context): Promise<{ items: Invitation[]; next: null }> {
  const { role, organisation, region } = ctx.actor;
  access.authorize(ctx.actor, "invite", { organisation, region });
  const mine = role === "administrator" ? sql`true` : sql`i.organisation_id = ${organisation}::uuid`;
  const rows = await invitations(ctx, mine);
  return { items: rows.map(presentInvitation), next: null };
}

/** @throws Conflict if it was accepted already */
export async function revokeInvitation(ctx: Context, id: string, reason: string): Promise<Invitation> {
  const [row] = await invitations(ctx, sql`i.id = ${id}`);
  if (!row) throw new NotFound(INVITATION);
  access.authorize(ctx.actor, "invite", {
    organisation: row.organisationId,
    region: row.region ?? ctx.actor.region,
  });
  if (row.accepted)
    throw new Conflict({ zh: "此邀请已被接受。", en: "This invitation was accepted already." });
  await sql`update registry.invitation set revoked_at = ${ctx.now} where id = ${id} and revoked_at is null`.execute(
    ctx.tx,
  );
  await ctx.audit("invitation.revoke", `invitation:${id}`, null, null, reason);
  return presentInvitation((await invitations(ctx, sql`i.id = ${id}`))[0]!);
}

const COLUMNS = (
  now: Date,
) => sql`i.id, i.name, i.role, i.organisation_id as "organisationId", v.name as "organisationName", i.region, i.post,
  i.person_id as "personId", i.actor, to_json(i.created_at) #>> '{}' as "createdAt", to_json(i.expires_at) #>> '{}' as "expiresAt",
  i.accepted_at is not null as accepted, i.revoked_at is not null as revoked, i.expires_at <= ${now} as expired`;
const NAMED = sql`left join registry.organisation_version v on v.organisation_id = i.organisation_id and upper_inf(v.valid)`;

/** Those that the policies show, newest first. */
export async function invitations(ctx: Context, condition: ReturnType<typeof sql>): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`select ${COLUMNS(ctx.now)} from registry.invitation i ${NAMED}
    where ${condition} order by i.created_at desc limit 500`.execute(ctx.tx);
  return rows;
}

/** The one of a token, whoever asks. */
export async function invitationOf(ctx: Context, hash: Buffer): Promise<InvitationRow | undefined> {
  const { rows } = await sql<InvitationRow>`select ${COLUMNS(ctx.now)}
    from registry.invitation_of(${hash}) i ${NAMED}`.execute(ctx.tx);
  return rows[0];
}

export function presentInvitation(row: InvitationRow): Invitation {
  const { id, name, role, organisationId, organisationName, region, post, createdAt, expiresAt } = row;
  return {
    id, name, role, post, createdAt, expiresAt,
    organisation: organisationId === null ? null : { id: organisationId, name: organisationName ?? "" },
    region: region === null ? null : { code: region, name: regionName(region) },
    by: row.actor.name ?? "",
    state: row.accepted ? "accepted" : row.revoked ? "revoked" : row.expired ? "expired" : "open",
  }; // prettier-ignore
}
