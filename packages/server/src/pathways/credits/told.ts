import { noticeKind, notify, type Context } from "../../platform/index.ts";
import { creditProcedure } from "./procedure.ts";
import type { RequestRow } from "./requests.sql.ts";

const creditMoved = noticeKind({
  name: "pathways.credit-moved",
  title: { zh: "我的学分认定申请有进展", en: "My request for credits moved on" },
  params: { course: "text", school: "text", state: "words", note: "personal" },
  subject: { zh: "“{course}”学分认定申请{state}", en: "Your request for credits of {course} is {state}" },
  body: { zh: "您向{school}提出的“{course}”学分认定申请{state}。意见：{note}", en: "Your request to {school} for credits of {course} is {state}. Note: {note}" },
  mail: "now",
}); // prettier-ignore
const creditWaits = noticeKind({
  name: "pathways.credit-waits",
  title: { zh: "学分认定申请等待办理", en: "A request for credits waits" },
  params: { course: "text", school: "text", state: "words" },
  subject: { zh: "“{course}”学分认定申请{state}", en: "A request for credits of {course} is {state}" },
  body: { zh: "{school}收到的“{course}”学分认定申请{state}，请办理。", en: "A request to {school} for credits of {course} is {state}." },
  mail: "daily",
}); // prettier-ignore

export const creditKinds = [creditMoved, creditWaits];

/** Tells the person what was decided, and whoever decides next. */
export async function tellOfCredit(ctx: Context, row: RequestRow, note: string): Promise<void> {
  const state = creditProcedure.stateOf(row.actions);
  const words = creditProcedure.states[state];
  const of = { region: row.province, organisation: row.school };
  const about = { course: row.course, school: row.school_name, state: words };
  const link = `/credits/${row.id}`;
  if (state === "asked" || state === "appealed")
    await notify(ctx, {
      kind: creditWaits,
      to:
        state === "asked"
          ? { role: "school-officer", organisation: row.school }
          : { role: ["planner", "administrator"], region: row.province },
      params: about,
      link,
      of,
    });
  else if (state !== "withdrawn")
    await notify(ctx, {
      kind: creditMoved,
      to: { person: row.person },
      params: { ...about, note: note || "—" },
      link,
      of,
    });
}
