import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import {
  BadInput,
  Conflict,
  etagOf,
  NotFound,
  notify,
  requireMatch,
  type Context,
} from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import { titleOf, type DemandInput, type ItemInput } from "./content.ts";
import { findItem, insertItem, listItems, reviseItem, type ItemRow } from "./items.sql.ts";
import { statementDecided, statementMade } from "./notices.ts";
import type { ListItem } from "./schemas.ts";

const ITEM = { zh: "清单条目", en: "list item" };
export const provinceOf = (region: string): string => `${region.slice(0, 2)}0000`;

export const presentItem = (row: ItemRow): ListItem => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  content: row.content,
  organisation: row.organisation === null ? null : { id: row.organisation, name: row.organisation_name },
  source: row.organisation === null ? "entered" : "stated",
  state: row.state,
  note: row.note,
  by: row.by_name,
  at: row.at.toISOString(),
  etag: etagOf(row.id, row.revision),
});

/** What the office enters and what enterprises state, newest first. */
export async function items(ctx: Context, query: Parameters<typeof listItems>[1]) {
  const page = await listItems(ctx, query);
  return { items: page.items.map(presentItem), next: page.next };
}

/** Enters a row by hand; the list marks it so. */
export async function enterItem(ctx: Context, input: ItemInput): Promise<ListItem> {
  const province = provinceOf(ctx.actor.region);
  access.authorize(ctx.actor, "keepListItems", { region: province });
  await check(ctx, input);
  const { publisher } = await installation(ctx);
  const id = uuidv7();
  await insertItem(ctx, { province, id, kind: input.kind, title: titleOf(input), content: input, organisation: null, organisation_name: publisher, state: "accepted" }); // prettier-ignore
  await ctx.audit("list-item.enter", `list-item:${id}`, null, { kind: input.kind, title: titleOf(input) });
  return presentItem((await findItem(ctx, id))!);
}

/** @throws NotFound; Conflict for a statement, whose words are its enterprise's own; VersionChanged (If-Match) */
export async function changeItem(ctx: Context, request: FastifyRequest, id: string, input: ItemInput): Promise<ListItem> {
  const row = await kept(ctx, request, id);
  if (row.organisation !== null)
    throw new Conflict({
      zh: "企业填报的内容只能由企业自己修改，您可以采纳或退回。",
      en: "What an enterprise states only it may change; you may accept or decline it.",
    });
  if (row.kind !== input.kind) throw new BadInput([{ field: "kind", value: input.kind, reason: "条目的清单种类不能改变" }]);
  await check(ctx, input);
  return revised(ctx, row, "list-item.change", { title: titleOf(input), content: input, state: "accepted", note: "" });
} // prettier-ignore

/** Takes a row out of the lists to come; what was published keeps it. */
export async function removeItem(ctx: Context, request: FastifyRequest, id: string, note: string): Promise<ListItem> {
  const row = await kept(ctx, request, id);
  return revised(ctx, row, "list-item.remove", { ...row, state: row.organisation === null ? "withdrawn" : "declined", note });
} // prettier-ignore

/** Takes an enterprise's statement into the list, or not, and tells the enterprise. */
export async function decideStatement(
  ctx: Context,
  request: FastifyRequest,
  id: string,
  { accept, note }: { accept: boolean; note: string },
): Promise<ListItem> {
  const row = await kept(ctx, request, id);
  if (row.organisation === null || row.state === "withdrawn")
    throw new Conflict({ zh: "只有企业填报的条目需要采纳。", en: "Only what an enterprise states is accepted or declined." });
  if (!accept && note === "") throw new BadInput([{ field: "note", reason: "退回须说明理由" }]);
  const item = await revised(ctx, row, accept ? "list-item.accept" : "list-item.decline", { ...row, state: accept ? "accepted" : "declined", note });
  const decision = accept ? { zh: "已采纳", en: "accepted" } : { zh: "未采纳", en: "not accepted" };
  await notify(ctx, {
    kind: statementDecided,
    to: { role: "enterprise-officer", organisation: row.organisation },
    params: { title: row.title, decision, note: note || "—" },
    link: "/my-lists",
    of: { region: row.province, organisation: row.organisation },
  });
  return item;
} // prettier-ignore

async function kept(ctx: Context, request: FastifyRequest, id: string): Promise<ItemRow> {
  const row = await findItem(ctx, id);
  if (!row) throw new NotFound(ITEM);
  access.authorize(ctx.actor, "keepListItems", { region: row.province });
  requireMatch(request, etagOf(row.id, row.revision));
  return row;
}

async function revised(ctx: Context, row: ItemRow, action: string, to: Pick<ItemRow, "title" | "content" | "state" | "note">) {
  await reviseItem(ctx, row, to);
  await ctx.audit(action, `list-item:${row.id}`, { state: row.state, title: row.title }, { state: to.state, title: to.title }, to.note);
  return presentItem((await findItem(ctx, row.id))!);
} // prettier-ignore

/** What the shape alone does not say. @throws BadInput */
async function check(ctx: Context, input: ItemInput): Promise<void> {
  if (input.kind === "industry") {
    if (input.occupations.length === 0 && input.noTalent === "")
      throw new BadInput(
        [{ field: "occupations", reason: "产业条目须列出所需职业，或说明没有人才需求的理由" }],
        {
          zh: "产业发展清单的条目须对应人才需求：请列出所需职业，或说明没有人才需求的理由。",
          en: "An industry item names the occupations that it needs, or says why it needs none.",
        },
      );
    const ids = input.enterprises.flatMap(({ id }) => (id === null ? [] : [id]));
    await known(ctx, ids, "registry.organisation", "enterprises");
  }
  if (input.kind === "policy") await known(ctx, input.serves, "planning.list_item", "serves");
}

async function known(ctx: Context, ids: readonly string[], table: string, field: string): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)} where id = any(${ids}::uuid[])`.execute(ctx.tx);
  const missing = ids.filter((id) => !rows.some((row) => row.id === id));
  if (missing.length > 0) throw new BadInput(missing.map((value) => ({ field, value, reason: "没有这个编号 / no such id" })));
} // prettier-ignore

/* ---- what an enterprise states of itself ---- */

/** @throws NotFound unless he acts for an enterprise of the register */
async function ownEnterprise(ctx: Context): Promise<{ id: string; name: string }> {
  const { organisation: id } = ctx.actor;
  access.authorize(ctx.actor, "stateNeed", { organisation: id });
  const { rows } = await sql<{ name: string }>`select name from registry.organisation_version
    where organisation_id = ${id} and upper_inf(valid)`.execute(ctx.tx);
  if (!id || !rows[0]) throw new NotFound({ zh: "本单位", en: "your organisation" });
  return { id, name: rows[0].name };
}

export async function statements(ctx: Context, query: { cursor?: string; limit: number }) {
  access.authorize(ctx.actor, "stateNeed", { organisation: ctx.actor.organisation });
  return items(ctx, { ...query, organisation: ctx.actor.organisation! });
}

/** An enterprise states a post that it wants filled; the office decides whether the list takes it in. */
export async function stateNeed(ctx: Context, input: DemandInput): Promise<ListItem> {
  const { id: organisation, name } = await ownEnterprise(ctx);
  const province = provinceOf(ctx.actor.region);
  const id = uuidv7();
  await insertItem(ctx, { province, id, kind: "demand", title: titleOf(input), content: input, organisation, organisation_name: name, state: "proposed" }); // prettier-ignore
  await ctx.audit("list-statement.state", `list-item:${id}`, null, { title: input.post, now: input.now });
  await tellOffice(ctx, province, name, input.post);
  return presentItem((await findItem(ctx, id))!);
}

/** Changed words are looked at again. @throws NotFound; VersionChanged (If-Match) */
export async function changeStatement(ctx: Context, request: FastifyRequest, id: string, input: DemandInput): Promise<ListItem> {
  const row = await ownStatement(ctx, request, id);
  const item = await revised(ctx, row, "list-statement.change", { title: titleOf(input), content: input, state: "proposed", note: "" });
  await tellOffice(ctx, row.province, row.organisation_name, input.post);
  return item;
} // prettier-ignore

export async function withdrawStatement(
  ctx: Context,
  request: FastifyRequest,
  id: string,
): Promise<ListItem> {
  const row = await ownStatement(ctx, request, id);
  return revised(ctx, row, "list-statement.withdraw", { ...row, state: "withdrawn", note: "" });
}

async function ownStatement(ctx: Context, request: FastifyRequest, id: string): Promise<ItemRow> {
  const row = await findItem(ctx, id);
  if (!row) throw new NotFound(ITEM);
  access.authorize(ctx.actor, "stateNeed", { organisation: row.organisation });
  requireMatch(request, etagOf(row.id, row.revision));
  return row;
}

async function tellOffice(ctx: Context, province: string, enterprise: string, post: string): Promise<void> {
  const to = { role: "planner", region: province } as const;
  await notify(ctx, { kind: statementMade, to, params: { enterprise, post }, link: "/lists/items?state=proposed", of: { region: province } }); // prettier-ignore
}
