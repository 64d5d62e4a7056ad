/** The verifier of allocations from files: a million candidates, 96 preferences each, 20,000 units, reasons included. */
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeLargeSeason } from "@tixi/engines/allocation-verifier/testing";
import { verifyFileAllocation } from "@tixi/server/files";
import { format, timed, type Row } from "./row.ts";

const SIZE = { candidates: 1_000_000, preferences: 96, units: 20_000 };
/** Where the disk has no room for twelve gigabytes. */
const SMALL = { ...SIZE, candidates: 100_000 };
const ROOM = 16 * 2 ** 30;

interface Measured {
  seconds: number;
  megabytes: number;
  breaches: number;
  stages: { name: string; ms: number }[];
}

export async function rows(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "tixi-verify-"));
  try {
    const { bavail, bsize } = statfsSync(folder);
    const size = bavail * bsize > ROOM ? SIZE : SMALL;
    writeLargeSeason(folder, { ...size, reasons: true });
    const bare = await timed(() => read(folder, ["preferences.csv", "reasons.ndjson"]));
    const ours = await inProcess(folder);
    const without = await inProcess(folder, "without");
    const what = `${format(size.candidates)} candidates × ${size.preferences} preferences × ${format(size.units)} units`;
    for (const { name, ms } of ours.stages) console.error(`  ${name}: ${format(ms / 1000)} s`);
    return [
      {
        what: `verifier: ${what}, all files with reasons and hashes (${format(bare.result / 2 ** 30)} GiB)`,
        value: ours.seconds,
        unit: "s",
        must: "≤ 30",
        peer: "reading preferences and reasons once",
        peerValue: bare.seconds,
        ratio: ours.seconds / bare.seconds,
        pass: ours.seconds <= 30 && ours.breaches === 0 && size === SIZE,
      },
      {
        what: `verifier: the same without the reasons`,
        value: without.seconds,
        unit: "s",
        must: "≤ 30",
        peer: "",
        peerValue: null,
        ratio: null,
        pass: without.seconds <= 30 && without.breaches === 0,
      },
      {
        what: "verifier: peak memory",
        value: ours.megabytes,
        unit: "MiB",
        must: "≤ 2,048",
        peer: "",
        peerValue: null,
        ratio: null,
        pass: ours.megabytes <= 2048,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bytes read. */
function read(folder: string, names: string[]): number {
  const buffer = Buffer.allocUnsafe(1 << 22);
  let total = 0;
  for (const name of names) {
    const file = openSync(join(folder, name), "r");
    for (let got = 1; got > 0; total += got) got = readSync(file, buffer);
    closeSync(file);
  }
  return total;
}

/** In a process of its own, so that its memory is its own; without: the reasons are taken away first. */
function inProcess(folder: string, without = ""): Promise<Measured> {
  if (without) rmSync(join(folder, "reasons.ndjson"));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, import.meta.filename, "measure-verify", folder], { stdio: ["ignore", "pipe", "inherit"] }); // prettier-ignore
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0
        ? resolve(JSON.parse(said) as Measured)
        : reject(new Error(`the verifier ended with ${code}`)),
    );
  });
}

async function measure(folder: string): Promise<Measured> {
  const at = (name: string) => join(folder, name);
  const { seconds, result } = await timed(
    () =>
    verifyFileAllocation({ rules: at("rules.json"), plans: at("plans.csv"), candidates: at("candidates.csv"), preferences: at("preferences.csv"), result: folder }), // prettier-ignore
  );
  return {
    seconds,
    megabytes: process.resourceUsage().maxRSS / 1024,
    breaches: result.breaches.length,
    stages: result.stages,
  };
}

// The bench imports every file of its folder; only as a process of its own does this one measure.
if (process.argv[2] === "measure-verify")
  process.stdout.write(JSON.stringify(await measure(process.argv[3]!)));
