import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { StartError } from "../config/start-error.ts";

/** The keys that seal personal data: the one with the highest number seals, all of them open. */
export interface KeyRing {
  keys: ReadonlyMap<number, Buffer>;
  /** of the blind index, never changed by a rotation: equal values must stay equal */
  index: Buffer;
  current: number;
}

/** Where the keys come from, and where they are kept. */
export interface KeySource {
  read(): KeyRing;
  /** Changes whenever the keys do; asked often. */
  stamp(): string;
  /** null where whoever runs the installation keeps the keys himself (DATA_KEYS) */
  write: ((ring: KeyRing) => void) | null;
}

const BYTES = 32;

/**
 * `index:SECRET,1:SECRET,2:SECRET`, each secret 32 bytes in base64url: as in the setting DATA_KEYS and in the file.
 * @throws StartError naming the part that cannot be read, never its secret
 */
export function parseKeyRing(text: string, where: string): KeyRing {
  const keys = new Map<number, Buffer>();
  let index: Buffer | null = null;
  for (const part of text.trim().split(/[\s,]+/)) {
    const [name, secret] = part.split(":") as [string, string | undefined];
    const bytes = Buffer.from(secret ?? "", "base64url");
    if (bytes.length !== BYTES || !/^(index|[1-9]\d{0,8})$/.test(name))
      throw unreadable(where, /^\w{1,12}$/.test(name) ? name : "?");
    if (name === "index") index = bytes;
    else keys.set(Number(name), bytes);
  }
  if (!index || keys.size === 0) throw unreadable(where, index ? "1" : "index");
  return { keys, index, current: Math.max(...keys.keys()) };
}

const unreadable = (where: string, name: string) =>
  new StartError(
    "data-keys",
    `The data keys in ${where} cannot be used: "${name}" must be followed by ":" and 32 bytes in base64url (index:…,1:…).`,
  );

export function formatKeyRing(ring: KeyRing): string {
  const keys = [...ring.keys].sort(([a], [b]) => a - b);
  return [["index", ring.index] as const, ...keys]
    .map(([name, secret]) => `${name}:${secret.toString("base64url")}`)
    .join("\n");
}

export const newKeyRing = (): KeyRing => ({
  keys: new Map([[1, randomBytes(BYTES)]]),
  index: randomBytes(BYTES),
  current: 1,
});

/** With one more key, which seals from now on. */
export function withNewKey(ring: KeyRing): KeyRing {
  const id = ring.current + 1;
  return { ...ring, keys: new Map([...ring.keys, [id, randomBytes(BYTES)]]), current: id };
}

export function withoutKey(ring: KeyRing, id: number): KeyRing {
  if (id === ring.current) throw new Error(`Key ${id} is the one in use.`);
  return { ...ring, keys: new Map([...ring.keys].filter(([key]) => key !== id)) };
}

/** Tells keys apart without telling what they are. */
export const fingerprintOf = (key: Buffer): Buffer =>
  createHash("sha256").update("tixi data key\0").update(key).digest();

/**
 * Keys kept in `DATA_DIR/secrets/data-keys` for its owner's eyes only, made at the first use. The file is complete
 * whenever it is there, and two processes that start at once end with the same one.
 */
export function keptKeys(dataDir: string): KeySource {
  const folder = path.join(dataDir, "secrets");
  const file = path.join(folder, "data-keys");
  const unfinished = () => `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!fs.existsSync(file)) {
    const made = unfinished();
    fs.writeFileSync(made, `${formatKeyRing(newKeyRing())}\n`, { flag: "wx", mode: 0o600, flush: true });
    try {
      fs.linkSync(made, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      fs.rmSync(made, { force: true });
    }
    settle(folder);
  }
  return {
    read: () => parseKeyRing(fs.readFileSync(file, "utf8"), file),
    stamp: () => {
      const { ino, mtimeMs } = fs.statSync(file);
      return `${ino} ${mtimeMs}`;
    },
    write: (ring) => {
      const made = unfinished();
      fs.writeFileSync(made, `${formatKeyRing(ring)}\n`, { flag: "wx", mode: 0o600, flush: true });
      fs.renameSync(made, file);
      settle(folder);
    },
  };
}

/** A new name in a folder survives a power cut once the folder itself is on the disk. */
function settle(folder: string): void {
  const handle = fs.openSync(folder, "r");
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** Keys that whoever runs the installation hands over: for several machines on one database. */
export const givenKeys = (text: string): KeySource => {
  const ring = parseKeyRing(text, "DATA_KEYS");
  return { read: () => ring, stamp: () => "", write: null };
};
