import { scheduleSessions, type Lack } from "@tixi/engines/sessions";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { Conflict, decodeCursor, NotFound, toPage, type Context } from "../platform/index.ts";
import { isSampleProvince, regionName, tiles } from "../registry/index.ts";
import { access } from "./access.ts";
import { factsOf, holdCandidates, requireCandidate, stateOf } from "./candidates.sql.ts";
import { candidateById } from "./candidates.ts";
import type * as c from "./candidate-schemas.ts";
import type * as s from "./session-schemas.ts";
import { findSeason, LAST_ACTION, type Season } from "./season.sql.ts";
import { seatableSeason, sitesOf } from "./sites.ts";
import { tellOfSeat } from "./told.ts"; // prettier-ignore

const MINUTE = 60_000;
const SESSION = { zh: "场次", en: "session" };
/** So many seats are written with one statement. */
const STEP = 20_000;

/**
 * Plans all sessions anew and seats everybody who is confirmed and whose category has a test.
 * @throws Conflict before registration is closed, once the sessions are out, or where places are lacking: it says which
 * category lacks how many
 */
export async function planSessions(ctx: Context, seasonId: string, input: z.infer<typeof s.planSessions>): Promise<z.infer<typeof s.planned>> {
  const season = await seatableSeason(ctx, seasonId);
  if (season.state !== "confirmed") throw new Conflict({ zh: "报名截止后才能排考。", en: "Sessions are planned once registration is closed." });
  const categories = season.categories.flatMap(({ key, skillMinutes }) => (skillMinutes === null ? [] : [{ key, minutes: skillMinutes }]));
  const sites = (await sitesOf(ctx, season)).map(({ id, city, places, open }) => ({
    id,
    city: cityOf(city),
    places,
    open: open.map(({ from, until }) => ({ from: Math.ceil(Date.parse(from) / MINUTE), until: Math.floor(Date.parse(until) / MINUTE) })),
  }));
  const { rows } = await sql<{ id: string; category: string; city: string; school: string }>`select c.id, c.category,
      coalesce(c.declared ->> 'city', '') as city, coalesce(c.school::text, '') as school
    from admissions.candidate c where c.province = ${season.province} and c.season_id = ${seasonId}
      and c.category = any (${categories.map(({ key }) => key)}::text[]) and ${LAST_ACTION} = 'confirm'`.execute(ctx.tx);
  const candidates = rows.map((row) => ({ ...row, city: row.city === "" ? "" : cityOf(row.city) }));
  const plan = scheduleSessions({ categories, sites, candidates, breakMinutes: input.breakMinutes, ...distances(season.province) });
  if (!plan.ok) throw new Conflict(lackWords(plan.lacks), { lacks: plan.lacks });
  await dropSessions(ctx, season);
  const ids = plan.sessions.map(() => uuidv7());
  const time = (minutes: number) => new Date(minutes * MINUTE);
  const { sessions } = plan;
  await sql`insert into admissions.session (province, season_id, id, site_id, category, begins, ends, places)
    select ${season.province}, ${seasonId}::uuid, u.* from unnest(${ids}::uuid[], ${sessions.map(({ site }) => site)}::uuid[],
      ${sessions.map(({ category }) => category)}::text[], ${sessions.map(({ begins }) => time(begins))}::timestamptz[],
      ${sessions.map(({ ends }) => time(ends))}::timestamptz[], ${sessions.map(({ places }) => places)}::int[]) u`.execute(ctx.tx);
  const seats = sessions.flatMap((session, i) => session.seats.map((id, k) => ({ id, session: ids[i]!, seat: k + 1 })));
  for (let from = 0; from < seats.length; from += STEP) {
    const part = seats.slice(from, from + STEP);
    await sql`insert into admissions.seating (province, candidate_id, session_id, seat) select ${season.province}, u.*
      from unnest(${part.map(({ id }) => id)}::uuid[], ${part.map(({ session }) => session)}::uuid[], ${part.map(({ seat }) => seat)}::int[]) u`.execute(ctx.tx);
  }
  const answer = { sessions: sessions.length, seated: seats.length, away: plan.away, bound: plan.bound };
  await ctx.audit("sessions.plan", `season:${seasonId}`, null, { ...answer, breakMinutes: input.breakMinutes });
  return answer;
} // prettier-ignore

const cityOf = (region: string): string => `${region.slice(0, 4)}00`;

/** Where the places of cities are known, which is in the sample province, the nearest is taken; elsewhere all are alike. */
function distances(province: string): { distance?: (from: string, to: string) => number } {
  if (!isSampleProvince(province)) return {};
  const at = new Map(tiles(province).map((tile) => [tile.code, tile]));
  return {
    distance: (from, to) => {
      const [a, b] = [at.get(from), at.get(to)];
      return a && b ? Math.abs(a.x - b.x) + Math.abs(a.y - b.y) : 100;
    },
  };
}

const lackWords = (lacks: readonly Lack[]) => ({
  zh: `考位不足：${lacks.map((l) => `${l.category}有考生 ${l.candidates} 人，${l.sites} 个考点在开放时间内共 ${l.places} 个考位，缺 ${l.short} 个`).join("；")}。`,
  en: `Places are lacking: ${lacks.map((l) => `${l.category} has ${l.candidates} candidates and ${l.places} places in ${l.sites} sites, ${l.short} too few`).join("; ")}.`,
}); // prettier-ignore

async function dropSessions(ctx: Context, season: Season): Promise<void> {
  await sql`delete from admissions.seating t using admissions.session x where x.province = t.province and x.id = t.session_id
    and x.province = ${season.province} and x.season_id = ${season.id}`.execute(ctx.tx);
  await sql`delete from admissions.session where province = ${season.province} and season_id = ${season.id}`.execute(ctx.tx); // prettier-ignore
}

/** Takes all sessions back, so that sites may be changed. @throws Conflict once they are out */
export async function clearSessions(ctx: Context, seasonId: string): Promise<z.infer<typeof s.planned>> {
  const season = await seatableSeason(ctx, seasonId);
  await dropSessions(ctx, season);
  await ctx.audit("sessions.clear", `season:${seasonId}`);
  return { sessions: 0, seated: 0, away: 0, bound: 0 };
}

interface SessionRow {
  id: string;
  province: string;
  season_id: string;
  site_id: string;
  name: string;
  city: string;
  category: string;
  begins: Date;
  ends: Date;
  places: number;
  seated: number;
}

const COLUMNS = sql`x.id, x.province, x.season_id, x.site_id, p.name, p.city, x.category, x.begins, x.ends, x.places,
  (select count(*)::int from admissions.seating t where t.province = x.province and t.session_id = x.id) as seated
  from admissions.session x join admissions.site p on p.province = x.province and p.id = x.site_id`;

const present = (ctx: Context, row: SessionRow) => ({
  id: row.id,
  site: { id: row.site_id, name: row.name, city: row.city, cityName: regionName(row.city) },
  category: row.category,
  begins: row.begins.toISOString(),
  ends: row.ends.toISOString(),
  places: row.places,
  // others see a part of the seats, or none
  seated: access.reach(ctx.actor.role, "holdSeason") !== undefined && ctx.actor.region === row.province ? row.seated : null, // prettier-ignore
});

/** Sessions in the order of time; anybody once they are out. */
export async function listSessions(ctx: Context, seasonId: string, query: z.infer<typeof s.sessionQuery>): Promise<z.infer<typeof s.sessionPage>> {
  const season = await findSeason(ctx, seasonId);
  access.authorize(ctx.actor, "readSeason", { region: season.province, published: season.state !== "draft" });
  const after = decodeCursor(query.cursor, 2);
  const { rows } = await sql<SessionRow>`select ${COLUMNS} where x.province = ${season.province} and x.season_id = ${seasonId}
      and ${query.site ? sql`x.site_id = ${query.site}::uuid` : sql`true`} and ${query.category ? sql`x.category = ${query.category}` : sql`true`}
      and ${query.day ? sql`(x.begins at time zone 'Asia/Shanghai')::date = ${query.day}::date` : sql`true`}
      and ${after ? sql`(x.begins, x.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by x.begins, x.id limit ${query.limit + 1}`.execute(ctx.tx);
  return toPage(rows, query.limit, (row) => [row.begins.toISOString(), row.id], (row) => present(ctx, row));
} // prettier-ignore

async function requireSession(ctx: Context, id: string): Promise<SessionRow> {
  const { rows } = await sql<SessionRow>`select ${COLUMNS} where x.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound(SESSION);
  return rows[0];
}

/** A session with those who sit in it, for the office. @throws NotFound */
export async function sessionById(ctx: Context, id: string): Promise<z.infer<typeof s.session>> {
  const row = await requireSession(ctx, id);
  access.authorize(ctx.actor, "holdSeason", { region: row.province });
  const { rows } = await sql<{ seat: number; candidate: string; person: string; number: string | null; school: string | null }>`
    select t.seat, c.id as candidate, c.person, c.number, v.name as school from admissions.seating t
      join admissions.candidate c on c.province = t.province and c.id = t.candidate_id
      left join registry.organisation_version v on v.organisation_id = c.school and upper_inf(v.valid)
    where t.province = ${row.province} and t.session_id = ${id} order by t.seat`.execute(ctx.tx);
  const season = await findSeason(ctx, row.season_id);
  const facts = await factsOf(ctx, season, rows.map(({ person }) => person));
  await ctx.auditRead(`region:${row.province}`, ["registry.person.name", "admissions.candidate.number"]);
  return { ...present(ctx, row), seats: rows.map(({ person, ...seat }) => ({ ...seat, name: facts.get(person)?.name ?? "" })) };
} // prettier-ignore

/**
 * Seats one candidate by hand, or moves him: the same checks as the plan's. Once the sessions are out he is told.
 * @throws Conflict for a session of another category or season, one that is full or has begun, or once scores are handed in
 */
export async function moveCandidate(ctx: Context, id: string, sessionId: string): Promise<z.infer<typeof c.candidate>> {
  await holdCandidates(ctx, [id]);
  const row = await requireCandidate(ctx, id);
  access.authorize(ctx.actor, "holdSeason", { region: row.province });
  const season = await findSeason(ctx, row.season_id);
  const refuse = (zh: string, en: string) => new Conflict({ zh, en });
  if (season.state !== "confirmed" && season.state !== "seated") throw refuse("现在不能调整考场。", "Seats cannot be changed now.");
  if (stateOf(row) !== "confirmed") throw refuse("该考生的报名没有确认。", "The registration is not confirmed.");
  // whoever moves another into the same session waits here
  await sql`select pg_advisory_xact_lock(hashtextextended('session ' || ${sessionId}::text, 0))`.execute(ctx.tx);
  const session = await requireSession(ctx, sessionId);
  if (session.season_id !== row.season_id || session.category !== row.category) throw refuse("该场次不是考生报考类别的。", "The session is not of the candidate's category.");
  if (session.begins.getTime() <= ctx.now.getTime()) throw refuse("该场次已经开始。", "The session has begun.");
  const { rows } = await sql<{ candidate: string; session: string; seat: number }>`select candidate_id as candidate, session_id as session, seat from admissions.seating
    where province = ${row.province} and (session_id = ${sessionId} or candidate_id = ${id})`.execute(ctx.tx);
  const before = rows.find(({ candidate }) => candidate === id) ?? null;
  if (before?.session === sessionId) throw refuse("考生已在该场次。", "The candidate sits in this session already.");
  const taken = new Set(rows.filter((one) => one.session === sessionId).map(({ seat }) => seat));
  const seat = Array.from({ length: session.places }, (_, i) => i + 1).find((one) => !taken.has(one));
  if (seat === undefined) throw refuse(`该场次 ${session.places} 个考位已满。`, `All ${session.places} places of the session are taken.`);
  await sql`delete from admissions.seating where province = ${row.province} and candidate_id = ${id}`.execute(ctx.tx);
  await sql`insert into admissions.seating (province, candidate_id, session_id, seat) values (${row.province}, ${id}, ${sessionId}, ${seat})`.execute(ctx.tx);
  await ctx.audit("candidate.seat", `candidate:${id}`, before && { session: before.session, seat: before.seat }, { session: sessionId, seat });
  if (season.state === "seated") await tellOfSeat(ctx, season, row.person);
  return candidateById(ctx, id);
} // prettier-ignore
