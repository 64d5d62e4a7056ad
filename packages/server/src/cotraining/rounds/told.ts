import { sql } from "kysely";
import { noticeKind, notify, type Context, type Sentence } from "../../platform/index.ts";
import type { RoundRow } from "./rounds.sql.ts";

const state = noticeKind({
  name: "cotraining.round",
  title: { zh: "实习安排有了进展", en: "A placement round moved on" },
  params: { round: "text", school: "text", state: "words", what: "words" },
  subject: { zh: "{school}实习安排“{round}”：{state}", en: "{school}, {round}: {state}" },
  body: { zh: "{school}实习安排“{round}”：{state}。{what}", en: "{school}, {round}: {state}. {what}" },
  mail: "now",
});
const own = noticeKind({
  name: "cotraining.round-own",
  title: { zh: "本人的实习安排有变化", en: "My own place in a placement round changed" },
  params: { round: "text", what: "words", note: "personal" },
  subject: { zh: "实习安排“{round}”：{what}", en: "{round}: {what}" },
  body: { zh: "实习安排“{round}”：{what}。说明：{note}", en: "{round}: {what}. Note: {note}" },
  mail: "now",
});
const appeal = noticeKind({
  name: "cotraining.round-appeal",
  title: { zh: "实习安排的申诉", en: "An appeal in a placement round" },
  params: { round: "text", state: "words", note: "personal" },
  subject: { zh: "“{round}”的申诉：{state}", en: "Appeal in {round}: {state}" },
  body: { zh: "“{round}”的申诉：{state}。说明：{note}", en: "Appeal in {round}: {state}. Note: {note}" },
  mail: "now",
});

export const roundKinds = [state, own, appeal];

const of = (row: RoundRow) => ({ region: row.region, organisation: row.school });
const link = (row: RoundRow) => `/placement-rounds/${row.id}`;

/** Tells the enterprises of the province that posts are asked for. */
export const tellOfCall = (ctx: Context, row: RoundRow): Promise<void> =>
  notify(ctx, {
    kind: state,
    to: { role: "enterprise-officer", region: row.province, within: true },
    params: { round: row.title, school: row.school_name, state: { zh: "征集实习岗位", en: "posts are called for" }, what: { zh: "愿意提供岗位的，请在本轮页面登记岗位和名额。", en: "Enterprises that offer posts enter them on its page." } },
    link: link(row),
    of: of(row),
  }); // prettier-ignore

/** Tells every student of the round. */
export async function tellStudents(ctx: Context, row: RoundRow, words: Sentence, what: Sentence): Promise<void> {
  const { rows } = await sql<{ person: string }>`select person from cotraining.round_student where province = ${row.province} and round_id = ${row.id}`.execute(ctx.tx);
  if (rows.length > 0) await notify(ctx, { kind: state, to: rows, params: { round: row.title, school: row.school_name, state: words, what }, link: link(row), of: of(row) });
} // prettier-ignore

/** Tells every enterprise that has offered a post. */
export async function tellEnterprises(ctx: Context, row: RoundRow, words: Sentence, what: Sentence): Promise<void> {
  const { rows } = await sql<{ enterprise: string }>`select distinct enterprise from cotraining.round_post where province = ${row.province} and round_id = ${row.id}`.execute(ctx.tx);
  if (rows.length > 0)
    await notify(ctx, { kind: state, to: rows.map(({ enterprise }) => ({ role: "enterprise-officer" as const, organisation: enterprise })), params: { round: row.title, school: row.school_name, state: words, what }, link: link(row), of: of(row) });
} // prettier-ignore

/** Tells one student of what somebody else did to his list or place. */
export const tellStudent = (ctx: Context, row: RoundRow, person: string, what: Sentence, note: string): Promise<void> =>
  notify(ctx, { kind: own, to: { person }, params: { round: row.title, what, note: note || "—" }, link: link(row), of: of(row) }); // prettier-ignore

/** Tells of an appeal: the school, or the office, or the student, whose turn it is. */
export const tellOfAppeal = (ctx: Context, row: RoundRow, to: "school" | "office" | { person: string }, words: Sentence, note: string): Promise<void> =>
  notify(ctx, {
    kind: appeal,
    to: to === "school" ? { role: "school-officer", organisation: row.school } : to === "office" ? { role: "planner", region: row.province } : to,
    params: { round: row.title, state: words, note: note || "—" },
    link: to === "office" ? "/placement-appeals" : link(row),
    of: of(row),
  }); // prettier-ignore
