import { inTransaction, inUnkeptTransaction, toPage, type App } from "../platform/index.ts";
import { admittedList } from "./admission-lists.ts";
import { cutoffHistory, cutoffsOf } from "./cutoffs.ts";
import { filingKey } from "./filing-manifest.ts";
import { presentFiling, presentLine } from "./filing-present.ts";
import * as s from "./filing-schemas.ts";
import { listAnnounced } from "./filings.sql.ts";
import { objectionByNumber, objectToResult } from "./objections.ts";
import { ownOutcomes } from "./outcomes.ts";
import { announcementDocx, cutoffsXlsx } from "./publish-documents.ts";
import { openArchive, publicFilingFile, requireAnnounced } from "./publish-open.ts";
import { sendArchive, sendFilingFile, SHEET, WORD } from "./publish-send.ts";
import { receivedCsv, receivedDocx, receivedList } from "./received.ts";
import { language } from "./score-schemas.ts";
import { decodeCursor } from "../platform/index.ts"; // prettier-ignore

/** Routes of results: a candidate's own, a school's people, what is public. */
export function resultRoutes(app: App): void {
  const { byId } = s;
  app.get("/my-results", { access: ["admissions", "readOutcome"], schema: { response: { 200: s.ownOutcomes } } }, (request) =>
    inTransaction(request, ownOutcomes));
  app.get("/admitted", { access: ["admissions", "readAdmission"], schema: { querystring: s.admittedQuery, response: { 200: s.admittedPage } } }, (request) =>
    inTransaction(request, (ctx) => admittedList(ctx, request.query)));
  const received = ["admissions", "readReceived"] as const;
  app.get("/received", { access: received, schema: { querystring: s.admittedQuery, response: { 200: s.receivedPage } } }, (request) =>
    inTransaction(request, (ctx) => receivedList(ctx, request.query)));
  app.get("/received.csv", { access: received, schema: { querystring: s.admittedSeason.extend(language.shape) } }, async (request, reply) => {
    const { season, lang } = request.query;
    const text = await inUnkeptTransaction(request, (ctx) => receivedCsv({ ...ctx, locale: lang ?? ctx.locale }, season));
    return reply.type("text/csv; charset=utf-8").header("cache-control", "no-store").header("content-disposition", 'attachment; filename="received.csv"').send(text);
  });
  app.get("/received.docx", { access: received, schema: { querystring: s.admittedSeason } }, async (request, reply) => {
    const content = await inUnkeptTransaction(request, (ctx) => receivedDocx(ctx, request.query.season));
    return reply.type(WORD).header("cache-control", "no-store").header("content-disposition", 'attachment; filename="received.docx"').send(content);
  });

  const open = ["admissions", "readPublished"] as const;
  app.get("/public/filings", { access: open, schema: { querystring: s.filingQuery, response: { 200: s.filingPage } } }, (request) =>
    inTransaction(request, async (ctx) => {
      const { season, cursor, limit } = request.query;
      const after = decodeCursor(cursor, 2);
      const rows = await listAnnounced(ctx, { season: season ?? null, after: after && [String(after[0]), String(after[1])], limit: limit + 1 });
      return toPage(rows, limit, ({ announced, id }) => [announced, id], presentLine);
    }));
  app.get("/public/admission-key", { access: open, schema: { response: { 200: s.openKey } } }, (request) =>
    inTransaction(request, (ctx) => Promise.resolve({ algorithm: "Ed25519" as const, key: filingKey(ctx.vault) })));
  app.get("/public/filings/:id", { access: open, schema: { params: byId, response: { 200: s.filing } } }, (request) =>
    inTransaction(request, async (ctx) => presentFiling(ctx, await requireAnnounced(ctx, request.params.id))));
  app.get("/public/filings/:id/cutoffs", { access: open, schema: { params: byId, querystring: s.cutoffQuery, response: { 200: s.cutoffPage } } }, (request) =>
    inTransaction(request, async (ctx) => cutoffsOf(ctx, (await requireAnnounced(ctx, request.params.id)).id, request.query)));
  app.get("/public/filings/:id/cutoffs.xlsx", { access: open, schema: { params: byId } }, async (request, reply) => {
    const content = await inTransaction(request, (ctx) => cutoffsXlsx(ctx, request.params.id));
    return reply.type(SHEET).header("content-disposition", `attachment; filename="cutoffs.xlsx"`).send(content);
  });
  app.get("/public/filings/:id/announcement.docx", { access: open, schema: { params: byId } }, async (request, reply) => {
    const content = await inTransaction(request, (ctx) => announcementDocx(ctx, request.params.id));
    return reply.type(WORD).header("content-disposition", `attachment; filename="announcement.docx"`).send(content);
  });
  app.get("/public/filings/:id/files/:name", { access: open, schema: { params: s.fileOf }, compress: false }, async (request, reply) => {
    const { id, name } = request.params;
    return sendFilingFile(app, reply, await inTransaction(request, (ctx) => publicFilingFile(ctx, id, name)));
  });
  app.get("/public/filings/:id/open.tar.gz", { access: open, schema: { params: byId }, compress: false }, async (request, reply) => {
    const files = await inTransaction(request, (ctx) => openArchive(ctx, request.params.id));
    return sendArchive(app, reply, files, `tixi-${request.params.id.slice(0, 8)}-open`);
  });
  app.get("/public/cutoff-history", { access: open, schema: { querystring: s.historyQuery, response: { 200: s.history } } }, (request) =>
    inTransaction(request, (ctx) => cutoffHistory(ctx, request.query)));
  app.post("/public/filings/:id/objections", { access: ["admissions", "object"], schema: { params: byId, body: s.newObjection, response: { 200: s.received } } }, (request) =>
    inTransaction(request, (ctx) => objectToResult(ctx, request.params.id, request.body)));
  app.get("/public/admission-objections/:id", { access: ["admissions", "object"], schema: { params: byId, response: { 200: s.objectionState } } }, (request) =>
    inTransaction(request, (ctx) => objectionByNumber(ctx, request.params.id)));
} // prettier-ignore
