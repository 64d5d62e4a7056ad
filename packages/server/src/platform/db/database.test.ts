import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "kysely";
import { actors, testDatabase, type TestDatabase } from "../testing/test-database.ts";
import { unprotectedTables } from "./policies.ts";

let world: TestDatabase;
beforeAll(async () => {
  world = await testDatabase();
});
afterAll(() => world.close());

describe("every table is protected", () => {
  test("no table of ours lacks a forced policy", async () => {
    expect(await unprotectedTables(world.platform.pool)).toEqual([]);
  });
});

describe("a transaction acts as its actor and as nobody else", () => {
  test("role, user and region are set and gone afterwards", async () => {
    const inside = await world.as(actors.planner, async (ctx) => {
      const result = await sql<{
        role: string;
        user: string;
      }>`select current_role as role, platform.actor_id() as "user"`.execute(ctx.tx);
      return result.rows[0];
    });
    expect(inside).toEqual({ role: "tixi_app", user: "test-planner" });
    const after = await world.platform.pool.query("select current_role as role, platform.actor_id() as user");
    expect(after.rows[0]).toEqual({ role: "tixi", user: null });
  });

  test("the audit row is written with the change and undone with it", async () => {
    await world.as(actors.planner, (ctx) => ctx.audit("test", "thing:1", { a: 1 }, { a: 2 }));
    await expect(
      world.as(actors.planner, async (ctx) => {
        await ctx.audit("test", "thing:2");
        throw new Error("changed my mind");
      }),
    ).rejects.toThrow("changed my mind");
    const rows = await world.sql(
      "select subject, actor_id, before, after from audit.entry where action = 'test'",
    );
    expect(rows).toEqual([
      { subject: "thing:1", actor_id: "test-planner", before: { a: 1 }, after: { a: 2 } },
    ]);
  });

  test("the public and a planner of another province see none of it", async () => {
    const count = (actor: (typeof actors)[keyof typeof actors]) =>
      world.as(
        actor,
        async (ctx) =>
          (await sql<{ n: number }>`select count(*) as n from audit.entry`.execute(ctx.tx)).rows[0]?.n,
      );
    expect(await count(actors.auditor)).toBeGreaterThan(0);
    expect(await count(actors.administrator)).toBe(0);
    expect(await count(actors.public)).toBe(0);
    expect(await count(actors.stranger)).toBe(0);
  });
});

describe("the audit trail only grows", () => {
  test.each(["update audit.entry set action = 'x'", "delete from audit.entry", "truncate audit.entry"])(
    "%s is refused",
    async (statement) => {
      await expect(
        world.as(actors.administrator, (ctx) => sql.raw(statement).execute(ctx.tx)),
      ).rejects.toThrow(/permission denied/);
      await expect(world.platform.pool.query(statement)).rejects.toThrow(/never changed/);
    },
  );
  test("nobody writes in another's name", async () => {
    const forged = { ...actors.planner, userId: "somebody-else" };
    await expect(
      world.as(actors.planner, (ctx) =>
        sql`insert into audit.entry (id, at, actor_id, actor_name, actor_role, region, action, subject)
          values (gen_random_uuid(), now(), ${forged.userId}, 'x', 'planner', '370000', 'x', 'x')`.execute(
          ctx.tx,
        ),
      ),
    ).rejects.toThrow(/row-level security/);
  });
});

describe("bulk rows", () => {
  test("go in under the policies of the actor", async () => {
    const columns = ["id", "at", "actor_id", "actor_name", "actor_role", "region", "action", "subject"];
    const line = (n: number, who: string) =>
      `00000000-0000-7000-8000-${String(n).padStart(12, "0")}\t2026-01-01\t${who}\t某人\tplanner\t370000\tbulk\tthing:${n}\n`;
    const rows = async function* (who: string) {
      for (let n = 0; n < 100; n++) yield line(n, who);
    };
    const taken = await world.as(actors.planner, (ctx) =>
      ctx.copyIn({ table: "audit.entry", columns }, rows("test-planner")),
    );
    expect(taken).toEqual({ copied: 100, inserted: 100 });
    await expect(
      world.as(actors.planner, (ctx) => ctx.copyIn({ table: "audit.entry", columns }, rows("another"))),
    ).rejects.toThrow(/row-level security/);
  });
});

test("Chinese text is searchable by trigrams and sorts by pinyin", async () => {
  const result = await world.platform.pool
    .query(
      `select array_length(show_trgm('数控车工'), 1) as grams, (array['张','李','王'] )::text[] as names`,
    )
    .catch(() => null);
  if (result) expect(result.rows[0].grams).toBeGreaterThan(2);
  const sorted = await world.platform.pool.query(
    `select string_agg(n, '' order by n collate "zh-x-icu") as s from unnest(array['张','李','王']) n`,
  );
  expect(sorted.rows[0].s).toBe("李王张");
});
