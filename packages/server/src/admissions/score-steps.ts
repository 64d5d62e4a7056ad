import { sql } from "kysely";
import { Conflict, type Context } from "../platform/index.ts";
import type { SeasonBase } from "./score-season.ts";
import type { SeasonStep } from "./season-state.ts";
import { rankSeason, scoresDigest } from "./score-standing.ts";
import { requireWithinPlan } from "./units-ceiling.ts";

/**
 * What a step of the season brings with it for its scores and seats, kept with the step: handing in notes what was handed in;
 * the release makes sure that it is still the same, ranks everybody and makes the one-point tables (EXM-23); units are not
 * published above the plan. The caller holds the season.
 * @throws Conflict where a score changed after it was handed in, or seats are above the plan
 */
export async function scoresAtStep(ctx: Context, season: SeasonBase, step: SeasonStep): Promise<object> {
  if (step === "submit-scores" && (season.state === "confirmed" || season.state === "seated"))
    return { scores: await scoresDigest(ctx, season) };
  if (step === "publish-units" && season.state === "offered") await requireWithinPlan(ctx, season);
  if (step !== "release-scores" || season.state !== "scored") return {};
  const { rows } = await sql<{ scores: string | null }>`select payload ->> 'scores' as scores from admissions.season_action
    where province = ${season.province} and season_id = ${season.id} and action = 'submit-scores' order by seq desc limit 1`.execute(ctx.tx);
  const scores = await scoresDigest(ctx, season);
  if (rows[0]?.scores !== scores)
    throw new Conflict({
      zh: "成绩在提交之后有变动，须退回并重新提交。",
      en: "The scores have changed since they were handed in; return them and hand them in again.",
    });
  return { scores, ...(await rankSeason(ctx, season)) };
} // prettier-ignore
