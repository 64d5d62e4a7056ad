import type { FastifyReply, FastifyRequest } from "fastify";
import { Readable } from "node:stream";
import type { Platform } from "../platform.ts";
import type { ByteRange } from "./content-store.ts";
import type { Variant } from "./links.ts";
import { isPicture } from "./media-types.ts";
import type { FileRow } from "./rows.ts";

/**
 * Answers with the content of a file so that a browser does nothing but show or save it, whatever is in it: its type
 * is not guessed at, only pictures are shown, everything else is a download, and were it opened as a page, nothing in
 * it may run or load. One range of bytes may be asked for.
 */
export async function sendFile(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  file: Pick<FileRow, "name" | "mediaType" | "bytes" | "sha256" | "path" | "thumbnail">,
  link: { variant: Variant; secondsLeft: number },
): Promise<FastifyReply> {
  const small = link.variant === "thumbnail";
  const type = small ? "image/jpeg" : file.mediaType;
  const etag = `"${file.sha256.slice(0, 32)}${small ? "-t" : ""}"`;
  void reply
    .header("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
    .header("x-content-type-options", "nosniff")
    .header("cross-origin-resource-policy", "same-origin")
    .header("cache-control", `private, max-age=${link.secondsLeft}, immutable`)
    .header("etag", etag)
    .header(
      "content-disposition",
      disposition(isPicture(file.mediaType) ? "inline" : "attachment", file.name),
    );
  if (request.headers["if-none-match"] === etag) return reply.code(304).send();
  const { store, name } = platform.uploads.locate(small ? file.thumbnail! : file.path);
  // charset is said for text only; a file that is neither UTF-8 nor said to be is shown by the program that opens it
  void reply.type(type.startsWith("text/") ? `${type}; charset=utf-8` : type);
  if (small) return reply.send(await store.fetch(name));
  void reply.header("accept-ranges", "bytes");
  const range = rangeOf(request, file.bytes, etag);
  if (range === "unsatisfiable")
    return reply.code(416).header("content-range", `bytes */${file.bytes}`).type("text/plain").send("");
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 };
  if (range) void reply.code(206).header("content-range", `bytes ${start}-${end}/${file.bytes}`);
  void reply.header("content-length", end - start + 1);
  // Asked for its head only, nothing needs to be fetched.
  if (request.method === "HEAD") return reply.send(Readable.from([]));
  return reply.send(await store.fetch(name, range ?? undefined));
}

/** RFC 6266: a plain name for old programs, the real one in UTF-8. */
function disposition(kind: "inline" | "attachment", name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%;]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** One range as in RFC 9110; several, or one for another version, are answered with the whole. */
function rangeOf(request: FastifyRequest, bytes: number, etag: string): ByteRange | "unsatisfiable" | null {
  const condition = request.headers["if-range"];
  const parts = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(request.headers.range ?? "");
  if (!parts || (condition !== undefined && condition !== etag)) return null;
  const [, from = "", to = ""] = parts;
  if (from === "" && to === "") return null;
  if (from === "") {
    const last = Math.min(Number(to), bytes);
    return last === 0 ? "unsatisfiable" : { start: bytes - last, end: bytes - 1 };
  }
  const start = Number(from);
  const end = to === "" ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (start >= bytes) return "unsatisfiable";
  return start > end ? null : { start, end };
}
