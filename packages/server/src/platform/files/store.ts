import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { TooLarge } from "../http/problems.ts";

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
export class FileStore {
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
      await fs.mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      await fs.rename(unfinished, target);
    } catch (error) {
      await fs.rm(unfinished, { force: true });
      throw error;
    }
    return { path: name, bytes, sha256: hash.digest("hex") };
  }

  read(name: string, range?: { start?: number; end?: number }): Readable {
    return createReadStream(this.resolve(name), range);
  }

  async exists(name: string): Promise<boolean> {
    return fs.access(this.resolve(name)).then(
      () => true,
      () => false,
    );
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
