import { sql } from "kysely";
import { BadInput, NotFound, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { fits } from "./grants.ts";

export interface Place {
  id: string;
  name: string;
  kind: string;
  region: string;
}

export const ORGANISATION = { zh: "组织", en: "organisation" };

/**
 * An organisation as it is now.
 * @throws NotFound if there is none, or it has ended
 */
export async function placeOf(ctx: Pick<Context, "tx">, id: string): Promise<Place> {
  const { rows } = await sql<Place>`select organisation_id as id, name, kind, region
    from registry.organisation_version where organisation_id = ${id} and upper_inf(valid)`.execute(ctx.tx);
  const [place] = rows;
  if (!place) throw new NotFound(ORGANISATION);
  return place;
}

/** Names of the accounts that decided something; an account that is no more has none. */
export async function namesOf(
  ctx: Context,
  accounts: readonly (string | null)[],
): Promise<Map<string, string>> {
  const known = [...new Set(accounts.filter((account) => account !== null))];
  if (known.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    select user_id as id, name from registry.names_of(${known}::text[])`.execute(ctx.tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/**
 * The organisation whose people a file brings: an officer's own, or one that an administrator names.
 * @throws NotFound outside the actor's reach; BadInput where it is no school, and the file holds students
 */
export async function placeFor(
  ctx: Context,
  wanted: string | null,
  kind: "staff" | "students",
): Promise<Place> {
  const id = ctx.actor.role === "administrator" ? wanted : ctx.actor.organisation;
  if (id === null)
    throw new BadInput([
      { part: "body", field: "organisationId", reason: "请选择组织 / choose an organisation" },
    ]);
  const place = await placeOf(ctx, id);
  const subject = { organisation: place.id, region: place.region };
  access.authorize(ctx.actor, kind === "students" ? "manageStudents" : "managePeople", subject);
  if (kind === "students" && !fits("student", place.kind))
    throw new BadInput([{ part: "body", field: "organisationId", reason: "不是学校 / not a school" }]);
  return place;
}
