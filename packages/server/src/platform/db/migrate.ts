import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import { StartError } from "../config/start-error.ts";
import { openToBackups } from "./policies.ts";

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

/** A migration by name and content. */
export interface MigrationStep {
  module: string;
  name: string;
  checksum: string;
}

const keyOf = (step: MigrationStep): string => `${step.module}/${step.name}`;

/** What the database has applied, beside what this Tixi brings: all three lists are empty where both agree. */
export interface MigrationState {
  /** still to be applied */
  pending: string[];
  /** of another content than what was applied */
  changed: string[];
  /** applied by a newer Tixi */
  unknown: string[];
}

/** The migrations that this Tixi brings, in their order. */
export function migrationSteps(folders: readonly MigrationFolder[]): MigrationStep[] {
  return listFiles(folders).map(({ module, name, checksum }) => ({ module, name, checksum }));
}

/** What the database says it has applied; empty for one that was never migrated. */
export async function appliedSteps(client: pg.Pool | pg.PoolClient): Promise<MigrationStep[]> {
  const book = await client.query<{ book: string | null }>(
    "select to_regclass('platform.migration') as book",
  );
  if (book.rows[0]?.book === null) return [];
  const rows = await client.query<MigrationStep>("select module, name, checksum from platform.migration");
  return rows.rows;
}

export function compareSteps(
  brought: readonly MigrationStep[],
  applied: readonly MigrationStep[],
): MigrationState {
  const before = new Map(applied.map((step) => [keyOf(step), step.checksum]));
  const names = new Set(brought.map(keyOf));
  return {
    pending: brought.filter((step) => !before.has(keyOf(step))).map(keyOf),
    changed: brought
      .filter((step) => (before.get(keyOf(step)) ?? step.checksum) !== step.checksum)
      .map(keyOf),
    unknown: applied.map(keyOf).filter((key) => !names.has(key)),
  };
}

/**
 * Brings the database to the newest state; each file is one transaction. Forward only.
 * @param upTo only these, for a database that is to stand as another one stood (restore); default all
 * @returns how many files were applied
 * @throws StartError if a file that was applied has changed since, or is missing (the database is newer than this Tixi)
 */
export async function migrate(
  pool: pg.Pool,
  folders: readonly MigrationFolder[],
  upTo?: readonly MigrationStep[],
): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await makeRoles(client);
    await client.query(BOOK);
    const wanted = upTo && new Set(upTo.map(keyOf));
    const files = listFiles(folders).filter((file) => wanted?.has(keyOf(file)) ?? true);
    const { pending, changed, unknown } = compareSteps(files, await appliedSteps(client));
    if (changed[0] !== undefined) {
      throw new StartError(
        "migration-changed",
        `The migration ${changed[0]} was changed after this database applied it; a change of the schema needs a new file.`,
      );
    }
    const open = new Set(pending);
    for (const file of files) if (open.has(keyOf(file))) await apply(client, file);
    await openToBackups(client);
    if (unknown[0] !== undefined) {
      throw new StartError(
        "database-newer",
        `The database was made by a newer Tixi (it has ${unknown[0]}): start that version.`,
      );
    }
    return pending.length;
  } finally {
    await client.query("select pg_advisory_unlock($1)", [LOCK]).catch(() => {});
    client.release();
  }
}

interface MigrationFile extends MigrationStep {
  sql: string;
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
