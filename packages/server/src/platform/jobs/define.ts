import type { Context, Logger } from "../context.ts";

/** Opens a transaction on behalf of the one who started the job. */
export type JobTransaction = <T>(action: (ctx: Context) => Promise<T>) => Promise<T>;

/** Says how far the job is; `total` null where it is not known. Writes at most twice a second. */
export type JobProgress = (stage: string, done?: number, total?: number | null) => void;

/**
 * Long work. A job may be run again from the start after a crash, so it must find out itself what is done already.
 * It stops by throwing `signal.reason` when the signal aborts. What it returns is kept as its result (JSON).
 */
export type JobHandler<Payload = unknown, Result = unknown> = (
  inTransaction: JobTransaction,
  payload: Payload,
  progress: JobProgress,
  signal: AbortSignal,
  job: { id: string; log: Logger },
) => Promise<Result>;

export interface JobDefinition {
  name: string;
  handler: JobHandler;
  /** how many of this kind run at once in one process; default 1 */
  concurrency: number;
}

/** Defines a job of a module; the module lists it in `jobs`. */
export function defineJob<Payload, Result = unknown>(
  name: string,
  handler: JobHandler<Payload, Result>,
  options: { concurrency?: number } = {},
): JobDefinition {
  return { name, handler: handler as JobHandler, concurrency: options.concurrency ?? 1 };
}

/** Why a job's signal aborts when a person asked it to stop. */
export class JobCancelled extends Error {
  override readonly name = "JobCancelled";
}

/** Whether a job ends because a person asked it to, and not because the server pauses. */
export const wasCancelled = (signal: AbortSignal): boolean => signal.reason instanceof JobCancelled;
