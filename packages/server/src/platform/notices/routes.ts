import type { App } from "../http/app.ts";
import { inTransaction, inUnkeptTransaction } from "../http/in-transaction.ts";
import { readPreferences, savePreferences } from "./preferences.ts";
import { countUnread, listNotices, markAllRead, markNotice } from "./read-notices.ts";
import * as s from "./schemas.ts";
import { testWebhook } from "./test-webhook.ts";
import {
  addWebhook,
  changeWebhook,
  listDeliveries,
  listWebhooks,
  removeWebhook,
  renewSecret,
} from "./webhooks.ts";
import { z } from "zod";

const read = ["platform", "readNotices"] as const;
const keep = ["platform", "keepWebhooks"] as const;

/** Routes of notices: the inbox, preferences, and the webhooks of an organisation. */
export function noticeRoutes(app: App): void {
  const { notices } = app.platform;
  app.get(
    "/notices",
    { access: read, schema: { querystring: s.noticeQuery, response: { 200: s.noticePage } } },
    (request) => inTransaction(request, (ctx) => listNotices(ctx, notices, request.query)),
  );
  app.get("/notices/unread", { access: read, schema: { response: { 200: s.unread } } }, (request) =>
    inTransaction(request, countUnread),
  );
  app.post(
    "/notices/:id/mark",
    { access: read, schema: { params: s.byId, body: s.mark, response: { 200: s.unread } } },
    (request) => inTransaction(request, (ctx) => markNotice(ctx, request.params.id, request.body.read)),
  );
  app.post(
    "/notices/read",
    { access: read, schema: { body: s.upTo, response: { 200: s.unread } } },
    (request) => inTransaction(request, (ctx) => markAllRead(ctx, request.body.upTo)),
  );
  app.get("/notices/preferences", { access: read, schema: { response: { 200: s.preferences } } }, (request) =>
    inTransaction(request, (ctx) => readPreferences(ctx, notices)),
  );
  app.put(
    "/notices/preferences",
    { access: read, schema: { body: s.newPreferences, response: { 200: s.preferences } } },
    (request) => inTransaction(request, (ctx) => savePreferences(ctx, notices, request, request.body)),
  );
  webhookRoutes(app);
}

function webhookRoutes(app: App): void {
  const { notices } = app.platform;
  app.get("/webhooks", { access: keep, schema: { response: { 200: s.webhooks } } }, (request) =>
    inTransaction(request, (ctx) => listWebhooks(ctx, notices)),
  );
  app.post(
    "/webhooks",
    { access: keep, schema: { body: s.newWebhook, response: { 200: s.webhookWithSecret } } },
    (request) => inUnkeptTransaction(request, (ctx) => addWebhook(ctx, notices, request.body)),
  );
  app.put(
    "/webhooks/:id",
    {
      access: keep,
      schema: { params: s.byId, body: s.changedWebhook, response: { 200: s.webhook } },
    },
    (request) =>
      inTransaction(request, (ctx) => changeWebhook(ctx, notices, request, request.params.id, request.body)),
  );
  app.delete(
    "/webhooks/:id",
    { access: keep, schema: { params: s.byId, response: { 200: z.null() } } },
    (request) => inTransaction(request, (ctx) => removeWebhook(ctx, request.params.id)),
  );
  app.post(
    "/webhooks/:id/secret",
    { access: keep, schema: { params: s.byId, response: { 200: s.webhookWithSecret } } },
    (request) => inUnkeptTransaction(request, (ctx) => renewSecret(ctx, request, request.params.id)),
  );
  app.post(
    "/webhooks/:id/test",
    {
      access: keep,
      schema: { params: s.byId, response: { 200: s.webhookTest } },
      // Whoever tests does so now and then; whoever probes a network does so often.
      config: { limit: "heavy" },
    },
    (request) => testWebhook(request, request.params.id),
  );
  app.get(
    "/webhooks/:id/deliveries",
    { access: keep, schema: { params: s.byId, response: { 200: s.deliveries } } },
    (request) => inTransaction(request, (ctx) => listDeliveries(ctx, request.params.id)),
  );
}
