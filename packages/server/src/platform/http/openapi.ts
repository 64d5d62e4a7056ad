import swagger from "@fastify/swagger";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import type { App } from "./app.ts";

/** GET /api/openapi.json: OpenAPI 3.1 of all routes under /api, made from their schemas. */
export async function installOpenApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Tixi",
        version,
        description: "现代职业教育体系. Errors are RFC 9457 problem documents; lists are paged by `cursor`.",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      servers: [{ url: "/" }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  app.get("/api/openapi.json", { access: "open", schema: { hide: true } }, async (_request, reply) => {
    // A plain object: the serializer of a schema would drop what it does not know.
    return reply
      .header("cache-control", "no-cache")
      .type("application/json")
      .send(JSON.stringify(app.swagger()));
  });
}
