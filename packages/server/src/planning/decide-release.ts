import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Context } from "../platform/context.ts";
import { NotFound } from "../platform/http/problems.ts";
import { etagOf, requireMatch } from "../platform/http/versions.ts";
import { access } from "./access.ts";
import { tellOfStep } from "./notices.ts";
import { presentRelease } from "./present.ts";
import { printedReports } from "./print-release.ts";
import { requireStep, stateOf, type ReleaseStep } from "./release-state.ts";
import { appendAction, currentReleases, findRelease, insertFile, type ReleaseRow } from "./releases.sql.ts";
import type { Release } from "./schemas.ts";

export const RELEASE = { zh: "人才需求发布", en: "demand release" };

/**
 * Takes a release one step on: review, return, publish, withdraw. Publishing prints the reports with the date, makes the
 * release readable by anyone, and supersedes the year's earlier one.
 * @throws Conflict if the step may not follow; VersionChanged if somebody acted meanwhile (If-Match)
 */
export async function decideRelease(
  ctx: Context,
  request: FastifyRequest,
  input: { id: string; step: Exclude<ReleaseStep, "draft" | "supersede">; note: string },
): Promise<Release> {
  const release = await findRelease(ctx, input.id);
  if (!release) throw new NotFound(RELEASE);
  access.authorize(ctx.actor, input.step === "publish" ? "publish" : "review", { region: release.province });
  requireMatch(request, etagOf(release.id, release.actions.length));
  await takeStep(ctx, release, input.step, input.note);
  return presentRelease((await findRelease(ctx, release.id))!);
}

/** The step itself, also used when the sample province publishes its first release. */
export async function takeStep(
  ctx: Context,
  release: ReleaseRow,
  step: Exclude<ReleaseStep, "draft">,
  note: string,
): Promise<void> {
  requireStep(stateOf(release.actions), step);
  if (step === "publish") {
    for (const id of await currentReleases(ctx, release.province, release.year)) {
      const earlier = (await findRelease(ctx, id))!;
      await appendAction(
        ctx,
        earlier,
        earlier.actions.length + 1,
        "supersede",
        `由第${release.version}版替代`,
      );
      await ctx.audit("release.supersede", `release:${id}`, null, { by: release.id });
    }
    for (const { name, mediaType, content } of await printedReports(ctx, release, ctx.now))
      await insertFile(ctx, release, {
        name,
        mediaType,
        content,
        sha256: createHash("sha256").update(content).digest("hex"),
      });
  }
  await appendAction(ctx, release, release.actions.length + 1, step, note);
  await ctx.audit(
    `release.${step}`,
    `release:${release.id}`,
    { state: stateOf(release.actions) },
    { step, note },
  );
  await tellOfStep(ctx, release, step, note);
}
