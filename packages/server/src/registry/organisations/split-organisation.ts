import type { Context } from "../../platform/index.ts";
import { requireAfter, requireCurrent } from "./change-organisation.ts";
import { authorizeKeep } from "./keep.ts";
import { recordSuccession, takeHeir, twice, type Heir } from "./merge-organisations.ts";
import { closeVersion, lockOrganisations } from "./organisations.sql.ts";
import { refuseTomorrow } from "./register-organisation.ts";

export interface Split {
  into: Heir[];
  /** it goes on itself beside what left it (存续分立) */
  continues: boolean;
  day: string;
  note: string;
  confirmed: boolean;
}

/**
 * Splits an organisation into several, new ones or such that are there; it ends with it unless it continues.
 * @returns the ids of those it was split into
 */
export async function splitOrganisation(
  ctx: Context,
  id: string,
  input: Split,
  match: (ctx: Context) => Promise<void>,
): Promise<{ ids: string[] }> {
  const { into, continues, day, note, confirmed } = input;
  const there = into.flatMap((heir) => ("id" in heir ? [heir.id] : []));
  await lockOrganisations(ctx, [id, ...there]);
  const whole = await requireCurrent(ctx, id);
  await authorizeKeep(ctx, whole.region);
  await match(ctx);
  refuseTomorrow(day, ctx);
  requireAfter(whole, day, ctx);
  if (new Set([id, ...there]).size !== there.length + 1) throw twice(ctx);
  if (!continues) await closeVersion(ctx, id, day);
  const ids: string[] = [];
  for (const heir of into) ids.push(await takeHeir(ctx, heir, { day, note, confirmed, kin: [id, ...ids] }));
  for (const to of ids) await recordSuccession(ctx, { from: id, to, kind: "split", day, note });
  await ctx.audit(
    "organisation.split",
    `organisation:${id}`,
    { name: whole.name },
    { into: ids, day, continues },
    note || undefined,
  );
  return { ids };
}
