/**
 * Two hundred signed-in people clicking for five minutes, on the machine that also asks: p95 of the reads, what was
 * lost, and the server's memory; beside a bare Fastify with a one-row query that the same people click on.
 * TIXI_BENCH_PEOPLE and TIXI_BENCH_SECONDS make it shorter for a try; TIXI_BENCH_DATA=FOLDER keeps the data folder.
 */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { format, type Row } from "./row.ts";
import { apiOf, loaded, signInDemo, startServer, type Api, type Me } from "./server.ts";

const PEOPLE = Number(process.env["TIXI_BENCH_PEOPLE"] ?? 200);
const SECONDS = Number(process.env["TIXI_BENCH_SECONDS"] ?? 300);
const POSTINGS = 60_000;
/** Between two clicks somebody reads: 3 to 9 seconds. */
const SHORTEST_READ_MS = 3000;
const LONGEST_READ_MS = 9000;
/** One click in so many confirms a posting's code. */
const WRITE_EVERY = 20;
const BOUND_MS = 300;
/** Memory may settle, not climb: the last fifth beside the second. */
const MOST_GROWTH = 1.15;
const SAMPLE_MS = 2000;

export async function rows(): Promise<Row[]> {
  const given = process.env["TIXI_BENCH_DATA"];
  const dataDir = given ?? mkdtempSync(join(tmpdir(), "tixi-bench-load-"));
  const scratch = mkdtempSync(join(tmpdir(), "tixi-bench-bare-"));
  const server = await startServer(dataDir, POSTINGS);
  let people: Click[][];
  let ours: Found;
  let memory: number[];
  try {
    const cookie = await signInDemo(server.address);
    await loaded(apiOf(server.address, cookie));
    const screens = await screensOf(apiOf(server.address, cookie));
    const cookies: string[] = [];
    for (let n = 0; n < PEOPLE; n++) cookies.push(await signInDemo(server.address));
    people = cookies.map((own, n) => clicksOf(screens, own, n));
    await clicking(server.address, people, Math.min(15, SECONDS / 4));
    const watch = watchMemory(server.address);
    ours = await clicking(server.address, people, SECONDS);
    memory = await watch.end();
  } finally {
    await server.stop();
    if (given === undefined) rmSync(dataDir, { recursive: true, force: true });
  }
  const bare = await bareFound(scratch, people);
  rmSync(scratch, { recursive: true, force: true });

  const [p95, floor] = [percentile(ours.reads, 0.95), percentile(bare.reads, 0.95)];
  const [early, late] = [median(part(memory, 0.2, 0.4)), median(part(memory, 0.8, 1))];
  const perSecond = (ours.reads.length + ours.writes.length) / SECONDS;
  console.error(
    `  ${ours.reads.length} reads (median ${format(median(ours.reads))} ms, p99 ${format(percentile(ours.reads, 0.99))} ms), ${ours.writes.length} writes (p95 ${format(percentile(ours.writes, 0.95))} ms), ${format(perSecond)} requests/s; bare: median ${format(median(bare.reads))} ms`,
  );
  const slowest = [...ours.byPath].map(([path, times]) => [path, percentile(times, 0.95)] as const).sort((a, b) => b[1] - a[1]); // prettier-ignore
  console.error(`  slowest: ${slowest.slice(0, 4).map(([path, ms]) => `${path} ${format(ms)} ms`).join(", ")}`); // prettier-ignore
  for (const line of new Set(ours.lost.slice(0, 5))) console.error(`  lost: ${line}`);
  return [
    {
      what: `load: ${PEOPLE} signed-in people clicking for ${SECONDS} s (${format(perSecond)} requests/s), p95 of reads`,
      value: p95,
      unit: "ms",
      must: `≤ ${BOUND_MS}`,
      peer: "bare Fastify, one-row query, the same people",
      peerValue: floor,
      ratio: p95 / floor,
      pass: p95 <= BOUND_MS && ours.reads.length > 0,
    },
    {
      what: `load: requests lost, of ${format(ours.reads.length + ours.writes.length + ours.lost.length)} (${format(ours.writes.length)} of them writes)`,
      value: ours.lost.length,
      unit: "",
      must: "0",
      peer: "bare Fastify",
      peerValue: bare.lost.length,
      ratio: null,
      pass: ours.lost.length === 0,
    },
    {
      what: "load: memory of the server, last fifth of the time",
      value: late,
      unit: "MiB",
      must: `≤ ${MOST_GROWTH} × peer`,
      peer: "second fifth",
      peerValue: early,
      ratio: late / early,
      pass: late <= early * MOST_GROWTH,
    },
  ];
}

interface Call {
  method: "GET" | "POST";
  path: string;
  headers: Record<string, string>;
  body?: string;
}
/** What a browser asks for at once when somebody opens a page. */
type Click = (turn: number) => Call[];

/** The pages' own requests, by page. */
async function screensOf(api: Api): Promise<{ reads: string[][]; postings: string[] }> {
  const cycles = await api<{ items: { id: string; state: string }[] }>("/api/cycles");
  const cycle = `/api/cycles/${cycles.items.find(({ state }) => state === "done")!.id}`;
  const release = `/api/public/releases/${(await api<Me>("/api/me")).installation.currentReleaseId}`;
  const first = async (path: string) => (await api<{ items: { code: string }[] }>(path)).items[0]!.code;
  const occupation = await first(`${cycle}/occupations?sort=-shortage&limit=1`);
  const programme = await first(`${cycle}/programmes?sort=-surplus&limit=1`);
  const list = await api<{ items: { id: string; occupation: unknown }[] }>(`/api/postings?limit=100&occupation=${occupation}`); // prettier-ignore
  const postings = list.items.map(({ id }) => id);
  const word = encodeURIComponent("电工");
  return {
    postings,
    reads: [
      ["/api/me", "/api/system-map"],
      ["/api/me", "/api/cycles", ...["overview", "cities", "heatmap", "flows?limit=24", "trend"].map((view) => `${cycle}/${view}`)],
      [`${cycle}/occupations?sort=-shortage&limit=50`],
      [`${cycle}/occupations/${occupation}`, `/api/standards/occupations/${occupation}`],
      [`${cycle}/programmes?sort=-surplus&limit=50`],
      [`${cycle}/programmes/${programme}`, `/api/standards/programmes/${programme}`],
      ["/api/postings?limit=100"],
      [`/api/postings?limit=100&q=${word}`],
      ["/api/postings?limit=100&order=least-certain"],
      [`/api/postings/${postings[0]}`],
      ["/api/fair-hiring"],
      ["/api/imports"],
      [`/api/standards/search?q=${word}`],
      ["/api/releases"],
      [release, `${release}/overview`, `${release}/occupations?sort=-shortage&limit=50`],
    ],
  }; // prettier-ignore
}

function clicksOf(
  screens: { reads: string[][]; postings: string[] },
  cookie: string,
  person: number,
): Click[] {
  const headers = { cookie, "accept-encoding": "br, gzip", accept: "application/json" };
  const read = (paths: string[]): Click => () => paths.map((path) => ({ method: "GET", path, headers })); // prettier-ignore
  const confirm: Click = (turn) => {
    const id = screens.postings[(person * 31 + turn) % screens.postings.length];
    return [
      {
        method: "POST",
        path: `/api/postings/${id}/code`,
        headers: { ...headers, "content-type": "application/json", "idempotency-key": randomUUID() },
        body: '{"action":"confirm"}',
      },
    ];
  };
  return [...screens.reads.map(read), confirm];
}

interface Found {
  reads: number[];
  writes: number[];
  lost: string[];
  byPath: Map<string, number[]>;
}

/** Each person has connections of his own, as a browser has, clicks on one page after another and reads in between. */
async function clicking(address: string, people: readonly Click[][], seconds: number): Promise<Found> {
  const found: Found = { reads: [], writes: [], lost: [], byPath: new Map() };
  const until = performance.now() + seconds * 1000;
  const random = randomFrom(20261126);
  const one = async (clicks: readonly Click[]): Promise<void> => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 6 });
    await sleep(random() * LONGEST_READ_MS);
    for (let turn = 1; performance.now() < until; turn++) {
      const write = turn % WRITE_EVERY === 0;
      const click = write ? clicks.at(-1)! : clicks[Math.floor(random() * (clicks.length - 1))]!;
      await Promise.all(click(turn).map((call) => ask(address, agent, call, found)));
      await sleep(SHORTEST_READ_MS + random() * (LONGEST_READ_MS - SHORTEST_READ_MS));
    }
    agent.destroy();
  };
  await Promise.all(people.map(one));
  return found;
}

/** From the request to the last byte of the answer. */
function ask(address: string, agent: http.Agent, call: Call, found: Found): Promise<void> {
  const began = performance.now();
  return new Promise((resolve) => {
    const lose = (why: string) => {
      found.lost.push(`${why} ${call.method} ${call.path}`);
      resolve();
    };
    const request = http.request(`${address}${call.path}`, { agent, method: call.method, headers: call.headers, timeout: 30_000 }, (answer) => {
      answer.resume();
      answer.once("error", (error) => lose(error.message));
      answer.once("end", () => {
        if (answer.statusCode !== 200) return lose(String(answer.statusCode));
        const took = performance.now() - began;
        (call.method === "GET" ? found.reads : found.writes).push(took);
        const path = call.path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ":id").replace(/\?.*$/, "");
        found.byPath.set(path, [...(found.byPath.get(path) ?? []).slice(-2000), took]);
        resolve();
      });
    }); // prettier-ignore
    request.once("timeout", () => request.destroy(new Error("no answer in 30 s")));
    request.once("error", (error) => lose(error.message));
    request.end(call.body);
  });
}

/** The server says its own memory at /metrics. */
function watchMemory(address: string): { end(): Promise<number[]> } {
  const samples: number[] = [];
  const look = async () => {
    const text = await (await fetch(`${address}/metrics`)).text();
    const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1];
    if (bytes === undefined) throw new Error("/metrics does not say the memory");
    samples.push(Number(bytes) / 2 ** 20);
  };
  let looking: Promise<void> = look();
  const timer = setInterval(() => (looking = looking.then(look)), SAMPLE_MS);
  return {
    end: async () => {
      clearInterval(timer);
      await looking;
      return samples;
    },
  };
}

/** The same people, as many clicks and requests, for a fifth of the time. */
async function bareFound(scratch: string, people: readonly Click[][]): Promise<Found> {
  const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "bare.ts"), "serve-bare", scratch], {
    cwd: join(import.meta.dirname, ".."),
    stdio: ["ignore", "pipe", "inherit"],
  }); // prettier-ignore
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  try {
    const address = await new Promise<string>((resolve, reject) => {
      child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
      void ended.then(() => reject(new Error("the bare server ended")));
    });
    const bare = people.map((clicks) =>
      clicks.map((click): Click => (turn) => click(turn).map(({ headers }, n) => ({ method: "GET", path: `/row/${1 + ((turn * 7 + n) % 1000)}`, headers }))),
    ); // prettier-ignore
    await clicking(address, bare, Math.min(5, SECONDS / 4));
    return await clicking(address, bare, Math.max(10, SECONDS / 5));
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

const part = (values: readonly number[], from: number, to: number): number[] =>
  values.slice(Math.floor(values.length * from), Math.max(1, Math.ceil(values.length * to)));
const median = (values: readonly number[]): number => percentile(values, 0.5);

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** The same clicks every time (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
