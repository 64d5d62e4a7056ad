import type pg from "pg";
import type { Auth } from "./auth/auth.ts";
import type { People } from "./auth/people.ts";
import type { Config } from "./config/config.ts";
import type { Logger } from "./context.ts";
import type { Db } from "./db/connect.ts";
import type { TransactionSource } from "./db/transaction.ts";
import type { FileStore } from "./files/store.ts";
import type { Uploads } from "./files/uploads.ts";
import type { JobQueue } from "./jobs/queue.ts";
import type { Notices } from "./notices/service.ts";
import type { Vault } from "./personal/vault.ts";
/** What the process holds once: connections, clock, log, files. Made in main.ts and by the test harness. */
export interface Platform extends TransactionSource {
  config: Config;
  pool: pg.Pool;
  /** The login role, outside any user's rights: for the platform's own books only. */
  db: Db;
  auth: Auth;
  people: People;
  log: Logger;
  clock: () => Date;
  files: FileStore;
  uploads: Uploads;
  vault: Vault;
  notices: Notices;
  queue: JobQueue;
}
