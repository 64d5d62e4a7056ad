/** What the command line does with an installation, beside its running server or without it. */
import { modules } from "./modules.ts";
import { verifyAudit, type AuditReport } from "./platform/audit/verify.ts";
import { NOBODY } from "./platform/context.ts";
import { openInstallation, type OpenInstallation } from "./platform/db/installation.ts";
import { transaction } from "./platform/db/transaction.ts";
import { JobQueue } from "./platform/jobs/queue.ts";
import { createLog } from "./platform/operations/log.ts";
import { registerOf, sealedColumns } from "./platform/personal/fields.ts";
import { rotateKeys, type Rotation } from "./platform/personal/rotate.ts";

export { StartError } from "./platform/config/start-error.ts";
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
  return within(async ({ config, pool, vault }) => {
    const columns = sealedColumns(registerOf(modules));
    const rotation = await rotateKeys(pool, vault, columns, { progress });
    const source = {
      pool,
      vault,
      clock: () => new Date(),
      log: createLog(config.logLevel),
      jobs: new JobQueue().forTransaction,
    };
    const operator = { ...NOBODY, role: "administrator", name: "tixi keys rotate" } as const;
    await transaction(source, operator, {}, (ctx) =>
      ctx.audit("keys.rotate", `key:${rotation.current}`, null, rotation),
    );
    return rotation;
  });
}

/** Reads and recomputes the whole audit trail (audit/verify.ts). */
export function doctorAudit(progress: (done: number, total: number) => void): Promise<AuditReport> {
  return within(({ config, pool, vault }) => verifyAudit(pool, { vault, dataDir: config.dataDir, progress }));
}
