import { URGENCY } from "@tixi/engines/indicators";
import { uuidv7 } from "uuidv7";
import { Conflict, dayInChina, recordAction, type Context } from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import { stateOf } from "../release-state.ts";
import { listReleases, type ReleaseRow } from "../releases.sql.ts";
import { releaseSource } from "../source.ts";
import { collectDemand } from "./collect-demand.ts";
import { collectIndustry, collectPolicy, type Talents } from "./collect-industry.ts";
import type { DemandInput, Entry, IndustryInput, ListKind, PolicyInput } from "./content.ts";
import { LIST_LOG, presentVersion, tellOfStep } from "./decide-list.ts";
import { LIST_NAMES } from "./fields.ts";
import { acceptedItems } from "./items.sql.ts";
import { provinceOf } from "./keep-items.ts";
import type { ListVersion } from "./schemas.ts";
import { allEntries, findVersion, insertEntries, insertVersion, listVersions, nextVersion, versionsInForce } from "./versions.sql.ts"; // prettier-ignore

/**
 * Freezes what a list says today as the draft of its next version: from the published release, the industry plans, the
 * statements that were accepted and what was entered by hand.
 * @throws Conflict if the demand list has no published release to rest on, or there is nothing to list
 */
export async function draftList(
  ctx: Context,
  input: { kind: ListKind; title: string; note: string },
): Promise<ListVersion> {
  const { kind } = input;
  const province = provinceOf(ctx.actor.region);
  access.authorize(ctx.actor, "draftLists", { region: province });
  const { sample, publisher } = await installation(ctx);
  const release = await releaseInForce(ctx, province);
  const year = release?.year ?? Number(dayInChina(ctx.now).slice(0, 4));
  const entries = await collect(ctx, kind, { province, year, release });
  if (entries.length === 0)
    throw new Conflict({
      zh: `没有可列入${LIST_NAMES[kind].zh}的内容：请先录入条目或导入产业规划。`,
      en: `There is nothing for the ${LIST_NAMES[kind].en} yet: enter items or bring in an industry plan first.`,
    });
  const id = uuidv7();
  const of = { province, id };
  const version = await nextVersion(ctx, { province, kind, year });
  const bySource = (source: Entry["source"]) => entries.filter((entry) => entry.source === source).length;
  const manifest = {
    kind: "tixi-list",
    list: kind,
    region: province,
    year,
    sample,
    release: release?.id ?? null,
    rule: kind === "demand" ? URGENCY : null,
    rows: { computed: bySource("computed"), stated: bySource("stated"), entered: bySource("entered") },
  };
  await insertVersion(ctx, { ...of, kind, year, version, title: input.title, note: input.note, publisher, sample, release_id: release?.id ?? null, manifest, entries: entries.length }); // prettier-ignore
  await recordAction(ctx, LIST_LOG, of, 1, "draft", { note: input.note });
  await insertEntries(ctx, of, entries);
  const drafted = (await findVersion(ctx, id))!;
  await tellOfStep(ctx, drafted, "draft", input.note);
  await ctx.audit("list.draft", `list-version:${id}`, null, { kind, version, title: input.title, rows: manifest.rows });
  return presentVersion(ctx, drafted);
} // prettier-ignore

async function collect(
  ctx: Context,
  kind: ListKind,
  of: { province: string; year: number; release: ReleaseRow | undefined },
): Promise<Entry[]> {
  if (kind === "demand") {
    if (of.release === undefined)
      throw new Conflict({
        zh: "人才需求清单以已发布的人才需求为依据，请先发布。",
        en: "The demand list rests on a published demand release; publish one first.",
      });
    const source = await releaseSource(ctx, of.release.id);
    return collectDemand(
      ctx,
      source,
      of.release.title,
      await acceptedItems<DemandInput>(ctx, of.province, kind),
    );
  }
  const talents = await talentsOf(ctx, of.province);
  const chains = await acceptedItems<IndustryInput>(ctx, of.province, "industry");
  if (kind === "industry") return collectIndustry(ctx, of, chains, talents);
  const titles = new Map(chains.map(({ id, title }) => [id, title]));
  return collectPolicy(await acceptedItems<PolicyInput>(ctx, of.province, kind), titles, talents);
}

/** The province's own published release of the latest year; those of others can be read too and are not meant. */
async function releaseInForce(ctx: Context, province: string): Promise<ReleaseRow | undefined> {
  return (await listReleases(ctx, true)).find(
    (one) => one.province === province && stateOf(one.actions) === "published",
  );
}

/** The province's rows of the demand list in force; before the first, of its newest draft. */
async function talentsOf(ctx: Context, province: string): Promise<Talents> {
  const [inForce] = await versionsInForce(ctx, "demand", province);
  const id = inForce ?? (await listVersions(ctx, { published: false, kind: "demand" }))[0]?.id;
  const found = new Map<string, { itemId: string; content: Entry["content"] & { kind: "demand" } }>();
  if (id === undefined) return found;
  for (const { item_id: itemId, content, city } of await allEntries(ctx, { province, id }))
    if (content.kind === "demand" && content.occupation && city === "" && !found.has(content.occupation.code))
      found.set(content.occupation.code, { itemId, content });
  return found;
}
