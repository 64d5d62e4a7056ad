/** Which column of a file is which field: the rules of the mapping editor, without its looks. */
import type { FieldInfo, MappedColumn } from "./api.ts";

/** Gives a column another field. A field belongs to one column only, so whoever had it before loses it. */
export function assign(mapping: MappedColumn[], column: string, field: string | null): MappedColumn[] {
  return mapping.map((item) => {
    if (item.column === column)
      return { column, field, confidence: 1, how: field === null ? "ignored" : "chosen" };
    if (field !== null && item.field === field)
      return { ...item, field: null, confidence: 1, how: "ignored" };
    return item;
  });
}

/** Required fields that no column fills. */
export function missingFields(mapping: MappedColumn[], fields: FieldInfo[]): FieldInfo[] {
  const given = new Set(mapping.map((item) => item.field));
  return fields.filter((field) => field.required && !given.has(field.field));
}

/** Columns whose guess a person should look at: found by likeness only. */
export function doubtful(mapping: MappedColumn[]): MappedColumn[] {
  return mapping.filter(
    (item) => item.field !== null && item.how !== "chosen" && item.how !== "user" && item.confidence < 0.9,
  );
}

/** Applies a saved mapping to the columns of this file; columns that it does not know keep their own guess. */
export function applySaved(mapping: MappedColumn[], saved: MappedColumn[]): MappedColumn[] {
  const known = new Map(saved.map((item) => [item.column, item.field]));
  const taken = new Set(
    mapping.filter((item) => known.has(item.column)).map((item) => known.get(item.column)),
  );
  return mapping.map((item) => {
    const field = known.get(item.column);
    if (field !== undefined) return { column: item.column, field, confidence: 1, how: "saved" };
    return item.field !== null && taken.has(item.field) ? { ...item, field: null, how: "ignored" } : item;
  });
}

export const sameMapping = (a: MappedColumn[], b: MappedColumn[]): boolean =>
  a.length === b.length &&
  a.every((item, index) => item.column === b[index]?.column && item.field === b[index]?.field);

/** Share of a running import that is done; null when the number of rows is not known. */
export function progressShare(read: number, total: number | null): number | null {
  if (!total || total <= 0) return null;
  return Math.min(0.999, read / total);
}

/** in = accepted + duplicate + rejected, once everything is read. */
export const accounted = (item: {
  rowsRead: number;
  accepted: number;
  duplicate: number;
  rejected: number;
}): boolean => item.rowsRead === item.accepted + item.duplicate + item.rejected;
