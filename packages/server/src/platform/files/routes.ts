import type { FastifyRequest } from "fastify";
import fs from "node:fs/promises";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { transaction } from "../db/transaction.ts";
import type { App } from "../http/app.ts";
import { inTransaction } from "../http/in-transaction.ts";
import { localeOf } from "../http/locale.ts";
import { BadInput, SignInRequired } from "../http/problems.ts";
import { dropObjects, keepObject } from "./objects.ts";
import { PURPOSE_RULES, type Purpose } from "./purposes.ts";
import { listFiles, openFile, showFile } from "./read-file.ts";
import { receiveFile, type ReceivedFile } from "./receive-file.ts";
import { removeFile } from "./remove-file.ts";
import type { FileRow } from "./rows.ts";
import { fileListSchema, fileSchema, presentFile, purposeSchema, subjectSchema } from "./schemas.ts";
import { sendFile } from "./send-file.ts";
import { admitFile, uploadFile } from "./upload-file.ts";

const params = z.object({ id: z.uuid() });
const token = z.object({ token: z.string().max(200) });
const uploadQuery = z.object({
  purpose: purposeSchema,
  /** left out: a draft of one's own */
  subject: subjectSchema.optional(),
});
const listQuery = z.object({ subject: subjectSchema.optional() });

/** Uploads: in, out, away. */
export function fileRoutes(app: App): void {
  const { platform } = app;
  const present = (request: FastifyRequest, file: FileRow) =>
    presentFile(file, platform.uploads.links, request.actor, platform.clock());

  app.post(
    "/files",
    {
      access: ["platform", "uploadFile"],
      schema: {
        querystring: uploadQuery,
        consumes: ["multipart/form-data"],
        response: { 200: fileSchema },
      },
    },
    async (request) => {
      const { purpose } = request.query;
      const subject = request.query.subject ?? draftOf(request);
      // Refused before a byte of it is read, where it can be.
      await transaction(platform, request.actor, { locale: localeOf(request) }, (ctx) =>
        admitFile(ctx, platform.uploads, { subject, purpose }),
      );
      const file = await received(request, purpose);
      return present(request, await entered(request, { subject, purpose, file }));
    },
  );
  app.get(
    "/files",
    {
      access: ["platform", "readFile"],
      schema: { querystring: listQuery, response: { 200: fileListSchema } },
    },
    async (request) => {
      const subject = request.query.subject ?? draftOf(request);
      const files = await inTransaction(request, (ctx) => listFiles(ctx, subject));
      return { items: files.map((file) => present(request, file)), next: null };
    },
  );
  app.get(
    "/files/:id",
    { access: ["platform", "readFile"], schema: { params, response: { 200: fileSchema } } },
    async (request) =>
      present(request, await inTransaction(request, (ctx) => showFile(ctx, request.params.id))),
  );
  app.delete(
    "/files/:id",
    { access: ["platform", "removeFile"], schema: { params, response: { 204: z.null() } } },
    async (request, reply) => {
      const { id } = request.params;
      await inTransaction(request, (ctx) => removeFile(ctx, id));
      await dropObjects(platform, id);
      return reply.code(204).send(null);
    },
  );
  app.get(
    "/files/content/:token",
    { access: ["platform", "readFile"], schema: { params: token }, compress: false },
    async (request, reply) => {
      const link = platform.uploads.links.read(
        request.params.token,
        request.actor.userId ?? "",
        platform.clock(),
      );
      const file = await inTransaction(request, (ctx) => openFile(ctx, link.file, link.variant));
      return sendFile(platform, request, reply, file, link);
    },
  );
}

function draftOf(request: FastifyRequest): string {
  if (request.actor.userId === null) throw new SignInRequired();
  return `draft:${request.actor.userId}`;
}

async function received(request: FastifyRequest, purpose: Purpose): Promise<ReceivedFile> {
  const { platform } = request.server;
  const fileSize = Math.min(PURPOSE_RULES[purpose].bytes, platform.config.uploadLimitBytes);
  const upload = await request.file({ limits: { fileSize, files: 1, fields: 0 } });
  if (!upload)
    throw new BadInput([{ part: "body", field: "file", reason: "没有收到文件 / no file was sent" }]);
  return receiveFile(platform, upload.file, { name: upload.filename, purpose });
}

/** Content first, then the row: what no row was committed for is taken out again, at the latest by the keeper. */
async function entered(
  request: FastifyRequest,
  input: { subject: string; purpose: Purpose; file: ReceivedFile },
): Promise<FileRow> {
  const { platform } = request.server;
  const id = uuidv7();
  try {
    const path = await keepObject(platform, id, "original", input.file.local);
    const row = await inTransaction(
      request,
      (ctx) => uploadFile(ctx, platform.uploads, { ...input, id, path }),
      input.file.sentSha256,
    );
    // The answer to an earlier request with this Idempotency-Key went through JSON.
    return {
      ...row,
      createdAt: new Date(row.createdAt),
      scannedAt: row.scannedAt && new Date(row.scannedAt),
    };
  } finally {
    await fs.rm(input.file.local.path, { force: true });
    // Refused, or sent again with the same key: the first one's file is the one that counts.
    await dropObjects(platform, id);
  }
}
