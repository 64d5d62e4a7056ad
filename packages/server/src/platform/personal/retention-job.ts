import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import { defineJob, type JobDefinition } from "../jobs/define.ts";
import type { Platform } from "../platform.ts";
import { dayInChina } from "../day.ts";
import { workingDaysAfter } from "./ages.ts";
import { WORKING_DAYS } from "./ask.ts";
import type { Expired, PersonalModule } from "./hooks.ts";

interface Retention {
  expired: Expired[];
  /** people whose term has run out and whose erasure now waits for a decision */
  asked: number;
}

/**
 * Every night: deletes what the rules say may go by itself, and asks for a decision about people whose term of keeping
 * has run out. A person is never erased without one.
 */
export const retentionJob = (platform: Platform, modules: readonly PersonalModule[]): JobDefinition =>
  defineJob<unknown, Retention>(
    "platform.retention",
    async (inTransaction) => {
      const done = await retain(platform, modules);
      const gone = done.expired.filter(({ rows }) => rows > 0);
      if (gone.length > 0 || done.asked > 0)
        await inTransaction((ctx) =>
          ctx.audit("personal.retention", "installation:personal-data", null, done),
        );
      return done;
    },
    { daily: "02:30" },
  );

/** What the job does, once. */
export async function retain(platform: Platform, modules: readonly PersonalModule[]): Promise<Retention> {
  const now = platform.clock();
  const due = workingDaysAfter(dayInChina(now), WORKING_DAYS);
  return platform.db.transaction().execute(async (tx) => {
    const expired: Expired[] = [];
    let asked = 0;
    for (const { personalData } of modules) {
      expired.push(...((await personalData?.expire?.({ tx, now })) ?? []));
      for (const one of (await personalData?.outlived?.({ tx, now })) ?? []) {
        // A term that was extended by a refusal runs for a year.
        const made = await sql`insert into platform.personal_request (id, kind, person_id, organisation, region, state, reason, asked_at, due_on)
          select ${uuidv7()}, 'erase', ${one.personId}, ${one.organisation}::uuid, ${one.region}, 'asked', ${`保存期限届满（自 ${one.since} 起）`}, ${now}, ${due}
          where not exists (select from platform.personal_request r where r.person_id = ${one.personId} and r.kind = 'erase'
            and (r.state in ('asked', 'accepted', 'done') or r.decided_at > ${now}::timestamptz - interval '1 year'))`.execute(tx);
        asked += Number(made.numAffectedRows ?? 0);
      }
    }
    return { expired, asked };
  });
} // prettier-ignore
