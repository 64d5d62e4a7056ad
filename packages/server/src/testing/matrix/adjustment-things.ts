import type { TestDatabase } from "../../platform/testing/test-database.ts";
import { ORGANISATIONS } from "./cast.ts";

/** Programme adjustment in the world of the matrix, by the ids that the routes are asked with. */
export interface AdjustmentThings {
  rules: string;
  /** rules that nobody has adopted */
  draftRules: string;
  /** open to schools; with a card of one school */
  adjustment: string;
  /** computed and not yet shown to any school */
  closedAdjustment: string;
  publishedAdjustment: string;
}

const CONTENT = JSON.stringify({
  key: "matrix",
  version: "1",
  name: { zh: "规则", en: "rules" },
  trust: "A",
  demo: false,
  rules: [],
});
const CARD = JSON.stringify({ alternatives: [], forbids: [], fired: [], notJudged: [], cardEffect: null, blind: false, history: [], balance: [], values: {} }); // prettier-ignore

/** Rules in force and rules in draft; runs that are computed, open to schools, and published. */
export async function adjustmentThings(
  { sql }: Pick<TestDatabase, "sql">,
  of: { round: string; cycle: string; offering: string },
): Promise<AdjustmentThings> {
  const rulesAt = async (version: number, actions: string[]) => {
    const [row] = await sql<{ id: string }>(
      `insert into planning.rule_set (province, id, key, version, content, created_by_name, created_at)
       values ('370000', gen_random_uuid(), 'matrix', $1, $2, '规划员', now()) returning id`,
      [version, CONTENT],
    );
    for (const [i, action] of actions.entries())
      await sql(
        `insert into planning.rule_set_action (province, rule_set_id, seq, action, by_name, at, note)
         values ('370000', $1, $2, $3, '规划员', now(), '')`,
        [row!.id, i + 1, action],
      );
    return row!.id;
  };
  const rules = await rulesAt(1, ["draft", "review", "adopt"]);
  const draftRules = await rulesAt(2, ["draft"]);
  const runWith = async (actions: string[]) => {
    const [row] = await sql<{ id: string }>(
      `insert into planning.adjustment (province, id, round_id, rule_set_id, cycle_id, year, state, counts, manifest, created_by_name, created_at)
       values ('370000', gen_random_uuid(), $1, $2, $3, 2026, 'done', '{"cycleYear":2026}', '{"files":[]}', '规划员', now()) returning id`,
      [of.round, rules, of.cycle],
    );
    const { id } = row!;
    for (const [i, action] of actions.entries())
      await sql(
        `insert into planning.adjustment_action (province, adjustment_id, seq, action, by_name, at, note)
         values ('370000', $1, $2, $3, '规划员', now(), '')`,
        [id, i + 1, action],
      );
    const { school } = ORGANISATIONS;
    await sql(
      `insert into planning.card (province, adjustment_id, offering_id, school, school_name, programme, level, city, decision, warned, content)
       values ('370000', $1, $2, $3, $4, '660301', 'secondary', '370200', 'warn', 1, $5)`,
      [id, of.offering, school.id, school.name, CARD],
    );
    await sql(
      `insert into planning.card_step (province, adjustment_id, offering_id, seq, action, decision, reason, by_name, at)
       values ('370000', $1, $2, 1, 'set', 'keep', '理由', '规划员', now())`,
      [id, of.offering],
    );
    return id;
  };
  const closedAdjustment = await runWith(["start"]);
  const adjustment = await runWith(["start", "open"]);
  const publishedAdjustment = await runWith(["start", "open", "decide", "publish"]);
  await sql(
    `insert into planning.missing_programme (province, adjustment_id, programme, city, rank, content)
     values ('370000', $1, '660301', '370200', 1, $2)`,
    [adjustment, JSON.stringify({ programme: "660301", level: "secondary", controlled: false, city: "370200", year: 2029, shortage: 5, occupations: [], forbiddenBy: [], schools: [] })],
  ); // prettier-ignore
  await sql(
    `insert into planning.adjustment_file (province, adjustment_id, name, media_type, sha256, content)
     values ('370000', $1, 'cards.csv', 'text/csv', 'x', 'x')`,
    [adjustment],
  );
  await sql(
    `insert into planning.adjustment_file (province, adjustment_id, name, media_type, sha256, content)
     values ('370000', $1, 'decision.json', 'application/json', 'x', 'x')`,
    [publishedAdjustment],
  );
  return { rules, draftRules, adjustment, closedAdjustment, publishedAdjustment };
}
