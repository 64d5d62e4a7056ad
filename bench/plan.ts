/** The enrolment plan of a province: time, proof, memory, locks and edits, beside the ways of planning in use and HiGHS alone. */
import { spawn } from "node:child_process";
import { openQuota } from "@tixi/engines/quota";
import { plantedQuota, sampleProvince, sampleTables } from "@tixi/engines/quota/testing";
import type { QuotaAnswer, QuotaPlan } from "@tixi/engines/quota";
import { format, timed, type Row } from "./row.ts";

const OFFERINGS = 12_000;
/** As large as HiGHS still solves the whole programme written out. */
const SMALL = 300;
const LOCKS = 3;
const EDITS = 200;

interface Measured {
  open: number;
  solve: number;
  plan: { value: number; bound: number; gap: number; proven: boolean };
  broken: number;
  locks: { seconds: number; gap: number; broken: number }[];
  edit: number;
  peakMegabytes: number;
  baselines: { kind: string; value: number; feasible: boolean }[];
}

export async function rows(): Promise<Row[]> {
  const large = await inProcess();
  const slowest = Math.max(...large.locks.map((l) => l.seconds));
  const best = large.baselines.reduce((a, b) => (b.value > a.value ? b : a));
  for (const { kind, value, feasible } of large.baselines)
    console.error(
      `  ${kind}: ${format(value)}${feasible ? "" : " (breaks limits)"}, plan ${format(large.plan.value)}, bound ${format(large.plan.bound)}`,
    );
  const small = await whole();
  const planted = await plantedRow();
  return [
    {
      what: `plan: ${format(OFFERINGS)} offerings, classes and all limits, network built and plan proven`,
      value: large.open + large.solve,
      unit: "s",
      must: "≤ 60",
      peer: "of it building the network",
      peerValue: large.open,
      ratio: null,
      pass: large.open + large.solve <= 60 && large.broken === 0,
    },
    {
      what: "plan: proven gap",
      value: 100 * large.plan.gap,
      unit: "%",
      must: "≤ 0.5",
      peer: "",
      peerValue: null,
      ratio: null,
      pass: large.plan.gap <= 0.005 && large.plan.proven,
    },
    {
      what: "plan: peak memory",
      value: large.peakMegabytes,
      unit: "MiB",
      must: "≤ 1,024",
      peer: "",
      peerValue: null,
      ratio: null,
      pass: large.peakMegabytes <= 1024,
    },
    {
      what: `plan: new plan after a locked cell, slowest of ${LOCKS}`,
      value: slowest,
      unit: "s",
      must: "≤ 10, gap ≤ 0.5 %",
      peer: "from the beginning",
      peerValue: large.solve,
      ratio: slowest / large.solve,
      pass: slowest <= 10 && large.locks.every((l) => l.gap <= 0.005 && l.broken === 0),
    },
    {
      what: `plan: cost of an edited cell, p95 of ${EDITS}`,
      value: 1000 * large.edit,
      unit: "ms",
      must: "≤ 200",
      peer: "",
      peerValue: null,
      ratio: null,
      pass: large.edit <= 0.2,
    },
    {
      what: "plan: balance value, sample province",
      value: large.plan.value,
      unit: "",
      must: "≥ peer",
      peer: `best of ${large.baselines.map(({ kind, value }) => `${kind} ${format(value)}`).join(", ")}`,
      peerValue: best.value,
      ratio: large.plan.value / best.value,
      pass: large.plan.value >= best.value,
    },
    planted,
    small,
  ];
}

/** A planted optimum: value beside what is known by construction. */
async function plantedRow(): Promise<Row> {
  const { input, tables, optimum } = plantedQuota(2000, 7);
  const session = openQuota(input, tables);
  const plan = planOf(await session.solve());
  const baselines = await session.baselines();
  for (const { kind, value } of baselines)
    console.error(`  planted, ${kind}: ${format(value)} of ${format(optimum)}`);
  const best = Math.max(...baselines.map((b) => b.value));
  return {
    what: "plan: value on a planted instance of 2,000 offerings",
    value: plan.value,
    unit: "",
    must: "≥ 0.995 × peer, ≥ every other way",
    peer: "optimum by construction",
    peerValue: optimum,
    ratio: plan.value / optimum,
    pass: plan.value >= 0.995 * optimum && plan.bound >= optimum - 1e-6 && plan.value >= best,
  };
}

/** The same small plan by HiGHS on the whole programme, network inside, until it is as good. */
async function whole(): Promise<Row> {
  const input = sampleProvince(SMALL, 3);
  const session = openQuota(input, sampleTables);
  await session.solve({ milliseconds: 20_000 }); // loads the solver
  const ours = await timed(async () => planOf(await session.solve()));
  const alone = await timed(async () => planOf(await session.solve({ gap: 0, milliseconds: 40_000 })));
  return {
    what: `plan: ${SMALL} offerings to a gap of 0.5 %`,
    value: ours.seconds,
    unit: "s",
    must: "value ≥ 0.995 × peer's",
    peer: `HiGHS on the whole programme from there, up to 40 s (value ${format(alone.result.value)} against ${format(ours.result.value)})`,
    peerValue: alone.seconds,
    ratio: ours.seconds / alone.seconds,
    pass: ours.result.value >= 0.995 * alone.result.value,
  };
}

function planOf(answer: QuotaAnswer): QuotaPlan {
  if (answer.kind === "plan") return answer.plan;
  throw new Error(
    `the plan of the bench has a conflict: ${answer.conflict.limits.map((l) => l.id).join(", ")}`,
  );
}

/** In a process of its own, so that its memory is its own. */
function inProcess(): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, import.meta.filename, "measure-plan"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(JSON.parse(said) as Measured) : reject(new Error(`the plan ended with ${code}`)),
    );
  });
}

async function measure(): Promise<Measured> {
  const input = sampleProvince(OFFERINGS, 1);
  const opened = await timed(() => openQuota(input, sampleTables));
  const session = opened.result;
  const solved = await timed(async () => planOf(await session.solve()));
  const plan = solved.result;
  const locks: Measured["locks"] = [];
  const large = input.offerings.filter((_, row) => plan.seats[row]! > 60);
  for (let n = 0; n < LOCKS; n++) {
    const { key } = large[n * 97]!;
    const seats = plan.seats[input.offerings.findIndex((o) => o.key === key)]! - 7;
    const { seconds, result } = await timed(async () => {
      const locked = session.withLocks(new Map([[key, seats]]));
      const again = planOf(await locked.solve({ warm: plan.warm }));
      return { gap: again.gap, broken: locked.broken(again.seats).length };
    });
    locks.push({ seconds, ...result });
  }
  const editor = session.edit(plan.seats);
  const edits: number[] = [];
  for (let n = 0; n < EDITS; n++) {
    const changes = new Map([[input.offerings[n * 53]!.key, 40]]);
    edits.push((await timed(() => editor.costOf(changes))).seconds);
  }
  edits.sort((a, b) => a - b);
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  const baselines = await session.baselines();
  return {
    open: opened.seconds,
    solve: solved.seconds,
    plan: { value: plan.value, bound: plan.bound, gap: plan.gap, proven: plan.proven },
    broken: session.broken(plan.seats).length,
    locks,
    edit: edits[Math.ceil(0.95 * EDITS) - 1]!,
    peakMegabytes,
    baselines: baselines.map(({ kind, value, feasible }) => ({ kind, value, feasible })),
  };
}

// The bench imports every file of its folder; only as a process of its own does this one measure.
if (process.argv[2] === "measure-plan") process.stdout.write(JSON.stringify(await measure()));
