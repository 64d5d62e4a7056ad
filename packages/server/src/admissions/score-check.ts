import { rm } from "node:fs/promises";
import { sql } from "kysely";
import { jsonText } from "../platform/db/json.ts";
import { openTable, TableUnreadable, type TableRow } from "../platform/files/tabular.ts";
import { Conflict, type Context, defineJob, jobNotice, type Sentence } from "../platform/index.ts";
import { distribution } from "./score-distribution.ts";
import { findImport, setImport, type ScoreImport } from "./score-import.sql.ts";
import {
  mostPoints,
  numberOf,
  readScores,
  scoreColumnsOf,
  type ScoreColumns,
  type Scores,
} from "./score-rows.ts";
import { CONFIRMED, joinedByHashes, requireSeason, type SeasonBase } from "./score-season.ts"; // prettier-ignore

export const CHECK_SCORES = "admissions.check-scores";
/** Rows are judged and kept in steps of so many. */
const STEP = 2000;

interface JudgedRow {
  row: number;
  number: string;
  candidate: string | null;
  scores: Scores | null;
  field: string | null;
  value: string | null;
  zh: string | null;
  en: string | null;
}

interface Person {
  id: string;
  number: string;
  category: string;
  confirmed: boolean;
}

/** Looks through a file of scores: each row is accepted, a duplicate or rejected. Nothing is changed yet. */
export const checkScoresJob = defineJob<
  { importId: string },
  { read: number; accepted: number; duplicate: number; rejected: number } | null
>(
  CHECK_SCORES,
  async (inTransaction, { importId }, progress, signal) => {
    const begun = await inTransaction(async (ctx) => {
      const found = await findImport(ctx, importId, true);
      if (found?.state !== "waiting" && found?.state !== "checking") return null;
      await sql`delete from admissions.score_row where province = ${found.province} and import_id = ${importId}`.execute(ctx.tx);
      await setImport(ctx, found, { state: "checking" });
      return { found, season: await requireSeason(ctx, found.season_id) };
    });
    if (!begun) return null;
    const { found, season } = begun;
    try {
      const table = await openTable(found.file_path);
      const { columns, faults } = scoreColumnsOf(season.rules, season.subjects, table.headers);
      if (faults.length > 0) throw new TableUnreadable(faults.map(({ zh }) => zh).join("；"));
      let read = 0;
      for await (const rows of steps(table.rows())) {
        signal.throwIfAborted();
        await inTransaction((ctx) => judge(ctx, season, found, columns, rows));
        read += rows.length;
        progress("rows", read, table.rowsEstimate);
      }
      progress("compare");
      return await inTransaction((ctx) => joinedByHashes(ctx, () => conclude(ctx, season, found)));
    } catch (error) {
      if (signal.aborted) throw error;
      const message = error instanceof Error ? error.message : String(error);
      await inTransaction(async (ctx) => {
        // one that was cancelled meanwhile stays so
        if ((await findImport(ctx, importId, true))?.state === "checking") await setImport(ctx, found, { state: "failed", message, finished: ctx.now });
        ctx.afterCommit(() => rm(found.file_path, { force: true }));
      });
      throw error;
    }
  },
  {
    notice: jobNotice({ zh: "成绩文件检查", en: "check of a file of scores" }, ({ payload }) => `/score-imports/${payload.importId}`),
  },
); // prettier-ignore

async function* steps(batches: AsyncIterable<TableRow[]>): AsyncIterable<TableRow[]> {
  let step: TableRow[] = [];
  for await (const batch of batches)
    for (const row of batch) {
      step.push(row);
      if (step.length < STEP) continue;
      yield step;
      step = [];
    }
  if (step.length > 0) yield step;
}

async function judge(
  ctx: Context,
  season: SeasonBase,
  of: ScoreImport,
  columns: ScoreColumns,
  rows: readonly TableRow[],
): Promise<void> {
  const numbers = rows.map(({ values }) => numberOf(values, columns));
  const { rows: people } =
    await sql<Person>`select c.id, c.number, c.category, ${CONFIRMED} as confirmed from admissions.candidate c
    where c.province = ${of.province} and c.season_id = ${of.season_id} and c.number = any(${numbers}::text[])`.execute(
      ctx.tx,
    );
  const known = new Map(people.map((person) => [person.number, person]));
  const judged = rows.map(({ rowNumber, values }, i): JudgedRow => {
    const number = numbers[i]!;
    const person = known.get(number);
    const reject = (field: string, value: string, { zh, en }: Sentence): JudgedRow => ({ row: rowNumber, number, candidate: person?.id ?? null, scores: null, field, value, zh, en });
    if (number === "") return reject("number", "", { zh: "没有考生号", en: "there is no candidate number" });
    if (!person) return reject("number", number, { zh: "本招生季没有这个考生号", en: "nobody of this season has this number" });
    if (!person.confirmed) return reject("number", number, { zh: "该考生已放弃或未确认报名", en: "this registration was withdrawn or is not confirmed" });
    const { scores, fault } = readScores(values, columns, (subject) => mostPoints(season.rules, person.category, subject));
    if (fault) return reject(fault.field, fault.value, fault);
    return { row: rowNumber, number, candidate: person.id, scores, field: null, value: null, zh: null, en: null };
  }); // prettier-ignore
  await sql`insert into admissions.score_row (province, import_id, row_number, outcome, number, candidate_id, scores, field, value, zh, en)
    select ${of.province}, ${of.id}, t.row, case when t.zh is null then 'accepted' else 'rejected' end, t.number, t.candidate, t.scores,
      t.field, t.value, t.zh, t.en
    from jsonb_to_recordset(${jsonText(judged)}::jsonb) as t(row int, number text, candidate uuid, scores jsonb, field text, value text, zh text, en text)`.execute(
    ctx.tx,
  );
}

/** What the rows say together, and beside the scores that stand. */
async function conclude(ctx: Context, season: SeasonBase, of: ScoreImport) {
  const rows = sql`admissions.score_row where province = ${of.province} and import_id = ${of.id}`;
  // One number twice: the same again adds nothing; with other scores nobody knows which are right, so neither is taken.
  await sql`update admissions.score_row r set outcome = 'rejected', field = 'number', value = r.number,
      zh = '同一考生号在第 ' || t.others || ' 行另有不同成绩，各行均不采用', en = 'row ' || t.others || ' has other scores for this number; none of them is taken'
    from (select a.row_number, (select string_agg(b.row_number::text, '、' order by b.row_number) from (select row_number from ${rows}
          and outcome = 'accepted' and candidate_id = a.candidate_id and row_number <> a.row_number order by row_number limit 5) b) as others
      from (select row_number, candidate_id, min(scores::text) over w <> max(scores::text) over w as differ from ${rows} and outcome = 'accepted'
        window w as (partition by candidate_id)) a where a.differ) t
    where r.province = ${of.province} and r.import_id = ${of.id} and r.row_number = t.row_number`.execute(ctx.tx);
  await sql`update admissions.score_row r set outcome = 'duplicate'
    from (select row_number, row_number() over (partition by candidate_id order by row_number) as turn from ${rows} and outcome = 'accepted') t
    where r.province = ${of.province} and r.import_id = ${of.id} and r.row_number = t.row_number and (t.turn > 1 or not exists (
      select from jsonb_each(r.scores) e left join admissions.score k on k.province = r.province and k.candidate_id = r.candidate_id and k.subject = e.key
      where k.subject is null or k.points is distinct from (e.value #>> '{}')::bigint))`.execute(ctx.tx);
  const { rows: subjects } = await sql<{ subject: string; added: number; changed: number; same: number }>`select e.key as subject,
      count(*) filter (where k.subject is null)::int as added,
      count(*) filter (where k.subject is not null and k.points is distinct from (e.value #>> '{}')::bigint)::int as changed,
      count(*) filter (where k.subject is not null and k.points is not distinct from (e.value #>> '{}')::bigint)::int as same
    from admissions.score_row r cross join jsonb_each(r.scores) e
      left join admissions.score k on k.province = r.province and k.candidate_id = r.candidate_id and k.subject = e.key
    where r.province = ${of.province} and r.import_id = ${of.id} and r.outcome = 'accepted' group by 1 order by 1`.execute(ctx.tx);
  const { rows: counted } = await sql<{ read: number; accepted: number; duplicate: number; rejected: number }>`select count(*)::int as read,
    count(*) filter (where outcome = 'accepted')::int as accepted, count(*) filter (where outcome = 'duplicate')::int as duplicate,
    count(*) filter (where outcome = 'rejected')::int as rejected from ${rows}`.execute(ctx.tx);
  const counts = counted[0]!;
  const { figures, warnings } = await distribution(ctx, season, of.id);
  const now = await findImport(ctx, of.id, true);
  if (now?.state !== "checking") throw new Conflict({ zh: "成绩文件的状态已改变。", en: "The state of the file has changed." });
  await setImport(ctx, of, { state: "checked", counts, preview: { subjects, figures, warnings } });
  // its rows are kept now; the file is of no use any more
  ctx.afterCommit(() => rm(of.file_path, { force: true }));
  await ctx.audit("scores.check", `season:${of.season_id}`, null, { import: of.id, sha256: of.sha256, ...counts });
  return counts;
} // prettier-ignore
