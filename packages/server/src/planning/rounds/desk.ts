import type { z } from "zod";
import { dayInChina, type Context, type Mechanism } from "../../platform/index.ts";

import { PARTS, desktopOf, dueBy, waitingOn, type Desktop, type Part } from "./desk-waiting.ts";
import { stagesOf } from "./desk-stages.ts";
import { listRounds, requireRound, roundById, type RoundRow } from "./rounds.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

const MOST_LATE = 50;

/** How far the newest round is, stage by stage; what waits for the one who asks, and what is late. */
export async function desk(ctx: Context): Promise<z.infer<typeof s.desk>> {
  const round = await newestRound(ctx);
  const desktop = await desktopOf(ctx, round);
  const waiting = await waitingOn(ctx, desktop);
  const today = dayInChina(ctx.now);
  if (round === null) return { round: null, today, stages: [], calendar: [], waiting, behind: [], late: [] };
  const { calendar, ...line } = await roundById(ctx, round.id);
  const late = desktop.lines.filter(({ due }) => due !== null && due.daysLeft < 0);
  return {
    round: line,
    today,
    stages: await stagesOf(ctx, round, desktop, calendar),
    calendar: calendar.map(({ key, opens, due, daysLeft, open }) => ({ key, opens, due, daysLeft, open })),
    waiting,
    behind: desktop.office ? behind(ctx, round, desktop, calendar) : [],
    late: late.sort((a, b) => a.due!.daysLeft - b.due!.daysLeft).slice(0, MOST_LATE),
  };
}

async function newestRound(ctx: Context): Promise<RoundRow | null> {
  const [newest] = (await listRounds(ctx)).items;
  return newest ? requireRound(ctx, newest.id) : null;
}

type Step = z.infer<typeof s.round>["calendar"][number];

/** Steps other than those of applications whose day is past and that have something left to do, with the thing itself. */
function behind(
  ctx: Context,
  round: RoundRow,
  { run, plans }: Desktop,
  calendar: readonly Step[],
): z.infer<typeof s.desk>["behind"] {
  const [plan] = plans;
  const asked = plans.find(({ unanswered }) => unanswered > 0);
  const runPath = run ? `/adjustments/${run.id}` : "/adjustments";
  const things: Partial<Record<Step["key"], { name: string | null; path: string }>> = {
    cards: { name: null, path: runPath },
    answers: { name: null, path: `${runPath}/objections` },
    decide: { name: null, path: runPath },
    list: { name: null, path: `/rounds/${round.id}` },
    proposals: { name: asked?.name ?? null, path: asked ? `/plans/${asked.id}/proposals` : "/plans" },
    plan: { name: plan?.name ?? null, path: plan ? `/plans/${plan.id}` : `/plans?round=${round.id}` },
  };
  return calendar.flatMap((step) => {
    const thing = things[step.key];
    const due = dueBy(ctx, round, step.key);
    return thing && due && due.daysLeft < 0 && step.open > 0
      ? [{ step: step.key, count: step.open, due, ...thing }]
      : [];
  });
}

/** How much waits in each part; the home page shows the same as the desk. */
export async function waitingByPart(ctx: Context): Promise<Record<Part, number>> {
  const waiting = ctx.actor.role === "public" ? [] : await waitingOn(ctx, await desktopOf(ctx, await newestRound(ctx)));
  const sum = (part: Part) => waiting.filter((one) => one.part === part).reduce((all, { count }) => all + count, 0);
  return Object.fromEntries(PARTS.map((part) => [part, sum(part)])) as Record<Part, number>;
} // prettier-ignore

/** The procedure on the system map. */
export async function roundMechanism(ctx: Context, waiting: number): Promise<Mechanism> {
  if (ctx.actor.role === "public") return { key: "round", figures: [], waiting: 0, path: "/public/notices" };
  const [round] = (await listRounds(ctx)).items;
  const figures = round ? [{ key: "round-year", value: round.year, unit: "year", kind: "entered" as const }] : []; // prettier-ignore
  return { key: "round", figures, waiting, path: "/rounds" };
}
