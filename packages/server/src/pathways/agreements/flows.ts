import { standards } from "@tixi/standards";
import { sql } from "kysely";
import type { z } from "zod";
import type { Context } from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import { addFlows, flowOf, sharesOf, type CohortYear, type Flow } from "./flow.ts";
import type { Kind } from "./kinds.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

type Row = CohortYear & { agreement: string; kind: Kind; lower: string; upper: string; programme: string };

const NODES: readonly { key: string; name: { zh: string; en: string } }[] = [
  { key: "entered", name: { zh: "入学", en: "entered" } },
  { key: "leftLower", name: { zh: "前段离校", en: "left in the lower part" } },
  { key: "changedLower", name: { zh: "转普通培养", en: "changed to the ordinary way" } },
  { key: "finishedLower", name: { zh: "前段毕业未转段", en: "finished without moving up" } },
  { key: "inLower", name: { zh: "前段在读", en: "in the lower part" } },
  { key: "movedUp", name: { zh: "转段", en: "moved up" } },
  { key: "leftUpper", name: { zh: "后段离校", en: "left in the upper part" } },
  { key: "changedUpper", name: { zh: "后段转出", en: "changed in the upper part" } },
  { key: "finishedUpper", name: { zh: "后段毕业", en: "finished" } },
  { key: "inUpper", name: { zh: "后段在读", en: "in the upper part" } },
  { key: "unexplained", name: { zh: "未说明", en: "not reported" } },
];
const LOWER = ["leftLower", "changedLower", "finishedLower", "inLower", "movedUp"] as const;
const UPPER = ["leftUpper", "changedUpper", "finishedUpper", "inUpper"] as const;

/** Flows between the two parts of agreements, per cohort: of the actor's school, or of all for the office. */
export async function flows(ctx: Context, query: z.infer<typeof s.flowQuery>): Promise<z.infer<typeof s.flows>> {
  const own = access.reach(ctx.actor.role, "readCohorts") === "organisation" ? ctx.actor.organisation : (query.school ?? null);
  const { rows } = await sql<Row>`select c.agreement_id as agreement, a.kind, a.lower_school_name as lower, a.upper_school_name as upper, a.lower_programme as programme,
      c.cohort, c.year, c.stage, c.enrolled, c.left_school as "leftSchool", c.changed_track as "changedTrack", c.assessed, c.passed, c.moved_up as "movedUp", c.finished
    from pathways.cohort_year c join pathways.agreement a on a.province = c.province and a.id = c.agreement_id
    where true ${query.cohort ? sql`and c.cohort = ${query.cohort}` : sql``} ${query.kind ? sql`and a.kind = ${query.kind}` : sql``}
      ${query.programme ? sql`and (a.lower_programme = ${query.programme} or a.upper_programme = ${query.programme})` : sql``}
      ${own ? sql`and ${own}::uuid in (a.lower_school, a.upper_school)` : sql``}
    order by c.agreement_id, c.cohort, c.year`.execute(ctx.tx);
  const byCohortOf = groups(rows, ({ agreement, cohort }) => `${agreement} ${cohort}`).map((of) => ({ ...of[0]!, flow: flowOf(of) }));
  const total = addFlows(byCohortOf.map(({ flow }) => flow));
  const cohorts = [...new Set(rows.map(({ cohort }) => cohort))].sort((a, b) => a - b);
  return {
    cohorts,
    agreements: new Set(rows.map(({ agreement }) => agreement)).size,
    total: shown(null, total),
    byCohort: cohorts.map((cohort) => shown(cohort, addFlows(byCohortOf.filter((one) => one.cohort === cohort).map(({ flow }) => flow)))),
    ...sankey(total),
    byAgreement: groups(byCohortOf, ({ agreement }) => agreement).map((of) => {
      const { agreement, kind, lower, upper, programme } = of[0]!;
      return { ...shown(null, addFlows(of.map(({ flow }) => flow))), agreement, kind, lower, upper, programme };
    }),
  };
} // prettier-ignore

const shown = (cohort: number | null, flow: Flow) => ({ cohort, ...flow, ...sharesOf(flow) });

function groups<T>(rows: readonly T[], keyOf: (row: T) => string): T[][] {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = found.get(key);
    if (group) group.push(row);
    else found.set(key, [row]);
  }
  return [...found.values()];
}

/** Nodes and links of what flowed; what comes into a node goes out of it. */
function sankey(flow: Flow) {
  const lower = LOWER.map((to) => ({ from: "entered", to, value: flow[to] }));
  const upper = UPPER.map((to) => ({ from: "movedUp", to, value: flow[to] }));
  const lost = (from: "entered" | "movedUp", links: readonly { value: number }[]) => ({
    from,
    to: "unexplained",
    value: flow[from] - links.reduce((all, { value }) => all + value, 0),
  });
  const links = [...lower, lost("entered", lower), ...upper, lost("movedUp", upper)].filter(
    ({ value }) => value > 0,
  );
  const used = new Set(links.flatMap(({ from, to }) => [from, to]));
  return { nodes: NODES.filter(({ key }) => used.has(key)), links };
}

/** Programmes that schools of the province offer, with where they lead: those with the least continuation first. */
export async function continuations(ctx: Context, query: z.infer<typeof s.continuationQuery>): Promise<z.infer<typeof s.continuations>> {
  const { province } = await installation(ctx);
  const offered = await sql<{ programme: string; n: number }>`select programme, count(*)::int as n from pathways.offered(${province}) group by programme`.execute(ctx.tx);
  const agreed = await sql<{ programme: string; n: number }>`select lower_programme as programme, count(*)::int as n from pathways.agreement a
    where a.province = ${province} and pathways.agreement_last(a.province, a.id) = 'record' group by 1`.execute(ctx.tx);
  // files leave out the State's suffix, agreements do not
  const here = new Map<string, number>();
  for (const { programme, n } of offered.rows) {
    const code = standards().findProgramme(programme)?.code;
    if (code !== undefined) here.set(code, (here.get(code) ?? 0) + n);
  }
  const agreements = new Map(agreed.rows.map(({ programme, n }) => [programme, n]));
  const items = [...here].flatMap(([code, n]) => {
    const found = standards().findProgramme(code)!;
    if (found.level === "bachelor" || (query.level && found.level !== query.level)) return [];
    const { onward } = standards().profile(found.code);
    return [
      {
        programme: found.code,
        name: found.name,
        level: found.level,
        offerings: n,
        official: onward.length,
        offered: onward.filter((next) => next.code !== null && here.has(next.code)).length,
        agreements: agreements.get(code) ?? 0,
      },
    ];
  });
  items.sort((a, b) => a.agreements - b.agreements || a.offered - b.offered || a.official - b.official || b.offerings - a.offerings || (a.programme < b.programme ? -1 : 1));
  return { items, next: null };
} // prettier-ignore
