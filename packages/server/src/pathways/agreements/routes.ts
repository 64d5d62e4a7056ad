import { inTransaction, type App } from "../../platform/index.ts";
import { actOnAgreement, type LaterStep } from "./act.ts";
import { requireAgreement } from "./agreements.sql.ts";
import { enterCohorts, showCohorts } from "./cohorts.ts";
import { continuations, flows } from "./flows.ts";
import { agreements, publicAgreements, showAgreement, subjectOf } from "./present.ts";
import { agreementProcedure } from "./procedure.ts";
import { changeAgreement, checkAgreement, proposeAgreement } from "./propose.ts";
import * as s from "./schemas.ts";
import { access } from "../access.ts"; // prettier-ignore

const STEPS = (Object.keys(agreementProcedure.steps) as (keyof typeof agreementProcedure.steps)[]).filter(
  (step): step is LaterStep => step !== "propose",
);

/** Agreements between schools: what stands for anybody; proposals, steps and cohorts for those whose they are. */
export function agreementRoutes(app: App): void {
  const { byId } = s;
  app.get("/public/agreements", { access: ["pathways", "readInForce"], schema: { querystring: s.publicQuery, response: { 200: s.agreementPage } } }, (request) =>
    inTransaction(request, (ctx) => publicAgreements(ctx, request.query)));
  app.get("/public/agreements/:id", { access: ["pathways", "readInForce"], schema: { params: byId, response: { 200: s.agreement } } }, (request) =>
    inTransaction(request, async (ctx) => {
      const row = await requireAgreement(ctx, request.params.id);
      access.authorize(ctx.actor, "readInForce", subjectOf(ctx, row));
      return showAgreement(ctx, { ...row, actions: [] });
    }));

  app.get("/agreements", { access: ["pathways", "readAgreement"], schema: { querystring: s.agreementQuery, response: { 200: s.agreementPage } } }, (request) =>
    inTransaction(request, (ctx) => agreements(ctx, request.query)));
  app.post("/agreements", { access: ["pathways", "proposeAgreement"], schema: { body: s.newAgreement, response: { 200: s.agreement } } }, (request) =>
    inTransaction(request, (ctx) => proposeAgreement(ctx, request.body)));
  app.post("/agreements/check", { access: ["pathways", "proposeAgreement"], schema: { body: s.newAgreement, response: { 200: s.check } } }, (request) =>
    inTransaction(request, (ctx) => checkAgreement(ctx, request.body)));
  app.get("/agreements/flows", { access: ["pathways", "readCohorts"], schema: { querystring: s.flowQuery, response: { 200: s.flows } } }, (request) =>
    inTransaction(request, (ctx) => flows(ctx, request.query)));
  app.get("/agreements/continuations", { access: ["pathways", "readInForce"], schema: { querystring: s.continuationQuery, response: { 200: s.continuations } } }, (request) =>
    inTransaction(request, (ctx) => continuations(ctx, request.query)));
  app.get("/agreements/:id", { access: ["pathways", "readAgreement"], schema: { params: byId, response: { 200: s.agreement } } }, (request) =>
    inTransaction(request, async (ctx) => {
      const row = await requireAgreement(ctx, request.params.id);
      access.authorize(ctx.actor, "readAgreement", subjectOf(ctx, row));
      return showAgreement(ctx, row);
    }));
  app.put("/agreements/:id", { access: ["pathways", "proposeAgreement"], schema: { params: byId, body: s.agreementTerms, response: { 200: s.agreement } } }, (request) =>
    inTransaction(request, (ctx) => changeAgreement(ctx, request, request.params.id, request.body)));
  for (const step of STEPS)
    app.post(`/agreements/:id/${step}`, { access: ["pathways", agreementProcedure.steps[step].right], schema: { params: byId, body: s.act, response: { 200: s.agreement } } }, (request) =>
      inTransaction(request, (ctx) => actOnAgreement(ctx, request, request.params.id, step, request.body)));
  app.get("/agreements/:id/cohorts", { access: ["pathways", "readCohorts"], schema: { params: byId, response: { 200: s.cohorts } } }, (request) =>
    inTransaction(request, (ctx) => showCohorts(ctx, request.params.id)));
  app.put("/agreements/:id/cohorts", { access: ["pathways", "enterCohorts"], schema: { params: byId, body: s.cohortYears, response: { 200: s.cohorts } } }, (request) =>
    inTransaction(request, (ctx) => enterCohorts(ctx, request, request.params.id, request.body)));
} // prettier-ignore
