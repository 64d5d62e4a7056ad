import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from "fastify-type-provider-zod";
import { faultWords } from "./fault-words.ts";
import { localeOf } from "./locale.ts";
import {
  BadInput,
  Busy,
  Conflict,
  DiskFull,
  InternalError,
  NotFound,
  Problem,
  TooLarge,
  TooManyRequests,
} from "./problems.ts";

/** One place that turns any error into a problem document. */
export function installErrorHandler(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error, request);
    if (problem instanceof Busy)
      request.log.warn({ kind: "busy", err: error }, "more is asked at once than can be answered");
    else if (problem.status >= 500 && !(problem instanceof DiskFull))
      request.log.error({ err: error }, "request failed");
    return sendProblem(request, reply, problem);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, new NotFound()));
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const { retryAfter } = problem.members;
  if (typeof retryAfter === "number") void reply.header("retry-after", retryAfter);
  const document = problem.toDocument(localeOf(request), request.url.split("?")[0]);
  return reply
    .code(problem.status)
    .header("content-type", "application/problem+json; charset=utf-8")
    .header("cache-control", "no-store")
    .serializer((value: unknown) => JSON.stringify(value))
    .send(document);
}

const UNIQUE = "23505";
const EXCLUSION = "23P01";
const PRIVILEGE = "42501";
const DISK_FULL = "53100";
const TOO_MANY_CONNECTIONS = "53300";
/** The pool's own words, which have no code: every connection was lent out for too long, or none could be opened. */
const NO_CONNECTION =
  /^timeout exceeded when trying to connect$|^Connection terminated due to connection timeout$/;
/** Not in its encoding, unreadable, or outside what a column holds: what was sent is at fault, e.g. a number of 20 digits. */
const BAD_VALUE = new Set(["22021", "22P02", "22P05", "22003", "22007", "22008"]);

export function toProblem(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (hasZodFastifySchemaValidationErrors(error)) {
    return new BadInput(
      error.validation.map((issue) => ({
        part: error.validationContext ?? "body",
        field: issue.instancePath.replace(/^\//, "").replaceAll("/", "."),
        value: valueAt(request, error.validationContext, issue.instancePath),
        reason: faultWords(issue),
      })),
    );
  }
  if (isResponseSerializationError(error)) return new InternalError();
  if (code === "ENOSPC" || code === DISK_FULL) return new DiskFull();
  if (code === TOO_MANY_CONNECTIONS || NO_CONNECTION.test((error as Error).message)) return new Busy();
  if (code === UNIQUE || code === EXCLUSION)
    return new Conflict({ zh: "同样的内容已经存在。", en: "The same thing exists already." });
  if (code === PRIVILEGE) return new NotFound();
  if (code !== undefined && BAD_VALUE.has(code))
    return new BadInput([
      {
        field: "request",
        reason: "其中有系统不能保存或比较的值 / a value that can be neither kept nor compared",
      },
    ]);
  if (/^Unexpected end of (form|multipart)/.test((error as Error).message))
    return new BadInput([
      { part: "body", field: "file", reason: "上传在中途中断 / the upload ended before its end" },
    ]);
  if (statusCode === 413) return new TooLarge(request.server.platform.config.bodyLimitBytes);
  if (statusCode === 429)
    return new TooManyRequests(Number((error as { retryAfter?: number }).retryAfter ?? 60));
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    const message = (error as Error).message;
    return new BadInput([{ field: "request", reason: message }], {
      zh: `请求格式有误:${message}`,
      en: message,
    });
  }
  return new InternalError();
}

/** The offending value, shortened; never that of a password field. */
function valueAt(request: FastifyRequest, part: string | undefined, pointer: string): unknown {
  if (/password/i.test(pointer)) return undefined;
  let value: unknown =
    part === "querystring" ? request.query : part === "params" ? request.params : request.body;
  for (const key of pointer.split("/").slice(1))
    value = (value as Record<string, unknown> | null | undefined)?.[key];
  if (typeof value === "string") return value.slice(0, 200);
  return typeof value === "object" ? undefined : value;
}
