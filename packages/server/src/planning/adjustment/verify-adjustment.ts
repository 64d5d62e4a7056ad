import { createHash } from "node:crypto";
import type { Context } from "../../platform/context.ts";
import { NotFound } from "../../platform/index.ts";
import { access } from "../access.ts";
import { adjustInThread } from "./adjustment-thread.ts";
import { adjustmentFiles, findAdjustment } from "./adjustments.sql.ts";
import { unpackTask } from "./pack-facts.ts";
import { cardsCsv, type Place } from "./run-adjustment.ts";
import { sql } from "kysely";

/** How a run stands against its own record. */
export interface Verification {
  /** files whose bytes are not those of the manifest */
  altered: string[];
  /** the cards computed again from the kept facts and rules are the kept ones */
  same: boolean;
  /** cards in the table that say other than the kept file */
  cardsDiffer: number;
}

/** Computes a run again from what it kept, and compares files, cards and manifest. @throws NotFound */
export async function verifyAdjustment(ctx: Context, id: string): Promise<Verification> {
  const row = await findAdjustment(ctx, id);
  if (row?.state !== "done")
    throw new NotFound({ zh: "已完成的专业调整", en: "finished programme adjustment" });
  access.authorize(ctx.actor, "read", { region: row.province });
  const files = await adjustmentFiles(ctx, id);
  const stated = (row.manifest!["files"] as { name: string; sha256: string }[]) ?? [];
  const altered = stated
    .filter(({ name, sha256 }) => {
      const file = files.find((one) => one.name === name);
      return !file || createHash("sha256").update(file.content).digest("hex") !== sha256;
    })
    .map(({ name }) => name);
  const facts = files.find(({ name }) => name === "facts.json.gz");
  const kept = files.find(({ name }) => name === "cards.csv");
  if (!facts || !kept) return { altered, same: false, cardsDiffer: 0 };
  const task = unpackTask(facts.content);
  const { result } = await adjustInThread(task);
  const cards = await storedCards(ctx, id);
  const offerings = new Map([...cards].map(([key, { offering }]) => [key, offering]));
  const again = cardsCsv(
    result.cards.filter(({ key }) => offerings.has(key)),
    offerings,
  );
  return {
    altered,
    same: again === kept.content.toString("utf8"),
    cardsDiffer: result.cards.filter((card) => cards.get(card.key)?.decision !== card.decision).length,
  };
}

async function storedCards(ctx: Context, id: string) {
  const { rows } = await sql<{ key: string; decision: string } & Place>`
    select offering_id as key, decision, school_name as "schoolName", programme, level, city from planning.card
    where adjustment_id = ${id}`.execute(ctx.tx);
  return new Map(rows.map(({ key, decision, ...offering }) => [key, { decision, offering }]));
}
