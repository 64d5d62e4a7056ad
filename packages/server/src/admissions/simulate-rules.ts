/** The same season under one set of rules or two: who is admitted, what became of first choices, how cut-offs move. */
import { createReadStream } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { checkRules } from "@tixi/engines/allocation";
import { runFileAllocation } from "./file-allocation.ts";
import { drawSeason, type DrawnSize } from "./simulate-draw.ts";

export interface SimulationTask {
  /** folder with the files of a past run; null = the season is drawn for the first set of rules */
  past: string | null;
  drawn: DrawnSize | null;
  rules: unknown[];
  /** where the files of the simulation may stand; the caller removes it */
  folder: string;
}

export interface SimulatedRules {
  engine: string;
  candidates: number;
  preferences: number;
  places: number;
  admitted: number;
  /** admitted by their 1st, 2nd, 3rd preference, and by a later one */
  byChoice: [number, number, number, number];
  vacancies: number;
}

export interface Simulation {
  runs: SimulatedRules[];
  /** null unless there are two sets of rules */
  compared: null | {
    /** candidates who are admitted elsewhere, only by the first, only by the second rules */
    elsewhere: number;
    onlyFirst: number;
    onlySecond: number;
    /** pools whose last rank differs, and those that differ most */
    pools: number;
    cutoffs: { unit: string; quota: string; first: number | null; second: number | null }[];
  };
}

const MOST_CUTOFFS = 200;

/** @throws Error with the faults as sentences where rules and files do not fit */
export async function simulate(
  task: SimulationTask,
  progress: (stage: string, done: number, total: number) => void,
): Promise<Simulation> {
  const from = task.past ?? path.join(task.folder, "drawn");
  const checked = task.rules.map((json) => {
    const { rules, faults } = checkRules(json);
    if (!rules) throw new Error(faults.slice(0, 5).map(({ path: at, message }) => `${at}：${message.zh}。 ${at}: ${message.en}.`).join(" "));
    return rules;
  });
  if (task.drawn) await drawSeason(checked[0]!, task.drawn, from);
  const results: { told: SimulatedRules; places: Map<string, string>; lasts: Map<string, number | null> }[] = [];
  for (const [k, json] of task.rules.entries()) {
    progress("allocate", k, task.rules.length);
    const out = path.join(task.folder, `rules-${k}`);
    await mkdir(out, { recursive: true, mode: 0o700 });
    const rulesFile = path.join(out, "rules.json");
    await writeFile(rulesFile, JSON.stringify(json));
    const [plans, candidates, preferences] = ["plans.csv", "candidates.csv", "preferences.csv"].map((name) => path.join(from, name));
    const outcome = await runFileAllocation({ rules: rulesFile, plans: plans!, candidates: candidates!, preferences: preferences!, out });
    if (outcome.kind === "faults") throw new Error(outcome.faults.slice(0, 5).join(" "));
    results.push(await read(out, checked[k]!.engine));
  }
  const [first, second] = results;
  return { runs: results.map(({ told }) => told), compared: first && second ? compare(first, second) : null };
} // prettier-ignore

async function read(out: string, engine: string) {
  const report = JSON.parse(await readFile(path.join(out, "report.json"), "utf8")) as {
    inputs: { candidates: { rows: number }; preferences: { rows: number } };
  };
  const places = new Map<string, string>();
  const byChoice: [number, number, number, number] = [0, 0, 0, 0];
  for await (const [id, unit, no] of table(path.join(out, "allocation.csv"))) {
    places.set(id!, unit!);
    byChoice[Math.min(Number(no), 4) - 1]!++;
  }
  const lasts = new Map<string, number | null>();
  let vacancies = 0;
  for await (const [unit, , vacant, , rank, quota = ""] of table(path.join(out, "cutoffs.csv"))) {
    lasts.set(`${unit},${quota}`, rank ? Number(rank) : null);
    vacancies += Number(vacant);
  }
  const told: SimulatedRules = {
    engine,
    candidates: report.inputs.candidates.rows,
    preferences: report.inputs.preferences.rows,
    places: await capacity(path.join(out, "cutoffs.csv")),
    admitted: places.size,
    byChoice,
    vacancies,
  };
  return { told, places, lasts };
}

/** admitted + vacancies over all pools. Under ties "all" a pool may hold more than its places: it counts what it holds. */
async function capacity(file: string): Promise<number> {
  let sum = 0;
  for await (const [, admitted, vacancies] of table(file)) sum += Number(admitted) + Number(vacancies);
  return sum;
}

/** Rows of a file of the engine below its header; ids in it hold no commas. */
async function* table(file: string): AsyncGenerator<string[]> {
  let head = true;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (!head && line !== "") yield line.split(",");
    head = false;
  }
}

type Read = Awaited<ReturnType<typeof read>>;

function compare(first: Read, second: Read): Simulation["compared"] {
  let elsewhere = 0;
  let onlyFirst = 0;
  for (const [id, unit] of first.places) {
    const other = second.places.get(id);
    if (other === undefined) onlyFirst++;
    else if (other !== unit) elsewhere++;
  }
  let onlySecond = 0;
  for (const id of second.places.keys()) if (!first.places.has(id)) onlySecond++;
  const cutoffs = [...first.lasts]
    .map(([key, rank]) => {
      const [unit, quota] = key.split(",");
      return { unit: unit!, quota: quota!, first: rank, second: second.lasts.get(key) ?? null };
    })
    .filter((one) => one.first !== one.second);
  const move = (one: { first: number | null; second: number | null }): number =>
    one.first === null || one.second === null ? Infinity : Math.abs(one.first - one.second);
  cutoffs.sort((a, b) => (move(a) === move(b) ? (a.unit < b.unit ? -1 : 1) : move(b) > move(a) ? 1 : -1));
  return { elsewhere, onlyFirst, onlySecond, pools: cutoffs.length, cutoffs: cutoffs.slice(0, MOST_CUTOFFS) };
}
