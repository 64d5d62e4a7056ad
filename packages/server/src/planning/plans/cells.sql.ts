import { sql } from "kysely";
import { CARDS, type Card, type LimitUse } from "@tixi/engines/quota";
import type { Level } from "@tixi/engines/types";
import { jsonText, type Context } from "../../platform/index.ts";
import { SEATS_HASH, type PlanTotals } from "./plans.sql.ts";

/** Limits in the way of more and of fewer seats, as the last solve left them. */
export interface CellBinding {
  up: LimitUse[];
  down: LimitUse[];
  nextUp: number | null;
  nextDown: number | null;
  worthUp: boolean;
  worthDown: boolean;
  levelPrice: number | null;
}

export interface CellRow {
  offering_id: string;
  school: string | null;
  school_name: string;
  programme: string;
  level: Level;
  city: string;
  card: string;
  last: number;
  seats: number;
  lower: number | null;
  upper: number | null;
  solved: number;
  marginal: number;
  locked: boolean;
  version: number;
  changed_by_name: string;
  changed_at: Date | null;
  /** last step of the negotiation: seats that the school proposed, or null */
  proposal: number | null;
  /** propose, accept, refuse or counter; null = nobody said anything */
  step: string | null;
}

const CELL = sql`c.offering_id, c.school, c.school_name, c.programme, c.level, c.city, c.card, c.last, c.seats, c.lower, c.upper, c.solved,
  c.marginal, c.locked, c.version, c.changed_by_name, c.changed_at, s.proposal, s.step
  from planning.plan_cell c left join lateral (
    select (array_agg(n.seats order by n.seq desc) filter (where n.action = 'propose'))[1] as proposal,
      (array_agg(n.action order by n.seq desc))[1] as step
    from planning.seat_step n where n.province = c.province and n.plan_id = c.plan_id and n.offering_id = c.offering_id) s on true`;

/** Cells in the order of their offerings; `since` keeps to those that changed after that version. */
export async function pageOfCells(
  ctx: Context,
  plan: string,
  of: { after: string | null; limit: number; since: number | null },
): Promise<CellRow[]> {
  const { rows } = await sql<CellRow>`select ${CELL} where c.plan_id = ${plan}
      ${of.after ? sql`and c.offering_id > ${of.after}` : sql``} ${of.since === null ? sql`` : sql`and c.version > ${of.since}`}
    order by c.offering_id limit ${of.limit}`.execute(ctx.tx);
  return rows;
}

export async function findCells(ctx: Context, plan: string, offerings: readonly string[]): Promise<CellRow[]> {
  const { rows } = await sql<CellRow>`select ${CELL} where c.plan_id = ${plan} and c.offering_id = any(${offerings}::uuid[])
    order by c.offering_id`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** The cells of a school, or all that somebody said something to. */
export async function talkedCells(ctx: Context, plan: string): Promise<CellRow[]> {
  const { rows } = await sql<CellRow>`select ${CELL} where c.plan_id = ${plan} and s.step is not null
    order by (s.step = 'propose') desc, c.school_name, c.programme, c.offering_id limit 5000`.execute(ctx.tx);
  return rows;
}

export async function allSeats(ctx: Context, plan: string) {
  const { rows } = await sql<{ offering_id: string; seats: number; locked: boolean; version: number }>`select offering_id, seats, locked, version
    from planning.plan_cell where plan_id = ${plan} order by offering_id`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export async function seatsSince(ctx: Context, plan: string, version: number) {
  const { rows } = await sql<{
    offering_id: string;
    seats: number;
  }>`select offering_id, seats from planning.plan_cell
    where plan_id = ${plan} and version > ${version} order by offering_id`.execute(ctx.tx);
  return rows;
}

export interface NewCell {
  offering_id: string;
  school: string | null;
  school_name: string;
  programme: string;
  level: string;
  city: string;
  card: string;
  last: number;
  seats: number;
  lower: number | null;
  upper: number | null;
  marginal: number;
  binding: CellBinding;
  /** counts for a new cell only */
  locked: boolean;
}

/** Writes what a solve gave: new cells, or new seats of those that are there; their locks stay. */
export async function storeCells(
  ctx: Context,
  of: { province: string; id: string; version: number },
  cells: readonly NewCell[],
): Promise<void> {
  for (let from = 0; from < cells.length; from += 3000)
    await sql`insert into planning.plan_cell (province, plan_id, offering_id, school, school_name, programme, level, city, card, last, seats,
        lower, upper, solved, marginal, binding, locked, version)
      select ${of.province}, ${of.id}, k.offering_id, k.school, k.school_name, k.programme, k.level, k.city, k.card, k.last, k.seats, k.lower,
        k.upper, k.seats, k.marginal, k.binding, k.locked, ${of.version}
      from jsonb_to_recordset(${jsonText(cells.slice(from, from + 3000))}::jsonb) as k (offering_id uuid, school uuid, school_name text, programme text,
        level text, city text, card text, last int, seats int, lower int, upper int, marginal float8, binding jsonb, locked boolean)
      on conflict (province, plan_id, offering_id) do update set seats = excluded.seats, lower = excluded.lower, upper = excluded.upper,
        solved = excluded.seats, marginal = excluded.marginal, binding = excluded.binding,
        version = case when plan_cell.seats = excluded.seats then plan_cell.version else excluded.version end`.execute(ctx.tx);
} // prettier-ignore

/** Sets cells by hand. */
export async function changeCells(
  ctx: Context,
  plan: string,
  version: number,
  cells: readonly { offering: string; seats: number; locked: boolean }[],
): Promise<void> {
  await sql`update planning.plan_cell c set seats = k.seats, locked = k.locked, version = ${version}, changed_by = ${ctx.actor.userId},
      changed_by_name = ${ctx.actor.name}, changed_at = ${ctx.now}
    from jsonb_to_recordset(${jsonText(cells)}::jsonb) as k (offering uuid, seats int, locked boolean)
    where c.plan_id = ${plan} and c.offering_id = k.offering`.execute(ctx.tx);
}

export interface EditRow {
  seq: number;
  kind: "solve" | "edit";
  cells: { offering: string; from: number; to: number; locked: boolean }[];
  seats_sha256: string;
  value_before: number | null;
  value_after: number | null;
  note: string;
  by_name: string;
  at: Date;
}

/** Keeps a change; the hash is taken from the cells as they stand after it. */
export async function recordEdit(
  ctx: Context,
  of: { province: string; id: string },
  edit: Pick<EditRow, "seq" | "kind" | "cells" | "value_before" | "value_after" | "note">,
): Promise<void> {
  await sql`insert into planning.plan_edit (province, plan_id, seq, kind, cells, seats_sha256, value_before, value_after, note, by_user, by_name, at)
    values (${of.province}, ${of.id}, ${edit.seq}, ${edit.kind}, ${jsonText(edit.cells)}::jsonb, ${SEATS_HASH(sql`${of.id}::uuid`)},
      ${edit.value_before}, ${edit.value_after}, ${edit.note}, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
} // prettier-ignore

export async function listEdits(ctx: Context, plan: string, before: number | null, limit: number): Promise<EditRow[]> {
  const { rows } = await sql<EditRow>`select seq, kind, cells, seats_sha256, value_before, value_after, note, by_name, at
    from planning.plan_edit where plan_id = ${plan} ${before === null ? sql`` : sql`and seq < ${before}`}
    order by seq desc limit ${limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** Seats of a plan by level and by card, against last year and the scale. */
export async function totalsOf(ctx: Context, plan: string, scale: Partial<Record<Level, number>>): Promise<PlanTotals> {
  const { rows } = await sql<{ level: Level; card: Card; seats: number; last: number; offerings: number; opened: number; closed: number }>`select level, card,
      sum(seats)::int as seats, sum(last)::int as last, count(*) filter (where seats > 0)::int as offerings,
      count(*) filter (where last = 0 and seats > 0)::int as opened, count(*) filter (where last > 0 and seats = 0)::int as closed
    from planning.plan_cell where plan_id = ${plan} group by level, card`.execute(ctx.tx);
  const sum = (key: "seats" | "last" | "offerings" | "opened" | "closed", of = rows) => of.reduce((all, row) => all + row[key], 0);
  const order: Level[] = ["secondary", "college", "bachelor"];
  return {
    seats: sum("seats"),
    last: sum("last"),
    offerings: sum("offerings"),
    opened: sum("opened"),
    closed: sum("closed"),
    levels: order.flatMap((level) => {
      const here = rows.filter((row) => row.level === level);
      return here.length > 0 ? [{ level, seats: sum("seats", here), last: sum("last", here), scale: scale[level] ?? null }] : [];
    }),
    cards: CARDS.flatMap((card) => {
      const here = rows.filter((row) => row.card === card);
      return here.length > 0 ? [{ card, seats: sum("seats", here), last: sum("last", here), offerings: sum("offerings", here) }] : [];
    }),
  };
} // prettier-ignore

/** Seats by city or programme class (first four digits) for several plans side by side. */
export async function sumsBy(ctx: Context, plans: readonly string[], by: "city" | "class" | "level") {
  const key = by === "city" ? sql`city` : by === "level" ? sql`level` : sql`left(programme, 4)`;
  const { rows } = await sql<{ plan: string; key: string; seats: number; last: number }>`select plan_id as plan, ${key} as key,
      sum(seats)::int as seats, sum(last)::int as last from planning.plan_cell where plan_id = any(${plans}::uuid[])
    group by plan_id, 2 order by 2`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** Offerings on which the plans differ most. */
export async function largestDifferences(ctx: Context, plans: readonly string[], limit: number) {
  const { rows } = await sql<{ offering: string; school_name: string; programme: string; city: string; level: Level; last: number; seats: Record<string, number> }>`
    select offering_id as offering, min(school_name) as school_name, min(programme) as programme, min(city) as city, min(level) as level, max(last) as last,
      jsonb_object_agg(plan_id, seats) as seats
    from planning.plan_cell where plan_id = any(${plans}::uuid[]) group by offering_id
    having max(seats) > min(seats) or count(*) < ${plans.length}
    order by max(seats) - case when count(*) < ${plans.length} then 0 else min(seats) end desc, offering_id limit ${limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore
