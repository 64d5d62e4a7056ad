import { decodeCursor, inTransaction, toPage, type App } from "../../platform/index.ts";
import { sendDocx } from "../../planning/index.ts";
import { listAgreements, requireAgreement, traineesOf, versionsOf } from "./agreements.sql.ts";
import { contractDocx } from "./contract-docx.ts";
import { differencesOf } from "./differences.ts";
import { lineOf, showAgreement } from "./present.ts";
import * as s from "./schemas.ts";
import { signAgreement, verifySignatures } from "./sign-agreement.ts";
import { actOnAgreement, actOnAmendment, amendAgreement, changeAgreement, draftAgreement, enterCohort, requireVersion, type LaterAgreementStep } from "./write-agreement.ts"; // prettier-ignore

const STEPS: LaterAgreementStep[] = ["propose", "return", "withdraw", "end"];

/** Agreements of joint training: drafted from clauses, checked, signed by all sides, changed, ended. */
export function agreementRoutes(app: App): void {
  const { byId } = s;
  const read = ["cotraining", "readAgreement"] as const;
  const keep = ["cotraining", "keepAgreement"] as const;
  const shown = { 200: s.agreement };
  app.get("/training-agreements", { access: read, schema: { querystring: s.listQuery, response: { 200: s.page } } }, (request) =>
    inTransaction(request, async (ctx) => {
      const { cursor, limit, ...filter } = request.query;
      const rows = await listAgreements(ctx, filter, decodeCursor(cursor, 1)?.[0]?.toString() ?? null, limit + 1);
      const lines = [];
      for (const row of rows) lines.push(lineOf(ctx, row, await versionsOf(ctx, row), await traineesOf(ctx, row)));
      return toPage(lines, limit, ({ id }) => [id], (line) => line);
    }));
  app.post("/training-agreements", { access: keep, schema: { body: s.newAgreement, response: shown } }, (request) =>
    inTransaction(request, (ctx) => draftAgreement(ctx, request.body)));
  app.get("/training-agreements/:id", { access: read, schema: { params: byId, response: shown } }, (request) =>
    inTransaction(request, async (ctx) => showAgreement(ctx, await requireAgreement(ctx, request.params.id))));
  app.put("/training-agreements/:id", { access: keep, schema: { params: byId, body: s.change, response: shown } }, (request) =>
    inTransaction(request, (ctx) => changeAgreement(ctx, request, request.params.id, request.body)));
  app.put("/training-agreements/:id/cohort", { access: keep, schema: { params: byId, body: s.cohort, response: shown } }, (request) =>
    inTransaction(request, (ctx) => enterCohort(ctx, request, request.params.id, request.body)));
  for (const step of STEPS)
    app.post(`/training-agreements/:id/${step}`, { access: keep, schema: { params: byId, body: s.act, response: shown } }, (request) =>
      inTransaction(request, (ctx) => actOnAgreement(ctx, request, request.params.id, step, request.body)));
  app.post("/training-agreements/:id/sign", { access: ["cotraining", "signAgreement"], schema: { params: byId, body: s.sign, response: shown } }, (request) =>
    inTransaction(request, (ctx) => signAgreement(ctx, request, request.params.id, request.body)));
  app.post("/training-agreements/:id/amend", { access: keep, schema: { params: byId, body: s.amend, response: shown } }, (request) =>
    inTransaction(request, (ctx) => amendAgreement(ctx, request, request.params.id, request.body)));
  for (const step of ["propose", "drop"] as const)
    app.post(`/training-agreements/:id/amendment/${step}`, { access: keep, schema: { params: byId, body: s.act, response: shown } }, (request) =>
      inTransaction(request, (ctx) => actOnAmendment(ctx, request, request.params.id, step, request.body)));
  app.get("/training-agreements/:id/verify", { access: read, schema: { params: byId, response: { 200: s.verdict } } }, (request) =>
    inTransaction(request, (ctx) => verifySignatures(ctx, request.params.id)));
  app.get("/training-agreements/:id/versions/:no/differences", { access: read, schema: { params: s.byVersion, querystring: s.differencesQuery, response: { 200: s.differences } } }, (request) =>
    inTransaction(request, async (ctx) => {
      const { id, no } = request.params;
      const [to, from] = [await requireVersion(ctx, id, no), await requireVersion(ctx, id, request.query.from)];
      return { from: request.query.from, to: no, clauses: differencesOf(from.version.clauses, to.version.clauses) };
    }));
  app.get("/training-agreements/:id/versions/:no/text", { access: read, schema: { params: s.byVersion } }, async (request, reply) => {
    const { id, no } = request.params;
    const { version } = await inTransaction(request, (ctx) => requireVersion(ctx, id, no));
    return reply.type("text/plain; charset=utf-8").header("content-disposition", `attachment; filename="agreement-${no}.txt"`).send(version.text);
  });
  app.get("/training-agreements/:id/versions/:no/contract.docx", { access: read, schema: { params: s.byVersion } }, async (request, reply) => {
    const { id, no } = request.params;
    const content = await inTransaction(request, async (ctx) => {
      const { row, version } = await requireVersion(ctx, id, no);
      return contractDocx(row, version);
    });
    return sendDocx(reply, `agreement-${no}`, content);
  });
} // prettier-ignore
