import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  decodeCursor,
  NotFound,
  notify,
  toPage,
  type Context,
  type Role,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { KINDS } from "./content.ts";
import { provinceOf } from "./keep-items.ts";
import { itemAnswered } from "./notices.ts";
import type { Answer, AnswerKind, newAnswer } from "./schemas.ts";
import { findEntry, versionsInForce } from "./versions.sql.ts";

/** Who may answer what: a school by what it will do, an enterprise by what it wants. */
const BY_ROLE: Partial<Record<Role, readonly AnswerKind[]>> = {
  "school-officer": ["open", "expand", "already", "cannot"],
  "enterprise-officer": ["confirm", "correct", "take-part"],
};
const WORDS: Record<AnswerKind, { zh: string; en: string }> = {
  open: { zh: "将开设专业", en: "will open a programme" },
  expand: { zh: "将扩大规模", en: "will expand" },
  already: { zh: "已经在做", en: "does so already" },
  cannot: { zh: "不能承担", en: "cannot" },
  confirm: { zh: "确认数量", en: "confirms the number" },
  correct: { zh: "更正数量", en: "corrects the number" },
  "take-part": { zh: "愿意参与", en: "will take part" },
};

interface Row {
  id: string;
  item_id: string;
  title: string;
  organisation: string;
  organisation_name: string;
  answer: AnswerKind;
  number: number | null;
  reason: string;
  by_name: string;
  at: Date;
  key: string;
}

const present = (row: Row): Answer => ({
  id: row.id,
  itemId: row.item_id,
  title: row.title,
  organisation: { id: row.organisation, name: row.organisation_name },
  answer: row.answer,
  number: row.number,
  reason: row.reason,
  by: row.by_name,
  at: row.at.toISOString(),
});
const ANSWER = sql`a.id, a.item_id, e.title, a.organisation, a.organisation_name, a.answer, a.number, a.reason, a.by_name, a.at, to_json(a.at) #>> '{}' as key`;
const FROM = sql`planning.list_answer a join planning.list_entry e on e.province = a.province and e.version_id = a.version_id and e.item_id = a.item_id`;

/**
 * Answers an entry of a list in force on behalf of one's school or enterprise. The latest answer counts; earlier ones stay.
 * @throws NotFound if no list in force holds it; BadInput where the answer is not this role's, or lacks its reason or number
 */
export async function answerItem(ctx: Context, input: z.infer<typeof newAnswer>): Promise<Answer> {
  const { actor } = ctx;
  const province = provinceOf(actor.region);
  const entry = await entryInForce(ctx, province, input.itemId);
  if (!entry) throw new NotFound({ zh: "清单条目", en: "list entry" });
  access.authorize(actor, "answerListItem", { organisation: actor.organisation });
  const faults = [];
  if (!BY_ROLE[actor.role]?.includes(input.answer))
    faults.push({ field: "answer", value: input.answer, reason: "您的角色不能这样答复 / not an answer of your role" });
  if (["cannot", "correct"].includes(input.answer) && input.reason === "")
    faults.push({ field: "reason", reason: "须说明理由 / a reason is needed" });
  if (input.answer === "correct" && input.number === null)
    faults.push({ field: "number", reason: "须填写更正后的人数 / the corrected number is needed" });
  if (faults.length > 0) throw new BadInput(faults);
  const { rows: names } = await sql<{ name: string }>`select name from registry.organisation_version
    where organisation_id = ${actor.organisation} and upper_inf(valid)`.execute(ctx.tx);
  const name = names[0]?.name;
  if (name === undefined) throw new NotFound({ zh: "本单位", en: "your organisation" });
  const id = uuidv7();
  await sql`insert into planning.list_answer (province, id, version_id, item_id, organisation, organisation_name, answer, number, reason, by_user, by_name, at)
    values (${province}, ${id}, ${entry.version_id}, ${input.itemId}, ${actor.organisation}, ${name}, ${input.answer}, ${input.number}, ${input.reason},
      ${actor.userId}, ${actor.name}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("list.answer", `list-entry:${input.itemId}`, null, { answer: input.answer, number: input.number }, input.reason);
  const to = { role: "planner", region: province } as const;
  const params = { organisation: name, item: entry.title, answer: WORDS[input.answer] };
  await notify(ctx, { kind: itemAnswered, to, params, link: `/lists/${entry.content.kind}/${input.itemId}`, of: { region: province } });
  const { rows } = await sql<Row>`select ${ANSWER} from ${FROM} where a.id = ${id}`.execute(ctx.tx);
  return present(rows[0]!);
} // prettier-ignore

async function entryInForce(ctx: Context, province: string, itemId: string) {
  for (const kind of KINDS)
    for (const id of await versionsInForce(ctx, kind, province)) {
      const entry = await findEntry(ctx, { province, id }, itemId);
      if (entry) return entry;
    }
  return undefined;
}

/** Answers that the actor may see, newest first: an office those of its province, others their organisation's own. */
export async function answers(ctx: Context, query: { itemId?: string | undefined; cursor?: string | undefined; limit: number }) {
  const key = decodeCursor(query.cursor, 2);
  const { rows } = await sql<Row>`select ${ANSWER} from ${FROM}
    where ${query.itemId ? sql`a.item_id = ${query.itemId}` : sql`true`}
      ${key ? sql`and (a.at, a.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)` : sql``}
    order by a.at desc, a.id desc limit ${query.limit + 1}`.execute(ctx.tx);
  return toPage(rows, query.limit, (row) => [row.key, row.id], present);
} // prettier-ignore

/** The latest answer of one's organisation to each item. */
export async function ownAnswers(ctx: Context): Promise<Map<string, Answer>> {
  const { rows } = await sql<Row>`select distinct on (a.item_id) ${ANSWER} from ${FROM}
    where a.organisation = ${ctx.actor.organisation} order by a.item_id, a.at desc, a.id desc`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.item_id, present(row)]));
} // prettier-ignore
