import fs from "node:fs/promises";
import type pg from "pg";
import { appliedSteps, compareSteps, type MigrationStep } from "../db/migrate.ts";
import type { Sentence } from "../http/problems.ts";
import type { Platform } from "../platform.ts";

/** Why requests should go elsewhere. */
export type NotReady = "stopping" | "database" | "migrations" | "queue" | "disk";

export const WHY: Readonly<Record<NotReady, Sentence>> = {
  stopping: { zh: "正在停止", en: "it is stopping" },
  database: { zh: "数据库没有回答", en: "the database does not answer" },
  migrations: { zh: "数据库结构与程序版本不一致", en: "the database's schema is not that of this version" },
  queue: { zh: "任务队列没有运行", en: "the job queue does not run" },
  disk: { zh: "数据文件夹所在磁盘空间不足", en: "the disk of the data folder has too little room" },
};

const PATIENCE_MS = 2000;
/** The jobs are looked at every five seconds. */
const QUEUE_SILENT_MS = 30_000;
/** Whoever asks more often gets the last answer. */
const REMEMBERED_MS = 1000;

/**
 * Says whether this process can serve: the database answers in two seconds and stands where this version wants it,
 * jobs are looked after, and the disk has room (MIN_FREE_MB).
 * @param brought the migrations of this version
 */
export function readiness(
  platform: Pick<Platform, "pool" | "queue" | "config">,
  brought: readonly MigrationStep[],
): () => Promise<NotReady[]> {
  let known: { at: number; found: Promise<NotReady[]> } | null = null;
  const look = async (): Promise<NotReady[]> => {
    const faults = await Promise.all([databaseFaults(platform.pool, brought), diskFault(platform.config)]);
    const { beatAt } = platform.queue;
    const queue = beatAt === null || Date.now() - beatAt > QUEUE_SILENT_MS;
    return [...faults[0], ...(queue ? (["queue"] as const) : []), ...faults[1]];
  };
  return () => {
    if (known === null || Date.now() - known.at > REMEMBERED_MS) known = { at: Date.now(), found: look() };
    return known.found;
  };
}

async function databaseFaults(pool: pg.Pool, brought: readonly MigrationStep[]): Promise<NotReady[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), PATIENCE_MS);
  });
  try {
    const { pending, changed, unknown } = compareSteps(
      brought,
      await Promise.race([appliedSteps(pool), late]),
    );
    // `unknown`: a newer version has brought the database on while this one still runs; it may not serve any more.
    return pending.length + changed.length + unknown.length > 0 ? ["migrations"] : [];
  } catch {
    return ["database"];
  } finally {
    clearTimeout(timer);
  }
}

async function diskFault(config: Pick<Platform["config"], "dataDir" | "minFreeBytes">): Promise<NotReady[]> {
  return (await freeBytes(config.dataDir)) < config.minFreeBytes ? ["disk"] : [];
}

/** Room for us on the disk of a folder; 0 where that cannot be told. */
export async function freeBytes(folder: string): Promise<number> {
  return fs.statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
}
