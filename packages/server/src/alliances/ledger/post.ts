import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { BadInput, Conflict, dayInChina, NotFound, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { isActive, requireAlliance, requireMember, type AllianceRow } from "../alliance.sql.ts";
import type * as s from "./schemas.ts";
import { showLedger } from "./show.ts"; // prettier-ignore

type Shown = Promise<z.infer<typeof s.ledger>>;
type Account = "holding" | "given" | "lent" | "used" | "gained";
type Kind = "contribute" | z.infer<typeof s.newEntry>["kind"];
/** An amount in fen on an account: debit positive. */
interface Line {
  account: Account;
  contribution: string | null;
  amount: number;
}

const fault = (field: string, value: unknown, zh: string, en: string) => new BadInput([{ part: "body", field, value, reason: `${zh} / ${en}` }]); // prettier-ignore

/**
 * Takes in what a member contributes, at its value in fen, and posts it: what is there grows by what is owed for it.
 * @throws BadInput for a member that is none, or a day to come; NotFound
 */
export async function contribute(ctx: Context, alliance: string, input: z.infer<typeof s.newContribution>): Shown {
  const row = await requireAlliance(ctx, alliance);
  access.authorize(ctx.actor, "keep", { organisation: row.id });
  const member = await requireMember(ctx, input.member);
  if (member.alliance_id !== row.id || !isActive(member)) throw fault("member", input.member, "不是在册成员", "not a member in force");
  if (!input.lent && input.until !== null) throw fault("until", input.until, "只有借用的资源才有归还日", "only what is lent is given back");
  const id = uuidv7();
  await sql`insert into alliances.contribution (province, id, alliance_id, member_id, resource, title, value, basis, basis_words, lent, until, created_at)
    values (${row.province}, ${id}, ${row.id}, ${member.id}, ${input.resource}, ${input.title}, ${input.value}, ${input.basis}, ${input.basisWords},
      ${input.lent}, ${input.until}, ${ctx.now})`.execute(ctx.tx);
  await post(ctx, row, { kind: "contribute", on: input.on, words: `${member.name}：${input.title}` }, [
    { account: "holding", contribution: id, amount: input.value },
    { account: input.lent ? "lent" : "given", contribution: id, amount: -input.value },
  ]);
  await ctx.audit("alliance-ledger.contribute", `alliance-contribution:${id}`, null, { member: member.id, resource: input.resource, value: input.value });
  return showLedger(ctx, alliance, Number(input.on.slice(0, 4)));
} // prettier-ignore

/** The two lines of each kind of entry. */
const LINES: Readonly<
  Record<z.infer<typeof s.newEntry>["kind"], readonly [debit: Account, credit: Account]>
> = {
  use: ["used", "holding"],
  gain: ["holding", "gained"],
  "give-back": ["lent", "holding"],
};

/**
 * Posts what became of a contribution: used, given back, or what it brought.
 * @throws BadInput, Conflict where more would go out than is there, or what was given for good would be given back; NotFound
 */
export async function postEntry(ctx: Context, alliance: string, input: z.infer<typeof s.newEntry>): Shown {
  const row = await requireAlliance(ctx, alliance);
  access.authorize(ctx.actor, "keep", { organisation: row.id });
  const { kind, contribution, amount } = input;
  if (contribution !== null) await requireContribution(ctx, row, contribution, kind);
  else if (kind !== "use")
    throw fault("contribution", null, "请选择是哪一项投入", "say of which contribution");
  const [debit, credit] = LINES[kind];
  // what a contribution brings is money of the alliance's own; the other line says by what it was brought
  const of = (account: Account): string | null =>
    kind === "gain" && account === "holding" ? null : contribution;
  await post(ctx, row, input, [
    { account: debit, contribution: of(debit), amount },
    { account: credit, contribution: of(credit), amount: -amount },
  ]);
  await ctx.audit("alliance-ledger.post", `alliance:${row.id}`, null, { kind, contribution, amount });
  return showLedger(ctx, alliance, Number(input.on.slice(0, 4)));
}

async function requireContribution(ctx: Context, { id }: AllianceRow, contribution: string, kind: Kind): Promise<void> {
  const { rows } = await sql<{ lent: boolean }>`select lent from alliances.contribution where id = ${contribution} and alliance_id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "投入", en: "contribution" });
  if (kind === "give-back" && !rows[0].lent) throw new Conflict({ zh: "这项投入不是借用的，无须归还。", en: "It was given for good; there is nothing to give back." });
} // prettier-ignore

/** Writes an entry with the next number of its year. Numbers have no gaps: who posts at the same time waits. */
async function post(ctx: Context, row: AllianceRow, entry: { kind: Kind; on: string; words: string }, lines: readonly Line[]): Promise<void> {
  if (entry.on > dayInChina(ctx.now)) throw fault("on", entry.on, "不能记将来的账", "a day to come");
  if (entry.on < row.founded_on) throw fault("on", entry.on, "早于成立日期", "before it was founded");
  await sql`select pg_advisory_xact_lock(hashtextextended(${`alliance ledger ${row.id}`}, 0))`.execute(ctx.tx);
  const year = Number(entry.on.slice(0, 4));
  const id = uuidv7();
  await sql`insert into alliances.entry (province, id, alliance_id, year, number, on_day, kind, words, by_user, by_name, at)
    select ${row.province}, ${id}, ${row.id}, ${year}, coalesce(max(e.number), 0) + 1, ${entry.on}, ${entry.kind}, ${entry.words}, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now}
    from alliances.entry e where e.province = ${row.province} and e.alliance_id = ${row.id} and e.year = ${year}`.execute(ctx.tx);
  for (const [n, { account, contribution, amount }] of lines.entries())
    await sql`insert into alliances.line (province, entry_id, n, account, contribution_id, amount)
      values (${row.province}, ${id}, ${n + 1}, ${account}, ${contribution}, ${amount})`.execute(ctx.tx);
  await settle(ctx);
} // prettier-ignore

/** Asks the database now what it would ask at the end: whether it balances, and whether as much is there. */
async function settle(ctx: Context): Promise<void> {
  try {
    await sql`set constraints all immediate`.execute(ctx.tx);
  } catch (error) {
    if ((error as { constraint?: string }).constraint === "ledger_held")
      throw new Conflict({ zh: "余额不足：不能用出或归还比现有更多的资源。", en: "There is not as much: no more is used or given back than is there." }); // prettier-ignore
    throw error;
  }
  await sql`set constraints all deferred`.execute(ctx.tx);
}
