import { sql } from "kysely";
import type { z } from "zod";
import { dayInChina, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { membersOf, requireAlliance } from "../alliance.sql.ts";
import { standing } from "../present.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

type Ledger = z.infer<typeof s.ledger>;
type Amounts = Ledger["total"];

/**
 * An alliance's ledger in a year, its statement, and what became of each contribution.
 * @param closed balances and contributions as they stood at the end of that year, not as they stand now
 * @throws NotFound
 */
export async function showLedger(ctx: Context, id: string, asked?: number, closed = false): Promise<Ledger> {
  const row = await requireAlliance(ctx, id);
  const { keeps, subject } = standing(ctx, row, await membersOf(ctx, id));
  access.authorize(ctx.actor, "read", subject);
  const year = asked ?? Number(dayInChina(ctx.now).slice(0, 4));
  const of = sql`e.province = ${row.province} and e.alliance_id = ${id}`;
  const until = closed ? sql`e.year <= ${year}` : sql`true`;
  const statement = await statementOf(ctx, of, year);
  const balances = await sql<Ledger["balances"][number]>`select l.account, sum(l.amount)::float8 as amount
    from alliances.line l join alliances.entry e on e.province = l.province and e.id = l.entry_id where ${of} and ${until} group by 1 order by 1`.execute(ctx.tx);
  const contributions = await sql<Ledger["contributions"][number]>`select c.id, m.name as "memberName", c.resource, c.title, c.value::float8 as value, c.basis,
      c.basis_words as "basisWords", c.lent, to_char(c.until, 'YYYY-MM-DD') as until,
      coalesce(sum(l.amount) filter (where l.account = 'used'), 0)::float8 as used,
      coalesce(-sum(l.amount) filter (where l.account = 'gained'), 0)::float8 as gained,
      coalesce(sum(l.amount) filter (where l.account = 'lent' and l.amount > 0), 0)::float8 as "givenBack",
      coalesce(sum(l.amount) filter (where l.account = 'holding'), 0)::float8 as left
    from alliances.contribution c join alliances.member m on m.province = c.province and m.id = c.member_id
      join alliances.line l on l.province = c.province and l.contribution_id = c.id
      join alliances.entry e on e.province = l.province and e.id = l.entry_id
    where c.province = ${row.province} and c.alliance_id = ${id} and ${until} group by c.province, c.id, m.name order by c.id`.execute(ctx.tx);
  const entries = await sql<Ledger["entries"][number]>`select e.number, to_char(e.on_day, 'YYYY-MM-DD') as on, e.kind, e.words, e.by_name as by,
      (select sum(l.amount) from alliances.line l where l.province = e.province and l.entry_id = e.id and l.amount > 0)::float8 as amount
    from alliances.entry e where ${of} and e.year = ${year} order by e.number desc`.execute(ctx.tx);
  const years = await sql<{ year: number }>`select distinct e.year from alliances.entry e where ${of} order by 1 desc`.execute(ctx.tx);
  return {
    alliance: id,
    allianceName: row.name,
    year,
    years: [...new Set([year, ...years.rows.map((one) => one.year)])].sort((a, b) => b - a),
    mayKeep: keeps,
    statement,
    total: statement.reduce<Amounts>(plus, { opening: 0, contributed: 0, gained: 0, used: 0, givenBack: 0, closing: 0 }),
    balances: balances.rows,
    contributions: contributions.rows,
    entries: entries.rows,
  };
} // prettier-ignore

const plus = (sum: Amounts, one: Amounts): Amounts => ({
  opening: sum.opening + one.opening,
  contributed: sum.contributed + one.contributed,
  gained: sum.gained + one.gained,
  used: sum.used + one.used,
  givenBack: sum.givenBack + one.givenBack,
  closing: sum.closing + one.closing,
});

/** What was there, came, went and is there, by resource, from the lines of the account of holdings alone. */
async function statementOf(ctx: Context, of: ReturnType<typeof sql>, year: number): Promise<Ledger["statement"]> {
  const sum = (when: ReturnType<typeof sql>, sign = sql`1`) => sql`coalesce(sum(l.amount * ${sign}) filter (where ${when}), 0)::float8`;
  const kind = (name: string, sign = sql`1`) => sum(sql`e.year = ${year} and e.kind = ${name}`, sign);
  const { rows } = await sql<Ledger["statement"][number]>`select coalesce(c.resource, 'own') as resource,
      ${sum(sql`e.year < ${year}`)} as opening, ${kind("contribute")} as contributed, ${kind("gain")} as gained, ${kind("use", sql`-1`)} as used,
      ${kind("give-back", sql`-1`)} as "givenBack", ${sum(sql`e.year <= ${year}`)} as closing
    from alliances.line l join alliances.entry e on e.province = l.province and e.id = l.entry_id
      left join alliances.contribution c on c.province = l.province and c.id = l.contribution_id
    where ${of} and l.account = 'holding' and e.year <= ${year}
    group by 1 order by array_position(array['money', 'people', 'equipment', 'technology', 'policy', 'own'], coalesce(c.resource, 'own'))`.execute(ctx.tx);
  return rows;
} // prettier-ignore
