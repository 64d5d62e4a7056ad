import { z } from "zod";
import { inTransaction, NotFound, sendFile, type App } from "../../platform/index.ts";
import { creditProcedure } from "./procedure.ts";
import {
  actOnRequest,
  askCredit,
  changeRequest,
  creditBalance,
  evidenceFile,
  requests,
  showRequest,
  type LaterCreditStep,
} from "./requests.ts";
import { requireRequest } from "./requests.sql.ts";
import { addRule, changeRule, creditLimits, creditRules, setLimit } from "./rules.ts";
import * as s from "./schemas.ts"; // prettier-ignore

const STEPS = (Object.keys(creditProcedure.steps) as (keyof typeof creditProcedure.steps)[]).filter(
  (step): step is LaterCreditStep => step !== "ask",
);

/** Recognition of what was learnt elsewhere: rules for anybody, requests for those whose they are. */
export function creditRoutes(app: App): void {
  const { byId } = s;
  app.get("/public/credit-rules", { access: ["pathways", "readCreditRules"], schema: { querystring: s.ruleQuery, response: { 200: s.rulePage } } }, (request) =>
    inTransaction(request, (ctx) => creditRules(ctx, request.query)));
  app.get("/public/credit-limits", { access: ["pathways", "readCreditRules"], schema: { querystring: z.object({ school: z.uuid() }), response: { 200: s.limits } } }, (request) =>
    inTransaction(request, (ctx) => creditLimits(ctx, request.query.school)));
  app.post("/credit-rules", { access: ["pathways", "setCreditRules"], schema: { body: s.newRule, response: { 200: s.rule } } }, (request) =>
    inTransaction(request, (ctx) => addRule(ctx, request.body)));
  app.put("/credit-rules/:id", { access: ["pathways", "setCreditRules"], schema: { params: byId, body: s.ruleChange, response: { 200: s.rule } } }, (request) =>
    inTransaction(request, (ctx) => changeRule(ctx, request, request.params.id, request.body)));
  app.put("/credit-limits", { access: ["pathways", "setCreditRules"], schema: { body: s.limit, response: { 200: s.limits } } }, (request) =>
    inTransaction(request, (ctx) => setLimit(ctx, request.body)));

  app.get("/credits", { access: ["pathways", "readCredit"], schema: { querystring: s.requestQuery, response: { 200: s.requestPage } } }, (request) =>
    inTransaction(request, (ctx) => requests(ctx, request.query)));
  app.post("/credits", { access: ["pathways", "askCredit"], schema: { body: s.newRequest, response: { 200: s.request } } }, (request) =>
    inTransaction(request, (ctx) => askCredit(ctx, request.body)));
  app.get("/credits/balance", { access: ["pathways", "askCredit"], schema: { response: { 200: s.balance } } }, (request) =>
    inTransaction(request, creditBalance));
  app.get("/credits/:id", { access: ["pathways", "readCredit"], schema: { params: byId, response: { 200: s.request } } }, (request) =>
    inTransaction(request, async (ctx) => showRequest(ctx, await requireRequest(ctx, request.params.id))));
  app.put("/credits/:id", { access: ["pathways", "askCredit"], schema: { params: byId, body: s.requestChange, response: { 200: s.request } } }, (request) =>
    inTransaction(request, (ctx) => changeRequest(ctx, request, request.params.id, request.body)));
  for (const step of STEPS)
    app.post(`/credits/:id/${step}`, { access: ["pathways", creditProcedure.steps[step].right], schema: { params: byId, body: s.act, response: { 200: s.request } } }, (request) =>
      inTransaction(request, (ctx) => actOnRequest(ctx, request, request.params.id, step, request.body)));
  app.get("/credits/:id/files/:file", { access: ["pathways", "readCredit"], schema: { params: s.fileOf }, compress: false }, async (request, reply) => {
    const file = await inTransaction(request, (ctx) => evidenceFile(ctx, request.params.id, request.params.file));
    if (!file) throw new NotFound({ zh: "文件", en: "file" });
    return sendFile(app.platform, request, reply, file, { variant: "original", secondsLeft: 60 });
  });
} // prettier-ignore
