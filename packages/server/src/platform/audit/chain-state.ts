import type pg from "pg";
import type { z } from "zod";
import type { AuditReport } from "./verify.ts";
import type * as s from "./schemas.ts";
import { VERIFY } from "./verify-job.ts";

/** Where the chain ends, what waits, and what the last verification found. No entry is in it. */
export async function chainState(pool: pg.Pool): Promise<z.infer<typeof s.chain>> {
  const { rows } = await pool.query<{
    head: number;
    waiting: number;
    checkpointAt: string | null;
    running: string | null;
    verified: { id: string; at: string; report: AuditReport } | null;
  }>(
    `select coalesce((select max(seq) from audit.link), 0) as head, (select count(*)::int from audit.pending) as waiting,
       (select to_json(max(at)) #>> '{}' from audit.checkpoint) as "checkpointAt",
       (select id from platform.job where name = $1 and state in ('waiting', 'running') order by id desc limit 1) as running,
       (select json_build_object('id', id, 'at', finished_at, 'report', result) from platform.job
        where name = $1 and state = 'done' order by finished_at desc limit 1) as verified`,
    [VERIFY],
  );
  const { verified, ...state } = rows[0]!;
  if (!verified) return { ...state, verified: null };
  const { checked, breaks, broken, seconds } = verified.report;
  return { ...state, verified: { jobId: verified.id, at: verified.at, checked, breaks, broken, seconds } };
}
