import { sql } from "kysely";
import type { Context, Mechanism } from "../platform/index.ts";
import { installation } from "../registry/index.ts";

/** What the system map shows of the ways of growing: the agreements in force, their places, who moved up. */
export async function pathwaysMechanism(ctx: Context, waiting: number): Promise<Mechanism> {
  const { province, sample } = await installation(ctx);
  const { rows } = await sql<{ agreements: number; places: number }>`select count(*)::int as agreements, coalesce(sum(quota), 0)::int as places
    from pathways.agreement a where a.province = ${province} and pathways.agreement_last(a.province, a.id) = 'record'`.execute(ctx.tx);
  const { agreements, places } = rows[0]!;
  const kind = sample ? "sample" : "entered";
  return {
    key: "pathways",
    figures: [
      { key: "agreements", value: agreements, unit: "agreements", kind },
      { key: "places", value: agreements > 0 ? places : null, unit: "persons", kind },
    ],
    waiting,
    path: "/pathways",
  };
} // prettier-ignore
