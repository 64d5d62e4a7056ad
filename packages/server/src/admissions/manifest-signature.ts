/** Checks the record that comes with published files: whose signature it bears, and whether the files are those it names. */
import { createPublicKey, verify } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { canonical } from "../platform/audit/digest.ts";
import { sha256OfFile } from "../platform/files/outputs.ts";

/** Whether a manifest is signed (Ed25519) by whose key this is: 64 hexadecimal digits. */
export function isSignedBy(key: string, manifest: Record<string, unknown>): boolean {
  const { signature, ...body } = manifest;
  if (typeof signature !== "string" || body["key"] !== key || !/^[0-9a-f]{64}$/.test(key)) return false;
  const x = Buffer.from(key, "hex").toString("base64url");
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, Buffer.from(canonical(body)), publicKey, Buffer.from(signature, "hex"));
}

export interface ManifestVerdict {
  /** the key named in it */
  key: string;
  /** its signature fits, and the key is the one that was asked for, if one was */
  signed: boolean;
  /** files beside it that differ from it */
  altered: string[];
  /** files that it names and that are not beside it */
  absent: string[];
}

/**
 * Checks `manifest.json` of a folder against a key (absent: the one that it names) and the files beside it.
 * @returns null where the folder has none
 * @throws SyntaxError where it is no JSON
 */
export async function checkManifest(folder: string, key?: string): Promise<ManifestVerdict | null> {
  const file = path.join(folder, "manifest.json");
  if (!existsSync(file)) return null;
  const manifest = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
  const named = typeof manifest["key"] === "string" ? manifest["key"] : "";
  const verdict: ManifestVerdict = { key: named, signed: isSignedBy(key ?? named, manifest), altered: [], absent: [] };
  for (const { name, sha256 } of listed(manifest)) {
    const beside = path.join(folder, path.basename(name));
    if (!existsSync(beside)) verdict.absent.push(name);
    else if ((await sha256OfFile(beside)) !== sha256) verdict.altered.push(name);
  }
  return verdict;
} // prettier-ignore

function listed(manifest: Record<string, unknown>): { name: string; sha256: string }[] {
  const files = manifest["files"];
  return Array.isArray(files) ? (files as { name: string; sha256: string }[]) : [];
}
