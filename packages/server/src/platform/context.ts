import type { Transaction } from "kysely";
import type { FastifyBaseLogger } from "fastify";
import type { Readable } from "node:stream";
import type { Database } from "./db/connect.ts";
import type { Vault } from "./personal/vault.ts";

/** All roles, few and plain. A person holds each within an organisation and a region, and acts in one at a time. */
export const ROLES = [
  "administrator",
  "auditor",
  "planner",
  "reviewer",
  "school-officer",
  "teacher",
  "enterprise-officer",
  "mentor",
  "secretariat",
  "student",
  "public",
] as const;
export type Role = (typeof ROLES)[number];
export type Locale = "zh-CN" | "en";

/**
 * Who acts: a person in one of the roles that he holds, a job on behalf of one, a system with its key, or anybody
 * (`public`). The same facts stand in the transaction for the row-level policies.
 */
export interface Actor {
  /** account of the sign-in, or `key:` and the id of a system's key; null for the public and for the process itself */
  userId: string | null;
  /** id in the register of people */
  personId: string | null;
  name: string;
  role: Role;
  /** GB/T 2260 code of the region that he works for; everything inside it is his. */
  region: string;
  /** id of the organisation in which he holds the role; null for the installation as a whole */
  organisation: string | null;
  /** on whose behalf, where the role was handed to him for a time */
  actingFor: { delegation: string; name: string } | null;
  /** of a system with an API key: the `module.action` it may do, whatever its role allows; null = all of the role */
  scopes: readonly string[] | null;
  /** What he does tells nobody: he loads sample data, as the rows came before anybody who could be told. */
  silent?: true;
}

/** Somebody with nothing but a role; the rest is filled in by who knows more. */
export const NOBODY = {
  userId: null,
  personId: null,
  name: "",
  role: "public",
  region: "",
  organisation: null,
  actingFor: null,
  scopes: null,
} as const satisfies Actor;

export type Logger = FastifyBaseLogger;

/** What a use-case gets besides its input. Lives as long as its transaction. */
export interface Context {
  tx: Transaction<Database>;
  actor: Actor;
  now: Date;
  log: Logger;
  jobs: Jobs;
  locale: Locale;
  /** seals and opens personal data */
  vault: Vault;
  /**
   * Writes the audit row of this transaction. `subject` is `kind:id`, e.g. `posting:0190…`; `before` and `after`
   * hold what changed and no personal data beyond it; `why` is the reason that a person gave.
   */
  audit(action: string, subject: string, before?: unknown, after?: unknown, why?: string): Promise<void>;
  /**
   * Writes that somebody's file was read: of whom (`person:0190…`, or `organisation:…` for a list), which fields of the
   * register of personal data (personal/fields.ts), and the reason that was given.
   */
  auditRead(subject: string, fields: readonly string[], why?: string, action?: string): Promise<void>;
  /**
   * Takes rows in bulk, inside this transaction, under its role and policies. PostgreSQL refuses COPY into a table
   * with row-level security, so rows go by COPY into a temporary table and from there by one INSERT … SELECT.
   * `source` yields bytes or text in the given COPY format.
   */
  copyIn(target: CopyTarget, source: Readable | AsyncIterable<Uint8Array | string>): Promise<CopyCount>;
  /** `COPY … TO STDOUT` inside this transaction. */
  copyOut(statement: string): Readable;
  /** Runs after the commit, not at all after a rollback. Errors are logged only. */
  afterCommit(action: () => unknown): void;
}

export interface CopyTarget {
  /** with its schema, e.g. `demand.posting` */
  table: string;
  columns: readonly string[];
  /** default `text` */
  format?: "text" | "csv" | "binary";
  /** rows that break a unique key: an error (default), or left out and so not counted as inserted */
  onConflict?: "error" | "nothing";
}

export interface CopyCount {
  copied: number;
  inserted: number;
}

export interface Jobs {
  /** Puts a job in the queue with this transaction: it exists if and only if the transaction commits. Returns its id. */
  start(name: string, payload: unknown): Promise<string>;
  /** Asks a job to stop; one that has not begun is cancelled at once. Returns whether it runs, and so ends soon. */
  cancel(id: string): Promise<boolean>;
}
