import { auditJobs } from "./audit/verify-job.ts";
import { fileJobs } from "./files/keeper.ts";
import type { JobDefinition } from "./jobs/define.ts";
import type { Module } from "./module.ts";
import { noticeJobs } from "./notices/daily.ts";
import { personalJobs } from "./personal/jobs.ts";
import type { Platform } from "./platform.ts";

/** Every job that a process can run: those of the modules, and the platform's own. */
export const allJobs = (platform: Platform, modules: readonly Module[]): JobDefinition[] => [
  ...modules.flatMap((module) => module.jobs ?? []),
  ...noticeJobs(platform),
  ...fileJobs(platform),
  ...auditJobs(platform),
  ...personalJobs(platform, modules),
];
