/** The whole cycle, from generated files to the written release, beside a bare COPY of the same postings. */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "node:child_process";
import {
  POSTING_HEADERS,
  SAMPLE_PROVINCE,
  SAMPLE_YEAR,
  writeSample,
  type SampleFiles,
} from "@tixi/engines/sample";
import { bareCopy } from "./bare-copy.ts";
import { format, timed, type Row } from "./row.ts";

const LARGE = { postings: 1_000_000, offerings: 2_400 };
/** A tenth of everything: with the same offerings the fixed part would flatter the large one. */
const SMALL = { postings: 100_000, offerings: 240 };
const YEARS = 5;
const TIXI = join(import.meta.dirname, "..", "packages", "cli", "bin", "tixi.mjs");
/** Says at the end, on descriptor 3, the most memory that the process held (KiB). */
const REPORT_MEMORY = `data:text/javascript,import{isMainThread as m}from"node:worker_threads";import{writeSync as w}from"node:fs";if(m)process.on("exit",()=>w(3,String(process.resourceUsage().maxRSS)))`;
/** Stages whose work is one posting after another. */
const BY_POSTING = ["读入", "核对", "编码", "公平用工", "签名", "汇集"];

export async function rows(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "tixi-bench-cycle-"));
  try {
    const small = await generate(join(folder, "small"), SMALL);
    const large = await generate(join(folder, "large"), LARGE);
    const tenth = await cycle(small, join(folder, "small-out"), SMALL.postings);
    const whole = await cycle(large, join(folder, "large-out"), LARGE.postings);
    const copied = await bareCopy(large.postings, POSTING_HEADERS.length, join(folder, "database"));
    const growth = whole.seconds / LARGE.postings / (tenth.seconds / SMALL.postings);
    const readGrowth = whole.readSeconds / LARGE.postings / (tenth.readSeconds / SMALL.postings);
    return [
      {
        what: "cycle: 1,000,000 postings and 12,000 offerings, from files to the written release",
        value: whole.seconds,
        unit: "s",
        must: "≤ 90, ≤ 12 × peer",
        peer: `bare COPY of the ${megabytes(large.postings)} of postings, best of two`,
        peerValue: copied,
        ratio: whole.seconds / copied,
        pass: whole.seconds <= 90 && whole.seconds / copied <= 12,
      },
      {
        what: "cycle: peak memory of the process with its threads",
        value: whole.peakMegabytes,
        unit: "MiB",
        must: "≤ 1,536",
        peer: "the same with 100,000 postings",
        peerValue: tenth.peakMegabytes,
        ratio: whole.peakMegabytes / tenth.peakMegabytes,
        pass: whole.peakMegabytes <= 1536,
      },
      {
        what: "cycle: time a posting, whole cycle, at 1,000,000 (12,000 offerings)",
        value: (whole.seconds / LARGE.postings) * 1e6,
        unit: "µs",
        must: "≤ 1.3 × peer",
        peer: "at 100,000 (1,200 offerings)",
        peerValue: (tenth.seconds / SMALL.postings) * 1e6,
        ratio: growth,
        pass: growth <= 1.3,
      },
      {
        what: "cycle: time a posting, reading to columns alone, at 1,000,000",
        value: (whole.readSeconds / LARGE.postings) * 1e6,
        unit: "µs",
        must: "≤ 1.3 × peer",
        peer: "at 100,000",
        peerValue: (tenth.readSeconds / SMALL.postings) * 1e6,
        ratio: readGrowth,
        pass: readGrowth <= 1.3,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function generate(folder: string, size: typeof LARGE): Promise<SampleFiles> {
  const { seconds, result } = await timed(() => writeSample(folder, size));
  console.error(
    `  generated ${format(size.postings)} postings (${megabytes(result.postings)}) and ${format(size.offerings * YEARS)} offerings (${megabytes(result.offerings)}) in ${format(seconds)} s`,
  );
  return result;
}

const megabytes = (path: string): string => `${format(statSync(path).size / 1e6)} MB`;

interface Ran {
  seconds: number;
  /** of them, reading the postings up to their columns */
  readSeconds: number;
  peakMegabytes: number;
}

/** Runs the built command `tixi cycle`, as a department would. */
async function cycle(files: SampleFiles, out: string, postings: number): Promise<Ran> {
  const words = [
    ...["--postings", files.postings, "--offerings", files.offerings],
    ...["--surveys", files.surveys, "--industry-plan", files.industryPlan],
    ...["--region", SAMPLE_PROVINCE.code, "--year", String(SAMPLE_YEAR), "--out", out],
  ];
  const { seconds, result } = await timed(
    () =>
      new Promise<{ code: number | null; said: string; memory: string }>((resolve, reject) => {
        const child = spawn(process.execPath, ["--import", REPORT_MEMORY, TIXI, "cycle", ...words], {
          stdio: ["ignore", "ignore", "pipe", "pipe"],
          // what this process runs under (tsx) is none of the command's business
          env: { ...process.env, NODE_OPTIONS: "" },
        });
        let said = "";
        let memory = "";
        child.stdio[2]?.on("data", (chunk: Buffer) => (said += chunk.toString()));
        child.stdio[3]?.on("data", (chunk: Buffer) => (memory += chunk.toString()));
        child.on("error", reject);
        child.on("close", (code) => resolve({ code, said, memory }));
      }),
  );
  if (result.code !== 0) throw new Error(`tixi cycle ended with ${result.code}:\n${result.said}`);
  const { inputs } = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as {
    inputs: { kind: string; counts: { read: number } }[];
  };
  const read = inputs.find(({ kind }) => kind === "postings")?.counts.read;
  if (read !== postings) throw new Error(`tixi cycle read ${read} of ${postings} postings`);
  const shares = /用时.*/.exec(result.said)?.[0] ?? "";
  console.error(`  ${format(postings)} postings in ${format(seconds)} s; ${shares}`);
  let readSeconds = 0;
  for (const [, stage, spent] of shares.matchAll(/[：，]([^：，（]+?) ([\d.]+) 秒/g))
    if (BY_POSTING.includes(stage!)) readSeconds += Number(spent);
  return { seconds, readSeconds, peakMegabytes: Number(result.memory) / 1024 };
}
