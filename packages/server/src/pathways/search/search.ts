import {
  findRoutes,
  followRoute,
  ruleSentence,
  RULES,
  type Closed,
  type PathwayQuery,
  type Route,
  type RuleUse,
  type Way,
} from "@tixi/engines/pathways";
import { standards } from "@tixi/standards";
import type { z } from "zod";
import { BadInput, dayInChina, type Context } from "../../platform/index.ts";
import { installation, regionName } from "../../registry/index.ts";
import { graphOf, type ProvinceGraph } from "./graph.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

export type Asked = z.infer<typeof s.pathwayQuery>;

/** Entry is in September; who asks later thinks of the next year's. */
const LAST_MONTH_OF_ENTRY = 8;

/**
 * Every way from where somebody stands, for anybody: nothing of what he says is kept.
 * @throws BadInput where the programme is unknown or of another stage
 */
export async function search(ctx: Context, input: Asked): Promise<z.infer<typeof s.pathwayAnswer>> {
  const query = queryOf(ctx, input);
  const province = await graphOfInstallation(ctx);
  requirePlace(province, query);
  const answer = findRoutes(province.graph, query);
  return {
    asked: query,
    basis: await basisOf(ctx, province),
    yearsLeft: answer.yearsLeft,
    routes: answer.routes.map(routeShown),
    total: answer.total,
    closed: answer.closed.map(closedShown),
    closedTotal: answer.closedTotal,
    unreached: answer.unreached.map(({ to, rules }) => ({ to, rules: rules.map(ruleShown) })),
  };
}

/** Up to four routes side by side, as they stand now. @throws BadInput as the search */
export async function compare(ctx: Context, input: z.infer<typeof s.comparison>): Promise<z.infer<typeof s.compared>> {
  const query = queryOf(ctx, input.query);
  const province = await graphOfInstallation(ctx);
  requirePlace(province, query);
  return {
    asked: query,
    basis: await basisOf(ctx, province),
    items: input.routes.map((key) => {
      const found = followRoute(province.graph, query, key);
      return "route" in found
        ? { key, route: routeShown(found.route), stopped: null }
        : { key, route: null, stopped: found.stopped ? closedShown(found.stopped) : null };
    }),
  };
} // prettier-ignore

export async function graphOfInstallation(ctx: Context): Promise<ProvinceGraph> {
  return graphOf(ctx, (await installation(ctx)).province);
}

async function basisOf(ctx: Context, { release, agreements, offerings, seasons, lineYears }: ProvinceGraph) {
  return { province: (await installation(ctx)).provinceName, release, agreements, offerings, seasons, lineYears };
} // prettier-ignore

function queryOf(ctx: Context, { year, ...input }: Asked): Asked & { year: number } {
  const [now, month] = dayInChina(ctx.now).split("-").map(Number) as [number, number];
  const coded = (code: string) => standards().findProgramme(code)?.code ?? code;
  return {
    ...input,
    programme: input.programme === null ? null : coded(input.programme),
    programmes: input.programmes.map(coded),
    year: year ?? (month > LAST_MONTH_OF_ENTRY ? now + 1 : now),
  };
}

function requirePlace({ graph }: ProvinceGraph, { stage, programme }: PathwayQuery): void {
  if (stage === "junior" || stage === "general") return;
  const node = programme === null ? undefined : graph.byKey.get(programme);
  const fault = (reason: string) => new BadInput([{ part: "body", field: "programme", value: programme, reason }]); // prettier-ignore
  if (node === undefined)
    throw fault("请选择您就读或毕业的专业 / choose the programme that you are in or finished");
  if (graph.nodes[node]!.stage !== stage) throw fault("专业与所选层次不符 / it is of another level");
}

const ruleShown = ({ rule, state, figures }: RuleUse) => ({
  rule,
  state,
  text: { zh: ruleSentence(rule, figures, "zh"), en: ruleSentence(rule, figures, "en") },
  source: RULES[rule].source,
  trust: RULES[rule].trust,
  figures: { ...figures },
});

const wayShown = ({ rules, agreements, ...way }: Way) => ({
  ...way,
  rules: rules.map(ruleShown),
  agreements: agreements.map((one) => ({
    ...one,
    conditions: [...one.conditions],
    assessment: [...one.assessment],
  })),
});

const closedShown = ({ to, link, ways }: Closed) => ({ to, link, ways: ways.map(wayShown) });

const routeShown = ({ steps, careers, ...route }: Route) => ({
  ...route,
  careers: [...careers],
  steps: steps.map(({ ways, offerings, aid, ...step }) => ({
    ...step,
    ways: ways.map(wayShown),
    offerings: offerings.map((one) => ({
      ...one,
      lines: [...one.lines],
      cityName: one.city === "" ? "" : regionName(one.city),
    })),
    aid: aid.map(ruleShown),
  })),
});
