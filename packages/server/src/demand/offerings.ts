import { sql } from "kysely";
import type { OfferingRow } from "@tixi/engines/types";
import type { z } from "zod";
import { decodeCursor, toPage, type Context } from "../platform/index.ts";
import { findByNames, type FoundByName } from "../registry/index.ts";
import { access, provinceOf } from "./access.ts";
import { cityName, programmeName } from "./names.ts";
import type { offeringQuery, offeringSchema } from "./schemas.ts";

interface OfferingRecord {
  id: string;
  import_id: string;
  row_number: number;
  year: number;
  content: OfferingRow;
}

/** Offerings that count now, latest year first: each with the school's name of its year, and who bears it in the register. */
export async function listOfferings(ctx: Context, query: z.infer<typeof offeringQuery>) {
  access.authorize(ctx.actor, "read", { region: provinceOf(ctx.actor) });
  const key = decodeCursor(query.cursor, 2);
  const { rows } = await sql<OfferingRecord>`
    select id, import_id, row_number, year, content from demand.offering
    where province = ${provinceOf(ctx.actor)} and superseded_by is null
      ${query.programme ? sql`and programme = ${query.programme}` : sql``}
      ${query.city ? sql`and city = ${query.city}` : sql``}
      ${query.level ? sql`and level = ${query.level}` : sql``}
      ${query.year ? sql`and year = ${query.year}` : sql``}
      ${query.school ? sql`and position(${query.school} in school_name) > 0` : sql``}
      ${key ? sql`and (-year, id) > (${-Number(key[0])}::int, ${String(key[1])}::uuid)` : sql``}
    order by -year, id limit ${query.limit + 1}`.execute(ctx.tx);
  const page = toPage(rows, query.limit, (row) => [row.year, row.id]);
  const schools = await findByNames(
    ctx,
    page.items.map(({ content, year }) => nameOf(content, year)),
  );
  return { ...page, items: page.items.map((row, i) => offeringView(row, schools[i] ?? null)) };
}

const nameOf = ({ schoolName, schoolCode, city }: OfferingRow, year: number) => ({
  name: schoolName,
  code: schoolCode,
  region: city,
  year,
});

function offeringView(
  { id, import_id, row_number, content }: OfferingRecord,
  school: FoundByName | null,
): z.infer<typeof offeringSchema> {
  const { programmeCode, city, ...rest } = content;
  return {
    ...rest,
    id,
    school,
    programme: { code: programmeCode, name: programmeName(programmeCode) ?? programmeCode },
    city,
    cityName: cityName(city) ?? city,
    classes: content.classes ?? null,
    teachers: content.teachers ?? null,
    complaints: content.complaints ?? null,
    firstChoice: content.firstChoice ?? null,
    import: { id: import_id, row: row_number },
  };
}
