import type { Sentence } from "../http/problems.ts";
import type { JobEnd, JobNotice } from "../jobs/define.ts";
import { jobDone, jobFailed } from "./platform-kinds.ts";

/** Tells the one who started a job that it is done or has failed. `link` leads to what it worked on. */
export function jobNotice<Payload, Result>(
  work: Sentence,
  link: (end: JobEnd<Payload, Result>) => string,
): JobNotice<Payload, Result> {
  return (end): ReturnType<JobNotice> => {
    if (end.failure === null) return { kind: jobDone, params: { work }, link: link(end) };
    return { kind: jobFailed, params: { work, reason: end.failure }, link: link(end) };
  };
}
