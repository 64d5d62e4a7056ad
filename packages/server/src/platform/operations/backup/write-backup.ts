import { createHash } from "node:crypto";
import fs from "node:fs";
import fsp from "node:fs/promises";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { appliedSteps } from "../../db/migrate.ts";
import { KEEPER_SETTING, tablesClosedToBackups } from "../../db/policies.ts";
import { end, headOf, padding } from "./archive.ts";
import {
  partitionsOf,
  PLAIN_TEXT,
  quoted,
  sequencesOf,
  sumOfTable,
  tablesOf,
  type Table,
} from "./catalogue.ts";
import { BackupFault, FORMAT, HEAD_NAME, MANIFEST_NAME, SECRETS_NAME, type FileRecord, type Manifest, type TableRecord } from "./manifest.ts"; // prettier-ignore
import { sealSecrets } from "./seal.ts";

/** A table goes into entries of about this size: a tar entry must say its size before its content. */
const PART = 4 * 1024 * 1024;

export interface BackupInput {
  pool: pg.Pool;
  /** DATA_DIR: its `files` go along, its `secrets` under the passphrase */
  dataDir: string;
  /** where to; must not be there yet */
  target: string;
  /** null leaves the keys out */
  passphrase: string | null;
  version: string;
  now: Date;
  /** what is being copied, and how much is done of how much */
  progress?: (stage: string, done: number, total: number) => void;
}

export interface BackupResult {
  manifest: Manifest;
  bytes: number;
  /** of the whole archive */
  sha256: string;
}

/**
 * Writes everything that an installation is into one compressed archive: all rows as one moment sees them, while the
 * server goes on, then the files. A file that is being written meanwhile belongs to a row that the snapshot does not
 * have, and one that was removed is missed by no row of it that counts.
 * @throws BackupFault where rows would be left out, or the target is there
 */
export async function writeBackup(input: BackupInput): Promise<BackupResult> {
  const { target } = input;
  if (fs.existsSync(target))
    throw new BackupFault(
      `${target} 已存在，不会覆盖。`,
      `${target} is there already and is not overwritten.`,
    );
  const unfinished = `${target}.unfinished`;
  const hash = createHash("sha256");
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      bytes += chunk.length;
      hash.update(chunk);
      next(null, chunk);
    },
  });
  const client = await input.pool.connect();
  try {
    const written: { manifest?: Manifest } = {};
    await pipeline(
      Readable.from(contents(client, input, written), { objectMode: false }),
      createGzip({ level: 6 }),
      meter,
      fs.createWriteStream(unfinished, { mode: 0o600, flush: true }),
    );
    await fsp.rename(unfinished, target);
    return { manifest: written.manifest!, bytes, sha256: hash.digest("hex") };
  } catch (error) {
    await fsp.rm(unfinished, { force: true });
    throw error;
  } finally {
    await client.query("rollback").catch(() => {});
    client.release();
  }
}

async function* contents(
  client: pg.PoolClient,
  input: BackupInput,
  written: { manifest?: Manifest },
): AsyncGenerator<Buffer> {
  // Before the rows: what it says of the audit trail's end must not be ahead of what they hold.
  const auditFolder = path.join(input.dataDir, "audit");
  const heads = listFiles(auditFolder).map(
    (name) => [name, fs.readFileSync(path.join(auditFolder, name))] as const,
  );
  await client.query("begin isolation level repeatable read, read only");
  await client.query(PLAIN_TEXT);
  // See openToBackups in db/policies.ts: with this, and only with this, the owner reads past the forced policies.
  await client.query("select set_config($1, 'backup', true)", [KEEPER_SETTING]);
  const closed = await tablesClosedToBackups(client);
  if (closed.length > 0)
    throw new BackupFault(
      `行级安全会隐去这些表中的行，未备份：${closed.join("、")}。`,
      `Row-level security would hide rows of ${closed.join(", ")}; nothing was backed up. Start this version once so that it sets its policies.`,
    );
  const migrations = await appliedSteps(client);
  if (migrations.length === 0)
    throw new BackupFault("数据库里没有 Tixi 的数据。", "The database holds no Tixi.");

  const first = { product: "tixi" as const, format: FORMAT as 1, version: input.version, createdAt: input.now.toISOString() }; // prettier-ignore
  yield* entry(HEAD_NAME, json(first));
  const tables = await tablesOf(client);
  const records: TableRecord[] = [];
  for (const [at, table] of tables.entries()) {
    input.progress?.(`${table.schema}.${table.name}`, at, tables.length);
    records.push(yield* rowsOf(client, table));
  }
  const partitions = await partitionsOf(client);
  const sequences = await sequencesOf(client);
  const { rows } = await client.query<{ server_version: string }>("show server_version");
  await client.query("commit");

  const audit: FileRecord[] = [];
  for (const [name, content] of heads) {
    yield* entry(`audit/${name}`, content);
    audit.push({ path: name, bytes: content.length, sha256: sha256Of(content) });
  }
  const filesRoot = path.join(input.dataDir, "files");
  const files: FileRecord[] = [];
  const names = listFiles(filesRoot);
  for (const [at, name] of names.entries()) {
    input.progress?.("files", at, names.length);
    const record = yield* fileEntry(filesRoot, name);
    if (record) files.push(record);
  }
  const sealed =
    input.passphrase === null ? null : sealSecrets(path.join(input.dataDir, "secrets"), input.passphrase);
  if (sealed) yield* entry(SECRETS_NAME, sealed);
  written.manifest = {
    ...first,
    postgresql: rows[0]!.server_version,
    migrations,
    partitions,
    tables: records,
    sequences,
    filesRoot,
    files,
    audit,
    secrets: sealed && { bytes: sealed.length, sha256: sha256Of(sealed) },
  };
  yield* entry(MANIFEST_NAME, json(written.manifest));
  yield end();
}

/** The rows of a table as COPY writes them, in parts, with what they sum up to. */
async function* rowsOf(client: pg.PoolClient, table: Table): AsyncGenerator<Buffer, TableRecord> {
  const sum = await sumOfTable(client, table);
  const columns = table.columns.map((name) => `t.${pg.escapeIdentifier(name)}`).join(", ");
  const stream = client.query(copyTo(`copy (select ${columns} from ${quoted(table)} t) to stdout`));
  const hash = createHash("sha256");
  let bytes = 0;
  let part = 0;
  let held: Buffer[] = [];
  let size = 0;
  const name = () => `tables/${table.schema}.${table.name}/${String(++part).padStart(6, "0")}.copy`;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    held.push(chunk);
    size += chunk.length;
    if (size < PART) continue;
    yield* entry(name(), Buffer.concat(held));
    held = [];
    size = 0;
  }
  if (size > 0) yield* entry(name(), Buffer.concat(held));
  return { ...table, ...sum, bytes, sha256: hash.digest("hex") };
}

/** @returns null where the file has gone since it was listed */
async function* fileEntry(root: string, name: string): AsyncGenerator<Buffer, FileRecord | null> {
  let handle: fsp.FileHandle;
  try {
    handle = await fsp.open(path.join(root, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    const { size } = await handle.stat();
    const hash = createHash("sha256");
    let bytes = 0;
    yield headOf(`files/${name}`, size);
    if (size > 0)
      for await (const chunk of handle.createReadStream({
        end: size - 1,
        autoClose: false,
      }) as AsyncIterable<Buffer>) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    if (bytes !== size)
      throw new BackupFault(
        `文件在备份时被改短：${name}。`,
        `The file ${name} became shorter while it was read.`,
      );
    yield padding(size);
    return { path: name, bytes, sha256: hash.digest("hex") };
  } finally {
    await handle.close();
  }
}

function listFiles(root: string): string[] {
  if (!fs.existsSync(root)) return [];
  return fs
    .readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((name) => !name.startsWith("unfinished/"))
    .sort();
}

function* entry(name: string, content: Buffer): Generator<Buffer> {
  yield headOf(name, content.length);
  if (content.length > 0) yield content;
  yield padding(content.length);
}

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 1)}\n`, "utf8");
const sha256Of = (content: Buffer): string => createHash("sha256").update(content).digest("hex");
