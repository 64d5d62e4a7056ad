import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { buildApp } from "./app.ts";
import { createSealer } from "./platform/audit/seal.ts";
import { homeRegion } from "./home-region.ts";
import { modules } from "./modules.ts";
import { firstAdministrator } from "./platform/auth/accounts.ts";
import { createAuth } from "./platform/auth/auth.ts";
import { actorFromRequest } from "./platform/auth/session.ts";
import { keptSecret } from "./platform/auth/secret.ts";
import { readConfig, type Config } from "./platform/config/config.ts";
import { StartError } from "./platform/config/start-error.ts";
import { NOBODY, type Actor } from "./platform/context.ts";
import { checkServer, createDb, createPool } from "./platform/db/connect.ts";
import { startEmbedded, type EmbeddedDatabase } from "./platform/db/embedded/supervisor.ts";
import { migrationFolders } from "./platform/db/folders.ts";
import { migrate } from "./platform/db/migrate.ts";
import { startFileKeeper } from "./platform/files/keeper.ts";
import { FileStore } from "./platform/files/store.ts";
import { openUploads } from "./platform/files/uploads.ts";
import { JobQueue } from "./platform/jobs/queue.ts";
import { startJobs } from "./platform/jobs/runner.ts";
import { startPostOffice } from "./platform/notices/post-office.ts";
import { createNotices } from "./platform/notices/service.ts";
import { checkKeys } from "./platform/personal/check-keys.ts";
import { openVault } from "./platform/personal/vault.ts";
import { createLog } from "./platform/operations/log.ts";
import { allJobs } from "./platform/platform-jobs.ts";
import type { Platform } from "./platform/platform.ts";
import { enrol, peopleOf, recipientsOf } from "./registry/index.ts";
import { beginSample, followSample, sampleJob } from "./sample.ts";
import { version } from "./version.ts";

export interface Running {
  /** where it answers, e.g. http://localhost:3000 */
  address: string;
  /** how long the end may take before whatever hangs is cut off */
  patienceMs: number;
  stop(): Promise<void>;
}

type Say = (line: string) => void;

/** Running requests, jobs that put themselves down, the database. */
const ENDING_MS = 20_000;

/**
 * Starts everything in this process: database, migrations, first administrator, jobs, HTTP. Answers as soon as the
 * tables stand; the sample province is loaded behind.
 * @throws StartError with one sentence for the person at the terminal
 */
export async function start(env: NodeJS.ProcessEnv = process.env, say: Say = console.log): Promise<Running> {
  const config = readConfig(env);
  await requirePort(config);
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await close().catch(() => {});
  };
  try {
    const address = await open(config, closers, say);
    return { address, stop, patienceMs: config.shutdownDelayMs + ENDING_MS };
  } catch (error) {
    await stop();
    throw explained(error, config);
  }
}

async function open(config: Config, closers: (() => Promise<unknown>)[], say: Say): Promise<string> {
  makeDataFolder(config.dataDir);
  const database = config.databaseUrl === null ? await startEmbedded({ dataDir: config.dataDir }) : null;
  if (database) closers.push(() => database.stop());
  if (database?.note) say(database.note);
  const databaseUrl = database?.url ?? (config.databaseUrl as string);
  const pool = createPool(databaseUrl);
  closers.push(() => pool.end());
  await checkServer(pool);
  await migrate(pool, migrationFolders(modules));

  const secret = config.authSecret ?? keptSecret(config.dataDir, "session-key");
  const publicUrl = config.publicUrl ?? `http://${inAddress(config.host)}:${config.port}`;
  const auth = createAuth({ databaseUrl, secret, baseUrl: publicUrl });
  closers.push(() => auth.close());
  const files = new FileStore(path.join(config.dataDir, "files"));
  await files.open();
  const queue = new JobQueue();
  const log = createLog(config.logLevel);
  const vault = openVault(config);
  const kinds = modules.flatMap((module) => module.notices ?? []);
  const platform: Platform = {
    config: { ...config, authSecret: secret },
    pool,
    db: createDb(pool),
    auth,
    people: peopleOf(pool, vault),
    log,
    clock: () => new Date(),
    files,
    uploads: openUploads(config, files, secret),
    vault,
    notices: createNotices({ ...config, publicUrl }, kinds, recipientsOf(pool, vault)),
    queue,
    jobs: queue.forTransaction,
  };
  await checkKeys(pool, platform.vault);
  const sealer = createSealer(platform);
  sealer.start();
  platform.audited = sealer.nudge;
  closers.push(() => sealer.stop());
  const administrator = await firstAdministrator(auth, config, new Date());
  await enrol(platform, {
    userId: administrator.userId,
    name: "系统管理员",
    role: "administrator",
    organisation: null,
    region: null,
  });
  const sampleId = await beginSample(platform, administrator.isNew);

  const region = homeRegion(platform);
  const publicActor = async (): Promise<Actor> => ({ ...NOBODY, name: "公众", region: await region() });
  const app = await buildApp(platform, {
    resolveActor: actorFromRequest(platform, region),
    publicActor,
  });
  // The embedded database lets only one process in, so what it finds running died with the last one.
  const jobs = await startJobs(
    platform,
    [...allJobs(platform, modules), sampleJob(platform)],
    database !== null,
  );
  closers.push(() => jobs.stop());
  const stopKeeping = startFileKeeper(platform);
  closers.push(async () => stopKeeping());
  const postOffice = startPostOffice(platform);
  closers.push(() => postOffice.stop());
  await app.listen({ port: config.port, host: config.host });
  closers.push(() => app.close());
  // First /readyz says no, so that a proxy sends nothing more here; only then connections are refused.
  closers.push(async () => {
    app.stopping = true;
    await sleep(config.shutdownDelayMs);
  });
  watch(database, closers, say);

  const { port } = app.server.address() as net.AddressInfo;
  const address = config.publicUrl ?? `http://${inAddress(config.host)}:${port}`;
  greet(say, address, administrator);
  if (sampleId) void followSample(platform, sampleId, say);
  return address;
}

function greet(
  say: Say,
  address: string,
  administrator: { username: string; password: string | null },
): void {
  const lines = [`体系 Tixi ${version}  ${address}`];
  if (administrator.password !== null) {
    lines.push(`首次登录 First sign-in: ${address}/sign-in`);
    lines.push(`  用户名 username  ${administrator.username}`);
    lines.push(`  一次性密码 one-time password  ${administrator.password}`);
  }
  say(lines.join("\n"));
}

/** The database may end before we do: killed by the system for memory, or by hand. Better to end clearly than to fail every request. */
function watch(database: EmbeddedDatabase | null, closers: (() => Promise<unknown>)[], say: Say): void {
  let stopping = false;
  closers.push(async () => {
    stopping = true;
  });
  void database?.ended.then(() => {
    if (stopping) return;
    say(
      "数据库意外停止，程序退出；已确认的数据没有丢失，请重新启动。 The database ended unexpectedly; nothing acknowledged is lost, start again.",
    );
    process.exit(1);
  });
}

/** Fails before anything else is started, so that a second start in the same folder says at once what is the matter. */
async function requirePort({ port, host }: Config): Promise<void> {
  if (port === 0) return;
  const probe = net.createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject);
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve()));
  }).catch((error: unknown) => {
    throw portError(error, port, host);
  });
}

function portError(error: unknown, port: number, host: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") {
    return new StartError(
      "port-in-use",
      `Port ${port} on ${host} is in use by another program: stop that one, or choose another with PORT=${port + 1}.`,
      { cause: error },
    );
  }
  if (code === "EACCES") {
    return new StartError(
      "port-forbidden",
      `This user may not listen on port ${port}: choose one above 1023 with PORT.`,
      {
        cause: error,
      },
    );
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new StartError(
      "host-unknown",
      `This machine has no address ${host}: set HOST to one of its own, or to 0.0.0.0 for all.`,
      {
        cause: error,
      },
    );
  }
  return error;
}

function makeDataFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.accessSync(folder, fs.constants.W_OK | fs.constants.X_OK);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOSPC") throw cause;
    throw new StartError(
      "data-folder",
      `The data folder ${folder} cannot be written; set DATA_DIR to one that can.`,
      { cause },
    );
  }
}

/** What a person at the terminal can do something about, as one sentence. */
function explained(error: unknown, config: Config): unknown {
  if (error instanceof StartError) {
    const cause = error.cause as { code?: string } | undefined;
    return cause?.code === "53100" ? diskFull(config, error) : error;
  }
  const { code } = error as { code?: string };
  if (code === "ENOSPC" || code === "EDQUOT" || code === "53100") return diskFull(config, error);
  return portError(error, config.port, config.host);
}

function diskFull(config: Config, cause: unknown): StartError {
  return new StartError(
    "disk-full",
    `The disk is full at ${config.dataDir}: make room and start again; nothing that was acknowledged is lost.`,
    { cause },
  );
}

const inAddress = (host: string): string => {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
};

/**
 * Starts and runs until Ctrl-C or SIGTERM; a second Ctrl-C ends at once. Exits with 1 and one sentence where it
 * cannot start.
 */
export async function serve(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  let running: Running | null = null;
  let ending = false;
  const end = (): void => {
    if (ending) process.exit(130);
    ending = true;
    // Not yet started: nothing is under way, and the database ends with us.
    if (!running) process.exit(130);
    console.log("\n正在停止…… Stopping …");
    // Whatever hangs must not keep a person waiting: the database survives any way of ending.
    setTimeout(() => process.exit(1), running.patienceMs).unref();
    void running.stop().then(() => process.exit(0));
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  try {
    running = await start(env);
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error);
    process.exit(1);
  }
}
