/** Writes the sample province as files, the way a department would have them. */
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CONDITION_HEADERS, sampleConditions } from "./conditions.ts";
import {
  OFFERING_HEADERS,
  PLAN_HEADERS,
  sampleOfferings,
  samplePlan,
  sampleSurveys,
  SURVEY_HEADERS,
} from "./offerings.ts";
import { POSTING_HEADERS, samplePostings } from "./postings.ts";

export interface SampleOptions {
  /** rows of postings; default 60,000 */
  postings?: number;
  /** offerings a year, over five years; default 2,500 */
  offerings?: number;
  /** surveyed enterprises; default 400 */
  enterprises?: number;
  seed?: number;
}

export interface SampleFiles {
  postings: string;
  offerings: string;
  surveys: string;
  industryPlan: string;
  conditions: string;
}

const POSTINGS = 60_000;
const OFFERINGS = 2_500;
const ENTERPRISES = 400;
const ROWS_AT_ONCE = 500;
/** With more postings the classes grow, so that both sides stay comparable; up to this. */
const LARGEST_SCALE = 4;

/** The same options give the same bytes. Memory does not grow with the number of rows. @returns the paths of the files */
export async function writeSample(folder: string, options: SampleOptions = {}): Promise<SampleFiles> {
  const { postings = POSTINGS, offerings = OFFERINGS, enterprises = ENTERPRISES, seed = 1 } = options;
  await mkdir(folder, { recursive: true });
  const files: SampleFiles = {
    postings: join(folder, "postings.csv"),
    offerings: join(folder, "offerings.csv"),
    surveys: join(folder, "surveys.csv"),
    industryPlan: join(folder, "industry-plan.csv"),
    conditions: join(folder, "conditions.csv"),
  };
  const scale = Math.min(LARGEST_SCALE, Math.max(0.2, postings / POSTINGS / (offerings / OFFERINGS)));
  await write(files.offerings, OFFERING_HEADERS, sampleOfferings(offerings, seed, scale));
  await write(files.surveys, SURVEY_HEADERS, sampleSurveys(enterprises, seed));
  await write(files.industryPlan, PLAN_HEADERS, samplePlan(seed));
  await write(files.conditions, CONDITION_HEADERS, sampleConditions(offerings, seed, scale));
  await write(files.postings, POSTING_HEADERS, cellsOf(postings, seed));
  return files;
}

function* cellsOf(count: number, seed: number): Generator<string[]> {
  for (const posting of samplePostings(count, seed)) yield posting.cells;
}

async function write(path: string, headers: string[], rows: Iterable<string[]>): Promise<void> {
  function* chunks(): Generator<string> {
    let text = `\uFEFF${headers.join(",")}\r\n`;
    let pending = 0;
    for (const row of rows) {
      for (let i = 0; i < row.length; i++) text += (i === 0 ? "" : ",") + quoted(row[i]!);
      text += "\r\n";
      if (++pending === ROWS_AT_ONCE) {
        yield text;
        text = "";
        pending = 0;
      }
    }
    yield text;
  }
  await pipeline(Readable.from(chunks()), createWriteStream(path));
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
