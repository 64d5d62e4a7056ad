import { sql } from "kysely";
import type { z } from "zod";
import { decodeCursor, listFiles, NotFound, toPage, type Context } from "../platform/index.ts";
import { regionName } from "../registry/index.ts";
import { access } from "./access.ts";
import { allBars, doubtsOf, missingEvidence, missingIn } from "./candidate-checks.ts";
import type * as s from "./candidate-schemas.ts";
import { candidateProcedure, type CandidateStep } from "./candidate-state.ts";
import {
  candidateEtag,
  factsOf,
  formOf,
  requireCandidate,
  selectCandidates,
  stateOf,
  type CandidateRow,
  type PersonFacts,
} from "./candidates.sql.ts";
import { within } from "./season-calendar.ts";
import { findSeason, LAST_ACTION, type Season } from "./season.sql.ts"; // prettier-ignore

type Line = z.infer<typeof s.candidateLine>;

export function candidateLine(row: CandidateRow, facts: PersonFacts | undefined): Line {
  const state = stateOf(row);
  return {
    id: row.id,
    seasonId: row.season_id,
    number: row.number,
    name: facts?.name ?? "",
    kind: row.kind,
    category: { key: row.category, name: row.category_name },
    school: row.school === null ? null : { id: row.school, name: row.school_name ?? "" },
    programme: row.declared.programme ?? facts?.programme ?? null,
    state,
    stateWords: candidateProcedure.states[state],
    since: row.actions.at(-1)!.at,
    claims: row.declared.quotas ?? [],
    quotas: row.quotas,
    sample: row.sample,
  };
}

const subjectOf = (row: Pick<CandidateRow, "province" | "school" | "person">) => ({ region: row.province, organisation: row.school, person: row.person }); // prettier-ignore

/** A candidate whom the actor may read. @throws NotFound */
export async function readableCandidate(ctx: Context, id: string): Promise<CandidateRow> {
  const row = await requireCandidate(ctx, id);
  access.authorize(ctx.actor, "readCandidate", subjectOf(row));
  return row;
}

/** Where and when candidates are tested, once it is out; the office sees it before. */
export async function seatsOf(ctx: Context, ids: readonly string[]): Promise<Map<string, z.infer<typeof s.seat>>> {
  const { rows } = await sql<{ id: string; session: string; name: string; address: string; city: string; category: string; begins: Date; ends: Date; seat: number }>`
    select t.candidate_id as id, x.id as session, p.name, p.address, p.city, x.category, x.begins, x.ends, t.seat from admissions.seating t
      join admissions.session x on x.province = t.province and x.id = t.session_id
      join admissions.site p on p.province = x.province and p.id = x.site_id
    where t.candidate_id = any (${[...ids]}::uuid[])`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.id, {
    session: row.session,
    site: { name: row.name, address: row.address, city: regionName(row.city) },
    category: row.category,
    begins: row.begins.toISOString(),
    ends: row.ends.toISOString(),
    seat: row.seat,
  }]));
} // prettier-ignore

/** All of one registration. @throws NotFound */
export async function candidateById(ctx: Context, id: string): Promise<z.infer<typeof s.candidate>> {
  const row = await readableCandidate(ctx, id);
  await ctx.auditRead(`person:${row.person}`, ["registry.person.name", "admissions.candidate.declared"]);
  return showCandidate(ctx, row, await findSeason(ctx, row.season_id));
}

/** The exemption that stands: proposed and on notice, or admitted by. */
function exemptionOf(season: Season, row: CandidateRow): z.infer<typeof s.candidate>["exemption"] {
  const state = stateOf(row);
  const proposed = row.actions.findLast(({ action }) => action === "exempt")?.payload;
  if (!proposed || (state !== "exempted" && state !== "exempt-admitted")) return null;
  const words = season.exemptions.awards.find(({ key }) => key === proposed.award)?.words;
  return {
    ...proposed,
    awardWords: words ?? { zh: proposed.award, en: proposed.award },
    admittedAt: state === "exempt-admitted" ? row.actions.at(-1)!.at : null,
  };
}

async function showCandidate(ctx: Context, row: CandidateRow, season: Season): Promise<z.infer<typeof s.candidate>> {
  const facts = (await factsOf(ctx, season, [row.person])).get(row.person);
  const form = formOf(row);
  const own = ctx.actor.personId === row.person;
  const files = await listFiles(ctx, `candidate:${row.id}`);
  const state = stateOf(row);
  const office = access.reach(ctx.actor.role, "exempt") !== undefined;
  const rights = own ? ["register"] : office ? ["confirmCandidate", "exempt"] : ["confirmCandidate"];
  return {
    ...candidateLine(row, facts),
    season: { id: season.id, name: season.name, year: season.year, state: season.state },
    form,
    bars: allBars(season, form, facts),
    missing: [...missingIn(season, form), ...missingEvidence(form, files)].map(({ field, reason }) => ({ field, reason })),
    doubts: own ? [] : doubtsOf(season, form, facts),
    files: files.map(({ id, name, bytes, state: scanned }) => ({ id, name, bytes, state: scanned })),
    history: row.actions.map(({ action, note, by_name, at }) => ({
      step: action,
      words: candidateProcedure.steps[action].words,
      note,
      // a candidate deals with an office, not with a person in it
      by: own && !["register", "submit", "withdraw"].includes(action) ? "" : by_name,
      at,
    })),
    next: candidateProcedure.open(state, rights).map((step) => ({ step, words: candidateProcedure.steps[step].words })),
    seat: (await seatsOf(ctx, [row.id])).get(row.id) ?? null,
    exemption: exemptionOf(season, row),
    etag: candidateEtag(row),
  };
} // prettier-ignore

/** The actor's own registrations, and where he may register now. */
export async function ownRegistrations(ctx: Context): Promise<z.infer<typeof s.own>> {
  const { personId } = ctx.actor;
  access.authorize(ctx.actor, "register", { person: personId });
  const rows = await selectCandidates(ctx, sql`c.person = ${personId}`, sql`order by c.created_at desc limit 20`);
  const items = [];
  for (const row of rows) items.push(await showCandidate(ctx, row, await findSeason(ctx, row.season_id)));
  const { rows: seasons } = await sql<{ id: string; name: string; year: number; calendar: Season["calendar"] }>`
    select s.id, s.name, s.year, s.calendar from admissions.season s where s.province = (select platform.actor_province())
      and admissions.season_last(s.province, s.id) = 'open' order by s.year, s.id`.execute(ctx.tx);
  const taken = new Set(rows.map(({ season_id }) => season_id));
  const open = seasons
    .filter(({ id, calendar }) => !taken.has(id) && within(calendar, "register", ctx.now))
    .map(({ id, name, year, calendar }) => ({ id, name, year, until: calendar.find(({ key }) => key === "register")?.due ?? null }));
  return { items, open };
} // prettier-ignore

/** Candidates of a season that the actor may read: the office all, a school its own. @throws NotFound */
export async function listCandidates(ctx: Context, seasonId: string, query: z.infer<typeof s.candidateQuery>): Promise<z.infer<typeof s.candidatePage>> {
  const season = await findSeason(ctx, seasonId);
  access.authorize(ctx.actor, "readCandidate", { region: season.province, organisation: ctx.actor.organisation, person: ctx.actor.personId });
  const after = decodeCursor(query.cursor, 1);
  const actions = query.state ? candidateProcedure.leadingTo([query.state]) : null;
  const named = query.q && !/^\d+$/.test(query.q) ? sql`c.id in (select n.id from admissions.candidates_named(${season.province}, ${seasonId}, ${query.q}) n (id))` : null;
  const where = sql`c.province = ${season.province} and c.season_id = ${seasonId}
    and ${actions ? sql`${LAST_ACTION} = any (${actions}::text[])` : sql`true`}
    and ${query.category ? sql`c.category = ${query.category}` : sql`true`}
    and ${query.kind ? sql`c.kind = ${query.kind}` : sql`true`}
    and ${query.school ? sql`c.school = ${query.school}::uuid` : sql`true`}
    and ${query.quota ? sql`c.declared -> 'quotas' ? ${query.quota}` : sql`true`}
    and ${query.exempt ? sql`c.declared -> 'exemption' ->> 'award' is not null` : sql`true`}
    and ${query.unseated ? sql`${LAST_ACTION} = 'confirm' and g.skill_minutes is not null and not exists (select from admissions.seating t
      where t.province = c.province and t.candidate_id = c.id)` : sql`true`}
    and ${named ?? (query.q ? sql`starts_with(c.number, ${query.q})` : sql`true`)}
    and ${after ? sql`c.id > ${after[0]}::uuid` : sql`true`}`;
  const rows = await selectCandidates(ctx, where, sql`order by c.id limit ${query.limit + 1}`);
  const facts = await factsOf(ctx, season, rows.map(({ person }) => person));
  const page = toPage(rows, query.limit, ({ id }) => [id], (row) => candidateLine(row, facts.get(row.person)));
  // on the first page; they cost a look at everybody
  const { rows: counts } = after ? { rows: [] } : await sql<{ action: CandidateStep; count: number }>`select ${LAST_ACTION} as action, count(*)::int as count
    from admissions.candidate c where c.province = ${season.province} and c.season_id = ${seasonId} group by 1`.execute(ctx.tx);
  const states = new Map<string, number>();
  for (const { action, count } of counts) {
    const { to } = candidateProcedure.steps[action];
    states.set(to, (states.get(to) ?? 0) + count);
  }
  const { organisation, region } = ctx.actor;
  await ctx.auditRead(organisation ? `organisation:${organisation}` : `region:${region}`, ["registry.person.name", "admissions.candidate.number"]);
  return { ...page, states: [...states].map(([state, count]) => ({ state, count })) };
} // prettier-ignore

/** 准考证: what a candidate takes to his tests. @throws NotFound before he is confirmed */
export async function ticketOf(ctx: Context, id: string): Promise<z.infer<typeof s.ticket>> {
  const row = await readableCandidate(ctx, id);
  const season = await findSeason(ctx, row.season_id);
  if (stateOf(row) !== "confirmed" || row.number === null || !season.actions.some(({ action }) => action === "publish-sessions"))
    throw new NotFound({ zh: "准考证", en: "ticket" });
  const facts = (await factsOf(ctx, season, [row.person])).get(row.person);
  await ctx.auditRead(`person:${row.person}`, ["registry.person.name", "admissions.candidate.number"]);
  return {
    candidate: row.id,
    number: row.number,
    name: facts?.name ?? "",
    season: { id: season.id, name: season.name, year: season.year },
    category: { key: row.category, name: row.category_name },
    school: row.school_name,
    seat: (await seatsOf(ctx, [id])).get(id) ?? null,
    subjects: season.subjects.map(({ key, name, kind, max }) => ({ key, name: typeof name === "string" ? name : name.zh, kind, max })),
  };
} // prettier-ignore
