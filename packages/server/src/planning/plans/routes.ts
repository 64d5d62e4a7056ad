import { inTransaction, type App } from "../../platform/index.ts";
import { comparePlans } from "./compare-plans.ts";
import { decidePlan } from "./decide-plan.ts";
import { cellsOf, editCells, editsOf, openDesk, previewCost } from "./edit-cells.ts";
import { cancelPlan, planById, plansOf, solveAgain, startPlan } from "./make-plan.ts";
import { answerProposal, negotiationOf, ownSeats, plansForSchool, proposeSeats } from "./negotiate.ts";
import { procedure } from "./plan-state.ts";
import { publicFile, publicPlan, publicPlans, publicSeats } from "./published.ts";
import * as s from "./schemas.ts";
import { startVerification } from "./verify-plan.ts";
import { brokenInWords, conflictOf, tightInWords, whyOf } from "./why.ts";

/** Routes of the enrolment plan: scenarios, the editor, negotiation, steps to publication, what is public. */
export function planRoutes(app: App): void {
  const read = ["planning", "read"] as const;
  const make = ["planning", "makePlan"] as const;
  app.post("/plans", { access: make, schema: { body: s.newPlan, response: { 200: s.plan } } }, (request) =>
    inTransaction(request, (ctx) => startPlan(ctx, request.body)),
  );
  app.get("/plans", { access: read, schema: { querystring: s.planQuery, response: { 200: s.planPage } } }, (request) =>
    inTransaction(request, (ctx) => plansOf(ctx, request.query.round ?? null)),
  );
  app.get("/plans/compare", { access: read, schema: { querystring: s.compareQuery, response: { 200: s.comparison } } }, (request) =>
    inTransaction(request, (ctx) => comparePlans(ctx, request.query.ids.split(","))),
  );
  app.get("/plans/:id", { access: read, schema: { params: s.byId, response: { 200: s.plan } } }, (request) =>
    inTransaction(request, (ctx) => planById(ctx, request.params.id)),
  );
  app.post("/plans/:id/solve", { access: make, schema: { params: s.byId, response: { 200: s.plan } } }, (request) =>
    inTransaction(request, (ctx) => solveAgain(ctx, request, request.params.id)),
  );
  app.post("/plans/:id/cancel", { access: make, schema: { params: s.byId, response: { 200: s.plan } } }, (request) =>
    inTransaction(request, (ctx) => cancelPlan(ctx, request.params.id)),
  );
  app.get("/plans/:id/conflict", { access: read, schema: { params: s.byId, response: { 200: s.conflict } } }, (request) =>
    inTransaction(request, (ctx) => conflictOf(ctx, request.params.id)),
  );
  app.get("/plans/:id/broken", { access: read, schema: { params: s.byId, response: { 200: s.broken } } }, (request) =>
    inTransaction(request, (ctx) => brokenInWords(ctx, request.params.id)),
  );
  app.get("/plans/:id/tight", { access: read, schema: { params: s.byId, response: { 200: s.tight } } }, (request) =>
    inTransaction(request, (ctx) => tightInWords(ctx, request.params.id)),
  );
  app.post("/plans/:id/verify", { access: read, schema: { params: s.byId, response: { 200: s.job } } }, (request) =>
    inTransaction(request, (ctx) => startVerification(ctx, request.params.id)),
  );

  app.get("/plans/:id/cells", { access: read, schema: { params: s.byId, querystring: s.cellQuery, response: { 200: s.cellPage } } }, (request) =>
    inTransaction(request, (ctx) => cellsOf(ctx, request.params.id, request.query)),
  );
  app.put("/plans/:id/cells", { access: make, schema: { params: s.byId, body: s.edit, response: { 200: s.edited } } }, (request) =>
    inTransaction(request, (ctx) => editCells(ctx, request.params.id, request.body)),
  );
  app.post("/plans/:id/cost", { access: make, schema: { params: s.byId, body: s.preview, response: { 200: s.cost } } }, (request) =>
    inTransaction(request, (ctx) => previewCost(ctx, request.params.id, request.body.cells)),
  );
  app.post("/plans/:id/desk", { access: make, schema: { params: s.byId, response: { 200: s.desk } } }, (request) =>
    inTransaction(request, (ctx) => openDesk(ctx, request.params.id)),
  );
  app.get("/plans/:id/edits", { access: read, schema: { params: s.byId, querystring: s.cellQuery.omit({ since: true }), response: { 200: s.editPage } } }, (request) =>
    inTransaction(request, (ctx) => editsOf(ctx, request.params.id, request.query)),
  );
  app.get("/plans/:id/offerings/:offering/why", { access: read, schema: { params: s.ofOffering, response: { 200: s.why } } }, (request) =>
    inTransaction(request, (ctx) => whyOf(ctx, request.params.id, request.params.offering)),
  );

  app.get("/plans/:id/proposals", { access: read, schema: { params: s.byId, response: { 200: s.negotiation } } }, (request) =>
    inTransaction(request, (ctx) => negotiationOf(ctx, request.params.id)),
  );
  app.post("/plans/:id/answers", { access: make, schema: { params: s.byId, body: s.answer, response: { 200: s.answered } } }, (request) =>
    inTransaction(request, (ctx) => answerProposal(ctx, request.params.id, request.body)),
  );
  app.get("/my-seats", { access: ["planning", "readOwnSeats"], schema: { response: { 200: s.schoolPlans } } }, (request) =>
    inTransaction(request, plansForSchool),
  );
  app.get("/my-seats/:id", { access: ["planning", "readOwnSeats"], schema: { params: s.byId, response: { 200: s.ownSeats } } }, (request) =>
    inTransaction(request, (ctx) => ownSeats(ctx, request.params.id)),
  );
  app.post("/my-seats/:id/proposals", { access: ["planning", "proposeSeats"], schema: { params: s.byId, body: s.proposal, response: { 200: s.steps } } }, (request) =>
    inTransaction(request, (ctx) => proposeSeats(ctx, request.params.id, request.body)),
  );

  for (const step of ["open", "conclude", "return", "review", "publish", "withdraw"] as const)
    app.post(
      `/plans/:id/${step}`,
      { access: ["planning", procedure.steps[step].right], schema: { params: s.byId, body: s.decision, response: { 200: s.plan } } },
      (request) => inTransaction(request, (ctx) => decidePlan(ctx, request, { id: request.params.id, step, note: request.body.note })),
    );

  const published = ["planning", "readPublished"] as const;
  app.get("/public/plans", { access: published, schema: { response: { 200: s.publicPlans } } }, (request) =>
    inTransaction(request, publicPlans),
  );
  app.get("/public/plans/:id", { access: published, schema: { params: s.byId, response: { 200: s.publicPlan } } }, (request) =>
    inTransaction(request, (ctx) => publicPlan(ctx, request.params.id)),
  );
  app.get("/public/plans/:id/seats", { access: published, schema: { params: s.byId, querystring: s.seatQuery, response: { 200: s.seatPage } } }, (request) =>
    inTransaction(request, (ctx) => publicSeats(ctx, request.params.id, request.query)),
  );
  app.get("/public/plans/:id/files/:name", { access: published, schema: { params: s.fileOf } }, async (request, reply) => {
    const { id, name } = request.params;
    const file = await inTransaction(request, (ctx) => publicFile(ctx, id, name));
    return reply
      .type(file.mediaType)
      .header("content-disposition", `attachment; filename="tixi-${id.slice(0, 8)}-${name}"`)
      .send(file.content);
  });
} // prettier-ignore
