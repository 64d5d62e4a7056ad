import type { Platform } from "../platform.ts";
import { uuidv7 } from "uuidv7";
import type { Role } from "../context.ts";
import type { Auth } from "./auth.ts";
import type { People } from "./people.ts";

export interface DemoAccount {
  id: string;
  role: Role;
  name: string;
  organisation: string | null;
}

/** The accounts that the sign-in page of the sample province offers in one click, in the order in which they were made. */
export async function demoAccounts(auth: Auth, people: People): Promise<DemoAccount[]> {
  const rows = await auth.db
    .selectFrom("user")
    .select("id")
    .where("demo", "=", true)
    .orderBy("createdAt")
    .orderBy("id")
    .execute();
  const found: DemoAccount[] = [];
  for (const { id } of rows) {
    const person = await people.of(id);
    const hat = person?.hats[0];
    if (person && hat)
      found.push({ id, role: hat.role, name: person.name, organisation: hat.organisation?.name ?? null });
  }
  return found;
}

/**
 * Makes sure of an account that the sign-in page of the sample province offers. It has no password, so nobody enters
 * by it anywhere else.
 * @param key tells it from the others: its role
 * @returns the account's id
 */
export async function ensureDemoAccount(
  { auth, people }: Pick<Platform, "auth" | "people">,
  key: string,
  name: string,
  now: Date,
): Promise<string> {
  if (!(await people.isSample())) throw new Error("demo accounts exist in the sample province only");
  const username = `demo.${key}`;
  const id = uuidv7();
  const times = { createdAt: now, updatedAt: now };
  await auth.db
    .insertInto("user")
    .values({
      id,
      name,
      username,
      email: `${username}@tixi.invalid`,
      emailVerified: false,
      first: false,
      demo: true,
      mustChangePassword: false,
      ...times,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const made = await auth.db
    .selectFrom("user")
    .select("id")
    .where("username", "=", username)
    .where("demo", "=", true)
    .executeTakeFirstOrThrow();
  return made.id;
}
