import type { FastifyReply } from "fastify";
import { z } from "zod";
import {
  inTransaction,
  inUnkeptTransaction,
  NotFound,
  pageQuery,
  sendFile,
  type App,
} from "../../platform/index.ts";
import { act, type SingleAction } from "./act.ts";
import { closeNotice, listNotices, noticeById, openNotice } from "./announce.ts";
import { ownOfferings, saveForm, startApplication } from "./apply.ts";
import { requireApplication } from "./applications.sql.ts";
import { desk } from "./desk.ts";
import { applicationDocument, noticeDocument, yearListDocument } from "./documents.ts";
import { downloadOf } from "./downloads.ts";
import { answerObjection, listObjections, object, objectionState } from "./objections.ts";
import { showApplication } from "./present.ts";
import { procedure } from "./procedure.ts";
import {
  assignReviews,
  candidates,
  declineReview,
  giveScore,
  myReviews,
  releaseReview,
  showReview,
} from "./reviews.ts";
import { ruleCheckOf } from "./rule-check.ts";
import { changeCalendar, listRounds, openRound, roundById } from "./rounds.ts";
import * as s from "./schemas.ts";
import { applications } from "./waiting.ts";
import { publishList, yearListById, yearLists } from "./year-list.ts"; // prettier-ignore

/** Actions on one application, each by its own address. */
const ACTIONS: readonly SingleAction[] = ["submit", "withdraw", "return", "accept", "conclude", "send-back", "record", "approve", "forward", "refuse", "enter-approval", "enter-refusal"]; // prettier-ignore

const word = (reply: FastifyReply, name: string, content: Buffer) =>
  reply
    .type("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    .header("content-disposition", `attachment; filename="tixi-${name}.docx"`)
    .send(content);

/** Routes of the yearly round: calendar, applications, reviews, public notices, objections, the year's list. */
export function roundRoutes(app: App): void {
  const { byId } = s;
  app.post("/rounds", { access: ["planning", "holdRound"], schema: { body: s.newRound, response: { 200: s.round } } }, (request) =>
    inTransaction(request, (ctx) => openRound(ctx, request.body)));
  app.get("/rounds", { access: ["planning", "knowRound"], schema: { response: { 200: s.roundPage } } }, (request) =>
    inTransaction(request, listRounds));
  app.get("/rounds/desk", { access: ["planning", "knowRound"], schema: { response: { 200: s.desk } } }, (request) =>
    inTransaction(request, desk));
  app.get("/rounds/:id", { access: ["planning", "knowRound"], schema: { params: byId, response: { 200: s.round } } }, (request) =>
    inTransaction(request, (ctx) => roundById(ctx, request.params.id)));
  app.put("/rounds/:id/calendar", { access: ["planning", "holdRound"], schema: { params: byId, body: s.calendarChange, response: { 200: s.round } } }, (request) =>
    inTransaction(request, (ctx) => changeCalendar(ctx, request, request.params.id, request.body)));

  app.post("/rounds/:id/applications", { access: ["planning", "apply"], schema: { params: byId, body: s.newApplication, response: { 200: s.application } } }, (request) =>
    inTransaction(request, (ctx) => startApplication(ctx, request.params.id, request.body)));
  app.get("/applications", { access: ["planning", "readApplication"], schema: { querystring: s.applicationQuery, response: { 200: s.applicationPage } } }, (request) =>
    inTransaction(request, (ctx) => applications(ctx, request.query)));
  app.get("/applications/offerings", { access: ["planning", "apply"], schema: { response: { 200: s.ownOfferings } } }, (request) =>
    inTransaction(request, ownOfferings));
  app.get("/applications/:id", { access: ["planning", "readApplication"], schema: { params: byId, response: { 200: s.application } } }, (request) =>
    inTransaction(request, async (ctx) => showApplication(ctx, await requireApplication(ctx, request.params.id))));
  app.get("/applications/:id/rules", { access: ["planning", "readApplication"], schema: { params: byId, response: { 200: s.ruleCheck } } }, (request) =>
    inTransaction(request, (ctx) => ruleCheckOf(ctx, request.params.id)));
  app.put("/applications/:id/form", { access: ["planning", "apply"], schema: { params: byId, body: z.object({ form: s.form }), response: { 200: s.application } } }, (request) =>
    inTransaction(request, (ctx) => saveForm(ctx, request, request.params.id, request.body.form)));
  for (const action of ACTIONS)
    app.post(`/applications/:id/${action}`, { access: ["planning", procedure.steps[action].right], schema: { params: byId, body: s.act, response: { 200: s.application } } }, (request) =>
      inTransaction(request, (ctx) => act(ctx, request, request.params.id, action, request.body)));
  app.get("/applications/:id/documents/:name.docx", { access: ["planning", "readApplication"], schema: { params: s.documentOf } }, async (request, reply) =>
    word(reply, request.params.name, await inTransaction(request, (ctx) => applicationDocument(ctx, request.params.id, request.params.name))));
  app.get("/applications/:id/files/:file", { access: ["planning", "readApplication"], schema: { params: s.fileOf }, compress: false }, async (request, reply) => {
    const file = await inTransaction(request, (ctx) => downloadOf(ctx, request.params.id, request.params.file));
    if (!file) throw new NotFound({ zh: "文件", en: "file" });
    return sendFile(app.platform, request, reply, file, { variant: "original", secondsLeft: 60 });
  });

  app.get("/applications/:id/reviewers", { access: ["planning", "assignReview"], schema: { params: byId, response: { 200: s.candidates } } }, (request) =>
    inTransaction(request, (ctx) => candidates(ctx, request.params.id)));
  app.post("/applications/:id/reviewers", { access: ["planning", "assignReview"], schema: { params: byId, body: s.assignment, response: { 200: s.candidates } } }, (request) =>
    inTransaction(request, (ctx) => assignReviews(ctx, request.params.id, request.body.people)));
  app.get("/reviews", { access: ["planning", "reviewApplication"], schema: { querystring: pageQuery, response: { 200: s.reviewPage } } }, (request) =>
    inTransaction(request, (ctx) => myReviews(ctx, request.query)));
  app.get("/reviews/:id", { access: ["planning", "reviewApplication"], schema: { params: byId, response: { 200: s.review } } }, (request) =>
    inTransaction(request, (ctx) => showReview(ctx, request.params.id)));
  app.post("/reviews/:id/score", { access: ["planning", "reviewApplication"], schema: { params: byId, body: s.score, response: { 200: s.review } } }, (request) =>
    inTransaction(request, (ctx) => giveScore(ctx, request.params.id, request.body)));
  app.post("/reviews/:id/decline", { access: ["planning", "reviewApplication"], schema: { params: byId, body: s.decline, response: { 200: s.received } } }, (request) =>
    inTransaction(request, (ctx) => declineReview(ctx, request.params.id, request.body)));
  app.post("/reviews/:id/release", { access: ["planning", "assignReview"], schema: { params: byId, response: { 200: s.candidates } } }, (request) =>
    inTransaction(request, (ctx) => releaseReview(ctx, request.params.id)));

  app.post("/rounds/:id/notices", { access: ["planning", "announce"], schema: { params: byId, body: s.newNotice, response: { 200: s.notice } } }, (request) =>
    inTransaction(request, (ctx) => openNotice(ctx, request.params.id, request.body)));
  app.post("/notices/:id/close", { access: ["planning", "announce"], schema: { params: byId, response: { 200: s.notice } } }, (request) =>
    inTransaction(request, (ctx) => closeNotice(ctx, request.params.id)));
  app.get("/rounds/:id/objections", { access: ["planning", "answerObjection"], schema: { params: byId, response: { 200: s.objectionPage } } }, (request) =>
    inUnkeptTransaction(request, (ctx) => listObjections(ctx, request.params.id)));
  app.post("/objections/:id/answer", { access: ["planning", "answerObjection"], schema: { params: byId, body: s.answer, response: { 200: s.objectionState } } }, (request) =>
    inTransaction(request, (ctx) => answerObjection(ctx, request.params.id, request.body)));
  app.post("/rounds/:id/list", { access: ["planning", "publishList"], schema: { params: byId, response: { 200: s.yearList } } }, (request) =>
    inTransaction(request, (ctx) => publishList(ctx, request.params.id)));
  publicRoutes(app);
} // prettier-ignore

/** What anybody may read and do: nothing of a person is in it. */
function publicRoutes(app: App): void {
  const { byId } = s;
  const open = ["planning", "readNotice"] as const;
  app.get("/public/notices", { access: open, schema: { querystring: pageQuery.extend({ round: z.uuid().optional() }), response: { 200: s.noticePage } } }, (request) =>
    inTransaction(request, (ctx) => listNotices(ctx, request.query)));
  app.get("/public/notices/:id", { access: open, schema: { params: byId, response: { 200: s.notice } } }, (request) =>
    inTransaction(request, (ctx) => noticeById(ctx, request.params.id)));
  app.get("/public/notices/:id/notice.docx", { access: open, schema: { params: byId } }, async (request, reply) =>
    word(reply, "notice", await inTransaction(request, (ctx) => noticeDocument(ctx, request.params.id))));
  app.post("/public/notices/:id/objections", { access: ["planning", "object"], schema: { params: byId, body: s.newObjection, response: { 200: s.received } } }, (request) =>
    inTransaction(request, (ctx) => object(ctx, request.params.id, request.body)));
  app.get("/public/objections/:id", { access: ["planning", "object"], schema: { params: byId, response: { 200: s.objectionState } } }, (request) =>
    inTransaction(request, (ctx) => objectionState(ctx, request.params.id)));
  app.get("/public/year-lists", { access: open, schema: { response: { 200: s.yearListPage } } }, (request) =>
    inTransaction(request, yearLists));
  app.get("/public/year-lists/:id", { access: open, schema: { params: byId, response: { 200: s.yearList } } }, (request) =>
    inTransaction(request, (ctx) => yearListById(ctx, request.params.id)));
  app.get("/public/year-lists/:id/list.docx", { access: open, schema: { params: byId } }, async (request, reply) =>
    word(reply, "year-list", await inTransaction(request, (ctx) => yearListDocument(ctx, request.params.id))));
} // prettier-ignore
