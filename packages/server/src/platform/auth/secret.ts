import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/**
 * A secret of this installation: made once, kept in `DATA_DIR/secrets` for its owner's eyes only.
 * Two processes that start at once end with the same one.
 */
export function keptSecret(dataDir: string, name: string, make: () => string = randomSecret): string {
  const folder = path.join(dataDir, "secrets");
  const file = path.join(folder, name);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    fs.writeFileSync(file, make(), { flag: "wx", mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return fs.readFileSync(file, "utf8").trim();
}

export function hasSecret(dataDir: string, name: string): boolean {
  return fs.existsSync(path.join(dataDir, "secrets", name));
}

export function forgetSecret(dataDir: string, name: string): void {
  fs.rmSync(path.join(dataDir, "secrets", name), { force: true });
}

const randomSecret = (): string => randomBytes(32).toString("base64url");

/** Letters and digits that nobody takes for another when reading them off a screen. */
const READABLE = "abcdefghjkmnpqrstuvwxyz23456789";

/** A one-time password such as `k7mq-p3xw-9ahn-td4e` (79 bits): hashed by scrypt, and changed at the first sign-in. */
export const oneTimePassword = (): string => readable(4);

/** A recovery code: six groups instead of four (118 bits), so that a plain hash of it tells nothing. */
export const recoveryCode = (): string => readable(6);

function readable(groups: number): string {
  const letters: string[] = [];
  while (letters.length < 4 * groups) {
    for (const byte of randomBytes(32)) {
      // Bytes beyond the last whole multiple are left out, so that every letter is equally likely.
      if (byte < 256 - (256 % READABLE.length) && letters.length < 4 * groups)
        letters.push(READABLE[byte % READABLE.length]!);
    }
  }
  return Array.from({ length: groups }, (_, at) => letters.slice(4 * at, 4 * at + 4).join("")).join("-");
}
