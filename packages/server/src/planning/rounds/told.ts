import { noticeKind, notify, type Context } from "../../platform/index.ts";
import type { ApplicationRow } from "./applications.sql.ts";
import type { CalendarStep } from "./calendar.ts";

const roundOpened = noticeKind({
  name: "planning.round-opened",
  title: { zh: "年度轮次开始", en: "A yearly round was opened" },
  params: { title: "text", from: "text", until: "text" },
  subject: { zh: "《{title}》开始申报", en: "“{title}” takes applications" },
  body: { zh: "《{title}》已开始，学校申报时间为 {from} 至 {until}。", en: "“{title}” was opened. Schools apply from {from} to {until}." },
  mail: "daily",
}); // prettier-ignore
const applicationMoved = noticeKind({
  name: "planning.application-moved",
  title: { zh: "本校的专业申请有进展", en: "An application of my school moved on" },
  params: { programme: "text", state: "words", note: "personal" },
  subject: { zh: "“{programme}”的申请{state}", en: "The application for “{programme}” is {state}" },
  body: { zh: "“{programme}”的申请{state}。意见：{note}", en: "The application for “{programme}” is {state}. Note: {note}" },
  mail: "now",
}); // prettier-ignore
const applicationWaits = noticeKind({
  name: "planning.application-waits",
  title: { zh: "专业申请等待办理", en: "An application waits for the office" },
  params: { school: "text", programme: "text", state: "words" },
  subject: { zh: "{school}“{programme}”的申请{state}", en: "{school}: the application for “{programme}” is {state}" },
  body: { zh: "{school}“{programme}”的申请{state}，请办理。", en: "{school}: the application for “{programme}” is {state}." },
  mail: "daily",
}); // prettier-ignore
const reviewAssigned = noticeKind({
  name: "planning.review-assigned",
  title: { zh: "有专业申请请我评审", en: "I am asked to review an application" },
  params: { school: "text", programme: "text", due: "text" },
  subject: { zh: "请评审{school}“{programme}”", en: "Please review “{programme}” of {school}" },
  body: { zh: "请于 {due} 前独立评审{school}“{programme}”的申请；有利益关系的请在评审页申明回避。", en: "Please review the application of {school} for “{programme}” by {due}; declare a conflict of interest on its page." },
  mail: "now",
}); // prettier-ignore
const objectionReceived = noticeKind({
  name: "planning.objection-received",
  title: { zh: "公示收到异议", en: "An objection to a public notice came in" },
  params: { title: "text" },
  subject: { zh: "《{title}》收到异议", en: "An objection to “{title}”" },
  body: { zh: "《{title}》收到一件异议，须在结束公示前答复。", en: "An objection to “{title}” came in; it has to be answered before the notice can be closed." },
  mail: "now",
}); // prettier-ignore
export const stepDue = noticeKind({
  name: "planning.step-due",
  title: { zh: "年度轮次环节即将到期或已逾期", en: "A step of the yearly round falls due or is late" },
  params: { title: "text", step: "words", day: "text", when: "words", count: "number" },
  subject: { zh: "《{title}》环节“{step}”{when}", en: "“{title}”: {step} {when}" },
  body: { zh: "《{title}》的{step}截止日为 {day}，{when}；还有 {count} 项没有办完。", en: "“{title}”: {step} is due on {day} ({when}); {count} are not done." },
  mail: "daily",
}); // prettier-ignore
const listPublished = noticeKind({
  name: "planning.year-list-published",
  title: { zh: "年度专业设置结果已公布", en: "The list of the year was published" },
  params: { title: "text" },
  subject: { zh: "《{title}》已公布", en: "“{title}” was published" },
  body: { zh: "《{title}》已公布，任何人可见。", en: "“{title}” was published and is open to anybody." },
  mail: "daily",
}); // prettier-ignore

export const roundKinds = [
  roundOpened,
  applicationMoved,
  applicationWaits,
  reviewAssigned,
  objectionReceived,
  stepDue,
  listPublished,
];

const OFFICE = ["planner", "administrator"] as const;

export async function tellOfRound(
  ctx: Context,
  round: { province: string; id: string; title: string; calendar: readonly CalendarStep[] },
): Promise<void> {
  const apply = round.calendar.find(({ key }) => key === "apply")!;
  await notify(ctx, {
    kind: roundOpened,
    to: { role: ["planner", "school-officer"], region: round.province, within: true },
    params: { title: round.title, from: apply.opens ?? "即日", until: apply.due },
    link: `/rounds/${round.id}`,
    of: { region: round.province },
  });
}

type Words = { zh: string; en: string };
/** Tells the school what the office did, and the office what the school handed in or took back. */
export async function tellOfApplication(
  ctx: Context,
  of: ApplicationRow,
  state: Words,
  note: string,
): Promise<void> {
  const link = `/applications/${of.id}`;
  const bySchool = ctx.actor.organisation === of.school;
  if (bySchool)
    await notify(ctx, {
      kind: applicationWaits,
      to: { role: [...OFFICE], region: of.province },
      params: { school: of.school_name, programme: of.programme_name, state },
      link,
      of: { region: of.province, organisation: of.school },
    });
  else
    await notify(ctx, {
      kind: applicationMoved,
      to: { role: "school-officer", organisation: of.school },
      params: { programme: of.programme_name, state, note: note || "—" },
      link,
      of: { region: of.province, organisation: of.school },
    });
}

export async function tellReviewer(ctx: Context, of: ApplicationRow, review: { id: string; person: string }, due: string): Promise<void> {
  await notify(ctx, {
    kind: reviewAssigned,
    to: { person: review.person },
    params: { school: of.school_name, programme: of.programme_name, due },
    link: `/reviews/${review.id}`,
    of: { region: of.province },
  });
} // prettier-ignore

export async function tellOfObjection(ctx: Context, of: { province: string; round: string; title: string }): Promise<void> {
  await notify(ctx, {
    kind: objectionReceived,
    to: { role: [...OFFICE], region: of.province },
    params: { title: of.title },
    link: `/rounds/${of.round}/objections`,
    of: { region: of.province },
  });
} // prettier-ignore

export async function tellOfList(
  ctx: Context,
  of: { province: string; id: string; title: string },
): Promise<void> {
  await notify(ctx, {
    kind: listPublished,
    to: { role: ["planner", "school-officer"], region: of.province, within: true },
    params: { title: of.title },
    link: `/public/year-lists/${of.id}`,
    of: { region: of.province },
  });
}
