import { checkPhone } from "@tixi/engines/identifiers";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { BadInput, NotFound, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { GUARDIAN_NAME, GUARDIAN_PHONE } from "../people/rosters/take-in-roster.ts";
import { newToken } from "../people/tokens.ts";
import { studentInReach } from "./show-student.ts";
import type * as s from "./schemas.ts";

type Link = z.infer<typeof s.consentLink>;

/** Notes a guardian, name and phone sealed, and makes the link by which he answers. It is said once. */
export async function addGuardian(
  ctx: Context,
  personId: string,
  input: z.infer<typeof s.newGuardian>,
): Promise<Link> {
  const student = await studentInReach(ctx, personId);
  access.authorize(ctx.actor, "readGuardians", { organisation: student.school.id, region: student.region });
  const phone = checkPhone(input.phone);
  if (!phone.ok)
    throw new BadInput([{ part: "body", field: "phone", reason: `${phone.fault.zh} / ${phone.fault.en}` }]);
  const { token, hash } = newToken();
  const id = uuidv7();
  await sql`insert into registry.guardian (id, person_id, school_id, region, name_sealed, phone_sealed, relation, token_hash, created_at, created_by)
    values (${id}, ${personId}, ${student.school.id}, ${student.region}, ${ctx.vault.seal(GUARDIAN_NAME, input.name)},
      ${ctx.vault.seal(GUARDIAN_PHONE, phone.value)}, ${input.relation}, ${hash}, ${ctx.now}, ${ctx.actor.userId})`.execute(
    ctx.tx,
  );
  await ctx.audit("guardian.add", `person:${personId}`, null, { guardian: id, relation: input.relation });
  return { id, path: `/consent/${token}` };
}

/** A new link for a guardian; the one before is good for nothing any more. What was answered stays. */
export async function renewLink(ctx: Context, id: string): Promise<Link> {
  const { rows } = await sql<{ personId: string; schoolId: string; region: string }>`
    select person_id as "personId", school_id as "schoolId", region from registry.guardian where id = ${id}`.execute(
    ctx.tx,
  );
  const [row] = rows;
  if (!row) throw new NotFound({ zh: "监护人", en: "guardian" });
  access.authorize(ctx.actor, "readGuardians", { organisation: row.schoolId, region: row.region, person: row.personId }); // prettier-ignore
  const { token, hash } = newToken();
  await sql`update registry.guardian set token_hash = ${hash} where id = ${id}`.execute(ctx.tx);
  await ctx.audit("guardian.link", `person:${row.personId}`, null, { guardian: id });
  return { id, path: `/consent/${token}` };
}
