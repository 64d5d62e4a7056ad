import { createHash } from "node:crypto";
import type { AdjustmentResult, Card, EarlierCard, MissingInput } from "@tixi/engines/adjustment";
import { standards } from "@tixi/standards";
import { sql } from "kysely";
import type { Context } from "../../platform/context.ts";
import { jsonText } from "../../platform/db/json.ts";
import { csvCell, defineJob, jobNotice, NotFound } from "../../platform/index.ts";
import { version } from "../../version.ts";
import { programmeName } from "../names.ts";
import {
  beginAdjustment,
  findAdjustment,
  finishAdjustment,
  insertAdjustmentFile,
  type AdjustmentRow,
} from "./adjustments.sql.ts";
import type { CardContent } from "./cards.sql.ts";
import { adjustInThread, type AdjustmentTask } from "./adjustment-thread.ts";
import { readFacts } from "./facts.ts";
import type { KnownOffering } from "./offerings.sql.ts";
import { packTask } from "./pack-facts.ts";
import type { Sheet } from "./sheet.ts";
import { requireRuleSet } from "./rule-sets.ts";

export const RUN_ADJUSTMENT = "planning.adjust";

interface Payload {
  id: string;
}

const sha256 = (content: Buffer) => createHash("sha256").update(content).digest("hex");

/**
 * The job behind POST /api/adjustments: reads the facts, judges them in a thread, and writes cards and files in one
 * transaction. After a crash it begins again; nothing of the first attempt is there.
 */
export const adjustmentJob = defineJob<Payload, { adjustmentId: string } | null>(
  RUN_ADJUSTMENT,
  async (inTransaction, { id }, progress, signal) => {
    progress("read");
    const begun = await inTransaction(async (ctx) => {
      if (!(await beginAdjustment(ctx, id))) return null;
      const row = await findAdjustment(ctx, id);
      if (!row) throw new NotFound({ zh: "专业调整", en: "programme adjustment" });
      return { row, ...(await readTask(ctx, row)) };
    });
    if (!begun) return null;
    const { row, task, offerings } = begun;
    try {
      progress("judge");
      const { result, sheets, ms } = await adjustInThread(task, signal);
      progress("store");
      const cards = cardsCsv(result.cards, offerings);
      const files = [
        { name: "facts.json.gz", mediaType: "application/gzip", content: packTask(task) },
        { name: "cards.csv", mediaType: "text/csv; charset=utf-8", content: Buffer.from(cards) },
      ];
      await inTransaction(async (ctx) => {
        await storeCards(ctx, row, result.cards, sheets, offerings);
        await storeMissing(ctx, row, result.missing);
        for (const file of files)
          await insertAdjustmentFile(ctx, row, { ...file, sha256: sha256(file.content) });
        await finishAdjustment(ctx, id, {
          state: "done",
          message: null,
          counts: countsOf(result, ms),
          manifest: {
            engine: result.engine,
            tixi: version,
            standards: standards().version,
            ruleSet: { id: row.rule_set_id, ...result.ruleSet },
            cycle: row.cycle_id,
            year: row.year,
            files: files.map(({ name, content }) => ({
              name,
              bytes: content.length,
              sha256: sha256(content),
            })),
          },
        });
        await ctx.audit("adjustment.finish", `adjustment:${id}`, null, { counts: result.counts });
      });
      return { adjustmentId: id };
    } catch (error) {
      if (!signal.aborted)
        await inTransaction((ctx) =>
          finishAdjustment(ctx, id, {
            state: "failed",
            counts: null,
            manifest: null,
            message: error instanceof Error ? error.message : String(error),
          }),
        );
      throw error;
    }
  },
  {
    notice: jobNotice(
      { zh: "专业调整测算", en: "Programme adjustment" },
      ({ payload }) => `/adjustments/${payload.id}`,
    ),
  },
);

/** What the page of a run says of it as a whole. */
const countsOf = (
  { cards, counts, targets, idle, absent, missing, cycleYear }: AdjustmentResult,
  ms: number,
) => ({
  decisions: counts,
  offerings: cards.length,
  blind: cards.filter(({ blind }) => blind).length,
  absent: absent.length,
  missing: missing.length,
  targets,
  idle,
  cycleYear,
  judgedInMs: ms,
});

/** Everything that a run is computed from. */
async function readTask(
  ctx: Context,
  row: AdjustmentRow,
): Promise<{ task: AdjustmentTask; offerings: ReadonlyMap<string, KnownOffering> }> {
  const rules = await requireRuleSet(ctx, row.rule_set_id);
  const { facts, offerings } = await readFacts(ctx, row.province, { id: row.cycle_id, year: row.cycle_year });
  // what is missing is asked of a balance that was known when those who enter were decided on
  const known = row.cycle_year <= row.year + 1;
  const demand = await sql<
    MissingInput["demand"][number]
  >`select year, city, occupation, level, shortage from planning.demand_cell
    where ${known} and province = ${row.province} and cycle_id = ${row.cycle_id} and linked and shortage > 0 order by 1, 2, 3, 4`.execute(
    ctx.tx,
  );
  return {
    offerings,
    task: {
      facts,
      demand: demand.rows,
      rules: rules.content,
      year: row.year + 1,
      factsThrough: row.year,
      previousCards: await earlierCards(ctx, row),
    },
  };
}

/** What earlier years decided for good: their last published or decided run. */
async function earlierCards(ctx: Context, row: AdjustmentRow): Promise<EarlierCard[]> {
  const { rows } = await sql<EarlierCard>`
    select n.offering_id as key, a.year + 1 as year, n.final as decision, jsonb_array_length(n.content -> 'fired') = 0 as clean
    from planning.adjustment a join planning.card_now n on n.province = a.province and n.adjustment_id = a.id
    where a.province = ${row.province} and a.year < ${row.year} and a.id in (
      select distinct on (b.year) b.id from planning.adjustment b
      where b.province = ${row.province} and b.round_id is not null and planning.adjustment_reached(b.province, b.id, 'decide')
      order by b.year, b.created_at desc)
    order by 1, 2`.execute(ctx.tx);
  return rows;
}

const warnedRunning = (card: Card): number => card.cardEffect?.years ?? (card.decision === "warn" ? 1 : 0);

/** What of a card stands in its column of JSON, with the figures that it saw. */
export function cardContent(card: Card, sheet: Sheet): CardContent {
  const { offering: _at, key: _key, decision: _decision, ...content } = card;
  return { ...content, ...sheet };
}

async function storeCards(
  ctx: Context,
  row: AdjustmentRow,
  cards: readonly Card[],
  sheets: readonly Sheet[],
  offerings: ReadonlyMap<string, KnownOffering>,
): Promise<void> {
  await ctx.copyIn(
    {
      table: "planning.card",
      columns: ["province", "adjustment_id", "offering_id", "school", "school_name", "programme", "level", "city", "decision", "warned", "content"],
    },
    lines(cards, (card, i) => {
      const { school, schoolName, programme, level, city } = offerings.get(card.key)!;
      return [row.province, row.id, card.key, school, schoolName, programme, level, city, card.decision, String(warnedRunning(card)), jsonText(cardContent(card, sheets[i]!))];
    }),
  ); // prettier-ignore
}

async function storeMissing(
  ctx: Context,
  row: AdjustmentRow,
  missing: readonly { programme: string; city: string }[],
) {
  await ctx.copyIn(
    { table: "planning.missing_programme", columns: ["province", "adjustment_id", "programme", "city", "rank", "content"] },
    lines(missing, (one, i) => [row.province, row.id, one.programme, one.city, String(i + 1), jsonText(one)]),
  ); // prettier-ignore
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const ROWS_AT_ONCE = 500;

/** Rows in PostgreSQL's text COPY format. */
async function* lines<T>(
  items: readonly T[],
  of: (item: T, index: number) => (string | null)[],
): AsyncGenerator<string> {
  let text = "";
  for (const [index, item] of items.entries()) {
    text += `${of(item, index)
      .map((cell) => (cell === null ? "\\N" : cell.replace(/[\\\t\n\r]/g, (c) => ESCAPES[c]!)))
      .join("\t")}\n`;
    if (index % ROWS_AT_ONCE === 0) {
      yield text;
      text = "";
    }
  }
  yield text;
}

/** What a card's offering is called in files. */
export type Place = Pick<KnownOffering, "schoolName" | "programme" | "level" | "city">;

/** What a run gives, in the order of schools and programmes: the bytes that a verification compares. */
export function cardsCsv(cards: readonly Card[], offerings: ReadonlyMap<string, Place>): string {
  const rows = cards.map((card) => {
    const { schoolName, programme, level, city } = offerings.get(card.key)!;
    return [schoolName, programme, programmeName(programme), level, city, card.decision, card.fired.map(({ rule }) => rule).join("|"), card.notJudged.map(({ rule }) => rule).join("|")];
  }); // prettier-ignore
  rows.sort((a, b) => (a.slice(0, 5).join("\t") < b.slice(0, 5).join("\t") ? -1 : 1));
  const header = ["学校", "专业代码", "专业名称", "层次", "城市代码", "建议", "触发规则", "未能判断的规则"];
  return `\ufeff${[header, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}
