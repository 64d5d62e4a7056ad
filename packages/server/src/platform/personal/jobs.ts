import type { JobDefinition } from "../jobs/define.ts";
import type { Platform } from "../platform.ts";
import { eraseJob } from "./erase-job.ts";
import type { PersonalModule } from "./hooks.ts";
import { retentionJob } from "./retention-job.ts";

/** Erasures that were accepted, and the nightly look at what has outlived its term. */
export const personalJobs = (platform: Platform, modules: readonly PersonalModule[]): JobDefinition[] => [
  eraseJob(platform, modules),
  retentionJob(platform, modules),
];
