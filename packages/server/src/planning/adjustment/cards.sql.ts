import type { Card, Decision } from "@tixi/engines/adjustment";
import { sql } from "kysely";
import type { Context } from "../../platform/context.ts";
import type { Sheet } from "./sheet.ts";
import { literally } from "../../platform/db/like.ts";

export interface CardRow {
  province: string;
  adjustment_id: string;
  offering_id: string;
  school: string | null;
  school_name: string;
  programme: string;
  level: string;
  city: string;
  decision: Decision;
  warned: number;
  content: CardContent;
  final: Decision;
  final_reason: string | null;
}

/** As the engine gives it, without what stands in columns of its own, and the figures that it saw. */
export type CardContent = Omit<Card, "offering" | "key" | "decision"> & Sheet;

export interface CardStepRow {
  seq: number;
  action: "object" | "answer" | "set";
  decision: Decision | null;
  reason: string;
  by_name: string;
  at: Date;
}

export interface CardFilter {
  decision?: Decision | undefined;
  school?: string | undefined;
  programme?: string | undefined;
  city?: string | undefined;
  level?: string | undefined;
  rule?: string | undefined;
  /** cards that a school objected to and nobody has answered */
  unanswered?: boolean | undefined;
  q?: string | undefined;
  /** programmes whose name holds `q` */
  named?: readonly string[] | undefined;
}

const LAST_STEP = sql`(select s.action from planning.card_step s where s.province = n.province and s.adjustment_id = n.adjustment_id
  and s.offering_id = n.offering_id order by s.seq desc limit 1)`;

/** From the gravest on: the order in which cards are looked at. */
export const GRAVITY = sql`array['withdraw', 'suspend', 'warn', 'expand', 'keep', 'add']`;
const gravity = sql`array_position(${GRAVITY}, n.final)`;

/** Cards of a run, the gravest first, by school and programme; `after` is the last one of the page before. */
export async function listCards(
  ctx: Context,
  adjustment: string,
  filter: CardFilter,
  after: [gravity: number, school: string, programme: string, city: string] | null,
  limit: number,
): Promise<(CardRow & { objected: boolean; gravity: number })[]> {
  const like = filter.q ? `%${literally(filter.q)}%` : null;
  // the page is found by what is narrow; only its own cards are opened
  const { rows } = await sql<CardRow & { objected: boolean; gravity: number }>`
    with page as materialized (
      select n.province, n.adjustment_id, n.offering_id, ${gravity} as gravity, n.school_name, n.programme, n.city from planning.card_now n
      where n.adjustment_id = ${adjustment}
        ${filter.decision ? sql`and n.final = ${filter.decision}` : sql``}
        ${filter.school ? sql`and (n.school::text = ${filter.school} or n.school_name = ${filter.school})` : sql``}
        ${filter.programme ? sql`and n.programme = ${filter.programme}` : sql``}
        ${filter.city ? sql`and n.city = ${filter.city}` : sql``}
        ${filter.level ? sql`and n.level = ${filter.level}` : sql``}
        ${filter.rule ? sql`and ${filter.rule} = any(n.rules)` : sql``}
        ${filter.unanswered ? sql`and ${LAST_STEP} = 'object'` : sql``}
        ${like ? sql`and (n.school_name like ${like} or n.programme like ${like} or n.programme = any(${filter.named ?? []}))` : sql``}
        ${after ? sql`and (${gravity}, n.school_name, n.programme, n.city) > (${after[0]}::int, ${after[1]}, ${after[2]}, ${after[3]})` : sql``}
      order by gravity, n.school_name, n.programme, n.city limit ${limit})
    select n.*, page.gravity, coalesce(${LAST_STEP} = 'object', false) as objected from page
    join planning.card_now n on n.province = page.province and n.adjustment_id = page.adjustment_id and n.offering_id = page.offering_id
      and n.adjustment_id = ${adjustment}
    order by page.gravity, page.school_name, page.programme, page.city`.execute(ctx.tx);
  return rows;
}

export async function findCard(
  ctx: Context,
  adjustment: string,
  offering: string,
): Promise<CardRow | undefined> {
  const { rows } = await sql<CardRow>`select * from planning.card_now
    where adjustment_id = ${adjustment} and offering_id = ${offering}`.execute(ctx.tx);
  return rows[0];
}

export async function cardSteps(ctx: Context, adjustment: string, offering: string): Promise<CardStepRow[]> {
  const { rows } =
    await sql<CardStepRow>`select seq, action, decision, reason, by_name, at from planning.card_step
    where adjustment_id = ${adjustment} and offering_id = ${offering} order by seq`.execute(ctx.tx);
  return rows;
}

/** Cards of one offering in all runs that belong to a round, newest first. */
export async function cardsOfOffering(ctx: Context, offering: string) {
  const { rows } = await sql<CardRow & { year: number; for_year: number | null; title: string | null }>`
    select n.*, a.year, r.year as for_year, r.title from planning.card_now n
    join planning.adjustment a on a.province = n.province and a.id = n.adjustment_id
    join planning.round r on r.province = a.province and r.id = a.round_id
    where n.offering_id = ${offering} order by a.year desc, a.created_at desc limit 20`.execute(ctx.tx);
  return rows;
}
