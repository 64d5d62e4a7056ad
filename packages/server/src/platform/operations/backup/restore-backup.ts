import fs from "node:fs";
import fsp from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { compareSteps, migrate, migrationSteps, type MigrationFolder } from "../../db/migrate.ts";
import type { StoredFiles } from "../../module.ts";
import type { Entry } from "./archive.ts";
import { PLAIN_TEXT, quoted, sumOfTable } from "./catalogue.ts";
import { checkBackup, isFile, openBackup, tableOf } from "./check-backup.ts";
import { BackupFault, SECRETS_NAME, type Manifest, type TableRecord } from "./manifest.ts";
import { openSecrets } from "./seal.ts";
import { prepare } from "./unguarded.ts";

export interface RestoreInput {
  pool: pg.Pool;
  /** DATA_DIR of the new installation */
  dataDir: string;
  source: string;
  /** null leaves the keys where they are */
  passphrase: string | null;
  migrations: readonly MigrationFolder[];
  /** columns that name files: absolute paths in them follow the files */
  storedFiles: readonly StoredFiles[];
  progress?: (stage: string, done: number, total: number) => void;
}

export interface RestoreResult {
  manifest: Manifest;
  /** names of the keys that were put back */
  secrets: string[];
  /** migrations of this version that came after those of the backup */
  migrated: number;
}

/**
 * Puts a backup into an installation in which nothing is yet. Everything is compared with the manifest: every byte
 * before it begins, every table's rows and sum after it was loaded; keys and checks of the schema are made anew over
 * the rows. The rows come in one transaction; where anything fails nothing of it stays.
 * @throws BackupFault saying why not
 */
export async function restoreBackup(input: RestoreInput): Promise<RestoreResult> {
  input.progress?.("check", 0, 1);
  const manifest = await checkBackup(input.source);
  requireMigrations(manifest, input.migrations);
  await requireEmpty(input);
  // A wrong passphrase is found out before an hour of loading.
  const secrets = await secretsIn(input, manifest);

  const before = await schemasOf(input.pool);
  const made: string[] = [];
  let migrated: number;
  try {
    await migrate(input.pool, input.migrations, manifest.migrations);
    await load(input, manifest, made);
    migrated = await migrate(input.pool, input.migrations);
    for (const [name, content] of secrets) keep(path.join(input.dataDir, "secrets", name), content, made);
  } catch (error) {
    for (const file of made) await fsp.rm(file, { force: true });
    await dropSchemas(input.pool, before);
    throw error;
  }
  await input.pool.query("analyze").catch(() => {});
  return { manifest, secrets: [...secrets.keys()], migrated };
}

function requireMigrations(manifest: Manifest, folders: readonly MigrationFolder[]): void {
  const { changed, unknown } = compareSteps(migrationSteps(folders), manifest.migrations);
  const strange = unknown[0] ?? changed[0];
  if (strange === undefined) return;
  throw new BackupFault(
    `备份由版本 ${manifest.version} 制作（含 ${strange}），与此版本不符；请用该版本恢复，再升级。`,
    `The backup was made by version ${manifest.version} (it has ${strange}), which is not in this one: restore it with that version, then upgrade.`,
  );
}

async function requireEmpty({ pool, dataDir }: RestoreInput): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'S') and n.nspname !~ '^(pg_|information_schema$)' limit 1`);
  if (rows[0])
    throw new BackupFault(
      `数据库不是空的（有 ${rows[0].name}）：只能恢复到空的数据库。`,
      `The database is not empty (it has ${rows[0].name}): restore into an empty one only.`,
    );
  for (const folder of [path.join(dataDir, "files"), path.join(dataDir, "audit")]) {
    const inside = fs.existsSync(folder)
      ? fs.readdirSync(folder, { recursive: true, withFileTypes: true })
      : [];
    if (inside.some((entry) => entry.isFile()))
      throw new BackupFault(
        `文件夹 ${folder} 不是空的：只能恢复到新的 DATA_DIR。`,
        `The folder ${folder} is not empty: restore into a new DATA_DIR only.`,
      );
  }
}

async function secretsIn(input: RestoreInput, manifest: Manifest): Promise<Map<string, Buffer>> {
  if (manifest.secrets === null || input.passphrase === null) return new Map();
  const folder = path.join(input.dataDir, "secrets");
  for await (const { name, content } of openBackup(input.source)) {
    const parts: Buffer[] = [];
    for await (const part of content) if (name === SECRETS_NAME) parts.push(part);
    if (name !== SECRETS_NAME) continue;
    const secrets = openSecrets(Buffer.concat(parts), input.passphrase);
    for (const key of secrets.keys()) {
      if (key.split("/").includes("..") || path.isAbsolute(key)) throw new BackupFault("密钥的名称有误。", `A key has the name ${key}.`); // prettier-ignore
      if (fs.existsSync(path.join(folder, key)))
        throw new BackupFault(
          `${folder} 里已有密钥 ${key}，不会覆盖。`,
          `There is a key ${key} in ${folder} already; it is not overwritten.`,
        );
    }
    return secrets;
  }
  return new Map();
}

/** Rows, files and the checks over them, in one transaction. */
async function load(input: RestoreInput, manifest: Manifest, made: string[]): Promise<void> {
  const client = await input.pool.connect();
  try {
    await client.query("begin");
    await client.query(PLAIN_TEXT);
    const tables = new Map(manifest.tables.map((table) => [`${table.schema}.${table.name}`, table]));
    const guards = await prepare(client, manifest);
    await readEntries(input, client, tables, manifest, made);
    input.progress?.("compare", 0, 1);
    for (const table of manifest.tables) {
      const sum = await sumOfTable(client, table);
      if (sum.rows !== table.rows || sum.digest !== table.digest)
        throw new BackupFault(
          `${table.schema}.${table.name} 恢复后与备份不同（${sum.rows} 行，应为 ${table.rows} 行）。`,
          `${table.schema}.${table.name} is not what it was (${sum.rows} rows instead of ${table.rows}).`,
        );
    }
    for (const { value, called, ...name } of manifest.sequences)
      await client.query("select setval($1::regclass, $2::bigint, $3)", [quoted(name), value, called]);
    await followFiles(client, input, manifest);
    await guards.restore();
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function readEntries(
  input: RestoreInput,
  client: pg.PoolClient,
  tables: ReadonlyMap<string, TableRecord>,
  manifest: Manifest,
  made: string[],
): Promise<void> {
  const entries = openBackup(input.source);
  let next = await entries.next();
  let done = 0;
  while (!next.done) {
    const table = tableOf(next.value.name);
    if (table !== null) {
      input.progress?.(table, done++, manifest.tables.length);
      const record = tables.get(table)!;
      const columns = record.columns.map(pg.escapeIdentifier).join(", ");
      const parts = partsOf(entries, next.value, table);
      await pipeline(
        Readable.from(parts.bytes, { objectMode: false }),
        client.query(copyFrom(`copy ${quoted(record)} (${columns}) from stdin`)),
      );
      next = parts.following();
      continue;
    }
    if (isFile(next.value.name)) {
      const target = path.join(input.dataDir, next.value.name);
      await fsp.mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      made.push(target);
      await pipeline(
        Readable.from(next.value.content, { objectMode: false }),
        fs.createWriteStream(target, { flags: "wx", mode: 0o600, flush: true }),
      );
    } else for await (const _ of next.value.content);
    next = await entries.next();
  }
}

/** The parts of one table, which follow each other, as one stream; and the entry that came after them. */
function partsOf(entries: AsyncGenerator<Entry>, first: Entry, table: string) {
  let following: IteratorResult<Entry> = { done: true, value: undefined };
  async function* bytes(): AsyncGenerator<Buffer> {
    yield* first.content;
    for (following = await entries.next(); !following.done; following = await entries.next()) {
      if (tableOf(following.value.name) !== table) return;
      yield* following.value.content;
    }
  }
  return { bytes: bytes(), following: () => following };
}

/** Some rows name their file by its whole path, which begins otherwise in another DATA_DIR. */
async function followFiles(client: pg.PoolClient, input: RestoreInput, manifest: Manifest): Promise<void> {
  const root = path.join(input.dataDir, "files");
  if (root === manifest.filesRoot) return;
  const known = new Set(manifest.tables.map(({ schema, name }) => `${schema}.${name}`));
  for (const { table, path: column } of input.storedFiles) {
    if (!known.has(table)) continue;
    const name = pg.escapeIdentifier(column);
    const target = table.split(".").map(pg.escapeIdentifier).join(".");
    await client.query(
      `update ${target} set ${name} = $2 || substr(${name}, length($1) + 1) where starts_with(${name}, $1 || '/')`,
      [manifest.filesRoot, root],
    );
  }
}

function keep(file: string, content: Buffer, made: string[]): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.writeFileSync(file, content, { flag: "wx", mode: 0o600, flush: true });
  made.push(file);
}

async function schemasOf(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>("select nspname as name from pg_namespace");
  return rows.map(({ name }) => name);
}

/** Only what this restore has made: the database was empty before. */
async function dropSchemas(pool: pg.Pool, before: readonly string[]): Promise<void> {
  const now = await schemasOf(pool).catch(() => []);
  for (const name of now)
    if (!before.includes(name) && !name.startsWith("pg_"))
      await pool.query(`drop schema ${pg.escapeIdentifier(name)} cascade`).catch(() => {});
}
