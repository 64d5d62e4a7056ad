import { setTimeout as sleep } from "node:timers/promises";
import { SAMPLE_YEAR } from "@tixi/engines/sample";
import { sql } from "kysely";
import { transaction, type Actor, type Context, type Platform } from "../platform/index.ts";
import { loadSampleGraduate, loadSamplePupils } from "../registry/index.ts";
import { advanceFiling, type FilingDecision } from "./filing-decisions.ts";
import * as filings from "./filings.sql.ts";
import { isClean, requireFiling, startFiling, stateOf } from "./run-filing.ts";
import { COLLEGE, BACHELOR, drawCandidates, drawUnits, type SampleSchool } from "./sample-season-draw.ts";
import { addOpenSeason } from "./sample-season-open.ts";
import {
  addLists,
  addSeason,
  addSupplement,
  DAY,
  seasonId,
  secondaryProgrammes,
} from "./sample-season-rows.ts";
import { advanceSeason } from "./season-steps.ts";
import type { SeasonStep } from "./season-state.ts";
import { findSeason } from "./season.sql.ts";
import { planSessions } from "./sessions.ts"; // prettier-ignore

const SCHOOLS = 6;
/** Pupils in each of the secondary schools by the year in which they leave, and in the school of the sample's officer. */
const PUPILS = [
  { leaves: SAMPLE_YEAR - 2, each: 250, own: 30 },
  { leaves: SAMPLE_YEAR - 1, each: 250, own: 30 },
  { leaves: SAMPLE_YEAR, each: 490, own: 60 },
  { leaves: SAMPLE_YEAR + 1, each: 30, own: 60 },
] as const;
const POLL_MS = 150;
const YEAR = 365;

/** Who does what in the sample season; what they do tells nobody. */
export interface SampleSeasonPeople {
  planner: Actor;
  /** checks and releases what the planner prepared */
  second: Actor;
  /** confirms the pupils of his school, some of whom take part */
  officer: Actor | null;
  /** the sample's student: he gets no place in the first round and files for the next, and may register for the year after */
  student: Actor | null;
}

interface World {
  platform: Platform;
  people: SampleSeasonPeople;
  signal: AbortSignal;
  schools: readonly SampleSchool[];
  secondary: readonly SampleSchool[];
  own: SampleSchool | undefined;
  as: <T>(actor: Actor, daysAgo: number, action: (ctx: Context) => Promise<T>) => Promise<T>;
}

/**
 * Seasons of the sample province: two of the years before, concluded; this year's with everything in it, 3,000 candidates of
 * eight categories with their sessions and scores, a confirmed first round in both batches, a supplementary round that is
 * open; next year's, which takes registrations. Done once; what an earlier attempt finished stays. Units are made up: the
 * sample's plan is not published.
 */
export async function loadSampleSeason(platform: Platform, people: SampleSeasonPeople, signal: AbortSignal): Promise<void> {
  const as: World["as"] = (actor, daysAgo, action) => {
    signal.throwIfAborted();
    return transaction(platform, actor, {}, (ctx) => action({ ...ctx, now: new Date(ctx.now.getTime() - daysAgo * DAY) }));
  };
  const schools = await as(people.planner, 0, schoolsOf);
  const secondary = schools.filter(({ kind }) => kind === "secondary-school").slice(0, SCHOOLS);
  // a college teaches secondary programmes too, in classes of its own (附设中职班)
  const own = schools.find(({ id }) => id === people.officer?.organisation);
  const world: World = { platform, people, signal, schools, secondary, own, as };
  const student = people.student?.personId;
  if (own && student) await loadSampleGraduate(platform, { person: student, programme: secondaryProgrammes()[0]!, left: SAMPLE_YEAR - 1, school: own });
  for (const yearsAgo of [2, 1, 0]) await playSeason(world, yearsAgo);
  const year = SAMPLE_YEAR + 1;
  const pupils = await pupilsOf(world, year);
  await addOpenSeason(platform, { id: seasonId(year), year, province: people.planner.region, planner: people.planner, sites: secondary, pupils, ownSchool: own?.id ?? null });
} // prettier-ignore

function pupilsOf({ platform, secondary, own }: World, year: number) {
  const { each, own: ownPupils } = PUPILS.find(({ leaves }) => leaves === year)!;
  const places = [...secondary.map((school) => ({ ...school, pupils: each })), ...(own ? [{ ...own, pupils: ownPupils }] : [])];
  return loadSamplePupils(platform, places, { leaves: year, state: year < SAMPLE_YEAR ? "graduated" : "enrolled", programmes: secondaryProgrammes() });
} // prettier-ignore

/** A season from its closed registration to the confirmed first rounds, as the offices would take it there. */
async function playSeason(world: World, yearsAgo: number): Promise<void> {
  const { platform, as } = world;
  const { planner, second } = world.people;
  const year = SAMPLE_YEAR - yearsAgo;
  const id = seasonId(year);
  const student = yearsAgo === 0 ? (world.people.student?.personId ?? null) : null;
  const pupils = await pupilsOf(world, year);
  const units = drawUnits(world.schools, pupils.length, yearsAgo);
  const candidates = drawCandidates(pupils, units, { student, region: planner.region, yearsAgo });
  const of = { id, year, province: planner.region, candidates, yearsAgo };
  const days = (ago: number): number => ago + YEAR * yearsAgo;
  await addSeason(platform, { ...of, planner, units, sites: world.secondary });
  const state = async () => (await as(planner, 0, (ctx) => findSeason(ctx, id))).state;
  const advance = (actor: Actor, ago: number, step: SeasonStep) =>
    as(actor, days(ago), async (ctx) => advanceSeason(ctx, await findSeason(ctx, id, true), step, "", {}));
  if ((await state()) === "confirmed") {
    await as(planner, days(40), (ctx) => planSessions(ctx, id, { breakMinutes: 15 }));
    await advance(planner, 40, "publish-sessions");
  }
  if ((await state()) === "seated") await advance(planner, 24, "submit-scores");
  if ((await state()) === "scored") await advance(second, 23, "release-scores");
  if ((await state()) === "offered") {
    await addLists(platform, of);
    await advance(planner, 21, "publish-units");
  }
  for (const [batch, ago] of [[BACHELOR, 16], [COLLEGE, 9]] as const) {
    const run = await runOnce(world, { season: id, batch, daysAgo: days(ago) });
    for (const [step, later] of [["check", 0], ["announce", 0], ["confirm", 6]] as [FilingDecision, number][])
      await as(second, days(ago - later), async (ctx) => {
        const filing = await requireFiling(ctx, run);
        const reached = ["checked", "announced", "confirmed"].indexOf(stateOf(filing));
        if (reached < ["check", "announce", "confirm"].indexOf(step)) await advanceFiling(ctx, filing, { step, note: "" });
      });
  }
  if (yearsAgo === 0) await addSupplement(platform, { ...of, units, student });
  else if ((await state()) === "filed") await advance(planner, 1, "conclude");
} // prettier-ignore

/** The run of a batch's first round, begun where there is none, waited for. @returns its id */
async function runOnce({ platform, people: { planner }, as, signal }: World, of: { season: string; batch: string; daysAgo: number }): Promise<string> {
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
