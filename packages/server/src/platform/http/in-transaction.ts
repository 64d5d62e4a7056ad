import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { jsonText } from "../db/json.ts";
import { transaction } from "../db/transaction.ts";
import { localeOf } from "./locale.ts";
import { BadInput, Conflict } from "./problems.ts";

const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const KEY = /^[\x21-\x7e]{8,200}$/;

/**
 * Runs one use-case for a request: one transaction under the role and policies of its actor. A write that carries
 * an `Idempotency-Key` is done once: the answer is stored with the same transaction, and the same request sent
 * again gets it without running anything. Of somebody who has not signed in nothing is kept: anybody could ask for it.
 * @param content what tells the request from another besides its address and JSON body: the hash of a file it carries
 */
export function inTransaction<T>(
  request: FastifyRequest,
  action: (ctx: Context) => Promise<T>,
  content = "",
): Promise<T> {
  const key = WRITES.has(request.method) ? request.headers["idempotency-key"] : undefined;
  if (key === undefined || request.actor.userId === null) return inUnkeptTransaction(request, action);
  if (typeof key !== "string" || !KEY.test(key)) {
    throw new BadInput([{ part: "headers", field: "idempotency-key", reason: "8–200 printable characters" }]);
  }
  return inUnkeptTransaction(request, (ctx) =>
    once(ctx, key, fingerprintOf(request, content), () => action(ctx)),
  );
}

/** The same, but the answer is never stored: for one that holds a secret or personal data in clear. */
export function inUnkeptTransaction<T>(
  request: FastifyRequest,
  action: (ctx: Context) => Promise<T>,
): Promise<T> {
  const options = { locale: localeOf(request), requestId: request.id, address: request.ip, log: request.log };
  return transaction(request.server.platform, request.actor, options, action);
}

async function once<T>(ctx: Context, key: string, fingerprint: string, action: () => Promise<T>): Promise<T> {
  const actor = ctx.actor.userId ?? "";
  // A second request with the same key waits here until the first has committed or rolled back.
  const claimed = await sql`insert into platform.request (actor_id, key, fingerprint, created_at)
    values (${actor}, ${key}, ${fingerprint}, ${ctx.now}) on conflict do nothing returning key`.execute(
    ctx.tx,
  );
  if (claimed.rows.length === 0) {
    const stored = await sql<{
      fingerprint: string;
      response: T;
    }>`select fingerprint, response from platform.request
      where actor_id = ${actor} and key = ${key}`.execute(ctx.tx);
    const row = stored.rows[0];
    if (row?.fingerprint !== fingerprint) {
      throw new Conflict({
        zh: "此 Idempotency-Key 已用于另一个请求。",
        en: "This Idempotency-Key was used for another request.",
      });
    }
    return row.response;
  }
  const response = await action();
  await sql`update platform.request set response = ${jsonText(response)}::jsonb
    where actor_id = ${actor} and key = ${key}`.execute(ctx.tx);
  return response;
}

function fingerprintOf(request: FastifyRequest, content: string): string {
  const body = request.body === undefined ? "" : JSON.stringify(request.body);
  return createHash("sha256").update(`${request.method} ${request.url}\n${body}${content}`).digest("hex");
}
