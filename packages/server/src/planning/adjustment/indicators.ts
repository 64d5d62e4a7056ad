import { PRESETS, type Condition } from "@tixi/engines/adjustment";
import { INDICATORS } from "@tixi/engines/indicators";
import type { Context } from "../../platform/context.ts";
import { listRuleSets } from "./rule-sets.sql.ts";
import { ruleSetProcedure } from "./rule-set-state.ts";

/** Every indicator with its formula, what it reads, where it rests, and which rules judge by it. */
export async function indicators(ctx: Context) {
  const inForce = (await listRuleSets(ctx))
    .filter((row) => ruleSetProcedure.stateOf(row.actions) === "adopted")
    .map((row) => row.content);
  const known = new Set(inForce.map(({ key }) => key));
  const sets = [...inForce, ...PRESETS.filter(({ key }) => !known.has(key))];
  const uses = sets.flatMap(({ key, rules }) =>
    rules.flatMap((rule) => [...namesIn(rule.when)].map((indicator) => ({ indicator, key, rule: rule.id }))),
  );
  return {
    items: INDICATORS.map(({ compute: _compute, lineage, ...indicator }) => ({
      ...indicator,
      lineage: [...lineage],
      usedBy: uses.filter((use) => use.indicator === indicator.key).map(({ key, rule }) => ({ key, rule })),
    })),
  };
}

function* namesIn(condition: Condition): Generator<string> {
  if ("indicator" in condition) yield condition.indicator;
  else
    for (const part of "all" in condition ? condition.all : "any" in condition ? condition.any : condition.of)
      yield* namesIn(part);
}
