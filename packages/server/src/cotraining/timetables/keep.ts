/** Setting up a timetable and moving its cells. */
import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { BadInput, inRegion, jsonText, NotFound, requireMatch, type Context } from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import {
  cellsFor,
  organisationsOf,
  requireReadable,
  withChanges,
  type CellChange,
  type TimetableInput,
} from "./document.ts";
import { showTimetable } from "./present.ts";
import type * as s from "./schemas.ts";
import { holdTimetable, requireTimetable, timetableEtag, writeDocument } from "./timetable.sql.ts"; // prettier-ignore

export type Shown = Promise<z.infer<typeof s.timetable>>;
type Setup = z.infer<typeof s.setup>;

/**
 * A new timetable of the actor's school or alliance.
 * @throws BadInput naming what of the limits cannot be read
 */
export async function createTimetable(ctx: Context, { title, startsOn, input }: Setup): Shown {
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "keepTimetable", { organisation });
  const { province, sample } = await installation(ctx);
  await check(ctx, startsOn, input as TimetableInput);
  const { rows } = await sql<{ name: string; region: string }>`select name, region from registry.organisation_version
    where organisation_id = ${organisation} and upper_inf(valid)`.execute(ctx.tx);
  if (!rows[0] || !inRegion(rows[0].region, province)) throw new NotFound({ zh: "单位", en: "organisation" });
  const id = uuidv7();
  await sql`insert into cotraining.timetable (province, id, organisation, organisation_name, region, title, starts_on, input, cells, partners, sample, created_by_name, created_at)
    values (${province}, ${id}, ${organisation}, ${rows[0].name}, ${rows[0].region}, ${title}, ${startsOn}, ${jsonText(input)}::jsonb,
      ${jsonText(cellsFor(input as TimetableInput, null))}::jsonb, ${await partnersOf(ctx, input as TimetableInput)}, ${sample}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("timetable.create", `timetable:${id}`, null, { title, cohorts: input.cohorts.length, weeks: input.weeks });
  return showTimetable(ctx, await requireTimetable(ctx, id));
} // prettier-ignore

/**
 * Changes the limits. Cells stay where they still can be; what the new limits leave no room for is empty.
 * @throws VersionChanged if somebody changed it meanwhile; BadInput
 */
export async function changeSetup(ctx: Context, request: FastifyRequest, id: string, { title, startsOn, input }: Setup): Shown {
  const row = await holdTimetable(ctx, id);
  requireMatch(request, timetableEtag(row));
  await check(ctx, startsOn, input as TimetableInput);
  const next = input as TimetableInput;
  await sql`update cotraining.timetable set title = ${title}, starts_on = ${startsOn}, partners = ${await partnersOf(ctx, next)}
    where province = ${row.province} and id = ${id}`.execute(ctx.tx);
  await writeDocument(ctx, row, { input: next, cells: cellsFor(next, row) });
  const said = (of: TimetableInput) => ({ cohorts: of.cohorts.length, places: of.places.length, weeks: of.weeks });
  await ctx.audit("timetable.change", `timetable:${id}`, { title: row.title, ...said(row.input) }, { title, ...said(next) });
  return showTimetable(ctx, await requireTimetable(ctx, id));
} // prettier-ignore

/**
 * Moves or locks cells by hand. A timetable that breaks limits is kept: its clashes are shown, and it is not published.
 * @throws VersionChanged if somebody changed it meanwhile; BadInput naming the change
 */
export async function moveCells(ctx: Context, request: FastifyRequest, id: string, changes: readonly CellChange[]): Shown {
  const row = await holdTimetable(ctx, id);
  requireMatch(request, timetableEtag(row));
  const next = withChanges(row.input, row.cells, changes);
  await writeDocument(ctx, row, next);
  const cell = (document: typeof next, { cohort, week }: CellChange) => document.cells[document.input.cohorts.findIndex(({ id }) => id === cohort)]?.[week] ?? null;
  const told = changes.slice(0, 50);
  await ctx.audit("timetable.move", `timetable:${id}`, told.map((one) => ({ cohort: one.cohort, week: one.week, cell: cell(row, one) })), told.map((one) => ({ cohort: one.cohort, week: one.week, cell: cell(next, one), lock: one.lock })));
  return showTimetable(ctx, await requireTimetable(ctx, id));
} // prettier-ignore

async function check(ctx: Context, startsOn: string, input: TimetableInput): Promise<void> {
  if (new Date(`${startsOn}T00:00:00Z`).getUTCDay() !== 1)
    throw new BadInput([{ part: "body", field: "startsOn", value: startsOn, reason: "第 1 周须从星期一开始 / week 1 begins on a Monday" }]);
  requireReadable(input);
  const known = async (ids: string[], query: (ids: string[]) => ReturnType<typeof sql<{ id: string }>>) =>
    new Set(ids.length === 0 ? [] : (await query(ids).execute(ctx.tx)).rows.map(({ id }) => id));
  const organisations = await known(organisationsOf(input), (ids) => sql<{ id: string }>`select distinct organisation_id as id from registry.organisation_version where organisation_id = any(${ids}::uuid[]) and upper_inf(valid)`);
  const agreements = await known(agreementsOf(input), (ids) => sql<{ id: string }>`select id from cotraining.agreement where id = any(${ids}::uuid[])`);
  input.places.forEach(({ id, organisation }) => {
    if (organisation && !organisations.has(organisation)) throw new BadInput([{ part: "body", field: `places[${id}].organisation`, reason: "名录中没有这个单位 / no such organisation" }]);
  });
  input.cohorts.forEach(({ id, agreement }) => {
    if (agreement && !agreements.has(agreement)) throw new BadInput([{ part: "body", field: `cohorts[${id}].agreement`, reason: "没有这份协议 / no such agreement" }]);
  });
} // prettier-ignore

const agreementsOf = ({ cohorts }: TimetableInput): string[] => [...new Set(cohorts.flatMap(({ agreement }) => agreement ?? []))]; // prettier-ignore

/** Organisations that read what is published: those of the places, and the parties of the agreements. */
async function partnersOf(ctx: Context, input: TimetableInput): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`select p.id from cotraining.agreement a cross join lateral (values (a.school), (a.enterprise)) p (id)
    where a.id = any(${agreementsOf(input)}::uuid[])`.execute(ctx.tx);
  return [...new Set([...organisationsOf(input), ...rows.map(({ id }) => id)])].filter((id) => id !== ctx.actor.organisation); // prettier-ignore
}
