/** A server of its own for a part of the bench, and how to talk to it. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const LONGEST_LOAD_MS = 15 * 60_000;

export type Api = <T>(path: string) => Promise<T>;

export const apiOf =
  (address: string, cookie: string): Api =>
  async <T>(path: string) => {
    const answer = await fetch(`${address}${path}`, { headers: { cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };

/** Starts it as `npm start` does, with the sample province of so many postings; requests are not limited. */
export async function startServer(
  dataDir: string,
  postings: number,
): Promise<{ address: string; stop(): Promise<void> }> {
  const script = join(import.meta.dirname, "..", "scripts", "start.mjs");
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, NODE_OPTIONS: "", DATA_DIR: dataDir, PORT: "0", HOST: "localhost", TIXI_SAMPLE: String(postings), RATE_LIMIT: "off" },
    stdio: ["ignore", "pipe", "pipe"],
  }); // prettier-ignore
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let said = "";
  const address = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /Tixi .*(http:\/\/localhost:\d+)/.exec(said)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    void ended.then(() => reject(new Error(`the server ended:\n${said}`)));
  });
  return {
    address,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

export async function signInDemo(address: string): Promise<string> {
  const answer = await fetch(`${address}/api/demo/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  if (!answer.ok || cookies.length === 0)
    throw new Error(`the demo planner cannot sign in: ${answer.status}`);
  return cookies.join("; ");
}

export interface Me {
  installation: { loading: boolean; currentReleaseId: string | null };
}

export async function loaded(api: Api): Promise<void> {
  const until = Date.now() + LONGEST_LOAD_MS;
  while ((await api<Me>("/api/me")).installation.loading) {
    if (Date.now() > until) throw new Error("the sample province was not loaded in 15 minutes");
    await sleep(1000);
  }
}
