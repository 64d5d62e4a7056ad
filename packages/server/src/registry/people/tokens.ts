import { createHash, randomBytes } from "node:crypto";

/** A token of a link, said once; only its hash is kept. 192 bits: nobody guesses it, so that the hash needs no salt. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(24).toString("base64url");
  return { token, hash: hashOf(token) };
}

export function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
