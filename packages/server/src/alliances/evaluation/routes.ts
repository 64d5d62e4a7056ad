import { inTransaction, type App } from "../../platform/index.ts";
import { sendDocx } from "../../planning/index.ts";
import { keepEvaluation, reportOf, showEvaluation, stateIndicator } from "./evaluation.ts";
import { selfReportDocx } from "./report-docx.ts";
import * as s from "./schemas.ts";

/** The national evaluation of an alliance, from its work. */
export function evaluationRoutes(app: App): void {
  const { byId } = s;
  const shown = { 200: s.evaluation };
  app.get("/alliances/:id/evaluation", { access: ["alliances", "read"], schema: { params: byId, querystring: s.query, response: shown } }, (request) =>
    inTransaction(request, (ctx) => showEvaluation(ctx, request.params.id, request.query.year)));
  app.put("/alliances/:id/evaluation/statements", { access: ["alliances", "keep"], schema: { params: byId, body: s.statement, response: shown } }, (request) =>
    inTransaction(request, (ctx) => stateIndicator(ctx, request.params.id, request.body)));
  app.post("/alliances/:id/evaluation/editions", { access: ["alliances", "keep"], schema: { params: byId, body: s.keep, response: shown } }, (request) =>
    inTransaction(request, (ctx) => keepEvaluation(ctx, request.params.id, request.body.year)));
  app.get("/alliances/:id/evaluation/report.docx", { access: ["alliances", "read"], schema: { params: byId, querystring: s.reportQuery } }, async (request, reply) => {
    const { year, no } = request.query;
    const content = await inTransaction(request, async (ctx) => selfReportDocx(await reportOf(ctx, request.params.id, year, no)));
    return sendDocx(reply, `self-report-${year}${no === undefined ? "" : `-${no}`}`, content);
  });
} // prettier-ignore
