import { uuidv7 } from "uuidv7";
import { NOBODY, type Actor } from "../context.ts";
import type { Platform } from "../platform.ts";
import type { JobDefinition } from "./define.ts";

const CHINA_MS = 8 * 60 * 60 * 1000;
/** On whose behalf the work of every day is done: the process itself. */
const PROCESS: Actor = { ...NOBODY, name: "体系", role: "administrator" };

/**
 * Queues the work of every day whose time has come, also where no process ran at that time. The unique index on name
 * and day lets one of several processes do so.
 */
export async function queueDaily(platform: Platform, definitions: readonly JobDefinition[]): Promise<void> {
  const [day = "", time = ""] = new Date(platform.clock().getTime() + CHINA_MS).toISOString().split("T");
  for (const { name, daily } of definitions)
    if (daily !== null && time.slice(0, 5) >= daily)
      await platform.pool.query(
        `insert into platform.job (id, name, payload, actor, locale, region, due_on)
         values ($1, $2, 'null', $3, 'zh-CN', '', $4) on conflict (name, due_on) do nothing`,
        [uuidv7(), name, JSON.stringify(PROCESS), day],
      );
}
