/** The record of published files, checked in the browser: its Ed25519 signature over canonical JSON, and the files' hashes. */
import { hexOf } from "./hash.ts";

export interface ManifestVerdict {
  /** why nothing could be said; null = the rest is */
  fault: "no-manifest" | "no-crypto" | null;
  signed: boolean;
  same: string[];
  altered: string[];
  /** files that the record does not name */
  unnamed: string[];
}

const NOTHING: Omit<ManifestVerdict, "fault"> = { signed: false, same: [], altered: [], unnamed: [] };

/** JSON with the keys of every object in order and no blanks: what the server signs. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(",")}}`;
}

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/**
 * @param files `manifest.json` and any of the files it names
 * @param key the authority's public key: 64 hexadecimal digits
 */
export async function checkManifest(files: readonly File[], key: string): Promise<ManifestVerdict> {
  // missing over plain HTTP, whatever the types say
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  if (!subtle) return { fault: "no-crypto", ...NOTHING };
  const record = await readManifest(files.find(({ name }) => name === "manifest.json"));
  if (!record) return { fault: "no-manifest", ...NOTHING };
  const { signature, ...body } = record;
  const text = new TextEncoder().encode(canonical(body));
  const signed = await subtle
    .importKey("raw", bytesOf(key), "Ed25519", false, ["verify"])
    .then((own) => subtle.verify("Ed25519", own, bytesOf(String(signature)), text))
    .catch(() => null);
  if (signed === null) return { fault: "no-crypto", ...NOTHING };
  const verdict: ManifestVerdict = { fault: null, signed: signed && body["key"] === key, same: [], altered: [], unnamed: [] };
  const named = new Map((Array.isArray(body["files"]) ? (body["files"] as { name: string; sha256: string }[]) : []).map((one) => [one.name, one.sha256]));
  for (const file of files) {
    if (file.name === "manifest.json") continue;
    const wanted = named.get(file.name);
    const hash = wanted && hexOf(await subtle.digest("SHA-256", await file.arrayBuffer()));
    (wanted === undefined ? verdict.unnamed : hash === wanted ? verdict.same : verdict.altered).push(file.name);
  }
  return verdict;
} // prettier-ignore

async function readManifest(file: File | undefined): Promise<Record<string, unknown> | null> {
  try {
    const record = JSON.parse(file ? await file.text() : "") as unknown;
    return typeof record === "object" && record !== null ? (record as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
