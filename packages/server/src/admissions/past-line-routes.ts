import { rm } from "node:fs/promises";
import { BadInput, inTransaction, type App } from "../platform/index.ts";
import { importPastLines, linesOf, listSources, rejectedLines, removeSource } from "./past-lines.ts";
import * as s from "./past-line-schemas.ts";
import { language } from "./score-schemas.ts";
import { bySeason } from "./season-schemas.ts";

/** Routes of published lines of past years. They are public wherever they came from; the office takes them in and away. */
export function pastLineRoutes(app: App): void {
  const hold = ["admissions", "holdSeason"] as const;
  const open = ["admissions", "readPublished"] as const;
  const { bySource } = s;
  app.get("/seasons/:id/past-lines", { access: open, schema: { params: bySeason, response: { 200: s.sourcePage } } }, (request) =>
    inTransaction(request, (ctx) => listSources(ctx, request.params.id)));
  app.post("/seasons/:id/past-lines", { access: hold, schema: { params: bySeason, querystring: s.about, response: { 200: s.source } } }, async (request) => {
    const upload = await request.file();
    if (!upload) throw new BadInput([{ part: "body", field: "file", reason: "没有收到文件 / no file was sent" }]);
    const name = (upload.filename || "lines").normalize("NFC").replace(/[\\/\p{Cc}]/gu, "_").slice(-150);
    const file = await app.platform.files.receive(upload.file);
    try {
      return await inTransaction(request, (ctx) => importPastLines(ctx, request.params.id, { path: file.path, name, sha256: file.sha256 }, request.query), file.sha256);
    } finally {
      await rm(file.path, { force: true });
    }
  });
  app.get("/past-lines/:id/lines", { access: open, schema: { params: bySource, querystring: s.lineQuery, response: { 200: s.linePage } } }, (request) =>
    inTransaction(request, (ctx) => linesOf(ctx, request.params.id, request.query)));
  app.get("/past-lines/:id/rejected.csv", { access: hold, schema: { params: bySource, querystring: language } }, async (request, reply) => {
    const text = await inTransaction(request, (ctx) => rejectedLines({ ...ctx, locale: request.query.lang ?? ctx.locale }, request.params.id));
    return reply.type("text/csv; charset=utf-8").header("cache-control", "no-store").header("content-disposition", 'attachment; filename="rejected.csv"').send(text);
  });
  app.delete("/past-lines/:id", { access: hold, schema: { params: bySource, response: { 200: s.removedSource } } }, (request) =>
    inTransaction(request, (ctx) => removeSource(ctx, request.params.id)));
} // prettier-ignore
