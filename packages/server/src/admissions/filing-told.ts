import { sql } from "kysely";
import { noticeKind, notify, type Context } from "../platform/index.ts";
import type { FilingStep } from "./filing-state.ts";
import type { FilingRow } from "./filings.sql.ts";

const filingWaits = noticeKind({
  name: "admissions.filing-waits",
  title: { zh: "投档结果等待办理", en: "A run of the allocation waits" },
  params: { season: "text", batch: "text", next: "words" },
  subject: { zh: "《{season}》{batch}投档结果等待{next}", en: "“{season}”, {batch}: {next}" },
  body: { zh: "《{season}》{batch}的投档结果等待{next}。", en: "The result of “{season}”, {batch}, waits: {next}." },
  mail: "now",
}); // prettier-ignore
const resultAnnounced = noticeKind({
  name: "admissions.result-announced",
  title: { zh: "录取结果公示", en: "Results of admission are announced" },
  params: { season: "text", batch: "text" },
  subject: { zh: "《{season}》{batch}录取结果已公示", en: "“{season}”, {batch}: the result is announced" },
  body: { zh: "《{season}》{batch}的录取结果已公示，考生可查看每个志愿的录取情况和理由；公示期内可以提出异议。", en: "The result of “{season}”, {batch}, is announced. Each candidate sees what became of each preference and why; objections are taken while the notice lasts." },
  mail: "daily",
}); // prettier-ignore
const filingObjected = noticeKind({
  name: "admissions.objection-received",
  title: { zh: "录取结果公示收到异议", en: "An objection to a result of admission came in" },
  params: { season: "text", batch: "text" },
  subject: { zh: "《{season}》{batch}录取结果收到异议", en: "An objection to the result of “{season}”, {batch}" },
  body: { zh: "《{season}》{batch}的录取结果收到一件异议，须在确认录取前答复。", en: "An objection to the result of “{season}”, {batch}, came in; it has to be answered before the result can be confirmed." },
  mail: "now",
}); // prettier-ignore

export const filingKinds = [filingWaits, resultAnnounced, filingObjected];

const OFFICE = ["planner", "administrator"] as const;
const of = ({ province, season, batch, round }: FilingRow) => ({
  region: province,
  params: { season, batch: `${batch} · ${round}` },
});

/** Tells those whose turn it is after a step, and schools and those who filed something of an announcement. */
export async function tellOfFiling(ctx: Context, filing: FilingRow, step: FilingStep): Promise<void> {
  const { region, params } = of(filing);
  if (step === "check") {
    const next = { zh: "公示", en: "to be announced" };
    await notify(ctx, { kind: filingWaits, to: { role: [...OFFICE], region }, params: { ...params, next }, link: `/filings/${filing.id}`, of: { region } });
  } else if (step === "announce") {
    const { rows } = await sql<{ person: string }>`select c.person from admissions.outcome o
      join admissions.candidate c on c.province = o.province and c.id = o.candidate_id
      where o.province = ${region} and o.filing_id = ${filing.id} and o.reasons <> '[]'`.execute(ctx.tx);
    const schools = { role: "school-officer", region, within: true } as const;
    await notify(ctx, { kind: resultAnnounced, to: [...rows, schools], params, link: `/public/filings/${filing.id}`, of: { region } });
  }
} // prettier-ignore

export async function tellOfFilingObjection(ctx: Context, filing: FilingRow): Promise<void> {
  const { region, params } = of(filing);
  await notify(ctx, { kind: filingObjected, to: { role: [...OFFICE], region }, params, link: `/filings/${filing.id}/objections`, of: { region } });
} // prettier-ignore
