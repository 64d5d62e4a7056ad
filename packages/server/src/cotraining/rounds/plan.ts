import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import { recordAction, type Context } from "../../platform/index.ts";
import type { RoundPostRow, RoundRow, RoundStudentRow } from "./rounds.sql.ts";

/** Plans the placement that a result gives; the legal gate checks it with all its facts before it starts. */
export async function planOf(ctx: Context, round: RoundRow, student: RoundStudentRow, post: RoundPostRow): Promise<string> {
  const id = uuidv7();
  await sql`insert into cotraining.placement (province, id, person, person_name, school, school_name, region, enterprise, enterprise_name, post_id, from_on, to_on, pay, on_post, sample, created_by_name, created_at)
    values (${round.province}, ${id}, ${student.person}, ${student.name}, ${round.school}, ${round.school_name}, ${round.region}, ${post.enterprise}, ${post.enterprise_name}, ${post.post_id},
      ${round.from_on}, ${round.to_on}, ${post.pay}, true, ${round.sample}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await recordAction(ctx, { table: "cotraining.placement_action", subject: "placement_id" }, { province: round.province, id }, 1, "plan", { note: round.title });
  await ctx.audit("placement.plan", `placement:${id}`, null, { round: round.id, post: post.post_id });
  return id;
} // prettier-ignore
