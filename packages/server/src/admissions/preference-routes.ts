import { inTransaction, inUnkeptTransaction, type App } from "../platform/index.ts";
import { adviceFor } from "./advice.ts";
import { listLocked, ownList, ownVersions, saveList, tryList } from "./preferences.ts";
import * as s from "./preference-schemas.ts";
import { bySeason } from "./unit-schemas.ts";

/** Routes of preferences: a candidate's own lists with their receipts, advice, and the locked lists for the office. */
export function preferenceRoutes(app: App): void {
  const save = ["admissions", "savePreferences"] as const;
  const read = ["admissions", "readPreferences"] as const;
  const path = "/seasons/:id/preferences/:batch/:round";
  app.get(path, { access: read, schema: { params: s.byList, response: { 200: s.ownList } } }, (request) => {
    const { id, ...of } = request.params;
    return inTransaction(request, (ctx) => ownList(ctx, id, of));
  });
  app.put(path, { access: save, schema: { params: s.byList, body: s.newList, response: { 200: s.ownList } } }, (request) => {
    const { id, ...of } = request.params;
    // what was answered is not kept a second time: saved once again unchanged, it is answered from the list itself
    return inUnkeptTransaction(request, (ctx) => saveList(ctx, request, id, of, request.body));
  });
  app.get(`${path}/versions`, { access: read, schema: { params: s.byList, response: { 200: s.versions } } }, (request) => {
    const { id, ...of } = request.params;
    return inTransaction(request, (ctx) => ownVersions(ctx, id, of));
  });
  app.post(`${path}/try`, { access: save, schema: { params: s.byList, body: s.newList, response: { 200: s.tried } } }, (request) => {
    const { id, ...of } = request.params;
    return inUnkeptTransaction(request, (ctx) => tryList(ctx, id, of, request.body));
  });
  app.get("/seasons/:id/advice", { access: save, schema: { params: bySeason, querystring: s.adviceQuery, response: { 200: s.advice } } }, (request) =>
    inTransaction(request, (ctx) => adviceFor(ctx, request.params.id, request.query)));
  app.get("/seasons/:id/locked-preferences", { access: read, schema: { params: bySeason, querystring: s.lockedQuery, response: { 200: s.lockedPage } } }, (request) =>
    inTransaction(request, (ctx) => listLocked(ctx, request.params.id, request.query)));
} // prettier-ignore
