import { sql, type Transaction } from "kysely";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { recordEntry, type NewEntry } from "../audit/record.ts";
import type { Actor, Context, Jobs, Locale, Logger } from "../context.ts";
import type { Vault } from "../personal/vault.ts";
import { kyselyOn, type Database } from "./connect.ts";
import { copyIn } from "./copy.ts";

/** What a transaction needs from outside; `jobs` is bound to the transaction that it serves. */
export interface TransactionSource {
  pool: pg.Pool;
  clock: () => Date;
  log: Logger;
  vault: Vault;
  /** Told after a commit that left entries in the audit trail: they are sealed soon. */
  audited?: () => void;
  jobs: (scope: {
    tx: Transaction<Database>;
    actor: Actor;
    locale: Locale;
    afterCommit: Context["afterCommit"];
  }) => Jobs;
}

export interface TransactionOptions {
  locale?: Locale;
  /** Of the request or job, kept in the audit row. */
  requestId?: string | null;
  /** Network address that the request came from, kept in the audit row. */
  address?: string | null;
  log?: Logger;
  /** Sees one snapshot throughout; for reports that read many tables. */
  snapshot?: boolean;
}

/**
 * Runs one use-case in one transaction as `tixi_app` with the actor's user, role and region, which the policies
 * read. Nothing outlives the transaction on the connection.
 */
export async function transaction<T>(
  source: TransactionSource,
  actor: Actor,
  options: TransactionOptions,
  action: (ctx: Context) => Promise<T>,
): Promise<T> {
  const client = await source.pool.connect();
  const after: (() => unknown)[] = [];
  const log = options.log ?? source.log;
  let result: T;
  let broken: Error | undefined;
  try {
    const start = kyselyOn(client).transaction();
    const begun = options.snapshot ? start.setIsolationLevel("repeatable read") : start;
    result = await begun.execute(async (tx) => {
      await enter(tx, actor);
      return action(contextOf(source, client, tx, actor, options, log, after));
    });
  } catch (error) {
    // A connection whose state is unknown is closed rather than given to the next one.
    if (!isDatabaseError(error))
      broken = (client as { _connected?: boolean })._connected === false ? (error as Error) : undefined;
    throw error;
  } finally {
    client.release(broken);
  }
  for (const run of after) {
    try {
      await run();
    } catch (error) {
      log.error({ err: error }, "after commit");
    }
  }
  return result;
}

/** From here on the transaction has the actor's rights, to its end. */
export async function enter(tx: Transaction<Database>, actor: Actor): Promise<void> {
  await sql`select set_config('role', 'tixi_app', true), set_config('tixi.user', ${actor.userId ?? ""}, true),
    set_config('tixi.role', ${actor.role}, true), set_config('tixi.region', ${actor.region}, true),
    set_config('tixi.person', ${actor.personId ?? ""}, true),
    set_config('tixi.organisation', ${actor.organisation ?? ""}, true)`.execute(tx);
}

function contextOf(
  source: TransactionSource,
  client: pg.PoolClient,
  tx: Transaction<Database>,
  actor: Actor,
  options: TransactionOptions,
  log: Logger,
  after: (() => unknown)[],
): Context {
  const now = source.clock();
  const locale = options.locale ?? "zh-CN";
  const afterCommit = (action: () => unknown) => void after.push(action);
  const origin = {
    tx,
    vault: source.vault,
    actor,
    now,
    requestId: options.requestId ?? null,
    address: options.address ?? null,
  };
  let audited = false;
  const record = async (entry: NewEntry) => {
    await recordEntry(origin, entry);
    if (!audited && source.audited) afterCommit(source.audited);
    audited = true;
  };
  return {
    tx,
    actor,
    now,
    log,
    locale,
    vault: source.vault,
    jobs: source.jobs({ tx, actor, locale, afterCommit }),
    afterCommit,
    audit: (action, subject, before, after, why) =>
      record({ kind: "write", action, subject, before, after, why }),
    auditRead: (subject, fields, why, action = "personal.read") =>
      record({ kind: "read", action, subject, after: { fields }, why }),
    copyIn: (target, data) => copyIn(client, target, data),
    copyOut: (statement) => client.query(copyTo(statement)),
  };
}

function isDatabaseError(error: unknown): error is pg.DatabaseError {
  return typeof (error as { severity?: unknown } | null)?.severity === "string";
}
