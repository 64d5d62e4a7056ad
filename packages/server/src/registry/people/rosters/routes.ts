import { rm } from "node:fs/promises";
import { z } from "zod";
import { BadInput, csvCell, inTransaction, localeOf, type App } from "../../../platform/index.ts";
import { placeFor } from "../places.sql.ts";
import { byId } from "../schemas.ts";
import { checkRoster } from "./check-roster.ts";
import { listRosters, rejectedRows, showRoster } from "./read-roster.ts";
import * as s from "./schemas.ts";
import { takeIn } from "./take-in-roster.ts";
import { rosterTemplate } from "./template.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const manage = ["registry", "managePeople"] as const;
/** A link in a page cannot say in a header which language the page is in. */
const language = z.object({ lang: z.enum(["zh-CN", "en"]).optional() });

/** Routes of rosters: a file of people is looked through, then taken in. */
export function rosterRoutes(app: App): void {
  app.get(
    "/rosters/templates/:kind",
    { access: manage, schema: { params: z.object({ kind: s.rosterKind }), querystring: language } },
    async (request, reply) => {
      const { kind } = request.params;
      return reply
        .type(XLSX)
        .header("content-disposition", `attachment; filename="tixi-${kind}.xlsx"`)
        .send(Buffer.from(await rosterTemplate(kind, request.query.lang ?? localeOf(request))));
    },
  );
  app.post("/rosters", { access: manage, schema: { response: { 200: s.roster } } }, async (request) => {
    const upload = await request.file();
    if (!upload)
      throw new BadInput([{ part: "body", field: "file", reason: "没有收到文件 / no file was sent" }]);
    const field = (name: string) => {
      const given = upload.fields[name];
      return given && "value" in given && given.value !== "" ? given.value : undefined;
    };
    const kind = s.rosterKind.safeParse(field("kind"));
    if (!kind.success) throw new BadInput([{ part: "body", field: "kind", reason: "staff / students" }]);
    const organisation = z.uuid().optional().safeParse(field("organisationId"));
    if (!organisation.success)
      throw new BadInput([{ part: "body", field: "organisationId", reason: "uuid" }]);
    const name = (upload.filename || "file").normalize("NFC").replace(/[\\/\p{Cc}]/gu, "_").slice(-150); // prettier-ignore
    // Under no name: it is gone when this request ends, and at the next start where a crash came between.
    const file = await app.platform.files.receive(upload.file);
    try {
      return await inTransaction(
        request,
        async (ctx) => checkRoster(ctx, await placeFor(ctx, organisation.data ?? null, kind.data), { path: file.path, name, kind: kind.data }),
        file.sha256,
      ); // prettier-ignore
    } finally {
      await rm(file.path, { force: true });
    }
  });
  app.get("/rosters", { access: manage, schema: { response: { 200: s.rosterPage } } }, (request) =>
    inTransaction(request, listRosters),
  );
  app.get(
    "/rosters/:id",
    { access: manage, schema: { params: byId, response: { 200: s.roster } } },
    (request) => inTransaction(request, (ctx) => showRoster(ctx, request.params.id)),
  );
  app.get(
    "/rosters/:id/rejected.csv",
    { access: manage, schema: { params: byId, querystring: language } },
    async (request, reply) => {
      const text = await inTransaction(request, (ctx) =>
        rejectedRows({ ...ctx, locale: request.query.lang ?? ctx.locale }, request.params.id, csvCell),
      );
      return reply
        .type("text/csv; charset=utf-8")
        .header("cache-control", "no-store")
        .header("content-disposition", 'attachment; filename="rejected.csv"')
        .send(text);
    },
  );
  app.post(
    "/rosters/:id/take-in",
    { access: manage, schema: { params: byId, response: { 200: s.roster } } },
    (request) => inTransaction(request, (ctx) => takeIn(ctx, request.params.id)),
  );
}
