/** Students into posts of a province, all caps: over arrays beside the same program in C++, looked through by the checker. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stablePlacement, type Market } from "@tixi/engines/placement";
import { largeMarket, type LargePlacement } from "@tixi/engines/placement/testing";
import { faultsOf } from "@tixi/engines/placement-verifier";
import { format, type Row } from "./row.ts";

const SIZE: LargePlacement = {
  students: 200_000,
  preferences: 20,
  posts: 40_000,
  enterprises: 8_000,
  parks: 200,
};
const TIMES = 5;

export function rows(): Promise<Row[]> {
  const market = largeMarket(SIZE, 5);
  let least = Infinity;
  let got = market.start;
  for (let n = 0; n < TIMES; n++) {
    const begun = process.cpuUsage();
    got = stablePlacement(market).got;
    const { user, system } = process.cpuUsage(begun);
    least = Math.min(least, (user + system) / 1e6);
  }
  const begun = performance.now();
  const faults = faultsOf(market, got);
  const checked = (performance.now() - begun) / 1000;
  if (faults > 0) console.error(`  the checker finds ${faults} faults`);
  const placed = got.reduce((sum, e) => sum + Number(e >= 0), 0);
  const peer = cPlusPlus(market);
  const sum = got.reduce((total, e) => total + (e < 0 ? 0 : (e % 1_000_003) + 1), 0);
  if (peer && peer.sum !== sum) console.error("  the results differ");
  return Promise.resolve([
    {
      what: `placement: 200,000 students × 20 preferences, 40,000 posts in 8,000 enterprises in 200 parks, all caps, CPU (${format(placed)} placed)`,
      value: least,
      unit: "s",
      must: "≤ 5, ≤ 3 × peer, the same result, no fault found",
      peer: peer ? "the same in C++, g++ -O3, on the same arrays" : "no g++ here",
      peerValue: peer?.seconds ?? null,
      ratio: peer ? least / peer.seconds : null,
      pass: least <= 5 && faults === 0 && (!peer || (peer.sum === sum && least <= 3 * peer.seconds)),
    },
    {
      what: "placement: that result looked through by the checker",
      value: checked,
      unit: "s",
      must: "",
      peer: "placing",
      peerValue: least,
      ratio: checked / least,
      pass: faults === 0,
    },
  ]);
}

/** Compiles and runs the peer; null where there is no compiler. */
function cPlusPlus(market: Market): { seconds: number; sum: number } | null {
  const folder = mkdtempSync(path.join(tmpdir(), "tixi-placement-"));
  try {
    const program = path.join(folder, "peer");
    const source = path.join(import.meta.dirname, "placement-peer.cpp");
    if (spawnSync("g++", ["-O3", "-o", program, source], { stdio: "ignore" }).status !== 0) return null;
    const { start, post, rank, draw, max, above } = market;
    for (const [name, values] of Object.entries({ start, post, rank, draw, max, above }))
      writeFileSync(path.join(folder, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    const words = [folder, start.length - 1, post.length, market.posts, max.length, TIMES].map(String);
    return JSON.parse(execFileSync(program, words, { encoding: "utf8" })) as { seconds: number; sum: number };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} // prettier-ignore
