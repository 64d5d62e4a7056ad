import { createHash } from "node:crypto";
import fs from "node:fs";
import { serverFolder } from "../config/folders.ts";

/** Bytes of each hash that the list holds. */
const WIDTH = 5;

let prefixes: Buffer | null = null;

/**
 * Whether a password stands in the embedded list of those that were in breaches, without asking anybody. The list
 * holds 414,616 passwords (scripts/compile-passwords.ts says where they come from) by 40 bits of their hashes, so one
 * look-up in 2.6 million takes for breached what is not.
 * @param password in lower case and NFKC
 */
export function isBreached(password: string): boolean {
  prefixes ??= fs.readFileSync(serverFolder("platform", "auth", "breached.bin"));
  const wanted = createHash("sha256").update(password).digest().readUIntBE(0, WIDTH);
  let low = 0;
  let high = prefixes.length / WIDTH - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = prefixes.readUIntBE(middle * WIDTH, WIDTH);
    if (found === wanted) return true;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
