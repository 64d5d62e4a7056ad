import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { literally } from "../platform/db/like.ts";
import {
  BadInput,
  Conflict,
  csvCell,
  decodeCursor,
  jsonText,
  NotFound,
  toPage,
  type Context,
} from "../platform/index.ts";
import { access } from "./access.ts";
import { rankExceptions, type RankException } from "./past-lines-check.ts";
import {
  LINE_FIELDS,
  lineKey,
  readPastLines,
  sameFigures,
  type LineFault,
  type PastLine,
} from "./past-lines-read.ts";
import type * as s from "./past-line-schemas.ts";
import { findSeason, type Season } from "./season.sql.ts"; // prettier-ignore

const SOURCE = { zh: "往年投档线", en: "past lines" };
const SHOWN = 100;
const MOST_SOURCES = 200;
const MOST_ROWS = 200_000;

/**
 * Takes in a published table of last places: lines of past years for the categories and batches of the season, which every later
 * season of the channel uses. in = accepted + duplicate + rejected; a line that another source has already is a duplicate, one
 * that contradicts it is rejected.
 * @param file received, removed by the caller
 * @throws BadInput if the file is no table or lacks a column; Conflict where the same file is there already
 */
export async function importPastLines(
  ctx: Context,
  seasonId: string,
  file: { path: string; name: string; sha256: string },
  about: z.infer<typeof s.about>,
): Promise<z.infer<typeof s.source>> {
  const season = await findSeason(ctx, seasonId);
  access.authorize(ctx.actor, "holdSeason", { region: season.province });
  const { rows: same } = await sql<{ title: string }>`select title from admissions.past_source
    where province = ${season.province} and channel = ${season.channel} and sha256 = ${file.sha256}`.execute(ctx.tx);
  if (same[0]) throw new Conflict({ zh: `同一个文件已经导入过（“${same[0].title}”）。`, en: `The same file is there already (“${same[0].title}”).` });
  const read = await readPastLines(file, season);
  if (read.read > MOST_ROWS) throw new BadInput([{ part: file.name, field: "file", reason: `超过 ${MOST_ROWS} 行 / more than ${MOST_ROWS} rows` }]);
  const { lines, duplicate, faults } = await withoutKnown(ctx, season, read);
  if (lines.length === 0 && faults.length > 0)
    throw new BadInput(faults.slice(0, SHOWN).map(({ row, field, value, zh, en }) => ({ part: file.name, row, field, value, reason: `${zh} / ${en}` })), { zh: `${read.read} 行中没有可用的投档线，没有导入任何行。`, en: `None of ${read.read} rows is a usable line; nothing was taken in.` });
  const id = uuidv7();
  await sql`insert into admissions.past_source (province, id, channel, title, publisher, url, file_name, sha256, rows_read, accepted, duplicate, rejected, faults,
      exceptions, sample, created_by, created_by_name, created_at)
    values (${season.province}, ${id}, ${season.channel}, ${about.title}, ${about.publisher}, ${about.url}, ${file.name}, ${file.sha256}, ${read.read}, ${lines.length},
      ${duplicate}, ${faults.length}, ${jsonText(faults)}::jsonb, ${jsonText(rankExceptions(lines))}::jsonb, ${season.sample}, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await sql`insert into admissions.past_line (province, source_id, channel, row_number, year, category, batch, school_code, school_name, programme, group_code, kind,
      last_score, last_rank, listed, admitted)
    select ${season.province}, ${id}::uuid, ${season.channel}, t.row, t.year, t.category, t.batch, t."schoolCode", t.school, t.programme, t."group", t.kind, t.score,
      t.rank, t.listed, t.admitted
    from jsonb_to_recordset(${jsonText(lines)}::jsonb) as t(row int, year int, category text, batch text, "schoolCode" text, school text, programme text,
      "group" text, kind text, score numeric, rank int, listed int, admitted int)`.execute(ctx.tx);
  await ctx.audit("past-lines.import", `past-lines:${id}`, null, { season: seasonId, ...about, file: file.name, sha256: file.sha256, read: read.read, accepted: lines.length, duplicate, rejected: faults.length });
  return showSource(ctx, id);
} // prettier-ignore

/** Lines that no source has; what one has already is a duplicate or, with other figures, a fault. */
async function withoutKnown(ctx: Context, season: Season, read: { lines: PastLine[]; duplicate: number; faults: LineFault[] }) {
  const { rows } = await sql<Parameters<typeof lineKey>[0] & { score: string | null; rank: number | null; title: string }>`
    select l.year, l.category, l.batch, l.school_name as school, l.programme, l.group_code as "group", l.kind, trim_scale(l.last_score)::text as score, l.last_rank as rank, p.title
    from admissions.past_line l join admissions.past_source p on p.province = l.province and p.id = l.source_id
    where l.province = ${season.province} and l.channel = ${season.channel}`.execute(ctx.tx);
  const known = new Map(rows.map((row) => [lineKey(row), row]));
  const lines: PastLine[] = [];
  const faults = [...read.faults];
  let { duplicate } = read;
  for (const line of read.lines) {
    const there = known.get(lineKey(line));
    if (!there) lines.push(line);
    else if (sameFigures(there, line)) duplicate++;
    else
      faults.push({ row: line.row, field: "rank", value: String(line.rank ?? line.score), zh: `“${there.title}”中这条线是另一个数（${there.rank ?? there.score}）`, en: `“${there.title}” has another figure (${there.rank ?? there.score}) for this line` });
  }
  return { lines, duplicate, faults: faults.sort((a, b) => a.row - b.row) };
} // prettier-ignore

interface SourceRow {
  id: string;
  title: string;
  publisher: string;
  url: string;
  file_name: string;
  sha256: string;
  rows_read: number;
  accepted: number;
  duplicate: number;
  rejected: number;
  faults: LineFault[];
  exceptions: RankException[];
  sample: boolean;
  created_by_name: string;
  created_at: Date;
  province: string;
  years: { year: number; category: string; lines: number; best: number | null; last: number | null }[] | null;
}

const SOURCES = sql`select p.*, (select jsonb_agg(y order by y.year desc, y.category) from (select l.year, l.category, count(*)::int as lines,
    min(l.last_rank) as best, max(l.last_rank) as last
  from admissions.past_line l where l.province = p.province and l.source_id = p.id group by l.year, l.category) y) as years from admissions.past_source p`;

const present = (row: SourceRow): z.infer<typeof s.source> => ({
  id: row.id,
  title: row.title,
  publisher: row.publisher,
  url: row.url,
  fileName: row.file_name,
  sha256: row.sha256,
  read: row.rows_read,
  accepted: row.accepted,
  duplicate: row.duplicate,
  rejected: row.rejected,
  faults: row.faults.slice(0, SHOWN),
  exceptions: row.exceptions.slice(0, SHOWN),
  exceptionCount: row.exceptions.length,
  years: row.years ?? [],
  sample: row.sample,
  createdBy: row.created_by_name,
  createdAt: row.created_at.toISOString(),
});

async function findSource(ctx: Context, id: string): Promise<SourceRow> {
  const { rows } = await sql<SourceRow>`${SOURCES} where p.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound(SOURCE);
  return rows[0];
}

const showSource = async (ctx: Context, id: string) => present(await findSource(ctx, id));

/** Sources of the season's province and channel, the newest first. */
export async function listSources(ctx: Context, seasonId: string): Promise<z.infer<typeof s.sourcePage>> {
  const season = await findSeason(ctx, seasonId);
  const { rows } =
    await sql<SourceRow>`${SOURCES} where p.province = ${season.province} and p.channel = ${season.channel}
    order by p.id desc limit ${MOST_SOURCES}`.execute(ctx.tx);
  return { items: rows.map(present), next: null };
}

/** The lines of a source as they were published, in the order of its file. */
export async function linesOf(ctx: Context, id: string, query: z.infer<typeof s.lineQuery>): Promise<z.infer<typeof s.linePage>> {
  const source = await findSource(ctx, id);
  const after = decodeCursor(query.cursor, 1);
  const words = query.q ? `%${literally(query.q)}%` : null;
  const { rows } = await sql<z.infer<typeof s.line>>`select l.row_number as row, l.year, l.category, l.batch, l.school_name as school, l.programme, l.group_code as "group",
      l.kind, trim_scale(l.last_score)::text as score, l.last_rank as rank, l.listed, l.admitted
    from admissions.past_line l where l.province = ${source.province} and l.source_id = ${id}
      ${words ? sql`and (l.school_name like ${words} or l.programme like ${words})` : sql``} ${query.year ? sql`and l.year = ${query.year}` : sql``}
      ${query.category ? sql`and l.category = ${query.category}` : sql``} ${after ? sql`and l.row_number > ${Number(after[0])}` : sql``}
    order by l.row_number limit ${query.limit + 1}`.execute(ctx.tx);
  return toPage(rows, query.limit, ({ row }) => [row]);
} // prettier-ignore

/** What was rejected, as CSV. */
export async function rejectedLines(ctx: Context, id: string): Promise<string> {
  const { faults, province } = await findSource(ctx, id);
  access.authorize(ctx.actor, "holdSeason", { region: province });
  const english = ctx.locale === "en";
  const names = new Map(LINE_FIELDS.map(({ field, zh, en }) => [field, english ? en : zh]));
  const head = english ? ["Row", "Column", "Value", "Reason"] : ["行号", "列", "值", "原因"];
  const lines = faults.map(({ row, field, value, zh, en }) => [String(row), names.get(field) ?? field, value, english ? en : zh]); // prettier-ignore
  return "\ufeff" + [head, ...lines].map((line) => line.map(csvCell).join(",") + "\r\n").join("");
}

/** Takes a source and its lines away, e.g. for a corrected file. */
export async function removeSource(ctx: Context, id: string): Promise<z.infer<typeof s.removedSource>> {
  const { province, title, sha256, accepted } = await findSource(ctx, id);
  access.authorize(ctx.actor, "holdSeason", { region: province });
  await sql`delete from admissions.past_line where province = ${province} and source_id = ${id}`.execute(
    ctx.tx,
  );
  await sql`delete from admissions.past_source where province = ${province} and id = ${id}`.execute(ctx.tx);
  await ctx.audit("past-lines.remove", `past-lines:${id}`, { title, sha256, accepted }, null);
  return { removed: id };
}
