import { inTransaction, sendFile, type App } from "../platform/index.ts";
import { requireAlliance, membersOf } from "./alliance.sql.ts";
import { access } from "./access.ts";
import { chainRoutes } from "./chain/routes.ts";
import { councilRoutes } from "./council/routes.ts";
import { evaluationRoutes } from "./evaluation/routes.ts";
import { changeAlliance, foundAlliance, startAlliance } from "./found.ts";
import { ledgerRoutes } from "./ledger/routes.ts";
import {
  actOnMember,
  applyForMembership,
  changeMember,
  enterMember,
  type LaterMemberStep,
} from "./members/members.ts";
import { memberProcedure } from "./members/procedure.ts";
import { paperOf } from "./papers.ts";
import { alliances, showAlliance, standing } from "./present.ts";
import * as s from "./schemas.ts";
import { taskRoutes } from "./tasks/routes.ts"; // prettier-ignore

const MEMBER_STEPS: LaterMemberStep[] = ["admit", "refuse", "withdraw", "leave", "remove"];
const SERVED = { variant: "original", secondsLeft: 60 } as const;

/** All routes of the alliances: what anybody may know; statutes and members; the council; resolutions and tasks; what is pooled. */
export function routes(app: App): void {
  const { byId } = s;
  app.get("/public/alliances", { access: ["alliances", "look"], schema: { querystring: s.listQuery, response: { 200: s.page } } }, (request) =>
    inTransaction(request, (ctx) => alliances(ctx, request.query, false)));
  app.get("/public/alliances/:id", { access: ["alliances", "look"], schema: { params: byId, response: { 200: s.alliance } } }, (request) =>
    inTransaction(request, async (ctx) => {
      const row = await requireAlliance(ctx, request.params.id);
      access.authorize(ctx.actor, "look", { published: row.running_since !== null });
      return showAlliance(ctx, row, true);
    }));

  app.get("/alliances", { access: ["alliances", "read"], schema: { querystring: s.listQuery, response: { 200: s.page } } }, (request) =>
    inTransaction(request, (ctx) => alliances(ctx, request.query, true)));
  app.post("/alliances", { access: ["alliances", "keep"], schema: { body: s.statutes, response: { 200: s.alliance } } }, (request) =>
    inTransaction(request, (ctx) => foundAlliance(ctx, request.body)));
  app.get("/alliances/:id", { access: ["alliances", "read"], schema: { params: byId, response: { 200: s.alliance } } }, (request) =>
    inTransaction(request, async (ctx) => {
      const row = await requireAlliance(ctx, request.params.id);
      access.authorize(ctx.actor, "read", standing(ctx, row, await membersOf(ctx, row.id)).subject);
      return showAlliance(ctx, row);
    }));
  app.put("/alliances/:id", { access: ["alliances", "keep"], schema: { params: byId, body: s.statutes, response: { 200: s.alliance } } }, (request) =>
    inTransaction(request, (ctx) => changeAlliance(ctx, request, request.params.id, request.body)));
  app.get("/alliances/:id/documents/:file", { access: ["alliances", "read"], schema: { params: s.paperParams }, compress: false }, async (request, reply) => {
    const file = await inTransaction(request, async (ctx) => {
      const row = await requireAlliance(ctx, request.params.id);
      access.authorize(ctx.actor, "read", standing(ctx, row, await membersOf(ctx, row.id)).subject);
      return paperOf(ctx, row, request.params.file, false);
    });
    return sendFile(app.platform, request, reply, file, SERVED);
  });
  app.get("/public/alliances/:id/documents/:file", { access: ["alliances", "look"], schema: { params: s.paperParams }, compress: false }, async (request, reply) => {
    const file = await inTransaction(request, async (ctx) => {
      const row = await requireAlliance(ctx, request.params.id);
      access.authorize(ctx.actor, "look", { published: row.running_since !== null });
      return paperOf(ctx, row, request.params.file, true);
    });
    return sendFile(app.platform, request, reply, file, SERVED);
  });
  app.post("/alliances/:id/start", { access: ["alliances", "keep"], schema: { params: byId, response: { 200: s.alliance } } }, (request) =>
    inTransaction(request, (ctx) => startAlliance(ctx, request.params.id)));
  app.post("/alliances/:id/members", { access: ["alliances", "keep"], schema: { params: byId, body: s.newMember, response: { 200: s.alliance } } }, (request) =>
    inTransaction(request, (ctx) => enterMember(ctx, request.params.id, request.body)));
  app.post("/alliances/:id/applications", { access: ["alliances", "join"], schema: { params: byId, body: s.application, response: { 200: s.alliance } } }, (request) =>
    inTransaction(request, (ctx) => applyForMembership(ctx, request.params.id, request.body)));
  app.put("/alliance-members/:id", { access: ["alliances", "keep"], schema: { params: byId, body: s.memberChange, response: { 200: s.alliance } } }, (request) =>
    inTransaction(request, (ctx) => changeMember(ctx, request, request.params.id, request.body)));
  for (const step of MEMBER_STEPS)
    app.post(`/alliance-members/:id/${step}`, { access: ["alliances", memberProcedure.steps[step].right], schema: { params: byId, body: s.memberAct, response: { 200: s.alliance } } }, (request) =>
      inTransaction(request, (ctx) => actOnMember(ctx, request, request.params.id, step, request.body)));
  councilRoutes(app);
  taskRoutes(app);
  ledgerRoutes(app);
  chainRoutes(app);
  evaluationRoutes(app);
} // prettier-ignore
