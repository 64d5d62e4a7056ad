/** The record of a run: what went in, what came out, by which rules and programme; signed by the installation. */
import { createReadStream } from "node:fs";
import path from "node:path";
import { checkRules } from "@tixi/engines/allocation";
import { canonical } from "../platform/audit/digest.ts";
import type { Vault } from "../platform/index.ts";
import { version } from "../version.ts";
import type { FilingFile, FilingRow } from "./filings.sql.ts";
import { isSignedBy } from "./manifest-signature.ts";
import { measure, type TakenFilling } from "./write-inputs.ts";

const PURPOSE = "admissions filing";
const MEDIA: Record<string, string> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
  ndjson: "application/x-ndjson; charset=utf-8",
};
/** Files without a line about a single candidate. */
const WITHOUT_PERSONS = ["rules.json", "plans.csv", "cutoffs.csv", "report.json"];
export const RESULT = ["rules.json", "plans.csv", "candidates.csv", "preferences.csv", "allocation.csv", "cutoffs.csv", "reasons.ndjson", "report.json"]; // prettier-ignore

/** Where a run's files lie, below the folder of files. */
export const folderOf = (filing: string): string => `admissions/${filing}`;

/** Measures files of a folder as they lie there. `under`: their folder within the run's, "" = the run's own. */
export async function describeFiles(
  folder: string,
  filing: string,
  names: readonly string[],
  under = "",
): Promise<FilingFile[]> {
  const files: FilingFile[] = [];
  for (const name of names) {
    const { bytes, sha256 } = await measure(createReadStream(path.join(folder, name)));
    const whole = under === "" ? name : `${under}/${name}`;
    files.push({
      name: whole,
      mediaType: MEDIA[name.split(".").at(-1)!] ?? "application/octet-stream",
      bytes,
      sha256,
      path: `${folderOf(filing)}/${whole}`,
      open: under !== "" || WITHOUT_PERSONS.includes(name),
    });
  }
  return files;
}

/** The manifest of a run with its signature over everything else in it. */
export function manifestOf(
  vault: Vault,
  filing: FilingRow,
  fillings: readonly TakenFilling[],
  files: readonly FilingFile[],
  leftOut: number,
): Record<string, unknown> {
  const { rules } = checkRules(filing.rules);
  const body = {
    kind: "tixi-allocation",
    filing: filing.id,
    region: filing.province,
    season: { id: filing.season_id, name: filing.season, year: filing.year, channel: filing.channel },
    batch: filing.batch,
    round: filing.round,
    fillings: fillings.map(({ batch, round, at }) => ({ batch, round, at: at.toISOString() })),
    leftOut,
    seed: rules?.seed ?? null,
    engine: rules?.engine ?? null,
    begun: new Date(filing.created_at).toISOString(),
    sample: filing.sample,
    versions: { tixi: version },
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
  };
  return signed(vault, body);
}

/** With the key of this installation and its signature over all the rest, key included, in canonical JSON. */
export function signed<B extends object>(vault: Vault, body: B): B & { key: string; signature: string } {
  const whole = { ...body, key: filingKey(vault) };
  return { ...whole, signature: vault.signOpenly(PURPOSE, canonical(whole)).toString("hex") };
}

/** The key by which anybody checks manifests of this installation: 64 hexadecimal digits. */
export const filingKey = (vault: Vault): string => vault.openKey(PURPOSE).toString("hex");

/** Whether a manifest bears the signature of this installation. */
export const isOurs = (vault: Vault, manifest: Record<string, unknown>): boolean =>
  isSignedBy(filingKey(vault), manifest);

/** Files of the manifest that are not there any more as they were, by name. */
export async function alteredFiles(folder: string, manifest: Record<string, unknown>): Promise<string[]> {
  const altered: string[] = [];
  for (const { name, sha256 } of manifest["files"] as { name: string; sha256: string }[]) {
    const now = await measure(createReadStream(path.join(folder, name))).catch(() => null);
    if (now?.sha256 !== sha256) altered.push(name);
  }
  return altered;
}
