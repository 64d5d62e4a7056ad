/**
 * JSON as PostgreSQL's jsonb takes it: its text has no NUL and no half of a surrogate pair, which files and cut
 * strings do have. NUL is left out, a half becomes U+FFFD, as in text columns.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value ?? null, (_, part: unknown) =>
    typeof part === "string" ? storable(part) : part,
  );
}

const HALVES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** As a text column takes it. */
export function storable(text: string): string {
  return text.replaceAll("\0", "").replace(HALVES, "\ufffd");
}
