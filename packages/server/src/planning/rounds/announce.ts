import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  dayInChina,
  decodeCursor,
  jsonText,
  NotFound,
  toPage,
  type Context,
} from "../../platform/index.ts";
import { installation, regionName } from "../../registry/index.ts";
import { access } from "../access.ts";
import { programmeName } from "../names.ts";
import { takeAction } from "./act.ts";
import {
  holdApplication,
  listApplications,
  requireApplication,
  type ApplicationRow,
} from "./applications.sql.ts";
import { addDays } from "./calendar.ts";
import { recommendationIn } from "./present.ts";
import { requireRound } from "./rounds.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

const NOTICE = { zh: "公示", en: "public notice" };

export interface NoticeRow {
  province: string;
  id: string;
  round_id: string;
  title: string;
  publisher: string;
  from_day: string;
  until_day: string;
  items: s.Item[];
  sample: boolean;
}

const COLUMNS = sql`province, id, round_id, title, publisher, from_day::text as from_day, until_day::text as until_day, items, sample
  from planning.public_notice`;

/** What is said of an application to anybody: nothing of people. */
export function publicItem(row: ApplicationRow): s.Item {
  const intake = row.form["need"]?.["intake"] ?? row.form["size"]?.["then"];
  return {
    application: row.id,
    school: row.school_name,
    city: regionName(row.city),
    programme: row.programme_name,
    code: row.programme,
    level: row.level,
    kind: row.kind,
    change: row.change,
    becomes: row.new_programme ? `${programmeName(row.new_programme)}（${row.new_programme}）` : null,
    lane: row.lane,
    intake: typeof intake === "number" ? intake : null,
    recommend: recommendationIn(row)?.recommend ?? null,
  };
}

/**
 * Puts reviewed applications before the public, for as many days as the round asks for or more.
 * @throws BadInput naming each application that may not be announced now; Conflict where the days are too few
 */
export async function openNotice(ctx: Context, roundId: string, input: z.infer<typeof s.newNotice>): Promise<z.infer<typeof s.notice>> {
  const round = await requireRound(ctx, roundId);
  access.authorize(ctx.actor, "announce", { region: round.province });
  const days = input.days ?? round.notice_days;
  if (days < round.notice_days)
    throw new BadInput([{ part: "body", field: "days", value: days, reason: `公示期不少于 ${round.notice_days} 日 / not fewer than ${round.notice_days} days` }]);
  const ids = [...new Set(input.applications)].sort();
  for (const id of ids) await holdApplication(ctx, id);
  const rows = await listApplications(ctx, { ids, round: roundId }, null, ids.length);
  const absent = ids.filter((id) => !rows.some((row) => row.id === id));
  if (absent.length > 0)
    throw new BadInput(absent.map((id) => ({ part: "body", field: "applications", value: id, reason: "本轮没有这项申请 / no application of this round" })));
  const from = dayInChina(ctx.now);
  // the day of publication does not count
  const until = addDays(from, days);
  const { publisher } = await installation(ctx);
  const id = uuidv7();
  const title = input.title?.trim() || `关于${round.year}年拟新增、调整和撤销专业点的公示`;
  const items = rows.map(publicItem).sort((a, b) => (a.school + a.programme < b.school + b.programme ? -1 : 1));
  await sql`insert into planning.public_notice (province, id, round_id, title, publisher, from_day, until_day, items, sample, created_at)
    values (${round.province}, ${id}, ${round.id}, ${title}, ${publisher}, ${from}, ${until}, ${jsonText(items)}::jsonb, ${round.sample}, ${ctx.now})`.execute(ctx.tx);
  for (const row of rows) await takeAction(ctx, row, "announce", { notice: id, until });
  await ctx.audit("notice.open", `notice:${id}`, null, { title, from, until, applications: items.length });
  return presentNotice(await requireNotice(ctx, id), from);
} // prettier-ignore

/**
 * Ends a public notice: its applications go on to the decision.
 * @throws Conflict before its last day is over, or while an objection waits for its answer
 */
export async function closeNotice(ctx: Context, id: string): Promise<z.infer<typeof s.notice>> {
  const notice = await requireNotice(ctx, id);
  access.authorize(ctx.actor, "announce", { region: notice.province });
  let closed = 0;
  for (const { application } of [...notice.items].sort((a, b) => (a.application < b.application ? -1 : 1))) {
    await holdApplication(ctx, application);
    const row = await requireApplication(ctx, application);
    const last = row.actions.at(-1)!;
    // withdrawn meanwhile, or closed and sent into another notice
    if (last.action !== "announce" || last.payload["notice"] !== id) continue;
    await takeAction(ctx, row, "close-notice", { notice: id });
    closed++;
  }
  if (closed === 0)
    throw new Conflict({ zh: "此次公示已经结束。", en: "This notice has been closed already." });
  await ctx.audit("notice.close", `notice:${id}`, null, { applications: closed });
  return presentNotice(notice, dayInChina(ctx.now));
}

/** @throws NotFound */
export async function requireNotice(ctx: Context, id: string): Promise<NoticeRow> {
  const { rows } = await sql<NoticeRow>`select ${COLUMNS} where id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound(NOTICE);
  return rows[0];
}

export const presentNotice = (row: NoticeRow, today: string): z.infer<typeof s.notice> => ({
  id: row.id,
  round: row.round_id,
  title: row.title,
  publisher: row.publisher,
  from: row.from_day,
  until: row.until_day,
  open: row.from_day <= today && today <= row.until_day,
  items: row.items,
  sample: row.sample,
});

/** For anybody. @throws NotFound */
export async function noticeById(ctx: Context, id: string): Promise<z.infer<typeof s.notice>> {
  return presentNotice(await requireNotice(ctx, id), dayInChina(ctx.now));
}

/** Public notices, the newest first, for anybody. */
export async function listNotices(ctx: Context, query: { cursor?: string | undefined; limit: number; round?: string | undefined }) {
  const key = decodeCursor(query.cursor, 1);
  const { rows } = await sql<NoticeRow>`select ${COLUMNS} where true ${query.round ? sql`and round_id = ${query.round}` : sql``}
    ${key ? sql`and id < ${String(key[0])}::uuid` : sql``} order by id desc limit ${query.limit + 1}`.execute(ctx.tx);
  return toPage(rows, query.limit, (row) => [row.id], (row) => presentNotice(row, dayInChina(ctx.now)));
} // prettier-ignore
