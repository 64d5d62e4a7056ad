import { noticeKind, notify, type Context } from "../../platform/index.ts";
import type { PlanRow } from "./plans.sql.ts";
import { stateOf } from "./plans.sql.ts";
import { planProcedure } from "./procedure.ts"; // prettier-ignore

const planMoved = noticeKind({
  name: "cotraining.plan",
  title: { zh: "人才培养方案有进展", en: "A training plan moved on" },
  params: { title: "text", what: "words", note: "personal" },
  subject: { zh: "培养方案“{title}”：{what}", en: "Training plan {title}: {what}" },
  body: { zh: "人才培养方案“{title}”：{what}。说明：{note}", en: "The training plan {title}: {what}. Note: {note}" },
  mail: "now",
}); // prettier-ignore
export const planNotices = [planMoved];

export const COMMENTED = { zh: "有新的修改意见", en: "there is a new comment" };
export const ANSWERED = { zh: "修改意见已答复", en: "a comment was answered" };
export const SIGNED = { zh: "一方已会签", en: "one side has signed" };

/** Tells the school and every enterprise of the plan. Whoever acted is not told. */
export const tellOfPlan = (ctx: Context, row: PlanRow, note: string, what = planProcedure.states[stateOf(row)]): Promise<void> =>
  notify(ctx, {
    kind: planMoved,
    to: [
      { role: "school-officer", organisation: row.school },
      ...row.enterprises.map((organisation) => ({ role: "enterprise-officer" as const, organisation })),
    ],
    params: { title: row.title, what, note: note || "—" },
    link: `/training-plans/${row.id}`,
    of: { region: row.region, organisation: row.school },
  }); // prettier-ignore
