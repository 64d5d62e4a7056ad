import type { Context } from "../platform/context.ts";
import type { Mechanism, MechanismFigure } from "../platform/index.ts";
import { access } from "./access.ts";
import { listCycles } from "./cycles.sql.ts";
import { adjustmentMechanism, planMechanism } from "./decision-mechanisms.ts";
import { listsMechanism } from "./lists/mechanism.ts";
import { stateOf } from "./release-state.ts";
import { roundMechanism, waitingByPart } from "./rounds/desk.ts";
import { listReleases } from "./releases.sql.ts";
import { cycleSource, releaseSource, type Source } from "./source.ts";

/** What the system map shows of planning: the newest balance, for anybody the newest published one. */
export async function mechanisms(ctx: Context): Promise<Mechanism[]> {
  const works = access.reach(ctx.actor.role, "read") !== undefined;
  const releases = await listReleases(ctx, !works);
  const current = releases.find((r) => stateOf(r.actions) === "published");
  const cycle = works ? (await listCycles(ctx)).find((c) => c.state === "done") : undefined;
  const source = cycle
    ? await cycleSource(ctx, cycle.id)
    : current
      ? await releaseSource(ctx, current.id)
      : null;
  const waiting = await waitingByPart(ctx);
  const published = releases.filter((r) => ["published", "superseded"].includes(stateOf(r.actions))).length;
  return [
    {
      key: "balance",
      figures: source ? balanceFigures(source) : [],
      waiting: 0,
      path: works ? "/balance" : current ? `/public/releases/${current.id}` : "/public/releases",
    },
    {
      key: "release",
      figures: [
        { key: "published", value: published, unit: "releases", kind: "entered" },
        { key: "year", value: current?.year ?? null, unit: "year", kind: "entered" },
      ],
      waiting: waiting.release,
      path: works ? "/releases" : "/public/releases",
    },
    await adjustmentMechanism(ctx, waiting.adjustment),
    await planMechanism(ctx, waiting.plan),
    await listsMechanism(ctx, waiting.lists),
    await roundMechanism(ctx, waiting.applications),
  ];
}

function balanceFigures(source: Source): MechanismFigure[] {
  const totals = source.totals.find((t) => t.year === source.year);
  if (!totals) return [];
  const figure = (key: string, value: number): MechanismFigure => ({
    key,
    value: Math.round(value),
    unit: "persons",
    kind: "estimated",
  });
  return [
    figure("demand", totals.demand.value),
    figure("supply", totals.supply.value),
    figure("shortage", totals.shortage.value),
    figure("surplus", totals.surplus.value),
  ];
}

/** The published release of the latest year, as anybody sees it; null before the first. */
export async function currentRelease(ctx: Context): Promise<{ id: string; year: number } | null> {
  const current = (await listReleases(ctx, true))
    .filter((r) => stateOf(r.actions) === "published")
    .sort((a, b) => b.year - a.year)[0];
  return current ? { id: current.id, year: current.year } : null;
}
