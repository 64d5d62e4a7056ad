import { noticeKind, notify, type Context } from "../../platform/index.ts";
import type { AgreementRow, TraineeRow } from "./agreements.sql.ts";
import { agreementProcedure } from "./procedure.ts";
import { stateOf } from "./standing.ts";

const agreementMoved = noticeKind({
  name: "cotraining.agreement",
  title: { zh: "联合培养协议有进展", en: "An agreement of joint training moved on" },
  params: { title: "text", what: "words", note: "personal" },
  subject: { zh: "协议“{title}”：{what}", en: "Agreement {title}: {what}" },
  body: { zh: "联合培养协议“{title}”：{what}。说明：{note}", en: "The agreement of joint training {title}: {what}. Note: {note}" },
  mail: "now",
}); // prettier-ignore

export const agreementNotices = [agreementMoved];

export const SIGNED = { zh: "一方已签署", en: "one side has signed" };
export const AMENDED = { zh: "对方提出变更，待签署", en: "a change lies open to be signed" };

/** Tells both sides, and the student of a placement agreement, what became of it. Whoever acted is not told. */
export const tellOfAgreement = (ctx: Context, row: AgreementRow, note: string, what = agreementProcedure.states[stateOf(row)], trainees: readonly TraineeRow[] = []): Promise<void> =>
  notify(ctx, {
    kind: agreementMoved,
    to: [
      { role: "school-officer", organisation: row.school },
      { role: "enterprise-officer", organisation: row.enterprise },
      ...(row.kind === "placement" && stateOf(row) !== "draft" ? trainees.map(({ person }) => ({ person })) : []),
    ],
    params: { title: row.title, what, note: note || "—" },
    link: `/training-agreements/${row.id}`,
    of: { region: row.region, organisation: row.school },
  }); // prettier-ignore
