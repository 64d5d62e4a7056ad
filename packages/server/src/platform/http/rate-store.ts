import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from "@fastify/rate-limit";
import { createHmac } from "node:crypto";
import type { Platform } from "../platform.ts";

/**
 * Kinds that are rare and dear, or an attack: counted in the database, for all processes together. The others are
 * counted in the memory of each process, so that two processes let twice as many through: a write for each read would
 * cost more than the limit saves.
 */
const SHARED = /^(heavy|upload|sign-in) /;

const MOST_REMEMBERED = 20_000;
/** One in so many requests clears what has run out. */
const CLEAR_EVERY = 200;

interface Count {
  current: number;
  ttl: number;
}

/** The counters behind the limits (limits.ts). No address and no account can be read from the database's. */
export function rateStore({ pool, config }: Pick<Platform, "pool" | "config">): FastifyRateLimitStoreCtor {
  const memory = new Map<string, { count: number; until: number }>();
  let turn = 0;

  const inMemory = (key: string, window: number): Count => {
    const now = Date.now();
    let entry = memory.get(key);
    if (!entry || entry.until <= now) {
      // Begins again at the end, so that the oldest stand first.
      memory.delete(key);
      entry = { count: 0, until: now + window };
      memory.set(key, entry);
      if (memory.size > MOST_REMEMBERED) memory.delete(memory.keys().next().value!);
    }
    entry.count++;
    return { current: entry.count, ttl: entry.until - now };
  };

  const inDatabase = async (key: string, window: number): Promise<Count> => {
    if (turn++ % CLEAR_EVERY === 0) await pool.query("delete from platform.rate where until < now()");
    const hash = createHmac("sha256", config.authSecret ?? "")
      .update(key)
      .digest("base64url");
    const { rows } = await pool.query<Count>(
      `insert into platform.rate as r (key, count, until) values ($1, 1, now() + make_interval(secs => $2))
       on conflict (key) do update set
         count = case when r.until <= now() then 1 else r.count + 1 end,
         until = case when r.until <= now() then excluded.until else r.until end
       returning count as current, greatest(0, extract(epoch from until - now()) * 1000)::float8 as ttl`,
      [hash, window / 1000],
    );
    return rows[0]!;
  };

  return class implements FastifyRateLimitStore {
    incr(key: string, callback: (error: Error | null, result?: Count) => void, window: number): void {
      if (!SHARED.test(key)) return callback(null, inMemory(key, window));
      inDatabase(key, window).then(
        (count) => callback(null, count),
        (error: Error) => callback(error),
      );
    }
    child(): FastifyRateLimitStore {
      return this;
    }
  };
}
