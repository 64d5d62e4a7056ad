import { inTransaction, inUnkeptTransaction, type App } from "../../platform/index.ts";
import { sendDocx } from "../../planning/index.ts";
import {
  actOnAssessment,
  candidatesOf,
  giveScores,
  listAssessments,
  proposeAssessment,
  reviseRubric,
  showAssessment,
  type LaterAssessmentStep,
} from "./assess.ts";
import { certificateDocument, checkCertificate, revokeCertificate } from "./certificate.ts";
import { listOutcomes, outcomeFigures, stateOutcome } from "./outcomes.ts";
import { assessmentProcedure } from "./procedure.ts";
import * as s from "./schemas.ts"; // prettier-ignore

const STEPS: LaterAssessmentStep[] = ["dispute", "agree", "school-sign", "enterprise-sign", "accept", "object", "answer", "reopen", "certify", "fail"]; // prettier-ignore

/** Joint assessments, certificates with their public check, outcomes. */
export function assessmentRoutes(app: App): void {
  const { byId } = s;
  app.get("/joint-assessments", { access: ["cotraining", "readAssessments"], schema: { querystring: s.listQuery, response: { 200: s.page } } }, (request) =>
    inTransaction(request, (ctx) => listAssessments(ctx, request.query)));
  app.get("/joint-assessments/candidates", { access: ["cotraining", "keepAssessments"], schema: { response: { 200: s.candidates } } }, (request) =>
    inTransaction(request, candidatesOf));
  app.post("/joint-assessments", { access: ["cotraining", "keepAssessments"], schema: { body: s.newAssessment, response: { 200: s.assessment } } }, (request) =>
    inTransaction(request, (ctx) => proposeAssessment(ctx, request.body)));
  app.get("/joint-assessments/:id", { access: ["cotraining", "readAssessments"], schema: { params: byId, response: { 200: s.assessment } } }, (request) =>
    inTransaction(request, (ctx) => showAssessment(ctx, request.params.id)));
  app.put("/joint-assessments/:id/rubric", { access: ["cotraining", "keepAssessments"], schema: { params: byId, body: s.rubric, response: { 200: s.assessment } } }, (request) =>
    inTransaction(request, (ctx) => reviseRubric(ctx, request, request.params.id, request.body)));
  app.put("/joint-assessments/:id/scores", { access: ["cotraining", "score"], schema: { params: byId, body: s.scores, response: { 200: s.assessment } } }, (request) =>
    inTransaction(request, (ctx) => giveScores(ctx, request, request.params.id, request.body)));
  for (const step of STEPS)
    app.post(`/joint-assessments/:id/${step}`, { access: ["cotraining", assessmentProcedure.steps[step].right], schema: { params: byId, body: s.act, response: { 200: s.assessment } } }, (request) =>
      inTransaction(request, (ctx) => actOnAssessment(ctx, request, request.params.id, step, request.body)));
  app.get("/trainee-certificates/:id/document", { access: ["cotraining", "readCertificates"], schema: { params: byId } }, async (request, reply) => {
    const { name, content } = await inUnkeptTransaction(request, (ctx) => certificateDocument(ctx, request.params.id, `${request.protocol}://${request.host}`));
    return sendDocx(reply, name, content);
  });
  app.post("/trainee-certificates/:id/revoke", { access: ["cotraining", "keepAssessments"], schema: { params: byId, body: s.revoke, response: { 200: s.certificate } } }, (request) =>
    inTransaction(request, (ctx) => revokeCertificate(ctx, request, request.params.id, request.body)));
  app.get("/public/trainee-certificate", { access: ["cotraining", "checkCertificate"], schema: { querystring: s.checkQuery, response: { 200: s.checked } } }, (request) =>
    inTransaction(request, (ctx) => checkCertificate(ctx, request.query)));
  app.get("/trainee-outcomes", { access: ["cotraining", "readOutcomes"], schema: { querystring: s.listQuery, response: { 200: s.outcomes } } }, (request) =>
    inTransaction(request, (ctx) => listOutcomes(ctx, request.query)));
  app.post("/trainee-outcomes", { access: ["cotraining", "readOutcomes"], schema: { body: s.outcomeIn, response: { 200: s.outcome } } }, (request) =>
    inTransaction(request, (ctx) => stateOutcome(ctx, request.body)));
  app.get("/trainee-outcomes/figures", { access: ["cotraining", "readOutcomeFigures"], schema: { response: { 200: s.outcomeFigures } } }, (request) =>
    inTransaction(request, outcomeFigures));
} // prettier-ignore
