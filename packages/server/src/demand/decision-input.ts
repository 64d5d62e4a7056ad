/** What programme adjustment and the enrolment plan are decided on: what counts now of offerings and school conditions. */
import { sql } from "kysely";
import type { ConditionRow, OfferingRow } from "@tixi/engines/types";
import type { Context } from "../platform/index.ts";
import { access } from "./access.ts";
import { schoolsOfToday, type SchoolOfToday } from "./schools-of-today.ts";

/** One row as it stands in its file, and whose it is today. */
export interface DecisionRow<Row> {
  /** of demand.offering or demand.school_condition */
  id: string;
  /** with the school's name of its year */
  row: Row;
  /** one object for all rows of a school's name, code, city and year */
  school: SchoolOfToday;
}

export interface DecisionInput {
  /** All years. A plan in several parts is several rows of one school, programme, level, city and year. */
  offerings: DecisionRow<OfferingRow>[];
  conditions: DecisionRow<ConditionRow>[];
}

/**
 * All current rows of a province's offerings and school conditions, in the order in which they came in.
 * 12,000 offerings of five years take about a second.
 * @throws Forbidden if the actor may not read the province's demand
 */
export async function decisionInput(ctx: Context, of: { province: string }): Promise<DecisionInput> {
  access.authorize(ctx.actor, "read", { region: of.province });
  return {
    offerings: await withSchools(ctx, await current<OfferingRow>(ctx, "demand.offering", of.province)),
    conditions: await withSchools(
      ctx,
      await current<ConditionRow>(ctx, "demand.school_condition", of.province),
    ),
  };
}

async function withSchools<Row extends OfferingRow | ConditionRow>(
  ctx: Context,
  rows: readonly { id: string; content: Row }[],
): Promise<DecisionRow<Row>[]> {
  const schools = await schoolsOfToday(
    ctx,
    rows.map(({ content }) => content),
  );
  return rows.map(({ id, content }, i) => ({ id, row: content, school: schools[i]! }));
}

async function current<Row>(
  ctx: Context,
  table: string,
  province: string,
): Promise<{ id: string; content: Row }[]> {
  const { rows } = await sql<{ id: string; content: Row }>`select id, content from ${sql.table(table)}
    where province = ${province} and superseded_by is null order by id`.execute(ctx.tx);
  return rows;
}
