import compress from "@fastify/compress";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  type RawServerDefault,
} from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { IncomingMessage, ServerResponse } from "node:http";
import { uuidv7 } from "uuidv7";
import type { Actor } from "../context.ts";
import type { Platform } from "../platform.ts";
import type { AccessTable } from "./access.ts";
import { installErrorHandler } from "./error-handler.ts";
import { installOpenApi } from "./openapi.ts";
import { Forbidden, NotFound, PasswordChangeRequired, SignInRequired } from "./problems.ts";

/** The HTTP server as modules see it: schemas are zod, and types follow from them. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** `[module, action]` of an access table, or `open` for what anybody may ask (sign-in, the web pages). */
export type RouteAccess = readonly [module: string, action: string] | "open";

declare module "fastify" {
  interface FastifyInstance {
    platform: Platform;
  }
  interface FastifyRequest {
    actor: Actor;
    /** the one-time password has not been changed yet */
    mustChangePassword: boolean;
  }
  interface FastifyContextConfig {
    access?: RouteAccess;
  }
  /* eslint-disable @typescript-eslint/no-unused-vars -- an augmentation must repeat all parameters */
  interface RouteShorthandOptions<
    RawServer,
    RawRequest,
    RawReply,
    RouteGeneric,
    ContextConfig,
    SchemaCompiler,
    TypeProvider,
    Logger,
  > {
    /* eslint-enable @typescript-eslint/no-unused-vars */
    /** Who may call it; a route without it is refused when it is registered. */
    access?: RouteAccess;
  }
}

/** Who makes this request; null for one who has not signed in. */
export type ActorResolver = (
  request: FastifyRequest,
) => Promise<{ actor: Actor; mustChangePassword: boolean } | null>;

export interface HttpOptions {
  platform: Platform;
  access: ReadonlyMap<string, AccessTable>;
  resolveActor: ActorResolver;
  publicActor: () => Actor | Promise<Actor>;
  version: string;
}

/** Builds the server without its routes. Order of a request: actor, access, parse, validate, use-case, present. */
export async function createHttp(options: HttpOptions): Promise<App> {
  const { platform } = options;
  const app = Fastify({
    loggerInstance: platform.log,
    genReqId: () => uuidv7(),
    bodyLimit: 1024 * 1024,
    trustProxy: "loopback",
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 300 },
  }).withTypeProvider<ZodTypeProvider>() as unknown as App;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorate("platform", platform);
  app.decorateRequest("actor");
  app.decorateRequest("mustChangePassword", false);
  installErrorHandler(app as unknown as FastifyInstance);
  installAccess(app, options);
  installRequestLog(app);

  await app.register(cookie);
  await app.register(helmet, contentPolicy);
  await app.register(rateLimit, { global: false });
  await app.register(compress, {
    threshold: 1024,
    encodings: ["br", "gzip"],
    brotliOptions: { params: { 1: 4 } },
  });
  await app.register(multipart, {
    limits: { files: 1, fields: 10, fileSize: platform.config.uploadLimitBytes },
  });
  await installOpenApi(app, options.version);
  return app;
}

/** React and the charts set style attributes; everything else comes from this server only. */
const contentPolicy = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      baseUri: ["'self'"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
      formAction: ["'self'"],
      imgSrc: ["'self'", "data:", "blob:"],
      fontSrc: ["'self'", "data:"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      scriptSrc: ["'self'"],
      connectSrc: ["'self'"],
      workerSrc: ["'self'", "blob:"],
    },
  },
  crossOriginEmbedderPolicy: false,
  // Installations inside an office network are often plain HTTP; the proxy that adds TLS adds this too.
  strictTransportSecurity: false,
  originAgentCluster: false,
} as const;

function installAccess(app: App, options: HttpOptions): void {
  app.addHook("onRoute", (route) => {
    const access = (route as { access?: RouteAccess }).access ?? route.config?.access;
    if (access === undefined)
      throw new Error(`The route ${String(route.method)} ${route.url} does not say who may call it.`);
    if (access !== "open" && !options.access.get(access[0])?.rights[access[1]]) {
      throw new Error(
        `The route ${String(route.method)} ${route.url} names the unknown right ${access.join(".")}.`,
      );
    }
    route.config = { ...route.config, access };
  });
  app.addHook("onRequest", async (request) => {
    const access = request.routeOptions.config.access;
    const signedIn = request.is404 ? null : await options.resolveActor(request);
    request.actor = signedIn?.actor ?? (await options.publicActor());
    request.mustChangePassword = signedIn?.mustChangePassword ?? false;
    refuseForeignWrite(request);
    if (request.is404 || access === "open") return;
    if (access === undefined) throw new NotFound();
    if (request.mustChangePassword) throw new PasswordChangeRequired();
    const [module, action] = access;
    if (options.access.get(module)?.allows(request.actor.role, action)) return;
    throw signedIn ? new Forbidden() : new SignInRequired();
  });
}

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * A page of another site may not make a signed-in browser change anything here. Browsers name the page's origin with
 * every write; programs send none and carry no foreign cookies.
 */
function refuseForeignWrite(request: FastifyRequest): void {
  const { origin } = request.headers;
  if (READS.has(request.method) || origin === undefined) return;
  const from = URL.canParse(origin) ? new URL(origin).host : null;
  const { publicUrl } = request.server.platform.config;
  if (from !== null && (from === request.host || (publicUrl !== null && from === new URL(publicUrl).host)))
    return;
  throw new Forbidden({
    zh: "请求来自其他网站，已拒绝。",
    en: "The request comes from another site and was refused.",
  });
}

/** One line a request: no address, no query (it may hold what somebody searched for), no names. */
function installRequestLog(app: App): void {
  app.addHook("onResponse", async (request, reply) => {
    const { method, routeOptions } = request;
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    request.log.info(
      { method, route: routeOptions.url ?? null, status: reply.statusCode, ms, role: request.actor?.role },
      "request",
    );
  });
}
