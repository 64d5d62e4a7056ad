import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { etagOf, NotFound, notify, recordAction, requireMatch, type ActionLog, type Context } from "../../platform/index.ts"; // prettier-ignore
import { regionName } from "../../registry/index.ts";
import { access } from "../access.ts";
import { versionName } from "../present.ts";
import { compareVersions } from "./differences.ts";
import { listReturned, listWaits } from "./notices.ts";
import { printedFiles } from "./print-list.ts";
import { listProcedure, type ListStep } from "./procedure.ts";
import type { ListVersion } from "./schemas.ts";
import { tellSubscribers } from "./subscriptions.ts";
import { findVersion, insertListFile, listVersions, versionsInForce, type VersionRow } from "./versions.sql.ts"; // prettier-ignore

export const LIST_LOG: ActionLog = { table: "planning.list_action", subject: "version_id" };
export const LIST = { zh: "清单版本", en: "version of a list" };

/**
 * Takes a version one step on. Publishing prints its files with the date, opens it to anybody, supersedes the list that
 * was in force and tells those who subscribed to what changed.
 * @throws Conflict if the step may not follow; VersionChanged if somebody acted meanwhile (If-Match)
 */
export async function decideList(
  ctx: Context,
  request: FastifyRequest,
  input: { id: string; step: Exclude<ListStep, "draft" | "supersede">; note: string },
): Promise<ListVersion> {
  const version = await findVersion(ctx, input.id);
  if (!version) throw new NotFound(LIST);
  access.authorize(ctx.actor, input.step === "publish" ? "publishLists" : "reviewLists", { region: version.province });
  requireMatch(request, etagOf(version.id, version.actions.length));
  await takeListStep(ctx, version, input.step, input.note);
  return presentVersion(ctx, (await findVersion(ctx, version.id))!);
} // prettier-ignore

/** The step itself, also used when the sample province publishes its lists. */
export async function takeListStep(
  ctx: Context,
  version: VersionRow,
  step: Exclude<ListStep, "draft" | "supersede">,
  note: string,
): Promise<void> {
  listProcedure.require(listProcedure.stateOf(version.actions), step, undefined);
  let earlier: VersionRow | undefined;
  if (step === "publish") {
    for (const id of await versionsInForce(ctx, version.kind, version.province)) {
      earlier = (await findVersion(ctx, id))!;
      const by = `由${version.year}年${versionName(version.version)}替代`;
      await recordAction(ctx, LIST_LOG, earlier, earlier.actions.length + 1, "supersede", { note: by });
      await ctx.audit("list.supersede", `list-version:${id}`, null, { by: version.id });
    }
    for (const { name, mediaType, content } of await printedFiles(ctx, version, ctx.now)) {
      const sha256 = createHash("sha256").update(content).digest("hex");
      await insertListFile(ctx, version, { name, mediaType, content, sha256 });
    }
  }
  await recordAction(ctx, LIST_LOG, version, version.actions.length + 1, step, { note });
  await ctx.audit(`list.${step}`, `list-version:${version.id}`, { state: listProcedure.stateOf(version.actions) }, { step, note }); // prettier-ignore
  await tellOfStep(ctx, version, step, note);
  if (step === "publish") await tellSubscribers(ctx, version, await compareVersions(ctx, earlier, version));
}

const REVIEW = { zh: "审核", en: "review" };
const PUBLICATION = { zh: "发布", en: "publication" };

/** Tells those whose turn it is now. */
export async function tellOfStep(
  ctx: Context,
  version: VersionRow,
  step: ListStep,
  note: string,
): Promise<void> {
  const { province, title, version: number } = version;
  const link = `/lists/versions/${version.id}`;
  const of = { region: province, organisation: ctx.actor.organisation };
  const by = ctx.actor.name;
  if (step === "draft" || step === "review") {
    const params = { title, version: number, by, next: step === "draft" ? REVIEW : PUBLICATION };
    const to = { role: ["planner", "administrator"], region: province } as const;
    await notify(ctx, { kind: listWaits, to, params, link, of });
  } else if (step === "return") {
    const userId = version.actions.find(({ action }) => action === "draft")?.by_user ?? null;
    if (userId === null || userId === ctx.actor.userId) return;
    const params = { title, version: number, by, note: note || "—" };
    await notify(ctx, { kind: listReturned, to: { userId }, params, link, of });
  }
}

/** @param all the versions of the list that the actor may see, newest first, where they are at hand */
export async function presentVersion(ctx: Context, row: VersionRow, all?: readonly VersionRow[]): Promise<ListVersion> {
  const state = listProcedure.stateOf(row.actions);
  const published = row.actions.find(({ action }) => action === "publish");
  const others = all ?? (await listVersions(ctx, { published: true, kind: row.kind }));
  // by the day of publication, those of one moment by their ids, which follow time
  const order = (of: VersionRow) => {
    const at = of.actions.find(({ action }) => action === "publish")?.at;
    return at === undefined ? null : `${at} ${of.id}`;
  };
  const own = order(row) ?? "9999";
  const earlier = others
    .filter((one) => one.id !== row.id && (order(one) ?? "9999") < own)
    .sort((a, b) => (order(a)! < order(b)! ? 1 : -1))[0];
  const newer = state === "superseded" ? others.find((one) => listProcedure.stateOf(one.actions) === "published") : undefined;
  return {
    id: row.id,
    kind: row.kind,
    year: row.year,
    version: versionName(row.version),
    title: row.title,
    note: row.note,
    publisher: row.publisher,
    region: row.province,
    regionName: regionName(row.province),
    sample: row.sample,
    state,
    release: row.release_id === null ? null : { id: row.release_id, title: row.release_title ?? "" },
    entries: row.entries,
    actions: row.actions.map(({ action, by_name, at: when, note }) => ({ action, by: by_name, at: new Date(when).toISOString(), note })),
    files: row.files.map(({ name, media_type, bytes, sha256 }) => ({ name, mediaType: media_type, bytes, sha256 })),
    manifest: row.manifest,
    publishedAt: published ? new Date(published.at).toISOString() : null,
    before: earlier ? { id: earlier.id, title: earlier.title } : null,
    supersededBy: newer?.id ?? null,
    etag: etagOf(row.id, row.actions.length),
  };
} // prettier-ignore
