import { PRESETS, type Condition } from "@tixi/engines/adjustment";
import { DEFINITIONS, findIndicator, SHOWN } from "@tixi/engines/indicators";
import type { Context } from "../../platform/context.ts";
import { listRuleSets } from "./rule-sets.sql.ts";
import { ruleSetProcedure } from "./rule-set-state.ts";

/** Every figure with its formula, what it reads, where it rests, which rules judge by it and where it is shown. */
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
    items: DEFINITIONS.map(({ key, name, unit, direction, about, formula, lineage, basis }) => ({
      key,
      name,
      unit,
      direction,
      about,
      formula,
      lineage: [...lineage],
      basis,
      usedBy: uses.filter((use) => use.indicator === key).map(({ key: set, rule }) => ({ key: set, rule })),
      shownIn: SHOWN.filter((shown) => shown.key === key).map((shown) => ({ in: shown.in, as: shown.as })),
      judges: findIndicator(key) !== undefined,
    })),
  };
}

function* namesIn(condition: Condition): Generator<string> {
  if ("indicator" in condition) yield condition.indicator;
  else
    for (const part of "all" in condition ? condition.all : "any" in condition ? condition.any : condition.of)
      yield* namesIn(part);
}
