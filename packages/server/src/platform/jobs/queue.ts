import { sql, type Transaction } from "kysely";
import { uuidv7 } from "uuidv7";
import type { Actor, Context, Jobs, Locale } from "../context.ts";
import type { Database } from "../db/connect.ts";
import { NotFound } from "../http/problems.ts";

export interface JobScope {
  tx: Transaction<Database>;
  actor: Actor;
  locale: Locale;
  afterCommit: Context["afterCommit"];
}

/** What runs jobs in this process (runner.ts). */
interface Runner {
  enqueue(name: string, id: string): Promise<void>;
  abort(id: string): void;
  /** `Date.now()` of its last look at the jobs that succeeded */
  beatAt(): number;
}

/**
 * The door to the queue. The row in platform.job is the job; pg-boss only hands it to a worker, and a job whose
 * hand-over was lost in a crash is handed over again by the runner.
 */
export class JobQueue {
  private runner: Runner | null = null;

  connect(runner: Runner | null): void {
    this.runner = runner;
  }

  /** When the runner of this process last looked after the jobs; null where none runs. */
  get beatAt(): number | null {
    return this.runner?.beatAt() ?? null;
  }

  readonly forTransaction = (scope: JobScope): Jobs => ({
    start: async (name, payload) => {
      const id = uuidv7();
      await sql`insert into platform.job (id, name, payload, actor, locale, region)
        values (${id}, ${name}, ${JSON.stringify(payload ?? null)}::jsonb, ${JSON.stringify(scope.actor)}::jsonb,
          ${scope.locale}, ${scope.actor.region})`.execute(scope.tx);
      scope.afterCommit(() => this.runner?.enqueue(name, id));
      return id;
    },
    cancel: async (id) => {
      const result = await sql<{ state: string }>`update platform.job set cancel_requested = true,
          state = case when state = 'waiting' then 'cancelled' else state end,
          finished_at = case when state = 'waiting' then now() else finished_at end
        where id = ${id} returning state`.execute(scope.tx);
      const job = result.rows[0];
      if (!job) throw new NotFound({ zh: "任务", en: "job" });
      scope.afterCommit(() => this.runner?.abort(id));
      return job.state === "running";
    },
  });
}
