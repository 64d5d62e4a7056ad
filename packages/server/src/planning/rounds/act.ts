import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { Conflict, dayInChina, requireMatch, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import {
  appendAction,
  holdApplication,
  requireApplication,
  type ApplicationRow,
} from "./applications.sql.ts";
import { releaseEvidence } from "./evidence.ts";
import { factsOf } from "./facts.ts";
import { applicationEtag } from "./line.ts";
import { showApplication } from "./present.ts";
import { dueStep, procedure, type Action, type Evidence } from "./procedure.ts";
import { recommendationOf } from "./reviews.ts";
import { checkRules } from "./rule-check.ts";
import { daysBetween } from "./calendar.ts";
import type { RoundRow } from "./rounds.ts";
import type * as s from "./schemas.ts";
import { tellOfApplication } from "./told.ts"; // prettier-ignore

/** Actions on one application; `announce` is taken for many at once, with their public notice (announce.ts). */
export type SingleAction = Exclude<Action, "draft" | "announce" | "close-notice">;

/**
 * Takes an application one step on.
 * @throws Conflict if the step may not follow, or its guard is against it; BadInput where evidence is missing;
 * VersionChanged if somebody acted meanwhile (If-Match)
 */
export async function act(ctx: Context, request: FastifyRequest, id: string, action: SingleAction, given: z.infer<typeof s.act>): Promise<z.infer<typeof s.application>> {
  await holdApplication(ctx, id);
  const row = await requireApplication(ctx, id);
  authorize(ctx, row, action);
  requireMatch(request, applicationEtag(row));
  await takeAction(ctx, row, action, given);
  return showApplication(ctx, await requireApplication(ctx, id));
} // prettier-ignore

function authorize(ctx: Context, row: ApplicationRow, action: Action): void {
  const right = procedure.steps[action].right as "apply" | "checkApplication" | "assignReview" | "announce" | "decideApplication"; // prettier-ignore
  access.authorize(ctx.actor, right, { region: row.province, organisation: row.school });
}

/** The step itself. The caller holds the application and has made sure of the right. */
export async function takeAction(
  ctx: Context,
  row: ApplicationRow,
  action: Action,
  given: Evidence & Record<string, unknown>,
): Promise<void> {
  const { facts, round } = await factsOf(ctx, row);
  const state = procedure.stateOf(row.actions);
  procedure.requireState(state, action);
  // the formal check is taken with what the rules say, and keeps it
  const rules = action === "accept" || action === "return" ? await checkRules(ctx, row) : null;
  procedure.require(state, action, { ...facts, forbidden: rules?.forbids.length ?? 0 }, given);
  const payload = {
    ...given,
    ...(rules ? { rules } : {}),
    ...(await consequences(ctx, row, round, action, given)),
    late: lateness(ctx, row, round),
  };
  await appendAction(ctx, row, action, payload);
  const { to } = procedure.steps[action];
  await ctx.audit(`application.${action}`, `application:${row.id}`, { state }, { state: to }, given.note?.trim() || undefined);
  await tellOfApplication(ctx, row, procedure.states[to], given.note ?? "");
} // prettier-ignore

/** By how many days the step that was due is late; 0 = in time. */
export function lateness(ctx: Context, row: ApplicationRow, round: RoundRow): number {
  const key = dueStep(procedure.stateOf(row.actions), row.lane);
  const due = round.calendar.find((step) => step.key === key)?.due;
  return due === undefined ? 0 : Math.max(0, daysBetween(due, dayInChina(ctx.now)));
}

/** What an action brings with it, and what is frozen with it. */
async function consequences(ctx: Context, row: ApplicationRow, round: RoundRow, action: Action, given: Evidence): Promise<object> {
  switch (action) {
    case "submit": {
      if (round.list_id !== null)
        throw new Conflict({ zh: "本年度结果已经公布，不再受理申请。", en: "The list of the year is published; nothing more can be handed in." });
      // what it was decided on stays readable, whatever the school writes later
      const evidence = await releaseEvidence(ctx, round.release_id, row.new_programme ?? row.programme, row.city);
      return { form: row.form, evidence };
    }
    case "conclude":
      return { recommendation: await recommendationOf(ctx, row) };
    case "record":
    case "approve":
    case "enter-approval":
      return { offering: await keepOffering(ctx, row, round, given.code ?? null) };
    default:
      return {};
  }
} // prettier-ignore

/** The offering that a decision makes: of what is opened, or of what another became. Others keep theirs. */
async function keepOffering(ctx: Context, row: ApplicationRow, round: RoundRow, code: string | null): Promise<string | null> {
  const programme = row.new_programme ?? row.programme ?? code;
  if (programme === null || (row.kind !== "open" && row.new_programme === null)) return row.offering_id;
  const level = { 2: "bachelor", 3: "bachelor", 4: "college", 5: "college" }[programme[0]!] ?? "secondary";
  const { rows } = await sql<{ id: string }>`
    insert into planning.offering (province, id, school, school_name, programme, level, city, first_year, last_year)
    values (${row.province}, ${uuidv7()}, ${row.school}, ${row.school_name}, ${programme}, ${level}, ${row.city}, ${round.year}, ${round.year})
    on conflict (province, school_name, programme, city) do update set last_year = greatest(planning.offering.last_year, excluded.last_year),
      school = excluded.school
    returning id`.execute(ctx.tx);
  return rows[0]!.id;
} // prettier-ignore
