import { sql } from "kysely";
import { dayInChina, lastAction, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { RULE_SET_LOG } from "../adjustment/rule-sets.sql.ts";
import { ruleSetProcedure, type RuleSetStep } from "../adjustment/rule-set-state.ts";
import { myLists } from "../lists/mine.ts";
import { listProcedure } from "../lists/procedure.ts";
import { listVersions } from "../lists/versions.sql.ts";
import { plansForSchool } from "../plans/negotiate.ts";
import { stateOf } from "../release-state.ts";
import { listReleases } from "../releases.sql.ts";
import { listApplications } from "./applications.sql.ts";
import { daysBetween, type StepKey } from "./calendar.ts";
import { applicationLine, type Line } from "./line.ts";
import { OFFICE_RIGHTS, procedure, type State } from "./procedure.ts";
import type { RoundRow } from "./rounds.ts";
import { plansOf, runOf, type PlanOfRound, type RunOfRound } from "./undone.ts"; // prettier-ignore

/** Parts of the year's work in the order of the loop; each is a mechanism on the home page. */
export const PARTS = ["release", "adjustment", "applications", "plan", "lists"] as const;
export type Part = (typeof PARTS)[number];

/** One kind of thing that waits for the one who asks. */
export interface Waits {
  part: Part;
  /** of the words on the page */
  key: string;
  count: number;
  late: number;
  due: Due | null;
  /** shows exactly these */
  path: string;
}

export interface Due {
  step: StepKey;
  day: string;
  daysLeft: number;
}

/** What is looked up once for the whole desk. */
export interface Desktop {
  round: RoundRow | null;
  run: RunOfRound | null;
  plans: PlanOfRound[];
  /** applications that wait for the one who asks */
  lines: Line[];
  /** he decides for the province of the round */
  office: boolean;
}

const MOST = 2000;

/** States in which something waits for the one who asks, in his role. */
export function statesWaiting(ctx: Context): State[] {
  const { role } = ctx.actor;
  if (role === "school-officer") return ["draft", "returned"];
  if (access.reach(role, "decideApplication") === "office") return procedure.waitingOn(OFFICE_RIGHTS);
  return [];
}

export async function desktopOf(ctx: Context, round: RoundRow | null): Promise<Desktop> {
  const decides = access.reach(ctx.actor.role, "decideCards") !== undefined;
  const office = decides && ctx.actor.region === (round?.province ?? `${ctx.actor.region.slice(0, 2)}0000`);
  if (round === null) return { round, run: null, plans: [], lines: [], office };
  const states = office || ctx.actor.role === "school-officer" ? statesWaiting(ctx) : [];
  const rows = states.length > 0 ? await listApplications(ctx, { round: round.id, last: procedure.leadingTo(states) }, null, MOST) : []; // prettier-ignore
  return {
    round,
    run: await runOf(ctx, round.id),
    plans: await plansOf(ctx, round.id),
    lines: rows.map((row) => applicationLine(ctx, row, round)),
    office,
  };
}

/** By when a step of the round is due; null without a round. */
export function dueBy(ctx: Context, round: RoundRow | null, step: StepKey): Due | null {
  const day = round?.calendar.find(({ key }) => key === step)?.due;
  return day === undefined ? null : { step, day, daysLeft: daysBetween(dayInChina(ctx.now), day) };
}

const late = (due: Due | null, count: number): number => (due !== null && due.daysLeft < 0 ? count : 0);
const some = (part: Part, key: string, count: number, due: Due | null, path: string): Waits[] =>
  count === 0 ? [] : [{ part, key, count, late: late(due, count), due, path }];
/** The one thing itself where there is but one. */
const oneOr = (ids: readonly { id: string }[], of: string): string =>
  ids.length === 1 ? `${of}/${ids[0]!.id}` : of;

/** What waits for the one who asks, in every part of the year's work. */
export async function waitingOn(ctx: Context, desktop: Desktop): Promise<Waits[]> {
  const applications = applicationsWaiting(ctx, desktop);
  if (desktop.office)
    return [
      ...(await releasesWaiting(ctx)),
      ...(await rulesWaiting(ctx)),
      ...runWaiting(ctx, desktop),
      ...applications,
      ...(await objectionsWaiting(ctx, desktop)),
      ...plansWaiting(ctx, desktop),
      ...(await listsWaiting(ctx)),
    ];
  switch (ctx.actor.role) {
    case "school-officer":
      return [
        ...(await ownCardsWaiting(ctx, desktop)),
        ...applications,
        ...(await ownSeatsWaiting(ctx, desktop)),
        ...(await ownEntriesWaiting(ctx)),
      ];
    case "enterprise-officer":
      return ownEntriesWaiting(ctx);
    case "reviewer":
      return reviewsWaiting(ctx, desktop);
    default:
      return objectionsWaiting(ctx, desktop);
  }
}

async function releasesWaiting(ctx: Context): Promise<Waits[]> {
  const releases = await listReleases(ctx, false);
  const inState = (state: string) => releases.filter(({ actions }) => stateOf(actions) === state);
  return (["draft", "reviewed"] as const).flatMap((state) => {
    const here = inState(state);
    return some("release", `release-${state}`, here.length, null, oneOr(here, "/releases"));
  });
}

async function rulesWaiting(ctx: Context): Promise<Waits[]> {
  const { rows } = await sql<{ id: string; last: RuleSetStep }>`select r.id, ${lastAction(RULE_SET_LOG, sql`r.province`, sql`r.id`)} as last
    from planning.rule_set r where r.province = ${ctx.actor.region}`.execute(ctx.tx);
  return (["draft", "reviewed"] as const).flatMap((state) => {
    const here = rows.filter(({ last }) => ruleSetProcedure.steps[last].to === state);
    return some("adjustment", `rules-${state}`, here.length, null, oneOr(here, "/rule-sets"));
  });
} // prettier-ignore

/** A run waits for its next step; before the decision first for answers to the schools. */
function runWaiting(ctx: Context, { round, run }: Desktop): Waits[] {
  if (!run?.computed) return [];
  const path = `/adjustments/${run.id}`;
  switch (run.stage) {
    case "computed":
      return some("adjustment", "run-computed", 1, dueBy(ctx, round, "cards"), path);
    case "opened":
      return run.unanswered > 0
        ? some(
            "adjustment",
            "cards-objected",
            run.unanswered,
            dueBy(ctx, round, "answers"),
            `${path}/objections`,
          )
        : some("adjustment", "run-opened", 1, dueBy(ctx, round, "decide"), path);
    case "decided":
      return some("adjustment", "run-decided", 1, dueBy(ctx, round, "decide"), path);
    default:
      return [];
  }
}

function applicationsWaiting(ctx: Context, { round, lines }: Desktop): Waits[] {
  return statesWaiting(ctx).flatMap((state) => {
    const here = lines.filter((line) => line.state === state);
    if (here.length === 0) return [];
    const late = here.filter(({ due }) => due !== null && due.daysLeft < 0).length;
    const first = here.flatMap(({ due }) => (due ? [due as Due] : [])).sort((a, b) => a.daysLeft - b.daysLeft)[0] ?? null;
    return [{ part: "applications", key: state, count: here.length, late, due: first, path: `/applications?round=${round!.id}&state=${state}` }];
  });
} // prettier-ignore

async function objectionsWaiting(ctx: Context, { round }: Desktop): Promise<Waits[]> {
  if (round === null || access.reach(ctx.actor.role, "answerObjection") === undefined) return [];
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from planning.objection o join planning.public_notice n
    on n.province = o.province and n.id = o.notice_id where n.round_id = ${round.id} and o.upheld is null`.execute(ctx.tx);
  return some("applications", "objections", rows[0]!.n, dueBy(ctx, round, "record"), `/rounds/${round.id}/objections`);
} // prettier-ignore

/** A plan waits for its next step; scenarios wait, all together, until one of them is put to the schools. */
function plansWaiting(ctx: Context, { round, plans }: Desktop): Waits[] {
  const [furthest] = plans;
  if (!furthest || furthest.stage === "published") return [];
  const [proposals, plan] = [dueBy(ctx, round, "proposals"), dueBy(ctx, round, "plan")];
  if (furthest.stage === "draft") return some("plan", "plan-draft", plans.length, proposals, `/plans?round=${round!.id}`);
  const open = plans.filter(({ stage }) => stage === "open");
  const answers = open.flatMap(({ id, unanswered }) => some("plan", "seat-proposals", unanswered, proposals, `/plans/${id}/proposals`));
  const asked = furthest.stage === "open" && furthest.unanswered > 0;
  return [...answers, ...(asked ? [] : some("plan", `plan-${furthest.stage}`, 1, plan, `/plans/${furthest.id}`))];
} // prettier-ignore

async function listsWaiting(ctx: Context): Promise<Waits[]> {
  const versions = await listVersions(ctx, { published: false });
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from planning.list_item where state = 'proposed'`.execute(ctx.tx);
  return [
    ...(["draft", "reviewed"] as const).flatMap((state) => {
      const here = versions.filter(({ actions }) => listProcedure.stateOf(actions) === state);
      return some("lists", `list-${state}`, here.length, null, oneOr(here, "/lists/versions"));
    }),
    ...some("lists", "list-proposed", rows[0]!.n, null, "/lists/items?state=proposed"),
  ];
} // prettier-ignore

/** Cards that would stop or limit an offering of the school, to which it has not said anything. */
async function ownCardsWaiting(ctx: Context, { round, run }: Desktop): Promise<Waits[]> {
  if (run?.stage !== "opened") return [];
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from planning.card_now c where c.adjustment_id = ${run.id}
    and c.school = ${ctx.actor.organisation} and c.final in ('warn', 'suspend', 'withdraw') and not exists (select from planning.card_step s
      where s.province = c.province and s.adjustment_id = c.adjustment_id and s.offering_id = c.offering_id)`.execute(ctx.tx);
  return some("adjustment", "own-cards", rows[0]!.n, dueBy(ctx, round, "answers"), "/own-cards");
} // prettier-ignore

async function ownSeatsWaiting(ctx: Context, { round }: Desktop): Promise<Waits[]> {
  const plans = (await plansForSchool(ctx)).items.filter((plan) => plan.round.id === round?.id && plan.state === "open"); // prettier-ignore
  return some("plan", "own-seats", plans.length, dueBy(ctx, round, "proposals"), oneOr(plans, "/my-seats"));
}

/** Entries of the lists in force that concern one's school or enterprise and have no answer of it. */
async function ownEntriesWaiting(ctx: Context): Promise<Waits[]> {
  if (ctx.actor.organisation === null) return [];
  const { unanswered } = await myLists(ctx);
  return some("lists", "own-entries", unanswered, null, "/my-lists");
}

async function reviewsWaiting(ctx: Context, { round }: Desktop): Promise<Waits[]> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from planning.review where person = ${ctx.actor.personId}
    and state = 'assigned'`.execute(ctx.tx);
  return some("applications", "reviews", rows[0]!.n, dueBy(ctx, round, "review"), "/reviews");
} // prettier-ignore
