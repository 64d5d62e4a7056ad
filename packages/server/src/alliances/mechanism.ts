import { sql } from "kysely";
import type { Context, Mechanism } from "../platform/index.ts";
import { installation } from "../registry/index.ts";
import type { AllianceKind } from "./kinds.ts";
import { waitingOf } from "./waiting.ts";

/** What the system map shows of the two wings: alliances that work, their members, what waits for the actor. */
export async function allianceMechanisms(ctx: Context): Promise<Mechanism[]> {
  const { province, sample } = await installation(ctx);
  const { rows } = await sql<{ kind: AllianceKind; alliances: number; members: number }>`
    select a.kind, count(distinct a.id)::int as alliances, count(m.id)::int as members
    from alliances.alliance a left join alliances.member m on m.province = a.province and m.alliance_id = a.id and alliances.is_active(m.province, m.id)
    where a.province = ${province} and a.running_since is not null group by a.kind`.execute(ctx.tx);
  const waiting = await waitingOf(ctx);
  const inside = ctx.actor.userId !== null && ["secretariat", "school-officer", "enterprise-officer", "planner", "administrator"].includes(ctx.actor.role); // prettier-ignore
  return (["consortium", "community"] as const).map((kind) => {
    const found = rows.find((row) => row.kind === kind);
    const of = sample ? ("sample" as const) : ("entered" as const);
    return {
      key: kind,
      figures: [
        { key: "alliances", value: found?.alliances ?? 0, unit: "alliances", kind: of },
        { key: "members", value: found?.members ?? null, unit: "organisations", kind: of },
      ],
      waiting: waiting[kind],
      path: `${inside ? "" : "/public"}/alliances?kind=${kind}`,
    };
  });
}
