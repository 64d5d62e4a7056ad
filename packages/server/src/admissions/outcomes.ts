import { sql } from "kysely";
import type { z } from "zod";
import { checkRules } from "@tixi/engines/allocation";
import { decodeCursor, toPage, type Context } from "../platform/index.ts";
import { access } from "./access.ts";
import { presentLine } from "./filing-present.ts";
import type * as s from "./filing-schemas.ts";
import { findFiling, type FilingRow } from "./filings.sql.ts";
import { eachPreference, type PreferenceOutcome, type PreferenceRun } from "./outcomes-store.ts";
import { outcomeInWords } from "./outcomes-words.ts";
import { requireFiling } from "./run-filing.ts";

interface OutcomeRow {
  province: string;
  filing_id: string;
  number: string;
  category: string;
  score: string;
  rank: number;
  unit_id: string | null;
  unit_name: string | null;
  quota: string;
  preference_no: number | null;
  round: number | null;
  reasons: (PreferenceOutcome | PreferenceRun)[];
  /** the lists that he filed: units in their order */
  lists: { batch: string; round: number; units: string[] }[];
  admitted_at: Date | null;
}

const UNIT_NAME = (
  season: unknown,
) => sql`(select u.school_name || ' ' || u.programme_name from admissions.unit u
  where u.province = o.province and u.season_id = ${season} and u.unit_id = o.unit_id order by u.quota limit 1)`;

const line = (row: Omit<OutcomeRow, "reasons" | "lists" | "province" | "filing_id" | "admitted_at">) => ({
  number: row.number,
  category: row.category,
  score: row.score,
  rank: row.rank,
  unit: row.unit_id,
  unitName: row.unit_name,
  quota: row.quota,
  preference: row.preference_no,
  round: row.round,
});

/** What a run says of the candidates, by number; one candidate or one unit where asked for. */
export async function outcomesOf(ctx: Context, id: string, query: z.infer<typeof s.outcomeQuery>): Promise<z.infer<typeof s.outcomePage>> {
  const filing = await requireFiling(ctx, id);
  access.authorize(ctx.actor, "file", { region: filing.province });
  const after = decodeCursor(query.cursor, 1);
  const { rows } = await sql<OutcomeRow>`select c.number, c.category, trim_scale(o.score)::text as score, o.rank, o.unit_id, ${UNIT_NAME(filing.season_id)} as unit_name,
      o.quota, o.preference_no, o.round
    from admissions.outcome o join admissions.candidate c on c.province = o.province and c.id = o.candidate_id
    where o.province = ${filing.province} and o.filing_id = ${id} ${after ? sql`and c.number > ${String(after[0])}` : sql``}
      ${query.unit ? sql`and o.unit_id = ${query.unit}` : sql``} ${query.number ? sql`and c.number = ${query.number}` : sql``}
    order by c.number limit ${query.limit + 1}`.execute(ctx.tx);
  await ctx.auditRead(`filing:${id}`, ["admissions.outcome.reasons"]);
  return toPage(rows, query.limit, ({ number }) => [number], line);
} // prettier-ignore

/**
 * The candidate's own results: of each season the newest that is announced, with what became of each preference and why.
 * Results that were withdrawn are not shown.
 */
export async function ownOutcomes(ctx: Context): Promise<z.infer<typeof s.ownOutcomes>> {
  const { rows } = await sql<OutcomeRow>`select distinct on (c.season_id) o.province, o.filing_id, c.number, c.category, trim_scale(o.score)::text as score, o.rank, o.unit_id,
      ${UNIT_NAME(sql`c.season_id`)} as unit_name, o.quota, o.preference_no, o.round, o.reasons, a.admitted_at,
      coalesce((select jsonb_agg(l) from (select distinct on (l.batch, l.round) l.batch, l.round, l.units from admissions.preference_list l
        where l.province = c.province and l.candidate_id = c.id order by l.batch, l.round, l.version desc) l), '[]') as lists
    from admissions.outcome o join admissions.candidate c on c.province = o.province and c.id = o.candidate_id
    left join admissions.admission a on a.province = c.province and a.candidate_id = c.id
    where c.person = ${ctx.actor.personId}::uuid order by c.season_id, o.filing_id desc`.execute(ctx.tx);
  const items = [];
  for (const row of rows) {
    const filing = await findFiling(ctx, row.filing_id);
    if (filing) items.push(await presentOwn(ctx, filing, row));
  }
  return { items, next: null };
} // prettier-ignore

async function presentOwn(ctx: Context, filing: FilingRow, row: OutcomeRow): Promise<z.infer<typeof s.outcome>> {
  const told = eachPreference(row.reasons, (batch, round, no) => row.lists.find((list) => list.batch === batch && list.round === round)?.units[no - 1]);
  const ids = [...new Set(told.map(({ unit }) => unit))];
  const { rows: units } = await sql<{ unit_id: string; name: string; ranking: string }>`select distinct on (unit_id) unit_id, school_name || ' ' || programme_name as name, ranking
    from admissions.unit where province = ${filing.province} and season_id = ${filing.season_id} and unit_id = any(${ids}::text[]) order by unit_id, quota`.execute(ctx.tx);
  const known = new Map(units.map((unit) => [unit.unit_id, unit]));
  const names = namesIn(filing);
  return {
    ...line(row),
    filing: presentLine(filing),
    preferences: told.map((one) => ({
      batch: one.batch,
      round: one.round,
      no: one.no,
      unit: one.unit,
      unitName: known.get(one.unit)?.name ?? one.unit,
      outcome: one.outcome,
      words: outcomeInWords(one, { rank: row.rank, ownList: (known.get(one.unit)?.ranking ?? "") !== "", names }),
    })),
    admittedAt: row.admitted_at === null ? null : new Date(row.admitted_at).toISOString(),
  };
} // prettier-ignore

/** Names of subjects by the columns of the rules; quotas go by their ids. */
function namesIn(filing: FilingRow): Map<string, string> {
  const subjects = filing.subjects as { key: string; name?: string }[];
  const quotas = checkRules(filing.rules).rules?.quotas ?? [];
  return new Map([
    ...quotas.map(({ id }) => [id, id] as const),
    ...subjects.map(({ key, name }) => [key, name ?? key] as const),
  ]);
}
