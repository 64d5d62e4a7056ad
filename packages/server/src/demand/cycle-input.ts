/** What a planning cycle is computed from: everything that counts now in a province. */
import { sql } from "kysely";
import {
  EDUCATIONS,
  type CycleInput,
  type IndustryPlanRow,
  type OfferingRow,
  type PostingColumns,
  type SurveyRow,
} from "@tixi/engines/types";
import type { Context } from "../platform/index.ts";
import { access } from "./access.ts";
import { codedWith } from "./corrections.sql.ts";
import { readBinaryCopy, type CopyRow } from "./copy-reader.ts";
import { KeySet } from "./key-set.ts";
import { allocateColumns } from "./posting-columns.ts";
import { countAccepted, countFlags } from "./postings.sql.ts";
import { regionTables } from "./region-tables.ts";
import { schoolsOfToday } from "./schools-of-today.ts";

/** A file that went into a cycle. */
export interface InputFile {
  name: string;
  kind: string;
  sha256: string;
  rows: number;
}

export interface LoadedInput {
  input: CycleInput;
  /** postings with unlawful conditions */
  breaching: number;
  files: InputFile[];
  /** the coder's version: its lexicon and the accepted aliases */
  versions: { coding: string };
}

/** Loads the columns of all postings and the rows of all tables. About 80 bytes a posting. */
export async function cycleInput(ctx: Context, of: { province: string; year: number }): Promise<LoadedInput> {
  access.authorize(ctx.actor, "read", { region: of.province });
  const { province, year } = of;
  const { cities, occupations } = regionTables(province);
  const postings = await postingColumns(ctx, province, cities, occupations);
  const offerings = await oneSchool(ctx, await current<OfferingRow>(ctx, "demand.offering", province));
  const surveys = await current<SurveyRow>(ctx, "demand.survey", province);
  const industryPlan = await current<IndustryPlanRow>(ctx, "demand.industry_plan", province);
  return {
    input: { region: province, year, cities, occupations, postings, offerings, surveys, industryPlan },
    breaching: (await countFlags(ctx, province)).breaching,
    files: await filesOf(ctx, province),
    versions: { coding: (await codedWith(ctx, province)) ?? "" },
  };
}

async function current<Row>(ctx: Context, table: string, province: string): Promise<Row[]> {
  const { rows } = await sql<{ content: Row }>`select content from ${sql.table(table)}
    where province = ${province} and superseded_by is null order by id`.execute(ctx.tx);
  return rows.map((row) => row.content);
}

/**
 * A school's cohorts go on through its renames and mergers: for the computation its rows of all years bear the name of
 * today. What is stored and shown keeps the name of its year.
 */
async function oneSchool(ctx: Context, rows: readonly OfferingRow[]): Promise<OfferingRow[]> {
  const schools = await schoolsOfToday(ctx, rows);
  return rows.map((row, i) => {
    const today = schools[i]!;
    return today.id === null ? row : { ...row, schoolName: today.name, schoolCode: null };
  });
}

/** Files whose rows are in the province, in the order they came; those that brought nothing are left out. */
async function filesOf(ctx: Context, province: string): Promise<InputFile[]> {
  const { rows } =
    await sql<InputFile>`select file_name as name, kind, sha256, accepted::float8 as rows from demand.import
    where province = ${province} and accepted > 0 order by created_at, id`.execute(ctx.tx);
  return rows;
}

const FIELDS = 11;

async function postingColumns(
  ctx: Context,
  province: string,
  cities: string[],
  occupations: string[],
): Promise<PostingColumns> {
  const columns = allocateColumns((await countAccepted(ctx, province)) + 1);
  const cityAt = new Map(cities.map((code, i) => [code, i]));
  const occupationAt = new Map(occupations.map((code, i) => [code, i]));
  const employers = new KeySet(1 << 14);
  employers.number(0, 0); // number 0 = unknown employer
  // COPY takes no parameters; a province code has nothing but digits.
  if (!/^\d{6}$/.test(province)) throw new Error(`not a province code: ${province}`);
  const source =
    ctx.copyOut(`copy (select id, employer, city, occupation, confidence, education, headcount, headcount_kind,
    nullif(published_on, '-infinity') - date '1970-01-01', industry, signature from demand.posting
    where province = '${province}') to stdout (format binary)`);
  await readBinaryCopy(source, FIELDS, (row) => {
    const at = columns.count++;
    if (at >= columns.employer.length) throw new Error("postings were added while they were read");
    const { bytes } = row;
    columns.key[at * 2] = bytes.readUInt32BE(row.at[0]!);
    columns.key[at * 2 + 1] = bytes.readUInt32BE(row.at[0]! + 4);
    columns.employer[at] =
      row.size[1]! < 0
        ? 0
        : employers.number(bytes.readUInt32BE(row.at[1]!), bytes.readUInt32BE(row.at[1]! + 4));
    columns.city[at] = cityAt.get(text(row, 2)) ?? 65535;
    columns.occupation[at] = occupationAt.get(text(row, 3)) ?? 65535;
    columns.confidence[at] = bytes.readFloatBE(row.at[4]!);
    columns.education[at] =
      row.size[5]! < 0 ? 255 : Math.min(bytes.readInt16BE(row.at[5]!), EDUCATIONS.length - 1);
    const several = text(row, 7) === "several";
    columns.headcount[at] = several
      ? 65535
      : row.size[6]! < 0
        ? 0
        : Math.min(bytes.readInt32BE(row.at[6]!), 65534);
    columns.day[at] = row.size[8]! < 0 ? -1 : bytes.readInt32BE(row.at[8]!);
    columns.industry[at] = row.size[9]! < 1 ? 0 : bytes[row.at[9]!]! - 64;
    columns.signature.set(bytes.subarray(row.at[10]!, row.at[10]! + 32), at * 32);
  });
  return columns;
}

const text = (row: CopyRow, field: number): string =>
  row.size[field]! < 0 ? "" : row.bytes.toString("latin1", row.at[field]!, row.at[field]! + row.size[field]!);
