import { noticeKind, notify, type Context } from "../../platform/index.ts";
import type { AgreementRow } from "./agreements.sql.ts";
import { stateOf } from "./present.ts";
import { agreementProcedure } from "./procedure.ts";
import { standards } from "@tixi/standards"; // prettier-ignore

const agreementMoved = noticeKind({
  name: "pathways.agreement-moved",
  title: { zh: "贯通培养协议有进展", en: "An agreement of my school moved on" },
  params: { lower: "text", upper: "text", state: "words", note: "personal" },
  subject: { zh: "“{lower}—{upper}”协议{state}", en: "The agreement {lower} – {upper} is {state}" },
  body: { zh: "“{lower}—{upper}”贯通培养协议{state}。意见：{note}", en: "The agreement {lower} – {upper} is {state}. Note: {note}" },
  mail: "now",
}); // prettier-ignore
const agreementWaits = noticeKind({
  name: "pathways.agreement-waits",
  title: { zh: "贯通培养协议等待备案", en: "An agreement waits to be recorded" },
  params: { lower: "text", upper: "text", state: "words" },
  subject: { zh: "{lower}与{upper}的贯通培养协议{state}", en: "{lower} and {upper}: their agreement is {state}" },
  body: { zh: "{lower}与{upper}的贯通培养协议{state}，请办理。", en: "The agreement of {lower} and {upper} is {state}." },
  mail: "daily",
}); // prettier-ignore

export const agreementKinds = [agreementMoved, agreementWaits];

/** Tells the schools that are parties of it, and the office where it is next. Whoever acted is not told. */
export async function tellOfAgreement(ctx: Context, row: AgreementRow, note: string): Promise<void> {
  const state = stateOf(row);
  const link = `/agreements/${row.id}`;
  const words = agreementProcedure.states[state];
  const of = { region: row.province, organisation: row.lower_school };
  const lower = standards().findProgramme(row.lower_programme)?.name ?? row.lower_programme;
  const schools = [...new Set([row.lower_school, row.upper_school])].filter((one) => one !== null);
  await notify(ctx, {
    kind: agreementMoved,
    to: schools.map((organisation) => ({ role: "school-officer" as const, organisation })),
    params: { lower, upper: row.upper_programme_name, state: words, note: note || "—" },
    link,
    of,
  });
  if (state === "accepted")
    await notify(ctx, {
      kind: agreementWaits,
      to: { role: ["planner", "administrator"], region: row.province },
      params: { lower: row.lower_school_name, upper: row.upper_school_name, state: words },
      link,
      of,
    });
}
