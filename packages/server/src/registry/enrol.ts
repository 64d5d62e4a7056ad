import type pg from "pg";
import { uuidv7 } from "uuidv7";
import { dayInChina } from "../platform/day.ts";
import { NOBODY, type Role } from "../platform/context.ts";
import { transaction, type TransactionSource } from "../platform/db/transaction.ts";

interface Enrol {
  userId: string;
  name: string;
  role: Exclude<Role, "public">;
  organisation: string | null;
  /** null: the whole installation */
  region: string | null;
  post?: string;
}

/**
 * Makes sure that an account which the process itself opened (the first administrator, those of the sample province)
 * stands for a person with a role. Done once, however often it is asked for.
 * @returns the person's id
 */
export async function enrol(platform: TransactionSource & { pool: pg.Pool }, input: Enrol): Promise<string> {
  const known = await platform.pool.query<{ id: string }>(
    "select id from registry.person where user_id = $1",
    [input.userId],
  );
  if (known.rows[0]) return known.rows[0].id;
  const personId = uuidv7();
  const process = { ...NOBODY, role: "administrator", name: "系统", region: input.region ?? "" } as const;
  return transaction(platform, process, {}, async (ctx) => {
    const by = { created_at: ctx.now, created_by: null };
    const made = await ctx.tx
      .insertInto("registry.person")
      .values({ id: personId, name: input.name, user_id: input.userId, state: "active", ...by })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    // another process that starts at the same moment
    if (Number(made.numInsertedOrUpdatedRows ?? 0) === 0) return enrol(platform, input);
    await ctx.tx
      .insertInto("registry.membership")
      .values({
        id: uuidv7(),
        person_id: personId,
        organisation_id: input.organisation,
        role: input.role,
        region: input.region,
        post: input.post ?? "",
        state: "active",
        since: dayInChina(ctx.now),
        ...by,
      })
      .execute();
    await ctx.audit("membership.begin", `person:${personId}`, null, {
      role: input.role,
      organisation: input.organisation,
      region: input.region,
    });
    return personId;
  });
}
