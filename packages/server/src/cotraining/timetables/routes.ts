import { inTransaction, inUnkeptTransaction, NotFound, pageQuery, type App } from "../../platform/index.ts";
import { z } from "zod";
import { myRotation, openFeed, openOwnFeed, readCalendar, revokeFeed } from "./feeds.ts";
import { changeSetup, createTimetable, moveCells } from "./keep.ts";
import { choicesOf, showProof, showTimetable, timetables } from "./present.ts";
import { publishTimetable } from "./publish.ts";
import * as s from "./schemas.ts";
import { startSolve } from "./solve.ts";
import { requireTimetable } from "./timetable.sql.ts";

const token = z.object({ token: z.string().regex(/^[\w-]{32}(\.ics)?$/) });

/** Rotation timetables: limits, cells, solver, editions; and calendars of them. */
export function timetableRoutes(app: App): void {
  const { byId } = s;
  app.get("/timetables", { access: ["cotraining", "readTimetable"], schema: { querystring: pageQuery, response: { 200: s.page } } }, (request) =>
    inTransaction(request, (ctx) => timetables(ctx, request.query)));
  app.get("/timetable-choices", { access: ["cotraining", "keepTimetable"], schema: { response: { 200: s.choices } } }, (request) =>
    inTransaction(request, choicesOf));
  app.post("/timetables", { access: ["cotraining", "keepTimetable"], schema: { body: s.setup, response: { 200: s.timetable } } }, (request) =>
    inTransaction(request, (ctx) => createTimetable(ctx, request.body)));
  app.get("/timetables/:id", { access: ["cotraining", "readTimetable"], schema: { params: byId, response: { 200: s.timetable } } }, (request) =>
    inTransaction(request, async (ctx) => showTimetable(ctx, await requireTimetable(ctx, request.params.id))));
  app.put("/timetables/:id", { access: ["cotraining", "keepTimetable"], schema: { params: byId, body: s.setup, response: { 200: s.timetable } } }, (request) =>
    inTransaction(request, (ctx) => changeSetup(ctx, request, request.params.id, request.body)));
  app.put("/timetables/:id/cells", { access: ["cotraining", "keepTimetable"], schema: { params: byId, body: s.moves, response: { 200: s.timetable } } }, (request) =>
    inTransaction(request, (ctx) => moveCells(ctx, request, request.params.id, request.body.changes)));
  app.post("/timetables/:id/solve", { access: ["cotraining", "keepTimetable"], schema: { params: byId, body: s.solveInput, response: { 200: s.timetable } } }, (request) =>
    inTransaction(request, (ctx) => startSolve(ctx, request, request.params.id, request.body.near)));
  app.get("/timetables/:id/proof", { access: ["cotraining", "readTimetable"], schema: { params: byId, response: { 200: s.proof } } }, (request) =>
    inTransaction(request, async (ctx) => {
      const found = await showProof(ctx, request.params.id);
      if (!found) throw new NotFound({ zh: "不可行证明", en: "proof" });
      return found;
    }));
  app.post("/timetables/:id/publish", { access: ["cotraining", "keepTimetable"], schema: { params: byId, body: s.publishInput, response: { 200: s.timetable } } }, (request) =>
    inTransaction(request, (ctx) => publishTimetable(ctx, request, request.params.id, request.body.note)));

  // the answer holds the address in clear and is not kept
  app.post("/timetables/:id/feeds", { access: ["cotraining", "keepTimetable"], schema: { params: byId, body: s.newFeed, response: { 200: s.feedMade } } }, (request) =>
    inUnkeptTransaction(request, (ctx) => openFeed(ctx, request.params.id, request.body)));
  app.post("/calendar-feeds/:id/revoke", { access: ["cotraining", "ownCalendar"], schema: { params: byId, response: { 200: s.feed } } }, (request) =>
    inTransaction(request, (ctx) => revokeFeed(ctx, request.params.id)));
  app.get("/my-rotation", { access: ["cotraining", "ownCalendar"], schema: { response: { 200: s.myRotation } } }, (request) =>
    inTransaction(request, myRotation));
  app.post("/my-rotation/feed", { access: ["cotraining", "ownCalendar"], schema: { response: { 200: s.feedMade } } }, (request) =>
    inUnkeptTransaction(request, openOwnFeed));
  app.get("/calendars/:token", { access: "open", schema: { params: token } }, async (request, reply) => {
    const text = await inTransaction(request, (ctx) => readCalendar(ctx, request.params.token.replace(/\.ics$/, "")));
    return reply.type("text/calendar; charset=utf-8").header("cache-control", "private, max-age=900").header("content-disposition", 'inline; filename="rotation.ics"').send(text);
  });
} // prettier-ignore
