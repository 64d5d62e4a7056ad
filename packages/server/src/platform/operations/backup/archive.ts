import type { Readable } from "node:stream";

/**
 * The archive is a plain tar (POSIX.1-1988 ustar, sizes beyond 8 GiB in base 256 as GNU and all others read them), so
 * that a backup can be looked into, and its tables read, without this program.
 */
const BLOCK = 512;
const LONGEST_NAME = 100;
const LONGEST_PREFIX = 155;
const LARGEST_OCTAL = 8 ** 11 - 1;

/** The head of an entry. @throws Error for a name that tar cannot hold */
export function headOf(name: string, size: number): Buffer {
  const head = Buffer.alloc(BLOCK);
  const { prefix, rest } = split(name);
  head.write(rest, 0);
  head.write("0000600\0", 100);
  head.write("0000000\0", 108);
  head.write("0000000\0", 116);
  if (size <= LARGEST_OCTAL) head.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  else {
    head.writeUInt8(0x80, 124);
    head.writeBigUInt64BE(BigInt(size), 128);
  }
  head.write("00000000000\0", 136);
  head.write("        ", 148);
  head.write("0", 156);
  head.write("ustar\0" + "00", 257);
  head.write(prefix, 345);
  head.write(`${sumOf(head).toString(8).padStart(6, "0")}\0 `, 148);
  return head;
}

/** Zeros up to the next whole block. */
export const padding = (size: number): Buffer => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

/** What ends an archive. */
export const end = (): Buffer => Buffer.alloc(2 * BLOCK);

function split(name: string): { prefix: string; rest: string } {
  if (Buffer.byteLength(name) <= LONGEST_NAME) return { prefix: "", rest: name };
  for (let at = name.indexOf("/"); at >= 0; at = name.indexOf("/", at + 1)) {
    const [prefix, rest] = [name.slice(0, at), name.slice(at + 1)];
    if (Buffer.byteLength(prefix) > LONGEST_PREFIX) break;
    if (Buffer.byteLength(rest) <= LONGEST_NAME) return { prefix, rest };
  }
  throw new Error(`the name is too long for the archive: ${name}`);
}

function sumOf(head: Buffer): number {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : head[i]!;
  return sum;
}

export interface Entry {
  name: string;
  size: number;
  /** To be read to its end before the next entry is asked for. */
  content: AsyncIterable<Buffer>;
}

/** The archive is cut off or is none. */
export class ArchiveBroken extends Error {
  override readonly name = "ArchiveBroken";
}

/** Reads the entries of an archive one after the other. @throws ArchiveBroken */
export async function* entriesOf(source: Readable): AsyncGenerator<Entry> {
  const reader = new Blocks(source);
  for (;;) {
    const head = await reader.exactly(BLOCK);
    if (head.every((byte) => byte === 0)) return;
    if (head.toString("latin1", 257, 262) !== "ustar" || parseOctal(head, 148, 8) !== sumOf(head))
      throw new ArchiveBroken("not a head of an entry");
    const prefix = textAt(head, 345, 155);
    const name = (prefix === "" ? "" : `${prefix}/`) + textAt(head, 0, 100);
    const size = head[124]! & 0x80 ? Number(head.readBigUInt64BE(128)) : parseOctal(head, 124, 12);
    yield { name, size, content: reader.upTo(size) };
    await reader.exactly(padding(size).length);
  }
}

const textAt = (head: Buffer, from: number, length: number): string =>
  head.toString("utf8", from, from + length).replace(/\0.*$/s, "");

const parseOctal = (head: Buffer, from: number, length: number): number =>
  parseInt(textAt(head, from, length).trim(), 8);

class Blocks {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: Readable) {
    this.#chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async exactly(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.upTo(length)) parts.push(part);
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  async *upTo(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0;) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next();
        if (next.done) throw new ArchiveBroken("it ends in the middle");
        this.#rest = next.value;
      }
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
}
