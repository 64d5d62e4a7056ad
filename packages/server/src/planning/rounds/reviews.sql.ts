import { sql } from "kysely";
import type { Context } from "../../platform/index.ts";

export interface ReviewRow {
  province: string;
  id: string;
  application_id: string;
  turn: number;
  person: string;
  reviewer_name: string;
  organisation_name: string;
  state: "assigned" | "scored" | "declined" | "released";
  scores: Record<string, number> | null;
  total: number | null;
  recommend: boolean | null;
  opinion: string | null;
  assigned_at: Date;
  answered_at: Date | null;
}

export const REVIEW_COLUMNS = sql`province, id, application_id, turn, person, reviewer_name, organisation_name, state, scores, total, recommend, opinion,
  assigned_at, answered_at from planning.review`;

/** The reviews of an application that the actor may see, the latest handing-in first. */
export async function reviewsOf(ctx: Context, application: string): Promise<ReviewRow[]> {
  const { rows } = await sql<ReviewRow>`select ${REVIEW_COLUMNS} where application_id = ${application} order by turn desc, id`.execute(ctx.tx);
  return rows;
} // prettier-ignore
