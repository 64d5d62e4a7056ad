import { noticeKind, notify, type Context } from "../../platform/index.ts";
import { programmeName } from "../names.ts";
import type { AdjustmentRow } from "./adjustments.sql.ts";
import type { CardRow } from "./cards.sql.ts";

const cardsOpened = noticeKind({
  name: "planning.cards-opened",
  title: { zh: "专业调整建议交学校核对", en: "Cards of programme adjustment open to schools" },
  params: { title: "text" },
  subject: { zh: "{title}：专业调整建议请核对", en: "{title}: look at the cards of your offerings" },
  body: {
    zh: "{title}的专业调整建议已交学校核对。对本校专业点的建议有异议的，请在决定之前提出并说明理由。",
    en: "The cards of {title} are open to schools. Whoever holds one of his school to be wrong says so, with reasons, before they are decided.",
  },
  mail: "now",
});

const cardsPublished = noticeKind({
  name: "planning.cards-published",
  title: { zh: "专业调整结果已公布", en: "Programme adjustment published" },
  params: { title: "text" },
  subject: { zh: "{title}：专业调整结果已公布", en: "{title}: the adjustment is published" },
  body: { zh: "{title}的专业调整结果已公布，任何人可见。", en: "What was decided in {title} is published and open to anybody." },
  mail: "daily",
}); // prettier-ignore

const cardObjected = noticeKind({
  name: "planning.card-objected",
  title: { zh: "学校对专业调整建议提出异议", en: "A school objects to a card" },
  params: { school: "text", programme: "text", reason: "personal" },
  subject: { zh: "{school}对“{programme}”的建议有异议", en: "{school} objects to the card of “{programme}”" },
  body: { zh: "{school}对“{programme}”的建议提出异议：{reason}", en: "{school} objects to the card of “{programme}”: {reason}" },
  mail: "daily",
}); // prettier-ignore

const cardAnswered = noticeKind({
  name: "planning.card-answered",
  title: { zh: "对本校专业点的建议有了新决定", en: "The card of an offering of my school was decided" },
  params: { programme: "text", reason: "personal" },
  subject: { zh: "“{programme}”的建议已有答复", en: "The card of “{programme}” was answered" },
  body: { zh: "对“{programme}”的建议，主管部门答复：{reason}", en: "The office on the card of “{programme}”: {reason}" },
  mail: "now",
}); // prettier-ignore

export const adjustmentKinds = [cardsOpened, cardsPublished, cardObjected, cardAnswered];

/** Tells the schools of the province that they may look, or that it is decided. */
export async function tellSchools(
  ctx: Context,
  row: Pick<AdjustmentRow, "province" | "round_title">,
  step: "open" | "publish",
): Promise<void> {
  const to = { role: "school-officer", region: row.province, within: true } as const;
  await notify(ctx, {
    kind: step === "open" ? cardsOpened : cardsPublished,
    to,
    params: { title: row.round_title ?? "" },
    link: step === "open" ? "/own-cards" : "/public/decisions",
    of: { region: row.province },
  });
}

/** Tells the office of an objection, or the school of what was decided on its card. */
export async function tellOfCard(
  ctx: Context,
  card: Pick<CardRow, "province" | "adjustment_id" | "offering_id" | "school" | "school_name" | "programme">,
  step: "object" | "answer" | "set",
  reason: string,
): Promise<void> {
  const { province, school, school_name, adjustment_id, offering_id } = card;
  const programme = programmeName(card.programme);
  const link = `/adjustments/${adjustment_id}/cards/${offering_id}`;
  const of = { region: province, organisation: school };
  if (step === "object") {
    const to = { role: "planner", region: province } as const;
    await notify(ctx, {
      kind: cardObjected,
      to,
      params: { school: school_name, programme, reason },
      link,
      of,
    });
  } else if (school !== null) {
    const to = { role: "school-officer", organisation: school } as const;
    await notify(ctx, { kind: cardAnswered, to, params: { programme, reason }, link, of });
  }
}
