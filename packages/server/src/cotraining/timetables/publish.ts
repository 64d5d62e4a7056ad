import type { FastifyRequest } from "fastify";
import { clashesOf, clashSentence } from "@tixi/engines/rotation-check";
import { sql } from "kysely";
import { Conflict, jsonText, requireMatch, type Context } from "../../platform/index.ts";
import type { Cells, TimetableInput } from "./document.ts";
import type { Shown } from "./keep.ts";
import { showTimetable } from "./present.ts";
import {
  editionsOf,
  holdTimetable,
  requireTimetable,
  timetableEtag,
  type EditionRow,
} from "./timetable.sql.ts";
import { tellOfTimetable } from "./told.ts";

const TOLD = 5;

/**
 * Publishes the timetable as its next edition: calendars show it from now on, partners read it and are told.
 * @throws VersionChanged if somebody changed it meanwhile; Conflict naming what it breaks
 */
export async function publishTimetable(ctx: Context, request: FastifyRequest, id: string, note: string): Shown {
  const row = await holdTimetable(ctx, id);
  requireMatch(request, timetableEtag(row));
  if (row.input.cohorts.length === 0) throw new Conflict({ zh: "课表是空的。", en: "The timetable is empty." });
  const clashes = clashesOf(row.input, row.cells);
  if (clashes.length > 0) {
    const say = (language: "zh" | "en") => clashes.slice(0, TOLD).map((clash) => clashSentence(clash, language));
    throw new Conflict({
      zh: `有 ${clashes.length} 处冲突，不能发布：${say("zh").join("；")}${clashes.length > TOLD ? "……" : ""}。`,
      en: `It has ${clashes.length} clashes and is not published: ${say("en").join("; ")}${clashes.length > TOLD ? " …" : ""}.`,
    });
  }
  const [last] = await editionsOf(ctx, id, 1);
  const n = row.editions + 1;
  await sql`insert into cotraining.timetable_edition (province, timetable_id, n, starts_on, input, cells, sequences, note, by_user, by_name, at)
    values (${row.province}, ${id}, ${n}, ${row.starts_on}, ${jsonText(row.input)}::jsonb, ${jsonText(row.cells)}::jsonb,
      ${jsonText(sequencesOf(row, last))}::jsonb, ${note}, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await sql`update cotraining.timetable set editions = ${n} where province = ${row.province} and id = ${id}`.execute(ctx.tx);
  await ctx.audit("timetable.publish", `timetable:${id}`, { edition: row.editions }, { edition: n, note });
  await tellOfTimetable(ctx, row, n);
  return showTimetable(ctx, await requireTimetable(ctx, id));
} // prettier-ignore

/** How often each week of each cohort was changed since it was first published. A number never falls, also of a cohort that was away. */
export function sequencesOf(now: { input: TimetableInput; cells: Cells; starts_on: string }, last: EditionRow | undefined): Record<string, number[]> {
  const own = now.input.cohorts.map(({ id }, c) => {
    const at = last?.input.cohorts.findIndex((one) => one.id === id) ?? -1;
    const before = last?.sequences[id];
    const changed = (week: number): boolean => {
      if (!last || !before) return false;
      const [one, other] = [now.cells[c]![week], last.cells[at]?.[week]];
      return last.starts_on !== now.starts_on || one?.place !== other?.place || one?.need !== other?.need;
    };
    return [id, Array.from({ length: now.input.weeks }, (_, week) => (before?.[week] ?? 0) + (changed(week) ? 1 : 0))] as const;
  });
  return { ...last?.sequences, ...Object.fromEntries(own) };
} // prettier-ignore
