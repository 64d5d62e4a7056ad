/** Reads the parts of a ZIP archive as streams, with limits against archives that unfold without end. */
import { createReadStream } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";
import { TableUnreadable } from "./tabular-error.ts";

export interface ZipLimits {
  /** parts in the archive */
  entries: number;
  /** unfolded bytes of one part */
  partBytes: number;
  /** unfolded bytes for one packed byte, judged beyond the first 16 MiB */
  ratio: number;
}

export const ZIP_LIMITS: ZipLimits = { entries: 10_000, partBytes: 2 * 2 ** 30, ratio: 400 };

const RATIO_FREE_BYTES = 16 << 20;
const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const LOCAL_MARK = 0x04034b50;
const LONGEST_DIRECTORY = 64 << 20;

export interface ZipEntry {
  name: string;
  method: number;
  packed: number;
  size: number;
  offset: number;
}

export class ZipArchive {
  readonly path: string;
  readonly entries: ReadonlyMap<string, ZipEntry>;
  readonly #limits: ZipLimits;

  private constructor(path: string, entries: Map<string, ZipEntry>, limits: ZipLimits) {
    this.path = path;
    this.entries = entries;
    this.#limits = limits;
  }

  /** @throws TableUnreadable if the archive's directory is missing, cut or beyond the limits */
  static async open(path: string, limits: ZipLimits = ZIP_LIMITS): Promise<ZipArchive> {
    const { size } = await stat(path);
    const file = await open(path, "r");
    try {
      return new ZipArchive(path, await readDirectory(file, size, limits), limits);
    } finally {
      await file.close();
    }
  }

  /** Unfolded bytes of a part. @throws TableUnreadable if it is missing, encrypted, broken or beyond the limits */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name);
    if (!entry) throw new TableUnreadable("工作簿缺少这个部分，文件可能不完整", name);
    if (entry.method !== 0 && entry.method !== 8) {
      throw new TableUnreadable(`不支持的压缩方式（${entry.method}）`, name);
    }
    const start = await this.#dataStart(entry);
    if (entry.packed === 0) return;
    const source = createReadStream(this.path, {
      start,
      end: start + entry.packed - 1,
      highWaterMark: 1 << 18,
    });
    let out = 0;
    try {
      for await (const chunk of entry.method === 0 ? source : inflated(source)) {
        const bytes = chunk as Buffer;
        out += bytes.length;
        this.#checkSize(entry, out);
        yield bytes;
      }
    } catch (error) {
      if (error instanceof TableUnreadable) throw error;
      throw new TableUnreadable(`压缩数据已损坏（在展开后的第 ${out + 1} 字节附近）`, name, { cause: error });
    } finally {
      source.destroy();
    }
    if (entry.size > 0 && out !== entry.size) {
      throw new TableUnreadable(`压缩数据不完整（应有 ${entry.size} 字节，实有 ${out} 字节）`, name);
    }
  }

  /** A small part as a whole. */
  async text(name: string, limit: number): Promise<string> {
    const parts: Buffer[] = [];
    let length = 0;
    for await (const bytes of this.read(name)) {
      length += bytes.length;
      if (length > limit) throw new TableUnreadable(`这个部分展开后超过 ${limit >> 20} MiB`, name);
      parts.push(bytes);
    }
    return Buffer.concat(parts).toString("utf8");
  }

  #checkSize(entry: ZipEntry, out: number): void {
    const { partBytes, ratio } = this.#limits;
    if (out > partBytes) {
      throw new TableUnreadable(
        `这个部分展开后超过 ${Math.round(partBytes / 2 ** 20)} MiB，拒绝读取`,
        entry.name,
      );
    }
    if (out > RATIO_FREE_BYTES && out > entry.packed * ratio) {
      throw new TableUnreadable(`这个部分的压缩比超过 ${ratio} 倍，可能是压缩炸弹，拒绝读取`, entry.name);
    }
  }

  async #dataStart(entry: ZipEntry): Promise<number> {
    const file = await open(this.path, "r");
    try {
      const header = Buffer.alloc(30);
      const { bytesRead } = await file.read(header, 0, 30, entry.offset);
      if (bytesRead < 30 || header.readUInt32LE(0) !== LOCAL_MARK) {
        throw new TableUnreadable("压缩包的目录与内容对不上，文件已损坏", entry.name);
      }
      if ((header.readUInt16LE(6) & 1) !== 0) throw new TableUnreadable("这个部分加了密码", entry.name);
      return entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    } finally {
      await file.close();
    }
  }
}

function inflated(source: NodeJS.ReadableStream): AsyncIterable<Buffer> {
  const inflate = createInflateRaw({ chunkSize: 1 << 18 });
  // Its failure ends the iteration below with the same error.
  pipeline(source, inflate).catch(() => undefined);
  return inflate as AsyncIterable<Buffer>;
}

async function readDirectory(
  file: FileHandle,
  size: number,
  limits: ZipLimits,
): Promise<Map<string, ZipEntry>> {
  const broken = (why: string) =>
    new TableUnreadable(`.xlsx 的压缩包已损坏或不完整：${why}`, `文件末尾（共 ${size} 字节）`);
  const tail = Buffer.alloc(Math.min(size, 65_557));
  await file.read(tail, 0, tail.length, size - tail.length);
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== END_MARK) at--;
  if (at < 0) throw broken("找不到压缩包目录");
  const count = tail.readUInt16LE(at + 10);
  const bytes = tail.readUInt32LE(at + 12);
  const start = tail.readUInt32LE(at + 16);
  if (count > limits.entries || bytes > LONGEST_DIRECTORY) throw broken(`目录有 ${count} 项，超过上限`);
  if (start + bytes > size) throw broken("目录超出文件");
  const directory = Buffer.alloc(bytes);
  await file.read(directory, 0, bytes, start);
  const entries = new Map<string, ZipEntry>();
  let p = 0;
  for (let i = 0; i < count; i++) {
    if (p + 46 > bytes || directory.readUInt32LE(p) !== ENTRY_MARK)
      throw broken(`目录第 ${i + 1} 项无法读取`);
    const nameLength = directory.readUInt16LE(p + 28);
    const extraLength = directory.readUInt16LE(p + 30);
    const next = p + 46 + nameLength + extraLength + directory.readUInt16LE(p + 32);
    if (next > bytes) throw broken(`目录第 ${i + 1} 项被截断`);
    const entry: ZipEntry = {
      name: directory.toString("utf8", p + 46, p + 46 + nameLength).replaceAll("\\", "/"),
      method: directory.readUInt16LE(p + 10),
      packed: directory.readUInt32LE(p + 20),
      size: directory.readUInt32LE(p + 24),
      offset: directory.readUInt32LE(p + 42),
    };
    widen(entry, directory.subarray(p + 46 + nameLength, p + 46 + nameLength + extraLength));
    if (entry.offset + entry.packed > size) throw broken(`“${entry.name}”超出文件`);
    entries.set(entry.name, entry);
    p = next;
  }
  return entries;
}

/** Sizes beyond 32 bits stand in the ZIP64 field, in this order, each only where the plain one is all ones. */
function widen(entry: ZipEntry, extra: Buffer): void {
  const ALL_ONES = 0xffffffff;
  for (let p = 0; p + 4 <= extra.length; p += 4 + extra.readUInt16LE(p + 2)) {
    if (extra.readUInt16LE(p) !== 1) continue;
    const field = extra.subarray(p + 4, p + 4 + extra.readUInt16LE(p + 2));
    let q = 0;
    for (const key of ["size", "packed", "offset"] as const) {
      if (entry[key] !== ALL_ONES || q + 8 > field.length) continue;
      entry[key] = Number(field.readBigUInt64LE(q));
      q += 8;
    }
  }
}
