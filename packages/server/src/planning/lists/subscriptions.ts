import { standards } from "@tixi/standards";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { NotFound, notify, type Context } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { access } from "../access.ts";
import { occupationName, programmeName } from "../names.ts";
import type { Comparison, Mention } from "./differences.ts";
import { LIST_NAMES } from "./fields.ts";
import { provinceOf } from "./keep-items.ts";
import { listChanged } from "./notices.ts";
import type { newSubscription, subscription } from "./schemas.ts";
import type { VersionRow } from "./versions.sql.ts";

type Filter = z.infer<typeof newSubscription>;
type Subscription = z.infer<typeof subscription>;
type Conditions = Omit<Filter, "kind">;

/** The filter as a sentence shows it. */
function wordsOf({ city, occupation, programme, industry }: Conditions): { zh: string; en: string } {
  const parts = [
    city && regionName(city),
    occupation && occupationName(occupation),
    programme && programmeName(programme),
    industry && (standards().findIndustry(industry)?.name ?? industry),
  ].filter((part) => part !== "");
  return parts.length > 0 ? { zh: parts.join("、"), en: parts.join(", ") } : { zh: "全部", en: "all of it" };
}

/** One's own subscriptions. */
export async function subscriptions(ctx: Context): Promise<{ items: Subscription[]; next: null }> {
  access.authorize(ctx.actor, "subscribeToList", { createdBy: ctx.actor.userId });
  const { rows } = await sql<Filter & { id: string; at: Date }>`
    select id, kind, city, occupation, programme, industry, created_at as at from planning.list_subscription
    where user_id = ${ctx.actor.userId} order by created_at, id limit 200`.execute(ctx.tx);
  const items = rows.map(({ at, ...row }) => ({ ...row, words: wordsOf(row), createdAt: at.toISOString() }));
  return { items, next: null };
}

/** Asks to be told when a new version changes what the filter names; asking twice is one subscription. */
export async function subscribe(ctx: Context, filter: Filter): Promise<{ items: Subscription[]; next: null }> {
  const { actor } = ctx;
  access.authorize(actor, "subscribeToList", { createdBy: actor.userId });
  const id = uuidv7();
  const { rows } = await sql`insert into planning.list_subscription (province, id, user_id, kind, city, occupation, programme, industry, created_at)
    values (${provinceOf(actor.region)}, ${id}, ${actor.userId}, ${filter.kind}, ${filter.city}, ${filter.occupation}, ${filter.programme}, ${filter.industry}, ${ctx.now})
    on conflict do nothing returning id`.execute(ctx.tx);
  if (rows.length > 0) await ctx.audit("list.subscribe", `list-subscription:${id}`, null, filter);
  return subscriptions(ctx);
} // prettier-ignore

/** @throws NotFound unless it is one's own */
export async function unsubscribe(ctx: Context, id: string): Promise<{ items: Subscription[]; next: null }> {
  const { rows } = await sql<{ user_id: string }>`delete from planning.list_subscription where id = ${id} returning user_id`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "订阅", en: "subscription" });
  await ctx.audit("list.unsubscribe", `list-subscription:${id}`);
  return subscriptions(ctx);
} // prettier-ignore

/** Whether a row is of what the filter names. A row of the whole province concerns every city of it. */
function concerns(row: Mention, filter: Conditions): boolean {
  const { content } = row;
  const codes = (all: readonly { code: string }[]) => all.map(({ code }) => code);
  const of = {
    city: content.kind === "demand" ? (row.city === "" ? [] : [row.city]) : codes(content.cities),
    occupation: content.kind === "demand" ? (content.occupation ? [content.occupation.code] : []) : codes(content.occupations),
    programme: content.kind === "industry" ? [] : codes(content.programmes),
    industry: content.kind === "demand" ? [] : codes(content.industries),
  }; // prettier-ignore
  const above = (code: string) => [code, standards().findIndustry(code)?.section ?? code];
  return (
    (filter.city === "" || of.city.length === 0 || of.city.includes(filter.city)) &&
    (filter.occupation === "" || of.occupation.includes(filter.occupation)) &&
    (filter.programme === "" || of.programme.includes(filter.programme)) &&
    (filter.industry === "" ||
      of.industry
        .flatMap(above)
        .some((code) => code.startsWith(filter.industry) || filter.industry.startsWith(code)))
  );
}

/** Tells each who subscribed what of the new version concerns him; nobody hears of a version that changes nothing for him. */
export async function tellSubscribers(ctx: Context, version: VersionRow, found: Comparison): Promise<void> {
  const { rows } = await sql<Conditions & { user_id: string }>`select * from planning.list_subscribers(${version.kind})`.execute(ctx.tx);
  const groups = new Map<string, { filter: Conditions; users: Set<string> }>();
  for (const { user_id, ...filter } of rows) {
    const key = JSON.stringify(filter);
    const group = groups.get(key) ?? { filter, users: new Set<string>() };
    group.users.add(user_id);
    groups.set(key, group);
  }
  for (const { filter, users } of groups.values()) {
    const count = (all: readonly Mention[]) => all.filter((row) => concerns(row, filter)).length;
    const added = count(found.added);
    const removed = count(found.removed);
    const changed = count(found.changed);
    if (added + removed + changed === 0) continue;
    await notify(ctx, {
      kind: listChanged,
      to: [...users].map((userId) => ({ userId })),
      params: { title: version.title || LIST_NAMES[version.kind].zh, added, removed, changed, filter: wordsOf(filter) },
      link: `/public/lists/${version.id}/differences`,
      of: { region: version.province },
    });
  }
} // prettier-ignore
