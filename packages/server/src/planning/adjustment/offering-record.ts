import type { Decision } from "@tixi/engines/adjustment";
import { sql } from "kysely";
import type { Context } from "../../platform/context.ts";
import { literally } from "../../platform/db/like.ts";
import { decodeCursor, NotFound, toPage } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { levelOf, programmeName, programmesNamed } from "../names.ts";
import { cardsOfOffering, type CardRow } from "./cards.sql.ts";
import { indicatorLines, lineOf } from "./cards.ts";

interface OfferingRow {
  id: string;
  school: string | null;
  school_name: string;
  programme: string;
  city: string;
  first_year: number;
  last_year: number;
}

const present = (row: OfferingRow) => ({
  id: row.id,
  school: { id: row.school, name: row.school_name },
  programme: { code: row.programme, name: programmeName(row.programme) },
  level: levelOf(row.programme),
  city: { code: row.city, name: regionName(row.city) },
  firstYear: row.first_year,
  lastYear: row.last_year,
});

/** An offering over the years: its figures, the balance of its programme in its city, its cards and what was said to them. */
export async function offeringRecord(ctx: Context, id: string) {
  const { rows } =
    await sql<OfferingRow>`select id, school, school_name, programme, city, first_year, last_year
    from planning.offering where id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "专业点", en: "offering" });
  const cards = await cardsOfOffering(ctx, id);
  const newest: CardRow | undefined = cards[0];
  return {
    ...present(rows[0]),
    history: newest?.content.history ?? [],
    balance: newest?.content.balance ?? [],
    indicators: newest ? indicatorLines(newest.content.values, ctx.locale) : [],
    cards: cards.map((card) => ({
      ...lineOf(card),
      adjustment: card.adjustment_id,
      year: card.year,
      forYear: card.for_year,
      title: card.title,
    })),
  };
}

export interface OfferingFilter {
  /** school or programme, by name or code */
  q?: string | undefined;
  city?: string | undefined;
  level?: string | undefined;
  /** what the card of the newest run says; `none` = it has no card there */
  decision?: Decision | "none" | undefined;
}

/** The run whose cards stand beside offerings: of the latest round, the newest that was not withdrawn. */
const NEWEST = sql`(select a.id from planning.adjustment a where a.round_id is not null and a.state = 'done'
  and planning.adjustment_reached(a.province, a.id, 'start') order by a.year desc, a.created_at desc limit 1)`;

/** Every offering that was ever known, by school and programme, with its card in the newest run. */
export async function offerings(
  ctx: Context,
  query: OfferingFilter & { cursor?: string | undefined; limit: number },
) {
  const after = decodeCursor(query.cursor, 3) as [string, string, string] | null;
  const like = query.q ? `%${literally(query.q)}%` : null;
  const carded = (what: ReturnType<typeof sql>) =>
    sql`exists (select from planning.card_now n where n.province = o.province and n.offering_id = o.id and n.adjustment_id = ${NEWEST} ${what})`;
  const { rows } = await sql<OfferingRow & { card: CardRow | null }>`
    with page as materialized (
      select o.province, o.id, o.school, o.school_name, o.programme, o.city, o.first_year, o.last_year from planning.offering o
      where ${after ? sql`(o.school_name, o.programme, o.city) > (${after[0]}, ${after[1]}, ${after[2]})` : sql`true`}
        ${query.city ? sql`and o.city = ${query.city}` : sql``}
        ${query.level ? sql`and o.level = ${query.level}` : sql``}
        ${query.decision === "none" ? sql`and not ${carded(sql``)}` : query.decision ? sql`and ${carded(sql`and n.final = ${query.decision}`)}` : sql``}
        ${like ? sql`and (o.school_name like ${like} or o.programme like ${like} or o.programme = any(${programmesNamed(query.q)}))` : sql``}
      order by o.school_name, o.programme, o.city limit ${query.limit + 1})
    select o.*, (select to_json(n) from planning.card_now n
      where n.province = o.province and n.offering_id = o.id and n.adjustment_id = ${NEWEST}) as card
    from page o order by o.school_name, o.programme, o.city`.execute(ctx.tx);
  const page = toPage(rows, query.limit, (row) => [row.school_name, row.programme, row.city]);
  return { ...page, items: page.items.map(withCard) };
}

const withCard = ({ card, ...row }: OfferingRow & { card: CardRow | null }) => ({
  ...present(row),
  card: card === null ? null : { ...lineOf(card), adjustment: card.adjustment_id },
});

/** The offerings of the actor's school, with their newest cards. */
export async function ownOfferings(ctx: Context) {
  const { rows } = await sql<OfferingRow & { card: CardRow | null }>`
    select o.id, o.school, o.school_name, o.programme, o.city, o.first_year, o.last_year, (
      select to_json(n) from planning.card_now n join planning.adjustment a on a.province = n.province and a.id = n.adjustment_id
      where n.province = o.province and n.offering_id = o.id and a.round_id is not null
      order by a.year desc, a.created_at desc limit 1) as card
    from planning.offering o where o.school = ${ctx.actor.organisation} order by o.programme, o.city limit 1000`.execute(
    ctx.tx,
  );
  return { items: rows.map(withCard) };
}
