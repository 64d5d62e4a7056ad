import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { StartError } from "../../config/start-error.ts";

/** `nobody`: the user PostgreSQL runs as where we are root, since it refuses to run as root. */
const NOBODY = 65534;

/** Where root puts what nobody else could reach in a private home. */
const AWAY = "/var/lib/tixi";

/** Where and as whom the database runs. */
export interface Placement {
  /** `bin/`, `lib/`, `share/` */
  native: string;
  /** folder that will hold `database/` */
  home: string;
  /** words before the program, e.g. `unshare …` */
  prefix: string[];
  uid?: number;
  gid?: number;
  /** said once at the start when the database could not live in the data folder */
  note: string | null;
}

/**
 * Decides where the database can live. A normal user runs it himself. Root runs it in a user namespace that
 * shows it the uid of nobody while files stay root's; where namespaces are forbidden as uid 65534; and where
 * that user cannot reach the programs or the folder (a private home), with a copy of the programs, in /var/lib.
 * @throws StartError if no way works
 */
export function place(native: string, dataDir: string): Placement {
  if (process.getuid?.() !== 0) return { native, home: dataDir, prefix: [], note: null };
  const existing = ownerOf(path.join(dataDir, "database"));
  if (existing !== null && existing.uid !== 0) {
    const own: Placement = { native, home: dataDir, prefix: [], ...existing, note: null };
    if (canRun(own)) return own;
  }
  for (const candidate of candidates(native, dataDir)) if (canRun(candidate)) return candidate;

  // The programs, the folder, or both lie where that user cannot go.
  const programs = copyOf(native);
  for (const candidate of candidates(programs, dataDir)) if (canRun(candidate)) return candidate;
  const home = awayFrom(dataDir);
  fs.mkdirSync(home, { recursive: true, mode: 0o755 });
  const note = `The database user cannot reach ${dataDir}, so the database lives in ${home}.`;
  for (const candidate of candidates(programs, home)) if (canRun(candidate)) return { ...candidate, note };
  throw new StartError(
    "database-user",
    "PostgreSQL refuses to run as root and neither a user namespace nor the user nobody could be used; start Tixi as a normal user or set DATABASE_URL.",
  );
}

/** Where root puts the database of a data folder that its user cannot reach. */
export const awayFrom = (dataDir: string): string =>
  path.join(AWAY, createHash("sha256").update(dataDir).digest("hex").slice(0, 12));

/** The programs in a place that everybody may read, one copy a version. */
function copyOf(native: string): string {
  const { version } = JSON.parse(
    fs.readFileSync(path.join(path.dirname(native), "package.json"), "utf8"),
  ) as { version: string };
  const copy = path.join(AWAY, `postgresql-${version}`);
  if (fs.existsSync(copy)) return copy;
  fs.mkdirSync(AWAY, { recursive: true, mode: 0o755 });
  const unfinished = `${copy}.${process.pid}`;
  fs.cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    fs.renameSync(unfinished, copy);
  } catch {
    // Another start was quicker, with the same programs.
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
  return copy;
}

function candidates(native: string, home: string): Placement[] {
  return [
    { native, home, prefix: ["unshare", "-U", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`], note: null },
    { native, home, prefix: [], uid: NOBODY, gid: NOBODY, note: null },
  ];
}

/** Tries the real thing: can that user run the program and write into the folder? Leaves the folder owned rightly. */
function canRun(placement: Placement): boolean {
  const folder = path.join(placement.home, "database");
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const owner = ownerOf(folder);
  if (owner && owner.uid !== (placement.uid ?? 0)) giveTo(folder, placement.uid ?? 0, placement.gid ?? 0);
  const script = '"$1" --version >/dev/null 2>&1 && touch "$2/.probe" 2>/dev/null && rm -f "$2/.probe"';
  const [program, ...rest] = [
    ...placement.prefix,
    ...["sh", "-c", script, "sh", path.join(placement.native, "bin", "postgres"), folder],
  ];
  const result = spawnSync(program as string, rest, {
    uid: placement.uid,
    gid: placement.gid,
    stdio: "ignore",
    cwd: "/",
  });
  return result.status === 0;
}

function ownerOf(folder: string): { uid: number; gid: number } | null {
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  return stat ? { uid: stat.uid, gid: stat.gid } : null;
}

function giveTo(folder: string, uid: number, gid: number): void {
  fs.chownSync(folder, uid, gid);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    fs.lchownSync(path.join(entry.parentPath, entry.name), uid, gid);
  }
}
