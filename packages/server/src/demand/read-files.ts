/**
 * Files → what a cycle is computed from, without a database: what `tixi cycle` does. The same steps as an import, on
 * the same pipeline, so that the same files give the same figures either way.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { detectKind, overrideColumns, recogniseColumns, type ColumnMapping } from "@tixi/engines/intake";
import type {
  ConditionRow,
  CycleInput,
  IndustryPlanRow,
  IntakeKind,
  OfferingRow,
  Rejection,
  SurveyRow,
} from "@tixi/engines/types";
import { openTable, type Table } from "../platform/files/tabular.ts";
import type { InputFile } from "./cycle-input.ts";
import { contentHashes } from "./table-import.ts";
import { runPipeline, type PipelineBatch, type PipelineSummary } from "./pipeline.ts";
import type { BatchOutput } from "./posting-batch.ts";
import { ColumnCollector } from "./posting-columns.ts";
import { coderVersionWith, createRowCheck } from "./posting-engines.ts";
import { divisions, regionTables } from "./region-tables.ts";

/** Decisions about columns: header → field, or null to leave it out. */
export type ColumnDecisions = Readonly<Record<string, string | null>>;

export interface FileCounts {
  read: number;
  accepted: number;
  duplicate: number;
  rejected: number;
}

export type OnRejection = (file: string, rejections: readonly Rejection[]) => void;

/** Which column holds which field. @throws Error naming the required columns that are missing */
export function mappingOf(
  kind: IntakeKind,
  table: Table,
  file: string,
  decisions: ColumnDecisions = {},
): ColumnMapping {
  const known = Object.fromEntries(
    Object.entries(decisions).filter(([column]) => table.headers.includes(column)),
  );
  const mapping = overrideColumns(recogniseColumns(kind, table.headers), known);
  if (mapping.missing.length > 0) {
    const other = detectKind(table.headers)?.kind;
    const hint = other && other !== kind ? `；这看起来是 ${other} 表` : "";
    throw new Error(
      `${file}：缺少必需的列 ${mapping.missing.join("、")}（表头：${table.headers.slice(0, 12).join("、")}）${hint}`,
    );
  }
  return mapping;
}

export interface PostingFileOptions {
  /** rows of other regions are refused; null = the whole nation */
  region: string | null;
  map?: ColumnDecisions | undefined;
  workers?: number | undefined;
  output: BatchOutput;
  evidence?: boolean;
  signal?: AbortSignal | undefined;
}

/** Runs one file of postings through the engines, batch by batch in the file's order. */
export async function readPostings(
  path: string,
  options: PostingFileOptions,
  onBatch: (batch: PipelineBatch, bytes: { done: number; total: number }) => Promise<void> | void,
): Promise<PipelineSummary> {
  const table = await openTable(path);
  const mapping = mappingOf("postings", table, path, options.map);
  const { cities, occupations } = regionTables(options.region ?? "");
  return runPipeline(
    {
      file: { path, format: table.format, encoding: table.encoding, delimiter: table.delimiter, headers: table.headers, headerRows: table.headerRows },
      engines: {
        mapping,
        headers: table.headers,
        region: options.region,
        divisions: divisions(),
        sourceName: fileNameOf(path),
        aliases: [],
        evidence: options.evidence ?? false,
      },
      province: options.region ?? "",
      cities,
      occupations,
      output: options.output,
      hash: true,
      ...(options.workers ? { workers: options.workers } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    },
    (batch) => onBatch(batch, { done: batch.nextByte, total: table.rowsEstimate ?? 0 }),
  ); // prettier-ignore
}

export interface FileCycle {
  region: string;
  year: number;
  postings: readonly string[];
  offerings: readonly string[];
  surveys: readonly string[];
  industryPlan: readonly string[];
  /** school conditions: checked and kept with the cycle; the balance does not use them */
  conditions?: readonly string[] | undefined;
  map?: ColumnDecisions | undefined;
  workers?: number | undefined;
}

export interface FilesRead {
  input: CycleInput;
  conditions: ConditionRow[];
  breaching: number;
  files: (InputFile & { path: string; counts: FileCounts })[];
  versions: { coding: string };
  /** milliseconds by the clock; the time of the postings is shared out as their stages took it in the threads */
  stages: { name: string; ms: number }[];
}

/** Reads all files of a cycle. @throws Error naming the file that cannot be read or lacks a column */
export async function readCycleFiles(
  cycle: FileCycle,
  onRejection: OnRejection,
  progress: (stage: string, done?: number) => void = () => undefined,
): Promise<FilesRead> {
  const begun = performance.now();
  const { cities, occupations } = regionTables(cycle.region);
  if (cities.length === 0) throw new Error(`没有代码为 ${cycle.region} 的省份`);
  const collector = new ColumnCollector();
  const files: FilesRead["files"] = [];
  const shares = new Map<string, number>();
  let rows = 0;
  for (const path of cycle.postings) {
    const counts: FileCounts = { read: 0, accepted: 0, duplicate: 0, rejected: 0 };
    const options: PostingFileOptions = {
      region: cycle.region,
      map: cycle.map,
      workers: cycle.workers,
      output: "columns",
    };
    const summary = await readPostings(path, options, (batch) => {
      const before = collector.duplicates;
      collector.add(batch);
      counts.read += batch.rows;
      counts.rejected += batch.rejected;
      counts.duplicate += collector.duplicates - before;
      counts.accepted += batch.accepted - (collector.duplicates - before);
      if (batch.rejections.length > 0) onRejection(path, batch.rejections);
      progress("postings", (rows += batch.rows));
    });
    collector.nextFile();
    for (const [stage, ms] of Object.entries(summary.stages))
      shares.set(stage, (shares.get(stage) ?? 0) + ms);
    files.push({
      name: fileNameOf(path),
      path,
      kind: "postings",
      sha256: summary.sha256 ?? (await sha256Of(path)),
      rows: counts.accepted,
      counts,
    });
  }
  const postingsRead = performance.now();
  const tables = async <Row>(
    kind: Exclude<IntakeKind, "postings">,
    paths: readonly string[],
  ): Promise<Row[]> => {
    const found: Row[] = [];
    for (const path of paths) {
      progress(kind);
      const read = await readTable<Row>(kind, path, cycle, onRejection);
      found.push(...read.rows);
      files.push({
        name: fileNameOf(path),
        path,
        kind,
        sha256: await sha256Of(path),
        rows: read.rows.length,
        counts: read.counts,
      });
    }
    return found;
  };
  const offerings = await tables<OfferingRow>("offerings", cycle.offerings);
  const surveys = await tables<SurveyRow>("surveys", cycle.surveys);
  const industryPlan = await tables<IndustryPlanRow>("industry-plan", cycle.industryPlan);
  const conditions = await tables<ConditionRow>("conditions", cycle.conditions ?? []);
  const threadTime = [...shares.values()].reduce((sum, ms) => sum + ms, 0);
  const stages = [...shares].map(([name, ms]) => ({ name, ms: ((postingsRead - begun) * ms) / threadTime }));
  stages.push({ name: "other-tables", ms: performance.now() - postingsRead });
  return {
    input: { region: cycle.region, year: cycle.year, cities, occupations, postings: collector.finish(), offerings, surveys, industryPlan },
    conditions,
    breaching: collector.breaching,
    files,
    versions: { coding: coderVersionWith([]) },
    stages,
  }; // prettier-ignore
}

async function readTable<Row>(
  kind: Exclude<IntakeKind, "postings">,
  path: string,
  cycle: FileCycle,
  onRejection: OnRejection,
): Promise<{ rows: Row[]; counts: FileCounts }> {
  const table = await openTable(path);
  const mapping = mappingOf(kind, table, path, cycle.map);
  const check = createRowCheck(kind, mapping, {
    region: cycle.region,
    divisions: divisions(),
    sourceName: fileNameOf(path),
    year: cycle.year,
  });
  const counts: FileCounts = { read: 0, accepted: 0, duplicate: 0, rejected: 0 };
  const seen = contentHashes(table.headers);
  const rows: Row[] = [];
  for await (const batch of table.rows())
    for (const { rowNumber, values } of batch) {
      counts.read++;
      const checked = check(values, rowNumber);
      if (!checked.ok) {
        counts.rejected++;
        onRejection(path, checked.rejections);
      } else if (!seen(values)) counts.duplicate++;
      else {
        counts.accepted++;
        rows.push(checked.row as Row);
      }
    }
  return { rows, counts };
}

const fileNameOf = (path: string): string => path.split(/[/\\]/).at(-1)!;

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
