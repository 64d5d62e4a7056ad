/**
 * `tixi allocate verify`: checks a published allocation against the files it was made from (docs/allocation.md), over
 * worker threads. Shares nothing with the allocation but the page. Memory: four bytes for each preference, the candidates'
 * columns, one piece of a file for each thread.
 */
import { open, readFile, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import {
  checkReport,
  Findings,
  joinPreferences,
  joinReasons,
  openSeason,
  preferenceLayout,
  readPeople,
  readRules,
  roomForRows,
  VerifierFault,
  verifyAllocation,
  type Breach,
  type Check,
  type PreferenceLayout,
  type PreferencePiece,
  type ReasonsPart,
  type Standing,
  type Words,
} from "@tixi/engines/allocation-verifier";
import { startWorker } from "../platform/worker-thread.ts";

export interface AllocationFiles {
  rules: string;
  plans: string;
  candidates: string;
  preferences: string;
  /** folder of the result */
  result: string;
}

export interface AllocationVerdict {
  checks: Check[];
  breaches: Breach[];
  /** files of the result that are not there, so that nothing was checked of them */
  absent: string[];
  /** milliseconds of each part */
  stages: { name: string; ms: number }[];
}

/** What a thread keeps between tasks; the arrays in it are shared. */
export interface VerifierSetting {
  layout?: PreferenceLayout;
  rows?: Uint32Array;
  standing?: Standing;
}

interface Range {
  path: string;
  /** lines that begin in [from, to); `begin` = where the first line of the file begins */
  from: number;
  to: number;
  begin: number;
}

export type VerifierTask =
  | { kind: "setting"; setting: VerifierSetting }
  | { kind: "hash"; path: string }
  | ({ kind: "preferences" } & Range)
  | ({ kind: "reasons" } & Range);

export type VerifierAnswer =
  | { kind: "done" }
  | { kind: "hash"; sha256: string }
  | { kind: "preferences"; piece: PreferencePiece }
  | { kind: "reasons"; part: ReasonsPart }
  | { kind: "fault"; file: string; words: Words }
  | { kind: "error"; message: string; stack: string };

const PIECE = 1 << 24;
const HEAD = 1 << 16;
const REQUIRED = ["allocation.csv", "cutoffs.csv"];
const OPTIONAL = ["reasons.ndjson", "report.json"];

/**
 * @param threads default: one for each core
 * @throws VerifierFault where an input or a published file cannot be read; file errors of the system
 */
export async function verifyFileAllocation(
  files: AllocationFiles,
  threads = availableParallelism(),
): Promise<AllocationVerdict> {
  const stages: AllocationVerdict["stages"] = [];
  let since = performance.now();
  const lap = (name: string) => {
    stages.push({ name, ms: Math.round(performance.now() - since) });
    since = performance.now();
  };
  const path = (name: string) => join(files.result, name);
  for (const name of REQUIRED) await stat(path(name));
  const present = new Map<string, number>();
  for (const name of OPTIONAL) {
    const found = await stat(path(name)).catch(() => null);
    if (found) present.set(name, found.size);
  }
  // the largest first: they take as long as this thread is busy with itself
  const hashed = ["preferences", "candidates", "plans", "rules"] as const;
  const outputs = [...REQUIRED, ...OPTIONAL].filter((n) => n !== "report.json" && (REQUIRED.includes(n) || present.has(n))); // prettier-ignore
  const pool = await Threads.start(threads);
  try {
    const hashes = new Map<string, Promise<string>>();
    const hash = (all: readonly string[]) => {
      if (!present.has("report.json")) return;
      for (const one of all) hashes.set(one, pool.hash(one));
      // A failure is met where the hash is needed.
      for (const made of hashes.values()) made.catch(() => undefined);
    };
    // Hashes fill the times in which this thread alone works: the inputs' while it reads people, the results' while it ranks.
    hash(hashed.map((name) => files[name]));
    const json = jsonOf("rules.json", await readFile(files.rules, "utf8"));
    const rules = readRules(json);
    const people = readPeople(rules, await readFile(files.plans), await readFile(files.candidates));
    lap("people");
    const size = (await stat(files.preferences)).size;
    const { layout, begin } = preferenceLayout(await headOf(files.preferences), rules, people.candidates.ids, people.units.ids); // prettier-ignore
    const rows = roomForRows(size);
    pool.tell({ layout, rows });
    const reading = ranges(files.preferences, begin, size).map((range) => pool.preferences(range));
    hash([...outputs].reverse().map(path));
    const pieces = await Promise.all(reading);
    lap("preferences");
    const season = openSeason(people, joinPreferences(pieces, rows, people.candidates.ids, rules));
    pieces.length = 0;
    lap("ranks");
    const findings = new Findings();
    const standing = verifyAllocation(season, await readFile(path("allocation.csv")), await readFile(path("cutoffs.csv")), findings); // prettier-ignore
    lap("result");
    if (present.has("reasons.ndjson")) {
      pool.tell({ standing });
      const parts = ranges(path("reasons.ndjson"), 0, present.get("reasons.ndjson")!);
      joinReasons(await Promise.all(parts.map((range) => pool.reasons(range))), standing, findings);
    }
    lap("reasons");
    if (present.has("report.json")) {
      const hashOf = async (file: string) => hashes.get(file)!;
      const facts = {
        inputs: {
          rules: { sha256: await hashOf(files.rules) },
          plans: { sha256: await hashOf(files.plans), rows: people.rows.plans },
          candidates: { sha256: await hashOf(files.candidates), rows: people.rows.candidates },
          preferences: { sha256: await hashOf(files.preferences), rows: season.preferences.count },
        },
        outputs: Object.fromEntries(
          await Promise.all(outputs.map(async (name) => [name, await hashOf(path(name))] as const)),
        ),
        rules: json,
      };
      checkReport(await readFile(path("report.json"), "utf8"), facts, standing, findings);
    }
    lap("report");
    return {
      checks: findings.checks,
      breaches: findings.told,
      absent: OPTIONAL.filter((name) => !present.has(name)),
      stages,
    };
  } finally {
    await pool.end();
  }
}

function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, "")) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    throw new VerifierFault(name, { zh: `${name} 不是 JSON：${why}`, en: `${name} is no JSON: ${why}` });
  }
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function ranges(path: string, begin: number, size: number): Range[] {
  const found: Range[] = [];
  for (let from = begin; from < size; from += PIECE)
    found.push({ path, from, to: Math.min(size, from + PIECE), begin });
  return found;
}

/** Threads that take the next task when they are done with one. */
class Threads {
  readonly #free: Worker[];
  readonly #queue: { task: VerifierTask; done: (answer: VerifierAnswer) => void; fail: (error: unknown) => void }[] = []; // prettier-ignore
  readonly #running = new Map<Worker, (answer: VerifierAnswer) => void>();
  readonly #broken = new Map<Worker, (error: unknown) => void>();

  private constructor(readonly workers: Worker[]) {
    this.#free = [...workers];
    for (const worker of workers) {
      worker.on("message", (answer: VerifierAnswer) => {
        if (answer.kind === "done") return; // of a setting, which nobody waits for
        const done = this.#running.get(worker);
        this.#running.delete(worker);
        done?.(answer);
        this.#free.push(worker);
        this.#next();
      });
      worker.on("error", (error) => this.#broken.get(worker)?.(error));
    }
  }

  static async start(count: number): Promise<Threads> {
    const starting = Array.from({ length: Math.max(1, count) }, () =>
      startWorker(import.meta.url, "verify-allocation-worker", {}),
    );
    return new Threads(await Promise.all(starting));
  }

  #next(): void {
    while (this.#queue.length > 0 && this.#free.length > 0) {
      const worker = this.#free.pop()!;
      const { task, done, fail } = this.#queue.shift()!;
      this.#running.set(worker, done);
      this.#broken.set(worker, fail);
      worker.postMessage(task);
    }
  }

  #ask(task: VerifierTask): Promise<VerifierAnswer> {
    return new Promise<VerifierAnswer>((done, fail) => {
      this.#queue.push({ task, done, fail });
      this.#next();
    }).then((answer) => {
      if (answer.kind === "fault") throw new VerifierFault(answer.file, answer.words);
      if (answer.kind === "error") throw Object.assign(new Error(answer.message), { stack: answer.stack });
      return answer;
    });
  }

  /** Every thread is told before its next task; messages keep their order. */
  tell(setting: VerifierSetting): void {
    for (const worker of this.workers)
      worker.postMessage({ kind: "setting", setting } satisfies VerifierTask);
  }

  async hash(path: string): Promise<string> {
    const answer = await this.#ask({ kind: "hash", path });
    return answer.kind === "hash" ? answer.sha256 : "";
  }

  async preferences(range: Range): Promise<PreferencePiece> {
    return ((await this.#ask({ kind: "preferences", ...range })) as { piece: PreferencePiece }).piece;
  }

  async reasons(range: Range): Promise<ReasonsPart> {
    return ((await this.#ask({ kind: "reasons", ...range })) as { part: ReasonsPart }).part;
  }

  async end(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}
