import { z } from "zod";
import type { App } from "../http/app.ts";
import { inTransaction, inUnkeptTransaction } from "../http/in-transaction.ts";
import { KEY_ROLES, listKeys, makeKey, revokeKey, scopesOf } from "./systems.ts";

const KEEP = ["platform", "keepKeys"] as const;

const key = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.enum(KEY_ROLES),
    organisation: z.string().nullable(),
    region: z.string(),
    scopes: z.array(z.string()),
    prefix: z.string(),
    createdAt: z.string(),
    expiresAt: z.string(),
    lastUsedAt: z.string().nullable(),
    revokedAt: z.string().nullable(),
  })
  .meta({ id: "ApiKey" });
const newKey = z.strictObject({
  name: z.string().trim().min(1).max(80),
  role: z.enum(KEY_ROLES),
  organisation: z.uuid().nullable(),
  scopes: z.array(z.string().max(80)).min(1).max(200),
  days: z.number().int().min(1),
});

/** Keys by which other systems work here, with a role and a part of what it may do. */
export function systemRoutes(app: App): void {
  app.get(
    "/keys",
    { access: KEEP, schema: { response: { 200: z.object({ items: z.array(key) }) } } },
    async (request) => ({ items: await inTransaction(request, listKeys) }),
  );
  app.get(
    "/keys/scopes",
    {
      access: KEEP,
      schema: {
        querystring: z.object({ role: z.enum(KEY_ROLES) }),
        response: { 200: z.object({ scopes: z.array(z.string()) }) },
      },
    },
    async (request) => ({ scopes: scopesOf(app.accessTables, request.query.role) }),
  );
  app.post(
    "/keys",
    {
      access: KEEP,
      schema: { body: newKey, response: { 200: z.object({ id: z.string(), key: z.string() }) } },
    },
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      return inUnkeptTransaction(request, (ctx) =>
        makeKey(ctx, app.platform.people, app.accessTables, request.body),
      );
    },
  );
  app.post(
    "/keys/:id/revoke",
    {
      access: KEEP,
      schema: { params: z.object({ id: z.uuid() }), response: { 200: z.object({}) } },
    },
    async (request) => {
      await inTransaction(request, (ctx) => revokeKey(ctx, request.params.id));
      return {};
    },
  );
}
