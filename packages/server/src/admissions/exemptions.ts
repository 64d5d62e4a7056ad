import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  dayInChina,
  requireMatch,
  type Context,
  type Sentence,
} from "../platform/index.ts";
import { access } from "./access.ts";
import { allBars, candidateFacts } from "./candidate-checks.ts";
import type * as s from "./candidate-schemas.ts";
import { candidateProcedure, type CandidateStep } from "./candidate-state.ts";
import {
  candidateEtag,
  factsOf,
  formOf,
  holdCandidates,
  recordActions,
  requireCandidate,
  stateOf,
  type CandidateRow,
  type Exemption,
} from "./candidates.sql.ts";
import { candidateById } from "./candidates.ts";
import { awardsFor } from "./exemption-rules.ts";
import { findSeason, type Season } from "./season.sql.ts";
import { readableSeason } from "./seasons.ts";
import { tellOfRegistration } from "./told.ts";
import { holdSeats, requireExemptSeats } from "./units-ceiling.ts";
import { findUnits, type UnitRow } from "./units.sql.ts"; // prettier-ignore

const DAY = 86_400_000;

interface Held {
  row: CandidateRow;
  season: Season;
}

/** A candidate and his season, held against others, and the step's rules looked at. @throws NotFound, Forbidden, VersionChanged, Conflict */
async function held(ctx: Context, request: FastifyRequest, id: string, step: CandidateStep, note?: string): Promise<Held> {
  await holdCandidates(ctx, [id]);
  const row = await requireCandidate(ctx, id);
  access.authorize(ctx.actor, "exempt", { region: row.province });
  requireMatch(request, candidateEtag(row));
  // scores are not handed in meanwhile, nor are seats changed
  const season = await findSeason(ctx, row.season_id, true);
  await holdSeats(ctx, season);
  const facts = (await factsOf(ctx, season, [row.person])).get(row.person);
  const bars = step === "end-exemption" ? [] : allBars(season, formOf(row), facts);
  candidateProcedure.require(stateOf(row), step, candidateFacts(season, ctx, bars, row), note === undefined ? {} : { note });
  return { row, season };
} // prettier-ignore

/**
 * Proposes a confirmed candidate, whose evidence bears his claim out, for admission without the examination; the days of
 * public notice begin. He leaves his place in the skill test, and takes a seat of the unit as the season says.
 * @throws BadInput where he claims nothing, for an award that the season does not list for his kind, a unit that is not of
 * his category or of no level of the award; Conflict where the unit has no seat left, or scores are handed in
 */
export async function proposeExemption(ctx: Context, request: FastifyRequest, id: string, input: z.infer<typeof s.exempt>): Promise<z.infer<typeof s.candidate>> {
  const { row, season } = await held(ctx, request, id, "exempt");
  const [unit] = await findUnits(ctx, season, { units: [input.unit] });
  const award = awardsFor(season.exemptions, row.kind).find(({ key }) => key === input.award);
  const bad = (field: string, value: string, { zh, en }: Sentence) => new BadInput([{ part: "body", field, value, reason: `${zh} / ${en}` }]);
  if (!row.declared.exemption) throw bad("award", input.award, { zh: "考生没有申请免试", en: "the candidate does not claim to be exempt" });
  if (!award) throw bad("award", input.award, { zh: "本招生季对这类考生没有这项免试", en: "the season has no such exemption for this kind of candidate" });
  if (!unit) throw bad("unit", input.unit, { zh: "本招生季没有这个投档单位", en: "the season has no such unit" });
  if (unit.category !== row.category) throw bad("unit", input.unit, { zh: "不是考生报考类别的专业，免试录取须专业相同或相近", en: "not of the candidate's category: the programme has to be the same or a close one" });
  if (!award.levels.includes(unit.level)) throw bad("unit", input.unit, { zh: "这项免试不适用于该层次", en: "the award does not exempt for this level" });
  const from = dayInChina(ctx.now);
  const until = dayInChina(new Date(ctx.now.getTime() + season.exemptions.noticeDays * DAY));
  const payload: Exemption = { award: award.key, unit: unit.unit, unitName: nameOf(unit), from, until };
  await record(ctx, row, [{ action: "exempt", note: input.note?.trim() ?? "", payload }]);
  await requireExemptSeats(ctx, season);
  await sql`delete from admissions.seating where province = ${row.province} and candidate_id = ${id}`.execute(ctx.tx);
  await ctx.audit("candidate.exempt", `candidate:${id}`, { state: stateOf(row) }, { state: "exempted", ...payload }, input.note?.trim() || undefined);
  await tellOfRegistration(ctx, season, "exempt", [{ person: row.person, school: row.school, note: `${payload.unitName}，${from} – ${until}` }]);
  return candidateById(ctx, id);
} // prettier-ignore

const nameOf = ({ schoolName, programmeName }: UnitRow): string => `${schoolName} ${programmeName}`;

/**
 * Ends an exemption that is on notice, with the reason: he takes the examination as others do, with his number.
 * @throws Conflict once scores are handed in; BadInput without a reason
 */
export async function endExemption(ctx: Context, request: FastifyRequest, id: string, given: z.infer<typeof s.act>): Promise<z.infer<typeof s.candidate>> {
  const { row, season } = await held(ctx, request, id, "end-exemption", given.note ?? "");
  const note = given.note!.trim();
  await record(ctx, row, [{ action: "end-exemption", note, payload: {} }, { action: "confirm", note: "", payload: { quotas: row.quotas } }]);
  await ctx.audit("candidate.end-exemption", `candidate:${id}`, { state: "exempted" }, { state: "confirmed" }, note);
  await tellOfRegistration(ctx, season, "confirm", [{ person: row.person, school: row.school, note }]);
  return candidateById(ctx, id);
} // prettier-ignore

/**
 * Admits a candidate without the examination, once the notice is over, by another person than who proposed it: his one
 * admission of the year.
 * @throws Conflict before that, or where he was admitted elsewhere meanwhile
 */
export async function admitExempt(ctx: Context, request: FastifyRequest, id: string, given: z.infer<typeof s.act>): Promise<z.infer<typeof s.candidate>> {
  const { row, season } = await held(ctx, request, id, "admit-exempt");
  const { award, unit, unitName } = row.actions.findLast(({ action }) => action === "exempt")!.payload!;
  const made = await sql`insert into admissions.admission (province, year, person, season_id, filing_id, candidate_id, unit_id, award, admitted_at)
    values (${row.province}, ${season.year}, ${row.person}, ${season.id}, null, ${id}, ${unit}, ${award}, ${ctx.now}) on conflict do nothing returning person`.execute(ctx.tx);
  if (made.rows.length === 0) throw new Conflict({ zh: "考生刚刚在本年度另一招生季被录取。", en: "He was admitted in another season of the year a moment ago." });
  await record(ctx, row, [{ action: "admit-exempt", note: given.note?.trim() ?? "", payload: { award, unit } }]);
  await ctx.audit("candidate.admit-exempt", `candidate:${id}`, { state: "exempted" }, { state: "exempt-admitted", award, unit }, given.note?.trim() || undefined);
  await tellOfRegistration(ctx, season, "admit-exempt", [{ person: row.person, school: row.school, note: unitName }]);
  return candidateById(ctx, id);
} // prettier-ignore

/** Appends actions and moves the candidate's version on. */
async function record(ctx: Context, row: CandidateRow, actions: readonly { action: CandidateStep; note: string; payload: object }[]): Promise<void> {
  await recordActions(ctx, actions.map((one, i) => ({ province: row.province, candidate: row.id, seq: row.actions.length + 1 + i, ...one })));
  await sql`update admissions.candidate set revision = revision + 1 where province = ${row.province} and id = ${row.id}`.execute(ctx.tx);
} // prettier-ignore

interface ExemptedRow {
  unit_id: string;
  unit_name: string;
  award: string;
  notice_from: string;
  notice_until: string;
  admitted: boolean;
  persons: number;
}

/** Who is, or is about to be, admitted without the examination: how many by unit and award, nobody by name. @throws NotFound */
export async function publicExemptions(ctx: Context, seasonId: string): Promise<z.infer<typeof s.exemptionPage>> {
  const season = await readableSeason(ctx, seasonId);
  const { rows } = await sql<ExemptedRow>`select * from admissions.exempted(${season.province}, ${seasonId}) order by unit_id, award, notice_from, admitted`.execute(ctx.tx);
  const words = new Map(season.exemptions.awards.map((award) => [award.key, award.words]));
  return {
    seats: season.exemptions.seats,
    items: rows.map((row) => ({
      unit: row.unit_id,
      unitName: row.unit_name,
      award: row.award,
      awardWords: words.get(row.award) ?? { zh: row.award, en: row.award },
      from: row.notice_from,
      until: row.notice_until,
      admitted: row.admitted,
      persons: row.persons,
    })),
    next: null,
  };
} // prettier-ignore
