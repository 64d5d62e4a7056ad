import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  jsonText,
  NotFound,
  requireMatch,
  type Context,
  type FileSubject,
} from "../platform/index.ts";
import { access } from "./access.ts";
import { formFaults } from "./candidate-checks.ts";
import type * as s from "./candidate-schemas.ts";
import {
  candidateEtag,
  CANDIDATE,
  factsOf,
  holdCandidates,
  recordActions,
  requireCandidate,
  stateOf,
  type CandidateRow,
  type Declared,
  type PersonFacts,
} from "./candidates.sql.ts";
import { candidateById } from "./candidates.ts";
import { within } from "./season-calendar.ts";
import { findSeason, type Season } from "./season.sql.ts"; // prettier-ignore

/** What of a form is kept beside kind and category. */
export const declaredOf = ({ kind: _kind, category: _category, ...declared }: s.Form): Declared => declared;

/** The school that confirms somebody: the one that the register knows, where he wants it so; else the office does. */
export const confirmingSchool = (form: s.Form, facts: PersonFacts | undefined): string | null =>
  form.throughSchool ? (facts?.school ?? null) : null;

export function requireOpen(season: Season, now: Date): void {
  if (season.state !== "registering" || !within(season.calendar, "register", now))
    throw new Conflict({ zh: "现在不在报名时间内。", en: "Registration is not open now." });
}

/**
 * Begins the actor's own registration as a draft.
 * @throws Conflict where registration is closed or he has begun already; BadInput for what is no choice of the season
 */
export async function beginRegistration(ctx: Context, seasonId: string, form: s.Form): Promise<z.infer<typeof s.candidate>> {
  const season = await findSeason(ctx, seasonId);
  const person = ctx.actor.personId;
  access.authorize(ctx.actor, "register", { person });
  // a season of another province is not his to know of
  if (!ctx.actor.region.startsWith(season.province.slice(0, 2))) throw new NotFound({ zh: "招生季", en: "season" });
  requireOpen(season, ctx.now);
  const faults = formFaults(season, form);
  if (faults.length > 0) throw new BadInput(faults);
  const facts = (await factsOf(ctx, season, [person!])).get(person!);
  const id = uuidv7();
  const made = await sql`insert into admissions.candidate (province, id, season_id, person, kind, category, school, region, declared, sample, created_at)
    values (${season.province}, ${id}, ${seasonId}, ${person}, ${form.kind}, ${form.category}, ${confirmingSchool(form, facts)},
      ${facts?.region ?? ctx.actor.region}, ${jsonText(declaredOf(form))}::jsonb, ${season.sample}, ${ctx.now})
    on conflict do nothing returning id`.execute(ctx.tx);
  if (made.rows.length === 0) throw new Conflict({ zh: "您已在本招生季报名。", en: "You have registered in this season already." });
  await recordActions(ctx, [{ province: season.province, candidate: id, seq: 1, action: "register", note: "", payload: {} }]);
  await ctx.audit("candidate.register", `candidate:${id}`, null, { season: seasonId, kind: form.kind, category: form.category });
  return candidateById(ctx, id);
} // prettier-ignore

function requireWriting(row: CandidateRow): void {
  const state = stateOf(row);
  if (state !== "draft" && state !== "returned")
    throw new Conflict({ zh: "报名已提交，内容不能再改；如有错误请联系确认单位退回。", en: "The registration is handed in and cannot be changed; ask whoever confirms it to return it." }); // prettier-ignore
}

/** The actor's own registration, held against others. @throws NotFound */
async function ownCandidate(ctx: Context, id: string): Promise<CandidateRow> {
  await holdCandidates(ctx, [id]);
  const row = await requireCandidate(ctx, id);
  access.authorize(ctx.actor, "register", { person: row.person });
  return row;
}

/** Keeps what the candidate has written so far. @throws VersionChanged (If-Match); Conflict once it is handed in */
export async function saveRegistration(ctx: Context, request: FastifyRequest, id: string, form: s.Form): Promise<z.infer<typeof s.candidate>> {
  const row = await ownCandidate(ctx, id);
  requireMatch(request, candidateEtag(row));
  requireWriting(row);
  const season = await findSeason(ctx, row.season_id);
  const faults = formFaults(season, form);
  if (faults.length > 0) throw new BadInput(faults);
  const facts = (await factsOf(ctx, season, [row.person])).get(row.person);
  await sql`update admissions.candidate set kind = ${form.kind}, category = ${form.category}, school = ${confirmingSchool(form, facts)},
      declared = ${jsonText(declaredOf(form))}::jsonb, revision = revision + 1 where province = ${row.province} and id = ${id}`.execute(ctx.tx);
  await ctx.audit("candidate.save", `candidate:${id}`, { kind: row.kind, category: row.category }, { kind: form.kind, category: form.category });
  return candidateById(ctx, id);
} // prettier-ignore

/** Evidence is added by the candidate while he writes. */
export const candidateFiles: FileSubject = {
  kind: "candidate",
  purposes: ["evidence"],
  admit: async (ctx, id) => {
    if (!/^[0-9a-f-]{36}$/i.test(id)) throw new NotFound(CANDIDATE);
    const row = await requireCandidate(ctx, id);
    access.authorize(ctx.actor, "register", { person: row.person });
    requireWriting(row);
    const { rows } = await sql<{ minor: boolean }>`select coalesce(born_on > (platform.today() - interval '18 years')::date, false) as minor
      from registry.person where id = ${row.person}`.execute(ctx.tx);
    return { region: row.region, organisation: row.school, person: row.person, minor: rows[0]?.minor ?? false };
  },
}; // prettier-ignore
