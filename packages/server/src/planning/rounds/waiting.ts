import { sql } from "kysely";
import type { z } from "zod";
import {
  dayInChina,
  decodeCursor,
  toPage,
  type Context,
  type Mechanism,
  type OpenWork,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { listApplications, type ApplicationRow } from "./applications.sql.ts";
import { daysBetween } from "./calendar.ts";
import { applicationLine } from "./line.ts";
import { DECIDED, OFFICE_RIGHTS, procedure, type Action, type State } from "./procedure.ts";
import { listRounds, requireRound, type RoundRow } from "./rounds.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

const MOST = 2000;

/** States in which something waits for the one who asks, in his role. */
export function statesWaiting(ctx: Context): State[] {
  const { role } = ctx.actor;
  if (role === "school-officer") return ["draft", "returned"];
  if (access.reach(role, "decideApplication") === "office") return procedure.waitingOn(OFFICE_RIGHTS);
  return [];
}

/** Applications that the actor may see, the newest first. */
export async function applications(ctx: Context, query: z.infer<typeof s.applicationQuery>): Promise<z.infer<typeof s.applicationPage>> {
  const key = decodeCursor(query.cursor, 1);
  const states = query.waiting ? statesWaiting(ctx) : query.state ? [query.state as State].filter((state) => Object.hasOwn(procedure.states, state)) : null;
  const { round, kind, level, q } = query;
  const filter = { round, kind, level, q, ...(states ? { last: procedure.leadingTo(states) } : {}), submitted: ctx.actor.role !== "school-officer" };
  const rows = await listApplications(ctx, filter, key ? String(key[0]) : null, query.limit + 1);
  const page = toPage(rows, query.limit, (row) => [row.id]);
  return { items: await lines(ctx, page.items), next: page.next };
} // prettier-ignore

async function lines(ctx: Context, rows: readonly ApplicationRow[]) {
  const rounds = new Map<string, RoundRow>();
  for (const { round_id } of rows)
    if (!rounds.has(round_id)) rounds.set(round_id, await requireRound(ctx, round_id));
  return rows.map((row) => applicationLine(ctx, row, rounds.get(row.round_id)!));
}

/** What waits for the one who asks in the newest round, by what is to be done, and what of it is late. */
export async function desk(ctx: Context): Promise<z.infer<typeof s.desk>> {
  const [newest] = (await listRounds(ctx)).items;
  if (!newest) return { round: null, waiting: [], late: [] };
  const round = await requireRound(ctx, newest.id);
  const states = statesWaiting(ctx);
  const rows = states.length > 0 ? await listApplications(ctx, { round: round.id, last: procedure.leadingTo(states) }, null, MOST) : []; // prettier-ignore
  const all = await lines(ctx, rows);
  const waiting = states.flatMap((state) => {
    const here = all.filter((line) => line.state === state);
    const late = here.filter(({ due }) => due !== null && due.daysLeft < 0).length;
    return here.length === 0 ? [] : [{ key: state, count: here.length, late, path: `/applications?round=${round.id}&state=${state}` }]; // prettier-ignore
  });
  const others = [...(await reviewsWaiting(ctx, round)), ...(await objectionsWaiting(ctx, round))];
  const late = all.filter(({ due }) => due !== null && due.daysLeft < 0).sort((a, b) => a.due!.daysLeft - b.due!.daysLeft); // prettier-ignore
  return { round: newest, waiting: [...waiting, ...others], late: late.slice(0, 50) };
}

async function reviewsWaiting(ctx: Context, round: RoundRow) {
  if (ctx.actor.role !== "reviewer") return [];
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from planning.review where person = ${ctx.actor.personId}
    and state = 'assigned'`.execute(ctx.tx);
  const due = round.calendar.find(({ key }) => key === "review")!.due;
  const count = rows[0]!.n;
  const late = daysBetween(dayInChina(ctx.now), due) < 0 ? count : 0;
  return count === 0 ? [] : [{ key: "reviews", count, late, path: "/reviews" }];
}

async function objectionsWaiting(ctx: Context, round: RoundRow) {
  if (access.reach(ctx.actor.role, "answerObjection") === undefined) return [];
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from planning.objection o join planning.public_notice n
    on n.province = o.province and n.id = o.notice_id where n.round_id = ${round.id} and o.upheld is null`.execute(
    ctx.tx,
  );
  const count = rows[0]!.n;
  return count === 0 ? [] : [{ key: "objections", count, late: 0, path: `/rounds/${round.id}/objections` }]; // prettier-ignore
}

/** What of the procedure would be left behind if somebody went: drafts that he began, reviews that he was asked for. */
export async function openApplications(
  ctx: Context,
  holder: { personId: string; userId: string | null },
  handed: readonly string[],
): Promise<OpenWork[]> {
  const { rows } = await sql<{ id: string; name: string; since: string; action: Action }>`
    select a.id, a.school_name || ' ' || a.programme_name as name, to_json(a.created_at) #>> '{}' as since,
      (select l.action from planning.application_action l where l.province = a.province and l.application_id = a.id order by l.seq desc limit 1) as action
    from planning.application a where a.created_by = ${holder.userId} or 'application:' || a.id = any (${handed}::text[])`.execute(
    ctx.tx,
  );
  const open = rows.filter(({ action }) => !DECIDED.includes(procedure.steps[action].to));
  const reviews = await sql<{ id: string; name: string; since: string }>`
    select r.id, a.school_name || ' ' || a.programme_name as name, to_json(r.assigned_at) #>> '{}' as since
    from planning.review r join planning.application a on a.province = r.province and a.id = r.application_id
    where r.person = ${holder.personId} and r.state = 'assigned'`.execute(ctx.tx);
  return [
    ...open.map(({ id, name, since }): OpenWork => ({ subject: `application:${id}`, kind: "application", title: name, path: `/applications/${id}`, since, fate: "pass" })),
    ...reviews.rows.map(({ id, name, since }): OpenWork => ({ subject: `review:${id}`, kind: "review", title: name, path: `/reviews/${id}`, since, fate: "end" })),
  ]; // prettier-ignore
}

/** The procedure on the system map. */
export async function roundMechanism(ctx: Context): Promise<Mechanism> {
  if (ctx.actor.role === "public") return { key: "round", figures: [], waiting: 0, path: "/public/notices" };
  const { round, waiting } = await desk(ctx);
  const figures = round ? [{ key: "round-year", value: round.year, unit: "year", kind: "entered" as const }] : []; // prettier-ignore
  return { key: "round", figures, waiting: waiting.reduce((sum, { count }) => sum + count, 0), path: "/rounds" }; // prettier-ignore
}
