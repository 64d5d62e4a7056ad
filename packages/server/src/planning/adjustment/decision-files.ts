import { createHash } from "node:crypto";
import type { Decision } from "@tixi/engines/adjustment";
import { sql } from "kysely";
import type { Context } from "../../platform/context.ts";
import { csvCell } from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { version } from "../../version.ts";
import { programmeName } from "../names.ts";
import { decidedCounts, insertAdjustmentFile, type AdjustmentRow } from "./adjustments.sql.ts";
import { requireRuleSet } from "./rule-sets.ts";

/** A card as it was decided, with what the rules said. */
export interface Decided {
  school: string;
  programme: string;
  level: string;
  city: string;
  proposed: Decision;
  decision: Decision;
  rules: readonly string[];
}

export const DECISION = "decision.json";
export const DECISIONS = "decisions.csv";

/** What a decision is checked by: its rules in full, and the hashes of what it was computed from and of what was decided. */
export interface DecisionManifest {
  kind: "tixi-decision";
  adjustment: string;
  title: string;
  sample: boolean;
  year: number;
  factsThrough: number;
  decidedAt: string;
  versions: { adjustment: string; standards: string; tixi: string };
  cycle: string;
  ruleSet: { id: string; key: string; version: number; content: unknown };
  counts: { proposed: unknown; decided: unknown; changed: number };
  files: { name: string; bytes: number; sha256: string }[];
}

const sha256 = (content: Buffer): string => createHash("sha256").update(content).digest("hex");

/** Freezes what is decided: a table of the decisions and the manifest that they are checked by. */
export async function freezeDecision(ctx: Context, row: AdjustmentRow): Promise<void> {
  const table = Buffer.from(decisionsCsv(await decidedCards(ctx, row)));
  const manifest = row.manifest as { engine: string; standards: string; files: DecisionManifest["files"] };
  const rules = await requireRuleSet(ctx, row.rule_set_id);
  const content: DecisionManifest = {
    kind: "tixi-decision",
    adjustment: row.id,
    title: row.round_title ?? "",
    sample: (await installation(ctx)).sample,
    year: row.year + 1,
    factsThrough: row.year,
    decidedAt: ctx.now.toISOString(),
    versions: { adjustment: manifest.engine, standards: manifest.standards, tixi: version },
    cycle: row.cycle_id,
    ruleSet: { id: rules.id, key: rules.key, version: rules.version, content: rules.content },
    counts: {
      proposed: row.counts!["decisions"],
      decided: decidedCounts(row),
      changed: row.changes.reduce((sum, { count }) => sum + count, 0),
    },
    files: [...manifest.files, { name: DECISIONS, bytes: table.length, sha256: sha256(table) }],
  };
  const text = Buffer.from(`${JSON.stringify(content, null, 1)}\n`);
  for (const [name, mediaType, bytes] of [
    [DECISIONS, "text/csv; charset=utf-8", table],
    [DECISION, "application/json", text],
  ] as const)
    await insertAdjustmentFile(ctx, row, { name, mediaType, sha256: sha256(bytes), content: bytes });
}

/** Every card of a run as it stands, with what the rules proposed. */
export async function decidedCards(
  ctx: Context,
  { province, id }: { province: string; id: string },
): Promise<Decided[]> {
  const { rows } = await sql<Decided>`select school_name as school, programme, level, city, decision as proposed, final as decision, rules
    from planning.card_now where province = ${province} and adjustment_id = ${id}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** The decisions in the order of schools and programmes: the same decisions are the same bytes. */
export function decisionsCsv(cards: readonly Decided[]): string {
  const rows = cards.map((card) => [
    card.school, card.programme, programmeName(card.programme), card.level, card.city, card.proposed, card.decision,
    card.decision === card.proposed ? "" : "是", card.rules.join("|"),
  ]); // prettier-ignore
  rows.sort((a, b) => (a.slice(0, 5).join("\t") < b.slice(0, 5).join("\t") ? -1 : 1));
  const header = [
    "学校",
    "专业代码",
    "专业名称",
    "层次",
    "城市代码",
    "规则建议",
    "决定",
    "主管部门另定",
    "触发规则",
  ];
  return `\ufeff${[header, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}
