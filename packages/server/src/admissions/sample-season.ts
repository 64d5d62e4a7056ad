import { setTimeout as sleep } from "node:timers/promises";
import { SAMPLE_YEAR } from "@tixi/engines/sample";
import { sql } from "kysely";
import { transaction, type Actor, type Context, type Platform } from "../platform/index.ts";
import { loadSamplePupils } from "../registry/index.ts";
import { advanceFiling, type FilingDecision } from "./filing-decisions.ts";
import * as filings from "./filings.sql.ts";
import { isClean, requireFiling, startFiling, stateOf } from "./run-filing.ts";
import { COLLEGE, BACHELOR, drawCandidates, drawUnits, type SampleSchool } from "./sample-season-draw.ts";
import { addLists, addSeason, addSupplement, seasonId, secondaryProgrammes } from "./sample-season-rows.ts";
import { advanceSeason } from "./season-steps.ts";
import { findSeason } from "./season.sql.ts";
import { planSessions } from "./sessions.ts";

const SCHOOLS = 6;
const PUPILS = 500;
const POLL_MS = 150;
const DAY = 86_400_000;

/** Who does what in the sample season; what they do tells nobody. */
export interface SampleSeasonPeople {
  planner: Actor;
  /** checks and releases what the planner prepared */
  second: Actor;
  /** the sample's student: he gets no place in the first round and files for the next */
  student: Actor | null;
}

/**
 * A season of the sample province with everything in it: 3,000 candidates of eight categories with their sessions and
 * scores, a confirmed first round in both batches, a supplementary round that is open. Done once; what an earlier attempt
 * finished stays. Units are made up: the sample's plan is not published.
 */
export async function loadSampleSeason(platform: Platform, people: SampleSeasonPeople, signal: AbortSignal): Promise<void> {
  const { planner, second } = people;
  const as = <T>(actor: Actor, daysAgo: number, action: (ctx: Context) => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    return transaction(platform, actor, {}, (ctx) => action({ ...ctx, now: new Date(ctx.now.getTime() - daysAgo * DAY) }));
  };
  const schools = await as(planner, 0, schoolsOf);
  const secondary = schools.filter(({ kind }) => kind === "secondary-school").slice(0, SCHOOLS);
  const pupils = await loadSamplePupils(platform, secondary, PUPILS, secondaryProgrammes());
  const units = drawUnits(schools, pupils.length);
  const candidates = drawCandidates(pupils, units, people.student?.personId ?? null, planner.region);
  const id = seasonId(SAMPLE_YEAR);
  await addSeason(platform, { id, year: SAMPLE_YEAR, province: planner.region, planner, units, candidates, sites: secondary });
  const state = async () => (await as(planner, 0, (ctx) => findSeason(ctx, id))).state;
  if ((await state()) === "confirmed")
    await as(planner, 40, async (ctx) => {
      await planSessions(ctx, id, { breakMinutes: 15 });
      await advanceSeason(ctx, await findSeason(ctx, id, true), "publish-sessions", "", {});
    });
  if ((await state()) === "seated") await as(planner, 24, async (ctx) => advanceSeason(ctx, await findSeason(ctx, id, true), "submit-scores", "", {}));
  if ((await state()) === "scored") await as(second, 23, async (ctx) => advanceSeason(ctx, await findSeason(ctx, id, true), "release-scores", "", {}));
  if ((await state()) === "offered") {
    await addLists(platform, { id, year: SAMPLE_YEAR, province: planner.region, candidates });
    await as(planner, 21, async (ctx) => advanceSeason(ctx, await findSeason(ctx, id, true), "publish-units", "", {}));
  }
  for (const [batch, daysAgo] of [[BACHELOR, 16], [COLLEGE, 9]] as const) {
    const run = await runOnce(platform, as, planner, { season: id, batch, daysAgo }, signal);
    for (const [step, later] of [["check", 0], ["announce", 0], ["confirm", 6]] as [FilingDecision, number][])
      await as(second, daysAgo - later, async (ctx) => {
        const filing = await requireFiling(ctx, run);
        const reached = ["checked", "announced", "confirmed"].indexOf(stateOf(filing));
        if (reached < ["check", "announce", "confirm"].indexOf(step)) await advanceFiling(ctx, filing, { step, note: "" });
      });
  }
  await addSupplement(platform, { id, year: SAMPLE_YEAR, province: planner.region, candidates, units, student: people.student?.personId ?? null });
} // prettier-ignore

type As = <T>(actor: Actor, daysAgo: number, action: (ctx: Context) => Promise<T>) => Promise<T>;

/** The run of a batch's first round, begun where there is none, waited for. @returns its id */
async function runOnce(platform: Platform, as: As, planner: Actor, of: { season: string; batch: string; daysAgo: number }, signal: AbortSignal): Promise<string> {
  const standing = await as(planner, 0, async (ctx) => {
    const { rows } = await sql<{ id: string }>`select id from admissions.filing where season_id = ${of.season} and batch = ${of.batch} and round = 1
      and state in ('waiting', 'running', 'done') order by id desc limit 1`.execute(ctx.tx);
    return rows[0]?.id;
  });
  const id = standing ?? (await as(planner, of.daysAgo, (ctx) => startFiling(ctx, { season: of.season, batch: of.batch, round: 1 }, (name) => platform.files.resolve(name))));
  for (;;) {
    const filing = await as(planner, 0, (ctx) => filings.findFiling(ctx, id));
    if (filing?.state === "done" && filing.verified && isClean(filing.verified)) return id;
    if (!filing || !["waiting", "running"].includes(filing.state)) throw new Error(`the run of ${of.batch} is ${filing?.state}: ${filing?.message ?? "the verifier found something"}`);
    await sleep(POLL_MS, undefined, { signal });
  }
} // prettier-ignore

/** Schools of the sample province in the order of their names; those with an address of their own first. */
async function schoolsOf(ctx: Context): Promise<SampleSchool[]> {
  const { rows } = await sql<SampleSchool>`select organisation_id as id, name, kind, region from registry.organisation_version
    where upper_inf(valid) and kind in ('secondary-school', 'college', 'vocational-university')
      and starts_with(region, platform.region_prefix(${ctx.actor.region})) order by name, organisation_id`.execute(ctx.tx);
  return rows;
} // prettier-ignore
