import { defineJob, type JobDefinition } from "../jobs/define.ts";
import type { Platform } from "../platform.ts";
import { verifyAudit, type AuditReport } from "./verify.ts";

export const VERIFY = "platform.verify-audit";

/** Reads the whole trail and computes it again: every night, and when the auditor asks for it. */
export const auditJobs = (platform: Platform): JobDefinition[] => [
  defineJob<unknown, AuditReport>(
    VERIFY,
    async (_, __, progress, signal, { log }) => {
      const { vault, config, pool } = platform;
      const report = await verifyAudit(pool, {
        vault,
        dataDir: config.dataDir,
        signal,
        most: 100,
        progress: (done, total) => progress("verify", done, total),
      });
      if (report.breaks > 0)
        log.error({ breaks: report.breaks, first: report.broken[0]?.seq }, "the audit trail was manipulated");
      return report;
    },
    { daily: "03:30" },
  ),
];
