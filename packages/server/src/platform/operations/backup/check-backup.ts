import { createHash, type Hash } from "node:crypto";
import fs from "node:fs";
import { createGunzip } from "node:zlib";
import { ArchiveBroken, entriesOf, type Entry } from "./archive.ts";
import {
  BackupFault,
  head,
  HEAD_NAME,
  manifest,
  MANIFEST_NAME,
  SECRETS_NAME,
  type Manifest,
} from "./manifest.ts";

/** The entries of a backup, in the order in which they were written. */
export function openBackup(file: string): AsyncGenerator<Entry> {
  const source = fs.createReadStream(file, { highWaterMark: 1 << 18 });
  const unzipped = createGunzip();
  source.once("error", (error) => unzipped.destroy(error));
  source.pipe(unzipped);
  return entriesOf(unzipped);
}

/** The table of an entry `tables/schema.name/000001.copy`; null where it is something else. */
export const tableOf = (entry: string): string | null =>
  /^tables\/([^/]+)\/\d+\.copy$/.exec(entry)?.[1] ?? null;
/** Whether an entry is a file that goes into DATA_DIR under its own name. */
export const isFile = (entry: string): boolean => /^(files|audit)\//.test(entry);

/**
 * Reads a backup to its end and compares every byte with its manifest, before anything is done with it.
 * @throws BackupFault naming what is broken, missing or too much
 */
export async function checkBackup(file: string): Promise<Manifest> {
  const hashes = new Map<string, { hash: Hash; bytes: number }>();
  let found: Manifest | null = null;
  try {
    let at = 0;
    for await (const { name, size, content } of openBackup(file)) {
      if ((at++ === 0) !== (name === HEAD_NAME)) throw notOurs(file);
      if (name === HEAD_NAME) requireReadable(await parse(content, size), file);
      else if (name === MANIFEST_NAME) found = manifest.parse(await parse(content, size));
      else {
        const key = tableOf(name) === null ? name : `tables/${tableOf(name)}`;
        const sum = hashes.get(key) ?? { hash: createHash("sha256"), bytes: 0 };
        hashes.set(key, sum);
        for await (const part of content) {
          sum.hash.update(part);
          sum.bytes += part.length;
        }
      }
    }
  } catch (error) {
    if (error instanceof BackupFault || (error as NodeJS.ErrnoException).code === "ENOENT") throw error;
    if (
      error instanceof ArchiveBroken ||
      /^Z_|^ERR_/.test((error as NodeJS.ErrnoException).code ?? "") ||
      (error as Error).name === "ZodError"
    )
      throw new BackupFault(`${file} 已损坏。`, `${file} is damaged: ${(error as Error).message}.`, {
        cause: error,
      });
    throw error;
  }
  if (found === null) throw new BackupFault(`${file} 不完整。`, `${file} is incomplete: it has no manifest.`);
  compare(found, hashes);
  return found;
}

function compare(found: Manifest, hashes: Map<string, { hash: Hash; bytes: number }>): void {
  const expected = new Map<string, { bytes: number; sha256: string }>();
  for (const table of found.tables)
    if (table.bytes > 0) expected.set(`tables/${table.schema}.${table.name}`, table);
  for (const file of found.files) expected.set(`files/${file.path}`, file);
  for (const file of found.audit) expected.set(`audit/${file.path}`, file);
  if (found.secrets) expected.set(SECRETS_NAME, found.secrets);
  for (const [name, { bytes, sha256 }] of expected) {
    const sum = hashes.get(name);
    if (!sum || sum.bytes !== bytes || sum.hash.digest("hex") !== sha256)
      throw new BackupFault(`备份中的 ${name} 与清单不符。`, `${name} is not what the manifest says.`);
  }
  for (const name of hashes.keys())
    if (!expected.has(name)) throw new BackupFault(`清单中没有 ${name}。`, `${name} is not in the manifest.`);
}

function requireReadable(value: unknown, file: string): void {
  const parsed = head.safeParse(value);
  if (parsed.success) return;
  const { product, format } = (value ?? {}) as { product?: unknown; format?: unknown };
  if (product !== "tixi") throw notOurs(file);
  throw new BackupFault(
    `${file} 的格式（${String(format)}）此版本不能读取，请用较新的版本恢复。`,
    `${file} has the format ${String(format)}, which this version cannot read: restore it with a newer one.`,
  );
}

const notOurs = (file: string) =>
  new BackupFault(`${file} 不是 Tixi 的备份。`, `${file} is no backup of Tixi.`);

const LARGEST_JSON = 512 * 1024 * 1024;

async function parse(content: AsyncIterable<Buffer>, size: number): Promise<unknown> {
  if (size > LARGEST_JSON) throw new ArchiveBroken("a list of impossible length");
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part);
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch (error) {
    throw new ArchiveBroken((error as Error).message);
  }
}
