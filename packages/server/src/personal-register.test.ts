import { afterAll, beforeAll, expect, test } from "vitest";
import { modules } from "./modules.ts";
import { placeOf, registerOf } from "./platform/personal/fields.ts";
import { testDatabase, type TestDatabase } from "./platform/testing/test-database.ts";

/** Names that columns about people have. */
const LOOKS_PERSONAL =
  /(^|_)sealed$|_index$|phone|mobile|e_?mail|(^|_)identity|id_(number|card)|person_name|actor_name|by_name|acting_for|lender|(^|_)(born|birth|sex|gender)|guardian|relation|ip_address|user_agent|^device$|^place$|^address$|student_(number|name)|class_name|username|display_name|password|secret|^params$|^actor$/;
/** Tables whose `name` is a person's. */
const NAMES_OF_PEOPLE = /^(registry\.(person|invitation|guardian|student|roster_row)|auth\.user)$/;
/** What looks so and is not about anybody, with the reason. */
const NOT_PERSONAL: Record<string, string> = {
  "auth.user.email_verified": "a library's flag, always false",
  "auth.user.must_change_password": "a flag",
  "registry.person.phone_confirmed": "a flag: who entered it",
  "registry.person.email_confirmed": "a flag: who entered it",
  "registry.organisation_version.address": "seat of an organisation",
  "registry.organisation_proposal.address": "seat of an organisation",
  "admissions.site.address": "seat of a test site",
};

let world: TestDatabase;
beforeAll(async () => {
  world = await testDatabase();
});
afterAll(() => world.close());

const columns = () =>
  world.sql<{ column: string; table: string; name: string; type: string }>(`
    select n.nspname || '.' || c.relname as table, a.attname as name, format_type(a.atttypid, null) as type,
      n.nspname || '.' || c.relname || '.' || a.attname as column
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
      and n.nspname !~ '^(pg_|information_schema$|pgboss$)' order by 1, a.attnum`);

test("every column that looks as if it held personal data stands in the register, and nothing else does", async () => {
  const all = await columns();
  const known = new Set(registerOf(modules).map(({ column }) => column));
  const missing = all.filter(
    ({ column, table, name }) =>
      (LOOKS_PERSONAL.test(name) || (name === "name" && NAMES_OF_PEOPLE.test(table))) &&
      !known.has(column) &&
      !(column in NOT_PERSONAL),
  );
  expect(missing.map(({ column }) => column)).toEqual([]);
  const existing = new Set(all.map(({ column }) => column));
  expect([...known, ...Object.keys(NOT_PERSONAL)].filter((column) => !existing.has(column))).toEqual([]);
});

test("what is sealed is bytes, has its blind index with it, and identity and contact data are never in clear", async () => {
  const types = new Map((await columns()).map(({ column, type }) => [column, type]));
  for (const { column, kind, kept, why, mask, basis, law } of registerOf(modules)) {
    if (kept === "sealed" || kept === "index") expect(types.get(column), column).toBe("bytea");
    if (kept === "index") expect(types.has(`${placeOf({ column })}_sealed`), column).toBe(true);
    if (kind === "identity" || kind === "contact" || kind === "guardian")
      expect(["sealed", "index"], column).toContain(kept);
    if (kept === "plain") expect(why, `${column}: why in clear`).toBeDefined();
    if (kept === "sealed" && kind !== "secret") expect(mask, `${column}: how it is shown`).not.toBeNull();
    if (basis === 3 || basis === 7) expect(law, `${column}: which law`).toBeDefined();
  }
});
