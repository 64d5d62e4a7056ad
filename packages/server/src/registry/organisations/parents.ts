import { sql } from "kysely";
import { BadInput, type Context } from "../../platform/index.ts";

/** @throws BadInput if the organisation above does not exist, has ended, or lies below the organisation itself */
export async function requireParent(ctx: Context, parent: string | null, self: string | null): Promise<void> {
  if (parent === null) return;
  const { rows } = await sql<{ id: string }>`
    with recursive above (id) as (
      select organisation_id from registry.organisation_version where organisation_id = ${parent} and upper_inf(valid)
      union select v.parent from registry.organisation_version v join above on v.organisation_id = above.id
        where upper_inf(v.valid) and v.parent is not null)
    select id from above`.execute(ctx.tx);
  const circle = self !== null && rows.some(({ id }) => id === self);
  if (rows.length > 0 && !circle) return;
  const reason = circle
    ? { zh: "上级机构不能是它自己或它的下级", en: "An organisation cannot lie below itself" }
    : { zh: "上级机构不存在或已终止", en: "The organisation above does not exist or has ended" };
  throw new BadInput([
    { part: "body", field: "parent", value: parent, reason: ctx.locale === "en" ? reason.en : reason.zh },
  ]);
}
