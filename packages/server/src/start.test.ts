import { spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { StartError } from "./platform/config/start-error.ts";
import { checkServer } from "./platform/db/connect.ts";
import { addressIn, killAll, passwordIn, post, serve, signIn } from "./platform/testing/server-process.ts";

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "tixi-start-"));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

afterEach(killAll);

describe("the server", { timeout: 90_000 }, () => {
  test("keeps what it acknowledged when it is killed, keeps its folder to itself, and ends in order", async () => {
    const DATA_DIR = path.join(folder, "data");
    const first = serve({ DATA_DIR });
    const output = await first.ready;
    const address = addressIn(output);
    const entered = await signIn(address, passwordIn(output));
    expect(entered.status).toBe(200);
    const cookie = entered.headers.getSetCookie().map((line) => line.split(";")[0]).join("; "); // prettier-ignore
    const body = { currentPassword: passwordIn(output), newPassword: "kept through a crash" };
    expect((await post(address, "/api/auth/change-password", body, cookie)).status).toBe(200);
    await first.kill("SIGKILL");

    const second = serve({ DATA_DIR });
    const again = await second.ready;
    expect(passwordIn(again)).toBe(""); // nobody is given a one-time password any more
    expect((await signIn(addressIn(again), "kept through a crash")).status).toBe(200);

    const third = serve({ DATA_DIR });
    expect(await third.ended).toBe(1);
    expect(third.output().trim()).toMatch(/^The data folder .* is in use by another running Tixi .*\.$/);

    expect(await second.kill("SIGTERM")).toBe(0);
    expect(fs.existsSync(path.join(DATA_DIR, "database", "postmaster.pid"))).toBe(false);
  });

  test.each([
    [
      "a port in use",
      async () => ({ PORT: await takenPort() }),
      /^Port \d+ on localhost is in use by another program: .*\.$/,
    ],
    [
      "a folder that cannot be written",
      async () => ({ DATA_DIR: path.join(fileInTheWay(), "data") }),
      /^The data folder .* cannot be written; .*\.$/,
    ],
    [
      "a setting that cannot be used",
      async () => ({ PORT: "3000x" }),
      /^The setting PORT=3000x cannot be used: .*\.$/,
    ],
    [
      "a database that cannot be reached",
      async () => ({ DATABASE_URL: "postgres://127.0.0.1:1/none" }),
      /^The database of DATABASE_URL cannot be reached: .*\.$/,
    ],
  ])("says of %s in one sentence what to do", async (_what, env, sentence) => {
    const server = serve({ DATA_DIR: path.join(folder, "other"), ...(await env()) });
    expect(await server.ended).toBe(1);
    expect(server.output().trim()).toMatch(sentence);
    expect(server.output().trim().split("\n")).toHaveLength(1);
  });

  test("says that the disk is full", async (context) => {
    const disk = path.join(folder, "disk");
    fs.mkdirSync(disk);
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=12m", "tmpfs", disk]).status !== 0)
      return context.skip("a small disk can be mounted by root only");
    try {
      const server = serve({ DATA_DIR: path.join(disk, "data") });
      await server.ready;
      if (server.output().includes("the database lives in"))
        return context.skip("the database lives on another disk");
      expect(await server.ended).toBe(1);
      expect(server.output().trim()).toMatch(/^The disk is full at .*: make room and start again; .*\.$/);
    } finally {
      spawnSync("umount", ["-l", disk]);
    }
  });
});

test("a database that is too old, or of another encoding, is refused in one sentence", async () => {
  const pool = (version: number, encoding: string) =>
    ({ query: async () => ({ rows: [{ version, encoding }] }) }) as unknown as pg.Pool;
  await expect(checkServer(pool(140_011, "UTF8"))).rejects.toEqual(
    new StartError("database-too-old", "The database is PostgreSQL 14; Tixi needs version 15 or newer."),
  );
  await expect(checkServer(pool(160_001, "SQL_ASCII"))).rejects.toThrow(/encoding UTF8/);
  await expect(checkServer(pool(150_000, "UTF8"))).resolves.toBeUndefined();
});

const servers: net.Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

async function takenPort(): Promise<string> {
  const server = net.createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return String((server.address() as net.AddressInfo).port);
}

function fileInTheWay(): string {
  const file = path.join(folder, "file");
  fs.writeFileSync(file, "");
  return file;
}
