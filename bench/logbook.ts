/**
 * The evening hour in which 50,000 students write their day. The server is a process of its own on the database that it brings
 * along; every student has a session and goes through HTTP, cookie, policies and audit.
 *
 * Entries come at the pace of the hour (13.9 a second), a tenth of the time at four times that; arrivals do not wait for answers,
 * and a time counts from the moment at which it was due. One in twenty is sent twice, one in fifty cut off before its answer and
 * sent again, as phones on a poor connection do. TIXI_BENCH_PEOPLE makes it smaller, TIXI_BENCH_RATE faster or slower.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createPool, migrate, migrationFolders, modules, startEmbedded } from "@tixi/server";
import { format, type Row } from "./row.ts";
import { serve, signedIn } from "./served.ts";

const PEOPLE = Number(process.env["TIXI_BENCH_PEOPLE"] ?? 50_000);
/** a second, in the mean; that of the hour unless told */
const RATE = Number(process.env["TIXI_BENCH_RATE"] ?? 50_000 / 3600);
const BURST = 4;
const BURST_SHARE = 0.1;
const TWICE = 0.05;
const CUT = 0.02;
const BOUND_MS = 300;
const CONNECTIONS = 200;
const PROVINCE = "370000";

type Pool = ReturnType<typeof createPool>;
interface Student {
  placement: string;
  cookie: string;
}
interface Found {
  times: number[];
  burst: number[];
  /** id of the entry that each was told is there */
  told: Map<string, string>;
  accepted: number;
  duplicate: number;
  sent: number;
  cut: number;
  wrong: string[];
  seconds: number;
}

export async function rows(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "tixi-bench-logbook-"));
  const database = await startEmbedded({ dataDir });
  const owner = createPool(database.url, { max: 2 });
  await migrate(owner, migrationFolders(modules));
  await owner.end();
  // past all policies: to place the students and to look behind the curtain
  const pool = createPool(database.adminUrl("tixi"), { max: 4 });
  try {
    const students = await placed(pool);
    const server = await serve(dataDir, database.url);
    let found: Found;
    try {
      found = await evening(server.address, students);
    } finally {
      await server.stop();
    }
    const { rows: stored } = await pool.query<{ id: string; placement_id: string }>("select id, placement_id from cotraining.log_entry"); // prettier-ignore
    const kept = new Map(stored.map((row) => [row.id, row.placement_id]));
    const lost = [...found.told].filter(([id, placement]) => kept.get(id) !== placement).length;
    const doubled = stored.length - new Set(stored.map(({ placement_id }) => placement_id)).size;
    const untold = stored.length - found.told.size;
    for (const line of found.wrong.slice(0, 5)) console.error(`  ${line}`);
    const floor = await bareInserts(pool);
    const p95 = percentile(found.times, 0.95);
    console.error(
      `  ${format(found.sent)} sent (${format(found.cut)} cut off) in ${format(found.seconds)} s: ${format(found.accepted)} accepted, ${format(found.duplicate)} known already; median ${format(percentile(found.times, 0.5))} ms, p99 ${format(percentile(found.times, 0.99))} ms; burst p95 ${format(percentile(found.burst, 0.95))} ms`,
    );
    const plain = { peer: "", peerValue: null, ratio: null };
    return [
      {
        what: `logbook: ${format(PEOPLE)} daily entries, ${format(RATE)}/s, ${format(BURST * RATE)}/s in the burst, p95`,
        value: p95,
        unit: "ms",
        must: `≤ ${BOUND_MS}`,
        peer: "the same row by bare INSERT and commit",
        peerValue: floor,
        ratio: p95 / floor,
        pass: p95 <= BOUND_MS,
      },
      {
        what: "logbook: p95 of the burst alone",
        value: percentile(found.burst, 0.95),
        unit: "ms",
        must: `≤ ${BOUND_MS}`,
        ...plain,
        pass: percentile(found.burst, 0.95) <= BOUND_MS,
      },
      {
        what: `logbook: lost, doubled or wrong, of ${format(PEOPLE)}`,
        value: lost + doubled + Math.abs(untold) + found.wrong.length,
        unit: "",
        must: "0",
        ...plain,
        pass: lost + doubled + untold + found.wrong.length === 0 && stored.length === PEOPLE,
      },
    ];
  } finally {
    await pool.end();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Students with an account, a session and a running placement. */
async function placed(pool: Pool): Promise<Student[]> {
  const cookies = await signedIn(pool, PEOPLE, "学生");
  await pool.query("insert into registry.installation (province, sample, publisher, created_at) values ($1, false, '甲省教育厅', now())", [PROVINCE]); // prettier-ignore
  await pool.query("insert into registry.person (id, name, user_id, state, created_at) select gen_random_uuid(), '学生' || n, 'b' || n, 'active', now() from generate_series(0, $1::int - 1) n", [PEOPLE]); // prettier-ignore
  await pool.query(
    `insert into registry.membership (id, person_id, role, region, state, since, created_at)
     select gen_random_uuid(), id, 'student', '370102', 'active', '2026-01-01', now() from registry.person where user_id like 'b%'`,
  );
  await pool.query(
    `insert into cotraining.post (province, id, enterprise, name, seats, sample, created_by_name, created_at)
     select $1, gen_random_uuid(), gen_random_uuid(), '岗位' || n, 100, false, '某人', now() from generate_series(1, 500) n`,
    [PROVINCE],
  );
  await pool.query(
    `insert into cotraining.placement (province, id, person, person_name, school, school_name, region, enterprise, enterprise_name, post_id, from_on, to_on, sample, created_by_name, created_at)
     select $1, gen_random_uuid(), p.id, p.name, ('00000000-0000-7000-8000-' || lpad((n % 200)::text, 12, '0'))::uuid, '学校', '370102', o.enterprise, '企业', o.id,
       current_date - 60, current_date + 60, false, '某人', now()
     from (select id, name, substr(user_id, 2)::int as n from registry.person where user_id like 'b%') p
       join (select id, enterprise, row_number() over () as k from cotraining.post) o on o.k = 1 + p.n % 500`,
    [PROVINCE],
  );
  await pool.query(
    `insert into cotraining.placement_action (province, placement_id, seq, action, by_name, at)
     select province, id, a.seq, a.action, '某人', now() - interval '60 days' from cotraining.placement, (values (1, 'plan'), (2, 'start')) a(seq, action)`,
  );
  for (const table of ["cotraining.placement", "cotraining.placement_action", "cotraining.post", "registry.person", "registry.membership", "auth.session"])
    await pool.query(`analyze ${table}`).catch(() => {}); // prettier-ignore
  const { rows: found } = await pool.query<{ n: number; id: string }>("select substr(r.user_id, 2)::int as n, p.id from cotraining.placement p join registry.person r on r.id = p.person"); // prettier-ignore
  return found.map(({ n, id }) => ({ placement: id, cookie: cookies[n]! }));
}

/** Everybody writes his day once, at a moment that was drawn beforehand; some twice, some cut off. */
async function evening(address: string, students: readonly Student[]): Promise<Found> {
  const random = randomFrom(20261130);
  const seconds = students.length / RATE;
  // a tenth of the time, in the middle, is four times as busy as the mean of all would be
  const busy = BURST * BURST_SHARE;
  const from = 0.5 - BURST_SHARE / 2;
  const moment = (): number => {
    if (random() < busy) return 1000 * seconds * (from + random() * BURST_SHARE);
    const quiet = random() * (1 - BURST_SHARE);
    return 1000 * seconds * (quiet < from ? quiet : quiet + BURST_SHARE);
  };
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const found: Found = { times: [], burst: [], told: new Map(), accepted: 0, duplicate: 0, sent: 0, cut: 0, wrong: [], seconds: 0 }; // prettier-ignore
  const began = performance.now() + 1000;
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const one = async ({ placement, cookie }: Student): Promise<void> => {
    const due = moment();
    const [twice, cut] = [random() < TWICE, random() < CUT];
    const id = randomUUID();
    const body = { entries: [{ id, placement, day: today, presence: "present", startsAt: 480, endsAt: 1020, pause: 60, did: "跟师傅操作数控车床，车外圆三件，用千分尺测量并填写检验单。", competences: [], phoneAt: new Date().toISOString() }] }; // prettier-ignore
    await sleep(Math.max(0, began + due - performance.now()));
    const start = began + due;
    if (cut) {
      found.cut++;
      found.sent++;
      await send(address, agent, cookie, body, 5 + random() * 25).catch(() => undefined);
      await sleep(500);
    }
    const asked = cut ? performance.now() : start;
    const { results } = await send(address, agent, cookie, body);
    const took = performance.now() - asked;
    found.times.push(took);
    if (due >= 1000 * seconds * from && due < 1000 * seconds * (from + BURST_SHARE)) found.burst.push(took);
    found.sent++;
    count(results[0]);
    if (results[0]?.result === "refused")
      return void found.wrong.push(`refused: ${JSON.stringify(results[0])}`);
    found.told.set(id, placement);
    if (twice) {
      found.sent++;
      const again = await send(address, agent, cookie, body);
      count(again.results[0]);
      if (again.results[0]?.result !== "duplicate") found.wrong.push(`taken twice: ${JSON.stringify(again.results[0])}`); // prettier-ignore
    }
  };
  const count = (result: { result: string } | undefined): void => {
    if (result?.result === "accepted") found.accepted++;
    if (result?.result === "duplicate") found.duplicate++;
  };
  await Promise.all(students.map((student) => one(student).catch((error: unknown) => found.wrong.push(String(error).slice(0, 200))))); // prettier-ignore
  agent.destroy();
  found.seconds = (performance.now() - began) / 1000;
  return found;
}

interface Answer {
  results: { id: string; result: string }[];
}
/** @param cutAfter milliseconds after which the connection breaks, whatever became of it */
function send(address: string, agent: http.Agent, cookie: string, body: object, cutAfter?: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { agent: cutAfter === undefined ? agent : new http.Agent(), method: "POST", headers: { cookie, accept: "application/json", "content-type": "application/json" }, timeout: 60_000 };
    const request = http.request(`${address}/api/logbook/entries`, options, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.once("error", reject);
      answer.once("end", () => {
        const text = Buffer.concat(parts).toString();
        if (answer.statusCode === 200) resolve(JSON.parse(text) as Answer);
        else reject(new Error(`${answer.statusCode} ${text.slice(0, 200)}`));
      });
    });
    request.once("timeout", () => request.destroy(new Error("no answer in 60 s")));
    request.once("error", reject);
    if (cutAfter !== undefined) setTimeout(() => request.destroy(new Error("cut off")), cutAfter);
    request.end(JSON.stringify(body));
  });
} // prettier-ignore

/** One such row by INSERT and commit, four at a time; p95 in milliseconds. */
async function bareInserts(pool: Pool): Promise<number> {
  await pool.query("create table public.bare_entry (id uuid primary key, placement uuid not null, day date not null, did text not null, at timestamptz not null, unique (placement, day))"); // prettier-ignore
  const times: number[] = [];
  const one = async (): Promise<void> => {
    for (let n = 0; n < 500; n++) {
      const from = performance.now();
      await pool.query("insert into public.bare_entry values ($1, $2, current_date, '跟师傅操作数控车床，车外圆三件。', now())", [randomUUID(), randomUUID()]); // prettier-ignore
      times.push(performance.now() - from);
    }
  };
  await Promise.all([one(), one(), one(), one()]);
  return percentile(times, 0.95);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** The same hour every time (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
