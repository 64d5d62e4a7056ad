import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Writable } from "node:stream";
import pg from "pg";
import { StartError } from "../../config/start-error.ts";
import { nativeFolder } from "./binaries.ts";
import { awayFrom, place, type Placement } from "./placement.ts";

/** The port is only the last part of the socket's name: nothing listens on the network. */
const PORT = 5432;
/** `sun_path` holds 107 bytes and the socket's own name takes 16. */
const LONGEST_SOCKET_FOLDER = 90;
const SUPERUSER = "postgres";
const LOGIN = "tixi";

export interface EmbeddedOptions {
  dataDir: string;
  /** No fsync: for tests only, a power cut may cost the database. */
  disposable?: boolean;
}

export interface EmbeddedDatabase {
  /** Of the application's login role and database. */
  url: string;
  /** Of the superuser, for tests that make databases. */
  adminUrl(database: string): string;
  note: string | null;
  /** Resolves when PostgreSQL has ended, however that came about. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the bundled PostgreSQL on `dataDir/database`, reachable by a Unix socket only, and ends it when this
 * process ends, also by SIGKILL: a shell holds the other end of a pipe and sends a fast shutdown when it closes.
 * @throws StartError for a folder in use, a full disk, a folder of another major version
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const native = nativeFolder();
  makeFolder(options.dataDir);
  const placement = place(native, options.dataDir);
  const cluster = path.join(placement.home, "database");
  const log = path.join(options.dataDir, "postgresql.log");
  if (!fs.existsSync(path.join(cluster, "PG_VERSION")))
    initialise(placement, cluster, options.disposable ?? false);
  checkVersion(placement, cluster);
  await waitForLock(cluster, options.dataDir);

  const socket = socketFolder(placement, options.dataDir);
  const { child, ended, lifeline } = launch(placement, cluster, socket, log, options.disposable ?? false);
  const url = (user: string, database: string) => addressOf(socket, user, database);
  const from = fs.statSync(log).size;
  const stop = async () => {
    // While it runs the child keeps no process alive; now it is waited for.
    child.ref();
    lifeline.end();
    await ended;
    if (options.disposable && placement.home !== options.dataDir)
      fs.rmSync(placement.home, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(url(SUPERUSER, "postgres"), child, () => tail(log, from));
    await ensureDatabase(url(SUPERUSER, "postgres"));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: url(LOGIN, LOGIN),
    adminUrl: (database) => url(SUPERUSER, database),
    note: placement.note,
    ended,
    stop,
  };
}

/**
 * Address of the database that another process runs in this data folder: for a command that works beside the server.
 * @returns null where none answers
 */
export async function runningEmbedded(dataDir: string): Promise<string | null> {
  for (const folder of socketFolders(dataDir)) {
    if (!fs.existsSync(path.join(folder, `.s.PGSQL.${PORT}`))) continue;
    const url = addressOf(folder, LOGIN, LOGIN);
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return url;
    } catch {
      // a socket that was left behind
    } finally {
      await client.end().catch(() => {});
    }
  }
  return null;
}

const addressOf = (socket: string, user: string, database: string): string =>
  `postgres://${user}@/${database}?host=${encodeURIComponent(socket)}&port=${PORT}`;

/** Where the socket of a data folder can be: in it, where its name is too long for one, where root put the database. */
function socketFolders(dataDir: string): string[] {
  const home = awayFrom(dataDir);
  return [path.join(dataDir, "run"), shortFolder(dataDir), path.join(home, "run")];
}

const shortFolder = (dataDir: string): string => {
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  return path.join(os.tmpdir(), `tixi-${process.getuid?.() ?? 0}-${name}`);
};

function makeFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.accessSync(folder, fs.constants.W_OK | fs.constants.X_OK);
  } catch (cause) {
    if (isDiskFull(cause)) throw diskFull(folder, cause);
    throw new StartError(
      "data-folder",
      `The data folder ${folder} cannot be written; set DATA_DIR to one that can.`,
      { cause },
    );
  }
}

function initialise(placement: Placement, cluster: string, disposable: boolean): void {
  fs.mkdirSync(cluster, { recursive: true, mode: 0o700 });
  // A start that was killed during initdb leaves files without PG_VERSION: nothing of value is in them.
  for (const name of fs.readdirSync(cluster))
    fs.rmSync(path.join(cluster, name), { recursive: true, force: true });
  const locale = process.platform === "darwin" ? "en_US.UTF-8" : "C.UTF-8";
  const command = [
    ...placement.prefix,
    path.join(placement.native, "bin", "initdb"),
    ...["-D", cluster, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", `--locale=${locale}`],
    ...(disposable ? ["--no-sync"] : []),
  ];
  const result = spawnSync(command[0] as string, command.slice(1), {
    ...identity(placement),
    encoding: "utf8",
    cwd: "/",
  });
  if (result.status === 0) return;
  const output = `${result.stdout ?? ""}${result.stderr ?? ""}`;
  fs.rmSync(path.join(cluster, "PG_VERSION"), { force: true });
  if (/No space left/i.test(output)) throw diskFull(cluster, output);
  const reason =
    output
      .trim()
      .split("\n")
      .findLast((line) => /error|fatal|could not/i.test(line)) ?? String(result.error ?? "");
  throw new StartError("database-init", `The database could not be created in ${cluster}: ${reason.trim()}`);
}

function checkVersion(placement: Placement, cluster: string): void {
  const found = fs.readFileSync(path.join(cluster, "PG_VERSION"), "utf8").trim();
  const control = fs.readdirSync(path.join(placement.native, "share", "postgresql", "extension")).length > 0;
  const result = spawnSync(path.join(placement.native, "bin", "postgres"), ["--version"], {
    encoding: "utf8",
  });
  const ours = /(\d+)/.exec(result.stdout ?? "")?.[1];
  if (control && ours && found !== ours) {
    throw new StartError(
      "database-version",
      `The data in ${cluster} belongs to PostgreSQL ${found}, but this Tixi brings PostgreSQL ${ours}: use the Tixi it was made with to back it up, then restore it here.`,
    );
  }
}

/** Waits a little for a database whose server was killed a moment ago and is shutting down; else refuses. */
async function waitForLock(cluster: string, dataDir: string): Promise<void> {
  const file = path.join(cluster, "postmaster.pid");
  for (let waited = 0; ; waited += 100) {
    const pid = holder(file, cluster);
    if (pid === null) return;
    if (waited >= 5000) {
      throw new StartError(
        "data-folder-locked",
        `The data folder ${dataDir} is in use by another running Tixi (database process ${pid}): stop that one, or set DATA_DIR to another folder.`,
      );
    }
    await sleep(100);
  }
}

/** The process that holds the cluster, or null. A pid that now belongs to another program is a leftover and removed. */
function holder(file: string, cluster: string): number | null {
  if (!fs.existsSync(file)) return null;
  const pid = Number(fs.readFileSync(file, "utf8").split("\n")[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return null;
  }
  const commandLine = path.join("/proc", String(pid), "cmdline");
  if (fs.existsSync("/proc/self/cmdline")) {
    const command = fs.existsSync(commandLine) ? fs.readFileSync(commandLine, "utf8") : "";
    if (!command.includes(cluster)) {
      fs.rmSync(file, { force: true });
      return null;
    }
  }
  return pid;
}

function socketFolder(placement: Placement, dataDir: string): string {
  let folder = path.join(dataDir, "run");
  if (placement.home !== dataDir) folder = path.join(placement.home, "run");
  if (Buffer.byteLength(folder) > LONGEST_SOCKET_FOLDER) folder = shortFolder(dataDir);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700);
  if (placement.uid !== undefined) fs.chownSync(folder, placement.uid, placement.gid ?? placement.uid);
  return folder;
}

function settings(disposable: boolean): Record<string, string> {
  const megabytes = Math.floor(os.totalmem() / 1024 / 1024);
  return {
    listen_addresses: "",
    port: String(PORT),
    max_connections: "100",
    shared_buffers: `${Math.max(64, Math.min(512, Math.floor(megabytes / 8)))}MB`,
    work_mem: "32MB",
    maintenance_work_mem: `${Math.max(64, Math.min(256, Math.floor(megabytes / 16)))}MB`,
    max_wal_size: "2GB",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    // Containers often give /dev/shm 64 MB, in which a parallel query fails.
    dynamic_shared_memory_type: roomyShm() ? "posix" : "mmap",
    ...(disposable ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
}

function roomyShm(): boolean {
  try {
    const stat = fs.statfsSync("/dev/shm");
    return stat.bsize * stat.bavail > 512 * 1024 * 1024;
  } catch {
    return false;
  }
}

function launch(placement: Placement, cluster: string, socket: string, log: string, disposable: boolean) {
  const output = fs.openSync(log, "a", 0o600);
  const command = [
    ...placement.prefix,
    path.join(placement.native, "bin", "postgres"),
    ...["-D", cluster, "-k", socket],
    ...Object.entries(settings(disposable)).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  // fd 3 closes with this process, whatever ends it; then PostgreSQL gets a fast shutdown.
  const script = '"$@" 3<&- & p=$!; (read _; kill -INT $p) <&3 >/dev/null 2>&1 & exec 3<&-; wait $p';
  const child = spawn("sh", ["-c", script, "sh", ...command], {
    ...identity(placement),
    cwd: "/",
    // Its own session: Ctrl-C in the terminal must reach us first, so that requests can end.
    detached: true,
    stdio: ["ignore", output, output, "pipe"],
  });
  fs.closeSync(output);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.unref();
  const lifeline = child.stdio[3] as Writable;
  lifeline.on("error", () => {});
  (lifeline as Writable & { unref?: () => void }).unref?.();
  return { child, ended, lifeline };
}

function identity(placement: Placement): { uid?: number; gid?: number } {
  return placement.uid === undefined ? {} : { uid: placement.uid, gid: placement.gid };
}

async function waitUntilReady(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw whyEnded(output());
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => {});
      if (Date.now() > deadline)
        throw new StartError("database-slow", "The database did not become ready within a minute.", {
          cause: error,
        });
    }
    await sleep(20);
  }
}

function whyEnded(output: string): StartError {
  if (/No space left/i.test(output)) return diskFull("the data folder", output);
  if (/lock file .* already exists/i.test(output)) {
    return new StartError(
      "data-folder-locked",
      "The data folder is in use by another running Tixi: stop that one, or set DATA_DIR to another folder.",
    );
  }
  const reason =
    output.split("\n").findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? "it gave no reason";
  return new StartError("database-start", `The database did not start: ${reason.trim()}`);
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const role = await client.query("select 1 from pg_roles where rolname = $1", [LOGIN]);
    if (role.rowCount === 0) await client.query(`create role ${LOGIN} login createrole createdb`);
    const database = await client.query("select 1 from pg_database where datname = $1", [LOGIN]);
    if (database.rowCount === 0) await client.query(`create database ${LOGIN} owner ${LOGIN}`);
  } finally {
    await client.end();
  }
}

function isDiskFull(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === "ENOSPC";
}

function diskFull(where: string, cause: unknown): StartError {
  return new StartError(
    "disk-full",
    `The disk is full at ${where}: make room and start again; nothing that was acknowledged is lost.`,
    { cause },
  );
}

function tail(file: string, from: number): string {
  const size = fs.statSync(file).size;
  const start = Math.max(from, size - 16_384);
  const buffer = Buffer.alloc(Math.max(0, size - start));
  const handle = fs.openSync(file, "r");
  fs.readSync(handle, buffer, 0, buffer.length, start);
  fs.closeSync(handle);
  return buffer.toString("utf8");
}
