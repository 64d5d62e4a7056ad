import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { modules } from "../../modules.ts";
import { migrationFolders } from "../db/folders.ts";
import { testDatabase, type TestDatabase } from "../testing/test-database.ts";
import { examine, type Finding } from "./doctor.ts";

let world: TestDatabase;
beforeAll(async () => {
  world = await testDatabase();
});
afterAll(() => world.close());

const look = () =>
  examine({
    config: world.platform.config,
    pool: world.platform.pool,
    migrations: migrationFolders(modules),
    storedFiles: modules.flatMap((module) => module.storedFiles ?? []),
  });
const troubles = (findings: Finding[]) =>
  findings
    .filter(({ state }) => state !== "ok")
    .map(({ what, state, detail }) => `${state} ${what.en}: ${detail.en}`);

test("a healthy installation has nothing but that its limits are off", async () => {
  const findings = await look();
  expect(troubles(findings)).toEqual(["warning settings: RATE_LIMIT=off: requests are not limited"]);
  expect(findings.map(({ what }) => what.en)).toEqual([
    "settings", "key files", "database", "database roles", "schema", "row-level security", "backups", "disk", "clock", "jobs", "files",
  ]); // prettier-ignore
});

test.each<[string, string, string, RegExp]>([
  ["a table whose policies are not forced", "alter table auth.session no force row level security", "alter table auth.session force row level security", /^fault row-level security: not forced on auth\.session$/],
  ["a table that a backup would not see", "drop policy backup on registry.person", "create policy backup on registry.person for select to tixi using ((select current_setting('tixi.keeper', true)) = 'backup')", /^fault backups: .*registry\.person/],
  ["a migration that was changed", "update platform.migration set checksum = 'x' || checksum where module = 'demand'", "update platform.migration set checksum = substr(checksum, 2) where module = 'demand'", /^fault schema: changed since applied: demand\//],
  ["a migration still to come", "update platform.migration set module = 'x' || module where module = 'planning'", "update platform.migration set module = 'planning' where module = 'xplanning'", /^fault schema: not yet applied: planning\//],
  ["a job that waits", "insert into platform.job (id, name, payload, actor, locale, region, created_at) values (gen_random_uuid(), 'x', '{}', '{}', 'zh-CN', '370000', now() - interval '1 hour')", "delete from platform.job", /^warning jobs: 1 have waited/],
  ["a job that died", "insert into platform.job (id, name, state, beat_at, payload, actor, locale, region) values (gen_random_uuid(), 'x', 'running', now() - interval '1 hour', '{}', '{}', 'zh-CN', '370000')", "delete from platform.job", /^warning jobs: 1 are marked as running/],
  ["a clock that was set back", "insert into platform.job (id, name, state, payload, actor, locale, region, created_at) values (gen_random_uuid(), 'x', 'done', '{}', '{}', 'zh-CN', '370000', now() + interval '1 hour')", "delete from platform.job", /^fault clock: 3600 s before the latest record/],
])("finds %s", async (_what, harm, mend, expected) => {
  await world.sql(harm);
  const found = troubles(await look());
  await world.sql(mend);
  expect(found.filter((line) => expected.test(line)), found.join("\n")).toHaveLength(1);
  expect(troubles(await look()).filter((line) => expected.test(line))).toEqual([]);
}); // prettier-ignore

test("finds a key file that others can read", async () => {
  const file = path.join(world.platform.config.dataDir, "secrets", "session-key");
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.writeFileSync(file, "x", { mode: 0o644 });
  expect(troubles(await look()).join()).toContain("fault key files: readable by others: session-key");
  fs.chmodSync(file, 0o600);
  expect(troubles(await look()).join()).not.toContain("key files");
});

test("finds a file that is missing, and one whose content changed", async () => {
  const add = async (name: string, content: string, place: string) => {
    const sha256 = createHash("sha256").update(content).digest("hex");
    await world.sql(
      `insert into platform.file (id, purpose, subject, name, media_type, bytes, sha256, path, state, region, created_at)
       values (gen_random_uuid(), 'report', 'draft:1', $1, 'text/csv', 1, $2, $3, 'clean', '370000', now())`,
      [name, sha256, place],
    );
  };
  const root = path.join(world.platform.config.dataDir, "files");
  fs.mkdirSync(path.join(root, "uploads"), { recursive: true });
  fs.writeFileSync(path.join(root, "uploads", "good"), "good");
  fs.writeFileSync(path.join(root, "uploads", "bad"), "bad, and changed");
  await add("good", "good", "folder:uploads/good");
  await add("far", "far", "s3:uploads/far");
  expect((await look()).find(({ what }) => what.en === "files")!.detail.en).toBe(
    "1 present and unchanged; 1 in another store were not looked at",
  );
  await add("bad", "bad", "folder:uploads/bad");
  await add("gone", "gone", path.join(root, "uploads", "gone"));
  const found = troubles(await look());
  expect(found).toContain("fault files: 1 missing: platform.file uploads/gone");
  expect(found).toContain("fault files: 1 changed: platform.file uploads/bad");
});

test("what cannot be examined is a fault and hides nothing else", async () => {
  await world.sql("alter table platform.job rename to job_away");
  const found = await look();
  await world.sql("alter table platform.job_away rename to job");
  expect(troubles(found).join("\n")).toContain("fault jobs: could not be examined");
  expect(found.at(-1)!.what.en).toBe("files");
});
