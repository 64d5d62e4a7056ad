import { inTransaction, type App } from "../../platform/index.ts";
import { byId } from "../schemas.ts";
import { drawChain, feedChain, publishChain, showChain, showPublicChain } from "./chain.ts";
import * as s from "./schemas.ts";

/** The chain map of an alliance. */
export function chainRoutes(app: App): void {
  app.get("/public/alliances/:id/chain", { access: ["alliances", "look"], schema: { params: byId, response: { 200: s.chain } } }, (request) =>
    inTransaction(request, (ctx) => showPublicChain(ctx, request.params.id)));
  app.get("/alliances/:id/chain", { access: ["alliances", "read"], schema: { params: byId, response: { 200: s.chain } } }, (request) =>
    inTransaction(request, (ctx) => showChain(ctx, request.params.id)));
  app.put("/alliances/:id/chain", { access: ["alliances", "keep"], schema: { params: byId, body: s.document, response: { 200: s.chain } } }, (request) =>
    inTransaction(request, (ctx) => drawChain(ctx, request, request.params.id, request.body)));
  app.post("/alliances/:id/chain/feed", { access: ["alliances", "keep"], schema: { params: byId, response: { 200: s.chain } } }, (request) =>
    inTransaction(request, (ctx) => feedChain(ctx, request, request.params.id)));
  app.put("/alliances/:id/chain/published", { access: ["alliances", "keep"], schema: { params: byId, body: s.published, response: { 200: s.chain } } }, (request) =>
    inTransaction(request, (ctx) => publishChain(ctx, request, request.params.id, request.body.published)));
} // prettier-ignore
