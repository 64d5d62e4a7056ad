/** An adjustment run from files to files: what `tixi adjust` writes. */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  adjust,
  adjustmentFiles,
  assertRuleSet,
  DECISION_WORDS,
  DECISIONS,
  findPreset,
  PRESETS,
  type AdjustmentResult,
  type MissingInput,
  type RuleSet,
} from "@tixi/engines/adjustment";
import { factsOf, programmeFacts, type ProgrammeFacts } from "@tixi/engines/indicators";
import { EDUCATIONS, type Education } from "@tixi/engines/types";
import { standards } from "@tixi/standards";
import { readCycleFiles, RejectedRows, type ColumnDecisions, type FilesRead } from "../demand/index.ts";
import { parseCsv } from "../platform/files/row-parser.ts";
import { regionName } from "../registry/index.ts";
import { version } from "../version.ts";
import { officialTables } from "./adjustment/official-tables.ts";
import { occupationName, programmeName } from "./names.ts";

export interface FileAdjustmentOptions {
  /** folder that `tixi cycle` wrote */
  cycle: string;
  offerings: readonly string[];
  conditions: readonly string[];
  /** key of a preset, or a rule set read from a file */
  rules: string | Record<string, unknown>;
  /** those who enter in this year are decided on */
  year: number;
  out: string;
  map?: ColumnDecisions | undefined;
}

export interface FileAdjustmentOutcome {
  files: FilesRead["files"];
  written: string[];
  summary: string;
}

interface CycleManifest {
  kind: string;
  region: string;
  year: number;
  sample: boolean;
  outputs: { name: string; sha256: string }[];
}

type Judging = Omit<FileAdjustmentOptions, "out">;

/** Everything but the writing: what `tixi adjust` and its verifying share. */
export async function judgeFiles(options: Judging, rejected: RejectedRows) {
  const ruleSet = ruleSetOf(options.rules);
  const cycle = await readCycle(options.cycle);
  const { region } = cycle.manifest;
  const read = await readCycleFiles(
    { region, year: options.year, postings: [], offerings: options.offerings, surveys: [], industryPlan: [], conditions: options.conditions, map: options.map },
    (file, rejections) => rejected.add(file, rejections),
  ); // prettier-ignore
  const facts = factsOf(
    read.input.offerings.map(({ schoolCode: _code, ...row }) => ({
      ...row,
      key: `${row.schoolName}|${row.programmeCode}|${row.city}`,
      school: row.schoolName,
    })),
    read.conditions.map(({ schoolCode: _code, ...row }) => ({ ...row, school: row.schoolName })),
    [cycle.balance],
  );
  const { programme, programmes, occupationsOf } = officialTables();
  const result = adjust(
    { facts, programme, missing: { demand: cycle.demand, programmes, occupationsOf } },
    ruleSet,
    { year: options.year },
  );
  const files = adjustmentFiles(result, ruleSet, facts, {
    programme: programmeName,
    occupation: occupationName,
    region: regionName,
  });
  return { ruleSet, cycle, read, result, files };
}

/**
 * Reads the cycle's folder and the files, judges every offering, and writes cards.csv, fired.ndjson, missing.csv,
 * rejected.csv and manifest.json. The same input gives the same bytes. Where the folder still has the department's own figures
 * (`internal/`) these are used, else the published ones, whose withheld cells are unknown.
 * @throws Error naming the file, the column or the place in the rule set that is at fault
 */
export async function runFileAdjustment(options: FileAdjustmentOptions): Promise<FileAdjustmentOutcome> {
  const rejected = new RejectedRows();
  const { ruleSet, cycle, read, result, files } = await judgeFiles(options, rejected);
  await mkdir(options.out, { recursive: true });
  const written: string[] = [];
  const write = async (name: string, text: string): Promise<void> => {
    const target = path.join(options.out, name);
    // a file appears under its name only when it is complete
    await writeFile(`${target}.unfinished`, text, { flush: true });
    await rename(`${target}.unfinished`, target);
    written.push(target);
  };
  for (const { name, text } of files) await write(name, text);
  await write("rejected.csv", rejected.text());
  const out = path.resolve(options.out);
  const manifest = {
    kind: "tixi-adjustment",
    region: cycle.manifest.region,
    year: options.year,
    factsThrough: result.factsThrough,
    sample: cycle.manifest.sample,
    cycle: { year: cycle.manifest.year, path: path.relative(out, path.resolve(options.cycle)), inputs: cycle.inputs },
    inputs: read.files.map(({ name, kind, path: at, sha256, counts }) => ({ name, kind, path: path.relative(out, path.resolve(at)), sha256, counts })),
    map: options.map ?? null,
    ruleSet,
    versions: { adjustment: result.engine, standards: standards().version, tixi: version },
    counts: result.counts,
    absent: result.absent.length,
    targets: result.targets,
    idle: result.idle,
    outputs: files.map(({ name, text }) => ({ name, bytes: Buffer.byteLength(text), sha256: hash(text) })),
  }; // prettier-ignore
  await write("manifest.json", `${JSON.stringify(manifest, null, 1)}\n`);
  return { files: read.files, written, summary: summaryOf(result, ruleSet) };
}

function ruleSetOf(rules: FileAdjustmentOptions["rules"]): RuleSet {
  if (typeof rules !== "string") {
    const value: unknown = rules;
    assertRuleSet(value);
    return value;
  }
  const preset = findPreset(rules);
  if (!preset) throw new Error(`没有规则集 “${rules}”，现有：${PRESETS.map(({ key }) => key).join("、")}`);
  return preset;
}

function summaryOf(result: AdjustmentResult, ruleSet: RuleSet): string {
  const counts = DECISIONS.filter((decision) => decision !== "add").map((decision) => `${DECISION_WORDS[decision].zh} ${result.counts[decision]}`); // prettier-ignore
  const blind = result.cards.filter((card) => card.blind).length;
  const idle =
    result.idle.length > 0 ? `；未生效的规则 ${result.idle.map(({ rule }) => rule).join("、")}` : "";
  const unsure = blind > 0 ? `；${blind} 个没有一条规则能判断` : "";
  const demo = ruleSet.demo ? "演示规则，不能据以作出决定。" : "";
  return `${demo}${result.year} 年，规则集 ${ruleSet.name.zh}，资料截至 ${result.factsThrough} 年：${result.cards.length} 个专业点，${counts.join("，")}；建议增设 ${result.missing.length} 处${unsure}${idle}。`; // prettier-ignore
}

/** The balance of a cycle's folder. @throws Error naming the file that is missing or that was changed */
async function readCycle(folder: string) {
  const manifest = JSON.parse(
    await readFile(path.join(folder, "manifest.json"), "utf8"),
  ) as CycleManifest | null;
  if (manifest?.kind !== "tixi-cycle") throw new Error(`${folder}：不是 tixi cycle 写的文件夹`);
  const inputs: { name: string; sha256: string }[] = [];
  const table = async (name: string): Promise<Record<string, string>[]> => {
    const full = path.join(folder, "internal", name);
    let own = true;
    const text = await readFile(full, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      own = false;
      return readFile(path.join(folder, name), "utf8");
    });
    const sha256 = hash(text);
    const told = manifest.outputs.find((output) => output.name === name)?.sha256;
    if (!own && told !== sha256) throw new Error(`${path.join(folder, name)}：文件已改变，与清单不符`);
    inputs.push({ name: own ? `internal/${name}` : name, sha256 });
    return rowsOf(text);
  };
  const balance: ProgrammeFacts = programmeFacts(
    manifest.year,
    (await table("programmes.csv")).map((row) => ({
      year: Number(row["year"]),
      programme: row["programme_code"] ?? "",
      city: row["city_code"] ?? "",
      supply: figure(row["supply"]),
      surplus: figure(row["surplus"]),
      priceMin: figure(row["price_min"]),
      priceMax: figure(row["price_max"]),
      countsOnlyDemand: figure(row["counts_only_demand"]),
      countsOnlyGap: figure(row["counts_only_gap"]),
    })),
  );
  const demand: MissingInput["demand"] = (await table("cells.csv"))
    .filter((row) => row["side"] === "demand" && row["remaining"] !== "")
    .flatMap((row) => {
      const level = EDUCATIONS.find((education): education is Education => education === row["level"]);
      return level
        ? [{ year: Number(row["year"]), city: row["city_code"] ?? "", occupation: row["code"] ?? "", level, shortage: figure(row["remaining"]) }]
        : [];
    }); // prettier-ignore
  return { manifest, balance, demand, inputs };
}

/** A withheld figure is an empty cell: not stated. */
const figure = (text: string | undefined): number =>
  text === undefined || text === "" ? Number.NaN : Number(text);

function rowsOf(text: string): Record<string, string>[] {
  let header: string[] | undefined;
  const rows: Record<string, string>[] = [];
  parseCsv(text.replace(/^\uFEFF/, ""), ",", (values) => {
    if (!header) header = [...values];
    else rows.push(Object.fromEntries(header.map((name, i) => [name, values[i] ?? ""])));
  });
  return rows;
}

export const hash = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");
