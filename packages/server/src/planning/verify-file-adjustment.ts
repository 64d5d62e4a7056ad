/** `tixi adjust verify`: a folder that `tixi adjust` wrote, or the files of a decision that a server published. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ADJUSTMENT_ENGINE, type RuleSet } from "@tixi/engines/adjustment";
import { isDeepStrictEqual } from "node:util";
import { standards } from "@tixi/standards";
import { RejectedRows, sha256Of, type ColumnDecisions } from "../demand/index.ts";
import type { DecisionManifest } from "./adjustment/decision-files.ts";
import { computeAgain } from "./adjustment/verify-adjustment.ts";
import { hash, judgeFiles } from "./file-adjustment.ts";

export interface VerifiedFile {
  name: string;
  same: boolean;
  why?: string;
}

interface FolderManifest {
  kind: "tixi-adjustment";
  year: number;
  cycle: { path: string; inputs: { name: string; sha256: string }[] };
  inputs: { kind: string; path: string; sha256: string }[];
  map: ColumnDecisions | null;
  ruleSet: RuleSet;
  versions: { adjustment: string; standards: string };
  outputs: { name: string; sha256: string }[];
}

/**
 * Computes an adjustment again from its manifest and compares every file.
 * @throws Error where there is no manifest, or an input was changed
 */
export async function verifyFileAdjustment(folder: string): Promise<VerifiedFile[]> {
  const root = path.resolve(folder);
  const names = await readdir(root);
  // files downloaded from a server bear its mark in front of their names
  const named = (name: string) => names.find((one) => one === name || /^tixi-[0-9a-f]{8}-/.test(one) && one.endsWith(`-${name}`)); // prettier-ignore
  const own = named("decision.json") ?? named("manifest.json");
  const manifest = own ? parsed(await readFile(path.join(root, own), "utf8")) : null;
  if (manifest?.kind === "tixi-adjustment") return verifyFolder(root, manifest);
  if (manifest?.kind === "tixi-decision")
    return verifyDecision(manifest, async (name) => {
      const found = named(name);
      return found ? readFile(path.join(root, found)) : null;
    });
  throw new Error(
    `${folder}：没有 tixi adjust 的清单（manifest.json），也没有专业调整决定的清单（decision.json）`,
  );
}

function parsed(text: string): FolderManifest | DecisionManifest | null {
  try {
    return JSON.parse(text) as FolderManifest | DecisionManifest | null;
  } catch {
    return null; // said by the caller: broken JSON is no manifest either
  }
}

async function verifyFolder(root: string, manifest: FolderManifest): Promise<VerifiedFile[]> {
  const at = (file: string) => path.resolve(root, file);
  const cycle = at(manifest.cycle.path);
  for (const { file, sha256 } of [
    ...manifest.inputs.map((input) => ({ file: at(input.path), sha256: input.sha256 })),
    ...manifest.cycle.inputs.map((input) => ({ file: path.join(cycle, input.name), sha256: input.sha256 })),
  ]) {
    const found = await sha256Of(file);
    if (found !== sha256)
      throw new Error(
        `${file}：文件已改变（SHA-256 ${found.slice(0, 12)}…，清单为 ${sha256.slice(0, 12)}…）`,
      );
  }
  const paths = (kind: string) => manifest.inputs.filter((input) => input.kind === kind).map((input) => at(input.path)); // prettier-ignore
  const { files, result } = await judgeFiles(
    {
      cycle,
      offerings: paths("offerings"),
      conditions: paths("conditions"),
      rules: manifest.ruleSet as unknown as Record<string, unknown>,
      year: manifest.year,
      map: manifest.map ?? undefined,
    },
    new RejectedRows(),
  );
  const now = { adjustment: result.engine, standards: standards().version };
  const newer = (["adjustment", "standards"] as const)
    .filter((name) => manifest.versions[name] !== now[name])
    .map((name) => `${name} ${manifest.versions[name]} → ${now[name]}`);
  return Promise.all(
    manifest.outputs.map(async ({ name, sha256 }) => {
      const stored = hash(await readFile(path.join(root, name)));
      if (stored !== sha256) return { name, same: false, why: "文件与清单不符，被改动过" };
      const fresh = files.find((file) => file.name === name);
      if (!fresh || hash(fresh.text) !== stored)
        return {
          name,
          same: false,
          why: newer.length > 0 ? `版本不同：${newer.join("，")}` : "重新计算的结果不同",
        };
      return { name, same: true };
    }),
  );
}

/** What was downloaded of a decision: every file against the manifest, and the proposals computed again from the facts. */
async function verifyDecision(
  manifest: DecisionManifest,
  read: (name: string) => Promise<Buffer | null>,
): Promise<VerifiedFile[]> {
  const files = await Promise.all(
    manifest.files.map(async ({ name, sha256 }) => ({ name, sha256, content: await read(name) })),
  );
  const found = files.map(({ name, sha256, content }): VerifiedFile => {
    if (!content) return { name, same: false, why: "文件夹里没有这个文件" };
    return hash(content) === sha256
      ? { name, same: true }
      : { name, same: false, why: "文件与清单不符，被改动过" };
  });
  const here = files.flatMap(({ name, content }) => (content ? [{ name, content }] : []));
  const again = await computeAgain(here);
  if (!again) return found;
  const kept = here.find(({ name }) => name === "cards.csv")?.content.toString("utf8");
  const rules = isDeepStrictEqual(again.rules, manifest.ruleSet.content);
  const same = rules && again.cards === kept;
  const version = manifest.versions.adjustment === ADJUSTMENT_ENGINE ? "" : `；版本不同：${manifest.versions.adjustment} → ${ADJUSTMENT_ENGINE}`; // prettier-ignore
  const why = rules ? `重新计算的建议不同${version}` : "清单所列的规则不是测算所用的规则";
  return [...found, { name: "建议（重新计算）", same, ...(same ? {} : { why }) }];
}
