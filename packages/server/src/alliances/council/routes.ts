import { inTransaction, inUnkeptTransaction, type App } from "../../platform/index.ts";
import * as s from "./schemas.ts";
import { attend, recuse } from "./attend.ts";
import { actOnMeeting, changeMeeting, draftMeeting, type LaterMeetingStep } from "./meetings.ts";
import { meetings, showMeeting } from "./present.ts";
import { meetingProcedure } from "./procedure.ts";
import { castVote, closeVote, openVote } from "./votes.ts"; // prettier-ignore

const STEPS: LaterMeetingStep[] = ["call", "open", "close", "minute", "confirm-minutes", "return-minutes", "cancel"]; // prettier-ignore

/** Meetings of the council: the secretariat prepares, calls and keeps them; members attend, stand aside and vote; the chair confirms the minutes. */
export function councilRoutes(app: App): void {
  const { byId, byItem } = s;
  const answer = { 200: s.meeting };
  app.get("/council-meetings", { access: ["alliances", "read"], schema: { querystring: s.meetingQuery, response: { 200: s.meetingPage } } }, (request) =>
    inTransaction(request, (ctx) => meetings(ctx, null, request.query)));
  app.get("/alliances/:id/meetings", { access: ["alliances", "read"], schema: { params: byId, querystring: s.meetingQuery, response: { 200: s.meetingPage } } }, (request) =>
    inTransaction(request, (ctx) => meetings(ctx, request.params.id, request.query)));
  app.post("/alliances/:id/meetings", { access: ["alliances", "keep"], schema: { params: byId, body: s.meetingInput, response: answer } }, (request) =>
    inTransaction(request, (ctx) => draftMeeting(ctx, request.params.id, request.body)));
  app.get("/council-meetings/:id", { access: ["alliances", "read"], schema: { params: byId, response: answer } }, (request) =>
    inTransaction(request, (ctx) => showMeeting(ctx, request.params.id)));
  app.put("/council-meetings/:id", { access: ["alliances", "keep"], schema: { params: byId, body: s.meetingInput, response: answer } }, (request) =>
    inTransaction(request, (ctx) => changeMeeting(ctx, request, request.params.id, request.body)));
  for (const step of STEPS)
    app.post(`/council-meetings/:id/${step}`, { access: ["alliances", meetingProcedure.steps[step].right], schema: { params: byId, body: s.meetingAct, response: answer } }, (request) =>
      inTransaction(request, (ctx) => actOnMeeting(ctx, request, request.params.id, step, request.body)));
  app.put("/council-meetings/:id/attendance", { access: ["alliances", "sit"], schema: { params: byId, body: s.attend, response: answer } }, (request) =>
    inTransaction(request, (ctx) => attend(ctx, request, request.params.id, request.body)));
  app.post("/council-meetings/:id/items/:item/recuse", { access: ["alliances", "sit"], schema: { params: byItem, body: s.recuse, response: answer } }, (request) =>
    inTransaction(request, (ctx) => recuse(ctx, request.params.id, request.params.item, request.body)));
  app.post("/council-meetings/:id/items/:item/open", { access: ["alliances", "keep"], schema: { params: byItem, response: answer } }, (request) =>
    inTransaction(request, (ctx) => openVote(ctx, request, request.params.id, request.params.item)));
  app.post("/council-meetings/:id/items/:item/close", { access: ["alliances", "keep"], schema: { params: byItem, response: answer } }, (request) =>
    inTransaction(request, (ctx) => closeVote(ctx, request, request.params.id, request.params.item)));
  // not kept by its Idempotency-Key: the fingerprint of three possible bodies would tell how somebody voted; twice is refused anyway
  app.post("/council-meetings/:id/items/:item/vote", { access: ["alliances", "sit"], schema: { params: byItem, body: s.cast, response: answer } }, (request) =>
    inUnkeptTransaction(request, (ctx) => castVote(ctx, request.params.id, request.params.item, request.body)));
} // prettier-ignore
