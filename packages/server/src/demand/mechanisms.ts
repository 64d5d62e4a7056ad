import { sql } from "kysely";
import type { Context, Mechanism } from "../platform/index.ts";
import { access, provinceOf } from "./access.ts";
import { countProposedAliases } from "./aliases.sql.ts";
import { countAccepted, countFlags } from "./postings.sql.ts";

/** Below this confidence a code waits for a person. */
const UNCERTAIN = 0.5;

/** What the system map shows of demand to those who work with it. */
export async function mechanisms(ctx: Context): Promise<Mechanism[]> {
  if (access.reach(ctx.actor.role, "read") === undefined || !ctx.actor.region) return [];
  const province = provinceOf(ctx.actor);
  const postings = await countAccepted(ctx, province);
  const { rows } = await sql<{ imports: number; offerings: number }>`select
    (select count(*)::float8 from demand.import where province = ${province} and state = 'done') as imports,
    (select count(*)::float8 from demand.offering where province = ${province} and superseded_by is null) as offerings`.execute(
    ctx.tx,
  );
  const { breaching } = await countFlags(ctx, province);
  const { imports = 0, offerings = 0 } = rows[0] ?? {};
  return [
    {
      key: "supply-demand",
      figures: [
        { key: "postings", value: postings, unit: "rows", kind: "measured" },
        { key: "offerings", value: offerings, unit: "rows", kind: "measured" },
        { key: "imports", value: imports, unit: "files", kind: "measured" },
      ],
      waiting: (await uncertain(ctx, province)) + (await countProposedAliases(ctx, province)),
      path: "/imports",
    },
    {
      key: "fair-hiring",
      figures: [{ key: "breaching", value: breaching, unit: "rows", kind: "measured" }],
      waiting: 0,
      path: "/fair-hiring",
    },
  ];
}

/** Postings that wait for a look, counted up to a thousand: the index of the review queue answers at once. */
async function uncertain(ctx: Context, province: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::float8 as n from (
    select 1 from demand.posting where province = ${province} and review is null and confidence < ${UNCERTAIN} limit 1000) few`.execute(
    ctx.tx,
  );
  return rows[0]?.n ?? 0;
}
