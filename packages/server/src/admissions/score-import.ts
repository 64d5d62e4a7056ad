import { rm } from "node:fs/promises";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { openTable, TableUnreadable } from "../platform/files/tabular.ts";
import { BadInput, Conflict, csvCell, NotFound, type Context } from "../platform/index.ts";
import { access } from "./access.ts";
import { CHECK_SCORES } from "./score-check.ts";
import { findImport, importsOf, setImport, type ScoreImport } from "./score-import.sql.ts";
import { scoreColumnsOf } from "./score-rows.ts";
import { inLanguage, requireSeason, subjectWords, type SeasonBase } from "./score-season.ts";
import type * as s from "./score-schemas.ts";
import { putBack, requireOpenForScores, TAKE_SCORES } from "./score-take-in.ts";

const IMPORT = { zh: "成绩文件", en: "file of scores" };
const SHOWN = 100;

/**
 * Keeps a file of scores and begins to look through it. Its header is read at once, so that a wrong file is refused here.
 * @throws BadInput if it is no table or lacks a column; Conflict outside the time in which scores are entered
 */
export async function startImport(
  ctx: Context,
  seasonId: string,
  file: { path: string; name: string; sha256: string },
): Promise<z.infer<typeof s.scoreImport>> {
  const season = await requireSeason(ctx, seasonId);
  access.authorize(ctx.actor, "enterScores", { region: season.province });
  requireOpenForScores(season);
  const table = await openTable(file.path).catch((error: unknown) => {
    if (!(error instanceof TableUnreadable)) throw error;
    throw new BadInput([{ part: file.name, field: "file", reason: error.message }]);
  });
  const { faults } = scoreColumnsOf(season.rules, season.subjects, table.headers);
  if (faults.length > 0)
    throw new BadInput(
      faults.map(({ field, zh, en }) => ({ part: file.name, field, reason: `${zh} / ${en}` })),
    );
  const id = uuidv7();
  const jobId = await ctx.jobs.start(CHECK_SCORES, { importId: id });
  await sql`insert into admissions.score_import (province, id, season_id, file_name, file_path, sha256, state, job_id, created_by, created_by_name, created_at)
    values (${season.province}, ${id}, ${season.id}, ${file.name}, ${file.path}, ${file.sha256}, 'waiting', ${jobId}, ${ctx.actor.userId},
      ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("scores.import", `season:${season.id}`, null, { import: id, file: file.name, sha256: file.sha256 }); // prettier-ignore
  return showImport(ctx, id);
}

async function requireImport(ctx: Context, id: string, lock = false): Promise<ScoreImport> {
  const found = await findImport(ctx, id, lock);
  if (!found) throw new NotFound(IMPORT);
  access.authorize(ctx.actor, "enterScores", { region: found.province });
  return found;
}

/** Files of scores of a season, the newest first. */
export async function listImports(
  ctx: Context,
  seasonId: string,
): Promise<z.infer<typeof s.scoreImportPage>> {
  const season = await requireSeason(ctx, seasonId);
  access.authorize(ctx.actor, "enterScores", { region: season.province });
  const rows = await importsOf(ctx, season.id);
  return { items: rows.map((row) => lineOf(row)), next: null };
}

/** A file with what taking it in would change, what strikes the eye, and the first of its rejected rows. @throws NotFound */
export async function showImport(ctx: Context, id: string): Promise<z.infer<typeof s.scoreImport>> {
  const found = await requireImport(ctx, id);
  const season = await requireSeason(ctx, found.season_id);
  const faults = [];
  for await (const fault of rejectedOf(ctx, found, SHOWN)) faults.push(fault);
  return { ...lineOf(found), preview: previewOf(ctx, season, found), faults };
}

/** Takes a checked file in, as a job. @throws Conflict if it is not checked, holds nothing, or scores are closed */
export async function takeImport(ctx: Context, id: string): Promise<z.infer<typeof s.scoreImport>> {
  const found = await requireImport(ctx, id, true);
  requireOpenForScores(await requireSeason(ctx, found.season_id));
  if (found.state !== "checked" || found.accepted === 0)
    throw new Conflict({
      zh: "此文件尚未检查完、已入库，或没有可入库的行。",
      en: "This file is not checked yet, was taken in, or holds nothing to take in.",
    });
  const jobId = await ctx.jobs.start(TAKE_SCORES, { importId: id });
  await setImport(ctx, found, { state: "taking", jobId });
  await ctx.audit("scores.take", `season:${found.season_id}`, { state: "checked" }, { import: id, job: jobId }); // prettier-ignore
  return showImport(ctx, id);
}

/**
 * Drops a file that was not taken in, or takes back the last one that was: its scores become what they were before.
 * @throws Conflict once scores are handed in, while it is being taken in, or where another was taken in after it
 */
export async function cancelImport(ctx: Context, id: string): Promise<z.infer<typeof s.scoreImport>> {
  const found = await requireImport(ctx, id, true);
  requireOpenForScores(await requireSeason(ctx, found.season_id, true));
  const { state } = found;
  if (state === "taking" || state === "cancelled" || state === "failed")
    throw new Conflict({
      zh: "此文件正在入库、检查未成或已撤销，不能撤销。",
      en: "This file is being taken in, failed, or was cancelled already.",
    });
  let scores = 0;
  if (state === "done") {
    const { rows } = await sql`select from admissions.score_import where province = ${found.province} and season_id = ${found.season_id}
      and (state = 'taking' or state = 'done' and (finished_at, id) > (${found.finished_at}, ${id}::uuid))`.execute(ctx.tx);
    if (rows.length > 0)
      throw new Conflict({
        zh: "其后另有成绩文件入库，请先撤销那一个。",
        en: "Another file was taken in after it; take that one back first.",
      });
    scores = await putBack(ctx, found);
  } else if (found.job_id !== null) await ctx.jobs.cancel(found.job_id);
  await setImport(ctx, found, { state: "cancelled", finished: ctx.now });
  if (state !== "done") ctx.afterCommit(() => rm(found.file_path, { force: true }));
  await ctx.audit("scores.cancel", `season:${found.season_id}`, { state }, { import: id, state: "cancelled", scores });
  return showImport(ctx, id);
} // prettier-ignore

/** All rejected rows as a file: row, number, column, value, reason. */
export async function rejectedFile(ctx: Context, id: string): Promise<string> {
  const found = await requireImport(ctx, id);
  const head = ctx.locale === "en" ? "row,number,column,value,reason" : "行,考生号,列,值,原因";
  const lines = [head];
  for await (const { row, number, field, value, reason } of rejectedOf(ctx, found))
    lines.push([String(row), ...[number, field, value, reason].map(csvCell)].join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

async function* rejectedOf(
  ctx: Context,
  of: ScoreImport,
  most = Infinity,
): AsyncIterable<z.infer<typeof s.scoreFault>> {
  let after = -1;
  for (let left = most; left > 0;) {
    const take = Math.min(left, 1000);
    const { rows } = await sql<{
      row: number;
      number: string;
      field: string;
      value: string;
      zh: string;
      en: string;
    }>`select row_number as row, number, field, value, zh, en from admissions.score_row
      where province = ${of.province} and import_id = ${of.id} and outcome = 'rejected' and row_number > ${after}
      order by row_number limit ${take}`.execute(ctx.tx);
    for (const { zh, en, ...row } of rows) yield { ...row, reason: inLanguage(ctx, { zh, en }) };
    if (rows.length < take) return;
    after = rows.at(-1)!.row;
    left -= rows.length;
  }
}

const lineOf = (row: ScoreImport) => ({
  id: row.id,
  seasonId: row.season_id,
  fileName: row.file_name,
  sha256: row.sha256,
  state: row.state,
  jobId: row.job_id,
  read: row.rows_read,
  accepted: row.accepted,
  duplicate: row.duplicate,
  rejected: row.rejected,
  message: row.message,
  createdBy: row.created_by_name,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
});

const previewOf = (ctx: Context, season: SeasonBase, { preview }: ScoreImport) =>
  preview && {
    subjects: preview.subjects.map((one) => ({ ...one, name: nameOf(ctx, season, one.subject) })),
    warnings: preview.warnings.map((warning) => inLanguage(ctx, warning)),
  };

/** A subject's name in the reader's language; its key where the season has it no more. */
export const nameOf = (ctx: Context, season: SeasonBase, key: string): string => {
  const found = season.subjects.find((subject) => subject.key === key);
  return found ? inLanguage(ctx, subjectWords(found)) : key;
};
