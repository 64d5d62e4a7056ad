import { regionName } from "../registry/index.ts";
import { etagOf } from "../platform/http/versions.ts";
import type { CycleRow } from "./cycles.sql.ts";
import { stateOf } from "./release-state.ts";
import type { ReleaseRow } from "./releases.sql.ts";
import type { Cycle, Release } from "./schemas.ts";

export function presentCycle(row: CycleRow): Cycle {
  return {
    id: row.id,
    year: row.year,
    region: row.province,
    state: row.state,
    job: row.job_id,
    parameters: row.parameters,
    versions: row.versions ?? {},
    counts: row.counts ?? {},
    forecast: row.forecast,
    disclosure: row.disclosure,
    inputs: row.inputs ?? [],
    stages: row.stages ?? [],
    message: row.message,
    createdBy: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

/** @param newer the release that took its place, where there is one */
export function presentRelease(row: ReleaseRow, newer: string | null = null): Release {
  const published = row.actions.find((a) => a.action === "publish");
  return {
    id: row.id,
    version: versionName(row.version),
    state: stateOf(row.actions),
    title: row.title,
    note: row.note,
    publisher: row.publisher,
    year: row.year,
    region: row.province,
    regionName: regionName(row.province),
    sample: row.sample,
    cycleId: row.cycle_id,
    manifest: row.manifest,
    actions: row.actions.map(({ action, by_name, at, note }) => ({
      action,
      by: by_name,
      at: new Date(at).toISOString(),
      note,
    })),
    files: row.files.map(({ name, media_type, bytes, sha256 }) => ({
      name,
      mediaType: media_type,
      bytes,
      sha256,
    })),
    publishedAt: published ? new Date(published.at).toISOString() : null,
    supersededBy: newer,
    etag: etagOf(row.id, row.actions.length),
  };
}

export const versionName = (version: number): string => `第${version}版`;
