import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { BackupFault } from "./manifest.ts";

/**
 * The keys of an installation under a passphrase. Layout: `salt 16 | nonce 12 | ciphertext | tag 16`, AES-256-GCM
 * under scrypt (N = 2^17, r = 8, p = 1: OWASP Password Storage).
 */
const SALT = 16;
const NONCE = 12;
const TAG = 16;
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const PURPOSE = Buffer.from("tixi backup secrets 1");

export const SHORTEST_PASSPHRASE = 12;

/** Seals all files of the folder; null where there are none. */
export function sealSecrets(folder: string, passphrase: string): Buffer | null {
  if (!fs.existsSync(folder)) return null;
  const files: Record<string, string> = {};
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const full = path.join(entry.parentPath, entry.name);
    files[path.relative(folder, full).split(path.sep).join("/")] = fs.readFileSync(full).toString("base64");
  }
  if (Object.keys(files).length === 0) return null;
  const [salt, nonce] = [randomBytes(SALT), randomBytes(NONCE)];
  const cipher = createCipheriv("aes-256-gcm", keyOf(passphrase, salt), nonce);
  cipher.setAAD(PURPOSE);
  return Buffer.concat([
    salt,
    nonce,
    cipher.update(JSON.stringify(files), "utf8"),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

/**
 * @returns file contents by name
 * @throws BackupFault for a wrong passphrase
 */
export function openSecrets(sealed: Buffer, passphrase: string): Map<string, Buffer> {
  const salt = sealed.subarray(0, SALT);
  const nonce = sealed.subarray(SALT, SALT + NONCE);
  const end = sealed.length - TAG;
  const decipher = createDecipheriv("aes-256-gcm", keyOf(passphrase, salt), nonce);
  decipher.setAAD(PURPOSE);
  decipher.setAuthTag(sealed.subarray(end));
  let text: string;
  try {
    text = Buffer.concat([decipher.update(sealed.subarray(SALT + NONCE, end)), decipher.final()]).toString(
      "utf8",
    );
  } catch (cause) {
    throw new BackupFault(
      "口令不对，密钥未能打开。",
      "The passphrase is wrong; the keys could not be opened.",
      { cause },
    );
  }
  const files = JSON.parse(text) as Record<string, string>;
  return new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content, "base64")]));
}

const keyOf = (passphrase: string, salt: Buffer): Buffer =>
  scryptSync(passphrase.normalize("NFKC"), salt, 32, COST);
