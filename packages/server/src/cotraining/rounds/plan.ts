import type { Context } from "../../platform/index.ts";
import { planPlacement } from "../placements/plan-placement.ts";
import type { RoundPostRow, RoundRow, RoundStudentRow } from "./rounds.sql.ts";

/** Plans the placement that a result gives; the legal gate checks it with all its facts before it starts. */
export const planOf = (ctx: Context, round: RoundRow, student: RoundStudentRow, post: RoundPostRow): Promise<string> =>
  planPlacement(ctx, { person: student.person, post: post.post_id, from: round.from_on, to: round.to_on, pay: post.pay }, round.title); // prettier-ignore
