import { monitorEventLoopDelay } from "node:perf_hooks";
import type pg from "pg";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { App } from "../http/app.ts";
import { freeBytes } from "./readiness.ts";

/** Seconds; 0.3 is the bound that reads must keep. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10];

/**
 * What Prometheus reads of this process. No label holds anything of a person: requests are counted by the pattern of
 * their address. Where several processes serve, each is read for itself; the counts of jobs are the same in all.
 */
export function installMetrics(app: App, version: string): Registry {
  const { pool, auth, config } = app.platform;
  const registry = new Registry();
  const registers = [registry];

  const requests = new Histogram({ name: "tixi_http_request_duration_seconds", help: "time from request to answer", labelNames: ["method", "route", "status"], buckets: BUCKETS, registers }); // prettier-ignore
  const inFlight = new Gauge({ name: "tixi_http_requests_in_flight", help: "requests under way", registers });
  // Both hooks of one request or none: one that is cut off has no onResponse.
  app.addHook("onRequest", async (request) => {
    inFlight.inc();
    request.raw.once("close", () => inFlight.dec());
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.is404 ? "unmatched" : (request.routeOptions.url ?? "unmatched");
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });

  new Counter({
    name: "tixi_http_refused_total",
    help: "requests beyond a limit, by kind",
    labelNames: ["kind"],
    registers,
    collect() {
      this.reset();
      for (const [kind, count] of app.refused) this.inc({ kind }, count);
    },
  });
  new Gauge({
    name: "tixi_db_connections",
    help: "connections to the database, by pool and state; waiting = requests that wait for one",
    labelNames: ["pool", "state"],
    registers,
    collect() {
      for (const [name, each] of [["app", pool], ["auth", auth.pool]] as [string, pg.Pool][]) {
        this.set({ pool: name, state: "idle" }, each.idleCount);
        this.set({ pool: name, state: "busy" }, each.totalCount - each.idleCount);
        this.set({ pool: name, state: "waiting" }, each.waitingCount);
      }
    },
  }); // prettier-ignore
  new Gauge({
    name: "tixi_db_up",
    help: "1 where the database answers",
    registers,
    async collect() {
      this.set(await pool.query("select 1").then(() => 1, () => 0)); // prettier-ignore
    },
  });
  new Gauge({
    name: "tixi_jobs",
    help: "jobs in the database, by name and state",
    labelNames: ["name", "state"],
    registers,
    async collect() {
      this.reset();
      try {
        const { rows } = await pool.query<{ name: string; state: string; count: number }>(
          "select name, state, count(*) from platform.job group by name, state",
        );
        for (const { name, state, count } of rows) this.set({ name, state }, count);
      } catch {
        // The other figures are wanted most when the database is away.
      }
    },
  });
  new Gauge({
    name: "tixi_disk_free_bytes",
    help: "room on the disk of the data folder",
    registers,
    async collect() {
      this.set(await freeBytes(config.dataDir));
    },
  });
  new Gauge({ name: "tixi_build_info", help: "version", labelNames: ["version"], registers }).set({ version }, 1); // prettier-ignore
  installProcessMetrics(app, registry);
  return registry;
}

function installProcessMetrics(app: App, registry: Registry): void {
  const registers = [registry];
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  app.addHook("onClose", async () => void loop.disable());
  new Gauge({
    name: "nodejs_eventloop_lag_seconds",
    help: "delay of the event loop since the last reading",
    labelNames: ["quantile"],
    registers,
    collect() {
      for (const quantile of [50, 99, 100])
        this.set({ quantile: String(quantile / 100) }, loop.percentile(quantile) / 1e9);
      loop.reset();
    },
  });
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({ name, help, registers, collect() { this.set(value()); } }); // prettier-ignore
  gauge("process_resident_memory_bytes", "memory held", () => process.memoryUsage.rss());
  gauge("nodejs_heap_used_bytes", "memory of JavaScript in use", () => process.memoryUsage().heapUsed);
  gauge("nodejs_external_memory_bytes", "memory outside the heap", () => process.memoryUsage().external);
  const startedAt = Date.now() / 1000 - process.uptime();
  gauge("process_start_time_seconds", "start of the process, seconds since 1970", () => startedAt);
  new Counter({
    name: "process_cpu_seconds_total",
    help: "processor time used",
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
}
