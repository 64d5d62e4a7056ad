import type { FastifyReply } from "fastify";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { end, headOf, padding } from "../platform/operations/backup/archive.ts";
import type { App } from "../platform/index.ts";
import type { FilingFile } from "./filings.sql.ts";

export const SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
export const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** Sends files of a run as one archive, each as it was kept, under the folder's name. */
export function sendArchive(app: App, reply: FastifyReply, files: readonly FilingFile[], folder: string): FastifyReply {
  async function* parts(): AsyncGenerator<Buffer> {
    for (const { name, bytes, path } of files) {
      yield headOf(`${folder}/${name.split("/").at(-1)!}`, bytes);
      yield* (await app.platform.files.fetch(path)) as AsyncIterable<Buffer>;
      yield padding(bytes);
    }
    yield end();
  }
  return reply
    .type("application/gzip")
    .header("content-disposition", `attachment; filename="${folder}.tar.gz"`)
    .send(Readable.from(parts()).pipe(createGzip({ level: 1 })));
} // prettier-ignore

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
