import type { Context } from "../platform/context.ts";
import { NotFound } from "../platform/http/problems.ts";
import { RELEASE } from "./decide-release.ts";
import { mediaTypeOf } from "./data-files.ts";
import { presentRelease } from "./present.ts";
import { printReport, REPORTS, type ReportName } from "./print-release.ts";
import { stateOf } from "./release-state.ts";
import { findFile, findRelease, listReleases, type ReleaseFile, type ReleaseRow } from "./releases.sql.ts";
import type { Release } from "./schemas.ts";

/** Releases that the actor may see, newest first; for the public those that were published. */
export async function releases(ctx: Context, published: boolean): Promise<{ items: Release[]; next: null }> {
  const rows = await listReleases(ctx, published);
  return { items: rows.map((row) => presentRelease(row, newerOf(row, rows))), next: null };
}

/** @throws NotFound if there is none, or none that the actor may see */
export async function releaseById(ctx: Context, id: string, published: boolean): Promise<Release> {
  const rows = await listReleases(ctx, published);
  const row = rows.find((r) => r.id === id) ?? (await findRelease(ctx, id));
  if (!row || (published && !row.actions.some((a) => a.action === "publish"))) throw new NotFound(RELEASE);
  return presentRelease(row, newerOf(row, rows));
}

function newerOf(row: ReleaseRow, rows: ReleaseRow[]): string | null {
  if (stateOf(row.actions) !== "superseded") return null;
  const current = rows.find((r) => r.year === row.year && stateOf(r.actions) === "published");
  return current?.id ?? null;
}

/** A file of a release; the reports of a draft are printed on the spot, without a date. @throws NotFound */
export async function releaseFile(
  ctx: Context,
  id: string,
  name: string,
  published: boolean,
): Promise<Omit<ReleaseFile, "sha256">> {
  const release = await releaseById(ctx, id, published);
  const stored = await findFile(ctx, release.id, name);
  if (stored) return stored;
  if (published || !(name in REPORTS)) throw new NotFound({ zh: `文件 ${name}`, en: `file ${name}` });
  const content = await printReport(ctx, (await findRelease(ctx, id))!, name as ReportName);
  return { name, mediaType: mediaTypeOf(name), content };
}
