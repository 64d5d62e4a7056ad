import { sql } from "kysely";
import type { Context } from "../context.ts";
import { NotFound, TooManyRequests } from "../http/problems.ts";
import type { PersonalModule } from "./hooks.ts";

export const SHORTEST_REASON = 5;
/** Whoever needs more than that at a time exports a list, with its own right and reason. */
export const MOST_AN_HOUR = 60;
const ACTION = "personal.reveal";

export interface Reveal {
  /** place in the register of personal data, e.g. `registry.person.phone` */
  field: string;
  /** id of the person or thing that the field belongs to */
  id: string;
  reason: string;
}

/**
 * One value in clear, for a reason. Whose it was, which field, and the reason stand in the audit trail before the value
 * is seen.
 * @throws NotFound where the actor may not see it masked either, or there is nothing
 * @throws TooManyRequests after 60 within an hour
 */
export async function reveal(
  ctx: Context,
  modules: readonly PersonalModule[],
  input: Reveal,
): Promise<{ value: string }> {
  const hour = new Date(ctx.now.getTime() - 3_600_000);
  const { rows } = await sql<{ n: number }>`select audit.times_done(${ACTION}, ${hour}) as n`.execute(ctx.tx);
  if (Number(rows[0]?.n ?? 0) >= MOST_AN_HOUR) throw new TooManyRequests(3600);
  const owner = modules.find(({ name }) => input.field.startsWith(`${name}.`))?.personalData;
  const found = await owner?.sealed?.(ctx, input.field, input.id);
  if (!found) throw new NotFound({ zh: "个人信息", en: "personal data" });
  await ctx.auditRead(found.subject, [input.field], input.reason, ACTION);
  return { value: ctx.vault.open(input.field, found.sealed) };
}
