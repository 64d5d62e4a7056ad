import type { ReleaseData } from "@tixi/engines/cycle";
import type { Context } from "../platform/context.ts";
import { dayInChina } from "../platform/day.ts";
import { findCycle } from "./cycles.sql.ts";
import { mediaTypeOf } from "./data-files.ts";
import { versionName } from "./present.ts";
import { findFile, type ReleaseRow } from "./releases.sql.ts";
import { reportDocx } from "./reports/docx.ts";
import { reportModel } from "./reports/from-release.ts";
import type { ReportModel } from "./reports/model.ts";
import { reportPdf } from "./reports/pdf.ts";
import { reportXlsx } from "./reports/xlsx.ts";

export const REPORTS = {
  "report.xlsx": reportXlsx,
  "report.docx": reportDocx,
  "report.pdf": reportPdf,
} as const;
export type ReportName = keyof typeof REPORTS;

/** The three printed reports of a release. `publishedOn` null = a preview of the draft. */
export async function printedReports(ctx: Context, release: ReleaseRow, publishedOn: Date | null) {
  const model = await modelOf(ctx, release, publishedOn);
  return Promise.all(
    (Object.keys(REPORTS) as ReportName[]).map(async (name) => ({
      name,
      mediaType: mediaTypeOf(name),
      content: await REPORTS[name](model),
    })),
  );
}

export async function printReport(ctx: Context, release: ReleaseRow, name: ReportName): Promise<Buffer> {
  return REPORTS[name](await modelOf(ctx, release, null));
}

async function modelOf(ctx: Context, release: ReleaseRow, publishedOn: Date | null): Promise<ReportModel> {
  const cycle = (await findCycle(ctx, release.cycle_id))!;
  const file = (await findFile(ctx, release.id, "release.json"))!;
  return reportModel(JSON.parse(file.content.toString()) as ReleaseData, {
    title: release.title,
    version: versionName(release.version),
    sample: release.sample,
    publisher: release.publisher,
    publishedOn: publishedOn ? dayInChina(publishedOn) : null,
    breaching: Number((cycle.counts as { breaching?: number } | null)?.breaching ?? 0),
    inputs: (cycle.inputs ?? []).map(({ name, sha256, rows }) => ({ name, sha256, rows })),
    versions: cycle.versions ?? {},
  });
}
