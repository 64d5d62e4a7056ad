import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { StartError } from "../config/start-error.ts";
import type { DB } from "./database.generated.ts";

/** All tables of all modules, as the database describes them. */
export type Database = DB;
export type Db = Kysely<Database>;

const OLDEST = 15;
const INT8 = 20;
const DATE = 1082;

/** bigint as number (counts stay far below 2^53) and date as ISO text (a day has no time zone). */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") => {
    if (oid === INT8 && format !== "binary") return Number;
    if (oid === DATE && format !== "binary") return (text: string) => text;
    return pg.types.getTypeParser(oid, format as "text");
  }) as typeof pg.types.getTypeParser,
};

/** Connections of the login role. Everything that serves a user goes through `transaction` and its role. */
export function createPool(url: string, options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 20,
    connectionTimeoutMillis: 15_000,
    application_name: "tixi",
    types,
    ...options,
  });
  // An idle connection that breaks (database restarted) is replaced by the pool; without a listener it would end us.
  pool.on("error", () => {});
  return pool;
}

/** Kysely over a pool, for the platform's own bookkeeping (sessions of jobs, migrations). */
export function createDb(pool: pg.Pool): Db {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** Kysely over exactly one connection, which the caller keeps. */
export function kyselyOn(client: pg.PoolClient): Db {
  const lent = { query: client.query.bind(client), release: () => {} } as unknown as pg.PoolClient;
  const single = { connect: async () => lent, end: async () => {} };
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: single as unknown as pg.Pool }) });
}

/**
 * Checks that the server answers, is new enough and speaks UTF-8.
 * @throws StartError with one sentence
 */
export async function checkServer(pool: pg.Pool): Promise<void> {
  let row: { version: number; encoding: string } | undefined;
  try {
    const sql =
      "select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding";
    row = (await pool.query<{ version: number; encoding: string }>(sql)).rows[0];
  } catch (cause) {
    const reason =
      cause instanceof AggregateError ? cause.errors.map(String).join(", ") : (cause as Error).message;
    throw new StartError(
      "database-unreachable",
      `The database of DATABASE_URL cannot be reached: ${reason}.`,
      { cause },
    );
  }
  const major = Math.floor((row?.version ?? 0) / 10_000);
  if (major < OLDEST) {
    throw new StartError(
      "database-too-old",
      `The database is PostgreSQL ${major}; Tixi needs version ${OLDEST} or newer.`,
    );
  }
  if (row?.encoding !== "UTF8") {
    throw new StartError(
      "database-encoding",
      `The database stores text as ${row?.encoding}; Tixi needs a database with encoding UTF8.`,
    );
  }
}
