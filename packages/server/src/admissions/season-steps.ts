import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import { jsonText, recordAction, requireMatch, type Context } from "../platform/index.ts";
import { sql } from "kysely";
import type * as s from "./season-schemas.ts";
import { seasonProcedure, type SeasonStep } from "./season-state.ts";
import { countSeason, factsFrom, heldSeason, SEASON_LOG, seasonEtag, type Season } from "./season.sql.ts";
import { scoresAtStep } from "./score-steps.ts";
import { seasonById } from "./seasons.ts";
import { tellOfSeason } from "./told.ts";

type Right = "holdSeason" | "enterScores" | "release";

/**
 * Takes a season one step on.
 * @throws Conflict if the step may not follow or its guard is against it; VersionChanged (If-Match)
 */
export async function takeSeasonStep(ctx: Context, request: FastifyRequest, id: string, step: SeasonStep, given: z.infer<typeof s.stepTaken>): Promise<z.infer<typeof s.season>> {
  const season = await heldSeason(ctx, id, seasonProcedure.steps[step].right as Right);
  requireMatch(request, seasonEtag(season));
  await advanceSeason(ctx, season, step, given.note, {});
  return seasonById(ctx, id);
} // prettier-ignore

/**
 * The step itself, for who holds the season and has made sure of the right.
 * @param payload what was decided on, e.g. the hash of the scores
 * @throws Conflict
 */
export async function advanceSeason(ctx: Context, season: Season, step: SeasonStep, note: string, payload: object): Promise<void> {
  seasonProcedure.requireState(season.state, step);
  seasonProcedure.require(season.state, step, factsFrom(ctx, season, await countSeason(ctx, season)), { note });
  const brought = { ...payload, ...(await scoresAtStep(ctx, season, step)) };
  const due = season.calendar.find(({ key }) => key === seasonProcedure.steps[step].due)?.due;
  const late = due !== undefined && Date.parse(due) < ctx.now.getTime();
  await recordAction(ctx, SEASON_LOG, season, season.actions.length + 1, step, { note, payload: sql`${jsonText({ ...brought, late })}::jsonb` });
  const { to } = seasonProcedure.steps[step];
  await ctx.audit(`season.${step}`, `season:${season.id}`, { state: season.state }, { state: to, ...brought }, note.trim() || undefined);
  await tellOfSeason(ctx, season, step);
} // prettier-ignore
