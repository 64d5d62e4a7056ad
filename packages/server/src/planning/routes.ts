import { z } from "zod";
import type { App } from "../platform/http/app.ts";
import { inTransaction } from "../platform/http/in-transaction.ts";
import { cancelCycle, cycleById, cycles, startCycle } from "./cycles.ts";
import { dcatOf } from "./dcat.ts";
import { decideRelease } from "./decide-release.ts";
import { draftRelease } from "./draft-release.ts";
import { releaseById, releaseFile, releases } from "./read-releases.ts";
import { adjustmentRoutes } from "./adjustment/routes.ts";
import { listRoutes } from "./lists/routes.ts";
import { planRoutes } from "./plans/routes.ts";
import { roundRoutes } from "./rounds/routes.ts";
import * as s from "./schemas.ts";
import { viewRoutes } from "./view-routes.ts";
import { cycleSource, releaseSource } from "./source.ts";

/** Routes of planning: cycles, their views, releases, and what of them is public. */
export function routes(app: App): void {
  app.post(
    "/cycles",
    { access: ["planning", "run"], schema: { body: s.newCycle, response: { 200: s.cycle } } },
    (request) => inTransaction(request, (ctx) => startCycle(ctx, request.body)),
  );
  app.get(
    "/cycles",
    { access: ["planning", "read"], schema: { response: { 200: s.cyclePage } } },
    (request) => inTransaction(request, cycles),
  );
  app.get(
    "/cycles/:id",
    { access: ["planning", "read"], schema: { params: s.byId, response: { 200: s.cycle } } },
    (request) => inTransaction(request, (ctx) => cycleById(ctx, request.params.id)),
  );
  app.post(
    "/cycles/:id/cancel",
    { access: ["planning", "cancel"], schema: { params: s.byId, response: { 200: s.cycle } } },
    (request) => inTransaction(request, (ctx) => cancelCycle(ctx, request.params.id)),
  );
  viewRoutes(app, "/cycles/:id", ["planning", "read"], cycleSource);

  app.post(
    "/releases",
    { access: ["planning", "draft"], schema: { body: s.newRelease, response: { 200: s.release } } },
    (request) => inTransaction(request, (ctx) => draftRelease(ctx, request.body)),
  );
  app.get(
    "/releases",
    { access: ["planning", "read"], schema: { response: { 200: s.releasePage } } },
    (request) => inTransaction(request, (ctx) => releases(ctx, false)),
  );
  app.get(
    "/releases/:id",
    { access: ["planning", "read"], schema: { params: s.byId, response: { 200: s.release } } },
    (request) => inTransaction(request, (ctx) => releaseById(ctx, request.params.id, false)),
  );
  const steps = { review: "review", return: "review", publish: "publish", withdraw: "review" } as const;
  for (const step of Object.keys(steps) as (keyof typeof steps)[])
    app.post(
      `/releases/:id/${step}`,
      {
        access: ["planning", steps[step]],
        schema: { params: s.byId, body: s.releaseDecision, response: { 200: s.release } },
      },
      (request) =>
        inTransaction(request, (ctx) =>
          decideRelease(ctx, request, { id: request.params.id, step, note: request.body.note }),
        ),
    );
  fileRoute(app, "/releases/:id/files/:name", ["planning", "read"], false);

  app.get(
    "/public/releases",
    { access: ["planning", "readPublished"], schema: { response: { 200: s.releasePage } } },
    (request) => inTransaction(request, (ctx) => releases(ctx, true)),
  );
  app.get(
    "/public/releases/:id",
    { access: ["planning", "readPublished"], schema: { params: s.byId, response: { 200: s.release } } },
    (request) => inTransaction(request, (ctx) => releaseById(ctx, request.params.id, true)),
  );
  app.get(
    "/public/releases/:id/dcat.jsonld",
    {
      access: ["planning", "readPublished"],
      schema: { params: s.byId, response: { 200: z.record(z.string(), z.unknown()) } },
    },
    async (request, reply) => {
      const release = await inTransaction(request, (ctx) => releaseById(ctx, request.params.id, true));
      reply.type("application/ld+json; charset=utf-8");
      return dcatOf(release, `${request.protocol}://${request.host}`);
    },
  );
  fileRoute(app, "/public/releases/:id/files/:name", ["planning", "readPublished"], true);
  viewRoutes(app, "/public/releases/:id", ["planning", "readPublished"], releaseSource);
  adjustmentRoutes(app);
  listRoutes(app);
  planRoutes(app);
  roundRoutes(app);
}

function fileRoute(app: App, path: string, access: readonly [string, string], published: boolean): void {
  const params = s.byId.extend({ name: z.string().regex(/^[a-z]+\.(csv|json|xlsx|docx|pdf)$/) });
  app.get(path, { access, schema: { params } }, async (request, reply) => {
    const { id, name } = request.params as z.infer<typeof params>;
    const file = await inTransaction(request, (ctx) => releaseFile(ctx, id, name, published));
    return reply
      .type(file.mediaType)
      .header("content-disposition", `attachment; filename="tixi-${id.slice(0, 8)}-${name}"`)
      .send(file.content);
  });
}
