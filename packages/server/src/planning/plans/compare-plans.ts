import { BadInput, type Context } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { access } from "../access.ts";
import { programmeName } from "../names.ts";
import { largestDifferences, sumsBy } from "./cells.sql.ts";
import { requirePlan } from "./make-plan.ts";
import { classOfLevel, presentPlan } from "./present.ts";

export const MOST_COMPARED = 4;

/**
 * Up to four scenarios of one round side by side: totals by level, city and programme class, value, and where they
 * differ most.
 * @throws BadInput where they are not of one round, or there are too many or too few
 */
export async function comparePlans(ctx: Context, ids: readonly string[]) {
  const distinct = [...new Set(ids)];
  if (distinct.length < 2 || distinct.length > MOST_COMPARED)
    throw new BadInput([{ part: "querystring", field: "ids", value: ids.join(","), reason: `比较 2 到 ${MOST_COMPARED} 个方案 / compare 2 to ${MOST_COMPARED} plans` }]);
  const plans = [];
  for (const id of distinct) {
    const plan = await requirePlan(ctx, id);
    access.authorize(ctx.actor, "read", { region: plan.province });
    plans.push(plan);
  }
  if (new Set(plans.map((plan) => plan.round_id)).size > 1)
    throw new BadInput([{ part: "querystring", field: "ids", reason: "只能比较同一轮次的方案 / plans of one round only" }]);
  const table = async (by: "level" | "city" | "class", name: (key: string) => string) => {
    const lines = new Map<string, { key: string; name: string; last: number; seats: (number | null)[] }>();
    for (const row of await sumsBy(ctx, distinct, by)) {
      const line = lines.get(row.key) ?? { key: row.key, name: name(row.key), last: row.last, seats: distinct.map(() => null) };
      line.seats[distinct.indexOf(row.plan)] = row.seats;
      lines.set(row.key, line);
    }
    return [...lines.values()];
  };
  return {
    plans: plans.map((plan) => {
      const { id, name, state, summary, version } = presentPlan(plan);
      return { id, name, state, version, value: summary?.value ?? null, bound: summary?.bound ?? null, gap: summary?.gap ?? null, totals: summary?.totals ?? null, baselines: summary?.baselines ?? [] };
    }),
    levels: await table("level", (key) => key),
    cities: await table("city", regionName),
    classes: await table("class", classOfLevel),
    differences: (await largestDifferences(ctx, distinct, 60)).map((row) => ({
      offering: row.offering,
      school: row.school_name,
      programme: row.programme,
      programmeName: programmeName(row.programme),
      cityName: regionName(row.city),
      level: row.level,
      last: row.last,
      seats: distinct.map((id) => row.seats[id] ?? null),
    })),
  };
} // prettier-ignore
