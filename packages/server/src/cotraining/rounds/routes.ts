import { inTransaction, type App } from "../../platform/index.ts";
import { actOnAppeal, appeal, appealsForOffice, appealsIn, type LaterAppealStep } from "./appeals.ts";
import { acceptResult, applicantsOf, choose, chooseFor, ownPart, rankApplicants } from "./choose.ts";
import { listRounds, showRound } from "./present.ts";
import { appealProcedure } from "./procedure.ts";
import { actOnRound, changeRound, draftRound, followRound, type LaterRoundStep } from "./rounds.ts";
import * as s from "./schemas.ts";
import { acceptFor, moveStudent, roundResults, runFile } from "./settle.ts";
import {
  leaveOut,
  offerPost,
  ownPosts,
  roundStudents,
  setStanding,
  takeBack,
  takeStudents,
} from "./take-part.ts";
import { z } from "zod"; // prettier-ignore

const STEPS: LaterRoundStep[] = ["call", "open", "close", "run", "publish", "withdraw", "confirm", "cancel"];
const APPEAL_STEPS: LaterAppealStep[] = ["withdraw", "uphold", "reject", "pass-on", "decide-for", "decide-against"]; // prettier-ignore

/** Placement rounds: the school's, the students' part, the enterprises' part, results, appeals. */
export function placementRoundRoutes(app: App): void {
  const { byId } = s;
  app.get("/placement-rounds", { access: ["cotraining", "readRounds"], schema: { querystring: s.listQuery, response: { 200: s.page } } }, (request) =>
    inTransaction(request, (ctx) => listRounds(ctx, request.query)));
  app.post("/placement-rounds", { access: ["cotraining", "keepRounds"], schema: { body: s.newRound, response: { 200: s.round } } }, (request) =>
    inTransaction(request, (ctx) => draftRound(ctx, request.body)));
  app.get("/placement-rounds/:id", { access: ["cotraining", "readRounds"], schema: { params: byId, response: { 200: s.round } } }, (request) =>
    inTransaction(request, (ctx) => showRound(ctx, request.params.id)));
  app.put("/placement-rounds/:id", { access: ["cotraining", "keepRounds"], schema: { params: byId, body: s.newRound, response: { 200: s.round } } }, (request) =>
    inTransaction(request, (ctx) => changeRound(ctx, request, request.params.id, request.body)));
  app.post("/placement-rounds/:id/follow", { access: ["cotraining", "keepRounds"], schema: { params: byId, body: s.newRound, response: { 200: s.round } } }, (request) =>
    inTransaction(request, (ctx) => followRound(ctx, request.params.id, request.body)));
  for (const step of STEPS)
    app.post(`/placement-rounds/:id/${step}`, { access: ["cotraining", "keepRounds"], schema: { params: byId, body: s.act, response: { 200: s.round } } }, (request) =>
      inTransaction(request, (ctx) => actOnRound(ctx, request, request.params.id, step, request.body)));

  app.get("/placement-rounds/:id/students", { access: ["cotraining", "superviseRounds"], schema: { params: byId, response: { 200: s.students } } }, (request) =>
    inTransaction(request, (ctx) => roundStudents(ctx, request.params.id)));
  app.post("/placement-rounds/:id/students", { access: ["cotraining", "keepRounds"], schema: { params: byId, body: s.studentsIn, response: { 200: s.students } } }, (request) =>
    inTransaction(request, (ctx) => takeStudents(ctx, request, request.params.id, request.body)));
  app.put("/placement-rounds/:id/standing", { access: ["cotraining", "keepRounds"], schema: { params: byId, body: s.standing, response: { 200: s.students } } }, (request) =>
    inTransaction(request, (ctx) => setStanding(ctx, request, request.params.id, request.body)));
  app.delete("/placement-rounds/:id/students/:person", { access: ["cotraining", "keepRounds"], schema: { params: s.byPerson, response: { 200: s.students } } }, (request) =>
    inTransaction(request, (ctx) => leaveOut(ctx, request, request.params.id, request.params.person)));
  app.put("/placement-rounds/:id/students/:person/choices", { access: ["cotraining", "keepRounds"], schema: { params: s.byPerson, body: s.choices, response: { 200: s.own } } }, (request) =>
    inTransaction(request, (ctx) => chooseFor(ctx, request, request.params.id, request.params.person, request.body)));
  app.post("/placement-rounds/:id/students/:person/accept", { access: ["cotraining", "keepRounds"], schema: { params: s.byPerson, response: { 200: s.results } } }, (request) =>
    inTransaction(request, (ctx) => acceptFor(ctx, request.params.id, request.params.person)));
  app.put("/placement-rounds/:id/students/:person/post", { access: ["cotraining", "keepRounds"], schema: { params: s.byPerson, body: s.move, response: { 200: s.results } } }, (request) =>
    inTransaction(request, (ctx) => moveStudent(ctx, request, request.params.id, request.params.person, request.body)));
  app.get("/placement-rounds/:id/results", { access: ["cotraining", "superviseRounds"], schema: { params: byId, response: { 200: s.results } } }, (request) =>
    inTransaction(request, (ctx) => roundResults(ctx, request.params.id)));
  app.get("/placement-rounds/:id/run/:file", { access: ["cotraining", "superviseRounds"], schema: { params: s.byFile } }, async (request, reply) =>
    reply.type(request.params.file.endsWith("json") ? "application/json" : "text/csv; charset=utf-8")
      .header("content-disposition", `attachment; filename="${request.params.file}"`)
      .send(await inTransaction(request, (ctx) => runFile(ctx, request.params.id, request.params.file))));

  app.get("/own-posts", { access: ["cotraining", "offerPosts"], schema: { response: { 200: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), programmes: z.array(z.string()), seats: z.number() })), next: z.null() }) } } }, (request) =>
    inTransaction(request, ownPosts));
  app.put("/placement-rounds/:id/posts", { access: ["cotraining", "offerPosts"], schema: { params: byId, body: s.offer, response: { 200: s.round } } }, (request) =>
    inTransaction(request, (ctx) => offerPost(ctx, request.params.id, request.body)));
  app.delete("/placement-rounds/:id/posts/:post", { access: ["cotraining", "offerPosts"], schema: { params: s.byPost, response: { 200: s.round } } }, (request) =>
    inTransaction(request, (ctx) => takeBack(ctx, request.params.id, request.params.post)));
  app.get("/placement-rounds/:id/posts/:post/applicants", { access: ["cotraining", "readApplicants"], schema: { params: s.byPost, response: { 200: s.applicants } } }, (request) =>
    inTransaction(request, (ctx) => applicantsOf(ctx, request.params.id, request.params.post)));
  app.put("/placement-rounds/:id/posts/:post/ranking", { access: ["cotraining", "offerPosts"], schema: { params: s.byPost, body: s.ranking, response: { 200: s.applicants } } }, (request) =>
    inTransaction(request, (ctx) => rankApplicants(ctx, request, request.params.id, request.params.post, request.body)));

  app.get("/placement-rounds/:id/own", { access: ["cotraining", "choosePosts"], schema: { params: byId, response: { 200: s.own } } }, (request) =>
    inTransaction(request, (ctx) => ownPart(ctx, request.params.id)));
  app.put("/placement-rounds/:id/own/choices", { access: ["cotraining", "choosePosts"], schema: { params: byId, body: s.choices, response: { 200: s.own } } }, (request) =>
    inTransaction(request, (ctx) => choose(ctx, request, request.params.id, request.body)));
  app.post("/placement-rounds/:id/own/accept", { access: ["cotraining", "choosePosts"], schema: { params: byId, response: { 200: s.own } } }, (request) =>
    inTransaction(request, (ctx) => acceptResult(ctx, request.params.id)));
  app.post("/placement-rounds/:id/own/appeal", { access: ["cotraining", "appeal"], schema: { params: byId, body: s.newAppeal, response: { 200: s.appeal } } }, (request) =>
    inTransaction(request, (ctx) => appeal(ctx, request.params.id, request.body)));
  app.get("/placement-rounds/:id/appeals", { access: ["cotraining", "superviseRounds"], schema: { params: byId, response: { 200: s.appeals } } }, (request) =>
    inTransaction(request, (ctx) => appealsIn(ctx, request.params.id)));
  app.get("/placement-appeals", { access: ["cotraining", "decideAppeals"], schema: { response: { 200: s.appeals } } }, (request) =>
    inTransaction(request, appealsForOffice));
  for (const step of APPEAL_STEPS)
    app.post(`/placement-appeals/:id/${step}`, { access: ["cotraining", appealProcedure.steps[step].right], schema: { params: byId, body: s.act, response: { 200: s.appeal } } }, (request) =>
      inTransaction(request, (ctx) => actOnAppeal(ctx, request, request.params.id, step, request.body)));
} // prettier-ignore
