import { noticeKind, notify, type Context } from "../platform/index.ts";
import type { AllianceRow, MemberRow } from "./alliance.sql.ts";
import { memberState } from "./alliance.sql.ts";
import { meetingProcedure, type MeetingStep } from "./council/procedure.ts";
import { memberProcedure } from "./members/procedure.ts"; // prettier-ignore

const applied = noticeKind({
  name: "alliances.applied",
  title: { zh: "有单位申请加入联合体或共同体", en: "An organisation applies for membership" },
  params: { alliance: "text", member: "text" },
  subject: { zh: "{member}申请加入{alliance}", en: "{member} applies to join {alliance}" },
  body: { zh: "{member}申请加入{alliance}，请办理。", en: "{member} applies to join {alliance}." },
  mail: "daily",
});
const decided = noticeKind({
  name: "alliances.membership",
  title: { zh: "本单位的成员资格有变化", en: "The membership of my organisation changed" },
  params: { alliance: "text", state: "words", note: "personal" },
  subject: { zh: "在{alliance}的成员资格：{state}", en: "Membership in {alliance}: {state}" },
  body: { zh: "本单位在{alliance}的成员资格：{state}。说明：{note}", en: "The membership of your organisation in {alliance}: {state}. Note: {note}" },
  mail: "now",
}); // prettier-ignore
const called = noticeKind({
  name: "alliances.meeting",
  title: { zh: "理事会会议通知", en: "A meeting of the council" },
  params: { alliance: "text", title: "text", when: "text", place: "text", state: "words" },
  subject: { zh: "{alliance}理事会会议“{title}”{state}", en: "{alliance}: {title} is {state}" },
  body: { zh: "{alliance}“{title}”{state}。时间：{when}；地点：{place}。议程见会议页面；不能到会的，可以委托另一理事单位。", en: "{alliance}: {title} is {state}. When: {when}; where: {place}. See its page for the agenda; who cannot come may send a proxy from the council." },
  mail: "now",
}); // prettier-ignore
const minutes = noticeKind({
  name: "alliances.minutes",
  title: { zh: "理事会会议纪要的确认", en: "Minutes of the council" },
  params: { alliance: "text", title: "text", state: "words", note: "personal" },
  subject: { zh: "{alliance}会议“{title}”：{state}", en: "{alliance}, {title}: {state}" },
  body: { zh: "{alliance}会议“{title}”：{state}。说明：{note}", en: "{alliance}, {title}: {state}. Note: {note}" },
  mail: "now",
}); // prettier-ignore
const task = noticeKind({
  name: "alliances.task",
  title: { zh: "决议交办的任务", en: "A task from a resolution" },
  params: { alliance: "text", task: "text", due: "text", state: "words" },
  subject: { zh: "{alliance}任务“{task}”：{state}", en: "{alliance}, task {task}: {state}" },
  body: { zh: "{alliance}决议的任务“{task}”：{state}，期限 {due}。", en: "A task of {alliance}, {task}: {state}, due {due}." },
  mail: "now",
}); // prettier-ignore
const overdue = noticeKind({
  name: "alliances.overdue",
  title: { zh: "决议交办的任务逾期", en: "A task from a resolution is overdue" },
  params: { alliance: "text", task: "text", due: "text", days: "number", state: "words" },
  subject: { zh: "{alliance}任务“{task}”逾期 {days} 天", en: "{alliance}, task {task}: {days} days overdue" },
  body: { zh: "{alliance}决议的任务“{task}”期限 {due}，已逾期 {days} 天：{state}。办结之前每周提醒一次。", en: "A task of {alliance}, {task}, was due on {due} and is {days} days overdue: {state}. You are told every week until it is done." },
  mail: "daily",
}); // prettier-ignore

export const allianceKinds = [applied, decided, called, minutes, task, overdue];

/** Roles that stand for an organisation. */
const SPOKESMEN = ["school-officer", "enterprise-officer", "secretariat", "planner"] as const;
const ofOrganisation = (organisation: string) => ({ role: [...SPOKESMEN], organisation });
const of = (row: AllianceRow) => ({ region: row.region, organisation: row.id });

export const tellOfApplication = (ctx: Context, row: AllianceRow, member: MemberRow): Promise<void> =>
  notify(ctx, {
    kind: applied,
    to: { role: "secretariat", organisation: row.id },
    params: { alliance: row.name, member: member.name },
    link: `/alliances/${row.id}`,
    of: of(row),
  });

/** Tells whose membership it is what became of it, and the secretariat where he ended it himself. */
export const tellOfMembership = (
  ctx: Context,
  row: AllianceRow,
  member: MemberRow,
  note: string,
): Promise<void> =>
  notify(ctx, {
    kind: decided,
    to: [ofOrganisation(member.organisation), { role: "secretariat", organisation: row.id }],
    params: { alliance: row.name, state: memberProcedure.states[memberState(member)], note: note || "—" },
    link: `/alliances/${row.id}`,
    of: of(row),
  });

/** Tells every seat of the roll that a meeting is called, or will not be held. */
export const tellOfMeeting = (ctx: Context, row: AllianceRow, meeting: { id: string; title: string; place: string; when: string }, organisations: readonly string[], state: { zh: string; en: string }): Promise<void> =>
  notify(ctx, {
    kind: called,
    to: organisations.map(ofOrganisation),
    params: { alliance: row.name, title: meeting.title, when: meeting.when, place: meeting.place, state },
    link: `/council-meetings/${meeting.id}`,
    of: of(row),
  }); // prettier-ignore

/** Tells who held the chair that minutes wait for it, and the secretariat what it says to them. */
export async function tellOfMinutes(ctx: Context, row: AllianceRow, it: { id: string; title: string; note: string; step: MeetingStep }, roll: readonly { organisation: string; presided: boolean }[]): Promise<void> {
  const { right, to } = meetingProcedure.steps[it.step];
  if (it.step !== "minute" && right !== "sit") return;
  await notify(ctx, {
    kind: minutes,
    to: right === "sit" ? { role: "secretariat", organisation: row.id } : roll.filter(({ presided }) => presided).map(({ organisation }) => ofOrganisation(organisation)),
    params: { alliance: row.name, title: it.title, state: meetingProcedure.states[to], note: it.note || "—" },
    link: `/council-meetings/${it.id}`,
    of: of(row),
  });
} // prettier-ignore

/** Tells whose task it is, and the secretariat, how it stands. */
export const tellOfTask = (ctx: Context, row: AllianceRow, it: { title: string; due: string; organisation: string }, state: { zh: string; en: string }): Promise<void> =>
  notify(ctx, {
    kind: task,
    to: [ofOrganisation(it.organisation), { role: "secretariat", organisation: row.id }],
    params: { alliance: row.name, task: it.title, due: it.due, state },
    link: `/alliances/${row.id}/tasks`,
    of: of(row),
  }); // prettier-ignore

/** Tells the secretariat, and whose task it is where the member is awaited, that its day has gone by. */
export const tellOfOverdue = (ctx: Context, row: AllianceRow, it: { title: string; due: string; organisation: string; days: number; awaited: boolean }, state: { zh: string; en: string }): Promise<void> =>
  notify(ctx, {
    kind: overdue,
    to: [...(it.awaited ? [ofOrganisation(it.organisation)] : []), { role: "secretariat" as const, organisation: row.id }],
    params: { alliance: row.name, task: it.title, due: it.due, days: it.days, state },
    link: `/alliances/${row.id}/tasks`,
    of: of(row),
  }); // prettier-ignore
