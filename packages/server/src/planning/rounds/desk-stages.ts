import { sql } from "kysely";
import type { z } from "zod";
import type { Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { listProcedure } from "../lists/procedure.ts";
import { listVersions } from "../lists/versions.sql.ts";
import { plansForSchool } from "../plans/negotiate.ts";
import { cycleSource, releaseSource } from "../source.ts";
import { countByLast } from "./applications.sql.ts";
import type { StepKey } from "./calendar.ts";
import { dueBy, type Desktop } from "./desk-waiting.ts";
import { DECIDED, procedure } from "./procedure.ts";
import type { RoundRow } from "./rounds.ts";
import type * as s from "./schemas.ts";
import { planStands } from "./undone.ts"; // prettier-ignore

type Stage = z.infer<typeof s.stage>;
type Step = z.infer<typeof s.round>["calendar"][number];
type Told = Omit<Stage, "current">;

/** The year as a line of five stages in the order of the loop; the first that is not done is the one it is at. */
export async function stagesOf(
  ctx: Context,
  round: RoundRow,
  desktop: Desktop,
  calendar: readonly Step[],
): Promise<Stage[]> {
  const stages = [
    await release(ctx, round),
    await adjustment(ctx, round, desktop),
    await applications(ctx, round, calendar),
    await plan(ctx, round, desktop),
    await lists(ctx),
  ];
  const at = stages.find(({ done }) => !done)?.key;
  return stages.map((stage) => ({ ...stage, current: stage.key === at }));
}

const works = (ctx: Context): boolean => access.reach(ctx.actor.role, "read") !== undefined;
const ofSchool = (ctx: Context): boolean => access.reach(ctx.actor.role, "readOwnSeats") !== undefined && !works(ctx); // prettier-ignore
const figures = (of: Record<string, number | null>): Stage["figures"] =>
  Object.entries(of).flatMap(([key, value]) => (value === null ? [] : [{ key, value }]));

async function release(ctx: Context, round: RoundRow): Promise<Told> {
  const { release_id: id, cycle_id: cycle } = round;
  const source = id ? await releaseSource(ctx, id) : works(ctx) ? await cycleSource(ctx, cycle) : null;
  const totals = source?.totals.find(({ year }) => year === source.year);
  return {
    key: "release",
    state: id ? "published" : "unpublished",
    done: id !== null,
    due: null,
    figures: totals ? figures({ demand: Math.round(totals.demand.value), shortage: Math.round(totals.shortage.value) }) : [],
    path: id ? `/public/releases/${id}` : works(ctx) ? `/cycles/${cycle}` : "/public/releases",
  };
} // prettier-ignore

async function adjustment(ctx: Context, round: RoundRow, { run }: Desktop): Promise<Told> {
  const mayRead = works(ctx) || ofSchool(ctx);
  const state = run === null ? (works(ctx) ? "none" : "closed") : run.computed ? run.stage : "running";
  const step: Partial<Record<string, StepKey>> = { none: "cards", closed: "cards", running: "cards", computed: "cards", opened: run?.unanswered || ofSchool(ctx) ? "answers" : "decide" };
  const shown = run?.computed === true && (mayRead || run.stage === "published");
  return {
    key: "adjustment",
    state,
    done: state === "published",
    due: step[state] ? dueBy(ctx, round, step[state]) : null,
    figures: shown ? figures(await cardCounts(ctx, run.id, mayRead)) : [],
    path: works(ctx) ? `/adjustments${run ? `/${run.id}` : ""}` : ofSchool(ctx) ? "/own-cards" : "/public/decisions",
  };
} // prettier-ignore

async function cardCounts(ctx: Context, run: string, mayRead: boolean) {
  const cards = mayRead
    ? sql`select final as decision from planning.card_now where adjustment_id = ${run}`
    : sql`select decision from planning.public_card where adjustment_id = ${run}`;
  const { rows } = await sql<{ stopped: number; warned: number; expanded: number }>`
    select count(*) filter (where decision in ('suspend', 'withdraw'))::int as stopped, count(*) filter (where decision = 'warn')::int as warned,
      count(*) filter (where decision = 'expand')::int as expanded from (${cards}) c`.execute(ctx.tx);
  return rows[0]!;
} // prettier-ignore

const OF_APPLICATIONS: readonly StepKey[] = ["apply", "check", "review", "notice", "record", "forward", "result", "list"]; // prettier-ignore

async function applications(ctx: Context, round: RoundRow, calendar: readonly Step[]): Promise<Told> {
  // others see but single applications, or none: no figures of the whole can be told from them
  const counted = works(ctx) || ctx.actor.role === "school-officer";
  const counts = { submitted: 0, open: 0, agreed: 0, refused: 0 };
  for (const { action, n } of await countByLast(ctx, round.id)) {
    const state = procedure.steps[action].to;
    if (state === "draft" || state === "withdrawn") continue;
    counts.submitted += n;
    if (!DECIDED.includes(state)) counts.open += n;
    else counts[state === "refused" ? "refused" : "agreed"] += n;
  }
  const steps = calendar.filter(({ key }) => OF_APPLICATIONS.includes(key));
  const listed = round.list_id !== null;
  // what has something to do is due first, for the office its own part before that of the schools; else what comes next,
  // the ministry's part only where something went there
  const undone = steps.filter(({ key, open }) => key !== "list" && open > 0);
  const next = (works(ctx) ? undone.find(({ key }) => key !== "apply") : undone[0]) ?? undone[0] ??
    steps.find(({ key, daysLeft }) => daysLeft >= 0 && key !== "forward" && key !== "result");
  const begun = steps[0]!.begun;
  return {
    key: "applications",
    state: listed ? "listed" : counts.submitted > 0 || (begun && !counted) ? "open" : begun ? "none" : "early",
    done: listed,
    due: listed || !next ? null : dueBy(ctx, round, next.key),
    figures: counted && counts.submitted > 0 ? figures(counts) : [],
    path: ctx.actor.role === "reviewer" ? "/reviews" : works(ctx) || ctx.actor.role === "school-officer" ? `/applications?round=${round.id}` : listed ? `/public/year-lists/${round.list_id}` : "/public/notices",
  };
} // prettier-ignore

async function plan(ctx: Context, round: RoundRow, { plans }: Desktop): Promise<Told> {
  const published = await planStands(ctx, round.id);
  const own = ofSchool(ctx) ? (await plansForSchool(ctx)).items.find((one) => one.round.id === round.id) : undefined;
  const state = published ? "published" : (plans[0]?.stage ?? own?.state ?? (works(ctx) ? "none" : "closed"));
  const proposals = dueBy(ctx, round, "proposals");
  const proposing = ["none", "closed", "draft", "open"].includes(state) && proposals !== null && proposals.daysLeft >= 0;
  const seats = plans[0]?.seats ?? (own || published ? await seatsShown(ctx, round.id, own?.id) : null);
  const unanswered = plans.reduce((sum, one) => sum + one.unanswered, 0);
  return {
    key: "plan",
    state,
    done: published,
    due: published ? null : proposing ? proposals : dueBy(ctx, round, "plan"),
    figures: figures({ scenarios: plans.length || null, seats, proposals: unanswered || null }),
    path: works(ctx) ? `/plans?round=${round.id}` : ofSchool(ctx) ? "/my-seats" : "/public/plans",
  };
} // prettier-ignore

/** Seats of one's own school in the plan that it was shown; for anybody else those of the published plan. */
async function seatsShown(ctx: Context, round: string, own: string | undefined): Promise<number | null> {
  const { rows } = await sql<{ seats: number | null }>`${
    own
      ? sql`select sum(seats)::int as seats from planning.plan_cell where plan_id = ${own} and school = ${ctx.actor.organisation}`
      : sql`select sum(seats)::int as seats from planning.published_seat where round_id = ${round} and current`
  }`.execute(ctx.tx);
  return rows[0]!.seats;
}

/** The three lists: how many are in force. */
async function lists(ctx: Context): Promise<Told> {
  const current = (await listVersions(ctx, { published: true })).filter(({ actions }) => listProcedure.stateOf(actions) === "published"); // prettier-ignore
  const inForce = new Set(current.map(({ kind }) => kind)).size;
  const concerned = access.reach(ctx.actor.role, "answerListItem") !== undefined && !works(ctx);
  return {
    key: "lists",
    state: inForce === 0 ? "none" : inForce < 3 ? "some" : "all",
    done: inForce === 3,
    due: null,
    figures: figures({ "in-force": inForce, entries: current.reduce((sum, { entries }) => sum + entries, 0) || null }), // prettier-ignore
    path: concerned ? "/my-lists" : "/lists",
  };
}
