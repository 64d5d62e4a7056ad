import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import { StartError } from "../config/start-error.ts";

/** A module's folder of `YYYY-MM-DD-name.sql` files, applied in the order of their names. */
export interface MigrationFolder {
  module: string;
  folder: string;
}

/** "tixi" read as bytes: two servers that start at once take turns. */
const LOCK = 0x74697869;

const BOOK = `
  create schema if not exists platform;
  create table if not exists platform.migration (
    module text not null, name text not null, checksum text not null,
    applied_at timestamptz not null default now(), primary key (module, name));
  alter table platform.migration enable row level security;
  alter table platform.migration force row level security;
  do $$ begin
    if not exists (select from pg_policies where schemaname = 'platform' and tablename = 'migration') then
      execute format('create policy installer on platform.migration to %I using (true) with check (true)', current_user);
    end if;
  end $$;`;

/**
 * Brings the database to the newest state; each file is one transaction. Forward only.
 * @returns how many files were applied
 * @throws StartError if a file that was applied has changed since, or is missing (the database is newer than this Tixi)
 */
export async function migrate(pool: pg.Pool, folders: readonly MigrationFolder[]): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await makeRoles(client);
    await client.query(BOOK);
    const rows = await client.query<{ module: string; name: string; checksum: string }>(
      "select module, name, checksum from platform.migration",
    );
    const applied = new Map(rows.rows.map((row) => [`${row.module}/${row.name}`, row.checksum]));
    let count = 0;
    for (const file of listFiles(folders)) {
      const key = `${file.module}/${file.name}`;
      const before = applied.get(key);
      applied.delete(key);
      if (before === file.checksum) continue;
      if (before !== undefined) {
        throw new StartError(
          "migration-changed",
          `The migration ${key} was changed after this database applied it; a change of the schema needs a new file.`,
        );
      }
      await apply(client, file);
      count++;
    }
    const unknown = [...applied.keys()][0];
    if (unknown) {
      throw new StartError(
        "database-newer",
        `The database was made by a newer Tixi (it has ${unknown}): start that version.`,
      );
    }
    return count;
  } finally {
    await client.query("select pg_advisory_unlock($1)", [LOCK]).catch(() => {});
    client.release();
  }
}

interface MigrationFile {
  module: string;
  name: string;
  sql: string;
  checksum: string;
}

function listFiles(folders: readonly MigrationFolder[]): MigrationFile[] {
  return folders.flatMap(({ module, folder }) => {
    if (!fs.existsSync(folder)) return [];
    const names = fs.readdirSync(folder).filter((name) => name.endsWith(".sql"));
    return names.sort().map((name) => {
      const sql = fs.readFileSync(path.join(folder, name), "utf8");
      return { module, name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
  });
}

async function apply(client: pg.PoolClient, file: MigrationFile): Promise<void> {
  try {
    await client.query("begin");
    await client.query(file.sql);
    await client.query("insert into platform.migration (module, name, checksum) values ($1, $2, $3)", [
      file.module,
      file.name,
      file.checksum,
    ]);
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback").catch(() => {});
    const error = cause as pg.DatabaseError;
    const line = error.position
      ? `, line ${file.sql.slice(0, Number(error.position)).split("\n").length}`
      : "";
    throw new StartError(
      "migration-failed",
      `The migration ${file.module}/${file.name}${line} failed: ${error.message}`,
      { cause },
    );
  }
}

/**
 * `tixi_app` serves users and can do only what grants and policies allow; `tixi_auth` sees the sign-in tables only.
 * Neither can log in: the login role changes into them.
 */
async function makeRoles(client: pg.PoolClient): Promise<void> {
  try {
    await client.query(`do $$
      declare r text;
      begin
        foreach r in array array['tixi_app', 'tixi_auth'] loop
          if not exists (select from pg_roles where rolname = r) then
            execute format('create role %I nologin noinherit nobypassrls', r);
          end if;
          if not pg_has_role(current_user, r, 'member') or not (select rolsuper or exists (
              select from pg_auth_members m where m.roleid = r::regrole and m.member = current_user::regrole
                and coalesce((to_jsonb(m) ->> 'set_option')::boolean, true)) from pg_roles where rolname = current_user) then
            execute format('grant %I to current_user', r);
          end if;
        end loop;
      end $$`);
  } catch (cause) {
    throw new StartError(
      "database-roles",
      `The database user may not create the roles tixi_app and tixi_auth (${(cause as Error).message}): give it CREATEROLE, or create both roles (NOLOGIN) and grant them to it.`,
      { cause },
    );
  }
}
