import { sql } from "kysely";
import type { Context } from "../../platform/context.ts";
import { NotFound } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { levelOf, programmeName } from "../names.ts";
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
  return {
    items: rows.map(({ card, ...row }) => ({
      ...present(row),
      card: card === null ? null : { ...lineOf(card), adjustment: card.adjustment_id },
    })),
  };
}
