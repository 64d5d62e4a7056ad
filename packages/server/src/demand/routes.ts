import { Readable } from "node:stream";
import { fieldsOf } from "@tixi/engines/intake";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { BadInput, inTransaction, pageQuery, type App, type Context } from "../platform/index.ts";
import { listAliases, reviewAlias } from "./aliases.ts";
import { listConditions } from "./conditions.ts";
import { correctCode } from "./correct-code.ts";
import { createImport } from "./create-import.ts";
import { fairHiring } from "./fair-hiring.ts";
import {
  listImportRejections,
  listImports,
  rejectedCsv,
  rejectionsAfter,
  showImport,
} from "./list-imports.ts";
import { listPostings } from "./list-postings.ts";
import { mapImport } from "./map-import.ts";
import { listOfferings } from "./offerings.ts";
import { showRecoding, startRecoding } from "./recode.ts";
import * as s from "./schemas.ts";
import { showPosting } from "./show-posting.ts";
import { cancelImport, startImport } from "./start-import.ts";
import { templateWorkbook } from "./templates.ts";

const byImport = z.object({ id: s.importId });
const byPosting = z.object({ id: s.postingId });
const byKind = z.object({ kind: s.intakeKind });
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Routes of demand: files in, postings, what people decide about them, offerings. */
export function routes(app: App): void {
  importRoutes(app);
  postingRoutes(app);
  app.get(
    "/templates/:kind",
    { access: ["demand", "templates"], schema: { params: byKind } },
    async (request, reply) => {
      const { kind } = request.params;
      const content = Buffer.from(await templateWorkbook(kind));
      return reply
        .type(XLSX)
        .header("content-disposition", `attachment; filename="tixi-template-${kind}.xlsx"`)
        .send(content);
    },
  );
  app.get(
    "/offerings",
    {
      access: ["demand", "read"],
      schema: { querystring: s.offeringQuery, response: { 200: s.offeringPage } },
    },
    (request) => inTransaction(request, (ctx) => listOfferings(ctx, request.query)),
  );
  app.get(
    "/conditions",
    {
      access: ["demand", "read"],
      schema: { querystring: s.conditionQuery, response: { 200: s.conditionPage } },
    },
    (request) => inTransaction(request, (ctx) => listConditions(ctx, request.query)),
  );
}

function importRoutes(app: App): void {
  app.post("/imports", { access: ["demand", "import"], schema: { response: { 200: s.importSchema } } }, async (request) => {
    const upload = await request.file();
    if (!upload) throw new BadInput([{ part: "body", field: "file", reason: "没有收到文件 / no file was sent" }]);
    const named = upload.fields["kind"];
    const wanted = named && "value" in named ? s.intakeKind.safeParse(named.value) : undefined;
    if (wanted && !wanted.success) throw new BadInput([{ part: "body", field: "kind", reason: "没有这一类表 / no such kind of table" }]);
    const fileName = (upload.filename || "upload").normalize("NFC").replace(/[\\/\p{Cc}]/gu, "_").slice(-150);
    const stored = await app.platform.files.write(`imports/${uuidv7()}`, upload.file);
    const { bytes, sha256 } = stored;
    let kept = false;
    try {
      const create = (ctx: Context) =>
        createImport(ctx, { fileName, path: app.platform.files.resolve(stored.path), bytes, sha256, kind: wanted?.data });
      return await inTransaction(request, async (ctx) => {
        const made = await create(ctx);
        ctx.afterCommit(() => (kept = true));
        return made;
      }, sha256);
    } finally {
      // refused, or sent again with the same Idempotency-Key: the first one's file is the one that counts
      if (!kept) await app.platform.files.remove(stored.path);
    }
  }); // prettier-ignore
  app.get(
    "/imports",
    { access: ["demand", "read"], schema: { querystring: pageQuery, response: { 200: s.importPage } } },
    (request) => inTransaction(request, (ctx) => listImports(ctx, request.query)),
  );
  app.get(
    "/imports/fields/:kind",
    { access: ["demand", "read"], schema: { params: byKind, response: { 200: s.fieldList } } },
    async (request) =>
      fieldsOf(request.params.kind).map(({ field, label, required, type }) => ({
        field,
        label,
        required,
        type,
      })),
  );
  app.get(
    "/imports/:id",
    { access: ["demand", "read"], schema: { params: byImport, response: { 200: s.importSchema } } },
    (request) => inTransaction(request, (ctx) => showImport(ctx, request.params.id)),
  );
  app.put(
    "/imports/:id/mapping",
    {
      access: ["demand", "import"],
      schema: { params: byImport, body: s.putMapping, response: { 200: s.importSchema } },
    },
    (request) =>
      inTransaction(request, (ctx) => mapImport(ctx, { importId: request.params.id, ...request.body })),
  );
  app.post(
    "/imports/:id/start",
    { access: ["demand", "import"], schema: { params: byImport, response: { 200: s.importSchema } } },
    (request) => inTransaction(request, (ctx) => startImport(ctx, request.params.id)),
  );
  app.post(
    "/imports/:id/cancel",
    { access: ["demand", "import"], schema: { params: byImport, response: { 200: s.importSchema } } },
    (request) => inTransaction(request, (ctx) => cancelImport(ctx, request.params.id)),
  );
  app.get(
    "/imports/:id/rejections",
    {
      access: ["demand", "read"],
      schema: { params: byImport, querystring: pageQuery, response: { 200: s.rejectionPage } },
    },
    (request) => inTransaction(request, (ctx) => listImportRejections(ctx, request.params.id, request.query)),
  );
  app.get(
    "/imports/:id/rejected.csv",
    { access: ["demand", "read"], schema: { params: byImport } },
    async (request, reply) => {
      const { id } = request.params;
      const { fileName, kind } = await inTransaction(request, (ctx) => showImport(ctx, id));
      const pages = rejectedCsv(kind, (after) =>
        inTransaction(request, (ctx) => rejectionsAfter(ctx, id, after)),
      );
      return reply
        .type("text/csv; charset=utf-8")
        .header(
          "content-disposition",
          `attachment; filename*=UTF-8''${encodeURIComponent(fileName.replace(/\.\w+$/, ""))}-rejected.csv`,
        )
        .send(Readable.from(pages));
    },
  );
}

function postingRoutes(app: App): void {
  app.get(
    "/postings",
    { access: ["demand", "read"], schema: { querystring: s.postingQuery, response: { 200: s.postingPage } } },
    (request) => inTransaction(request, (ctx) => listPostings(ctx, request.query)),
  );
  app.get(
    "/postings/:id",
    { access: ["demand", "read"], schema: { params: byPosting, response: { 200: s.postingDetailSchema } } },
    (request) => inTransaction(request, (ctx) => showPosting(ctx, request.params.id)),
  );
  app.post(
    "/postings/:id/code",
    {
      access: ["demand", "correct"],
      schema: { params: byPosting, body: s.correctCodeInput, response: { 200: s.postingDetailSchema } },
    },
    (request) => inTransaction(request, (ctx) => correctCode(ctx, request.params.id, request.body)),
  );
  app.get(
    "/aliases",
    { access: ["demand", "read"], schema: { querystring: s.aliasQuery, response: { 200: s.aliasPage } } },
    (request) => inTransaction(request, (ctx) => listAliases(ctx, request.query)),
  );
  app.post(
    "/aliases/:id/review",
    {
      access: ["demand", "reviewAlias"],
      schema: { params: byImport, body: s.reviewAliasInput, response: { 200: s.aliasSchema } },
    },
    (request) => inTransaction(request, (ctx) => reviewAlias(ctx, request.params.id, request.body.decision)),
  );
  app.post(
    "/recodings",
    {
      access: ["demand", "recode"],
      schema: { response: { 200: z.object({ id: z.string(), recodingId: z.string() }) } },
    },
    (request) => inTransaction(request, startRecoding),
  );
  app.get(
    "/recodings/:id",
    {
      access: ["demand", "read"],
      schema: { params: byImport, querystring: pageQuery, response: { 200: s.recodingSchema } },
    },
    (request) => inTransaction(request, (ctx) => showRecoding(ctx, request.params.id, request.query)),
  );
  app.get(
    "/fair-hiring",
    { access: ["demand", "read"], schema: { response: { 200: s.fairHiringSchema } } },
    (request) => inTransaction(request, fairHiring),
  );
}
