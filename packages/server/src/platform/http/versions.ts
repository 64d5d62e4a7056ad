import type { FastifyRequest } from "fastify";
import { createHash } from "node:crypto";
import { VersionChanged, VersionRequired } from "./problems.ts";

/** A strong ETag of whatever decides that a thing has changed (its version, its last action, its content). */
export function etagOf(...facts: unknown[]): string {
  return `"${createHash("sha256").update(JSON.stringify(facts)).digest("base64url").slice(0, 22)}"`;
}

/**
 * @throws VersionRequired if the request has no If-Match
 * @throws VersionChanged if it names another version
 */
export function requireMatch(request: FastifyRequest, etag: string): void {
  const header = request.headers["if-match"];
  if (!header) throw new VersionRequired();
  const wanted = header.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (!wanted.includes("*") && !wanted.includes(etag)) throw new VersionChanged();
}
