import { inTransaction, type App } from "../../platform/index.ts";
import { sendDocx } from "../../planning/index.ts";
import { contribute, postEntry } from "./post.ts";
import * as s from "./schemas.ts";
import { showLedger } from "./show.ts";
import { statementDocx } from "./statement-docx.ts"; // prettier-ignore

/** What the members pool and what becomes of it: the secretariat posts, members and the office read. */
export function ledgerRoutes(app: App): void {
  const { byId } = s;
  app.get("/alliances/:id/ledger", { access: ["alliances", "read"], schema: { params: byId, querystring: s.ledgerQuery, response: { 200: s.ledger } } }, (request) =>
    inTransaction(request, (ctx) => showLedger(ctx, request.params.id, request.query.year)));
  app.get("/alliances/:id/ledger/statement", { access: ["alliances", "read"], schema: { params: byId, querystring: s.ledgerQuery } }, async (request, reply) => {
    const { year, content } = await inTransaction(request, (ctx) => statementDocx(ctx, request.params.id, request.query.year));
    return sendDocx(reply, `statement-${year}`, content);
  });
  app.post("/alliances/:id/contributions", { access: ["alliances", "keep"], schema: { params: byId, body: s.newContribution, response: { 200: s.ledger } } }, (request) =>
    inTransaction(request, (ctx) => contribute(ctx, request.params.id, request.body)));
  app.post("/alliances/:id/entries", { access: ["alliances", "keep"], schema: { params: byId, body: s.newEntry, response: { 200: s.ledger } } }, (request) =>
    inTransaction(request, (ctx) => postEntry(ctx, request.params.id, request.body)));
} // prettier-ignore
