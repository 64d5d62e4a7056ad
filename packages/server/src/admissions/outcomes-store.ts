/** What a run says of each candidate and each unit, from its files into the tables. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { sql } from "kysely";
import type { Context } from "../platform/index.ts";

/** What a line of reasons.ndjson says of one preference (docs/allocation.md). */
export interface PreferenceOutcome {
  batch: string;
  round: number;
  no: number;
  unit: string;
  outcome:
    | "admitted"
    | "full"
    | "line"
    | "category"
    | "batch"
    | "repeated"
    | "no-vacancy"
    | "not-needed"
    | "admitted-before"
    | "not-filed"
    | "withdrawn";
  last_rank?: number | null;
  last_score?: string | null;
  quotas?: { quota: string; last_rank: number | null; last_score: string | null }[];
  line?: string;
  needed?: string;
  had?: string;
}

/** Several in one, from the first number to the last: what was not needed, or came after an admission. */
export type PreferenceRun = Pick<PreferenceOutcome, "batch" | "round" | "no" | "outcome"> & { to: number };

/**
 * Each preference of its own again.
 * @param unitAt the unit that the candidate named at a place; undefined = he named none there
 */
export const eachPreference = (
  told: readonly (PreferenceOutcome | PreferenceRun)[],
  unitAt: (batch: string, round: number, no: number) => string | undefined,
): PreferenceOutcome[] =>
  told.flatMap((one) => {
    if (!("to" in one)) return [one];
    const { to, ...first } = one;
    return Array.from({ length: to - first.no + 1 }, (_, k) => {
      const no = first.no + k;
      const unit = unitAt(first.batch, first.round, no);
      return unit === undefined ? [] : [{ ...first, no, unit }];
    }).flat();
  });

interface ReasonLine {
  candidate_id: string;
  category: string;
  score: string;
  rank: number;
  admitted: null | { unit_id: string; preference_no: number; batch: string; round: number; quota?: string | null };
  preferences: (PreferenceOutcome | PreferenceRun)[];
} // prettier-ignore

const ROWS_AT_ONCE = 1000;
const copied = (value: string | number | null): string =>
  value === null
    ? "\\N"
    : String(value).replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n");

/**
 * Reads reasons.ndjson into `admissions.outcome`, a line for each candidate.
 * @returns how many lines there were
 */
export async function storeOutcomes(
  ctx: Context,
  of: { province: string; id: string; season_id: string },
  file: string,
  progress: (done: number, total: number) => void,
): Promise<number> {
  const { rows } = await sql<{ number: string; id: string }>`select number, id from admissions.candidate
    where province = ${of.province} and season_id = ${of.season_id} and number is not null`.execute(ctx.tx);
  const ids = new Map(rows.map(({ number, id }) => [number, id]));
  const columns = ["province", "filing_id", "candidate_id", "score", "rank", "unit_id", "quota", "preference_no", "round", "reasons"]; // prettier-ignore
  async function* lines(): AsyncGenerator<string> {
    let block = "";
    let n = 0;
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      if (line === "") continue;
      const { candidate_id, score, rank, admitted, preferences } = JSON.parse(line) as ReasonLine;
      const of_ = [of.province, of.id, ids.get(candidate_id) ?? null, score, rank];
      const got = [admitted?.unit_id ?? null, admitted?.quota ?? "", admitted?.preference_no ?? null, admitted?.round ?? null]; // prettier-ignore
      block += `${[...of_, ...got, JSON.stringify(preferences)].map(copied).join("\t")}\n`;
      if (++n % ROWS_AT_ONCE > 0) continue;
      progress(n, ids.size);
      yield block;
      block = "";
    }
    if (block !== "") yield block;
  }
  const { inserted } = await ctx.copyIn({ table: "admissions.outcome", columns }, lines());
  return inserted;
}

/** Reads cutoffs.csv into `admissions.cutoff`. Its columns are the engine's own; ids hold neither commas nor quotation marks. */
export async function storeCutoffs(
  ctx: Context,
  of: { province: string; id: string },
  text: string,
): Promise<void> {
  const [head, ...lines] = text.split("\n").filter((line) => line !== "");
  const columns = head!.split(",");
  const rows = lines.map((line) => {
    const cells = line.split(",");
    const at = (column: string): string => cells[columns.indexOf(column)] ?? "";
    return [of.province, of.id, at("unit_id"), at("quota"), at("admitted"), at("vacancies"), at("last_score") || null, at("last_rank") || null].map(copied).join("\t") + "\n";
  }); // prettier-ignore
  await ctx.copyIn(
    {
      table: "admissions.cutoff",
      columns: [
        "province",
        "filing_id",
        "unit_id",
        "quota",
        "admitted",
        "vacancies",
        "last_score",
        "last_rank",
      ],
    },
    (async function* () {
      yield* rows;
    })(),
  );
}

export interface Difference {
  number: string;
  before: string | null;
  after: string | null;
}

/**
 * Where a run says otherwise than what was confirmed: who was admitted before and comes out elsewhere, and who comes out
 * admitted in a batch or round that was confirmed without him. The first few, by number.
 */
export async function differencesToConfirmed(
  ctx: Context,
  of: { province: string; id: string; season_id: string; batch: string; round: number },
): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    select c.number, a.unit_id as before, o.unit_id as after from admissions.admission a
      join admissions.candidate c on c.province = a.province and c.id = a.candidate_id
      left join admissions.outcome o on o.province = a.province and o.filing_id = ${of.id} and o.candidate_id = a.candidate_id
      where a.province = ${of.province} and a.season_id = ${of.season_id} and a.filing_id is not null
        and (o.unit_id is distinct from a.unit_id or o.quota is distinct from a.quota)
    union all
    select c.number, null, o.unit_id from admissions.outcome o
      join admissions.candidate c on c.province = o.province and c.id = o.candidate_id
      join lateral (select u.batch from admissions.unit u where u.province = o.province and u.season_id = ${of.season_id}
        and u.unit_id = o.unit_id limit 1) u on true
      where o.province = ${of.province} and o.filing_id = ${of.id} and (u.batch, o.round) is distinct from (${of.batch}, ${of.round})
        and not exists (select from admissions.admission a where a.province = o.province and a.season_id = ${of.season_id} and a.candidate_id = o.candidate_id)
    order by 1 limit 6`.execute(ctx.tx);
  return rows;
} // prettier-ignore
