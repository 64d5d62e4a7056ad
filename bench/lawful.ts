/** The legal gate over a province's running placements after a change of rule, beside one bare pass over as many cells. */
import { changesOf, findPreset, gate, type RuleSet } from "@tixi/engines/lawful";
import { manyPlacements } from "@tixi/engines/lawful/testing";
import { timed, type Row } from "./row.ts";

const PLACEMENTS = 100_000;
const TIMES = 3;

export async function rows(): Promise<Row[]> {
  const facts = manyPlacements(PLACEMENTS);
  const rules = findPreset("national-2021")!;
  const changed: RuleSet = {
    ...rules,
    version: "2",
    rules: rules.rules.map((rule) => (rule.id === "INT-05.1" ? { ...rule, holds: { fact: "peak", op: "<=", parts: [8, 100], of: "staff" } } : rule)),
  }; // prettier-ignore
  const before = gate(facts, rules);
  let seconds = Infinity;
  let changes = 0;
  for (let i = 0; i < TIMES; i++) {
    const run = await timed(() => changesOf(before, gate(facts, changed)).length);
    seconds = Math.min(seconds, run.seconds);
    changes = run.result;
  }
  const bare = await timed(() => {
    // As many comparisons as the rules make, over one column that is there already.
    const { from } = facts.placements;
    const cells = new Uint8Array(PLACEMENTS);
    for (let r = 0; r < rules.rules.length; r++)
      for (let i = 0; i < PLACEMENTS; i++) cells[i] = from[i]! > r ? 1 : 0;
    return cells;
  });
  return [
    {
      what: `lawful: ${PLACEMENTS.toLocaleString("en-US")} running placements by ${rules.rules.length} rules after a change, ${changes.toLocaleString("en-US")} findings changed`,
      value: seconds,
      unit: "s",
      must: "≤ 10",
      peer: "one comparison a rule and placement",
      peerValue: bare.seconds,
      ratio: seconds / bare.seconds,
      pass: seconds <= 10 && changes > 0 && bare.result.length === PLACEMENTS,
    },
  ];
}
