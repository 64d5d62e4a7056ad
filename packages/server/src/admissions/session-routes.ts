import { inTransaction, inUnkeptTransaction, type App } from "../platform/index.ts";
import { candidate } from "./candidate-schemas.ts";
import * as s from "./session-schemas.ts";
import { clearSessions, listSessions, moveCandidate, planSessions, sessionById } from "./sessions.ts";
import { addSite, changeSite, listSites, removeSite } from "./sites.ts";

/** Routes of skill tests: sites, sessions, seats. */
export function sessionRoutes(app: App): void {
  const { byId } = s;
  const read = ["admissions", "readSeason"] as const;
  const hold = ["admissions", "holdSeason"] as const;
  app.get("/seasons/:id/sites", { access: read, schema: { params: byId, response: { 200: s.sitePage } } }, (request) =>
    inTransaction(request, (ctx) => listSites(ctx, request.params.id)));
  app.post("/seasons/:id/sites", { access: hold, schema: { params: byId, body: s.newSite, response: { 200: s.site } } }, (request) =>
    inTransaction(request, (ctx) => addSite(ctx, request.params.id, request.body)));
  app.put("/test-sites/:id", { access: hold, schema: { params: byId, body: s.newSite, response: { 200: s.site } } }, (request) =>
    inTransaction(request, (ctx) => changeSite(ctx, request, request.params.id, request.body)));
  app.delete("/test-sites/:id", { access: hold, schema: { params: byId, response: { 200: s.sitePage } } }, (request) =>
    inTransaction(request, (ctx) => removeSite(ctx, request, request.params.id)));
  app.get("/seasons/:id/sessions", { access: read, schema: { params: byId, querystring: s.sessionQuery, response: { 200: s.sessionPage } } }, (request) =>
    inTransaction(request, (ctx) => listSessions(ctx, request.params.id, request.query)));
  app.post("/seasons/:id/sessions/plan", { access: hold, schema: { params: byId, body: s.planSessions, response: { 200: s.planned } } }, (request) =>
    inTransaction(request, (ctx) => planSessions(ctx, request.params.id, request.body)));
  app.post("/seasons/:id/sessions/clear", { access: hold, schema: { params: byId, response: { 200: s.planned } } }, (request) =>
    inTransaction(request, (ctx) => clearSessions(ctx, request.params.id)));
  app.get("/test-sessions/:id", { access: hold, schema: { params: byId, response: { 200: s.session } } }, (request) =>
    inTransaction(request, (ctx) => sessionById(ctx, request.params.id)));
  app.post("/candidates/:id/seat", { access: hold, schema: { params: byId, body: s.move, response: { 200: candidate } } }, (request) =>
    inUnkeptTransaction(request, (ctx) => moveCandidate(ctx, request.params.id, request.body.session)));
} // prettier-ignore
