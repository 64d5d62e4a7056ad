import { z } from "zod";
import { inTransaction, inUnkeptTransaction, pageQuery, sendFile, type App } from "../../platform/index.ts";
import { sendDocx } from "../../planning/index.ts";
import { closeAlert, openAlerts } from "./alerts.ts";
import { handbookDocument } from "./handbook.ts";
import { actOnIncident, reportIncident, type LaterIncidentStep } from "./incidents.ts";
import { markEntries, signMonth } from "./mark.ts";
import { answerPay, enterVisit, provePay } from "./pay.ts";
import { openPhoto, sendPhoto } from "./photos.ts";
import { board, myLogbook, readLogbook, schoolRules, setSchoolRules, showLogbook } from "./record.ts";
import * as s from "./schemas.ts";
import { submitEntries } from "./submit.ts"; // prettier-ignore

const INCIDENT_STEPS: LaterIncidentStep[] = ["handle", "close"];
const done = z.object({ done: z.literal(true) });

/** The logbook of a placement: written on a phone, countersigned by mentor and teacher, looked after by the school. */
export function logbookRoutes(app: App): void {
  const { byId } = s;
  const book = { 200: s.record };
  app.get("/logbook/mine", { access: ["cotraining", "keepLog"], schema: { response: { 200: s.mine } } }, (request) =>
    inTransaction(request, myLogbook));
  // each entry is its own key: nothing of the answer has to be kept
  app.post("/logbook/entries", { access: ["cotraining", "keepLog"], schema: { body: s.entriesInput, response: { 200: s.entriesResult } } }, (request) =>
    inUnkeptTransaction(request, (ctx) => submitEntries(ctx, request.body.entries)));
  app.post("/logbook/entries/:id/photos/:photo", { access: ["cotraining", "keepLog"], schema: { params: s.byPhoto, consumes: ["multipart/form-data"], response: { 200: s.photoResult } } }, (request) =>
    sendPhoto(request, { entry: request.params.id, id: request.params.photo }));
  app.get("/logbook-photos/:id", { access: ["cotraining", "readLog"], schema: { params: byId }, compress: false }, async (request, reply) => {
    const photo = await inUnkeptTransaction(request, (ctx) => openPhoto(ctx, request.params.id));
    return sendFile(app.platform, request, reply, { ...photo, name: "photo.jpg", mediaType: "image/jpeg", thumbnail: null }, { variant: "original", secondsLeft: 0 });
  });
  app.post("/logbook/marks", { access: ["cotraining", "countersign"], schema: { body: s.marksInput, response: { 200: s.marked } } }, (request) =>
    inTransaction(request, (ctx) => markEntries(ctx, request.body)));
  app.get("/logbook/rules", { access: ["cotraining", "setLogRules"], schema: { response: { 200: s.ruled } } }, (request) =>
    inTransaction(request, schoolRules));
  app.put("/logbook/rules", { access: ["cotraining", "setLogRules"], schema: { body: s.rules, response: { 200: s.ruled } } }, (request) =>
    inTransaction(request, (ctx) => setSchoolRules(ctx, request, request.body)));
  app.get("/logbook/alerts", { access: ["cotraining", "readAlert"], schema: { querystring: pageQuery, response: { 200: s.alertPage } } }, (request) =>
    inTransaction(request, (ctx) => openAlerts(ctx, request.query)));
  app.post("/logbook/alerts/:id/close", { access: ["cotraining", "closeAlert"], schema: { params: byId, body: s.closeInput, response: { 200: done } } }, (request) =>
    inTransaction(request, async (ctx) => {
      await closeAlert(ctx, request, request.params.id, request.body.note);
      return { done: true as const };
    }));
  app.get("/logbooks", { access: ["cotraining", "readAlert"], schema: { querystring: s.boardQuery, response: { 200: s.board } } }, (request) =>
    inTransaction(request, (ctx) => board(ctx, request.query)));
  app.get("/logbooks/:id", { access: ["cotraining", "readLog"], schema: { params: byId, response: book } }, (request) =>
    inTransaction(request, (ctx) => readLogbook(ctx, request.params.id)));
  app.get("/logbooks/:id/handbook.docx", { access: ["cotraining", "readHandbook"], schema: { params: byId } }, async (request, reply) => {
    const content = await inUnkeptTransaction(request, (ctx) => handbookDocument(ctx, request.params.id));
    return sendDocx(reply, "placement-handbook", content);
  });
  app.post("/logbooks/:id/months", { access: ["cotraining", "signMonth"], schema: { params: byId, body: s.monthInput, response: book } }, (request) =>
    inTransaction(request, async (ctx) => {
      await signMonth(ctx, request.params.id, request.body);
      return showLogbook(ctx, request.params.id);
    }));
  app.post("/logbooks/:id/incidents", { access: ["cotraining", "reportIncident"], schema: { params: byId, body: s.incidentInput, response: book } }, (request) =>
    inTransaction(request, async (ctx) => {
      await reportIncident(ctx, request.params.id, request.body);
      return showLogbook(ctx, request.params.id);
    }));
  for (const step of INCIDENT_STEPS)
    app.post(`/incidents/:id/${step}`, { access: ["cotraining", "handleIncident"], schema: { params: byId, body: s.incidentAct, response: book } }, (request) =>
      inTransaction(request, async (ctx) => showLogbook(ctx, await actOnIncident(ctx, request, request.params.id, step, request.body))));
  app.post("/logbooks/:id/pay", { access: ["cotraining", "keepPay"], schema: { params: byId, body: s.payInput, response: book } }, (request) =>
    inTransaction(request, async (ctx) => {
      await provePay(ctx, request.params.id, request.body);
      return showLogbook(ctx, request.params.id);
    }));
  app.post("/logbook-pay/:id/answer", { access: ["cotraining", "answerPay"], schema: { params: byId, body: s.payAnswer, response: book } }, (request) =>
    inTransaction(request, async (ctx) => showLogbook(ctx, await answerPay(ctx, request, request.params.id, request.body))));
  app.post("/logbooks/:id/visits", { access: ["cotraining", "visit"], schema: { params: byId, body: s.visitInput, response: book } }, (request) =>
    inTransaction(request, async (ctx) => {
      await enterVisit(ctx, request.params.id, request.body);
      return showLogbook(ctx, request.params.id);
    }));
} // prettier-ignore
