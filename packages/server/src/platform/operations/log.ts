import pino, { type DestinationStream, type Logger } from "pino";
import type { Config } from "../config/config.ts";

/** Members that may hold who somebody is or what opens his door, wherever they stand. */
const SECRET = ["password", "currentPassword", "newPassword", "token", "secret", "cookie", "authorization", "phone", "email", "identityNumber", "name", "username"]; // prettier-ignore

/**
 * The log: one JSON line an event, with `reqId` of the request (the answer's `x-request-id`, and the audit row's
 * `request_id`). No line holds personal data: members that could are struck out, and of an error only what it is and
 * where it came from is written, never the value that caused it.
 */
export function createLog(level: Config["logLevel"], destination?: DestinationStream): Logger {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: errorLine, error: errorLine },
    redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "…" },
  };
  return destination ? pino(options, destination) : pino(options);
}

interface Faulty {
  name?: string;
  message?: string;
  stack?: string;
  code?: string;
  severity?: string;
  schema?: string;
  table?: string;
  column?: string;
  constraint?: string;
  routine?: string;
  cause?: unknown;
}

/** What an error says of itself without the data it met. */
export function errorLine(error: unknown): Record<string, unknown> {
  if (typeof error !== "object" || error === null) return { message: scrubbed(String(error)) };
  const {
    name,
    message = "",
    stack,
    code,
    severity,
    schema,
    table,
    column,
    constraint,
    routine,
    cause,
  } = error as Faulty;
  const line: Record<string, unknown> = { type: name, code };
  // PostgreSQL quotes the value after a colon ("invalid input syntax for type uuid: …"); `detail` and `where` do as well.
  if (severity !== undefined)
    Object.assign(line, { message: scrubbed(message.split(": ")[0]!), schema, table, column, constraint, routine }); // prettier-ignore
  else line.message = scrubbed(message);
  // The first lines of a stack are the message.
  line.stack = stack
    ?.split("\n")
    .filter((text) => /^\s+at /.test(text))
    .join("\n");
  if (cause !== undefined) line.cause = errorLine(cause);
  return line;
}

/** Quoted text and long digits may be somebody's: his name, his number, his address. */
function scrubbed(text: string): string {
  return text
    .replace(/(["'“«`])(?:(?!\1|[”»]).){2,}(\1|[”»])/g, (quoted) =>
      /^.[a-z_][a-z0-9_.-]*.$/.test(quoted) ? quoted : "“…”",
    )
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "…@…")
    .replace(/\d[\d -]{5,}[\dXx]/g, "…");
}
