import ExcelJS from "exceljs";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import { access } from "../access.ts";
import type { Context, Locale } from "../context.ts";
import { plainText } from "../files/csv-cell.ts";
import type { Sentence } from "../http/problems.ts";
import { Forbidden } from "../http/problems.ts";
import type { Platform } from "../platform.ts";
import { dayInChina } from "../day.ts";
import { keeperOf } from "./ask.ts";
import type { ExportSection, PersonalModule } from "./hooks.ts";

export type ExportFormat = "json" | "html" | "xlsx";

/**
 * All that is held about the one who asks, over all modules (PIPL article 45). Nobody has to decide about it: who is
 * signed in gets what is his. It leaves its trace, and stands among his requests as done.
 */
export async function exportOfMe(
  ctx: Context,
  { platform, modules }: { platform: Platform; modules: readonly PersonalModule[] },
  format: ExportFormat,
): Promise<{ name: string; type: string; content: Buffer | string }> {
  const { personId } = ctx.actor;
  if (personId === null) throw new Forbidden();
  access.authorize(ctx.actor, "askAboutMe", { person: personId });
  const userId = ctx.actor.userId ?? (await keeperOf(platform, modules, personId))?.userId ?? null;
  const sections = await platform.db.transaction().execute(async (tx) => {
    await sql`set transaction isolation level repeatable read, read only`.execute(tx);
    const found: ExportSection[] = [];
    const scope = { tx, vault: platform.vault, personId, userId, now: ctx.now };
    for (const { personalData } of modules) found.push(...((await personalData?.exportOf?.(scope)) ?? []));
    return found.filter(({ rows }) => rows.length > 0);
  });
  await ctx.auditRead(`person:${personId}`, ["*"], "本人导出", "personal.export");
  await sql`insert into platform.personal_request (id, kind, person_id, region, state, asked_by, asked_at, due_on, done_at)
    values (${uuidv7()}, 'export', ${personId}, ${ctx.actor.region}, 'done', ${userId}, ${ctx.now}, ${dayInChina(ctx.now)}, ${ctx.now})`.execute(
    platform.db,
  );
  const name = `personal-data-${dayInChina(ctx.now)}.${format}`;
  switch (format) {
    case "json":
      return { name, type: "application/json; charset=utf-8", content: asJson(sections, ctx) };
    case "html":
      return { name, type: "text/html; charset=utf-8", content: asHtml(sections, ctx) };
    case "xlsx":
      return {
        name,
        type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        content: await asXlsx(sections, ctx.locale),
      };
  }
}

const say = (sentence: Sentence, locale: Locale): string => (locale === "en" ? sentence.en : sentence.zh);
const TITLE = { zh: "本人的个人信息", en: "Personal data held about me" };

function asJson(sections: readonly ExportSection[], ctx: Context): string {
  const said = (sentence: Sentence) => say(sentence, ctx.locale);
  const parts = sections.map(({ title, columns, rows }) => ({
    title: said(title),
    rows: rows.map((row) => Object.fromEntries(columns.map((column, n) => [said(column), row[n] ?? null]))),
  }));
  return `${JSON.stringify({ title: said(TITLE), at: ctx.now.toISOString(), sections: parts }, null, 2)}\n`;
}

const HTML: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => HTML[character]!);

function asHtml(sections: readonly ExportSection[], ctx: Context): string {
  const said = (sentence: Sentence) => escaped(say(sentence, ctx.locale));
  const cell = (value: string | number | null) => (value === null ? "—" : escaped(String(value)));
  const body = sections
    .map(({ title, columns, rows }) => {
      const head = columns.map((column) => `<th scope="col">${said(column)}</th>`).join("");
      const lines = rows.map((row) => `<tr>${row.map((value) => `<td>${cell(value)}</td>`).join("")}</tr>`);
      return `<h2>${said(title)}</h2>\n<table><thead><tr>${head}</tr></thead><tbody>\n${lines.join("\n")}\n</tbody></table>`;
    })
    .join("\n");
  const css =
    "body{font:16px/1.6 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.3rem .6rem;text-align:left;vertical-align:top}";
  return `<!doctype html>\n<html lang="${ctx.locale}"><meta charset="utf-8"><title>${said(TITLE)}</title><style>${css}</style>\n<h1>${said(TITLE)}</h1>\n<p>${escaped(ctx.actor.name)}　${dayInChina(ctx.now)}</p>\n${body}\n</html>\n`;
}

async function asXlsx(sections: readonly ExportSection[], locale: Locale): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  for (const [n, { title, columns, rows }] of sections.entries()) {
    const name = `${n + 1} ${say(title, locale)}`.replace(/[\\/*?:[\]]/g, " ").slice(0, 31);
    const sheet = book.addWorksheet(name);
    sheet.addRow(columns.map((column) => say(column, locale))).font = { bold: true };
    for (const row of rows)
      sheet.addRow(row.map((value) => (typeof value === "string" ? plainText(value) : value)));
    for (let column = 1; column <= columns.length; column++) sheet.getColumn(column).width = 24;
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}
