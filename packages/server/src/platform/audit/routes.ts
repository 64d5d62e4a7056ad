import type { App } from "../http/app.ts";
import { inTransaction } from "../http/in-transaction.ts";
import { findJob, job } from "../jobs/routes.ts";
import { chainState } from "./chain-state.ts";
import { exportEntries } from "./export-entries.ts";
import { listEntries, showEntry } from "./list-entries.ts";
import * as s from "./schemas.ts";
import { VERIFY } from "./verify-job.ts";

/** The trail, for the auditor alone: search, one entry, export, the state of the chain. */
export function auditRoutes(app: App): void {
  app.get(
    "/audit",
    {
      access: ["platform", "readAudit"],
      schema: { querystring: s.listQuery, response: { 200: s.entryPage } },
    },
    (request) => inTransaction(request, (ctx) => listEntries(ctx, request.query)),
  );
  app.get(
    "/audit/chain",
    { access: ["platform", "verifyAudit"], schema: { response: { 200: s.chain } } },
    (request) => chainState(request.server.platform.pool),
  );
  app.post(
    "/audit/verify",
    { access: ["platform", "verifyAudit"], schema: { response: { 200: job } } },
    (request) =>
      inTransaction(request, async (ctx) => {
        const id = await ctx.jobs.start(VERIFY, null);
        await ctx.audit("audit.verify", `job:${id}`);
        return findJob(ctx, id);
      }),
  );
  app.get(
    "/audit/export",
    { access: ["platform", "readAudit"], schema: { querystring: s.exportQuery } },
    async (request, reply) => {
      const file = await inTransaction(request, (ctx) => exportEntries(ctx, request.query));
      return reply
        .type(file.type)
        .header("content-disposition", `attachment; filename="${file.name}"`)
        .header("cache-control", "no-store")
        .send(file.content);
    },
  );
  app.get(
    "/audit/:id",
    { access: ["platform", "readAudit"], schema: { params: s.byId, response: { 200: s.record } } },
    (request) => inTransaction(request, (ctx) => showEntry(ctx, request.params.id)),
  );
}
