import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { StartError } from "./platform/config/start-error.ts";
import { checkServer } from "./platform/db/connect.ts";
import { packageFolder, projectFolder } from "./platform/config/folders.ts";

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "tixi-start-"));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const started = new Set<Server>();
afterEach(async () => {
  for (const server of started) await server.kill("SIGKILL");
});

interface Server {
  output(): string;
  /** what it prints when it answers, or everything once it has ended */
  ready: Promise<string>;
  kill(signal: NodeJS.Signals): Promise<number | null>;
  ended: Promise<number | null>;
}

/** Starts the server as a process of its own, as `npm start` does. */
function serve(env: Record<string, string>): Server {
  const main = path.join(packageFolder("@tixi/server"), "src", "platform", "testing", "serve.ts");
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", main], {
    cwd: projectFolder(),
    env: { PATH: process.env.PATH, HOME: folder, TIXI_SAMPLE: "no", PORT: "0", ...env },
  });
  let output = "";
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const ready = new Promise<string>((resolve) => {
    const listen = (chunk: Buffer) => {
      output += chunk.toString();
      if (/Tixi .*http:\S+\n/.test(output)) resolve(output);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    void ended.then(() => resolve(output));
  });
  const server: Server = {
    output: () => output,
    ready,
    ended,
    kill: async (signal) => {
      started.delete(server);
      child.kill(signal);
      return ended;
    },
  };
  started.add(server);
  return server;
}

const addressIn = (output: string) => /http:\/\/localhost:\d+/.exec(output)?.[0] ?? "";
const passwordIn = (output: string) => /one-time password {2}(\S+)/.exec(output)?.[1] ?? "";
const post = (address: string, url: string, body: object, cookie = "") =>
  fetch(address + url, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", cookie },
  });
const signIn = (address: string, password: string) =>
  post(address, "/api/auth/sign-in/username", { username: "admin", password });

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
