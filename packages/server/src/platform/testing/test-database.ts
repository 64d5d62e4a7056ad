import pg from "pg";
import pino from "pino";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { modules } from "../../modules.ts";
import { peopleOf, recipientsOf } from "../../registry/index.ts";
import { createAuth } from "../auth/auth.ts";
import { readConfig } from "../config/config.ts";
import { NOBODY, type Actor, type Context, type Role } from "../context.ts";
import { createDb, createPool } from "../db/connect.ts";
import { transaction } from "../db/transaction.ts";
import { FileStore } from "../files/store.ts";
import { openUploads } from "../files/uploads.ts";
import { JobQueue } from "../jobs/queue.ts";
import { createNotices } from "../notices/service.ts";
import { openVault } from "../personal/vault.ts";
import type { Platform } from "../platform.ts";

/** The province of tests: 示例省 of the code table's shape, with its first city. */
export const TEST_PROVINCE = "370000";

export const actors = {
  administrator: actor("administrator", "管理员"),
  planner: actor("planner", "规划员"),
  /** of a city: reads what its province holds and changes nothing of it */
  cityPlanner: { ...actor("planner", "市规划员"), userId: "test-city-planner", region: "370200" },
  auditor: actor("auditor", "审计员"),
  /** of another province: must never see what belongs to the first */
  stranger: { ...actor("planner", "外省规划员"), userId: "test-stranger", region: "330000" },
  public: { ...NOBODY, name: "公众", region: TEST_PROVINCE },
} as const satisfies Record<string, Actor>;

function actor<R extends Role>(role: R, name: string) {
  return { ...NOBODY, userId: `test-${role}`, name, role, region: TEST_PROVINCE };
}

export interface TestDatabase {
  platform: Platform;
  /** Runs as an actor, like a request would. */
  as<T>(actor: Actor, action: (ctx: Context) => Promise<T>): Promise<T>;
  /** SQL as the superuser, past all policies: to build a world and to look behind the curtain. */
  sql<Row extends pg.QueryResultRow = Record<string, unknown>>(
    text: string,
    values?: unknown[],
  ): Promise<Row[]>;
  url: string;
  close(): Promise<void>;
}

/** A migrated database of its own (a copy of the template, about 30 ms). Close it after the test. */
export async function testDatabase(now: Date = new Date("2026-11-23T08:00:00+08:00")): Promise<TestDatabase> {
  const name = `t_${randomBytes(8).toString("hex")}`;
  const adminUrl = (database: string) => inject("postgres").replace("%s", database);
  await runOnce(adminUrl("postgres"), `create database ${name} template tixi strategy file_copy owner tixi`);
  const url = adminUrl(name).replace("//postgres@", "//tixi@");
  const pool = createPool(url, { max: 6 });
  const admin = createPool(adminUrl(name), { max: 2 });
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "tixi-files-"));
  const log = pino({ level: process.env.TEST_LOG ?? "silent" });
  const files = new FileStore(path.join(dataDir, "files"));
  await files.open();
  const queue = new JobQueue();
  const secret = "a secret of tests, long enough to be one";
  const config = readConfig({
    DATA_DIR: dataDir,
    DATABASE_URL: url,
    TIXI_SAMPLE: "no",
    AUTH_SECRET: secret,
    RATE_LIMIT: "off",
  });
  const auth = createAuth({ databaseUrl: url, secret, baseUrl: "http://localhost:3000" });
  const vault = openVault(config);
  const kinds = modules.flatMap((module) => module.notices ?? []);
  const platform: Platform = {
    config,
    pool,
    db: createDb(pool),
    auth,
    people: peopleOf(pool, vault),
    log,
    clock: () => now,
    files,
    uploads: openUploads(config, files, secret),
    vault,
    notices: createNotices(config, kinds, recipientsOf(pool, vault)),
    queue,
    jobs: queue.forTransaction,
  };
  return {
    platform,
    url,
    as: (actor, action) => transaction(platform, actor, { requestId: "test" }, action),
    sql: async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) =>
      (await admin.query<Row>(text, values)).rows,
    close: async () => {
      await auth.close();
      await pool.end();
      await admin.end();
      await runOnce(adminUrl("postgres"), `drop database if exists ${name} with (force)`);
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function runOnce(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
