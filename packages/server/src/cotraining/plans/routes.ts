import type { Context } from "../../platform/index.ts";
import { sendDocx } from "../../planning/index.ts";
import { decodeCursor, inTransaction, toPage, type App } from "../../platform/index.ts";
import { differencesOf } from "../agreements/differences.ts";
import { differences, differencesQuery, verdict } from "../agreements/schemas.ts";
import { answerComment, commentOnPlan } from "./comments.ts";
import { linesOf } from "./document.ts";
import { planDocx } from "./plan-docx.ts";
import { currentVersion, listPlans, postsOf, requirePlan, versionsOf, type PlanFilter } from "./plans.sql.ts";
import { lineOf, showPlan, showPublicPlan } from "./present.ts";
import * as s from "./schemas.ts";
import { signPlan, verifyPlan } from "./sign-plan.ts";
import { actOnPlan, changePlan, draftPlan, keepPart, requirePlanVersion, type LaterPlanStep } from "./write-plan.ts"; // prettier-ignore

const STEPS: LaterPlanStep[] = ["propose", "return", "revise", "drop", "retire", "withdraw"];

async function pageOfPlans(ctx: Context, { cursor, limit, ...filter }: PlanFilter & { cursor?: string | undefined; limit: number }, published: boolean) {
  const rows = await listPlans(ctx, filter, published, decodeCursor(cursor, 1)?.[0]?.toString() ?? null, limit + 1);
  const lines = [];
  for (const row of rows) {
    const versions = await versionsOf(ctx, row);
    const version = published ? versions.find(({ no }) => no === row.in_force)! : currentVersion(versions);
    lines.push(lineOf(ctx, published ? { ...row, actions: [], comments_open: 0 } : row, version));
  }
  return toPage(lines, limit, ({ id }) => [id], (line) => line);
} // prettier-ignore

/** Training plans: what is in force is for anybody; written, commented and signed by school and enterprises. */
export function planRoutes(app: App): void {
  const { byId } = s;
  const look = ["cotraining", "lookPlan"] as const;
  const read = ["cotraining", "readPlan"] as const;
  const keep = ["cotraining", "keepPlan"] as const;
  const shown = { 200: s.plan };
  app.get("/public/training-plans", { access: look, schema: { querystring: s.listQuery.omit({ state: true }), response: { 200: s.page } } }, (request) =>
    inTransaction(request, (ctx) => pageOfPlans(ctx, request.query, true)));
  app.get("/public/training-plans/:id", { access: look, schema: { params: byId, response: { 200: s.publicPlan } } }, (request) =>
    inTransaction(request, async (ctx) => showPublicPlan(ctx, await requirePlan(ctx, request.params.id))));

  app.get("/training-plans", { access: read, schema: { querystring: s.listQuery, response: { 200: s.page } } }, (request) =>
    inTransaction(request, (ctx) => pageOfPlans(ctx, request.query, false)));
  app.post("/training-plans", { access: ["cotraining", "beginPlan"], schema: { body: s.newPlan, response: shown } }, (request) =>
    inTransaction(request, (ctx) => draftPlan(ctx, request.body)));
  app.get("/training-plans/:id", { access: read, schema: { params: byId, response: shown } }, (request) =>
    inTransaction(request, async (ctx) => showPlan(ctx, await requirePlan(ctx, request.params.id))));
  app.put("/training-plans/:id", { access: keep, schema: { params: byId, body: s.change, response: shown } }, (request) =>
    inTransaction(request, (ctx) => changePlan(ctx, request, request.params.id, request.body)));
  for (const step of STEPS)
    app.post(`/training-plans/:id/${step}`, { access: keep, schema: { params: byId, body: s.act, response: shown } }, (request) =>
      inTransaction(request, (ctx) => actOnPlan(ctx, request, request.params.id, step, request.body)));
  app.post("/training-plans/:id/sign", { access: keep, schema: { params: byId, body: s.sign, response: shown } }, (request) =>
    inTransaction(request, (ctx) => signPlan(ctx, request, request.params.id, request.body)));
  app.put("/training-plans/:id/team", { access: keep, schema: { params: byId, body: s.team, response: shown } }, (request) =>
    inTransaction(request, (ctx) => keepPart(ctx, request, request.params.id, { team: request.body.items })));
  app.put("/training-plans/:id/resources", { access: keep, schema: { params: byId, body: s.resources, response: shown } }, (request) =>
    inTransaction(request, (ctx) => keepPart(ctx, request, request.params.id, { resources: request.body.items })));
  app.post("/training-plans/:id/comments", { access: ["cotraining", "commentPlan"], schema: { params: byId, body: s.newComment, response: shown } }, (request) =>
    inTransaction(request, (ctx) => commentOnPlan(ctx, request.params.id, request.body)));
  app.post("/training-plans/:id/comments/:comment/answer", { access: keep, schema: { params: s.byComment, body: s.answer, response: shown } }, (request) =>
    inTransaction(request, (ctx) => answerComment(ctx, request.params.id, request.params.comment, request.body)));
  app.get("/training-plans/:id/verify", { access: read, schema: { params: byId, response: { 200: verdict } } }, (request) =>
    inTransaction(request, (ctx) => verifyPlan(ctx, request.params.id)));
  app.get("/training-plans/:id/versions/:no/differences", { access: read, schema: { params: s.byVersion, querystring: differencesQuery, response: { 200: differences } } }, (request) =>
    inTransaction(request, async (ctx) => {
      const { id, no } = request.params;
      const [to, from] = [await requirePlanVersion(ctx, id, no), await requirePlanVersion(ctx, id, request.query.from)];
      const posts = new Map((await postsOf(ctx, to.row)).map((one) => [one.id, one.name]));
      const lines = ({ version }: typeof to) => linesOf(version.document, (post) => posts.get(post) ?? post);
      return { from: request.query.from, to: no, clauses: differencesOf(lines(from), lines(to)) };
    }));
  app.get("/training-plans/:id/versions/:no/text", { access: read, schema: { params: s.byVersion } }, async (request, reply) => {
    const { id, no } = request.params;
    const { version } = await inTransaction(request, (ctx) => requirePlanVersion(ctx, id, no));
    return reply.type("text/plain; charset=utf-8").header("content-disposition", `attachment; filename="training-plan-${no}.txt"`).send(version.text);
  });
  app.get("/training-plans/:id/versions/:no/plan.docx", { access: read, schema: { params: s.byVersion } }, async (request, reply) => {
    const { id, no } = request.params;
    const content = await inTransaction(request, async (ctx) => {
      const { row, version } = await requirePlanVersion(ctx, id, no);
      return planDocx(row, version);
    });
    return sendDocx(reply, `training-plan-${no}`, content);
  });
} // prettier-ignore
