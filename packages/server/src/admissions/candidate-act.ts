import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  listFiles,
  requireMatch,
  type Context,
  type InputFault,
  Problem,
  type Sentence,
} from "../platform/index.ts";
import { access } from "./access.ts";
import { allBars, candidateFacts, missingEvidence, missingIn } from "./candidate-checks.ts";
import { nextNumbers } from "./candidate-numbers.ts";
import type * as s from "./candidate-schemas.ts";
import { candidateProcedure, type CandidateStep } from "./candidate-state.ts";
import {
  candidateEtag,
  factsOf,
  formOf,
  holdCandidates,
  recordActions,
  requireCandidate,
  selectCandidates,
  stateOf,
  type CandidateRow,
  type PersonFacts,
} from "./candidates.sql.ts";
import { candidateById } from "./candidates.ts";
import { findSeason, type Season } from "./season.sql.ts";
import { tellOfRegistration } from "./told.ts"; // prettier-ignore

type Right = "register" | "confirmCandidate";
/** Steps that a candidate takes himself, and those of his school or the office. */
export const OWN_STEPS = ["submit", "withdraw"] as const;
export const DECISIONS = ["confirm", "return", "refuse"] as const;
type Step = (typeof OWN_STEPS)[number] | (typeof DECISIONS)[number];

/**
 * Takes one registration a step on.
 * @throws Conflict if it may not follow, somebody is barred (with the rule), or registration is closed; BadInput for what
 * is missing; VersionChanged (If-Match)
 */
export async function actOnCandidate(ctx: Context, request: FastifyRequest, id: string, step: Step, given: { note?: string | undefined; quotas?: readonly string[] }): Promise<z.infer<typeof s.candidate>> {
  await holdCandidates(ctx, [id]);
  const row = await requireCandidate(ctx, id);
  const right = candidateProcedure.steps[step].right as Right;
  access.authorize(ctx.actor, right, { region: row.province, organisation: row.school, person: row.person });
  requireMatch(request, candidateEtag(row));
  const season = await findSeason(ctx, row.season_id);
  const facts = await factsOf(ctx, season, [row.person]);
  const unknown = (given.quotas ?? []).filter((quota) => !(row.declared.quotas ?? []).includes(quota));
  if (unknown.length > 0) throw new BadInput([{ part: "body", field: "quotas", value: unknown[0], reason: "考生没有申报这个专项 / the candidate does not claim it" }]);
  check(ctx, season, row, facts.get(row.person), step, given.note);
  if (step === "submit" && row.declared.exemption) {
    const without = missingEvidence(formOf(row), await listFiles(ctx, `candidate:${id}`));
    if (without.length > 0) throw new BadInput(without);
  }
  await take(ctx, season, [row], step, given.note?.trim() ?? "", () => given.quotas ?? []);
  return candidateById(ctx, id);
} // prettier-ignore

/** @throws Conflict, BadInput */
function check(ctx: Context, season: Season, row: CandidateRow, facts: PersonFacts | undefined, step: CandidateStep, note: string | undefined): void {
  const state = stateOf(row);
  candidateProcedure.requireState(state, step);
  const form = formOf(row);
  if (step === "submit") {
    const missing: InputFault[] = missingIn(season, form);
    if (missing.length > 0) throw new BadInput(missing);
  }
  const bars = step === "submit" || step === "confirm" ? allBars(season, form, facts) : [];
  candidateProcedure.require(state, step, candidateFacts(season, ctx, bars, row), note === undefined ? {} : { note });
  const deciding = step === "confirm" || step === "return" || step === "refuse";
  if (deciding && season.state !== "registering") throw new Conflict({ zh: "报名已经截止，不能再办理。", en: "Registration is closed; nothing more can be decided." });
  if (step === "withdraw" && (season.state === "filed" || season.state === "closed"))
    throw new Conflict({ zh: "志愿填报已经开始，不能再放弃报名；不填报志愿即不参加录取。", en: "Preferences are being taken; who files none takes no part, the registration stays." });
} // prettier-ignore

/** What was checked, written down: actions, numbers of those confirmed in their order, audit, notices. */
async function take(
  ctx: Context,
  season: Season,
  rows: readonly CandidateRow[],
  step: CandidateStep,
  note: string,
  quotas: (row: CandidateRow) => readonly string[],
): Promise<Map<string, string>> {
  const numbers = new Map<string, string>();
  if (rows.length === 0) return numbers;
  await recordActions(ctx, rows.map((row) => ({ province: row.province, candidate: row.id, seq: row.actions.length + 1, action: step, note, payload: step === "confirm" ? { quotas: quotas(row) } : {} })));
  if (step === "confirm") {
    const { rows: last } = await sql<{ number: string }>`select admissions.last_number(${season.province}, ${season.year}, ${season.channel}) as number`.execute(ctx.tx);
    const fresh = rows.filter(({ number }) => number === null);
    for (const [i, number] of nextNumbers(last[0]!.number, season.year, season.channel, fresh.length).entries()) numbers.set(fresh[i]!.id, number);
    await sql`update admissions.candidate c set number = coalesce(c.number, u.number), quotas = string_to_array(u.quotas, ' '), revision = revision + 1
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ id }) => numbers.get(id) ?? null)}::text[],
        ${rows.map((row) => quotas(row).join(" "))}::text[]) u (id, number, quotas)
      where c.province = ${season.province} and c.id = u.id`.execute(ctx.tx);
  }
  const { to } = candidateProcedure.steps[step];
  const [first] = rows;
  // many decided together are one act: the entry names them all
  if (rows.length === 1)
    await ctx.audit(`candidate.${step}`, `candidate:${first!.id}`, { state: stateOf(first!) }, { state: to, ...(numbers.has(first!.id) ? { number: numbers.get(first!.id) } : {}) }, note || undefined);
  else await ctx.audit(`candidate.${step}`, `season:${season.id}`, null, { state: to, candidates: rows.map(({ id }) => ({ id, number: numbers.get(id) ?? null })) }, note || undefined);
  if (step !== "withdraw") await tellOfRegistration(ctx, season, step, rows.map(({ person, school }) => ({ person, school, note })));
  return numbers;
} // prettier-ignore

/**
 * Confirms, returns or refuses many at once, each by itself: what is wrong with one does not hold up the others. Who
 * claims a special quota is not confirmed like this: his evidence has to be looked at.
 * @throws NotFound where the season is not the actor's to know
 */
export async function decideCandidates(ctx: Context, seasonId: string, input: z.infer<typeof s.decision>): Promise<z.infer<typeof s.decided>> {
  const season = await findSeason(ctx, seasonId);
  access.authorize(ctx.actor, "confirmCandidate", { region: season.province, organisation: ctx.actor.organisation });
  const ids = [...new Set(input.candidates)];
  await holdCandidates(ctx, ids);
  const rows = await selectCandidates(ctx, sql`c.province = ${season.province} and c.season_id = ${seasonId} and c.id = any (${ids}::uuid[])`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const facts = await factsOf(ctx, season, rows.map(({ person }) => person));
  const say = ({ zh, en }: Sentence) => (ctx.locale === "en" ? en : zh);
  const against = new Map<string, string>();
  const good: CandidateRow[] = [];
  for (const id of ids) {
    const row = byId.get(id);
    try {
      if (!row) throw new Conflict({ zh: "没有这名考生。", en: "There is no such candidate." });
      access.authorize(ctx.actor, "confirmCandidate", { region: row.province, organisation: row.school });
      if (input.action === "confirm" && (row.declared.quotas ?? []).length > 0)
        throw new Conflict({ zh: "申报了专项，须逐人核对证明后确认。", en: "Claims a special quota: look at the evidence and confirm singly." });
      check(ctx, season, row, facts.get(row.person), input.action, input.note);
      good.push(row);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // one reason for all of them is a fault of the request
      if (error instanceof BadInput) throw error;
      against.set(id, say(error.detail));
    }
  }
  const numbers = await take(ctx, season, good, input.action, input.note?.trim() ?? "", () => []);
  const { to } = candidateProcedure.steps[input.action];
  return {
    done: good.length,
    items: ids.map((id) => {
      const reason = against.get(id) ?? null;
      const row = byId.get(id);
      return { id, ok: reason === null, state: reason === null ? to : row ? stateOf(row) : null, number: numbers.get(id) ?? row?.number ?? null, reason };
    }),
  };
} // prettier-ignore
