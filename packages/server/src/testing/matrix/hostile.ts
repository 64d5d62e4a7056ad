/** Requests made from the API's own description, with what an enemy would send. */

type Random = () => number;
interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  format?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  additionalProperties?: Schema | boolean;
}
interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
}
export interface Description {
  paths?: Record<string, Record<string, unknown>>;
  components?: { schemas?: Record<string, unknown> };
}

export interface HostileRequest {
  method: string;
  path: string;
  url: string;
  payload?: string | object;
  headers: Record<string, string>;
}

/** What stands in an answer of markup only if it was echoed without care. */
export const MARKUP = "<img src=x onerror=tixi(1)>";
const HOSTILE: readonly string[] = [
  "' OR '1'='1",
  "'; DROP TABLE registry.person; --",
  "1) UNION SELECT password FROM auth.account --",
  "\\'; SELECT pg_sleep(5); --",
  "%27%20OR%201=1",
  MARKUP,
  "<script>tixi(1)</script>",
  '"><svg/onload=tixi(1)>',
  "{{7*7}}${7*7}<%= 7*7 %>",
  "../../../../etc/passwd",
  "..\\..\\..\\windows\\win.ini",
  "/etc/passwd%00.png",
  "file:///etc/passwd",
  "http://169.254.169.254/latest/meta-data/",
  "//elsewhere.example",
  "javascript:tixi(1)",
  '=HYPERLINK("http://elsewhere.example","x")',
  "+1-2|cmd",
  "@SUM(A1)",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\ufeff\u202e\u200b",
  "𠮷👩‍👩‍👧‍👦é",
  "Ａ".repeat(300),
  "长".repeat(5000),
  "\r\nSet-Cookie: a=b",
  "__proto__",
  "constructor",
  "NaN",
  "-1",
  "9".repeat(40),
  "1e309",
  "null",
  "true",
  "[]",
  "",
  " ",
  "0x7fffffff",
  "2026-02-30",
  "9999-99-99T99:99:99Z",
  "00000000-0000-0000-0000-000000000000",
];

/** Deep, wide and polluting bodies. */
const BODIES: readonly (string | object)[] = [
  `${'{"a":'.repeat(3000)}1${"}".repeat(3000)}`,
  `${"[".repeat(5000)}${"]".repeat(5000)}`,
  '{"__proto__":{"role":"administrator"},"constructor":{"prototype":{"role":"administrator"}}}',
  '{"role":"administrator","first":true,"demo":true,"region":null,"organisation":null,"userId":"x"}',
  "{",
  "null",
  "[]",
  '"text"',
  '{"a":1e999}',
  `{"a":"${"x".repeat(200_000)}"}`,
  "\u0000",
];

/** Makes requests without end; the same seed makes the same. */
export class Enemy {
  readonly #operations: { method: string; path: string; operation: Operation }[];
  readonly #schemas: Record<string, Schema>;
  readonly #ids: readonly string[];
  readonly #random: Random;

  /** @param ids of things that exist, so that a part of the requests meets something */
  constructor(description: Description, ids: readonly string[], random: Random) {
    this.#random = random;
    this.#ids = ids;
    this.#schemas = (description.components?.schemas ?? {}) as Record<string, Schema>;
    this.#operations = Object.entries(description.paths ?? {}).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        operation: operation as Operation,
      })),
    );
  }

  next(): HostileRequest {
    let { method, path, operation } = this.#pick(this.#operations);
    // Passwords are dear to check: only some of these, or they would be all that is tried.
    while (/auth|second-factor|registrations|accept|confirm/.test(path) && this.#random() < 0.9)
      ({ method, path, operation } = this.#pick(this.#operations));
    let url = path;
    const query = new URLSearchParams();
    const headers: Record<string, string> = {};
    for (const parameter of operation.parameters ?? []) {
      const value = this.#text(this.#value(parameter.schema ?? {}, 0));
      if (parameter.in === "path") url = url.replace(`{${parameter.name}}`, encode(value));
      else if (parameter.in === "query" && (parameter.required || this.#random() < 0.5))
        query.set(parameter.name, value.toWellFormed());
    }
    if (this.#random() < 0.05)
      query.append(this.#pick(HOSTILE).toWellFormed(), this.#pick(HOSTILE).toWellFormed());
    if (this.#random() < 0.1)
      headers["idempotency-key"] = this.#pick(["12345678", "x".repeat(300), "' or 1=1 --"]);
    if (this.#random() < 0.3) headers["if-match"] = this.#pick(["*", '"x"', 'W/"x"', "'"]);
    if (this.#random() < 0.1)
      headers["accept-language"] = this.#pick(["en", "zh-CN", "../../x", "*".repeat(500)]);
    const text = query.toString();
    const request: HostileRequest = { method, path, url: text ? `${url}?${text}` : url, headers };
    if (method === "GET" || method === "DELETE") return request;
    headers["content-type"] = this.#random() < 0.95 ? "application/json" : this.#pick(["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/json; charset=utf-7"]); // prettier-ignore
    const schema = operation.requestBody?.content?.["application/json"]?.schema;
    request.payload =
      !schema || this.#random() < 0.1 ? this.#pick(BODIES) : JSON.stringify(this.#value(schema, 0));
    return request;
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)]!;
  }

  /** A value that fits the schema more often than not, with something hostile in it. */
  #value(schema: Schema, depth: number): unknown {
    if (schema.$ref)
      return depth > 8 ? null : this.#value(this.#schemas[schema.$ref.split("/").at(-1)!] ?? {}, depth + 1);
    if (this.#random() < 0.12) return this.#pick<unknown>([null, 0, -1, 1e308, true, [], {}, ...HOSTILE]);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return this.#random() < 0.85 ? this.#pick(schema.enum) : this.#pick(HOSTILE);
    const choice = schema.anyOf ?? schema.oneOf;
    if (choice) return this.#value(this.#pick(choice), depth + 1);
    if (schema.allOf)
      return Object.assign(
        {},
        ...schema.allOf.map((part) => this.#value(part, depth + 1) as object),
      ) as unknown;
    const type = Array.isArray(schema.type) ? this.#pick(schema.type) : schema.type;
    switch (type) {
      case "object":
        return this.#object(schema, depth);
      case "array": {
        const length = this.#random() < 0.03 ? 2000 : Math.floor(this.#random() * 3) + (schema.minItems ?? 0);
        return Array.from({ length }, () => this.#value(schema.items ?? {}, depth + 1));
      }
      case "integer":
      case "number":
        return this.#pick([
          0,
          1,
          2,
          2024,
          2026,
          schema.minimum ?? -1,
          schema.maximum ?? 2 ** 53,
          1.5,
          -(2 ** 31),
        ]);
      case "boolean":
        return this.#random() < 0.5;
      case "null":
        return null;
      default:
        if (schema.format === "uuid") return this.#random() < 0.8 ? this.#pick(this.#ids) : this.#pick(HOSTILE);
        if (schema.format === "date") return this.#pick(["2026-01-01", "2024-06-30", "0000-00-00"]);
        return this.#random() < 0.4 ? this.#pick(["焊工", "370000", "370202", "张三", "6-18-01-01", "2026", "13800000000"]) : this.#pick([...HOSTILE, ...this.#ids]); // prettier-ignore
    }
  }

  #object(schema: Schema, depth: number): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    for (const [name, property] of Object.entries(schema.properties ?? {}))
      if (schema.required?.includes(name) ? this.#random() < 0.97 : this.#random() < 0.5)
        made[name] = this.#value(property, depth + 1);
    // What the schema does not name must be ignored or refused, never taken.
    if (this.#random() < 0.2)
      Object.assign(made, { role: "administrator", region: "370000", first: true, state: "active" });
    return made;
  }

  #text(value: unknown): string {
    return typeof value === "string" ? value : (JSON.stringify(value ?? "") ?? "");
  }
}

const encode = (value: string): string => encodeURIComponent(value.toWellFormed()) || "%20";
