import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { verifyAudit } from "./platform/audit/verify.ts";
import { openInstallation } from "./platform/db/installation.ts";
import { addressIn, killAll, post, serve, type Server } from "./platform/testing/server-process.ts";

/** Kills of the server and as many of the database; TIXI_CRASH=20 is the long run. */
const ROUNDS = Number(process.env["TIXI_CRASH"] ?? 1);
const WRITES = 1000;
/** Requests under way at once. */
const HANDS = 16;

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "tixi-writes-"));
});
afterEach(killAll);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

async function begin(): Promise<{ server: Server; address: string; cookie: string }> {
  const server = serve({ DATA_DIR: path.join(folder, "data"), TIXI_SAMPLE: "1000", RATE_LIMIT: "off" });
  const address = addressIn(await server.ready);
  expect(address, server.output()).not.toBe("");
  const entered = await post(address, "/api/demo/sign-in", {});
  expect(entered.status).toBe(200);
  const cookie = entered.headers.getSetCookie().map((line) => line.split(";")[0]).join("; "); // prettier-ignore
  return { server, address, cookie };
}

/** The postmaster, as its own lock file names it. */
function killDatabase(): void {
  const [pid] = fs.readFileSync(path.join(folder, "data", "database", "postmaster.pid"), "utf8").split("\n");
  // In a user namespace of its own the pid is the same; only the user differs.
  execFileSync("kill", ["-KILL", pid!]);
}

/**
 * Registers organisations until 1,000 were asked for, and kills somewhere in between.
 * @returns the ids of those that were acknowledged
 */
async function writeAndKill(round: number, victim: "server" | "database"): Promise<string[]> {
  const { server, address, cookie } = await begin();
  const { user } = (await (await fetch(`${address}/api/me`, { headers: { cookie } })).json()) as {
    user: { region: string };
  };
  const acknowledged: string[] = [];
  const killAt = 100 + ((round * 337) % 800);
  let asked = 0;
  let dead = false;
  const hand = async (): Promise<void> => {
    while (asked < WRITES && !dead) {
      const n = asked++;
      const body = {
        name: `崩溃检验${victim}${round}第${n}家企业`,
        kind: "enterprise",
        region: user.region,
        confirmed: true,
      };
      const answer = await post(address, "/api/organisations", body, cookie).catch(() => null);
      if (answer?.status === 200) {
        const { id } = (await answer.json().catch(() => ({ id: null }))) as { id: string | null };
        if (id !== null) acknowledged.push(id);
      } else if (!dead && answer !== null && answer.status < 500)
        throw new Error(`${answer.status} ${await answer.text()}`);
      if (!dead && acknowledged.length >= killAt) {
        dead = true;
        if (victim === "server") await server.kill("SIGKILL");
        else killDatabase();
      }
    }
  };
  await Promise.all(Array.from({ length: HANDS }, hand));
  expect(
    dead,
    `${acknowledged.length} of ${asked} writes were acknowledged, too few to kill between them`,
  ).toBe(true);
  await server.ended;
  return acknowledged;
}

test(
  `every write that was acknowledged is there after ${ROUNDS} kills of the server and ${ROUNDS} of the database, and the audit chain holds`,
  { timeout: 120_000 * ROUNDS * 2 },
  async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round++)
      for (const victim of ["server", "database"] as const)
        acknowledged.push(...(await writeAndKill(round, victim)));
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    expect(acknowledged.length).toBeGreaterThan(100 * ROUNDS * 2 - 1);

    const { config, pool, vault, close } = await openInstallation({ DATA_DIR: path.join(folder, "data") });
    try {
      const kept = await pool.query<{ id: string }>(
        `select o.id from unnest($1::uuid[]) asked (id) join registry.organisation o on o.id = asked.id
           join registry.organisation_version v on v.organisation_id = o.id`,
        [acknowledged],
      );
      expect(new Set(kept.rows.map(({ id }) => id))).toEqual(new Set(acknowledged));
      const audited = await pool.query<{ n: number }>(
        "select count(distinct subject) as n from audit.entry where subject = any($1)",
        [acknowledged.map((id) => `organisation:${id}`)],
      );
      expect(Number(audited.rows[0]!.n)).toBe(acknowledged.length);
      expect(await verifyAudit(pool, { vault, dataDir: config.dataDir })).toMatchObject({
        breaks: 0,
        broken: [],
      });
    } finally {
      await close();
    }
  },
);
