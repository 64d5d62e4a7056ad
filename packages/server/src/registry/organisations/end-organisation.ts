import type { Context } from "../../platform/index.ts";
import { requireAfter, requireCurrent } from "./change-organisation.ts";
import { authorizeKeep } from "./keep.ts";
import { closeVersion, lockOrganisations } from "./organisations.sql.ts";
import { refuseTomorrow } from "./register-organisation.ts";

/**
 * Ends an organisation that goes on as no other: closed, struck off.
 * @throws Conflict if it has ended already
 */
export async function endOrganisation(
  ctx: Context,
  id: string,
  input: { day: string; note: string },
  match: (ctx: Context) => Promise<void>,
): Promise<{ id: string }> {
  await lockOrganisations(ctx, [id]);
  const current = await requireCurrent(ctx, id);
  await authorizeKeep(ctx, current.region);
  await match(ctx);
  refuseTomorrow(input.day, ctx);
  requireAfter(current, input.day, ctx);
  await closeVersion(ctx, id, input.day);
  await ctx.audit(
    "organisation.end",
    `organisation:${id}`,
    { name: current.name },
    { until: input.day },
    input.note,
  );
  return { id };
}
