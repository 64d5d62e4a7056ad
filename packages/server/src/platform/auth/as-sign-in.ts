import { CamelCasePlugin, sql, type Kysely } from "kysely";
import type { Context } from "../context.ts";
import type { AuthTables } from "./auth.ts";

const camelCase = new CamelCasePlugin();

/**
 * Does something with the tables of sign-in, which nobody who uses the application may touch, inside the transaction
 * of a use-case: what is written there stands if and only if its audit row does.
 */
export async function asSignIn<T>(ctx: Context, action: (db: Kysely<AuthTables>) => Promise<T>): Promise<T> {
  await sql`select set_config('role', 'tixi_auth', true)`.execute(ctx.tx);
  const db = ctx.tx.withPlugin(camelCase).withSchema("auth") as unknown as Kysely<AuthTables>;
  const result = await action(db);
  // After an error the whole transaction is undone, and the role with it.
  await sql`select set_config('role', 'tixi_app', true)`.execute(ctx.tx);
  return result;
}
