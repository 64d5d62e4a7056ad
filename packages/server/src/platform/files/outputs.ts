/** Files that a command writes: whole or not at all. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";

const BLOCK = 1 << 20;

/** SHA-256 of a file, in hexadecimal digits. @throws Error of the file system */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: BLOCK })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** Files of a folder that appear under their names only when all of them are complete. */
export class Outputs {
  readonly #folder: string;
  /** SHA-256 of each file that has ended, by name */
  readonly hashes: Record<string, string> = {};
  readonly #names: string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  #unfinished(name: string): string {
    return path.join(this.#folder, `${name}.unfinished`);
  }

  async begin(
    name: string,
  ): Promise<{ add: (bytes: Uint8Array) => Promise<void>; end: () => Promise<void> }> {
    this.#names.push(name);
    const file = await open(this.#unfinished(name), "w");
    const hash = createHash("sha256");
    return {
      add: async (bytes) => {
        const written = file.writeFile(bytes);
        hash.update(bytes);
        await written;
      },
      end: async () => {
        await file.sync();
        await file.close();
        this.hashes[name] = hash.digest("hex");
      },
    };
  }

  async write(name: string, lines: Iterable<string>): Promise<void> {
    const file = await this.begin(name);
    let text = "";
    for (const line of lines) {
      text += line;
      if (text.length < BLOCK) continue;
      await file.add(Buffer.from(text));
      text = "";
    }
    if (text !== "") await file.add(Buffer.from(text));
    await file.end();
  }

  async publish(): Promise<string[]> {
    const written = this.#names.map((name) => path.join(this.#folder, name));
    for (const name of this.#names) await rename(this.#unfinished(name), path.join(this.#folder, name));
    return written;
  }

  async discard(): Promise<void> {
    for (const name of this.#names) await rm(this.#unfinished(name), { force: true });
  }
}
