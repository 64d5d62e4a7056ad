import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { randomBytes } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { modules } from "../../../modules.ts";
import { createPool } from "../../db/connect.ts";
import { migrationFolders } from "../../db/folders.ts";
import { KEEPER_SETTING, openToBackups, unprotectedTables } from "../../db/policies.ts";
import { actors, testDatabase, TEST_PROVINCE, type TestDatabase } from "../../testing/test-database.ts";
import { entriesOf } from "./archive.ts";
import { checkBackup } from "./check-backup.ts";
import { BackupFault } from "./manifest.ts";
import { restoreBackup } from "./restore-backup.ts";
import { writeBackup } from "./write-backup.ts";

const storedFiles = modules.flatMap((module) => module.storedFiles ?? []);
const migrations = migrationFolders(modules);
const NOW = new Date("2026-11-26T02:00:00Z");
const PASSPHRASE = "correct horse battery staple";

let world: TestDatabase;
/** of the database that is backed up */
let oldName: string;
let folder: string;
let dataDir: string;
let archive: string;
const adminUrl = (database: string) => inject("postgres").replace("%s", database);

/** An installation with a little of everything: people's accounts, audit rows, a runtime partition, files, keys. */
beforeAll(async () => {
  world = await testDatabase();
  oldName = /\/(t_[0-9a-f]+)/.exec(world.url)![1]!;
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "tixi-backup-"));
  dataDir = path.join(folder, "old");
  await world.sql(
    `insert into auth."user" (id, name, email, created_at, updated_at) values ('u1', '王芳', 'u1@tixi.invalid', now(), now())`,
  );
  await world.as(actors.planner, async (ctx) => {
    for (let n = 0; n < 30; n++)
      await ctx.audit("look", `thing:${n}`, null, { n, text: '带\\t制表\n与"引号"' });
  });
  await world.sql(`do $$ begin perform set_config('tixi.role', 'administrator', true), set_config('tixi.region', '${TEST_PROVINCE}', true);
    perform demand.ensure_partition('${TEST_PROVINCE}'); end $$`);
  await world.sql(
    `insert into demand.posting_text (province, id, description) select '${TEST_PROVINCE}', n, repeat('岗位描述' || n, 300) from generate_series(1, 5000) n`,
  );
  await world.sql("insert into platform.rate (key, count, until) values ('gone', 1, now())");
  const put = (name: string, content: string | Buffer) => {
    fs.mkdirSync(path.dirname(path.join(dataDir, name)), { recursive: true });
    fs.writeFileSync(path.join(dataDir, name), content);
  };
  put("files/imports/一份 很长名字的表格.csv", randomBytes(70_000));
  put("files/releases/2026/empty.txt", "");
  put("files/unfinished/abc", "half");
  put("audit/head", "0 of the audit trail\n");
  put("secrets/session-key", "s".repeat(43));
  put("secrets/data-keys.json", "{}");
  archive = path.join(folder, "full.tar.gz");
  await backup(archive, PASSPHRASE);
});
afterAll(async () => {
  await world.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const backup = (target: string, passphrase: string | null = null) =>
  writeBackup({ pool: world.platform.pool, dataDir, target, passphrase, version: "0.1.0", now: NOW });

/** Every row of every table but the queue's and what is meant to be lost, as text. */
async function everything(url: string): Promise<Map<string, string[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(`
      select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and c.relpersistence = 'p' and n.nspname !~ '^(pg_|information_schema$|pgboss$)' order by 1`);
    const found = new Map<string, string[]>();
    for (const { name } of tables.rows) {
      const rows = await client.query<{ t: string }>(`select t::text as t from ${name} t order by 1`);
      found.set(
        name.replaceAll('"', ""),
        rows.rows.map(({ t }) => t),
      );
    }
    return found;
  } finally {
    await client.end();
  }
}

/** What a schema consists of beside its rows. */
async function guards(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(`
      select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as line from pg_constraint where connamespace::regnamespace::text !~ '^(pg_|information)'
      union all select format('%s %s %s', tgrelid::regclass, tgname, tgenabled) from pg_trigger where not tgisinternal
      union all select format('%s %s %s', oid::regclass, relrowsecurity, relforcerowsecurity) from pg_class where relkind in ('r', 'p') and relnamespace::regnamespace::text !~ '^(pg_|information)'
      union all select format('%s.%s %s %s %s %s', schemaname, tablename, policyname, cmd, qual, with_check) from pg_policies
      order by 1`);
    return rows.map(({ line }) => line);
  } finally {
    await client.end();
  }
}

interface Fresh {
  name: string;
  pool: pg.Pool;
  dataDir: string;
}
let fresh: Fresh;
beforeEach(async () => {
  const name = `r_${randomBytes(6).toString("hex")}`;
  await asAdmin(`create database ${name} owner tixi template template0 encoding 'UTF8'`);
  const pool = createPool(adminUrl(name).replace("//postgres@", "//tixi@"), { max: 2 });
  fresh = { name, pool, dataDir: path.join(folder, name) };
});
afterEach(async () => {
  await fresh.pool.end();
  await asAdmin(`drop database ${fresh.name} with (force)`);
});
async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl("postgres") });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
const restore = (source: string, passphrase: string | null = PASSPHRASE) =>
  restoreBackup({ pool: fresh.pool, dataDir: fresh.dataDir, source, passphrase, migrations, storedFiles });

describe("a backup", { timeout: 180_000 }, () => {
  test("is made by a login that is neither superuser nor exempt from row-level security", async () => {
    const { rows } = await world.platform.pool.query(
      "select rolsuper, rolbypassrls from pg_roles where rolname = current_user",
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }]);
  });

  test("holds every row, file and key, and nothing that is meant to be lost", async () => {
    const manifest = await checkBackup(archive);
    const there = await everything(adminUrl(oldName));
    for (const { schema, name, rows } of manifest.tables)
      expect(rows, `${schema}.${name}`).toBe(there.get(`${schema}.${name}`)!.length);
    expect(manifest.tables.find(({ name }) => name === "posting_text")!.rows).toBe(5000);
    expect(manifest.tables.some(({ name }) => name === "rate")).toBe(false);
    expect(manifest.files.map(({ path }) => path)).toEqual([
      "imports/一份 很长名字的表格.csv",
      "releases/2026/empty.txt",
    ]);
    expect(fs.statSync(archive).mode & 0o777).toBe(0o600);
    // the keys are not readable in it
    const plain = gunzipSync(fs.readFileSync(archive));
    expect(plain.includes("s".repeat(43))).toBe(false);
  });

  test("does not overwrite, and leaves nothing unfinished behind", async () => {
    await expect(backup(archive)).rejects.toThrow(/is not overwritten/);
    expect(fs.readdirSync(folder).filter((name) => name.endsWith(".unfinished"))).toEqual([]);
  });

  test("is refused where a table's rows would be hidden from it, and names the table", async () => {
    const target = path.join(folder, "hidden.tar.gz");
    await world.sql("drop policy backup on audit.entry");
    await expect(backup(target)).rejects.toThrow(/audit\.entry/);
    await world.sql(
      "create policy backup on audit.entry for select to tixi using ((select current_setting('tixi.keeper', true)) = 'backup')",
    );
    await world.sql("create policy narrow on auth.session as restrictive for select to public using (false)");
    await expect(backup(target)).rejects.toThrow(/auth\.session/);
    await world.sql("drop policy narrow on auth.session");
    expect(fs.existsSync(target)).toBe(false);
  });

  test("sees a table of its own login past its forced policies, which an ordinary transaction does not", async () => {
    const client = await world.platform.pool.connect();
    try {
      await client.query("begin");
      await client.query("create table registry.scratch as select 1 as n");
      await client.query("alter table registry.scratch enable row level security, force row level security");
      const count = async () => (await client.query("select count(*)::int as n from registry.scratch")).rows;
      await openToBackups(client);
      expect(await count()).toEqual([{ n: 0 }]);
      await client.query(`set local ${KEEPER_SETTING} = 'backup'`);
      expect(await count()).toEqual([{ n: 1 }]);
    } finally {
      await client.query("rollback");
      client.release();
    }
  });

  test("sees one moment, while people go on writing", async () => {
    const target = path.join(folder, "busy.tar.gz");
    let goOn = true;
    const writing = (async () => {
      for (let n = 0; goOn; n++)
        await world.as(actors.planner, (ctx) => ctx.audit("meanwhile", `thing:${n}`));
    })();
    const { manifest } = await backup(target);
    goOn = false;
    await writing;
    const entries = manifest.tables.find(({ schema, name }) => schema === "audit" && name === "entry")!;
    let lines = 0;
    for await (const { name, content } of entriesOf(Readable.from([gunzipSync(fs.readFileSync(target))])))
      for await (const part of content)
        if (name.startsWith("tables/audit.entry/")) lines += part.toString().split("\n").length - 1;
    expect(lines).toBe(entries.rows);
  });
});

describe("a restore", { timeout: 240_000 }, () => {
  test("gives back every table, file and key, and all that guards them", async () => {
    await world.sql(
      `insert into platform.file (id, purpose, subject, name, media_type, bytes, sha256, path, state, region, created_at)
       values (gen_random_uuid(), 'report', 'draft:1', 'x', 'text/csv', 1, repeat('0', 64), $1, 'clean', '370000', now())`,
      [path.join(dataDir, "files", "imports", "x")],
    );
    const target = path.join(folder, "again.tar.gz");
    await backup(target, PASSPHRASE);
    const result = await restore(target);
    expect(result.secrets.sort()).toEqual(["data-keys.json", "session-key"]);
    expect(result.migrated).toBe(0);

    const old = await everything(adminUrl(oldName));
    const now = await everything(adminUrl(fresh.name));
    expect([...now.keys()]).toEqual([...old.keys()]);
    const moved = old.get("platform.file")!.map((row) => row.replaceAll(dataDir, fresh.dataDir));
    for (const [table, rows] of old)
      expect(now.get(table), table).toEqual(table === "platform.file" ? moved : rows);
    expect(moved.join("")).toContain(fresh.dataDir);

    expect(await guards(adminUrl(fresh.name))).toEqual(await guards(adminUrl(oldName)));
    expect(await unprotectedTables(fresh.pool)).toEqual([]);
    for (const name of [
      "files/imports/一份 很长名字的表格.csv",
      "files/releases/2026/empty.txt",
      "secrets/session-key",
      "audit/head",
    ])
      expect(
        fs.readFileSync(path.join(fresh.dataDir, name)).equals(fs.readFileSync(path.join(dataDir, name))),
      ).toBe(true);
    expect(fs.existsSync(path.join(fresh.dataDir, "files", "unfinished"))).toBe(false);
  });

  test("goes into an empty installation only", async () => {
    await restore(archive);
    await expect(restore(archive)).rejects.toThrow(/database is not empty/);
  });

  test("does not mix with files that are there", async () => {
    fs.mkdirSync(path.join(fresh.dataDir, "files"), { recursive: true });
    fs.writeFileSync(path.join(fresh.dataDir, "files", "mine"), "x");
    await expect(restore(archive)).rejects.toThrow(/is not empty/);
  });

  test("finds out a wrong passphrase before it begins", async () => {
    await expect(restore(archive, "not the passphrase at all")).rejects.toThrow(/passphrase is wrong/);
    expect(await schemas()).toEqual([]);
  });

  test("without a passphrase leaves the keys out", async () => {
    const result = await restore(archive, null);
    expect(result.secrets).toEqual([]);
    expect(fs.existsSync(path.join(fresh.dataDir, "secrets"))).toBe(false);
  });

  const schemas = async () => {
    const { rows } = await fresh.pool.query<{ name: string }>(
      "select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema$|public$)'",
    );
    return rows.map(({ name }) => name);
  };
  /** The archive with one thing changed, packed again. */
  const changed = (name: string, change: (tar: Buffer) => void): string => {
    const tar = gunzipSync(fs.readFileSync(archive));
    change(tar);
    const file = path.join(folder, name);
    fs.writeFileSync(file, gzipSync(tar));
    return file;
  };

  test.each([
    [
      "a row changed",
      (tar: Buffer) => void tar.write("岗位描诉", tar.indexOf("岗位描述")),
      /demand\.posting_text is not what the manifest says/,
    ],
    [
      "the head of an entry changed",
      (tar: Buffer) => void tar.write("X", tar.indexOf("tables/demand.posting_text/000002")),
      /is damaged/,
    ],
    [
      "a file's name led elsewhere",
      (tar: Buffer) => rename(tar, "files/releases/2026/empty.txt", "files/../../../../evil.txt  "),
      /is damaged|is not in the manifest|not what the manifest says/,
    ],
  ])("refuses an archive with %s, and touches nothing", async (what, change, sentence) => {
    await expect(restore(changed(`${what}.tar.gz`, change))).rejects.toThrow(sentence);
    expect(await schemas()).toEqual([]);
    expect(fs.existsSync(fresh.dataDir)).toBe(false);
  });

  test("refuses an archive that is cut off, and what is none", async () => {
    const cut = path.join(folder, "cut.tar.gz");
    fs.writeFileSync(cut, fs.readFileSync(archive).subarray(0, 20_000));
    await expect(restore(cut)).rejects.toThrow(/is damaged/);
    const other = path.join(folder, "other.tar.gz");
    fs.writeFileSync(other, gzipSync(Buffer.alloc(2048)));
    await expect(restore(other)).rejects.toThrow(BackupFault);
  });

  test("of another version's schema is refused by name", async () => {
    await world.sql(
      "insert into platform.migration (module, name, checksum) values ('demand', '2030-01-01-newer.sql', repeat('0', 64))",
    );
    const target = path.join(folder, "newer.tar.gz");
    await backup(target);
    await world.sql("delete from platform.migration where name = '2030-01-01-newer.sql'");
    await expect(restore(target)).rejects.toThrow(/demand\/2030-01-01-newer\.sql/);
  });

  test("of an older schema comes as it was and is then brought on", async () => {
    const last = (await world.sql<{ module: string; name: string; checksum: string }>("select * from platform.migration where module = 'platform' and name = '2026-11-26-operations.sql'"))[0]!; // prettier-ignore
    // given a world before the last migration
    await world.sql("delete from platform.migration where name = $1", [last.name]);
    await world.sql("alter table platform.rate rename to rate_later");
    const target = path.join(folder, "older.tar.gz");
    await backup(target);
    await world.sql("alter table platform.rate_later rename to rate");
    await world.sql("insert into platform.migration (module, name, checksum) values ($1, $2, $3)", [
      last.module,
      last.name,
      last.checksum,
    ]);
    // then the restore applies it afterwards
    expect((await restore(target, null)).migrated).toBe(1);
    const { rows } = await fresh.pool.query("select to_regclass('platform.rate')::text as there");
    expect(rows).toEqual([{ there: "platform.rate" }]);
  });

  test("in which a key points nowhere is rolled back whole", async () => {
    await world.sql("alter table auth.session disable trigger all");
    await world.sql(
      "insert into auth.session (id, token, user_id, expires_at, created_at, updated_at) values ('s1', 't1', 'nobody', now(), now(), now())",
    );
    const target = path.join(folder, "dangling.tar.gz");
    await backup(target);
    await world.sql("delete from auth.session where id = 's1'");
    await world.sql("alter table auth.session enable trigger all");
    await expect(restore(target, null)).rejects.toThrow(/foreign key constraint/);
    expect(await schemas()).toEqual([]);
    expect(fs.existsSync(path.join(fresh.dataDir, "files", "imports", "一份 很长名字的表格.csv"))).toBe(
      false,
    );
  });
});

function rename(tar: Buffer, from: string, to: string): void {
  const at = tar.indexOf(from);
  tar.write(to.trim().padEnd(from.length, "\0"), at);
  // with a sum that is right again, as somebody would who means harm
  let sum = 0;
  for (let i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? 32 : tar[at + i]!;
  tar.write(`${sum.toString(8).padStart(6, "0")}\0 `, at + 148);
}
