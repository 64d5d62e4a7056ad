import { sql } from "kysely";
import type { ConditionRow } from "@tixi/engines/types";
import type { z } from "zod";
import { decodeCursor, toPage, type Context } from "../platform/index.ts";
import { findByNames } from "../registry/index.ts";
import { access, provinceOf } from "./access.ts";
import { cityName } from "./names.ts";
import type { conditionQuery, conditionSchema } from "./schemas.ts";

interface ConditionRecord {
  id: string;
  import_id: string;
  row_number: number;
  year: number;
  content: ConditionRow;
}

/**
 * School conditions (办学条件) that count now, latest year first: each with the school's name of its year, and who bears
 * it in the register. Persons, m², fen, volumes and machines; null = not stated.
 */
export async function listConditions(ctx: Context, query: z.infer<typeof conditionQuery>) {
  access.authorize(ctx.actor, "read", { region: provinceOf(ctx.actor) });
  const key = decodeCursor(query.cursor, 2);
  const { rows } = await sql<ConditionRecord>`
    select id, import_id, row_number, year, content from demand.school_condition
    where province = ${provinceOf(ctx.actor)} and superseded_by is null
      ${query.city ? sql`and city = ${query.city}` : sql``}
      ${query.year ? sql`and year = ${query.year}` : sql``}
      ${query.school ? sql`and position(${query.school} in school_name) > 0` : sql``}
      ${key ? sql`and (-year, id) > (${-Number(key[0])}::int, ${String(key[1])}::uuid)` : sql``}
    order by -year, id limit ${query.limit + 1}`.execute(ctx.tx);
  const page = toPage(rows, query.limit, (row) => [row.year, row.id]);
  const schools = await findByNames(
    ctx,
    page.items.map(({ content, year }) => ({
      name: content.schoolName,
      code: content.schoolCode,
      region: content.city,
      year,
    })),
  );
  return {
    ...page,
    items: page.items.map(({ id, import_id, row_number, content }, i): z.infer<typeof conditionSchema> => ({
      ...content,
      id,
      school: schools[i] ?? null,
      cityName: cityName(content.city) ?? content.city,
      import: { id: import_id, row: row_number },
    })),
  };
}
