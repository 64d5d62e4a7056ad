import { sql } from "kysely";
import { jsonText } from "../../platform/db/json.ts";
import type { Context } from "../../platform/index.ts";
import { successorsNow, type Named } from "./organisations.sql.ts";

/** A name as it stands in a file of some year. */
export interface NameOfYear {
  name: string;
  /** the school identifier or unified social credit code, where the file has one */
  code?: string | null;
  /** GB/T 2260 code of where it is: an organisation of another province is another one */
  region: string;
  year: number;
}

/** The organisation that bore a name, as it is called now. */
export interface FoundByName extends Named {
  /** it bore the name in that year, and not only at another time */
  inYear: boolean;
  ended: boolean;
  /** where it ended: who goes on as it today */
  successors: Named[];
}

/** Whom its figures belong to today: itself, or the one that it went on as. */
export function goesOnAs(found: FoundByName): Named | null {
  if (!found.ended) return { id: found.id, name: found.name };
  return found.successors.length === 1 ? found.successors[0]! : null;
}

/**
 * Finds which organisations bore these names, preferring those that did in the year and the place. The names
 * themselves stay what they were: a figure of 2024 keeps the name of 2024.
 * @returns in the order of the names, null where the register knows none
 */
export async function findByNames(
  ctx: Pick<Context, "tx">,
  names: readonly NameOfYear[],
): Promise<(FoundByName | null)[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<{ at: number; found: FoundByName }>`
    select w.at::int as at, json_build_object('id', m.id, 'name', last.name, 'inYear', m.in_year, 'ended', not last.holds,
      'successors', case when last.holds then '[]'::json else ${successorsNow(sql`m.id`)} end) as found
    from jsonb_to_recordset(${jsonText(names.map((one, at) => ({ ...one, code: one.code ?? null, at })))}::jsonb)
      as w (at int, name text, code text, region text, year int)
    cross join lateral (
      select v.organisation_id as id, v.valid && daterange(make_date(w.year, 1, 1), make_date(w.year + 1, 1, 1)) as in_year
      from (
        select * from registry.organisation_version n where n.name = w.name
        union all select * from registry.organisation_version c where c.school_code = w.code and upper_inf(c.valid)
        union all select * from registry.organisation_version c where c.credit_code = w.code and upper_inf(c.valid)) v
      where left(v.region, 2) = left(w.region, 2)
      order by v.name = w.name desc, 2 desc, starts_with(v.region, platform.region_prefix(w.region)) desc, v.valid desc, 1
      limit 1) m
    cross join lateral (select name, upper_inf(valid) as holds from registry.organisation_version l
      where l.organisation_id = m.id order by valid desc limit 1) last`.execute(ctx.tx);
  const found = new Map(rows.map((row) => [row.at, row.found]));
  return names.map((_, at) => found.get(at) ?? null);
}
