import compress from "@fastify/compress";
import cookie from "@fastify/cookie";
import multipart from "@fastify/multipart";
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawServerDefault,
} from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { IncomingMessage, ServerResponse } from "node:http";
import { uuidv7 } from "uuidv7";
import type { SignedIn } from "../auth/people.ts";
import { KeyRefused } from "../auth/key-refused.ts";
import type { Actor } from "../context.ts";
import type { Platform } from "../platform.ts";
import type { AccessTable } from "./access.ts";
import { installErrorHandler, sendProblem, toProblem } from "./error-handler.ts";
import { installHeaders } from "./headers.ts";
import { installJsonBody } from "./json-body.ts";
import { installLimits } from "./limits.ts";
import { installOpenApi } from "./openapi.ts";
import { refuseForeignWrite } from "./origin.ts";
import {
  Forbidden,
  NotFound,
  PasswordChangeRequired,
  SecondFactorRequired,
  SignInRequired,
} from "./problems.ts";

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
    /** every route with who may call it, in the order of registration */
    routeBook: RouteEntry[];
    /** who may do what, of all modules by name */
    accessTables: ReadonlyMap<string, AccessTable>;
  }
  interface FastifyRequest {
    actor: Actor;
    /** null for one who has not signed in, and for systems */
    signedIn: SignedIn | null;
  }
  interface FastifyContextConfig {
    access?: RouteAccess;
    /** open to one who must first change his password or add a second factor: it is how he does so */
    whileDue?: boolean;
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

export interface RouteEntry {
  method: string;
  url: string;
  access: RouteAccess;
}

/** Who makes this request; null for one who has not signed in. */
export type ActorResolver = (request: FastifyRequest) => Promise<SignedIn | null>;

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
    bodyLimit: platform.config.bodyLimitBytes,
    trustProxy: platform.config.trustProxy,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 300 },
    // An address that is too long or no address at all meets no hook: it gets the least that must be said.
    frameworkErrors: (error, request, reply) =>
      sendProblem(request, reply.header("x-content-type-options", "nosniff"), toProblem(error, request)),
  }).withTypeProvider<ZodTypeProvider>() as unknown as App;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // A whole upload may take long; its head may not.
  app.server.headersTimeout = 20_000;
  app.decorate("platform", platform);
  app.decorate("routeBook", []);
  app.decorate("accessTables", options.access);
  app.decorateRequest("actor");
  app.decorateRequest("signedIn", null);
  installErrorHandler(app as unknown as FastifyInstance);
  installJsonBody(app);
  await app.register(cookie);
  // Before the access check: what is refused carries the headers too.
  await installHeaders(app, platform.config.publicUrl?.startsWith("https:") ?? false);
  const limit = await installLimits(app);
  installAccess(app, options, limit);
  installRequestLog(app);
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

function installAccess(
  app: App,
  options: HttpOptions,
  limit: (request: FastifyRequest, reply: FastifyReply) => Promise<void>,
): void {
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
    for (const method of [route.method].flat())
      if (method !== "HEAD") app.routeBook.push({ method, url: route.url, access });
  });
  app.addHook("onRequest", async (request, reply) => {
    const access = request.routeOptions.config.access;
    // A key that is not valid is counted like any request of its address, and then refused.
    let refused: KeyRefused | null = null;
    const signedIn = request.is404
      ? null
      : await options.resolveActor(request).catch((error: unknown) => {
          if (!(error instanceof KeyRefused)) throw error;
          refused = error;
          return null;
        });
    request.actor = signedIn?.actor ?? (await options.publicActor());
    const isSystem = signedIn?.sessionId === null;
    request.signedIn = isSystem ? null : signedIn;
    // A browser sends no key by itself.
    if (!isSystem) refuseForeignWrite(request);
    await limit(request, reply);
    if (refused !== null) throw refused as KeyRefused;
    if (request.is404 || access === "open") return;
    if (access === undefined) throw new NotFound();
    if (!request.routeOptions.config.whileDue) {
      if (signedIn?.mustChangePassword) throw new PasswordChangeRequired();
      if (signedIn?.mustAddSecondFactor) throw new SecondFactorRequired();
    }
    const [module, action] = access;
    const { role, scopes } = request.actor;
    const reach = options.access.get(module)?.reach(role, action);
    // What is only about oneself or one's own needs somebody.
    const someone = reach !== "self" && reach !== "own";
    if (reach === undefined) throw signedIn ? new Forbidden() : new SignInRequired();
    if (!someone && request.actor.userId === null && scopes === null) throw new SignInRequired();
    if (scopes !== null && !scopes.includes(`${module}.${action}`)) throw new Forbidden(outsideScope);
  });
}

const outsideScope = {
  zh: "此接口密钥的授权范围不含此项操作。",
  en: "The scopes of this API key do not include this.",
};

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
