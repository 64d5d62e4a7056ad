import net from "node:net";
import path from "node:path";
import { z } from "zod";
import { projectFolder } from "./folders.ts";
import { DEFAULT_LIMITS, parseLimits, type Limits } from "./limits.ts";
import { s3Settings, type S3Settings } from "./s3-settings.ts";
import { signInConfig, signInSettings, type SignInConfig } from "./sign-in-settings.ts";
import { StartError } from "./start-error.ts";

/** Never said again in a message: it goes to a terminal or a log. */
const SECRETS = new Set([
  "AUTH_SECRET",
  "DATA_KEYS",
  "DATABASE_URL",
  "METRICS_TOKEN",
  "S3_SECRET_KEY",
  "SMTP_URL",
]);

const NAMED_PROXIES = new Set(["loopback", "linklocal", "uniquelocal"]);

/** `no`, or addresses and networks. A mere number of proxies would believe whoever connects directly. */
const trustProxy = z
  .string()
  .default("loopback")
  .transform((text, issues): false | string[] => {
    if (text === "no") return false;
    const parts = text.split(/[\s,]+/).filter(Boolean);
    if (parts.length > 0 && parts.every((part) => NAMED_PROXIES.has(part) || isNetwork(part))) return parts;
    issues.addIssue("must be no, or addresses such as loopback, 10.0.0.0/8");
    return false;
  });

const isNetwork = (text: string): boolean => {
  const [address = "", length] = text.split("/");
  const bits = net.isIP(address) === 4 ? 32 : 128;
  return (
    net.isIP(address) > 0 && (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits))
  );
};

const rateLimit = z
  .string()
  .optional()
  .transform((text, issues): Limits | null => {
    if (text === undefined) return DEFAULT_LIMITS;
    const limits = parseLimits(text);
    if (limits === null || !("fault" in limits)) return limits;
    issues.addIssue(limits.fault);
    return null;
  });

const networks = z
  .string()
  .default("")
  .transform((text, issues): string[] => {
    const parts = text.split(/[\s,]+/).filter(Boolean);
    if (!parts.every((part) => part.includes("/") && isNetwork(part)))
      issues.addIssue("must be networks such as 10.20.0.0/16");
    return parts;
  });

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default("localhost"),
  /** The address people type, when it differs from HOST:PORT (behind a proxy). */
  PUBLIC_URL: z.url().optional(),
  DATA_DIR: z.string().min(1).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres:// or postgresql://")
    .optional(),
  /** `auto` loads the sample province at the very first start; `yes` or a number of postings whenever no province has been chosen. */
  TIXI_SAMPLE: z
    .union([z.enum(["auto", "yes", "no"]), z.coerce.number().int().min(1000).max(1_000_000)])
    .default("auto"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("warn"),
  /** Signs the session cookies; kept in the data folder when not given. */
  AUTH_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  /** The keys that seal personal data (personal/keyring.ts), for several machines on one database; else kept in the data folder. */
  DATA_KEYS: z.string().optional(),
  /** The largest file that may be uploaded, in megabytes. */
  UPLOAD_LIMIT_MB: z.coerce.number().int().min(1).default(4096),
  /** Keeps uploads in a bucket of an S3-compatible service instead of the data folder; all five go together. */
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of a bucket")
    .optional(),
  S3_REGION: z.string().min(1).optional(),
  S3_ACCESS_KEY: z.string().min(1).optional(),
  S3_SECRET_KEY: z.string().min(1).optional(),
  /** `host` where the service wants the bucket in the host name (bucket.endpoint) and not in the path. */
  S3_ADDRESSING: z.enum(["path", "host"]).default("path"),
  /** The virus scanner: host:port or the path of a Unix socket. Without one, uploads are not scanned. */
  CLAMD_ADDRESS: z
    .string()
    .regex(/^(unix:)?\/.+$|^[^/\s]+:\d{1,5}$/, "must be host:port or the path of a socket")
    .optional(),
  /** The largest JSON of an ordinary write, in kilobytes. */
  BODY_LIMIT_KB: z.coerce.number().int().min(16).max(65_536).default(1024),
  /** Whose `X-Forwarded-*` are believed. */
  TRUST_PROXY: trustProxy,
  /** Requests a minute by kind (limits.ts). */
  RATE_LIMIT: rateLimit,
  /** Lets a monitor on another machine read /metrics. */
  METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
  /** Below so much room on the disk of the data folder, /readyz says no. */
  MIN_FREE_MB: z.coerce.number().int().min(1).default(512),
  /** How long /readyz says no before connections are refused at the end: the proxy's interval of checks. */
  SHUTDOWN_DELAY_SECONDS: z.coerce.number().int().min(0).max(300).default(0),
  /** Mail server, e.g. smtps://user:password@mail.example.cn; without it nobody is written to. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^\s/]+/, "must begin with smtp:// or smtps://")
    .optional(),
  /** From whom mail comes, e.g. 体系 <noreply@example.cn>. */
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s<>@]+@[^\s<>@]+>?$/, "must hold an e-mail address")
    .optional(),
  /** `yes` lets webhooks go to http:// as well. */
  WEBHOOK_ALLOW_HTTP: z.enum(["yes", "no"]).default("no"),
  /** Networks that webhooks may reach although they are not public, e.g. 10.20.0.0/16. */
  WEBHOOK_NETWORKS: networks,
  ...signInSettings,
  /** Networks that a provider of single sign-on may stand in although they are not public. */
  SSO_NETWORKS: networks,
});

export interface Config extends SignInConfig {
  port: number;
  host: string;
  publicUrl: string | null;
  dataDir: string;
  databaseUrl: string | null;
  sample: "auto" | "yes" | "no" | number;
  logLevel: z.infer<typeof environment>["LOG_LEVEL"];
  /** null until it has been read from the data folder */
  authSecret: string | null;
  /** null = kept in the data folder */
  dataKeys: string | null;
  uploadLimitBytes: number;
  /** null = uploads are kept in the data folder */
  s3: S3Settings | null;
  clamdAddress: string | null;
  bodyLimitBytes: number;
  trustProxy: false | string[];
  /** requests a minute; null = no limits */
  rateLimits: Limits | null;
  metricsToken: string | null;
  minFreeBytes: number;
  shutdownDelayMs: number;
  /** null = no mail */
  smtp: { url: string; from: string } | null;
  webhooks: { allowHttp: boolean; networks: string[] };
}

/**
 * Reads the settings from the environment; an empty variable counts as absent.
 * @throws StartError naming the variable and what is wrong with it
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = environment.safeParse(present);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? "environment");
    throw new StartError(
      "config",
      `The setting ${name}${SECRETS.has(name) ? "" : `=${present[name] ?? ""}`} cannot be used: ${issue?.message ?? "invalid"}.`,
    );
  }
  const value = parsed.data;
  if (value.SMTP_URL !== undefined && value.MAIL_FROM === undefined)
    throw new StartError("config", "SMTP_URL needs the setting MAIL_FROM: from whom the mail comes.");
  return {
    port: value.PORT,
    host: value.HOST,
    publicUrl: value.PUBLIC_URL ?? null,
    dataDir: path.resolve(value.DATA_DIR ?? path.join(projectFolder(), "data")),
    databaseUrl: value.DATABASE_URL ?? null,
    sample: value.TIXI_SAMPLE,
    logLevel: value.LOG_LEVEL,
    authSecret: value.AUTH_SECRET ?? null,
    dataKeys: value.DATA_KEYS ?? null,
    uploadLimitBytes: value.UPLOAD_LIMIT_MB * 1024 * 1024,
    s3: s3Settings(value),
    clamdAddress: value.CLAMD_ADDRESS ?? null,
    bodyLimitBytes: value.BODY_LIMIT_KB * 1024,
    trustProxy: value.TRUST_PROXY,
    rateLimits: value.RATE_LIMIT,
    metricsToken: value.METRICS_TOKEN ?? null,
    minFreeBytes: value.MIN_FREE_MB * 1024 * 1024,
    shutdownDelayMs: value.SHUTDOWN_DELAY_SECONDS * 1000,
    smtp: value.SMTP_URL === undefined ? null : { url: value.SMTP_URL, from: value.MAIL_FROM! },
    webhooks: { allowHttp: value.WEBHOOK_ALLOW_HTTP === "yes", networks: value.WEBHOOK_NETWORKS },
    ...signInConfig(value),
  };
}
