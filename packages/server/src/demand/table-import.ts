/**
 * Brings in offerings, surveys, industry plans and school conditions: small tables (tens of thousands of rows), in one transaction.
 *
 * What a later file says about the same thing (an offering's school, programme, level, city and year; a survey's
 * company, city, post and year; a plan's industry, city, year and document; a school and year) replaces what earlier files said about
 * it, as a whole: a file may hold several rows for one thing, e.g. one for each kind of candidates. If it says
 * exactly the same, its rows are duplicates and nothing changes.
 */
import { createHash } from "node:crypto";
import { sql, type RawBuilder } from "kysely";
import { uuidv7 } from "uuidv7";
import type { ConditionRow, IndustryPlanRow, OfferingRow, Rejection, SurveyRow } from "@tixi/engines/types";
import { jsonText } from "../platform/db/json.ts";
import type { Context } from "../platform/index.ts";
import type { ImportRecord } from "./imports.sql.ts";
import { writeRejections } from "./posting-import.ts";

export type TableKind = "offerings" | "surveys" | "industry-plan" | "conditions";
type TableRow = OfferingRow | SurveyRow | IndustryPlanRow | ConditionRow;

export interface CheckedRow {
  rowNumber: number;
  /** the row as it stands in the file: two rows are the same only if all their values are */
  values: string[];
  row: TableRow;
}

const SEPARATOR = "\u001f";

interface Table {
  name: RawBuilder<unknown>;
  /** what a row is about */
  key(row: TableRow): string;
  /** SQL of the same key */
  keyColumns: RawBuilder<unknown>;
  columns: RawBuilder<unknown>;
  values(row: TableRow): RawBuilder<unknown>;
}

const tables: Record<TableKind, Table> = {
  offerings: {
    name: sql`demand.offering`,
    key: (row) => {
      const { schoolName, programmeCode, level, city, year } = row as OfferingRow;
      return [schoolName, programmeCode, level, city, year].join(SEPARATOR);
    },
    keyColumns: sql`school_name, programme, level, city, year`,
    columns: sql`school_code, school_name, programme, level, city, year`,
    values: (row) => {
      const { schoolCode, schoolName, programmeCode, level, city, year } = row as OfferingRow;
      return sql`${schoolCode}, ${schoolName}, ${programmeCode}, ${level}, ${city}, ${year}`;
    },
  },
  surveys: {
    name: sql`demand.survey`,
    key: (row) => {
      const { company, city, postTitle, occupationCode, year } = row as SurveyRow;
      return [company, city, postTitle, occupationCode ?? "", year].join(SEPARATOR);
    },
    keyColumns: sql`company, city, content->>'postTitle', coalesce(content->>'occupationCode', ''), year`,
    columns: sql`company, city, year`,
    values: (row) => {
      const { company, city, year } = row as SurveyRow;
      return sql`${company}, ${city}, ${year}`;
    },
  },
  "industry-plan": {
    name: sql`demand.industry_plan`,
    key: (row) => {
      const { industryCode, city, year, document } = row as IndustryPlanRow;
      return [industryCode, city ?? "", year, document].join(SEPARATOR);
    },
    keyColumns: sql`industry, coalesce(city, ''), year, content->>'document'`,
    columns: sql`industry, city, year`,
    values: (row) => {
      const { industryCode, city, year } = row as IndustryPlanRow;
      return sql`${industryCode}, ${city}, ${year}`;
    },
  },
  conditions: {
    name: sql`demand.school_condition`,
    key: (row) => {
      const { schoolName, city, year } = row as ConditionRow;
      return [schoolName, city, year].join(SEPARATOR);
    },
    keyColumns: sql`school_name, city, year`,
    columns: sql`school_code, school_name, city, year`,
    values: (row) => {
      const { schoolCode, schoolName, city, year } = row as ConditionRow;
      return sql`${schoolCode}, ${schoolName}, ${city}, ${year}`;
    },
  },
};

export interface TableOutcome {
  accepted: number;
  duplicate: number;
}

export async function importTable(
  ctx: Context,
  record: ImportRecord,
  rows: readonly CheckedRow[],
  rejections: readonly Rejection[],
): Promise<TableOutcome> {
  const table = tables[record.kind as TableKind];
  const existing = await existingHashes(ctx, record.province, table);
  const groups = new Map<string, { checked: CheckedRow; hash: string }[]>();
  const seen = new Set<string>();
  let duplicate = 0;
  for (const checked of rows) {
    const hash = hashValues(record.headers, checked.values);
    if (seen.has(hash)) {
      duplicate++;
      continue;
    }
    seen.add(hash);
    const key = table.key(checked.row);
    const group = groups.get(key);
    if (group) group.push({ checked, hash });
    else groups.set(key, [{ checked, hash }]);
  }
  const fresh: { checked: CheckedRow; hash: string }[] = [];
  const replaced: string[] = [];
  for (const [key, group] of groups) {
    const before = existing.get(key);
    if (before && group.every(({ hash }) => before.hashes.has(hash))) {
      duplicate += group.length;
      continue;
    }
    if (before) replaced.push(...before.ids);
    fresh.push(...group);
  }
  await supersede(ctx, record, table, replaced);
  await insertRows(ctx, record, table, fresh);
  await writeRejections(ctx, record, rejections);
  return { accepted: fresh.length, duplicate };
}

async function existingHashes(
  ctx: Context,
  province: string,
  table: Table,
): Promise<Map<string, { ids: string[]; hashes: Set<string> }>> {
  const { rows } = await sql<{ id: string; key: string; content_hash: string }>`
    select id, concat_ws(${SEPARATOR}::text, ${table.keyColumns}) as key, content_hash from ${table.name}
    where province = ${province} and superseded_by is null`.execute(ctx.tx);
  const found = new Map<string, { ids: string[]; hashes: Set<string> }>();
  for (const { id, key, content_hash } of rows) {
    const entry = found.get(key) ?? { ids: [], hashes: new Set<string>() };
    entry.ids.push(id);
    entry.hashes.add(content_hash);
    found.set(key, entry);
  }
  return found;
}

async function supersede(
  ctx: Context,
  record: ImportRecord,
  table: Table,
  ids: readonly string[],
): Promise<void> {
  for (let at = 0; at < ids.length; at += 5000) {
    await sql`update ${table.name} set superseded_by = ${record.id}
      where province = ${record.province} and id = any(${ids.slice(at, at + 5000)}::uuid[])`.execute(ctx.tx);
  }
}

async function insertRows(
  ctx: Context,
  record: ImportRecord,
  table: Table,
  rows: readonly { checked: CheckedRow; hash: string }[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += 1000) {
    const values = rows.slice(at, at + 1000).map(
      ({ checked, hash }) =>
        sql`(${record.province}, ${uuidv7()}, ${record.id}, ${checked.rowNumber},
          ${jsonText(checked.row)}::jsonb, ${hash}, ${table.values(checked.row)})`,
    );
    await sql`insert into ${table.name} (province, id, import_id, row_number, content, content_hash, ${table.columns})
      values ${sql.join(values)}`.execute(ctx.tx);
  }
}

/** Hash of a row with the names of its columns, in the order of the names: moving a column changes nothing. */
function hashValues(headers: readonly string[], values: readonly string[]): string {
  const pairs = headers.map((header, i) => `${header}${SEPARATOR}${values[i] ?? ""}`).sort();
  return createHash("sha256").update(pairs.join("\u001e")).digest("base64url").slice(0, 22);
}

/** Tells rows that were not seen before in a file. */
export function contentHashes(headers: readonly string[]): (values: readonly string[]) => boolean {
  const seen = new Set<string>();
  return (values) => {
    const hash = hashValues(headers, values);
    if (seen.has(hash)) return false;
    seen.add(hash);
    return true;
  };
}
