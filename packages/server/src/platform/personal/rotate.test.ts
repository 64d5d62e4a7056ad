import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPool } from "../db/connect.ts";
import { testDatabase, type TestDatabase } from "../testing/test-database.ts";
import { formatKeyRing, givenKeys, newKeyRing, withNewKey } from "./keyring.ts";
import { rotateKeys, type Rotation } from "./rotate.ts";
import { openVault, Vault } from "./vault.ts";

const PHONE = { column: "registry.person.phone_sealed", place: "registry.person.phone" };
const FACTOR = { column: "auth.second_factor.secret_sealed", place: "auth.second_factor.secret" };
const COLUMNS = [PHONE, FACTOR];
const QUICK = { knownAfter: 300 };

let world: TestDatabase;
let vault: Vault;
beforeEach(async () => {
  world = await testDatabase();
  vault = world.platform.vault;
});
afterEach(() => world.close());

/** n people with phone numbers, as the superuser writes them; the first has a second factor. */
async function people(n: number, with_: Vault = vault): Promise<void> {
  for (let from = 0; from < n; from += 500) {
    const sealed = Array.from({ length: Math.min(500, n - from) }, (_, i) =>
      with_.seal(PHONE.place, `1380000${from + i}`),
    );
    await world.sql(
      `insert into registry.person (id, name, phone_sealed, state, created_at)
       select gen_random_uuid(), 'p', s, 'active', now() from unnest($1::bytea[]) s`,
      [sealed],
    );
  }
}
const phones = async () => {
  const rows = await world.sql<{ sealed: Buffer }>("select phone_sealed as sealed from registry.person where phone_sealed is not null");
  return rows.map(({ sealed }) => sealed);
}; // prettier-ignore
const rotate = (options = {}, pool = world.platform.pool): Promise<Rotation> =>
  rotateKeys(pool, vault, COLUMNS, { ...QUICK, ...options });

describe("a rotation", () => {
  test("seals every value anew, in tables of the sign-in as well, and the old key is gone", async () => {
    await people(3000);
    await world.sql(
      `insert into auth."user" (id, name, email, created_at, updated_at) values ('u', 'n', 'u@x', now(), now())`,
    );
    await world.sql(
      "insert into auth.second_factor (user_id, secret_sealed, created_at) values ('u', $1, now())",
      [vault.seal(FACTOR.place, "JBSWY3DP")],
    );
    const before = await phones();
    expect(await rotate()).toEqual({
      current: 2, added: true, retired: [1],
      columns: [{ column: PHONE.column, resealed: 3000, broken: 0 }, { column: FACTOR.column, resealed: 1, broken: 0 }],
    }); // prettier-ignore
    const after = await phones();
    expect(new Set(after.map((sealed) => vault.keyOf(sealed)))).toEqual(new Set([2]));
    expect(new Set(after.map((sealed) => vault.open(PHONE.place, sealed))).size).toBe(3000);
    const [factor] = await world.sql<{ s: Buffer }>("select secret_sealed as s from auth.second_factor");
    expect(vault.open(FACTOR.place, factor!.s)).toBe("JBSWY3DP");
    // A running process may remember the old key for a moment; one that opens now knows it no more.
    expect(() => openVault(world.platform.config).open(PHONE.place, before[0]!)).toThrow(
      "data key 1 is not known here",
    );
    expect([...openVault(world.platform.config).ring().keys.keys()]).toEqual([2]);
    expect(await rotate()).toMatchObject({ current: 3, retired: [2] });
  });

  test("loses nothing that is written meanwhile, by this process or another", async () => {
    await people(2000);
    // another process, with the same data folder
    const other = openVault(world.platform.config);
    let running = true;
    const written: string[] = [];
    const writer = (async () => {
      for (let n = 0; running; n++) {
        await world.sql("insert into registry.person (id, name, phone_sealed, state, created_at) values (gen_random_uuid(), 'w', $1, 'active', now())", [other.seal(PHONE.place, `139${n}`)]);
        // and what is there already is changed
        const [row] = await world.sql<{ id: string; s: Buffer }>("select id, phone_sealed as s from registry.person where name = 'p' offset $1 limit 1", [n]);
        if (row) await world.sql("update registry.person set phone_sealed = $2, name = 'c' where id = $1", [row.id, other.seal(PHONE.place, `changed ${other.open(PHONE.place, row.s)}`)]);
        written.push(`139${n}`);
      }
    })(); // prettier-ignore
    const rotation = await rotate();
    running = false;
    await writer;
    expect(rotation.retired).toEqual([1]);
    const opened = (await phones()).map((sealed) => vault.open(PHONE.place, sealed));
    expect(written.length).toBeGreaterThan(10);
    expect(opened.length).toBe(2000 + written.length);
    expect(opened).toEqual(expect.arrayContaining(written));
  });

  test("killed in the middle leaves everything readable, and the next run ends it", async () => {
    await people(4000);
    const pool = createPool(world.url, { max: 1 });
    let blocks = 0;
    const killed = rotate({ progress: () => { if (++blocks === 2) throw new Error("killed"); } }, pool); // prettier-ignore
    await expect(killed).rejects.toThrow("killed");
    await pool.end();
    const halfway = await phones();
    expect(new Set(halfway.map((sealed) => vault.keyOf(sealed)))).toEqual(new Set([1, 2]));
    for (const sealed of halfway) expect(vault.open(PHONE.place, sealed)).toMatch(/^1380000/);
    const rotation = await rotate();
    expect(rotation).toMatchObject({ current: 2, added: false, retired: [1] });
    expect(rotation.columns[0]!.resealed).toBe(halfway.filter((sealed) => vault.keyOf(sealed) === 1).length);
  });

  test("waits for a transaction that sealed with the old key before, or gives up and is called again", async () => {
    await people(10);
    const client = await world.platform.pool.connect();
    await client.query("begin");
    await client.query("insert into registry.person (id, name, phone_sealed, state, created_at) values (gen_random_uuid(), 'late', $1, 'active', now())", [vault.seal(PHONE.place, "late")]);
    await expect(rotate({ patience: 500 })).rejects.toThrow("open for too long");
    const waiting = rotate();
    await new Promise((resolve) => setTimeout(resolve, 600));
    await client.query("commit");
    client.release();
    expect(await waiting).toMatchObject({ added: false, retired: [1], columns: [{ resealed: 11 }, {}] });
    expect((await phones()).map((sealed) => vault.open(PHONE.place, sealed))).toContain("late");
  }); // prettier-ignore

  test("keeps the old key while something cannot be opened, and says how much", async () => {
    await people(5);
    await people(2, new Vault(givenKeys(formatKeyRing(newKeyRing()))));
    expect(await rotate()).toMatchObject({ retired: [], columns: [{ resealed: 5, broken: 2 }, {}] });
    expect([...vault.ring(true).keys.keys()]).toEqual([1, 2]);
  });

  test("is refused where a row could be hidden, where one runs already, and where no newer key is given", async () => {
    await world.sql("drop policy keeper on registry.person");
    await expect(rotate()).rejects.toThrow("does not see every row of registry.person");
    await expect(rotateKeys(world.platform.pool, vault, [{ column: "registry.person.nothing_sealed", place: "x" }], QUICK)).rejects.toThrow("no sealed column");
    expect(vault.ring(true).keys.size).toBe(1);
    const [one, two] = await Promise.allSettled([1, 2].map(() => rotateKeys(world.platform.pool, vault, [FACTOR], QUICK)));
    expect([one!.status, two!.status].sort()).toEqual(["fulfilled", "rejected"]);
    const ring = newKeyRing();
    await expect(rotateKeys(world.platform.pool, new Vault(givenKeys(formatKeyRing(ring))), [FACTOR], QUICK)).rejects.toThrow('add ",2:SECRET"');
    const given = new Vault(givenKeys(formatKeyRing(withNewKey(ring))));
    expect(await rotateKeys(world.platform.pool, given, [FACTOR], QUICK)).toMatchObject({ current: 2, added: false, retired: [] });
  }); // prettier-ignore
});
