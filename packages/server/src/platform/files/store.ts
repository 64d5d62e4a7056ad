import { createHash, randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { TooLarge } from "../http/problems.ts";
import { StoreUnavailable, type ByteRange, type ContentStore, type LocalFile } from "./content-store.ts";

export interface StoredFile {
  /** relative to the store, as it is kept in the database */
  path: string;
  bytes: number;
  sha256: string;
}

/**
 * Uploaded files and finished releases, in folders below `DATA_DIR/files`. A file appears under its name only when
 * it is complete and on the disk; what a crash leaves behind has a name that nothing refers to and is removed at the
 * next start.
 */
export class FileStore implements ContentStore {
  readonly scheme = "folder";
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** Makes the folder and removes the unfinished files of an earlier run. */
  async open(): Promise<void> {
    await fs.mkdir(this.root, { recursive: true, mode: 0o700 });
    await fs.rm(path.join(this.root, "unfinished"), { recursive: true, force: true });
    await fs.mkdir(path.join(this.root, "unfinished"), { mode: 0o700 });
  }

  /**
   * Streams to the disk and returns size and SHA-256.
   * @param name where, e.g. `imports/0190…/postings.csv`; each part is a plain name
   * @throws TooLarge beyond `limitBytes`; a full disk is an ENOSPC error, and nothing is left behind
   */
  async write(name: string, source: Readable, limitBytes = Infinity): Promise<StoredFile> {
    const target = this.resolve(name);
    const received = await this.receive(source, limitBytes);
    await this.#place(received.path, target);
    return { path: name, bytes: received.bytes, sha256: received.sha256 };
  }

  /**
   * Streams to the disk under no name yet: `keep` it or remove it; the next start does so otherwise.
   * @throws TooLarge beyond `limitBytes`; a full disk is an ENOSPC error, and nothing is left behind
   */
  async receive(source: Readable, limitBytes = Infinity): Promise<LocalFile> {
    const unfinished = path.join(this.root, "unfinished", randomBytes(12).toString("hex"));
    const hash = createHash("sha256");
    let bytes = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, next) {
        bytes += chunk.length;
        if (bytes > limitBytes) return next(new TooLarge(limitBytes));
        hash.update(chunk);
        next(null, chunk);
      },
    });
    try {
      await pipeline(source, meter, createWriteStream(unfinished, { mode: 0o600, flush: true }));
      // The parser of uploads cuts a file at its own limit and only marks it.
      if ((source as { truncated?: boolean }).truncated) throw new TooLarge(limitBytes);
    } catch (error) {
      await fs.rm(unfinished, { force: true });
      throw error;
    }
    return { path: unfinished, bytes, sha256: hash.digest("hex") };
  }

  async keep(name: string, file: LocalFile): Promise<void> {
    await this.#place(file.path, this.resolve(name));
  }

  async fetch(name: string, range?: ByteRange): Promise<Readable> {
    const file = await fs.open(this.resolve(name), "r").catch((error: unknown) => {
      throw new StoreUnavailable(`the folder of files has no ${name}`, error);
    });
    return file.createReadStream(range);
  }

  async #place(from: string, target: string): Promise<void> {
    try {
      await fs.mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      await fs.rename(from, target);
    } catch (error) {
      await fs.rm(from, { force: true });
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    await fs.rm(this.resolve(name), { recursive: true, force: true });
  }

  /** The absolute path, for readers that open files themselves. @throws Error if the name leaves the store */
  resolve(name: string): string {
    const target = path.resolve(this.root, name);
    if (name === "" || !target.startsWith(this.root + path.sep))
      throw new Error(`not a name inside the file store: ${name}`);
    return target;
  }
}
