import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import { inTransaction } from "../../platform/http/in-transaction.ts";
import { byId, releaseDecision as decision } from "../schemas.ts";
import { answerItem, answers } from "./answers.ts";
import { demandInput, itemInput } from "./content.ts";
import { decideList, presentVersion } from "./decide-list.ts";
import { differencesOf } from "./differences.ts";
import { draftList } from "./draft-list.ts";
import { changeItem, changeStatement, decideStatement, enterItem, items, removeItem, statements, stateNeed, withdrawStatement } from "./keep-items.ts"; // prettier-ignore
import { myLists } from "./mine.ts";
import { entries, entryRecord, listFile, listsOverview, versionRow, versions } from "./read-lists.ts";
import * as s from "./schemas.ts";
import { subscribe, subscriptions, unsubscribe } from "./subscriptions.ts";
import { pageQuery, type Context } from "../../platform/index.ts";

/** Routes of the three lists: items, versions, what the public reads, answers, subscriptions. */
export function listRoutes(app: App): void {
  itemRoutes(app);
  statementRoutes(app);
  versionRoutes(app);
  readingRoutes(app, "/lists/versions", ["planning", "readLists"], false);
  readingRoutes(app, "/public/lists", ["planning", "readPublishedLists"], true);
  answerRoutes(app);
  app.get(
    "/public/lists",
    {
      access: ["planning", "readPublishedLists"],
      schema: { querystring: z.object({ kind: s.kind.optional() }), response: { 200: s.versionPage } },
    },
    (request) =>
      inTransaction(request, (ctx) => versions(ctx, { published: true, kind: request.query.kind })),
  );
  app.get(
    "/public/lists/overview",
    { access: ["planning", "readPublishedLists"], schema: { response: { 200: s.overview } } },
    (request) => inTransaction(request, listsOverview),
  );
}

function itemRoutes(app: App): void {
  const answer = { response: { 200: s.listItem } };
  app.get(
    "/lists/items",
    { access: ["planning", "readLists"], schema: { querystring: s.itemQuery, response: { 200: s.itemPage } } },
    (request) => inTransaction(request, (ctx) => items(ctx, request.query as Parameters<typeof items>[1])),
  );
  app.post(
    "/lists/items",
    { access: ["planning", "keepListItems"], schema: { body: itemInput, ...answer } },
    (request) => inTransaction(request, (ctx) => enterItem(ctx, request.body)),
  );
  app.put(
    "/lists/items/:id",
    { access: ["planning", "keepListItems"], schema: { params: byId, body: itemInput, ...answer } },
    (request) => inTransaction(request, (ctx) => changeItem(ctx, request, request.params.id, request.body)),
  );
  app.post(
    "/lists/items/:id/remove",
    { access: ["planning", "keepListItems"], schema: { params: byId, body: decision, ...answer } },
    (request) => inTransaction(request, (ctx) => removeItem(ctx, request, request.params.id, request.body.note)),
  );
  app.post(
    "/lists/items/:id/decide",
    {
      access: ["planning", "keepListItems"],
      schema: { params: byId, body: decision.extend({ accept: z.boolean() }), ...answer },
    },
    (request) => inTransaction(request, (ctx) => decideStatement(ctx, request, request.params.id, request.body)),
  );
} // prettier-ignore

function statementRoutes(app: App): void {
  const answer = { response: { 200: s.listItem } };
  app.get(
    "/lists/statements",
    { access: ["planning", "stateNeed"], schema: { querystring: pageQuery, response: { 200: s.itemPage } } },
    (request) => inTransaction(request, (ctx) => statements(ctx, request.query as { cursor?: string; limit: number })),
  );
  app.post(
    "/lists/statements",
    { access: ["planning", "stateNeed"], schema: { body: demandInput, ...answer } },
    (request) => inTransaction(request, (ctx) => stateNeed(ctx, request.body)),
  );
  app.put(
    "/lists/statements/:id",
    { access: ["planning", "stateNeed"], schema: { params: byId, body: demandInput, ...answer } },
    (request) => inTransaction(request, (ctx) => changeStatement(ctx, request, request.params.id, request.body)),
  );
  app.post(
    "/lists/statements/:id/withdraw",
    { access: ["planning", "stateNeed"], schema: { params: byId, ...answer } },
    (request) => inTransaction(request, (ctx) => withdrawStatement(ctx, request, request.params.id)),
  );
} // prettier-ignore

function versionRoutes(app: App): void {
  app.get(
    "/lists/versions",
    {
      access: ["planning", "readLists"],
      schema: { querystring: z.object({ kind: s.kind.optional() }), response: { 200: s.versionPage } },
    },
    (request) =>
      inTransaction(request, (ctx) => versions(ctx, { published: false, kind: request.query.kind })),
  );
  app.post(
    "/lists/versions",
    { access: ["planning", "draftLists"], schema: { body: s.newVersion, response: { 200: s.listVersion } } },
    (request) => inTransaction(request, (ctx) => draftList(ctx, request.body)),
  );
  const steps = {
    review: "reviewLists",
    return: "reviewLists",
    publish: "publishLists",
    withdraw: "reviewLists",
  } as const;
  for (const step of Object.keys(steps) as (keyof typeof steps)[])
    app.post(
      `/lists/versions/:id/${step}`,
      {
        access: ["planning", steps[step]],
        schema: { params: byId, body: decision, response: { 200: s.listVersion } },
      },
      (request) =>
        inTransaction(request, (ctx) =>
          decideList(ctx, request, { id: request.params.id, step, note: request.body.note }),
        ),
    );
}

/** What is read of a version, by the office and by anybody. */
function readingRoutes(app: App, base: string, access: readonly [string, string], published: boolean): void {
  const version = (ctx: Context, id: string) => versionRow(ctx, id, published);
  app.get(`${base}/:id`, { access, schema: { params: byId, response: { 200: s.listVersion } } }, (request) =>
    inTransaction(request, async (ctx) => presentVersion(ctx, await version(ctx, request.params.id))),
  );
  app.get(
    `${base}/:id/entries`,
    { access, schema: { params: byId, querystring: s.entryQuery, response: { 200: s.entryPage } } },
    (request) => inTransaction(request, (ctx) => entries(ctx, request.params.id, request.query, published)),
  );
  const ofItem = byId.extend({ item: z.uuid() });
  app.get(
    `${base}/:id/entries/:item`,
    { access, schema: { params: ofItem, response: { 200: s.record } } },
    (request) =>
      inTransaction(request, (ctx) => entryRecord(ctx, request.params.id, request.params.item, published)),
  );
  app.get(
    `${base}/:id/differences`,
    {
      access,
      schema: {
        params: byId,
        querystring: z.object({ from: z.uuid().optional() }),
        response: { 200: s.differences },
      },
    },
    (request) =>
      inTransaction(request, async (ctx) => {
        const to = await version(ctx, request.params.id);
        const from = request.query.from ?? (await presentVersion(ctx, to)).before?.id ?? null;
        return differencesOf(ctx, to, from);
      }),
  );
  const ofFile = byId.extend({ name: z.string().regex(/^[a-z]+\.(csv|json|xlsx|docx)$/) });
  app.get(`${base}/:id/files/:name`, { access, schema: { params: ofFile } }, async (request, reply) => {
    const { id, name } = request.params;
    const file = await inTransaction(request, (ctx) => listFile(ctx, id, name, published));
    return reply
      .type(file.mediaType)
      .header("content-disposition", `attachment; filename="tixi-${id.slice(0, 8)}-${name}"`)
      .send(file.content);
  });
}

function answerRoutes(app: App): void {
  app.get(
    "/lists/mine",
    { access: ["planning", "answerListItem"], schema: { response: { 200: s.mine } } },
    (request) => inTransaction(request, myLists),
  );
  app.post(
    "/lists/answers",
    { access: ["planning", "answerListItem"], schema: { body: s.newAnswer, response: { 200: s.answer } } },
    (request) => inTransaction(request, (ctx) => answerItem(ctx, request.body)),
  );
  app.get(
    "/lists/answers",
    {
      access: ["planning", "readLists"],
      schema: { querystring: s.answerQuery, response: { 200: s.answerPage } },
    },
    (request) => inTransaction(request, (ctx) => answers(ctx, request.query)),
  );
  const list = { response: { 200: z.object({ items: z.array(s.subscription), next: z.null() }) } };
  app.get("/lists/subscriptions", { access: ["planning", "subscribeToList"], schema: list }, (request) =>
    inTransaction(request, subscriptions),
  );
  app.post(
    "/lists/subscriptions",
    { access: ["planning", "subscribeToList"], schema: { body: s.newSubscription, ...list } },
    (request) => inTransaction(request, (ctx) => subscribe(ctx, request.body)),
  );
  app.delete(
    "/lists/subscriptions/:id",
    { access: ["planning", "subscribeToList"], schema: { params: byId, ...list } },
    (request) => inTransaction(request, (ctx) => unsubscribe(ctx, request.params.id)),
  );
}
