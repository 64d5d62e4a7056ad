import { sql } from "kysely";
import type { Context } from "../../platform/index.ts";

/** The years since which organisations are there, as far as the register knows. @returns by id; absent = not known */
export async function foundedYears(
  ctx: Pick<Context, "tx">,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; year: number }>`
    select organisation_id as id, extract(year from min(lower(valid)))::int as year from registry.organisation_version
    where organisation_id = any(${ids}::uuid[]) group by 1 having bool_and(not lower_inf(valid))`.execute(
    ctx.tx,
  );
  return new Map(rows.map(({ id, year }) => [id, year]));
}
