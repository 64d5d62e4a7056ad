import { sql } from "kysely";
import type { z } from "zod";
import { decodeCursor, toPage, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { differences } from "./document.ts";
import { feedsOf } from "./feeds.ts";
import type * as s from "./schemas.ts";
import { editionsOf, listTimetables, requireTimetable, timetableEtag, type TimetableRow } from "./timetable.sql.ts"; // prettier-ignore

/** Whether the actor's organisation keeps it. */
const keeps = (ctx: Context, { organisation }: TimetableRow): boolean =>
  access.reach(ctx.actor.role, "keepTimetable") !== undefined && ctx.actor.organisation === organisation;

/** Timetables of the actor's organisation, those in which it has a part, those of his region; newest first. */
export async function timetables(ctx: Context, query: { cursor?: string | undefined; limit: number }): Promise<z.infer<typeof s.page>> {
  const [after] = decodeCursor(query.cursor, 1) ?? [null];
  const rows = await listTimetables(ctx, after as string | null, query.limit + 1);
  const page = toPage(rows, query.limit, (row) => [row.id], ({ organisation_name, starts_on, ...row }) => ({ ...row, organisationName: organisation_name, startsOn: starts_on }));
  return { ...page, mayKeep: access.reach(ctx.actor.role, "keepTimetable") !== undefined && ctx.actor.organisation !== null };
} // prettier-ignore

export async function showTimetable(ctx: Context, row: TimetableRow): Promise<z.infer<typeof s.timetable>> {
  const mayKeep = keeps(ctx, row);
  const editions = await editionsOf(ctx, row.id);
  const last = editions[0];
  return {
    id: row.id,
    title: row.title,
    organisationName: row.organisation_name,
    startsOn: row.starts_on,
    input: row.input as z.infer<typeof s.limits>,
    cells: row.cells,
    solving: row.solving,
    job: row.job,
    outcome: row.outcome,
    unpublished: last ? (last.starts_on === row.starts_on ? differences(last.cells, row.cells) : row.input.cohorts.length * row.input.weeks) : null,
    editions: editions.map(({ n, note, by_name, at }) => ({ n, note, by: by_name, at })),
    feeds: mayKeep ? await feedsOf(ctx, row.id) : [],
    mayKeep,
    sample: row.sample,
    etag: timetableEtag(row),
  };
} // prettier-ignore

/** Why there is no timetable: the limits that clash, and prices by which anybody can check it. */
export async function showProof(ctx: Context, id: string): Promise<z.infer<typeof s.proof> | null> {
  const { title, outcome } = await requireTimetable(ctx, id);
  if (outcome?.kind !== "conflict") return null;
  const { sentences, input, limits, certificate, certified } = outcome;
  return { title, head: { zh: sentences.zh[0]!, en: sentences.en[0]! }, input, limits, certificate, certified };
} // prettier-ignore

/** What a set-up may name: agreements that the actor reads, and whose places may be used: their parties, and members of his alliance. */
export async function choicesOf(ctx: Context): Promise<z.infer<typeof s.choices>> {
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "keepTimetable", { organisation });
  const agreements = await sql<{ id: string; title: string; people: number }>`select id, title, people from cotraining.agreement
    where cotraining.agreement_state(province, id) = 'in-force' order by title, id limit 500`.execute(ctx.tx);
  const organisations = await sql<{ id: string; name: string }>`
    select enterprise as id, enterprise_name as name from cotraining.agreement where enterprise <> ${organisation}
    union select organisation, name from alliances.member m where m.alliance_id = ${organisation} and alliances.is_active(m.province, m.id)
    order by name limit 500`.execute(ctx.tx);
  return { agreements: agreements.rows, organisations: organisations.rows };
} // prettier-ignore
