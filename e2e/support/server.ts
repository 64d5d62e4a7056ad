import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const projectFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

export interface RunningServer {
  address: string;
  /** its DATA_DIR */
  dataDir: string;
  /** everything it has printed so far */
  output(): string;
  /** waits until it has printed this */
  says(text: string, withinMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts what `npm start` starts, built already, with a data folder of its own that goes when it stops. */
export async function startServer(sample: string): Promise<RunningServer> {
  const main = path.join(projectFolder, "packages", "server", "dist", "main.js");
  if (!fs.existsSync(main)) throw new Error(`${main} is missing: build with npm start or npm test first`);
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "tixi-e2e-"));
  const port = await freePort();
  const code = `import(${JSON.stringify(pathToFileURL(main).href)}).then(({ serve }) => serve())`;
  const child = spawn(process.execPath, ["-e", code], {
    cwd: projectFolder,
    env: { ...process.env, PORT: String(port), HOST: "localhost", DATA_DIR: dataDir, TIXI_SAMPLE: sample },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const hear = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  let gone = false;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve(void (gone = true))));
  const says = async (text: string, withinMs: number): Promise<void> => {
    const until = Date.now() + withinMs;
    while (!output.includes(text)) {
      if (gone || Date.now() > until)
        throw new Error(`The server did not say “${text}” within ${withinMs} ms:\n${output}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
    fs.rmSync(dataDir, { recursive: true, force: true });
  };
  const address = `http://localhost:${port}`;
  try {
    await says(address, 60_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, dataDir, output: () => output, says, stop };
}

async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject);
    probe.listen(0, "localhost", resolve);
  });
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
