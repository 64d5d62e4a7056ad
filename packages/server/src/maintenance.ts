/** What the command line does with an installation, beside its running server or without it. */
import { modules } from "./modules.ts";
import { verifyAudit, type AuditReport } from "./platform/audit/verify.ts";
import { readConfig } from "./platform/config/config.ts";
import { NOBODY } from "./platform/context.ts";
import { checkServer, createPool } from "./platform/db/connect.ts";
import { startEmbedded } from "./platform/db/embedded/supervisor.ts";
import { migrationFolders } from "./platform/db/folders.ts";
import { openInstallation, type OpenInstallation } from "./platform/db/installation.ts";
import { transaction } from "./platform/db/transaction.ts";
import { JobQueue } from "./platform/jobs/queue.ts";
import { checkBackup } from "./platform/operations/backup/check-backup.ts";
import type { Manifest } from "./platform/operations/backup/manifest.ts";
import { restoreBackup, type RestoreResult } from "./platform/operations/backup/restore-backup.ts";
import { writeBackup, type BackupResult } from "./platform/operations/backup/write-backup.ts";
import { examine, type Finding } from "./platform/operations/doctor.ts";
import { createLog } from "./platform/operations/log.ts";
import { registerOf, sealedColumns } from "./platform/personal/fields.ts";
import { rotateKeys, type Rotation } from "./platform/personal/rotate.ts";
import { version } from "./version.ts";

export { StartError } from "./platform/config/start-error.ts";
export { BackupFault } from "./platform/operations/backup/manifest.ts";
export { SHORTEST_PASSPHRASE } from "./platform/operations/backup/seal.ts";
export type { Finding } from "./platform/operations/doctor.ts";
export type { AuditReport, Break } from "./platform/audit/verify.ts";
export type { Rotation } from "./platform/personal/rotate.ts";

async function within<T>(action: (installation: OpenInstallation) => Promise<T>): Promise<T> {
  const installation = await openInstallation();
  try {
    return await action(installation);
  } finally {
    await installation.close();
  }
}

/**
 * Seals all personal data with a new key and retires the old one (personal/rotate.ts); leaves an audit row.
 * @throws StartError with one sentence
 */
export function rotateDataKeys(
  progress: (column: string, done: number, total: number) => void,
): Promise<Rotation> {
  return within(async (installation) => {
    const { pool, vault } = installation;
    const columns = sealedColumns(registerOf(modules));
    const rotation = await rotateKeys(pool, vault, columns, { progress });
    await note(installation, "keys.rotate", rotation, `key:${rotation.current}`);
    return rotation;
  });
}

/** Reads and recomputes the whole audit trail (audit/verify.ts). */
export function doctorAudit(progress: (done: number, total: number) => void): Promise<AuditReport> {
  return within(({ config, pool, vault }) => verifyAudit(pool, { vault, dataDir: config.dataDir, progress }));
}

/**
 * Writes all of the installation into one file, while its server runs or not (operations/backup); leaves an audit row.
 * @param passphrase seals the keys that go along; null leaves them out
 * @throws StartError or BackupFault with one sentence
 */
export function backUp(input: {
  target: string;
  passphrase: string | null;
  progress: (stage: string, done: number, total: number) => void;
}): Promise<BackupResult> {
  return within(async (installation) => {
    const { config, pool } = installation;
    const result = await writeBackup({ ...input, pool, dataDir: config.dataDir, version, now: new Date() });
    const { manifest, bytes, sha256 } = result;
    const secrets = manifest.secrets !== null;
    await note(installation, "backup", { bytes, sha256, secrets, files: manifest.files.length });
    return result;
  });
}

/**
 * Puts a backup into the installation that the settings name, in which nothing may be yet; leaves an audit row.
 * @throws StartError or BackupFault with one sentence
 */
export async function restore(input: {
  source: string;
  passphrase: string | null;
  progress: (stage: string, done: number, total: number) => void;
}): Promise<RestoreResult> {
  const config = readConfig();
  // A file that is broken or of another version must not leave a new database behind.
  await checkBackup(input.source);
  const own = config.databaseUrl === null ? await startEmbedded({ dataDir: config.dataDir }) : null;
  const pool = createPool(config.databaseUrl ?? own!.url, { max: 2 });
  let result: RestoreResult;
  try {
    await checkServer(pool);
    const storedFiles = modules.flatMap((module) => module.storedFiles ?? []);
    result = await restoreBackup({ ...input, pool, dataDir: config.dataDir, migrations: migrationFolders(modules), storedFiles }); // prettier-ignore
  } finally {
    await pool.end();
    await own?.stop();
  }
  // Without its keys nothing may be written: an entry of the audit trail is signed, and new keys would be made for it.
  if (result.secrets.length === 0 && config.dataKeys === null) return result;
  const { createdAt, version: from } = result.manifest;
  await within((installation) => note(installation, "restore", { createdAt, from, secrets: result.secrets.length > 0 })); // prettier-ignore
  return result;
}

/** Compares a backup with its own manifest and changes nothing. @throws BackupFault */
export const checkBackupFile = (source: string): Promise<Manifest> => checkBackup(source);

/**
 * Looks at everything on which the installation depends (operations/doctor.ts).
 * @throws StartError where its settings cannot be read or its database cannot be reached
 */
export function examineInstallation(
  progress: (stage: string, done: number, total: number) => void,
): Promise<Finding[]> {
  const storedFiles = modules.flatMap((module) => module.storedFiles ?? []);
  return within(({ config, pool }) =>
    examine({ config, pool, migrations: migrationFolders(modules), storedFiles, progress }),
  );
}

/** What somebody did at the terminal, in the audit trail. */
async function note(
  { config, pool, vault }: OpenInstallation,
  action: string,
  after: unknown,
  subject = "installation:this",
): Promise<void> {
  const source = {
    pool,
    vault,
    clock: () => new Date(),
    log: createLog(config.logLevel),
    jobs: new JobQueue().forTransaction,
  };
  const operator = { ...NOBODY, role: "administrator", name: `tixi ${action.replace(".", " ")}` } as const;
  await transaction(source, operator, {}, (ctx) => ctx.audit(action, subject, null, after));
}
