import { inTransaction, type App } from "../../platform/index.ts";
import { confirmRules, proposeRules, showRules } from "../gate/rules.ts";
import * as s from "../gate/schemas.ts";
import {
  inspectWorkplace,
  keepPost,
  keepWorkplace,
  listPosts,
  listWorkplaces,
  readWorkplace,
} from "../workplaces/workplaces.ts";
import {
  actOnPlacement,
  changePlacement,
  exceptPlacement,
  placementDesk,
  showPlacement,
  showPlacements,
  type LaterPlacementStep,
} from "./placements.ts";
import { guidesOf, planPlacement, tryPlacement } from "./plan-placement.ts"; // prettier-ignore

const STEPS: LaterPlacementStep[] = ["start", "suspend", "resume", "finish", "break-off", "cancel"];

/** Places of training and posts, placements by hand with the legal gate, the rules in force. */
export function placementRoutes(app: App): void {
  const { byId } = s;
  const readPlaces = ["cotraining", "readWorkplace"] as const;
  const keepPlaces = ["cotraining", "keepWorkplace"] as const;
  const read = ["cotraining", "readPlacement"] as const;
  const keep = ["cotraining", "keepPlacement"] as const;
  const shown = { 200: s.placement };
  app.get("/workplaces", { access: readPlaces, schema: { querystring: s.workplaceQuery, response: { 200: s.workplacePage } } }, (request) =>
    inTransaction(request, (ctx) => listWorkplaces(ctx, request.query)));
  app.get("/workplaces/:id", { access: readPlaces, schema: { params: byId, response: { 200: s.workplace } } }, (request) =>
    inTransaction(request, (ctx) => readWorkplace(ctx, request.params.id)));
  app.put("/workplaces/own", { access: keepPlaces, schema: { body: s.workplaceFacts, response: { 200: s.workplace } } }, (request) =>
    inTransaction(request, (ctx) => keepWorkplace(ctx, request, request.body)));
  app.put("/workplaces/:id/inspection", { access: keep, schema: { params: byId, body: s.inspection, response: { 200: s.workplace } } }, (request) =>
    inTransaction(request, (ctx) => inspectWorkplace(ctx, request.params.id, request.body)));
  app.get("/work-posts", { access: readPlaces, schema: { querystring: s.postQuery, response: { 200: s.postList } } }, (request) =>
    inTransaction(request, (ctx) => listPosts(ctx, request.query)));
  app.post("/work-posts", { access: keepPlaces, schema: { body: s.postFacts, response: { 200: s.post } } }, (request) =>
    inTransaction(request, (ctx) => keepPost(ctx, request, null, request.body)));
  app.put("/work-posts/:id", { access: keepPlaces, schema: { params: byId, body: s.postFacts, response: { 200: s.post } } }, (request) =>
    inTransaction(request, (ctx) => keepPost(ctx, request, request.params.id, request.body)));

  app.get("/placement-desk", { access: read, schema: { response: { 200: s.desk } } }, (request) => inTransaction(request, placementDesk));
  app.get("/placement-desk/guides", { access: keep, schema: { querystring: s.guidesQuery, response: { 200: s.guides } } }, (request) =>
    inTransaction(request, (ctx) => guidesOf(ctx, request.query.enterprise)));
  app.get("/placements", { access: read, schema: { querystring: s.placementQuery, response: { 200: s.placementPage } } }, (request) =>
    inTransaction(request, (ctx) => showPlacements(ctx, request.query)));
  app.post("/placements/check", { access: keep, schema: { body: s.placementTried, response: { 200: s.judged } } }, (request) =>
    inTransaction(request, (ctx) => tryPlacement(ctx, request.body, request.body.placement)));
  app.post("/placements", { access: keep, schema: { body: s.placementFacts, response: shown } }, (request) =>
    inTransaction(request, async (ctx) => showPlacement(ctx, await planPlacement(ctx, request.body))));
  app.get("/placements/:id", { access: read, schema: { params: byId, response: shown } }, (request) =>
    inTransaction(request, (ctx) => showPlacement(ctx, request.params.id)));
  app.put("/placements/:id", { access: keep, schema: { params: byId, body: s.placementFacts, response: shown } }, (request) =>
    inTransaction(request, (ctx) => changePlacement(ctx, request, request.params.id, request.body)));
  app.post("/placements/:id/exceptions", { access: keep, schema: { params: byId, body: s.exception, response: shown } }, (request) =>
    inTransaction(request, (ctx) => exceptPlacement(ctx, request, request.params.id, request.body)));
  for (const step of STEPS)
    app.post(`/placements/:id/${step}`, { access: keep, schema: { params: byId, body: s.act, response: shown } }, (request) =>
      inTransaction(request, (ctx) => actOnPlacement(ctx, request, request.params.id, step, request.body)));

  app.get("/placement-rules", { access: ["cotraining", "readGateRules"], schema: { response: { 200: s.rules } } }, (request) => inTransaction(request, showRules));
  app.post("/placement-rules", { access: ["cotraining", "setGateRules"], schema: { body: s.choosePreset, response: { 200: s.rules } } }, (request) =>
    inTransaction(request, (ctx) => proposeRules(ctx, request.body)));
  app.post("/placement-rules/:id/confirm", { access: ["cotraining", "setGateRules"], schema: { params: byId, response: { 200: s.started } } }, (request) =>
    inTransaction(request, (ctx) => confirmRules(ctx, request.params.id)));
} // prettier-ignore
