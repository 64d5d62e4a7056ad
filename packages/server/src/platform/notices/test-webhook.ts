import type { FastifyRequest } from "fastify";
import { uuidv7 } from "uuidv7";
import { inTransaction } from "../http/in-transaction.ts";
import { postMessage } from "./deliver.ts";
import { findWebhook } from "./webhooks.ts";

/**
 * Sends one test message now and says how it went. The connection is made outside any transaction: a slow receiver
 * holds no row and no connection of the database.
 * @throws NotFound where the endpoint belongs to others
 */
export async function testWebhook(request: FastifyRequest, id: string) {
  const platform = request.server.platform;
  const webhook = await inTransaction(request, (ctx) => findWebhook(ctx, id));
  const outcome = await postMessage(platform, webhook, {
    id: uuidv7(),
    kind: "platform.test",
    at: platform.clock().toISOString(),
    link: "/notices/preferences",
    data: {},
  });
  const ok = outcome.state === "sent";
  await inTransaction(request, (ctx) => ctx.audit("webhook.test", `webhook:${id}`, null, { ok }));
  return {
    ok,
    status: outcome.status ?? null,
    fault: outcome.state === "sent" || outcome.status !== undefined ? null : outcome.error,
  };
}
