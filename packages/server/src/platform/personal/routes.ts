import type { App } from "../http/app.ts";
import { inTransaction, inUnkeptTransaction } from "../http/in-transaction.ts";
import { requireMatch } from "../http/versions.ts";
import { ask, ownRequests, requestOf, withdraw } from "./ask.ts";
import { decide, requestsToDecide } from "./decide.ts";
import { exportOfMe } from "./export-person.ts";
import type { PersonalModule } from "./hooks.ts";
import { noticeOf } from "./notice.ts";
import { versionOf } from "./requests.sql.ts";
import { reveal } from "./reveal.ts";
import * as s from "./schemas.ts";

/** Personal data as those it is about meet it: the public rules, one's own copy and requests, reasoned reveal. */
export function personalRoutes(app: App, modules: () => readonly PersonalModule[]): void {
  const of = () => ({ platform: app.platform, modules: modules() });
  app.get("/public/personal-data", { access: "open", schema: { response: { 200: s.notice } } }, (request) =>
    inTransaction(request, async () => noticeOf(modules())),
  );
  app.post(
    "/personal/reveal",
    { access: ["platform", "revealPersonal"], schema: { body: s.revealBody, response: { 200: s.revealed } } },
    // Not kept for its Idempotency-Key: the answer is what must not lie about.
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      return inUnkeptTransaction(request, (ctx) => reveal(ctx, modules(), request.body));
    },
  );
  app.get(
    "/personal/requests/mine",
    { access: ["platform", "askAboutMe"], schema: { response: { 200: s.requestList } } },
    (request) => inTransaction(request, ownRequests),
  );
  app.post(
    "/personal/requests",
    { access: ["platform", "askAboutMe"], schema: { body: s.newRequest, response: { 200: s.request } } },
    (request) => inTransaction(request, (ctx) => ask(ctx, of(), request.body)),
  );
  app.post(
    "/personal/requests/:id/withdraw",
    { access: ["platform", "askAboutMe"], schema: { params: s.byId, response: { 200: s.request } } },
    (request) => inTransaction(request, (ctx) => withdraw(ctx, request.params.id)),
  );
  app.get(
    "/personal/export",
    { access: ["platform", "askAboutMe"], schema: { querystring: s.exportQuery } },
    async (request, reply) => {
      const file = await inTransaction(request, (ctx) => exportOfMe(ctx, of(), request.query.format));
      return reply
        .type(file.type)
        .header("content-disposition", `attachment; filename="${file.name}"`)
        .header("cache-control", "no-store")
        .send(file.content);
    },
  );
  app.get(
    "/personal/requests",
    {
      access: ["platform", "decideAboutPeople"],
      schema: { querystring: s.requestQuery, response: { 200: s.requestPage } },
    },
    (request) => inTransaction(request, (ctx) => requestsToDecide(ctx, request.query)),
  );
  app.post(
    "/personal/requests/:id/decision",
    {
      access: ["platform", "decideAboutPeople"],
      schema: { params: s.byId, body: s.decision, response: { 200: s.request } },
    },
    (request) =>
      inTransaction(request, async (ctx) => {
        const row = await requestOf(ctx, request.params.id);
        requireMatch(request, versionOf(row));
        return decide(ctx, request.params.id, request.body);
      }),
  );
}
