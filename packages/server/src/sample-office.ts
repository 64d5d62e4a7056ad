import fs from "node:fs/promises";
import { Readable } from "node:stream";
import { uuidv7 } from "uuidv7";
import type { SampleOffice } from "./planning/index.ts";
import { dayInChina } from "./platform/day.ts";
import { transaction } from "./platform/db/transaction.ts";
import { dropObjects, keepObject } from "./platform/files/objects.ts";
import { receiveFile } from "./platform/files/receive-file.ts";
import { uploadFile } from "./platform/files/upload-file.ts";
import type { Platform } from "./platform/platform.ts";
import { sampleActors } from "./sample-people.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MORNING_IN_CHINA = "10:00";

/**
 * The people of the sample province at work, each in a transaction of his own. The clock of what they do is set back by
 * the days they are asked for; the audit trail has the clock of the platform.
 * @returns null while the accounts of the sample are not there
 */
export async function sampleOffice(platform: Platform, signal: AbortSignal): Promise<SampleOffice | null> {
  const [planner] = await sampleActors(platform, "planner");
  const [officer] = await sampleActors(platform, "school-officer");
  const reviewers = await sampleActors(platform, "reviewer");
  if (!planner || !officer?.organisation || reviewers.length === 0) return null;
  const as: SampleOffice["as"] = (actor, daysAgo, action) => {
    signal.throwIfAborted();
    return transaction(platform, actor, {}, (ctx) => action({ ...ctx, now: timeOf(ctx.now, daysAgo) }));
  };
  const attach: SampleOffice["attach"] = async (actor, daysAgo, subject, name, content) => {
    const file = await receiveFile(platform, Readable.from([content]), { name, purpose: "evidence" });
    const id = uuidv7();
    try {
      const path = await keepObject(platform, id, "original", file.local);
      await as(actor, daysAgo, (ctx) =>
        uploadFile(ctx, platform.uploads, { id, subject, purpose: "evidence", path, file }),
      );
      return id;
    } finally {
      await fs.rm(file.local.path, { force: true });
      await dropObjects(platform, id);
    }
  };
  return { planner, officer, reviewers, as, attach };
}

/** Now, or the same minute in the morning of a day before. */
function timeOf(now: Date, daysAgo: number): Date {
  if (daysAgo === 0) return now;
  const day = dayInChina(new Date(now.getTime() - daysAgo * DAY));
  return new Date(Date.parse(`${day}T${MORNING_IN_CHINA}:00+08:00`) + (now.getTime() % HOUR));
}
