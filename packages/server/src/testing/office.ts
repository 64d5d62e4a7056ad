/** A planning office at work, over HTTP only: what a test gives, does and sees. */
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { setTimeout as sleep } from "node:timers/promises";
import { actors } from "../platform/testing/test-database.ts";
import { testApp, type TestApp } from "../platform/testing/test-app.ts";
import type { Actor } from "../platform/context.ts";

export type Kind = "postings" | "offerings" | "surveys" | "industry-plan" | "conditions";

export interface ImportAnswer {
  id: string;
  kind: Kind;
  format: string;
  encoding: string;
  state: "inspected" | "waiting" | "running" | "done" | "failed" | "cancelled";
  mapping: { column: string; field: string | null; how: string }[];
  savedMappings: { id: string; name: string }[];
  rowsRead: number;
  accepted: number;
  duplicate: number;
  rejected: number;
  message: string | null;
  jobId: string;
  alreadyImported?: string;
}
export interface RejectionAnswer {
  row: number;
  field: string;
  value: string;
  code: string;
  reason: string;
}

/** Whatever a route answers; a test says what it expects of it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Answer = any;

const BOUNDARY = "tixi-test-boundary";

export class Office {
  readonly world: TestApp;
  /** who acts; others are named call by call */
  actor: Actor = actors.planner;

  constructor(world: TestApp) {
    this.world = world;
  }

  static async open(options: { jobs?: boolean } = {}): Promise<Office> {
    return new Office(await testApp({ jobs: options.jobs ?? true }));
  }
  close = () => this.world.close();

  call(request: InjectOptions, actor: Actor = this.actor): Promise<LightMyRequestResponse> {
    return this.world.call(actor, request);
  }

  /** A GET that must succeed. */
  async get(url: string, actor?: Actor): Promise<Answer> {
    return answerOf(await this.call({ url }, actor));
  }
  async post(url: string, payload: object = {}, actor?: Actor): Promise<Answer> {
    return answerOf(await this.call({ method: "POST", url, payload }, actor));
  }

  upload(
    content: string | Uint8Array,
    file: { name?: string; kind?: Kind; headers?: Record<string, string> } = {},
    actor?: Actor,
  ): Promise<LightMyRequestResponse> {
    const { name = "file.csv", kind } = file;
    const part = (disposition: string, body: Uint8Array) => [
      Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`),
      body,
      Buffer.from("\r\n"),
    ];
    const payload = Buffer.concat([
      ...(kind ? part('name="kind"', Buffer.from(kind)) : []),
      ...part(`name="file"; filename="${name}"`, Buffer.from(content)),
      Buffer.from(`--${BOUNDARY}--\r\n`),
    ]);
    const headers = { "content-type": `multipart/form-data; boundary=${BOUNDARY}`, ...file.headers };
    return this.call({ method: "POST", url: "/api/imports", payload, headers }, actor);
  }

  /** Uploads, starts and waits for the end. */
  async bringIn(
    content: string | Uint8Array,
    file: { name?: string; kind?: Kind } = {},
  ): Promise<ImportAnswer> {
    const { id } = answerOf(await this.upload(content, file)) as ImportAnswer;
    await this.post(`/api/imports/${id}/start`);
    return this.importEnded(id);
  }

  async importEnded(id: string): Promise<ImportAnswer> {
    const ended = (one: ImportAnswer) => !["waiting", "running"].includes(one.state);
    return until(`import ${id}`, () => this.get(`/api/imports/${id}`), ended);
  }

  async rejections(id: string): Promise<RejectionAnswer[]> {
    const page = (await this.get(`/api/imports/${id}/rejections?limit=500`)) as { items: RejectionAnswer[] };
    return page.items;
  }

  async postings(query = ""): Promise<Answer[]> {
    return ((await this.get(`/api/postings?limit=200${query}`)) as { items: Answer[] }).items;
  }

  async jobEnded(id: string): Promise<Answer> {
    const ended = (job: Answer) => !["waiting", "running"].includes(job.state);
    return until(`job ${id}`, () => this.get(`/api/jobs/${id}`), ended);
  }

  /** Runs a cycle to its end. */
  async cycle(year: number, parameters: object = {}): Promise<Answer> {
    const { id } = await this.post("/api/cycles", { year, parameters });
    const ended = (one: Answer) => !["waiting", "running"].includes(one.state);
    const cycle = await until(`cycle ${id}`, () => this.get(`/api/cycles/${id}`), ended);
    if (cycle.state !== "done") throw new Error(`cycle ${cycle.state}: ${cycle.message}`);
    return cycle;
  }

  /** Takes a release one step on, as one who has just read it. */
  async decide(release: string, step: string, etag?: string): Promise<LightMyRequestResponse> {
    const read = etag ?? (await this.get(`/api/releases/${release}`)).etag;
    return this.call({
      method: "POST",
      url: `/api/releases/${release}/${step}`,
      payload: { note: "" },
      headers: { "if-match": read },
    });
  }

  async published(cycleId: string, title = "人才需求发布"): Promise<Answer> {
    const { id } = await this.post("/api/releases", { cycleId, title });
    answerOf(await this.decide(id, "review"));
    return answerOf(await this.decide(id, "publish"));
  }
}

/** The body of an answer that must be a success. */
export function answerOf(response: LightMyRequestResponse): Answer {
  if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${response.body.slice(0, 600)}`);
  return response.json();
}

async function until<T>(what: string, ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + 25_000;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > end) throw new Error(`${what} came to no end: ${JSON.stringify(answer).slice(0, 300)}`);
    await sleep(20);
  }
}

/** A table as CSV, cells quoted where they must be. */
export function csv(rows: readonly (readonly (string | number)[])[], end = "\n"): string {
  const cell = (value: string | number) =>
    /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  return rows.map((row) => row.map(cell).join(",") + end).join("");
}
