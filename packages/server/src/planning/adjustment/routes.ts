import { checkRuleSet, monotonyOf, type RuleSet } from "@tixi/engines/adjustment";
import type { App } from "../../platform/http/app.ts";
import { inTransaction } from "../../platform/http/in-transaction.ts";
import { aftermath } from "./aftermath.ts";
import { adjustments, adjustmentById, adjustmentFile } from "./read-adjustments.ts";
import { cardRecord, cards, decideCard, objectToCard } from "./cards.ts";
import { decideAdjustment } from "./decide-adjustment.ts";
import { resultDocument, schoolDocument } from "./documents.ts";
import { indicators } from "./indicators.ts";
import { matrix } from "./matrix.ts";
import { missingProgrammes } from "./missing.ts";
import { offeringRecord, offerings, ownOfferings } from "./offering-record.ts";
import { publicCards, publicDecision, publicDecisions } from "./public-decisions.ts";
import { decideRuleSet, draftRuleSet, rulePresets, ruleSetById, ruleSets } from "./rule-sets.ts";
import * as s from "./schemas.ts";
import { startAdjustment } from "./start-adjustment.ts";
import { verifyAdjustment } from "./verify-adjustment.ts";
import { keptOfPublished, publishedFile, verifyPublished } from "./verify-published.ts";
import type { AdjustmentFileRow } from "./adjustments.sql.ts";
import type { FastifyReply } from "fastify";
import type { z } from "zod";

/** Routes of programme adjustment: rules, runs, cards, offerings, indicators, and what anybody reads. */
export function adjustmentRoutes(app: App): void {
  ruleRoutes(app);
  runRoutes(app);
  cardRoutes(app);
  documentRoutes(app);
  publicRoutes(app);
  app.get(
    "/indicators",
    { access: ["planning", "readRules"], schema: { response: { 200: s.indicatorList } } },
    (request) => inTransaction(request, indicators),
  );
  app.get(
    "/offerings/:id/record",
    { access: ["planning", "readOffering"], schema: { params: s.byId, response: { 200: s.offeringView } } },
    (request) => inTransaction(request, (ctx) => offeringRecord(ctx, request.params.id)),
  );
  app.get(
    "/offering-records",
    {
      access: ["planning", "readOffering"],
      schema: { querystring: s.offeringQuery, response: { 200: s.offeringPage } },
    },
    (request) => inTransaction(request, (ctx) => offerings(ctx, request.query)),
  );
  app.get(
    "/own-offerings",
    { access: ["planning", "readOffering"], schema: { response: { 200: s.ownOfferings } } },
    (request) => inTransaction(request, ownOfferings),
  );
}

function publicRoutes(app: App): void {
  app.get(
    "/public/decisions",
    { access: ["planning", "readPublished"], schema: { response: { 200: s.publicAdjustmentList } } },
    (request) => inTransaction(request, (ctx) => publicDecisions(ctx)),
  );
  app.get(
    "/public/decisions/:id",
    {
      access: ["planning", "readPublished"],
      schema: { params: s.byId, response: { 200: s.publicAdjustment } },
    },
    (request) => inTransaction(request, (ctx) => publicDecision(ctx, request.params.id)),
  );
  app.get(
    "/public/decisions/:id/cards",
    {
      access: ["planning", "readPublished"],
      schema: { params: s.byId, querystring: s.publicCardQuery, response: { 200: s.publicCards } },
    },
    (request) => inTransaction(request, (ctx) => publicCards(ctx, request.params.id, request.query)),
  );
  app.get(
    "/public/decisions/:id/files/:name",
    { access: ["planning", "readPublished"], schema: { params: s.publicFileParams } },
    async (request, reply) => {
      const { id, name } = request.params;
      const file = await inTransaction(request, (ctx) => publishedFile(ctx, id, name));
      return sendFile(reply, id, file);
    },
  );
  app.post(
    "/public/decisions/:id/verify",
    {
      access: ["planning", "readPublished"],
      schema: { params: s.byId, response: { 200: s.publicVerification } },
    },
    async (request) =>
      verifyPublished(await inTransaction(request, (ctx) => keptOfPublished(ctx, request.params.id))),
  );
}

const sendFile = (reply: FastifyReply, id: string, file: AdjustmentFileRow) =>
  reply
    .type(file.media_type)
    .header("content-disposition", `attachment; filename="tixi-${id.slice(0, 8)}-${file.name}"`)
    .send(file.content);

function ruleRoutes(app: App): void {
  app.get(
    "/rule-sets",
    { access: ["planning", "readRules"], schema: { response: { 200: s.ruleSetList } } },
    (request) => inTransaction(request, ruleSets),
  );
  app.get(
    "/rule-sets/presets",
    { access: ["planning", "readRules"], schema: { response: { 200: s.presetList } } },
    () => rulePresets() as unknown as z.infer<typeof s.presetList>,
  );
  app.post(
    "/rule-sets/check",
    { access: ["planning", "editRules"], schema: { body: s.ruleSetContent, response: { 200: s.ruleCheck } } },
    (request) =>
      inTransaction(request, async (ctx) => {
        const faults = checkRuleSet(request.body);
        const language = ctx.locale === "en" ? "en" : "zh";
        return {
          faults: faults.map(({ path, message }) => ({ path, message: message[language] })),
          monotony: faults.length > 0 ? [] : monotonyOf(request.body as unknown as RuleSet),
        };
      }),
  );
  app.post(
    "/rule-sets",
    {
      access: ["planning", "editRules"],
      schema: { body: s.ruleSetContent, response: { 200: s.ruleSetView } },
    },
    (request) => inTransaction(request, (ctx) => draftRuleSet(ctx, request.body as unknown as RuleSet)),
  );
  app.get(
    "/rule-sets/:id",
    { access: ["planning", "readRules"], schema: { params: s.byId, response: { 200: s.ruleSetView } } },
    (request) => inTransaction(request, (ctx) => ruleSetById(ctx, request.params.id)),
  );
  for (const step of ["review", "return", "adopt", "withdraw"] as const)
    app.post(
      `/rule-sets/:id/${step}`,
      {
        access: ["planning", "editRules"],
        schema: { params: s.byId, body: s.note, response: { 200: s.ruleSetView } },
      },
      (request) =>
        inTransaction(request, (ctx) =>
          decideRuleSet(ctx, request, { id: request.params.id, step, note: request.body.note }),
        ),
    );
}

function runRoutes(app: App): void {
  app.post(
    "/adjustments",
    {
      access: ["planning", "adjust"],
      schema: { body: s.newAdjustment, response: { 200: s.adjustmentView } },
    },
    (request) => inTransaction(request, (ctx) => startAdjustment(ctx, request.body)),
  );
  app.get(
    "/adjustments",
    { access: ["planning", "knowAdjustment"], schema: { response: { 200: s.adjustmentList } } },
    (request) => inTransaction(request, adjustments),
  );
  app.get(
    "/adjustments/:id",
    {
      access: ["planning", "knowAdjustment"],
      schema: { params: s.byId, response: { 200: s.adjustmentView } },
    },
    (request) => inTransaction(request, (ctx) => adjustmentById(ctx, request.params.id)),
  );
  for (const step of ["open", "decide", "publish", "withdraw"] as const)
    app.post(
      `/adjustments/:id/${step}`,
      {
        access: ["planning", "decideCards"],
        schema: { params: s.byId, body: s.note, response: { 200: s.adjustmentView } },
      },
      (request) =>
        inTransaction(request, (ctx) =>
          decideAdjustment(ctx, request, { id: request.params.id, step, note: request.body.note }),
        ),
    );
  app.post(
    "/adjustments/:id/verify",
    { access: ["planning", "read"], schema: { params: s.byId, response: { 200: s.verification } } },
    (request) => inTransaction(request, (ctx) => verifyAdjustment(ctx, request.params.id)),
  );
  app.get(
    "/adjustments/:id/missing",
    { access: ["planning", "read"], schema: { params: s.byId, response: { 200: s.missingPage } } },
    (request) => inTransaction(request, (ctx) => missingProgrammes(ctx, request.params.id)),
  );
  app.get(
    "/adjustments/:id/matrix",
    {
      access: ["planning", "read"],
      schema: { params: s.byId, querystring: s.matrixQuery, response: { 200: s.matrixView } },
    },
    (request) => inTransaction(request, (ctx) => matrix(ctx, request.params.id, request.query)),
  );
  app.get(
    "/adjustments/:id/aftermath",
    { access: ["planning", "adjust"], schema: { params: s.byId, response: { 200: s.aftermathView } } },
    (request) => inTransaction(request, (ctx) => aftermath(ctx, request.params.id)),
  );
  app.get(
    "/adjustments/:id/files/:name",
    { access: ["planning", "read"], schema: { params: s.fileParams } },
    async (request, reply) => {
      const file = await inTransaction(request, (ctx) =>
        adjustmentFile(ctx, request.params.id, request.params.name),
      );
      return sendFile(reply, request.params.id, file);
    },
  );
}

const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

function documentRoutes(app: App): void {
  const sent = (id: string, name: string) => `attachment; filename="tixi-${id.slice(0, 8)}-${name}.docx"`;
  app.get(
    "/adjustments/:id/result.docx",
    { access: ["planning", "read"], schema: { params: s.byId } },
    async (request, reply) => {
      const { id } = request.params;
      const content = await inTransaction(request, (ctx) => resultDocument(ctx, id));
      return reply.type(DOCX).header("content-disposition", sent(id, "adjustment")).send(content);
    },
  );
  app.get(
    "/adjustments/:id/schools/:school/notice.docx",
    { access: ["planning", "readCards"], schema: { params: s.bySchool } },
    async (request, reply) => {
      const { id, school } = request.params;
      const content = await inTransaction(request, (ctx) => schoolDocument(ctx, id, school));
      return reply.type(DOCX).header("content-disposition", sent(id, "notice")).send(content);
    },
  );
}

function cardRoutes(app: App): void {
  app.get(
    "/adjustments/:id/cards",
    {
      access: ["planning", "readCards"],
      schema: { params: s.byId, querystring: s.cardQuery, response: { 200: s.cardPage } },
    },
    (request) => inTransaction(request, (ctx) => cards(ctx, request.params.id, request.query)),
  );
  app.get(
    "/adjustments/:id/cards/:offering",
    { access: ["planning", "readCards"], schema: { params: s.byOffering, response: { 200: s.cardView } } },
    (request) => inTransaction(request, (ctx) => cardRecord(ctx, request.params.id, request.params.offering)),
  );
  app.post(
    "/adjustments/:id/cards/:offering/object",
    {
      access: ["planning", "objectToCard"],
      schema: { params: s.byOffering, body: s.objection, response: { 200: s.cardView } },
    },
    (request) =>
      inTransaction(request, (ctx) =>
        objectToCard(ctx, request, {
          adjustment: request.params.id,
          offering: request.params.offering,
          ...request.body,
        }),
      ),
  );
  app.post(
    "/adjustments/:id/cards/:offering/decide",
    {
      access: ["planning", "decideCards"],
      schema: { params: s.byOffering, body: s.cardDecision, response: { 200: s.cardView } },
    },
    (request) =>
      inTransaction(request, (ctx) =>
        decideCard(ctx, request, {
          adjustment: request.params.id,
          offering: request.params.offering,
          ...request.body,
        }),
      ),
  );
}
