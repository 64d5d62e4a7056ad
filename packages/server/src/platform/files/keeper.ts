import { NOBODY } from "../context.ts";
import { transaction } from "../db/transaction.ts";
import type { JobDefinition } from "../jobs/define.ts";
import type { Platform } from "../platform.ts";
import { dropObjects } from "./objects.ts";
import { processFile } from "./process-file.ts";
import { sql } from "kysely";

const EVERY_MS = 60_000;
const AT_ONCE = 200;

/** The jobs of files, bound to this process. */
export const fileJobs = (platform: Platform): JobDefinition[] => [processFile(platform)];

/** Keeps house every minute, until it is stopped. Several processes may do so at once. */
export function startFileKeeper(platform: Platform): () => void {
  const timer = setInterval(() => {
    keepHouse(platform).catch((error: unknown) => platform.log.warn({ err: error }, "files keeper"));
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Drafts that no form took up are removed; content that nobody can see is taken out; lost scans are begun again. */
export async function keepHouse(platform: Platform): Promise<void> {
  await expireDrafts(platform);
  await sweepContent(platform);
  await resumeScans(platform);
}

async function expireDrafts(platform: Platform): Promise<void> {
  const house = { ...NOBODY, name: "系统" };
  await transaction(platform, house, { requestId: "files-keeper" }, async (ctx) => {
    const { rows } = await sql<{ id: string }>`select platform.expire_drafts() as id`.execute(ctx.tx);
    for (const { id } of rows) await ctx.audit("file.expire", `file:${id}`);
  });
}

/** What was removed or infected goes at once; what no upload was committed for, after an hour. */
async function sweepContent(platform: Platform): Promise<void> {
  const { rows } = await platform.pool.query<{ file: string }>(
    `select distinct o.file from platform.stored_object o left join platform.file f on f.id = o.file
     where not o.wanted and (f.state in ('removed', 'infected') or o.created_at < now() - interval '1 hour')
     limit ${AT_ONCE}`,
  );
  for (const { file } of rows) await dropObjects(platform, file);
}

/** A scan whose job failed is begun again after a while, on behalf of the one who uploaded it. */
async function resumeScans(platform: Platform): Promise<void> {
  await platform.pool.query(
    `insert into platform.job (id, name, payload, actor, locale, region)
     select gen_random_uuid(), last.name, last.payload, last.actor, last.locale, last.region
     from platform.file f cross join lateral (
       select j.* from platform.job j where j.name = 'platform.process-file' and j.payload ->> 'file' = f.id::text
       order by j.created_at desc limit 1) last
     where f.state = 'pending' and last.state in ('failed', 'cancelled')
       and last.finished_at < now() - interval '15 minutes' limit ${AT_ONCE}`,
  );
}
