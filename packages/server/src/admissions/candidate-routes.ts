import { rm } from "node:fs/promises";
import { BadInput, inTransaction, inUnkeptTransaction, type App } from "../platform/index.ts";
import { actOnCandidate, decideCandidates, DECISIONS, OWN_STEPS } from "./candidate-act.ts";
import {
  importCandidates,
  listCandidateImports,
  rejectedCandidates,
  showCandidateImport,
} from "./candidate-import.ts";
import * as s from "./candidate-schemas.ts";
import { candidateById, listCandidates, ownRegistrations, ticketOf } from "./candidates.ts";
import { admitExempt, endExemption, proposeExemption, publicExemptions } from "./exemptions.ts";
import { beginRegistration, saveRegistration } from "./register.ts";
import { bySeason } from "./season-schemas.ts";
import { language } from "./score-schemas.ts";

/** Routes of registration: a candidate's own, those who confirm, lists. Answers with names are not kept for repeated requests. */
export function candidateRoutes(app: App): void {
  const { byCandidate } = s;
  const self = ["admissions", "register"] as const;
  const read = ["admissions", "readCandidate"] as const;
  const decide = ["admissions", "confirmCandidate"] as const;
  const list = ["admissions", "importCandidates"] as const;
  app.get("/candidates/mine", { access: self, schema: { response: { 200: s.own } } }, (request) =>
    inTransaction(request, ownRegistrations));
  // no password is tried here: a whole school registers from one address in an hour
  app.post("/seasons/:id/register", { access: self, config: { limit: "write" }, schema: { params: bySeason, body: s.form, response: { 200: s.candidate } } }, (request) =>
    inUnkeptTransaction(request, (ctx) => beginRegistration(ctx, request.params.id, request.body)));
  app.get("/candidates/:id", { access: read, schema: { params: byCandidate, response: { 200: s.candidate } } }, (request) =>
    inTransaction(request, (ctx) => candidateById(ctx, request.params.id)));
  app.put("/candidates/:id", { access: self, schema: { params: byCandidate, body: s.form, response: { 200: s.candidate } } }, (request) =>
    inUnkeptTransaction(request, (ctx) => saveRegistration(ctx, request, request.params.id, request.body)));
  app.get("/candidates/:id/ticket", { access: read, schema: { params: byCandidate, response: { 200: s.ticket } } }, (request) =>
    inTransaction(request, (ctx) => ticketOf(ctx, request.params.id)));
  for (const step of OWN_STEPS)
    app.post(`/candidates/:id/${step}`, { access: self, schema: { params: byCandidate, body: s.act, response: { 200: s.candidate } } }, (request) =>
      inUnkeptTransaction(request, (ctx) => actOnCandidate(ctx, request, request.params.id, step, request.body)));
  for (const step of DECISIONS)
    app.post(`/candidates/:id/${step}`, { access: decide, schema: { params: byCandidate, body: step === "confirm" ? s.confirm : s.act, response: { 200: s.candidate } } }, (request) =>
      inUnkeptTransaction(request, (ctx) => actOnCandidate(ctx, request, request.params.id, step, request.body)));

  const exempt = ["admissions", "exempt"] as const;
  app.post("/candidates/:id/exempt", { access: exempt, schema: { params: byCandidate, body: s.exempt, response: { 200: s.candidate } } }, (request) =>
    inUnkeptTransaction(request, (ctx) => proposeExemption(ctx, request, request.params.id, request.body)));
  app.post("/candidates/:id/end-exemption", { access: exempt, schema: { params: byCandidate, body: s.act, response: { 200: s.candidate } } }, (request) =>
    inUnkeptTransaction(request, (ctx) => endExemption(ctx, request, request.params.id, request.body)));
  app.post("/candidates/:id/admit-exempt", { access: exempt, schema: { params: byCandidate, body: s.act, response: { 200: s.candidate } } }, (request) =>
    inUnkeptTransaction(request, (ctx) => admitExempt(ctx, request, request.params.id, request.body)));
  app.get("/public/seasons/:id/exemptions", { access: ["admissions", "readPublished"], schema: { params: bySeason, response: { 200: s.exemptionPage } } }, (request) =>
    inTransaction(request, (ctx) => publicExemptions(ctx, request.params.id)));

  app.get("/seasons/:id/candidates", { access: read, schema: { params: bySeason, querystring: s.candidateQuery, response: { 200: s.candidatePage } } }, (request) =>
    inTransaction(request, (ctx) => listCandidates(ctx, request.params.id, request.query)));
  app.post("/seasons/:id/candidates/decide", { access: decide, schema: { params: bySeason, body: s.decision, response: { 200: s.decided } } }, (request) =>
    inTransaction(request, (ctx) => decideCandidates(ctx, request.params.id, request.body)));

  app.post("/seasons/:id/candidate-imports", { access: list, schema: { params: bySeason, response: { 200: s.imported } } }, async (request) => {
    const upload = await request.file();
    if (!upload) throw new BadInput([{ part: "body", field: "file", reason: "没有收到文件 / no file was sent" }]);
    const name = (upload.filename || "candidates").normalize("NFC").replace(/[\\/\p{Cc}]/gu, "_").slice(-150);
    // Under no name: it is gone when this request ends, and at the next start where a crash came between.
    const file = await app.platform.files.receive(upload.file);
    try {
      return await inTransaction(request, (ctx) => importCandidates(ctx, request.params.id, { path: file.path, name }), file.sha256);
    } finally {
      await rm(file.path, { force: true });
    }
  });
  app.get("/seasons/:id/candidate-imports", { access: list, schema: { params: bySeason, response: { 200: s.importPage } } }, (request) =>
    inTransaction(request, (ctx) => listCandidateImports(ctx, request.params.id)));
  app.get("/candidate-imports/:id", { access: list, schema: { params: byCandidate, response: { 200: s.imported } } }, (request) =>
    inTransaction(request, (ctx) => showCandidateImport(ctx, request.params.id)));
  app.get("/candidate-imports/:id/rejected.csv", { access: list, schema: { params: byCandidate, querystring: language } }, async (request, reply) => {
    const text = await inTransaction(request, (ctx) => rejectedCandidates({ ...ctx, locale: request.query.lang ?? ctx.locale }, request.params.id));
    return reply
      .type("text/csv; charset=utf-8")
      .header("cache-control", "no-store")
      .header("content-disposition", 'attachment; filename="rejected.csv"')
      .send(text);
  });
} // prettier-ignore
