import type { FastifyRequest } from "fastify";
import { createHash, timingSafeEqual } from "node:crypto";
import net from "node:net";
import { migrationFolders } from "../db/folders.ts";
import { migrationSteps } from "../db/migrate.ts";
import type { App } from "../http/app.ts";
import { localeOf } from "../http/locale.ts";
import { Forbidden } from "../http/problems.ts";
import type { Module } from "../module.ts";
import { installMetrics } from "./metrics.ts";
import { readiness, WHY, type NotReady } from "./readiness.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** set once the process has been asked to end */
    stopping: boolean;
  }
}

/**
 * For whoever keeps the server running. None of them names a person or a figure of the province.
 * - `GET /healthz` 200: the process lives. A supervisor restarts it where this does not answer.
 * - `GET /readyz` 200, or 503 with reasons: whether a load balancer should send requests here.
 * - `GET /metrics` for Prometheus: from this machine itself, or with `Authorization: Bearer METRICS_TOKEN`.
 * Call it before the routes whose time is to be measured.
 */
export function operationsRoutes(app: App, modules: readonly Module[], version: string): void {
  const registry = installMetrics(app, version);
  const isReady = readiness(app.platform, migrationSteps(migrationFolders(modules)));
  app.decorate("stopping", false);
  const route = { access: "open", schema: { hide: true } } as const;

  app.get("/healthz", route, async (_request, reply) =>
    reply.header("cache-control", "no-store").send({ status: "ok" }),
  );

  app.get("/readyz", route, async (request, reply) => {
    const faults: NotReady[] = app.stopping ? ["stopping"] : await isReady();
    const locale = localeOf(request);
    const reasons = faults.map((fault) => ({
      fault,
      reason: locale === "en" ? WHY[fault].en : WHY[fault].zh,
    }));
    return reply
      .code(faults.length > 0 ? 503 : 200)
      .header("cache-control", "no-store")
      .send({ ready: faults.length === 0, reasons });
  });

  app.get("/metrics", route, async (request, reply) => {
    if (!mayReadMetrics(request)) throw new Forbidden(noMetrics);
    return reply
      .header("cache-control", "no-store")
      .type(registry.contentType)
      .send(await registry.metrics());
  });
}

const noMetrics = {
  zh: "指标只供本机读取，或凭 METRICS_TOKEN 读取。",
  en: "Metrics are read from this machine only, or with METRICS_TOKEN.",
};

const FORWARDED = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-real-ip",
  "via",
];

/** A proxy on this machine connects from it too: what was passed on by one does not count as coming from here. */
function mayReadMetrics(request: FastifyRequest): boolean {
  const token = request.server.platform.config.metricsToken;
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (given !== undefined) return token !== null && timingSafeEqual(hashOf(given), hashOf(token));
  if (FORWARDED.some((name) => request.headers[name] !== undefined)) return false;
  return isLoopback(request.socket.remoteAddress ?? "");
}

const hashOf = (text: string): Buffer => createHash("sha256").update(text).digest();

const loopback = new net.BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");
function isLoopback(address: string): boolean {
  // IPv4 as a socket of both families names it
  const plain = address.replace(/^::ffff:(?=\d+\.)/, "");
  return net.isIP(plain) > 0 && loopback.check(plain, net.isIPv6(plain) ? "ipv6" : "ipv4");
}
