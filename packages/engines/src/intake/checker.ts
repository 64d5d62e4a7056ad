/** Checks the rows of one table: accepted with its values parsed, or refused with every field that failed. */
import type {
  ConditionRow,
  IndustryPlanRow,
  IntakeKind,
  OfferingRow,
  PostingRow,
  Rejection,
  SurveyRow,
} from "../types/index.ts";
import { Codes, type IntakeStandards } from "./codes.ts";
import type { ColumnMapping } from "./columns.ts";
import { headerKey } from "./columns.ts";
import { conditionChecker } from "./conditions.ts";
import { fieldsOf } from "./fields.ts";
import { industryPlanChecker } from "./industry-plan.ts";
import { offeringChecker } from "./offerings.ts";
import { postingChecker } from "./postings.ts";
import type { CheckerParts, Cells, RowParser } from "./cells.ts";
import { reject, type Note } from "./reasons.ts";
import type { RegionIndex } from "./regions.ts";
import { surveyChecker } from "./surveys.ts";

export interface CheckContext {
  regions: RegionIndex;
  standards: IntakeStandards | Codes;
  /** rows of other regions are refused; "000000" or null = the whole nation */
  scopeRegion: string | null;
  /** source of rows that name none */
  sourceName: string;
  /** year of rows that tell none */
  year?: number;
}

export interface RowOf {
  postings: PostingRow;
  offerings: OfferingRow;
  surveys: SurveyRow;
  "industry-plan": IndustryPlanRow;
  conditions: ConditionRow;
}

export type Checked<R> =
  { ok: true; row: R; notes: readonly Note[] } | { ok: false; rejections: Rejection[] };

export interface RowChecker<R> {
  /** @param values cells in the order of the mapping's columns; @param row number of the row, from 1 */
  check(values: readonly string[], row: number): Checked<R>;
}

const NO_NOTES: readonly Note[] = [];

/**
 * A checker for the rows of one table. It may be used for any number of rows and keeps no rows.
 * @throws Error if a required column is missing from the mapping
 */
export function createRowChecker<K extends IntakeKind>(
  kind: K,
  mapping: ColumnMapping,
  ctx: CheckContext,
): RowChecker<RowOf[K]> {
  if (mapping.missing.length > 0) {
    const labels = mapping.missing.map((m) => fieldsOf(kind).find((f) => f.field === m)?.label.zh ?? m);
    throw new Error(`缺少必需的列：${labels.join("、")}`);
  }
  const codes = ctx.standards instanceof Codes ? ctx.standards : new Codes(ctx.standards);
  const column = (field: string) => mapping.columns.find((c) => c.field === field);
  const parts: CheckerParts = {
    codes,
    regions: ctx.regions,
    scope: ctx.scopeRegion,
    sourceName: ctx.sourceName,
    year: ctx.year ?? null,
    mapping,
    at: (field) => column(field)?.index ?? -1,
    header: (field) => column(field)?.column ?? "",
  };
  const parse = parserOf(kind, parts) as RowParser<RowOf[K]>;
  const width = mapping.columns.length;
  const repeated = repeatedHeader(mapping);

  return {
    check(values, row) {
      if (values.length !== width && !sameWidth(values, width)) {
        return {
          ok: false,
          rejections: [reject(kind, row, "", `${values.length} ≠ ${width}`, "column-count")],
        };
      }
      if (repeated(values))
        return {
          ok: false,
          rejections: [reject(kind, row, "", values.slice(0, 3).join(","), "header-repeated")],
        };
      const cells: Cells = { kind, values, row, rejections: null, notes: null };
      const parsed = parse(cells);
      if (cells.rejections !== null || parsed === null)
        return { ok: false, rejections: cells.rejections ?? [] };
      return { ok: true, row: parsed, notes: cells.notes ?? NO_NOTES };
    },
  };
}

function parserOf(kind: IntakeKind, parts: CheckerParts): RowParser<RowOf[IntakeKind]> {
  switch (kind) {
    case "postings":
      return postingChecker(parts);
    case "offerings":
      return offeringChecker(parts);
    case "surveys":
      return surveyChecker(parts);
    case "industry-plan":
      return industryPlanChecker(parts);
    case "conditions":
      return conditionChecker(parts);
  }
}

/** Further cells count as none while they are empty. */
function sameWidth(values: readonly string[], width: number): boolean {
  if (values.length < width) return false;
  for (let i = width; i < values.length; i++) if (values[i]!.trim() !== "") return false;
  return true;
}

/** Files glued together carry their header again in the middle. */
function repeatedHeader(mapping: ColumnMapping): (values: readonly string[]) => boolean {
  const mapped = mapping.columns.filter((c) => c.field !== null);
  const first = mapped[0];
  const labels = new Set<string>();
  for (const f of fieldsOf(mapping.kind))
    for (const name of [f.label.zh, f.field, ...f.aliases]) labels.add(headerKey(name));
  return (values) => {
    if (!first) return false;
    const cell = values[first.index];
    if (cell === undefined || cell.length > 24 || cell === "") return false;
    if (cell !== first.column && !labels.has(headerKey(cell))) return false;
    const same = mapped.filter((c) => {
      const value = values[c.index] ?? "";
      return value === c.column || labels.has(headerKey(value));
    });
    return same.length * 2 > mapped.length && same.length > 1;
  };
}
