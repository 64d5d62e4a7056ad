import { createHash } from "node:crypto";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { Conflict, jsonText, NotFound, type Context } from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import { publicItem } from "./announce.ts";
import { listApplications, type ApplicationRow } from "./applications.sql.ts";
import { procedure, type State } from "./procedure.ts";
import { requireRound } from "./rounds.ts";
import type * as s from "./schemas.ts";
import { tellOfList } from "./told.ts";

const LIST = { zh: "年度专业设置结果", en: "year's list" };
const MOST = 20_000;
/** How each state stands in the list; drafts and what was withdrawn do not. */
const RESULTS: Partial<Record<State, s.Listed["result"]>> = {
  recorded: "recorded",
  approved: "approved",
  refused: "refused",
  forwarded: "pending",
};
/** What was handed in and is not decided yet. */
const UNDER_WAY: readonly State[] = ["submitted", "review", "reviewed", "announced", "deciding"];

interface ListRow {
  province: string;
  id: string;
  round_id: string;
  version: number;
  year: number;
  title: string;
  publisher: string;
  content: { items: s.Listed[] };
  sha256: string;
  sample: boolean;
  published_at: Date;
  newest: number;
}

const COLUMNS = sql`y.province, y.id, y.round_id, y.version, y.year, y.title, y.publisher, y.content, y.sha256, y.sample, y.published_at,
  (select max(o.version) from planning.year_list o where o.province = y.province and o.round_id = y.round_id) as newest from planning.year_list y`;

/**
 * Publishes what the round decided: what was recorded and approved, what was refused and why, what waits for the
 * ministry. A later version replaces it when the ministry's results are in.
 * @throws Conflict while anything that was handed in is undecided, or where nothing is decided
 */
export async function publishList(ctx: Context, roundId: string): Promise<z.infer<typeof s.yearList>> {
  const round = await requireRound(ctx, roundId);
  access.authorize(ctx.actor, "publishList", { region: round.province });
  const open = await listApplications(ctx, { round: roundId, last: procedure.leadingTo(UNDER_WAY) }, null, 1);
  if (open.length > 0)
    throw new Conflict({
      zh: "还有已提交的申请没有办结，不能公布年度结果。",
      en: "Applications that were handed in are not decided yet; the list cannot be published.",
    });
  const last = procedure.leadingTo(Object.keys(RESULTS) as State[]);
  const items = (await listApplications(ctx, { round: roundId, last }, null, MOST)).map(listedOf);
  if (items.length === 0)
    throw new Conflict({ zh: "本轮没有已办结的申请。", en: "Nothing is decided in this round." });
  items.sort((a, b) => (a.school + a.programme + a.application < b.school + b.programme + b.application ? -1 : 1));
  const content = { items };
  const sha256 = createHash("sha256").update(canonical(content)).digest("hex");
  const { publisher } = await installation(ctx);
  const id = uuidv7();
  const title = `${round.year}年专业设置备案和审批结果`;
  const version = (round.list_version ?? 0) + 1;
  await sql`insert into planning.year_list (province, id, round_id, version, year, title, publisher, content, sha256, sample, published_at)
    values (${round.province}, ${id}, ${round.id}, ${version}, ${round.year}, ${title}, ${publisher}, ${jsonText(content)}::jsonb, ${sha256},
      ${round.sample}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("year-list.publish", `year-list:${id}`, null, { year: round.year, version, sha256, items: items.length });
  await tellOfList(ctx, { province: round.province, id, title });
  return yearListById(ctx, id);
} // prettier-ignore

/** JSON with sorted keys and no blanks, so that anybody who has the items gets the same hash whatever their order of keys. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

function listedOf(row: ApplicationRow): s.Listed {
  const { recommend: _, ...item } = publicItem(row);
  const state = procedure.stateOf(row.actions);
  const decision = row.actions.at(-1)!.payload;
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
  return {
    ...item,
    code: item.code ?? text(decision["code"]),
    result: RESULTS[state]!,
    document: text(decision["document"]),
    documentDate: text(decision["documentDate"]),
    reason: state === "refused" ? text(decision["note"]) : null,
  };
}

const present = (row: ListRow): z.infer<typeof s.yearList> => ({
  id: row.id,
  round: row.round_id,
  year: row.year,
  version: row.version,
  title: row.title,
  publisher: row.publisher,
  publishedAt: row.published_at.toISOString(),
  sha256: row.sha256,
  sample: row.sample,
  current: row.version === row.newest,
  items: row.content.items,
});

/** For anybody. @throws NotFound */
export async function yearListById(ctx: Context, id: string): Promise<z.infer<typeof s.yearList>> {
  const { rows } = await sql<ListRow>`select ${COLUMNS} where y.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound(LIST);
  return present(rows[0]);
}

/** Every list that was published, the newest first, for anybody. */
export async function yearLists(ctx: Context): Promise<z.infer<typeof s.yearListPage>> {
  const { rows } = await sql<ListRow>`select ${COLUMNS} order by y.year desc, y.version desc limit 100`.execute(ctx.tx);
  return { items: rows.map(present), next: null };
} // prettier-ignore
