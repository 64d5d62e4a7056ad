/** The one way to the server: JSON, RFC 9457 problems as exceptions, idempotent writes. */
import i18next from "i18next";

/** One value that was not accepted, as the server names it. */
export interface ProblemError {
  field?: string;
  row?: number;
  value?: unknown;
  /** why it was not accepted */
  reason?: string;
}

/** A problem document (RFC 9457) as an exception. `message` is the sentence to show. */
export class Problem extends Error {
  readonly status: number;
  readonly type: string;
  readonly errors: ProblemError[];
  constructor(status: number, type: string, sentence: string, errors: ProblemError[] = []) {
    super(sentence);
    this.status = status;
    this.type = type;
    this.errors = errors;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Call {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  query?: Query | undefined;
  body?: unknown;
  /** version of the record that is changed, sent as If-Match */
  etag?: string | undefined;
  signal?: AbortSignal | undefined;
}

export interface Page<T> {
  items: T[];
  next: string | null;
  total?: number | null;
}

/** Path with its query; empty values are left out. */
export function address(path: string, query?: Query): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {}))
    if (value !== null && value !== undefined && value !== "") params.set(key, String(value));
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/** Reads a problem document, or makes the best sentence of what the server sent. */
export async function problemOf(response: Response): Promise<Problem> {
  let document: Record<string, unknown>;
  try {
    document = (await response.json()) as Record<string, unknown>;
  } catch {
    document = {};
  }
  const sentence =
    text(document["detail"]) ?? text(document["title"]) ?? text(document["message"]) ?? unreadable(response);
  const errors = Array.isArray(document["errors"]) ? (document["errors"] as ProblemError[]) : [];
  return new Problem(response.status, text(document["type"]) ?? "about:blank", sentence, errors);
}

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
const unreadable = (response: Response): string =>
  i18next.t("shell:error.status", { status: response.status });

/** A fresh key; without crypto.randomUUID, which browsers keep from pages served over plain HTTP. */
function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Calls the server.
 * @throws Problem for every answer that is not a success, and for a server that cannot be reached (status 0)
 */
export async function call<T>(path: string, options: Call = {}): Promise<T> {
  const method = options.method ?? "GET";
  const headers: Record<string, string> = {
    accept: "application/json",
    "accept-language": i18next.language || "zh-CN",
  };
  let body: BodyInit | undefined;
  if (options.body instanceof FormData) body = options.body;
  else if (options.body !== undefined) {
    headers["content-type"] = "application/json";
    body = JSON.stringify(options.body);
  }
  if (method !== "GET") headers["idempotency-key"] = idempotencyKey();
  if (options.etag) headers["if-match"] = options.etag;
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      body,
      signal: options.signal,
      credentials: "same-origin",
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new Problem(0, "unreachable", i18next.t("shell:error.unreachable"));
  }
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as T;
  const content = await response.text();
  return (content === "" ? undefined : JSON.parse(content)) as T;
}
