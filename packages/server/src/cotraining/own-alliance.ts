import { sql } from "kysely";
import { BadInput, type Context } from "../platform/index.ts";

/**
 * Only a member brings its work in under the name of a consortium or community: it counts in that one's evaluation.
 * @throws BadInput for an alliance of which the actor's organisation is no member
 */
export async function requireOwnAlliance(ctx: Context, alliance: string | null): Promise<void> {
  if (alliance === null || (await alliancesOf(ctx)).includes(alliance)) return;
  throw new BadInput([{ part: "body", field: "alliance", value: alliance, reason: "不是本单位参加的联合体或共同体 / not an alliance of your organisation" }]);
} // prettier-ignore

/** The alliances of which the actor's organisation is a member. */
export async function alliancesOf(ctx: Context): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select m.alliance_id as id from alliances.member m
    where m.organisation = ${ctx.actor.organisation} and alliances.is_active(m.province, m.id) order by m.created_at`.execute(ctx.tx); // prettier-ignore
  return rows.map(({ id }) => id);
}
