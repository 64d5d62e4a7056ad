import rateLimit, { normalizeIP } from "@fastify/rate-limit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { RATE_CLASSES, type RateClass } from "../config/limits.ts";
import type { App } from "./app.ts";
import { TooManyRequests } from "./problems.ts";
import { rateStore } from "./rate-store.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** of which kind a route's requests are, where address and method do not tell; `none` = never refused */
    limit?: RateClass | "none";
  }
  interface FastifyInstance {
    /** requests refused since the start, by kind: for /metrics */
    refused: Map<RateClass, number>;
  }
}

const WINDOW_MS = 60_000;

/**
 * Counts requests of each kind for each account (of those who have not signed in, and where passwords are tried, for
 * each address) and refuses what goes beyond, with the headers of draft-ietf-httpapi-ratelimit-headers.
 * @returns what to call once it is known who asks and before anything is done for him
 */
export async function installLimits(
  app: App,
): Promise<(request: FastifyRequest, reply: FastifyReply) => Promise<void>> {
  const limits = app.platform.config.rateLimits;
  app.decorate("refused", new Map());
  // A database that is away must not turn people away at the door: the request itself will tell.
  await app.register(rateLimit, { global: false, store: rateStore(app.platform), skipOnError: true });
  if (limits === null) return async () => {};
  const counters = new Map(
    RATE_CLASSES.map((kind) => [
      kind,
      app.createRateLimit({
        max: limits[kind],
        timeWindow: WINDOW_MS,
        keyGenerator: (request) => `${kind} ${whoAsks(request, kind)}`,
      }),
    ]),
  );
  return async (request, reply) => {
    const kind = kindOf(request);
    if (kind === "none") return;
    const found = await counters.get(kind)!(request);
    if (found.isAllowed) return;
    reply.headers({
      "ratelimit-limit": found.max,
      "ratelimit-remaining": found.remaining,
      "ratelimit-reset": found.ttlInSeconds,
    });
    if (!found.isExceeded) return;
    app.refused.set(kind, (app.refused.get(kind) ?? 0) + 1);
    const seconds = Math.max(1, found.ttlInSeconds);
    reply.header("retry-after", seconds);
    throw new TooManyRequests(seconds);
  };
}

const READS = new Set(["GET", "HEAD", "OPTIONS"]);
const PASSWORDS = /^\/api\/.*(sign-in|sign-up|password|regist|invitation|two-factor|totp|verif)/;
const WHOLE_FILES = /\.(csv|xlsx|docx|pdf|zip)$|\/(files|export|exports|templates|thumbnail)(\/|$)/;

/** Of which kind a request is; the pages' own files and the health of the process are never refused. */
export function kindOf(request: FastifyRequest): RateClass | "none" {
  const { url = "", config } = request.routeOptions;
  if (config.limit !== undefined) return config.limit;
  if (!request.is404 && !url.startsWith("/api/")) return "none";
  if (!READS.has(request.method)) {
    if (PASSWORDS.test(url)) return "sign-in";
    return /^multipart\//i.test(request.headers["content-type"] ?? "") ? "upload" : "write";
  }
  if (WHOLE_FILES.test(url)) return "heavy";
  return request.actor.role === "public" ? "public-read" : "read";
}

function whoAsks(request: FastifyRequest, kind: RateClass): string {
  const { userId, role, name, organisation } = request.actor;
  if (kind === "sign-in" || role === "public") return normalizeIP(request.ip);
  // A system with a key has no account.
  return userId ?? `${role} ${organisation ?? ""} ${name}`;
}
