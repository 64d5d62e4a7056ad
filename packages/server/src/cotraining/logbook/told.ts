import { noticeKind, notify, type Context } from "../../platform/index.ts";
import type { PlacementRow } from "./log.sql.ts";

const returned = noticeKind({
  name: "cotraining.log-returned",
  title: { zh: "实习日志被退回", en: "Logbook entries were returned" },
  params: { by: "personal", days: "text" },
  subject: { zh: "实习日志被退回：{days}", en: "Logbook entries returned: {days}" },
  body: { zh: "{by}退回了您 {days} 的实习日志，请更正后重新提交。", en: "{by} returned your entries of {days}; please correct them." },
  mail: "daily",
}); // prettier-ignore
// no name and no words: whoever may read it opens it
const incident = noticeKind({
  name: "cotraining.incident",
  title: { zh: "实习安全或权益事件", en: "An incident at a placement" },
  params: { enterprise: "text", kind: "words", severity: "words" },
  subject: { zh: "{enterprise}报告一起{severity}{kind}事件，请立即处理", en: "{severity} {kind} incident reported at {enterprise}: act now" },
  body: { zh: "{enterprise}的实习中报告了一起{severity}{kind}事件。请立即打开处理。", en: "A {severity} {kind} incident was reported at a placement at {enterprise}. Open it and act." },
  mail: "now",
}); // prettier-ignore
const incidentStep = noticeKind({
  name: "cotraining.incident-step",
  title: { zh: "实习事件有处理进展", en: "A step in an incident" },
  params: { state: "words" },
  subject: { zh: "您的实习事件：{state}", en: "Your incident: {state}" },
  body: { zh: "您实习中的事件{state}，请打开实习日志查看。", en: "The incident of your placement is {state}; open your logbook." },
  mail: "now",
}); // prettier-ignore
const pay = noticeKind({
  name: "cotraining.pay",
  title: { zh: "实习报酬凭证或异议", en: "Proof of pay, or a dispute" },
  params: { month: "text", state: "words" },
  subject: { zh: "{month} 实习报酬：{state}", en: "Pay of {month}: {state}" },
  body: { zh: "{month} 的实习报酬{state}，请打开实习日志查看。", en: "Pay of {month}: {state}. Open the logbook." },
  mail: "daily",
}); // prettier-ignore
const alerts = noticeKind({
  name: "cotraining.log-alerts",
  title: { zh: "实习预警", en: "Alerts of placements" },
  params: { count: "number" },
  subject: { zh: "有 {count} 条新的实习预警", en: "{count} new alerts of placements" },
  body: { zh: "有 {count} 条新的实习预警需要处理，请打开实习台账。", en: "{count} new alerts of placements wait for you; open the board." },
  mail: "daily",
}); // prettier-ignore

export const logKinds = [returned, incident, incidentStep, pay, alerts];

const of = (row: PlacementRow) => ({ region: row.region, organisation: row.school });
const student = (row: PlacementRow) => ({ person: row.person });
const school = (row: PlacementRow) => [
  { role: "school-officer" as const, organisation: row.school },
  ...(row.teacher ? [{ person: row.teacher }] : []),
];
const enterprise = (row: PlacementRow) => ({ role: "enterprise-officer" as const, organisation: row.enterprise }); // prettier-ignore

export const tellOfReturn = (ctx: Context, row: PlacementRow, days: string[]): Promise<void> =>
  notify(ctx, { kind: returned, to: student(row), params: { by: ctx.actor.name, days: days.join("、") }, link: "/logbook", of: of(row) }); // prettier-ignore

export const INCIDENT_WORDS = {
  injury: { zh: "人身伤害", en: "injury" },
  safety: { zh: "安全", en: "safety" },
  rights: { zh: "侵权", en: "rights" },
} as const;
export const SEVERITY_WORDS = {
  slight: { zh: "一般", en: "slight" },
  serious: { zh: "严重", en: "serious" },
  grave: { zh: "重大", en: "grave" },
} as const;

/** At once to the school, and to the enterprise unless it is an infringement. */
export const tellOfIncident = (
  ctx: Context,
  row: PlacementRow,
  it: { kind: keyof typeof INCIDENT_WORDS; severity: keyof typeof SEVERITY_WORDS },
): Promise<void> =>
  notify(ctx, {
    kind: incident,
    to: [...school(row), ...(it.kind === "rights" ? [] : [enterprise(row)])],
    params: {
      enterprise: row.enterprise_name,
      kind: INCIDENT_WORDS[it.kind],
      severity: SEVERITY_WORDS[it.severity],
    },
    link: `/logbooks/${row.id}`,
    of: of(row),
  });

export const tellOfIncidentStep = (ctx: Context, row: PlacementRow, state: { zh: string; en: string }): Promise<void> =>
  notify(ctx, { kind: incidentStep, to: student(row), params: { state }, link: "/logbook", of: of(row) }); // prettier-ignore

/** A proof goes to the student; a dispute to school and enterprise. */
export const tellOfPay = (ctx: Context, row: PlacementRow, month: string, disputed: boolean): Promise<void> =>
  notify(ctx, {
    kind: pay,
    to: disputed ? [...school(row), enterprise(row)] : student(row),
    params: { month, state: disputed ? { zh: "学生提出异议", en: "disputed by the student" } : { zh: "已登记发放，请核对", en: "proof entered, please check" } },
    link: disputed ? `/logbooks/${row.id}` : "/logbook",
    of: of(row),
  }); // prettier-ignore

/** New alerts in one notice each to who has to act. */
export const tellOfAlerts = (ctx: Context, row: PlacementRow, who: string, count: number): Promise<void> =>
  notify(ctx, {
    kind: alerts,
    to: who === "enterprise" ? enterprise(row) : who === "teacher" && row.teacher ? { person: row.teacher } : { role: "school-officer", organisation: row.school },
    params: { count },
    link: "/logbooks",
    of: of(row),
  }); // prettier-ignore
