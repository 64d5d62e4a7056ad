import { uuidv7 } from "uuidv7";
import { BadInput, inTransaction, inUnkeptTransaction, type App } from "../platform/index.ts";
import {
  cancelImport,
  listImports,
  rejectedFile,
  showImport,
  startImport,
  takeImport,
} from "./score-import.ts";
import { answerReview, askReview, listReviews } from "./score-review.ts";
import * as s from "./score-schemas.ts";
import { onePointTable, scoreChecks, scoresOf } from "./scores.ts";

/** Routes of scores: files, checks, what a candidate sees, reviews, the public one-point table. */
export function scoreRoutes(app: App): void {
  const { byId } = s;
  const enter = ["admissions", "enterScores"] as const;
  app.post("/seasons/:id/score-imports", { access: enter, schema: { params: byId, response: { 200: s.scoreImport } } }, async (request) => {
    const upload = await request.file();
    if (!upload) throw new BadInput([{ part: "body", field: "file", reason: "没有收到文件 / no file was sent" }]);
    const name = (upload.filename || "scores").normalize("NFC").replace(/[\\/\p{Cc}]/gu, "_").slice(-150);
    const stored = await app.platform.files.write(`admissions/scores/${uuidv7()}`, upload.file);
    let kept = false;
    try {
      return await inTransaction(request, async (ctx) => {
        const made = await startImport(ctx, request.params.id, { path: app.platform.files.resolve(stored.path), name, sha256: stored.sha256 });
        ctx.afterCommit(() => (kept = true));
        return made;
      }, stored.sha256);
    } finally {
      // refused, or sent again with the same Idempotency-Key: the first one's file is the one that counts
      if (!kept) await app.platform.files.remove(stored.path);
    }
  });
  app.get("/seasons/:id/score-imports", { access: enter, schema: { params: byId, response: { 200: s.scoreImportPage } } }, (request) =>
    inTransaction(request, (ctx) => listImports(ctx, request.params.id)));
  app.get("/score-imports/:id", { access: enter, schema: { params: byId, response: { 200: s.scoreImport } } }, (request) =>
    inTransaction(request, (ctx) => showImport(ctx, request.params.id)));
  app.get("/score-imports/:id/rejected.csv", { access: enter, schema: { params: byId, querystring: s.language } }, async (request, reply) => {
    const text = await inTransaction(request, (ctx) => rejectedFile({ ...ctx, locale: request.query.lang ?? ctx.locale }, request.params.id));
    return reply
      .type("text/csv; charset=utf-8")
      .header("cache-control", "no-store")
      .header("content-disposition", 'attachment; filename="rejected.csv"')
      .send(text);
  });
  app.post("/score-imports/:id/take-in", { access: enter, schema: { params: byId, response: { 200: s.scoreImport } } }, (request) =>
    inTransaction(request, (ctx) => takeImport(ctx, request.params.id)));
  app.post("/score-imports/:id/cancel", { access: enter, schema: { params: byId, response: { 200: s.scoreImport } } }, (request) =>
    inTransaction(request, (ctx) => cancelImport(ctx, request.params.id)));
  app.get("/seasons/:id/score-checks", { access: enter, schema: { params: byId, response: { 200: s.scoreChecks } } }, (request) =>
    inTransaction(request, (ctx) => scoreChecks(ctx, request.params.id)));

  app.get("/candidates/:id/scores", { access: ["admissions", "readScores"], schema: { params: byId, response: { 200: s.ownScores } } }, (request) =>
    inTransaction(request, (ctx) => scoresOf(ctx, request.params.id)));
  app.post("/candidates/:id/score-reviews", { access: ["admissions", "askReview"], schema: { params: byId, body: s.newReview, response: { 200: s.ownScores } } }, (request) =>
    inUnkeptTransaction(request, (ctx) => askReview(ctx, request.params.id, request.body)));
  app.get("/seasons/:id/score-reviews", { access: ["admissions", "answerReview"], schema: { params: byId, querystring: s.reviewQuery, response: { 200: s.reviewPage } } }, (request) =>
    inTransaction(request, (ctx) => listReviews(ctx, request.params.id, request.query)));
  app.post("/score-reviews/:id/answer", { access: ["admissions", "answerReview"], schema: { params: byId, body: s.reviewAnswer, response: { 200: s.reviewAnswered } } }, (request) =>
    inUnkeptTransaction(request, (ctx) => answerReview(ctx, request.params.id, request.body)));

  app.get("/public/seasons/:id/one-point-table", { access: ["admissions", "readPublished"], schema: { params: byId, querystring: s.tableQuery, response: { 200: s.onePointTable } } }, (request) =>
    inTransaction(request, (ctx) => onePointTable(ctx, request.params.id, request.query.category)));
} // prettier-ignore
