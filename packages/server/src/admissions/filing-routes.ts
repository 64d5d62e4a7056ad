import { inTransaction, inUnkeptTransaction, toPage, type App } from "../platform/index.ts";
import { access } from "./access.ts";
import { admittedXlsx } from "./publish-documents.ts";
import { decideFiling, type FilingDecision } from "./filing-decisions.ts";
import { presentFiling, presentLine } from "./filing-present.ts";
import * as s from "./filing-schemas.ts";
import { filingProcedure } from "./filing-state.ts";
import { startFilingVerification } from "./filing-verify.ts";
import { listFilings } from "./filings.sql.ts";
import { answerFilingObjection, objectionsTo } from "./objections.ts";
import { outcomesOf } from "./outcomes.ts";
import { filingFile, openFiles } from "./publish-open.ts";
import { cancelFiling, requireFiling, startFiling } from "./run-filing.ts";
import { startSimulation } from "./simulate.ts";
import { sendFilingFile, SHEET } from "./publish-send.ts";
import { decodeCursor } from "../platform/index.ts"; // prettier-ignore

const STEPS: readonly FilingDecision[] = ["check", "announce", "confirm", "withdraw"];

/** Routes of the office: runs, their check and announcement, objections, files, simulations. */
export function filingRoutes(app: App): void {
  const { byId } = s;
  const file = ["admissions", "file"] as const;
  const read = ["admissions", "readFiling"] as const;
  const folderFor = (name: string): string => app.platform.files.resolve(name);
  app.post("/filings", { access: file, schema: { body: s.newFiling, response: { 200: s.filing } } }, (request) =>
    inTransaction(request, async (ctx) => presentFiling(ctx, await requireFiling(ctx, await startFiling(ctx, request.body, folderFor)))));
  app.get("/filings", { access: read, schema: { querystring: s.filingQuery, response: { 200: s.filingPage } } }, (request) =>
    inTransaction(request, async (ctx) => {
      const { season, cursor, limit } = request.query;
      const after = decodeCursor(cursor, 1);
      const province = access.reach(ctx.actor.role, "readFiling") === "around" ? `${ctx.actor.region.slice(0, 2)}0000` : null;
      const rows = await listFilings(ctx, { season: season ?? null, province, after: after && String(after[0]), limit: limit + 1 });
      return toPage(rows, limit, ({ id }) => [id], presentLine);
    }));
  app.get("/filings/:id", { access: read, schema: { params: byId, response: { 200: s.filing } } }, (request) =>
    inTransaction(request, async (ctx) => {
      const filing = await requireFiling(ctx, request.params.id);
      access.authorize(ctx.actor, "readFiling", { region: filing.province, published: filing.actions.some(({ action }) => action === "announce") });
      return presentFiling(ctx, filing);
    }));
  app.post("/filings/:id/cancel", { access: file, schema: { params: byId, response: { 200: s.filing } } }, (request) =>
    inTransaction(request, async (ctx) => {
      await cancelFiling(ctx, request.params.id);
      return presentFiling(ctx, await requireFiling(ctx, request.params.id));
    }));
  for (const step of STEPS)
    app.post(`/filings/:id/${step}`, { access: ["admissions", filingProcedure.steps[step].right], schema: { params: byId, body: s.decision, response: { 200: s.filing } } }, (request) =>
      inTransaction(request, (ctx) => decideFiling(ctx, request, { id: request.params.id, step, ...request.body })));
  app.post("/filings/:id/verify", { access: file, schema: { params: byId, response: { 200: s.job } } }, (request) =>
    inTransaction(request, (ctx) => startFilingVerification(ctx, request.params.id, folderFor)));
  app.post("/filings/:id/open-files", { access: ["admissions", "release"], schema: { params: byId, response: { 200: s.job } } }, (request) =>
    inTransaction(request, (ctx) => openFiles(ctx, request.params.id, folderFor)));
  app.get("/filings/:id/outcomes", { access: file, schema: { params: byId, querystring: s.outcomeQuery, response: { 200: s.outcomePage } } }, (request) =>
    inTransaction(request, (ctx) => outcomesOf(ctx, request.params.id, request.query)));
  app.get("/filings/:id/files/:name", { access: file, schema: { params: s.fileOf }, compress: false }, async (request, reply) => {
    const { id, name } = request.params;
    return sendFilingFile(app, reply, await inTransaction(request, (ctx) => filingFile(ctx, id, name)));
  });
  app.get("/filings/:id/admitted.xlsx", { access: file, schema: { params: byId } }, async (request, reply) => {
    const { id } = request.params;
    const content = await inUnkeptTransaction(request, (ctx) => admittedXlsx(ctx, id));
    return reply.type(SHEET).header("content-disposition", `attachment; filename="tixi-${id.slice(0, 8)}-admitted.xlsx"`).send(content);
  });
  app.get("/filings/:id/objections", { access: ["admissions", "answerObjection"], schema: { params: byId, response: { 200: s.objectionPage } } }, (request) =>
    inUnkeptTransaction(request, (ctx) => objectionsTo(ctx, request.params.id)));
  app.post("/admission-objections/:id/answer", { access: ["admissions", "answerObjection"], schema: { params: byId, body: s.answer, response: { 200: s.objectionState } } }, (request) =>
    inTransaction(request, (ctx) => answerFilingObjection(ctx, request.params.id, request.body)));
  app.post("/filing-simulations", { access: file, schema: { body: s.newSimulation, response: { 200: s.job } } }, (request) =>
    inTransaction(request, (ctx) => startSimulation(ctx, request.body, folderFor)));
} // prettier-ignore
