import { z } from "zod";
import { inTransaction, inUnkeptTransaction, pageQuery, type App } from "../../platform/index.ts";
import { changePlan, removePlan, savedPlans, savePlan, showPlan } from "./saved-plans.ts";
import * as s from "./schemas.ts";
import { compare, search } from "./search.ts";

const byId = z.object({ id: z.uuid() });

/** The search for anybody, and what somebody who has signed in keeps of it. */
export function searchRoutes(app: App): void {
  // what is asked says something about a person: the answer is not kept either
  app.post("/public/pathways/search", { access: ["pathways", "search"], schema: { body: s.pathwayQuery, response: { 200: s.pathwayAnswer } } }, (request) =>
    inUnkeptTransaction(request, (ctx) => search(ctx, request.body)));
  app.post("/public/pathways/compare", { access: ["pathways", "search"], schema: { body: s.comparison, response: { 200: s.compared } } }, (request) =>
    inUnkeptTransaction(request, (ctx) => compare(ctx, request.body)));

  app.get("/pathway-plans", { access: ["pathways", "keepPlans"], schema: { querystring: pageQuery, response: { 200: s.planPage } } }, (request) =>
    inTransaction(request, (ctx) => savedPlans(ctx, request.query)));
  app.post("/pathway-plans", { access: ["pathways", "keepPlans"], schema: { body: s.newPlan, response: { 200: s.plan } } }, (request) =>
    inTransaction(request, (ctx) => savePlan(ctx, request.body)));
  app.get("/pathway-plans/:id", { access: ["pathways", "keepPlans"], schema: { params: byId, response: { 200: s.plan } } }, (request) =>
    inTransaction(request, (ctx) => showPlan(ctx, request.params.id)));
  app.put("/pathway-plans/:id", { access: ["pathways", "keepPlans"], schema: { params: byId, body: s.newPlan, response: { 200: s.plan } } }, (request) =>
    inTransaction(request, (ctx) => changePlan(ctx, request, request.params.id, request.body)));
  app.delete("/pathway-plans/:id", { access: ["pathways", "keepPlans"], schema: { params: byId, response: { 200: s.removed } } }, (request) =>
    inTransaction(request, (ctx) => removePlan(ctx, request.params.id)));
} // prettier-ignore
