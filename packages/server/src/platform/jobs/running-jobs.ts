import { sql } from "kysely";
import type { Context } from "../context.ts";
import type { OpenWork } from "../module.ts";

/** Long work that somebody started and that still runs: it ends by itself, with the rights of its beginning. */
export async function runningJobs(ctx: Context, holder: { userId: string | null }): Promise<OpenWork[]> {
  const { rows } = await sql<OpenWork>`
    select 'job:' || id as subject, 'job' as kind, name as title, null as path, to_json(created_at) #>> '{}' as since, 'go-on' as fate
    from platform.job where state in ('waiting', 'running') and actor ->> 'userId' = ${holder.userId}`.execute(
    ctx.tx,
  );
  return rows;
}
