import type { Context, Logger } from "../context.ts";
import type { Params } from "../notices/kinds.ts";
import type { Notice } from "../notices/notify.ts";

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

/** How a job ended: with its result, or failed for a reason. */
export interface JobEnd<Payload = unknown, Result = unknown> {
  payload: Payload;
  result: Result | null;
  failure: string | null;
}

/** What the one who started a job is told at its end; null = nothing. */
export type JobNotice<Payload = unknown, Result = unknown> = (
  end: JobEnd<Payload, Result>,
) => Pick<Notice<Params>, "kind" | "params" | "link"> | null;

export interface JobDefinition {
  name: string;
  handler: JobHandler;
  /** how many of this kind run at once in one process; default 1 */
  concurrency: number;
  /** `08:00`: begins every day at that time of China, once, however many processes there are */
  daily: string | null;
  notice: JobNotice | null;
}

/** Defines a job of a module; the module lists it in `jobs`. */
export function defineJob<Payload, Result = unknown>(
  name: string,
  handler: JobHandler<Payload, Result>,
  options: { concurrency?: number; daily?: string; notice?: JobNotice<Payload, Result> } = {},
): JobDefinition {
  return {
    name,
    handler: handler as JobHandler,
    concurrency: options.concurrency ?? 1,
    daily: options.daily ?? null,
    notice: (options.notice as JobNotice | undefined) ?? null,
  };
}

/** Why a job's signal aborts when a person asked it to stop. */
export class JobCancelled extends Error {
  override readonly name = "JobCancelled";
}

/** Whether a job ends because a person asked it to, and not because the server pauses. */
export const wasCancelled = (signal: AbortSignal): boolean => signal.reason instanceof JobCancelled;
