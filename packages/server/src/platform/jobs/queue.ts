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

/**
 * The door to the queue. The row in platform.job is the job; pg-boss only hands it to a worker, and a job whose
 * hand-over was lost in a crash is handed over again by the runner.
 */
export class JobQueue {
  private runner: { enqueue(name: string, id: string): Promise<void>; abort(id: string): void } | null = null;

  connect(
    runner: { enqueue(name: string, id: string): Promise<void>; abort(id: string): void } | null,
  ): void {
    this.runner = runner;
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
