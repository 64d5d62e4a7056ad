import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "kysely";
import PgBoss from "pg-boss";
import { uuidv7 } from "uuidv7";
import { NOBODY, type Actor, type Locale } from "../context.ts";
import type { Db } from "../db/connect.ts";
import { transaction } from "../db/transaction.ts";
import { Problem } from "../http/problems.ts";
import { announce } from "../notices/notify.ts";
import type { Platform } from "../platform.ts";
import { queueDaily } from "./daily.ts";
import { JobCancelled, type JobDefinition, type JobEnd, type JobProgress } from "./define.ts";

/** A worker that has not said for so long that it lives is taken for dead. */
const DEAD_AFTER_SECONDS = 30;
const BEAT_MS = 5000;
const PROGRESS_MS = 500;
/** A job during which the process died so often is not tried again: it may be what kills it. */
const MOST_ATTEMPTS = 5;

export interface JobRunner {
  /** Waits for the running jobs to put themselves down; they go on at the next start. */
  stop(): Promise<void>;
}

/** Why a job's signal aborts, beside JobCancelled. */
class ShuttingDown extends Error {
  override readonly name = "ShuttingDown";
}

interface JobRow {
  id: string;
  name: string;
  payload: unknown;
  actor: Actor;
  locale: Locale;
}

/**
 * Runs jobs in this process. At the start, and every few seconds, jobs whose worker died (or whose hand-over was
 * lost) are queued again.
 * @param alone no other process works on this database, so whatever is marked as running died with the last one
 */
export async function startJobs(
  platform: Platform,
  definitions: readonly JobDefinition[],
  alone = false,
): Promise<JobRunner> {
  const { pool, log } = platform;
  const worker = uuidv7();
  const running = new Map<string, { controller: AbortController; ended: Promise<void> }>();
  const handlers = new Map(definitions.map((definition) => [definition.name, definition]));
  const queries = new OpenQueries(pool);
  const boss = new PgBoss({ db: queries, schema: "pgboss" });
  boss.on("error", (error) => log.error({ err: error }, "job queue"));
  await oneAtATime(pool, async () => {
    await boss.start();
    for (const { name } of definitions) await boss.createQueue(name);
  });

  let beatAt = Date.now();
  const wake = new Map<string, string>();
  const enqueue = async (name: string, id: string) => {
    if (!handlers.has(name)) return;
    // One hand-over a job: the singleton key keeps a second out while the first waits.
    await boss.send(name, { id }, { singletonKey: id, retryLimit: 0, expireInHours: 23 });
    const subscription = wake.get(name);
    if (subscription) boss.notifyWorker(subscription);
  };
  let stopping = false;
  const run = async (definition: JobDefinition, id: string) => {
    if (stopping) return;
    const claimed = await pool.query<JobRow>(
      `update platform.job set state = 'running', worker = $2, beat_at = now(), attempts = attempts + 1,
         started_at = coalesce(started_at, now()), stage = null, done = 0, total = null
       where id = $1 and state = 'waiting' returning id, name, payload, actor, locale`,
      [id, worker],
    );
    const job = claimed.rows[0];
    if (!job) return;
    const controller = new AbortController();
    const ended = perform(platform, definition, job, controller.signal).finally(() => running.delete(id));
    running.set(id, { controller, ended });
    await ended;
  };
  for (const definition of definitions) {
    for (let n = 0; n < definition.concurrency; n++) {
      const subscription = await boss.work<{ id: string }>(
        definition.name,
        { pollingIntervalSeconds: 0.5 },
        async ([item]) => {
          if (item) await run(definition, item.data.id);
        },
      );
      wake.set(definition.name, subscription);
    }
  }
  platform.queue.connect({
    enqueue,
    abort: (id) => running.get(id)?.controller.abort(new JobCancelled("cancelled")),
    beatAt: () => beatAt,
  });

  const sweep = async (everythingRunning: boolean) => {
    await platform.db.transaction().execute(async (tx) => {
      const { rows } = await sql<JobRow & { message: string | null }>`
        update platform.job set state = case when attempts >= ${MOST_ATTEMPTS} then 'failed' else 'waiting' end, worker = null,
          message = case when attempts >= ${MOST_ATTEMPTS} then '处理过程多次中断,已停止重试' end,
          finished_at = case when attempts >= ${MOST_ATTEMPTS} then now() end
        where state = 'running' and worker is distinct from ${worker}::uuid
          and (${everythingRunning} or beat_at < now() - make_interval(secs => ${DEAD_AFTER_SECONDS}))
        returning id, name, payload, actor, locale, message`.execute(tx);
      for (const job of rows)
        if (job.message !== null)
          await tellStarter(platform, tx, handlers.get(job.name), job, {
            result: null,
            failure: job.message,
          });
    });
    const waiting = await pool.query<{ id: string; name: string }>(
      "select id, name from platform.job where state = 'waiting' order by id",
    );
    for (const { id, name } of waiting.rows) await enqueue(name, id);
  };
  // pg-boss still holds hand-overs that the dead process had taken; they would block their singleton key.
  if (alone) await pool.query("delete from pgboss.job where state = 'active'");
  await queueDaily(platform, definitions);
  await sweep(alone);

  const beat = async () => {
    if (running.size > 0) {
      const asked = await pool.query<{ id: string }>(
        "update platform.job set beat_at = now() where id = any($1) returning case when cancel_requested then id end as id",
        [[...running.keys()]],
      );
      for (const { id } of asked.rows) running.get(id)?.controller.abort(new JobCancelled("cancelled"));
    }
    await queueDaily(platform, definitions);
    await sweep(false);
    await pool.query("delete from platform.request where created_at < now() - interval '1 day'");
    beatAt = Date.now();
  };
  const timer = setInterval(
    () => void beat().catch((error: unknown) => log.warn({ err: error }, "job beat")),
    BEAT_MS,
  );

  return {
    stop: async () => {
      stopping = true;
      clearInterval(timer);
      platform.queue.connect(null);
      const open = [...running.values()];
      for (const { controller } of open) controller.abort(new ShuttingDown("the server is shutting down"));
      await Promise.race([
        Promise.all(open.map((job) => job.ended)),
        new Promise((resolve) => setTimeout(resolve, 8000).unref()),
      ]);
      // Gracefully: pg-boss notes the end of what it handed over, and must not do so after the connections are closed.
      await boss.stop({ graceful: true, wait: true, timeout: 5000, close: false });
      await queries.ended();
    },
  };
}

/**
 * The statements of pg-boss, which waits neither for its last look at a queue nor for its note of a job's end: whoever
 * closed the connections then would have a rejection that nobody handles.
 */
class OpenQueries {
  private readonly open = new Set<Promise<unknown>>();

  constructor(private readonly pool: Platform["pool"]) {}

  async executeSql(text: string, values: unknown[]): Promise<{ rows: unknown[] }> {
    const query = this.pool.query<Record<string, unknown>>(text, values);
    this.open.add(query);
    return query.finally(() => this.open.delete(query));
  }

  /** When no statement is open, nor another has followed from the last one's answer. */
  async ended(): Promise<void> {
    while (this.open.size > 0) {
      await Promise.allSettled(this.open);
      await nextTurn();
    }
  }
}

/** Two processes that make their queues at the same moment would wait for each other's tables for ever. */
async function oneAtATime(pool: Platform["pool"], action: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('tixi job queues'))");
    await action();
  } finally {
    await client.query("select pg_advisory_unlock(hashtext('tixi job queues'))").catch(() => {});
    client.release();
  }
}

/** Runs one job and writes how it ended; never rejects for the job's own failure. */
async function perform(
  platform: Platform,
  definition: JobDefinition,
  job: JobRow,
  signal: AbortSignal,
): Promise<void> {
  const log = platform.log.child({ job: job.name, jobId: job.id });
  const reporter = progressReporter(platform, job.id);
  const inTransaction = <T>(action: Parameters<typeof transaction<T>>[3]) =>
    transaction(
      platform,
      { ...NOBODY, ...job.actor },
      { locale: job.locale, requestId: `job:${job.id}`, log },
      action,
    );
  let state = "done";
  let message: string | null = null;
  let result: unknown = null;
  try {
    result = await definition.handler(inTransaction, job.payload, reporter.progress, signal, {
      id: job.id,
      log,
    });
  } catch (error) {
    const reason: unknown = signal.aborted ? signal.reason : error;
    if (reason instanceof ShuttingDown) state = "waiting";
    else if (reason instanceof JobCancelled) state = "cancelled";
    else {
      state = "failed";
      message =
        error instanceof Problem
          ? job.locale === "en"
            ? error.detail.en
            : error.detail.zh
          : (error as Error).message;
      log.error({ err: error }, "job failed");
    }
  }
  await reporter.flush();
  await platform.db.transaction().execute(async (tx) => {
    // attempts counts deaths of the process: an orderly pause is none.
    await sql`update platform.job set state = ${state}, message = ${message}, result = ${JSON.stringify(result ?? null)}::jsonb,
       worker = null, attempts = attempts - case when ${state}::text = 'waiting' then 1 else 0 end,
       finished_at = case when ${state}::text = 'waiting' then null else now() end where id = ${job.id}`.execute(
      tx,
    );
    if (state === "done" || state === "failed")
      await tellStarter(platform, tx, definition, job, { result, failure: message });
  });
}

/** Whoever started a job may have left the page long ago. */
async function tellStarter(
  platform: Platform,
  tx: Db,
  definition: JobDefinition | undefined,
  { actor, payload }: Pick<JobRow, "actor" | "payload">,
  how: Omit<JobEnd, "payload">,
): Promise<void> {
  if (actor.userId === null) return;
  const notice = definition?.notice?.({ payload, ...how });
  if (!notice) return;
  await announce(tx, { ...notice, to: { userId: actor.userId }, of: actor }, platform.clock(), actor.userId);
}

function progressReporter(platform: Platform, id: string): { progress: JobProgress; flush(): Promise<void> } {
  let latest: { stage: string; done: number; total: number | null } | null = null;
  let written = 0;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<unknown> = Promise.resolve();
  const write = () => {
    timer = null;
    if (!latest) return;
    const { stage, done, total } = latest;
    latest = null;
    written = Date.now();
    writing = platform.pool
      .query("update platform.job set stage = $2, done = $3, total = $4, beat_at = now() where id = $1", [
        id,
        stage,
        done,
        total,
      ])
      .catch((error: unknown) => platform.log.warn({ err: error }, "job progress"));
  };
  return {
    progress: (stage, done = 0, total = null) => {
      latest = { stage, done: Math.round(done), total: total === null ? null : Math.round(total) };
      if (timer === null) timer = setTimeout(write, Math.max(0, written + PROGRESS_MS - Date.now()));
    },
    flush: async () => {
      if (timer) clearTimeout(timer);
      write();
      await writing;
    },
  };
}
