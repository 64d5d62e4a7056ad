import { sql } from "kysely";
import type { Context } from "../platform/context.ts";
import type { Mechanism, MechanismFigure } from "../platform/index.ts";
import { access } from "./access.ts";

const figure = (key: string, value: number | null, unit: string): MechanismFigure => ({
  key,
  value,
  unit,
  kind: "measured",
});

/** What the system map shows of programme adjustment: the newest run that the actor may see, else the newest published. */
export async function adjustmentMechanism(ctx: Context, waiting: number): Promise<Mechanism> {
  const { role } = ctx.actor;
  const works = access.reach(role, "read") !== undefined;
  const own = role === "school-officer" || role === "teacher";
  const counted = works
    ? sql`select final as decision, adjustment_id from planning.card_now where adjustment_id = (
        select a.id from planning.adjustment a where a.round_id is not null and a.state = 'done'
          and not exists (select from planning.adjustment_action w where w.province = a.province and w.adjustment_id = a.id and w.action = 'withdraw')
        order by a.year desc, a.created_at desc limit 1)`
    : sql`select decision, adjustment_id from planning.public_card where adjustment_id = (
        select a.id from planning.public_adjustment a order by a.for_year desc, a.published_at desc limit 1)`;
  const { rows } = await sql<{ expand: number; warn: number; stop: number }>`
    select count(*) filter (where decision = 'expand')::int as expand, count(*) filter (where decision = 'warn')::int as warn,
      count(*) filter (where decision in ('suspend', 'withdraw'))::int as stop
    from (${counted}) c`.execute(ctx.tx);
  const { expand, warn, stop } = rows[0]!;
  const some = expand + warn + stop > 0;
  return {
    key: "adjustment",
    figures: some
      ? [figure("stopped", stop, "offerings"), figure("warned", warn, "offerings"), figure("expanded", expand, "offerings")]
      : [],
    waiting,
    path: works ? "/adjustments" : own ? "/own-cards" : "/public/decisions",
  };
} // prettier-ignore

/** Of the enrolment plan: the seats of the newest published one, and for those who plan its scenarios. */
export async function planMechanism(ctx: Context, waiting: number): Promise<Mechanism> {
  const works = access.reach(ctx.actor.role, "read") !== undefined;
  const { rows } = await sql<{ seats: number | null; year: number | null; scenarios: number }>`
    select s.seats, s.year, ${works ? sql`(select count(*)::int from planning.plan)` : sql`0`} as scenarios
    from (select 1) one left join (select sum(seats)::int as seats, year from planning.published_seat where current
      group by year order by year desc limit 1) s on true`.execute(ctx.tx);
  const { seats, year, scenarios } = rows[0]!;
  const figures = [
    ...(works ? [figure("scenarios", scenarios, "plans")] : []),
    ...(seats === null ? [] : [figure("seats", seats, "persons"), figure("year", year, "year")]),
  ];
  return {
    key: "plan",
    figures,
    waiting,
    path: works ? "/plans" : ctx.actor.role === "school-officer" ? "/my-seats" : "/public/plans",
  };
}
