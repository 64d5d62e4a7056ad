import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { Context } from "../../platform/context.ts";
import { jsonText } from "../../platform/db/json.ts";

/** An offering as the files name it now, with its school as the register knows it today. */
export interface KnownOffering {
  school: string | null;
  schoolName: string;
  programme: string;
  level: string;
  city: string;
  firstYear: number;
  lastYear: number;
}

/**
 * Gives each offering its lasting id: the one that it has, also under its school's earlier name, or a new one.
 * @returns ids in the order of the offerings
 */
export async function keepOfferings(
  ctx: Context,
  province: string,
  offerings: readonly KnownOffering[],
): Promise<string[]> {
  const rows = jsonText(
    offerings.map((o, at) => ({ at, id: uuidv7(), school: o.school, school_name: o.schoolName, programme: o.programme, level: o.level, city: o.city, first_year: o.firstYear, last_year: o.lastYear })),
  ); // prettier-ignore
  const known = sql`jsonb_to_recordset(${rows}::jsonb) as k (at int, id uuid, school uuid, school_name text, programme text, level text, city text,
    first_year int, last_year int)`;
  await sql`update planning.offering o set school_name = k.school_name from ${known}
    where o.province = ${province} and o.school = k.school and o.programme = k.programme and o.city = k.city and o.school_name <> k.school_name
      and not exists (select from planning.offering x where x.province = o.province and x.school_name = k.school_name
        and x.programme = o.programme and x.city = o.city)`.execute(ctx.tx);
  await sql`insert into planning.offering (province, id, school, school_name, programme, level, city, first_year, last_year)
    select ${province}, k.id, k.school, k.school_name, k.programme, k.level, k.city, k.first_year, k.last_year from ${known}
    on conflict (province, school_name, programme, city) do update set school = coalesce(excluded.school, offering.school),
      first_year = least(excluded.first_year, offering.first_year), last_year = greatest(excluded.last_year, offering.last_year)
    where (offering.school, offering.first_year, offering.last_year) is distinct from (coalesce(excluded.school, offering.school),
      least(excluded.first_year, offering.first_year), greatest(excluded.last_year, offering.last_year))`.execute(
    ctx.tx,
  );
  const { rows: found } = await sql<{ id: string }>`select o.id from ${known} join planning.offering o
    on o.province = ${province} and o.school_name = k.school_name and o.programme = k.programme and o.city = k.city order by k.at`.execute(
    ctx.tx,
  );
  return found.map(({ id }) => id);
}
