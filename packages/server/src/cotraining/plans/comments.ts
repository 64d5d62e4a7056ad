import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { BadInput, Conflict, Forbidden, NotFound, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { linesOf } from "./document.ts";
import { commentsOf, currentVersion, holdPlan, requirePlan, versionsOf } from "./plans.sql.ts";
import { keepsPlan, mayComment, showPlan, subjectOf } from "./present.ts";
import type * as s from "./schemas.ts";
import { ANSWERED, COMMENTED, tellOfPlan } from "./told.ts";
import type { ShownPlan } from "./write-plan.ts"; // prettier-ignore

/** Says something of one line of the plan, or of the whole. @throws BadInput where there is no such line; Conflict where it has ended */
export async function commentOnPlan(ctx: Context, id: string, input: z.infer<typeof s.newComment>): ShownPlan {
  const row = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "readPlan", subjectOf(ctx, row));
  access.authorize(ctx.actor, "commentPlan", subjectOf(ctx, row));
  if (!mayComment(ctx, row)) throw new Conflict({ zh: "现在不能提意见。", en: "No comments are taken now." });
  const { no, document } = currentVersion(await versionsOf(ctx, row));
  if (input.clause !== "" && !linesOf(document).some(({ key }) => key === input.clause))
    throw new BadInput([{ part: "body", field: "clause", value: input.clause, reason: "方案中没有这一条 / no such line in the plan" }]);
  const { rows } = await sql<{ name: string }>`select name from registry.organisation_version where organisation_id = ${ctx.actor.organisation} and upper_inf(valid)`.execute(ctx.tx);
  const comment = uuidv7();
  await sql`insert into cotraining.training_plan_comment (province, id, plan_id, no, clause, words, organisation, organisation_name, by_user, by_name, at)
    values (${row.province}, ${comment}, ${id}, ${no}, ${input.clause}, ${input.words}, ${ctx.actor.organisation}, ${rows[0]?.name ?? ""}, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("training-plan.comment", `training-plan:${id}`, null, { comment, clause: input.clause });
  await tellOfPlan(ctx, row, input.words, COMMENTED);
  return showPlan(ctx, await requirePlan(ctx, id));
} // prettier-ignore

/** Answers a comment: taken up, or declined with words. @throws NotFound; Conflict where it is answered; BadInput without words */
export async function answerComment(ctx: Context, id: string, comment: string, input: z.infer<typeof s.answer>): ShownPlan {
  await holdPlan(ctx, id);
  const row = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "readPlan", subjectOf(ctx, row));
  access.authorize(ctx.actor, "keepPlan", subjectOf(ctx, row));
  if (!keepsPlan(ctx, row)) throw new Forbidden();
  const found = (await commentsOf(ctx, row)).find((one) => one.id === comment);
  if (!found) throw new NotFound({ zh: "意见", en: "comment" });
  if (found.outcome !== null) throw new Conflict({ zh: "该意见已经答复。", en: "This comment was answered already." });
  if (input.outcome === "declined" && input.words === "") throw new BadInput([{ part: "body", field: "words", reason: "不采纳须说明理由 / say why it is not taken up" }]);
  await sql`update cotraining.training_plan_comment set outcome = ${input.outcome}, answer = ${input.words}, answered_by_name = ${ctx.actor.name}, answered_at = ${ctx.now}
    where province = ${row.province} and id = ${comment}`.execute(ctx.tx);
  await ctx.audit("training-plan.answer", `training-plan:${id}`, null, { comment, outcome: input.outcome });
  await tellOfPlan(ctx, row, input.words, ANSWERED);
  return showPlan(ctx, await requirePlan(ctx, id));
} // prettier-ignore
