import type { FastifyRequest } from "fastify";
import { uuidv7 } from "uuidv7";
import type { App } from "../../platform/http/app.ts";
import { BadInput, inTransaction, pageQuery, requireMatch, type Context } from "../../platform/index.ts";
import { changeOrganisation } from "./change-organisation.ts";
import { correctOrganisation } from "./correct-organisation.ts";
import { countRegions } from "./count-regions.ts";
import { endOrganisation } from "./end-organisation.ts";
import { importOrganisations } from "./import-organisations.ts";
import { importTemplate } from "./import-template.ts";
import { listOrganisations, suggestOrganisations } from "./list-organisations.ts";
import { loadHigherSchools } from "./load-higher-schools.ts";
import { mergeOrganisations } from "./merge-organisations.ts";
import { decideProposal, listProposals, proposeCorrection } from "./proposals.ts";
import { registerOrganisation } from "./register-organisation.ts";
import * as s from "./schemas.ts";
import { etagFor, showOrganisation } from "./show-organisation.ts";
import { splitOrganisation } from "./split-organisation.ts";
import { findTwins } from "./twins.ts";

const look = ["registry", "look"] as const;
const keep = ["registry", "keepOrganisations"] as const;
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const MOST_BYTES = 20 * 1024 * 1024;

/** Compares the record with what the request's sender had read. */
const match = (request: FastifyRequest, id: string) => async (ctx: Context) =>
  requireMatch(request, await etagFor(ctx, id));

/** Routes of the register of organisations: everybody reads, the offices keep. */
export function organisationRoutes(app: App): void {
  readRoutes(app);
  keepRoutes(app);
  takeInRoutes(app);
}

function readRoutes(app: App): void {
  app.get(
    "/organisations",
    { access: look, schema: { querystring: s.organisationQuery, response: { 200: s.organisationPage } } },
    (request) => inTransaction(request, (ctx) => listOrganisations(ctx, request.query)),
  );
  app.get(
    "/organisations/suggest",
    { access: look, schema: { querystring: s.suggestQuery, response: { 200: s.organisationPage } } },
    (request) => inTransaction(request, (ctx) => suggestOrganisations(ctx, request.query)),
  );
  app.get(
    "/organisations/:id",
    {
      access: look,
      schema: { params: s.byId, querystring: s.onDay, response: { 200: s.organisationRecord } },
    },
    (request) =>
      inTransaction(request, (ctx) => showOrganisation(ctx, request.params.id, request.query.on ?? null)),
  );
  app.get(
    "/regions/counts",
    { access: look, schema: { querystring: s.regionCountQuery, response: { 200: s.regionCounts } } },
    (request) => inTransaction(request, (ctx) => countRegions(ctx, request.query.parent ?? null)),
  );
  app.get(
    "/organisations/near",
    { access: keep, schema: { querystring: s.nearQuery, response: { 200: s.nearList } } },
    (request) => {
      const { except, ...wanted } = request.query;
      return inTransaction(request, async (ctx) => ({
        items: await findTwins(ctx, { ...wanted, except: except ? [except] : [] }),
      }));
    },
  );
}

function keepRoutes(app: App): void {
  app.post(
    "/organisations",
    { access: keep, schema: { body: s.registerInput, response: { 200: s.done } } },
    (request) => inTransaction(request, (ctx) => registerOrganisation(ctx, request.body)),
  );
  app.put(
    "/organisations/:id",
    { access: keep, schema: { params: s.byId, body: s.changeInput, response: { 200: s.done } } },
    (request) => {
      const { id } = request.params;
      return inTransaction(request, (ctx) => changeOrganisation(ctx, id, request.body, match(request, id)));
    },
  );
  app.post(
    "/organisations/:id/corrections",
    { access: keep, schema: { params: s.byId, body: s.correctInput, response: { 200: s.done } } },
    (request) => {
      const { id } = request.params;
      return inTransaction(request, (ctx) => correctOrganisation(ctx, id, request.body, match(request, id)));
    },
  );
  app.post(
    "/organisations/:id/end",
    { access: keep, schema: { params: s.byId, body: s.endInput, response: { 200: s.done } } },
    (request) => {
      const { id } = request.params;
      return inTransaction(request, (ctx) => endOrganisation(ctx, id, request.body, match(request, id)));
    },
  );
  app.post(
    "/organisations/:id/split",
    { access: keep, schema: { params: s.byId, body: s.splitInput, response: { 200: s.splitDone } } },
    (request) => {
      const { id } = request.params;
      return inTransaction(request, (ctx) => splitOrganisation(ctx, id, request.body, match(request, id)));
    },
  );
  app.post(
    "/organisations/merge",
    { access: keep, schema: { body: s.mergeInput, response: { 200: s.done } } },
    (request) => inTransaction(request, (ctx) => mergeOrganisations(ctx, request.body)),
  );
  app.post(
    "/organisations/:id/proposals",
    {
      access: ["registry", "proposeCorrection"],
      schema: { params: s.byId, body: s.proposeInput, response: { 200: s.done } },
    },
    (request) => inTransaction(request, (ctx) => proposeCorrection(ctx, request.params.id, request.body)),
  );
  app.get(
    "/organisation-proposals",
    { access: keep, schema: { querystring: pageQuery, response: { 200: s.proposalPage } } },
    (request) => inTransaction(request, (ctx) => listProposals(ctx, request.query)),
  );
  app.post(
    "/organisation-proposals/:id/decide",
    { access: keep, schema: { params: s.byId, body: s.decideInput, response: { 200: s.done } } },
    (request) => inTransaction(request, (ctx) => decideProposal(ctx, request.params.id, request.body)),
  );
}

function takeInRoutes(app: App): void {
  app.post(
    "/organisations/higher-schools",
    { access: keep, schema: { body: s.loadInput, response: { 200: s.loadReport } } },
    (request) => inTransaction(request, (ctx) => loadHigherSchools(ctx, request.body.scope)),
  );
  app.get("/organisations/template", { access: look, schema: {} }, async (_request, reply) =>
    reply
      .type(XLSX)
      .header("content-disposition", 'attachment; filename="tixi-template-organisations.xlsx"')
      .send(Buffer.from(await importTemplate())),
  );
  app.post(
    "/organisations/import",
    { access: keep, schema: { querystring: s.importQuery, response: { 200: s.importReport } } },
    async (request) => {
      const upload = await request.file();
      if (!upload)
        throw new BadInput([{ part: "body", field: "file", reason: "没有收到文件 / no file was sent" }]);
      const fileName = (upload.filename || "upload")
        .normalize("NFC")
        .replace(/[\\/\p{Cc}]/gu, "_")
        .slice(-150);
      // read once and removed: the register keeps what it says, the audit its fingerprint
      const stored = await app.platform.files.write(`organisations/${uuidv7()}`, upload.file, MOST_BYTES);
      try {
        const { path, sha256 } = stored;
        const file = {
          fileName,
          path: app.platform.files.resolve(path),
          sha256,
          dry: request.query.dry === "true",
        };
        return await inTransaction(request, (ctx) => importOrganisations(ctx, file), sha256);
      } finally {
        await app.platform.files.remove(stored.path);
      }
    },
  );
}
