import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { AdjustmentResult } from "@tixi/engines/adjustment";
import type { Facts } from "@tixi/engines/indicators";
import { sql } from "kysely";
import type { Context } from "../../platform/context.ts";
import { jsonText } from "../../platform/db/json.ts";
import { NotFound } from "../../platform/index.ts";
import { access } from "../access.ts";
import { adjustInThread } from "./adjustment-thread.ts";
import { adjustmentFiles, findAdjustment, type AdjustmentFileRow } from "./adjustments.sql.ts";
import { DECISION, DECISIONS, decidedCards, decisionsCsv } from "./decision-files.ts";
import { unpackTask } from "./pack-facts.ts";
import { cardContent, cardsCsv, type Place } from "./run-adjustment.ts";
import { requireRuleSet } from "./rule-sets.ts";
import type { Sheet } from "./sheet.ts";

/** How a run stands against its own record. */
export interface Verification {
  /** files whose bytes are not those of the manifest */
  altered: string[];
  /** the cards computed again from the kept facts and rules are the kept ones */
  same: boolean;
  /** cards in the table that say other than the facts and rules do: decision, figures, offering */
  cardsDiffer: number;
  /** the rules of the set are those that were used */
  rules: boolean;
  /** what stands now is what was decided; null before the decision */
  decisions: boolean | null;
  /** engine, tables or rules were other ones then: what differs may come from that */
  versions: string[];
}

const NO_RUN = { zh: "已完成的专业调整", en: "finished programme adjustment" };

/** Computes a run again from what it kept, and compares files, cards, figures, decisions and manifest. @throws NotFound */
export async function verifyAdjustment(ctx: Context, id: string): Promise<Verification> {
  const row = await findAdjustment(ctx, id);
  if (row?.state !== "done") throw new NotFound(NO_RUN);
  access.authorize(ctx.actor, "read", { region: row.province });
  const files = await adjustmentFiles(ctx, id);
  const stated = row.manifest as unknown as Stated;
  const decision = files.find(({ name }) => name === DECISION);
  const altered = [...alteredOf(files, stated.files), ...(decision ? alteredOf(files, [decision]) : [])];
  const again = await computeAgain(files);
  if (!again) return { altered, same: false, cardsDiffer: 0, rules: false, decisions: null, versions: [] };
  const frozen = textOf(files, DECISIONS);
  return {
    altered,
    same: again.cards === textOf(files, "cards.csv"),
    cardsDiffer: await cardsThatDiffer(ctx, id, again),
    rules: isDeepStrictEqual((await requireRuleSet(ctx, row.rule_set_id)).content, again.rules),
    decisions: frozen === undefined ? null : decisionsCsv(await decidedCards(ctx, row)) === frozen,
    versions: newer(stated, again.result),
  };
}

interface Stated {
  engine: string;
  files: { name: string; sha256: string }[];
}

const textOf = (files: readonly AdjustmentFileRow[], name: string): string | undefined =>
  files.find((file) => file.name === name)?.content.toString("utf8");

/** Files whose bytes have another hash than is stated, or that are gone. */
export const alteredOf = (
  files: readonly Pick<AdjustmentFileRow, "name" | "content">[],
  stated: readonly { name: string; sha256: string }[],
): string[] =>
  stated
    .filter(({ name, sha256 }) => {
      const file = files.find((one) => one.name === name);
      return !file || createHash("sha256").update(file.content).digest("hex") !== sha256;
    })
    .map(({ name }) => name);

export const newer = ({ engine }: Pick<Stated, "engine">, result: AdjustmentResult): string[] =>
  engine === result.engine ? [] : [`${engine} → ${result.engine}`];

interface Again {
  result: AdjustmentResult;
  sheets: readonly Sheet[];
  places: ReadonlyMap<string, Place>;
  rules: unknown;
  /** the bytes of cards.csv */
  cards: string;
}

/** @returns null where the kept facts cannot be read */
export async function computeAgain(
  files: readonly Pick<AdjustmentFileRow, "name" | "content">[],
): Promise<Again | null> {
  const facts = files.find(({ name }) => name === "facts.json.gz");
  if (!facts) return null;
  let task: ReturnType<typeof unpackTask>;
  try {
    task = unpackTask(facts.content);
  } catch {
    return null; // altered beyond reading: said by its hash
  }
  const { result, sheets } = await adjustInThread(task);
  const places = placesOf(task.facts);
  return { result, sheets, places, rules: task.rules, cards: cardsCsv(result.cards, places) };
}

function placesOf({ offerings, schools }: Facts): Map<string, Place> {
  return new Map(
    offerings.keys.map((key, i) => [
      key,
      {
        schoolName: schools.names[offerings.school[i]!] ?? "",
        programme: offerings.programme[i]!,
        level: offerings.level[i]!,
        city: offerings.city[i]!,
      },
    ]),
  );
}

const AT_ONCE = 2000;

/** How many cards of the table are not those that facts and rules give, figure by figure; missing and surplus ones too. */
async function cardsThatDiffer(ctx: Context, id: string, { result, sheets, places }: Again): Promise<number> {
  const at = new Map(result.cards.map((card, i) => [card.key, i]));
  let same = 0;
  let stored = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
    const { rows } = await sql<Place & { key: string; decision: string; content: unknown }>`
      select offering_id as key, decision, content, school_name as "schoolName", programme, level, city from planning.card
      where adjustment_id = ${id} and offering_id > ${after} order by offering_id limit ${AT_ONCE}`.execute(
      ctx.tx,
    );
    for (const { key, decision, content, ...place } of rows) {
      stored++;
      const i = at.get(key);
      if (i === undefined) continue;
      const card = result.cards[i]!;
      const text = jsonText(cardContent(card, sheets[i]!));
      if (
        card.decision === decision &&
        isDeepStrictEqual(place, places.get(key)) &&
        isDeepStrictEqual(content, JSON.parse(text))
      )
        same++;
    }
    if (rows.length < AT_ONCE) return Math.max(stored, result.cards.length) - same;
    after = rows.at(-1)!.key;
  }
}
