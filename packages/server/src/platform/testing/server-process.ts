import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { packageFolder, projectFolder } from "../config/folders.ts";

const started = new Set<Server>();
/** Ends what a test left running. */
export async function killAll(): Promise<void> {
  for (const server of started) await server.kill("SIGKILL");
}

export interface Server {
  output(): string;
  /** what it prints when it answers, or everything once it has ended */
  ready: Promise<string>;
  kill(signal: NodeJS.Signals): Promise<number | null>;
  ended: Promise<number | null>;
}

/** Starts the server as a process of its own, as `npm start` does. */
export function serve(env: Record<string, string>): Server {
  const main = path.join(packageFolder("@tixi/server"), "src", "platform", "testing", "serve.ts");
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", main], {
    cwd: projectFolder(),
    env: { PATH: process.env.PATH, TIXI_SAMPLE: "no", PORT: "0", ...env },
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

export const addressIn = (output: string) => /http:\/\/localhost:\d+/.exec(output)?.[0] ?? "";
export const passwordIn = (output: string) => /one-time password {2}(\S+)/.exec(output)?.[1] ?? "";
export const post = (address: string, url: string, body: object, cookie = "") =>
  fetch(address + url, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", cookie },
  });
export const signIn = (address: string, password: string) =>
  post(address, "/api/auth/sign-in/username", { username: "admin", password });
