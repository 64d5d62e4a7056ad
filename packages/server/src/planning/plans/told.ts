import { noticeKind, notify, type Context } from "../../platform/index.ts";
import { programmeName } from "../names.ts";
import type { CellRow } from "./cells.sql.ts";
import type { PlanStep } from "./plan-state.ts";
import type { PlanRow } from "./plans.sql.ts";

const planOpened = noticeKind({
  name: "planning.plan-opened",
  title: { zh: "招生计划征求学校意见", en: "The enrolment plan is open to schools" },
  params: { title: "text" },
  subject: { zh: "《{title}》招生计划征求意见", en: "“{title}”: say what you think of your seats" },
  body: { zh: "《{title}》的招生计划已向学校征求意见，请查看本校席位，如有不同意见请提出并说明理由。", en: "The plan of “{title}” is open: look at your school's seats and propose others with your reasons." },
  mail: "now",
}); // prettier-ignore
const seatsProposed = noticeKind({
  name: "planning.seats-proposed",
  title: { zh: "学校对招生计划提出建议", en: "A school proposed other seats" },
  params: { title: "text" },
  subject: { zh: "“{title}”收到学校建议", en: "“{title}”: a school proposes other seats" },
  body: { zh: "有学校对“{title}”提出席位建议，请答复。", en: "A school proposes other seats in “{title}”; please answer." },
  mail: "daily",
}); // prettier-ignore
const seatsAnswered = noticeKind({
  name: "planning.seats-answered",
  title: { zh: "本校的席位建议已答复", en: "The office answered our proposal of seats" },
  params: { title: "text", programme: "text" },
  subject: { zh: "“{title}”：{programme}的席位建议已答复", en: "“{title}”: an answer on the seats of {programme}" },
  body: { zh: "“{title}”中{programme}的席位建议已答复。", en: "The proposal for {programme} in “{title}” has an answer." },
  mail: "now",
}); // prettier-ignore
const planWaits = noticeKind({
  name: "planning.plan-waits",
  title: { zh: "招生计划等待审核或发布", en: "An enrolment plan waits for review or publication" },
  params: { title: "text", next: "words" },
  subject: { zh: "“{title}”等待{next}", en: "“{title}” waits for {next}" },
  body: { zh: "招生计划“{title}”等待{next}。", en: "The enrolment plan “{title}” waits for {next}." },
  mail: "now",
}); // prettier-ignore
const planPublished = noticeKind({
  name: "planning.plan-published",
  title: { zh: "招生计划已公布", en: "The enrolment plan was published" },
  params: { title: "text" },
  subject: { zh: "《{title}》招生计划已公布", en: "The plan of “{title}” was published" },
  body: { zh: "《{title}》的招生计划已公布，任何人可见。", en: "The plan of “{title}” was published and is open to anybody." },
  mail: "daily",
}); // prettier-ignore

export const planKinds = [planOpened, seatsProposed, seatsAnswered, planWaits, planPublished];

const OFFICE = ["planner", "administrator"] as const;

/** Tells those whose turn it is after a step of the plan. */
export async function tellOfPlan(ctx: Context, plan: PlanRow, step: PlanStep): Promise<void> {
  const { province } = plan;
  const of = { region: province };
  const link = `/plans/${plan.id}`;
  if (step === "open")
    await notify(ctx, { kind: planOpened, to: { role: "school-officer", region: province, within: true }, params: { title: plan.round_title }, link: `/my-seats/${plan.id}`, of });
  else if (step === "conclude" || step === "review") {
    const next = step === "conclude" ? { zh: "审核", en: "review" } : { zh: "发布", en: "publication" };
    await notify(ctx, { kind: planWaits, to: { role: [...OFFICE], region: province }, params: { title: plan.name, next }, link, of });
  } else if (step === "publish")
    await notify(ctx, { kind: planPublished, to: { role: ["planner", "school-officer"], region: province, within: true }, params: { title: plan.round_title }, link: `/public/plans/${plan.id}`, of });
} // prettier-ignore

/** Tells the office that a school proposed seats. */
export async function tellOffice(ctx: Context, plan: { id: string; name: string; province: string }): Promise<void> {
  const { province: region } = plan;
  await notify(ctx, { kind: seatsProposed, to: { role: [...OFFICE], region }, params: { title: plan.name }, link: `/plans/${plan.id}/proposals`, of: { region } });
} // prettier-ignore

/** Tells the school that its proposal was answered. */
export async function tellSchool(ctx: Context, plan: PlanRow, cell: CellRow): Promise<void> {
  if (!cell.school) return;
  await notify(ctx, {
    kind: seatsAnswered,
    to: { role: "school-officer", organisation: cell.school },
    params: { title: plan.name, programme: programmeName(cell.programme) },
    link: `/my-seats/${plan.id}`,
    of: { region: plan.province, organisation: cell.school },
  });
}
