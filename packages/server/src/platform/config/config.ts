import path from "node:path";
import { z } from "zod";
import { projectFolder } from "./folders.ts";
import { StartError } from "./start-error.ts";

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
});

export interface Config {
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
      `The setting ${name}=${present[name] ?? ""} cannot be used: ${issue?.message ?? "invalid"}.`,
    );
  }
  const value = parsed.data;
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
  };
}
