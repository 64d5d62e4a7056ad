/** Which column of a table holds which field. */
import type { IntakeKind } from "../types/index.ts";
import { fieldsOf, INTAKE_KINDS, type Field } from "./fields.ts";

export interface ColumnMatch {
  /** position in the row, from 0 */
  index: number;
  /** header as it stands in the file */
  column: string;
  field: string | null;
  /** 1 = exactly our name for it, 0.95 = a known other name, less = similar; 0 = not recognised */
  confidence: number;
  how: "exact" | "alias" | "fuzzy" | "user" | "none";
}

export interface ColumnMapping {
  kind: IntakeKind;
  columns: ColumnMatch[];
  /** required fields that no column holds */
  missing: string[];
}

/** Below this similarity a header is left alone. */
const FUZZY_FLOOR = 0.55;

interface Known {
  key: string;
  field: Field;
  confidence: number;
  how: "exact" | "alias";
}

const known = new Map<IntakeKind, Known[]>();

function knownHeaders(kind: IntakeKind): Known[] {
  let list = known.get(kind);
  if (!list) {
    list = [];
    for (const field of fieldsOf(kind)) {
      for (const name of [field.label.zh, field.label.en, field.field])
        list.push({ key: headerKey(name), field, confidence: 1, how: "exact" });
      for (const alias of field.aliases)
        list.push({ key: headerKey(alias), field, confidence: 0.95, how: "alias" });
    }
    known.set(kind, list);
  }
  return list;
}

/** Small letters, no spaces, signs, units in brackets or marks of "required". */
export function headerKey(header: string): string {
  return header
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[([【（][^)\]】）]*[)\]】）]/g, "")
    .replace(/必填|选填/g, "")
    .replace(/[\s_\-*:：、./#·"'﻿]/g, "");
}

/** A field for each header: exact and known names first, then the most similar; no field is given to two columns. */
export function recogniseColumns(kind: IntakeKind, headers: readonly string[]): ColumnMapping {
  const names = knownHeaders(kind);
  const columns: ColumnMatch[] = headers.map((column, index) => ({
    index,
    column,
    field: null,
    confidence: 0,
    how: "none",
  }));
  const taken = new Set<string>();
  const offers: { column: ColumnMatch; known: Known; confidence: number; how: ColumnMatch["how"] }[] = [];
  for (const column of columns) {
    const key = headerKey(column.column);
    if (key === "") continue;
    const same = names.filter((n) => n.key === key);
    for (const n of same) offers.push({ column, known: n, confidence: n.confidence, how: n.how });
    if (same.length > 0) continue;
    for (const n of names) {
      const confidence = 0.9 * similarity(key, n.key);
      if (confidence >= FUZZY_FLOOR) offers.push({ column, known: n, confidence, how: "fuzzy" });
    }
  }
  offers.sort((a, b) => b.confidence - a.confidence || a.column.index - b.column.index);
  for (const offer of offers) {
    if (offer.column.field !== null || taken.has(offer.known.field.field)) continue;
    offer.column.field = offer.known.field.field;
    offer.column.confidence = Math.round(offer.confidence * 100) / 100;
    offer.column.how = offer.how;
    taken.add(offer.known.field.field);
  }
  return { kind, columns, missing: missingFields(kind, columns) };
}

/**
 * The mapping with a user's decisions in it: header → field, or null to leave the column out.
 * A header or field that does not exist is named in an Error.
 */
export function overrideColumns(
  mapping: ColumnMapping,
  decisions: Readonly<Record<string, string | null>>,
): ColumnMapping {
  const columns = mapping.columns.map((c) => ({ ...c }));
  const fields = new Set(fieldsOf(mapping.kind).map((f) => f.field));
  for (const [header, field] of Object.entries(decisions)) {
    const column =
      columns.find((c) => c.column === header) ??
      columns.find((c) => headerKey(c.column) === headerKey(header));
    if (!column) throw new Error(`表中没有“${header}”这一列`);
    if (field !== null && !fields.has(field))
      throw new Error(`没有“${field}”这个字段；可用的有：${[...fields].join("、")}`);
    if (field !== null)
      for (const other of columns) if (other.field === field && other !== column) clear(other);
    column.field = field;
    column.confidence = field === null ? 0 : 1;
    column.how = field === null ? "none" : "user";
  }
  return { kind: mapping.kind, columns, missing: missingFields(mapping.kind, columns) };
}

/** The kind of table that the headers fit best, with the share of its required fields found; null if none fits. */
export function detectKind(headers: readonly string[]): { kind: IntakeKind; confidence: number } | null {
  let best: { kind: IntakeKind; confidence: number } | null = null;
  for (const kind of INTAKE_KINDS) {
    const mapping = recogniseColumns(kind, headers);
    const weight = mapping.columns.reduce(
      (sum, c) => sum + (c.how === "fuzzy" ? c.confidence / 2 : c.confidence),
      0,
    );
    const confidence = (weight / Math.max(headers.length, 3)) * (mapping.missing.length === 0 ? 1 : 0.4);
    if (confidence > (best?.confidence ?? 0.15)) best = { kind, confidence: Math.min(1, confidence) };
  }
  return best;
}

function missingFields(kind: IntakeKind, columns: readonly ColumnMatch[]): string[] {
  const has = (field: string): boolean => columns.some((c) => c.field === field);
  const missing = fieldsOf(kind)
    .filter((f) => f.required && !has(f.field))
    .map((f) => f.field);
  if (kind === "offerings" && !has("programmeCode") && !has("programmeName")) missing.push("programmeCode");
  if ((kind === "offerings" || kind === "conditions") && missing.includes("schoolName") && has("schoolCode"))
    missing.splice(missing.indexOf("schoolName"), 1);
  if (kind === "surveys" && !has("postTitle") && !has("occupation")) missing.push("postTitle");
  return missing;
}

function clear(column: ColumnMatch): void {
  column.field = null;
  column.confidence = 0;
  column.how = "none";
}

/** Dice similarity of character pairs; a name that holds the other whole counts as at least 0.7. */
export function similarity(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length < 2) return 0;
  const chinese = /[一-鿿]/.test(short);
  const holds = long.endsWith(short) || (chinese && long.startsWith(short));
  const contained =
    holds && short.length >= (chinese ? 2 : 4) ? 0.62 + 0.3 * (short.length / long.length) : 0;
  const left = new Map<string, number>();
  for (let i = 0; i + 1 < a.length; i++) left.set(a.slice(i, i + 2), (left.get(a.slice(i, i + 2)) ?? 0) + 1);
  let common = 0;
  for (let i = 0; i + 1 < b.length; i++) {
    const pair = b.slice(i, i + 2);
    const n = left.get(pair) ?? 0;
    if (n > 0) {
      common++;
      left.set(pair, n - 1);
    }
  }
  return Math.max(contained, (2 * common) / (a.length + b.length - 2));
}
