import type { Decision } from "@tixi/engines/adjustment";
import { sql } from "kysely";
import type { Context } from "../../platform/context.ts";
import { regionName } from "../../registry/index.ts";
import { categoryOf, programmeName } from "../names.ts";
import { GRAVITY } from "./cards.sql.ts";
import { requireAdjustment } from "./decide-adjustment.ts";

interface Cell {
  programme: string;
  level: string;
  city: string;
  offerings: number;
  decision: Decision;
  gravest: number;
}

/** Programme × city of a run: how many offerings there are, the gravest card among them and how many have it. */
export async function matrix(
  ctx: Context,
  adjustment: string,
  filter: { level?: string | undefined; category?: string | undefined },
) {
  await requireAdjustment(ctx, adjustment);
  const { rows } = await sql<Cell>`
    select programme, level, city, sum(n)::int as offerings, (array_agg(final order by array_position(${GRAVITY}, final)))[1] as decision,
      (array_agg(n order by array_position(${GRAVITY}, final)))[1]::int as gravest
    from (select programme, level, city, final, count(*) as n from planning.card_now where adjustment_id = ${adjustment}
      ${filter.level ? sql`and level = ${filter.level}` : sql``}
      ${filter.category ? sql`and starts_with(programme, ${filter.category})` : sql``}
      group by 1, 2, 3, 4) c
    group by 1, 2, 3 order by 1, 3`.execute(ctx.tx);
  const programmes = [...new Map(rows.map((row) => [row.programme, row.level]))];
  const cities = [...new Set(rows.map((row) => row.city))].sort();
  const programmeAt = new Map(programmes.map(([code], i) => [code, i]));
  const cityAt = new Map(cities.map((code, i) => [code, i]));
  return {
    programmes: programmes.map(([code, level]) => ({
      code,
      name: programmeName(code),
      level,
      category: categoryOf(code),
    })),
    cities: cities.map((code) => ({ code, name: regionName(code) })),
    cells: rows.map((row): [number, number, number, Decision, number] => [
      programmeAt.get(row.programme)!,
      cityAt.get(row.city)!,
      row.offerings,
      row.decision,
      row.gravest,
    ]),
  };
}
