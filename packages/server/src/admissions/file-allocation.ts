/** An admission from files to files: what `tixi allocate` does. The formats are those of docs/allocation.md. */
import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import {
  allocateSeason,
  allocationLines,
  checkRules,
  compareIds,
  cutoffLines,
  readUnits,
  REASONS,
  unitTable,
  type AllocationRules,
  type PlanText,
  type RuleFault,
  type Season,
  type SeasonResult,
  type TableName,
} from "@tixi/engines/allocation";
import { Outputs, sha256OfFile } from "../platform/files/outputs.ts";
import { version } from "../version.ts";
import { readCandidates } from "./file-candidates.ts";
import { Faults, openTable } from "./file-faults.ts";
import { indexIds, IdStore, orderOfIds, type IdIndex } from "./file-ids.ts";
import { scanLines, textOf } from "./file-lines.ts";
import { readPreferences } from "./file-preferences.ts";
import { writeReasons } from "./file-reasons.ts";

export interface FileAllocationOptions {
  rules: string;
  plans: string;
  candidates: string;
  preferences: string;
  out: string;
  /** threads that read and write; default: as many as there are processors */
  threads?: number | undefined;
}

export type FileAllocationOutcome =
  | { kind: "done"; written: string[]; summary: string }
  /** nothing was written; the first faults as sentences, and how many there are */
  | { kind: "faults"; faults: string[]; count: number };

export type FileAllocationProgress = (stage: string, done?: number, total?: number | null) => void;

const TABLES: TableName[] = ["plans", "candidates", "preferences"];

/**
 * Reads the four files, admits, and writes allocation.csv, cutoffs.csv, reasons.ndjson and report.json to `out`. The same input
 * gives the same bytes, whatever the order of its rows. Where the input is at fault nothing is written.
 * @throws Error of the file system
 */
export async function runFileAllocation(
  options: FileAllocationOptions,
  progress: FileAllocationProgress = () => undefined,
): Promise<FileAllocationOutcome> {
  const threads = options.threads ?? availableParallelism();
  const read = await readRules(options.rules);
  if (read.rules === null) return { kind: "faults", faults: read.faults, count: read.faults.length };
  const { rules } = read;
  const faults = new Faults();
  const hashes = Promise.all(TABLES.map((table) => sha256OfFile(options[table])));
  hashes.catch(() => undefined);
  const input = await readSeason(rules, options, threads, faults, progress);
  if (!input) return { kind: "faults", faults: faults.sentences(options), count: faults.count };
  progress("allocate");
  const result = allocateSeason(input.season);
  const inputs = await hashes;
  const admitted = result.admitted.reduce((sum, n) => sum + n, 0);
  const places = input.season.units.poolCapacity.reduce((sum, n) => sum + n, 0);
  await mkdir(options.out, { recursive: true });
  const outputs = new Outputs(options.out);
  try {
    progress("write");
    await outputs.write("allocation.csv", allocationLines(input.season, result));
    await outputs.write("cutoffs.csv", cutoffLines(input.season, result));
    const reasons = await outputs.begin("reasons.ndjson");
    await writeReasons(input.season, input.ids, result, threads, (bytes) => reasons.add(bytes), progress);
    await reasons.end();
    const report = {
      version,
      inputs: {
        rules: { sha256: read.sha256 },
        ...Object.fromEntries(TABLES.map((table, k) => [table, { sha256: inputs[k]!, rows: input.rows[table] }])),
      },
      rules: read.json,
      rounds: roundsOf(input.season, result),
      outputs: outputs.hashes,
    }; // prettier-ignore
    await outputs.write("report.json", [`${JSON.stringify(report, null, 1)}\n`]);
    return {
      kind: "done",
      written: await outputs.publish(),
      summary: `考生 ${input.season.candidates.count} 人，志愿 ${input.rows.preferences} 条，计划 ${places} 个，录取 ${admitted} 人。 ${input.season.candidates.count} candidates, ${input.rows.preferences} preferences, ${places} places, ${admitted} admitted.`,
    };
  } catch (error) {
    await outputs.discard();
    throw error;
  }
}

const roundsOf = ({ rules }: Season, result: SeasonResult): Record<string, unknown>[] =>
  result.rounds.map(({ batch, round, candidates, preferences, admitted, places }) => ({
    batch: rules.batches[batch]!.id,
    round,
    candidates,
    preferences,
    admitted,
    places,
  }));

interface RulesRead {
  rules: AllocationRules;
  json: unknown;
  sha256: string;
}

async function readRules(file: string): Promise<RulesRead | { rules: null; faults: string[] }> {
  const name = path.basename(file);
  const bytes = await readFile(file);
  const text = textOf(bytes, 0, bytes.length, "either")?.replace(/^\uFEFF/, "");
  let json: unknown;
  try {
    json = JSON.parse(text ?? "");
  } catch (error) {
    const { message } = error as Error;
    return { rules: null, faults: [`${name}：不是有效的 JSON。 ${name} is not JSON: ${message}`] };
  }
  const { rules, faults } = checkRules(json);
  const sentence = ({ path: at, message }: RuleFault): string =>
    `${name} ${at}：${message.zh}。 ${name}, ${at}: ${message.en}.`;
  if (!rules) return { rules: null, faults: faults.map(sentence) };
  return { rules, json, sha256: createHash("sha256").update(bytes).digest("hex") };
}

async function readSeason(
  rules: AllocationRules,
  files: Record<TableName, string>,
  threads: number,
  faults: Faults,
  progress: FileAllocationProgress,
): Promise<{ season: Season; ids: IdIndex; rows: Record<TableName, number> } | null> {
  progress("plans");
  const tables = TABLES.map((table) => openTable(rules, table, files[table], faults));
  const [plans, people, wishes] = tables;
  if (!plans || !people || !wishes) return null;
  const { header } = plans;
  const rows: PlanText[] = [];
  const most = Math.max(...Object.values(plans.at)) + 1;
  const scan = scanLines(plans.path, header.bytes, Infinity, most, ({ bytes, from, to }, line) => {
    const text = (column: string): string => {
      const k = plans.at[column]!;
      const read = k < 0 ? "" : textOf(bytes, from[k]!, to[k]!, header.encoding);
      if (read === null)
        faults.add({
          table: "plans",
          line: header.lines + line,
          column,
          value: "",
          reason: REASONS.encoding,
        });
      return read ?? "";
    };
    rows.push({
      line: header.lines + line,
      unit_id: text("unit_id"),
      category: text("category"),
      batch: text("batch"),
      capacity: text("capacity"),
      school_id: text("school_id"),
      min_score: text("min_score"),
      quota: text("quota"),
      ranking: text("ranking"),
    });
  });
  faults.addScan("plans", scan, header.lines);
  const units = readUnits(rules, rows);
  for (const fault of units.faults) faults.add(fault);
  progress("candidates");
  const read = readCandidates(rules, people, faults);
  progress("preferences");
  const unitIds = new IdStore();
  const encoder = new TextEncoder();
  for (const { id } of units.units) {
    const bytes = encoder.encode(id);
    unitIds.add(bytes, 0, bytes.length);
  }
  const unitIndex = indexIds(unitIds.ids(), orderOfIds(unitIds.ids()));
  const { filed, rows: count } = await readPreferences(rules, wishes, read.ids, unitIndex, threads, faults);
  if (faults.count > 0) return null;
  const categories = [...new Set([...read.categories, ...units.units.map(({ row }) => row.category)])].sort(
    compareIds,
  );
  const renumber = Int32Array.from(read.categories, (category) => categories.indexOf(category));
  const { category } = read.candidates;
  for (let c = 0; c < category.length; c++) category[c] = renumber[category[c]!]!;
  return {
    season: {
      rules,
      categories,
      units: unitTable(rules, units.units, categories),
      candidates: read.candidates,
      filed,
    },
    ids: read.ids,
    rows: { plans: rows.length, candidates: read.rows, preferences: count },
  };
}
