import { z } from "zod";
import { BadInput } from "./problems.ts";

/** Query parameters of every list. */
export const pageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

/** `{items, next}`: `next` is null on the last page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** A cursor is opaque to clients: the sort keys of the last row. */
export function encodeCursor(keys: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString("base64url");
}

/** @throws BadInput if the text is no cursor of ours with that many keys */
export function decodeCursor(cursor: string | undefined, keys: number): (string | number | null)[] | null {
  if (!cursor) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (
      Array.isArray(value) &&
      value.length === keys &&
      value.every((key) => key === null || typeof key !== "object")
    ) {
      return value as (string | number | null)[];
    }
  } catch {
    // falls through to the same answer
  }
  throw new BadInput([
    {
      part: "querystring",
      field: "cursor",
      value: cursor.slice(0, 50),
      reason: "不是有效的分页游标 / not a cursor of this list",
    },
  ]);
}

/** Cuts a result of `limit + 1` rows into a page. */
export function toPage<Row, Item = Row>(
  rows: readonly Row[],
  limit: number,
  keysOf: (row: Row) => (string | number | null)[],
  present: (row: Row) => Item = (row) => row as unknown as Item,
): { items: Item[]; next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(present),
    next: rows.length > limit && last !== undefined ? encodeCursor(keysOf(last)) : null,
  };
}
