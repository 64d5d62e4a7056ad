/** Admission of a province: engines over arrays beside a bare pass and beside C++, and from files to files with reasons. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { matching, parallel } from "@tixi/engines/allocation";
import { largeRound, type LargeSize } from "@tixi/engines/allocation/testing";
import { runFileAllocation } from "@tixi/server/files";
import { writeAllocationFiles } from "./allocation-files.ts";
import { format, timed, type Row } from "./row.ts";

const WIDE: LargeSize = { candidates: 1_000_000, preferences: 96, units: 20_000, lists: 1 };
const NARROW: LargeSize = { candidates: 1_000_000, preferences: 20, units: 5_000, lists: 8 };
const TIMES = 7;
/** What the files of the wide case and their results take. */
const DISK = 16 * 2 ** 30;

interface Measured {
  bare: number;
  parallel: number;
  matching: number;
  parallelSum: number;
  matchingSum: number;
  peakMegabytes: number;
}

export async function rows(): Promise<Row[]> {
  const wide = await inProcess<Measured>(["measure-allocation", JSON.stringify(WIDE)]);
  const folder = mkdtempSync(path.join(tmpdir(), "tixi-allocation-"));
  try {
    const narrow = await inProcess<Measured>(["measure-allocation", JSON.stringify(NARROW), folder]);
    const peer = cPlusPlus(folder);
    return [
      {
        what: "allocation: A, 1 M candidates × 96 preferences × 20,000 units in memory, CPU",
        value: wide.parallel,
        unit: "s",
        must: "≤ 4 × peer",
        peer: "one bare pass over the same preferences",
        peerValue: wide.bare,
        ratio: wide.parallel / wide.bare,
        pass: wide.parallel <= 4 * wide.bare,
      },
      {
        what: "allocation: peak memory of that, arrays and all",
        value: wide.peakMegabytes,
        unit: "MiB",
        must: "≤ 1,536",
        peer: "",
        peerValue: null,
        ratio: null,
        pass: wide.peakMegabytes <= 1536,
      },
      against("A", narrow.parallel, peer && { seconds: peer.parallel, same: peer.parallelSum === narrow.parallelSum }, 5),
      against("B by 8 lists", narrow.matching, peer && { seconds: peer.matching, same: peer.matchingSum === narrow.matchingSum }, 1.5),
      await files(folder),
    ]; // prettier-ignore
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function against(
  engine: string,
  seconds: number,
  peer: { seconds: number; same: boolean } | null,
  most: number,
): Row {
  if (peer && !peer.same) console.error(`  ${engine}: the results differ`);
  return {
    what: `allocation: ${engine}, 1 M candidates × 20 preferences × 5,000 units in memory, CPU`,
    value: seconds,
    unit: "s",
    must: `≤ ${most} × peer, the same result`,
    peer: peer ? "the same in C++, g++ -O3, on the same arrays" : "no g++ here",
    peerValue: peer?.seconds ?? null,
    ratio: peer ? seconds / peer.seconds : null,
    pass: peer === null || (peer.same && seconds <= most * peer.seconds),
  };
}

/** Compiles and runs the peer; null where there is no compiler. */
function cPlusPlus(
  folder: string,
): Pick<Measured, "parallel" | "matching" | "parallelSum" | "matchingSum"> | null {
  const program = path.join(folder, "peer");
  const source = path.join(import.meta.dirname, "allocation-peer.cpp");
  if (spawnSync("g++", ["-O3", "-o", program, source], { stdio: "ignore" }).status !== 0) return null;
  const { candidates, preferences, units, lists } = NARROW;
  const words = [folder, candidates, candidates * preferences, units, lists, TIMES].map(String);
  return JSON.parse(execFileSync(program, words, { encoding: "utf8" })) as Measured;
}

async function files(folder: string): Promise<Row> {
  const { candidates, preferences, units } = WIDE;
  const { bavail, bsize } = statfsSync(folder);
  const size = bavail * bsize >= DISK ? WIDE : { ...WIDE, candidates: candidates / 10 };
  if (size !== WIDE) console.error("  too little disk for the files of 1 M candidates: a tenth of them");
  const input = writeAllocationFiles(folder, size);
  const { seconds, cpu, peakMegabytes } = await inProcess<{
    seconds: number;
    cpu: number;
    peakMegabytes: number;
  }>(["measure-allocation-files", JSON.stringify({ ...input, out: path.join(folder, "out") })]);
  return {
    what: `allocation: files read, checked and written with all reasons, ${format(size.candidates)} candidates × ${preferences} × ${format(units)} (${format(cpu)} s of CPU, ${format(peakMegabytes)} MiB at most)`,
    value: seconds,
    unit: "s",
    must: `≤ ${format((60 * size.candidates) / candidates)} on two cores`,
    peer: "",
    peerValue: null,
    ratio: null,
    pass: seconds <= (60 * size.candidates) / candidates,
  };
}

/** In a process of its own, so that its memory is its own. */
function inProcess<T>(words: string[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, import.meta.filename, ...words], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(JSON.parse(said) as T) : reject(new Error(`the allocation ended with ${code}`)),
    );
  });
}

/** Best CPU seconds of several runs: others on the machine take turns, not seconds. */
function best(work: () => void): number {
  let least = Infinity;
  for (let n = 0; n < TIMES; n++) {
    const begun = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begun);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

function measure(size: LargeSize, folder: string | undefined): Measured {
  const { round, left, lists } = largeRound(size, 7);
  const bare = best(() => {
    if (sumOf(round.unit) < 0) throw new Error("a sum of units below 0");
  });
  let a: Int32Array = round.place;
  let b: Int32Array = round.place;
  const measured = {
    bare,
    parallel: best(() => (a = parallel(round, left.slice()))),
    matching: folder ? best(() => (b = matching(round, left.slice(), lists))) : 0,
    parallelSum: checkSum(a),
    matchingSum: checkSum(b),
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
  if (folder)
    for (const [name, values] of Object.entries({ start: round.start, unit: round.unit, order: round.order, left, places: lists.places, listOf: lists.listOf }))
      writeFileSync(path.join(folder, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return measured;
} // prettier-ignore

function sumOf(unit: Int32Array): number {
  let sum = 0;
  for (let e = 0; e < unit.length; e++) sum += unit[e]!;
  return sum;
}

const checkSum = (got: Int32Array): number =>
  got.reduce((sum, e) => sum + (e < 0 ? 0 : (e % 1_000_003) + 1), 0);

// The bench imports every file of its folder; only as a process of its own does this one measure.
const [word, given, folder] = process.argv.slice(2);
if (word === "measure-allocation")
  process.stdout.write(JSON.stringify(measure(JSON.parse(given!) as LargeSize, folder)));
if (word === "measure-allocation-files") {
  const options = JSON.parse(given!) as Parameters<typeof runFileAllocation>[0];
  const { seconds, result } = await timed(() => runFileAllocation({ ...options, threads: 2 }));
  if (result.kind !== "done") throw new Error(result.faults.join("\n"));
  const { user, system } = process.cpuUsage();
  process.stdout.write(
    JSON.stringify({
      seconds,
      cpu: (user + system) / 1e6,
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
    }),
    () => process.exit(),
  );
}
