import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  addressIn,
  killAll,
  passwordIn,
  serve,
  signIn,
} from "../../server/src/platform/testing/server-process.ts";
import { run } from "./main.ts";

/** An installation of its own with the bundled database, as somebody at its terminal has it. */
let dataDir = "";
beforeAll(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "tixi-installation-"));
  vi.stubEnv("DATA_DIR", dataDir);
  vi.stubEnv("DATABASE_URL", "");
});
afterAll(async () => {
  await killAll();
  vi.unstubAllEnvs();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

async function tixi(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const stdout = vi
    .spyOn(process.stdout, "write")
    .mockImplementation((chunk) => ((out += String(chunk)), true));
  const stderr = vi
    .spyOn(process.stderr, "write")
    .mockImplementation((chunk) => ((err += String(chunk)), true));
  try {
    return { code: await run(words), out, err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

test("the audit trail is verified and the keys are changed beside the running server, and without it", async () => {
  const server = serve({ DATA_DIR: dataDir });
  const output = await server.ready;
  expect((await signIn(addressIn(output), passwordIn(output))).status).toBe(200);
  await expect.poll(async () => (await tixi("doctor", "audit", "--json")).out, { timeout: 60_000, interval: 500 }).toContain('"waiting": 0');

  const rotated = await tixi("keys", "rotate");
  expect([rotated.code, rotated.out]).toEqual([0, expect.stringMatching(/新密钥 new key 2\n(.*\n)*已停用密钥 retired key 1\n/)]);
  expect(rotated.out).toContain("registry.person.phone_sealed  重新加密 sealed anew 0");
  // still one that signs in
  expect((await signIn(addressIn(output), passwordIn(output))).status).toBe(200);
  await server.kill("SIGTERM");

  const verified = await tixi("doctor", "audit");
  expect([verified.code, verified.out]).toEqual([0, expect.stringMatching(/^完整 intact：核对 checked [1-9]\d*，/)]);
  // the head of the chain is no longer where the data folder says
  const head = path.join(dataDir, "audit", "head");
  fs.writeFileSync(head, fs.readFileSync(head, "utf8").replace(/^\d+/, (seq) => String(Number(seq) + 1)));
  const forged = await tixi("doctor", "audit");
  expect([forged.code, forged.out]).toEqual([1, expect.stringContaining("检查点被伪造 checkpoint forged")]);
}, 240_000); // prettier-ignore

test("where there is no installation it says so", async () => {
  vi.stubEnv("DATA_DIR", path.join(dataDir, "elsewhere"));
  expect(await tixi("doctor", "audit")).toMatchObject({
    code: 1,
    err: expect.stringContaining("There is no installation in"),
  });
});
