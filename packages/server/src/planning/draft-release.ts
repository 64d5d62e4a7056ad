import { createHash } from "node:crypto";
import { uuidv7 } from "uuidv7";
import type { Context } from "../platform/context.ts";
import { Conflict, NotFound } from "../platform/http/problems.ts";
import { installation } from "../registry/index.ts";
import { access } from "./access.ts";
import { cycleFiles, findCycle, totalsWithheld } from "./cycles.sql.ts";
import { tellOfStep } from "./notices.ts";
import { presentRelease } from "./present.ts";
import { appendAction, findRelease, insertFile, insertRelease, nextVersion } from "./releases.sql.ts";
import type { Release } from "./schemas.ts";

/**
 * Freezes a finished cycle as the draft of a release: its disclosure-controlled data files, and a manifest with the
 * hashes of inputs and outputs, parameters and versions, from which anybody who has the inputs can recompute it.
 * @throws NotFound if there is no such cycle here; Conflict if it is not finished, or too small to be published
 */
export async function draftRelease(
  ctx: Context,
  input: { cycleId: string; title: string; note: string },
): Promise<Release> {
  const cycle = await findCycle(ctx, input.cycleId);
  if (!cycle) throw new NotFound({ zh: "供需测算", en: "planning cycle" });
  access.authorize(ctx.actor, "draft", { region: cycle.province });
  if (cycle.state !== "done")
    throw new Conflict({
      zh: "供需测算尚未完成，不能起草发布。",
      en: "The cycle is not finished; no release can be drafted from it.",
    });
  if (await totalsWithheld(ctx, cycle))
    throw new Conflict({
      zh: "全省合计会暴露个别用人单位或少数毕业生，不能起草发布；请补充招聘信息或专业点后重新测算。",
      en: "The total of the whole region would tell of single employers or a few graduates; bring in more data first.",
    });
  const { sample, publisher } = await installation(ctx);
  const data = await cycleFiles(ctx, cycle.id);
  const manifest = {
    kind: "tixi-release",
    region: cycle.province,
    year: cycle.year,
    sample,
    inputs: cycle.inputs,
    parameters: cycle.parameters,
    versions: cycle.versions,
    outputs: data.map(({ name, content, sha256 }) => ({ name, bytes: content.length, sha256 })),
  };
  const id = uuidv7();
  const version = await nextVersion(ctx, cycle.province, cycle.year);
  const of = { province: cycle.province, id };
  await insertRelease(ctx, { ...of, version, title: input.title, note: input.note, publisher, cycle_id: cycle.id, year: cycle.year, sample, manifest }); // prettier-ignore
  await appendAction(ctx, of, 1, "draft", input.note);
  for (const file of data) await insertFile(ctx, of, file);
  await insertFile(ctx, of, manifestFile(manifest));
  await tellOfStep(ctx, { ...of, title: input.title, version, year: cycle.year }, "draft", input.note);
  await ctx.audit("release.draft", `release:${id}`, null, { title: input.title, version, cycleId: cycle.id });
  return presentRelease((await findRelease(ctx, id))!);
}

function manifestFile(manifest: object) {
  const content = Buffer.from(JSON.stringify(manifest, null, 2) + "\n");
  return {
    name: "manifest.json",
    mediaType: "application/json",
    content,
    sha256: createHash("sha256").update(content).digest("hex"),
  };
}
