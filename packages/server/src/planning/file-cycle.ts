/** A cycle from files to files: what `tixi cycle` writes and `tixi cycle verify` recomputes. */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  defaultParameters,
  mergeParameters,
  type CycleParameters,
  type ReleaseData,
} from "@tixi/engines/cycle";
import { standards } from "@tixi/standards";
import {
  readCycleFiles,
  RejectedRows,
  sha256Of,
  type ColumnDecisions,
  type FileCycle,
  type FilesRead,
} from "../demand/index.ts";
import { isSampleProvince, regionName } from "../registry/index.ts";
import { version } from "../version.ts";
import { computeInThread, type ComputedCycle } from "./cycle-thread.ts";
import { reportDocx } from "./reports/docx.ts";
import { reportModel } from "./reports/from-release.ts";
import { summarySentence } from "./reports/model.ts";
import { reportPdf } from "./reports/pdf.ts";
import { reportXlsx } from "./reports/xlsx.ts";

export interface FileCycleOptions extends FileCycle {
  /** folder that gets the files; made where it is missing */
  out: string;
  /** changes to the default parameters */
  parameters?: Record<string, unknown> | undefined;
  title?: string | undefined;
}

export interface FileCycleOutcome {
  files: FilesRead["files"];
  written: string[];
  /** the answer in one paragraph */
  summary: string;
  /** milliseconds by the clock; their sum is the whole, but for starting threads */
  stages: { name: string; ms: number }[];
}

type Progress = (stage: string, done?: number, total?: number) => void;

/** What the manifest keeps, and verifying needs. */
interface Manifest {
  kind: "tixi-cycle";
  region: string;
  year: number;
  sample: boolean;
  title: string;
  inputs: {
    name: string;
    kind: string;
    path: string;
    sha256: string;
    counts: FilesRead["files"][number]["counts"];
  }[];
  map: ColumnDecisions | null;
  parameters: CycleParameters;
  versions: Record<string, string>;
  outputs: { name: string; bytes: number; sha256: string }[];
}

/**
 * Reads the files, computes the cycle, and writes release.json, occupations.csv, programmes.csv, cells.csv,
 * rejected.csv, the three reports and manifest.json; the department's own files with every figure go to `internal/`.
 * @throws Error naming the file, the column or the parameter that is at fault
 */
export async function runFileCycle(
  options: FileCycleOptions,
  progress: Progress = () => undefined,
): Promise<FileCycleOutcome> {
  const parameters = mergeParameters(defaultParameters, options.parameters ?? {});
  const rejected = new RejectedRows();
  const { read, computed } = await compute(options, parameters, rejected, progress);
  progress("reports");
  const begun = performance.now();
  const title = options.title ?? `${options.year}年${regionName(options.region)}人才需求发布`;
  const versions = {
    ...computed.result.versions,
    ...read.versions,
    standards: standards().version,
    tixi: version,
  };
  const sample = isSampleProvince(options.region);
  const data = JSON.parse(textOf(computed, "release.json")) as ReleaseData;
  const model = reportModel(data, {
    title,
    version: "",
    sample,
    publisher: "",
    publishedOn: null,
    breaching: read.breaching,
    inputs: read.files.map(({ name, sha256, rows }) => ({ name, sha256, rows })),
    versions,
  });
  const out = path.resolve(options.out);
  const written: string[] = [];
  const write = async (name: string, content: string | Buffer) => {
    await writeWhole(path.join(out, name), content);
    written.push(path.join(options.out, name));
  };
  await mkdir(path.join(out, "internal"), { recursive: true });
  for (const { name, text } of computed.published) await write(name, text);
  for (const { name, text } of computed.internal) await write(path.join("internal", name), text);
  await write("rejected.csv", rejected.text());
  await write("report.docx", await reportDocx(model));
  await write("report.xlsx", await reportXlsx(model));
  await write("report.pdf", await reportPdf(model));
  const manifest: Manifest = {
    kind: "tixi-cycle",
    region: options.region,
    year: options.year,
    sample,
    title,
    inputs: read.files.map(({ name, kind, path: at, sha256, counts }) => ({ name, kind, path: path.relative(out, path.resolve(at)), sha256, counts })),
    map: options.map ?? null,
    parameters,
    versions,
    outputs: computed.published.map(({ name, text }) => ({ name, bytes: Buffer.byteLength(text), sha256: hash(text) })),
  }; // prettier-ignore
  await write("manifest.json", `${JSON.stringify(manifest, null, 1)}\n`);
  return {
    files: read.files,
    written,
    summary: summarySentence(model),
    stages: [...read.stages, ...computed.stages, { name: "reports", ms: performance.now() - begun }],
  };
}

export interface Verified {
  name: string;
  same: boolean;
  /** why not */
  why?: string;
}

/**
 * Recomputes a cycle from its manifest and compares each data file with the one on the disk, byte by byte.
 * @throws Error if the folder has no manifest, or an input is missing or no longer what it was
 */
export async function verifyFileCycle(
  folder: string,
  progress: Progress = () => undefined,
): Promise<Verified[]> {
  const root = path.resolve(folder);
  const manifest = await readManifest(root, path.join(folder, "manifest.json"));
  progress("hash");
  for (const input of manifest.inputs) {
    const found = await sha256Of(path.resolve(root, input.path));
    if (found !== input.sha256)
      throw new Error(
        `${input.path}：文件已改变（SHA-256 ${found.slice(0, 12)}…，清单为 ${input.sha256.slice(0, 12)}…）`,
      );
  }
  const paths = (kind: string) =>
    manifest.inputs.filter((i) => i.kind === kind).map((i) => path.resolve(root, i.path));
  const { region, year } = manifest;
  const cycle = {
    region, year, postings: paths("postings"), offerings: paths("offerings"), surveys: paths("surveys"), industryPlan: paths("industry-plan"),
    conditions: paths("conditions"),
    map: manifest.map ?? undefined,
  }; // prettier-ignore
  const { read, computed } = await compute(cycle, manifest.parameters, new RejectedRows(), progress);
  const versions: Record<string, string> = {
    ...computed.result.versions,
    ...read.versions,
    standards: standards().version,
  };
  const newer = Object.entries(versions).filter(([name, value]) => manifest.versions[name] !== value).map(([name, value]) => `${name} ${manifest.versions[name] ?? "—"} → ${value}`); // prettier-ignore
  return Promise.all(
    manifest.outputs.map(async ({ name, sha256 }) => {
      const stored = hash(await readFile(path.join(root, name)));
      const fresh = hash(textOf(computed, name));
      if (stored !== sha256) return { name, same: false, why: "文件与清单不符，被改动过" };
      if (fresh !== stored)
        return {
          name,
          same: false,
          why: newer.length > 0 ? `版本不同：${newer.join("，")}` : "重新计算的结果不同",
        };
      return { name, same: true };
    }),
  );
}

async function readManifest(root: string, shown: string): Promise<Manifest> {
  let manifest: Manifest | null = null;
  const text = await readFile(path.join(root, "manifest.json"), "utf8");
  try {
    manifest = JSON.parse(text) as Manifest | null;
  } catch {
    // said below: broken JSON is no manifest either
  }
  if (manifest?.kind !== "tixi-cycle") throw new Error(`${shown}：不是 tixi cycle 的清单`);
  return manifest;
}

async function compute(
  cycle: FileCycle,
  parameters: CycleParameters,
  rejected: RejectedRows,
  progress: Progress,
) {
  const read = await readCycleFiles(cycle, (file, rejections) => rejected.add(file, rejections), progress);
  const computed = await computeInThread(read.input, parameters, progress, { internal: true });
  return { read, computed };
}

function textOf(computed: ComputedCycle, name: string): string {
  const file = computed.published.find((f) => f.name === name);
  if (!file) throw new Error(`no data file ${name}`);
  return file.text;
}

const hash = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");

/** A file appears under its name only when it is complete. */
async function writeWhole(target: string, content: string | Buffer): Promise<void> {
  const unfinished = `${target}.unfinished`;
  await writeFile(unfinished, content, { flush: true });
  await rename(unfinished, target);
}
