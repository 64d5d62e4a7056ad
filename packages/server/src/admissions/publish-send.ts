import type { FastifyReply } from "fastify";
import type { App } from "../platform/index.ts";
import type { FilingFile } from "./filings.sql.ts";

export const SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
export const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** Sends a file of a run as it was kept. The name is the one that the command line knows it by. */
export async function sendFilingFile(app: App, reply: FastifyReply, file: FilingFile): Promise<FastifyReply> {
  const name = file.name.split("/").at(-1)!;
  const content = await app.platform.files.fetch(file.path);
  return reply
    .type(file.mediaType)
    .header("content-length", file.bytes)
    .header("etag", `"${file.sha256}"`)
    .header("content-disposition", `attachment; filename="${name}"`)
    .send(content);
} // prettier-ignore
