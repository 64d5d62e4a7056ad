/**
 * The editor of an enrolment plan with 12,000 offerings: how fast its rows scroll in a real browser, how soon a changed
 * cell is answered. TIXI_BENCH_DATA=FOLDER uses a data folder of an earlier run, and keeps it.
 */
import { mkdtempSync, openAsBlob, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeSample } from "@tixi/engines/sample";
import { Launcher } from "chrome-launcher";
import { chromium, type Page } from "playwright-core";
import { format, type Row } from "./row.ts";
import { apiOf, loaded, signInDemo, startServer, type Api } from "./server.ts";

const OFFERINGS = 12_000;
const POSTINGS = 3_000;
const EDITS = 100;
const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

export async function rows(): Promise<Row[]> {
  const executablePath = Launcher.getInstallations()[0];
  if (!executablePath) throw new Error("no Chromium on this machine");
  const given = process.env["TIXI_BENCH_DATA"];
  const dataDir = given ?? mkdtempSync(join(tmpdir(), "tixi-bench-editor-"));
  const server = await startServer(dataDir, POSTINGS);
  const browser = await chromium.launch({ executablePath, args: FLAGS.split(" ") });
  try {
    const cookie = await signInDemo(server.address);
    const api = apiOf(server.address, cookie);
    await loaded(api);
    const office = { address: server.address, cookie, api };
    const plan = await largePlan(office, dataDir);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addCookies(
      cookie.split("; ").map((one) => ({ name: one.slice(0, one.indexOf("=")), value: one.slice(one.indexOf("=") + 1), url: server.address })),
    );
    const page = await context.newPage();
    await page.goto(`${server.address}/plans/${plan}/edit`);
    await page.locator(".plan-row").first().waitFor({ timeout: 120_000 });
    const still = await frames(page, false);
    const moving = await frames(page, true);
    const answers = await edits(office, plan);
    return [
      {
        what: `editor: ${format(moving.rows)} rows scrolled through in ${format(moving.seconds)} s`,
        value: moving.rate,
        unit: "frames/s",
        must: "≥ 60, or all that the browser draws",
        peer: "the same page at rest",
        peerValue: still.rate,
        ratio: moving.rate / still.rate,
        pass: moving.rows >= OFFERINGS && moving.rate >= Math.min(59.5, still.rate * 0.98),
      },
      {
        what: `editor: a changed cell answered over HTTP with its cost, p95 of ${EDITS}`,
        value: answers.p95,
        unit: "ms",
        must: "≤ 200",
        peer: "their median",
        peerValue: answers.median,
        ratio: answers.p95 / answers.median,
        pass: answers.p95 <= 200,
      },
    ];
  } finally {
    await browser.close();
    await server.stop();
    if (given === undefined) rmSync(dataDir, { recursive: true, force: true });
  }
} // prettier-ignore

interface Office {
  address: string;
  cookie: string;
  api: Api;
}

async function send<T>({ address, cookie }: Office, method: string, path: string, body?: object | FormData): Promise<T> {
  const form = body instanceof FormData;
  const answer = await fetch(`${address}${path}`, {
    method,
    headers: { cookie, origin: address, ...(body && !form ? { "content-type": "application/json" } : {}) },
    ...(body ? { body: form ? body : JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
} // prettier-ignore

type Plan = { id: string; name: string; solving: string };

/** A plan over so many offerings: their file is brought in beside the sample's, then a scenario is computed. */
async function largePlan(office: Office, folder: string): Promise<string> {
  const name = `${OFFERINGS} offerings`;
  const { items: known } = await office.api<{ items: Plan[] }>("/api/plans");
  const found = known.find((one) => one.name === name);
  if (found) return found.id;
  const files = await writeSample(join(folder, "large"), { postings: 10, offerings: OFFERINGS, seed: 2 });
  const form = new FormData();
  form.append("file", await openAsBlob(files.offerings), "offerings.csv");
  const upload = await send<{ id: string }>(office, "POST", "/api/imports", form);
  await send(office, "POST", `/api/imports/${upload.id}/start`);
  await until(async () => (await office.api<{ state: string }>(`/api/imports/${upload.id}`)).state, "done");
  const rounds = await office.api<{ items: { id: string }[] }>("/api/rounds");
  const plan = await send<Plan>(office, "POST", "/api/plans", { roundId: rounds.items[0]!.id, name });
  await until(async () => (await office.api<Plan>(`/api/plans/${plan.id}`)).solving, "done");
  return plan.id;
}

async function until(state: () => Promise<string>, wanted: string): Promise<void> {
  for (;;) {
    const now = await state();
    if (now === wanted) return;
    if (["failed", "cancelled", "conflict"].includes(now)) throw new Error(`ended as ${now}`);
    await sleep(500);
  }
}

/** Draws for five seconds, scrolling through all the rows or at rest. A text: the browser knows nothing of what compiles this file. */
function frames(page: Page, moving: boolean): Promise<{ rate: number; seconds: number; rows: number }> {
  return page.evaluate(`new Promise((resolve) => {
    const box = document.querySelector(".plan-rows");
    const whole = box.scrollHeight - box.clientHeight;
    const begun = performance.now();
    let drawn = 0;
    const next = () => {
      const gone = performance.now() - begun;
      const rows = Math.round(box.scrollHeight / document.querySelector(".plan-row").offsetHeight);
      if (gone >= 5000) return resolve({ rate: (drawn / gone) * 1000, seconds: gone / 1000, rows });
      drawn++;
      if (${moving}) box.scrollTop = whole * (gone / 5000);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  })`);
}

/** One seat more or fewer in cells from all over the plan, one after the other. */
async function edits(office: Office, plan: string): Promise<{ p95: number; median: number }> {
  type Cell = { offering: string; seats: number; version: number };
  const { items: cells } = await office.api<{ items: Cell[] }>(`/api/plans/${plan}/cells?limit=5000`);
  await send(office, "POST", `/api/plans/${plan}/desk`);
  const taken: number[] = [];
  for (let i = 0; i < EDITS + 3; i++) {
    const { offering, seats, version } = cells[Math.floor((i * cells.length) / (EDITS + 3))]!;
    const begun = performance.now();
    await send(office, "PUT", `/api/plans/${plan}/cells`, { cells: [{ offering, version, seats: seats > 0 ? seats - 1 : 1 }], note: "" });
    // the first ones wait for the solver to be warm
    if (i >= 3) taken.push(performance.now() - begun);
  }
  taken.sort((a, b) => a - b);
  return { p95: taken[Math.ceil(EDITS * 0.95) - 1]!, median: taken[EDITS >> 1]! };
} // prettier-ignore
