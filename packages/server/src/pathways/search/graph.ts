import { buildGraph, type Career, type Graph, type Progression } from "@tixi/engines/pathways";
import { standards } from "@tixi/standards";
import type { Context } from "../../platform/index.ts";
import {
  comprehensiveSchools,
  creditRuleCounts,
  graphVersion,
  releaseFigures,
  standingAgreements,
} from "./graph.sql.ts";
import { provinceOfferings } from "./offerings.ts"; // prettier-ignore

/** The graph of a province and what its figures rest on. */
export interface ProvinceGraph {
  version: string;
  graph: Graph;
  release: { id: string; title: string; year: number } | null;
  agreements: number;
  offerings: number;
  /** names of the seasons whose published units say seats and tuition */
  seasons: string[];
  /** years of announced lines, the newest first */
  lineYears: number[];
}

/** Occupations shown of a programme, strongest first. */
const CAREERS = 8;

/** By province (and database): a process of one installation keeps one. */
const kept = new Map<string, Promise<ProvinceGraph>>();
const MOST_KEPT = 8;

/**
 * The graph of the actor's province, as it is now: from memory while nothing behind it has changed. Whoever finds it changed
 * builds it anew (some tenths of a second), others wait for that one.
 */
export async function graphOf(ctx: Context, province: string): Promise<ProvinceGraph> {
  const version = await graphVersion(ctx, province);
  const known = kept.get(version);
  if (known) return known;
  const building = build(ctx, province, version);
  kept.set(version, building);
  // whoever waits is told the same; the next one tries again
  building.catch(() => kept.delete(version));
  for (const old of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(old);
  }
  return building;
}

async function build(ctx: Context, province: string, version: string): Promise<ProvinceGraph> {
  const agreements = await standingAgreements(ctx, province);
  const { offerings, seasons, lineYears } = await provinceOfferings(ctx, province);
  const figures = await releaseFigures(ctx, province);
  const graph = buildGraph({
    ...official(),
    offerings,
    agreements,
    careers: careersOf(figures),
    creditRules: await creditRuleCounts(ctx, province),
    comprehensiveSchools: await comprehensiveSchools(ctx),
  });
  return {
    version,
    graph,
    release: figures.release,
    agreements: agreements.length,
    offerings: offerings.length,
    seasons,
    lineYears,
  };
}

/** Programmes of the catalogue and their official progression. */
function official() {
  const { programmes, profile } = standards();
  return {
    programmes: programmes.map(({ code, name, level, categoryCode, className, years }) => ({
      code,
      name,
      level,
      category: categoryCode,
      className,
      years,
    })),
    progression: programmes.flatMap(({ code }) =>
      profile(code).onward.map(({ code: to, name, level }): Progression => ({
        from: code,
        to,
        toName: name,
        toLevel: level,
      })),
    ),
  };
}

function careersOf({ gap, pay }: Awaited<ReturnType<typeof releaseFigures>>): Map<string, Career[]> {
  const { programmes, occupationsOf, findOccupation } = standards();
  return new Map(
    programmes.map(({ code }) => [
      code,
      occupationsOf(code)
        .slice(0, CAREERS)
        .map(({ code: occupation, weight }): Career => {
          const [wanted, paid] = [gap(occupation), pay(occupation)];
          return {
            occupation,
            name: findOccupation(occupation)?.name ?? occupation,
            weight,
            gap: "value" in wanted ? wanted.value : null,
            gapMissing: "missing" in wanted ? wanted.missing : null,
            pay: "value" in paid ? paid.value : null,
            payMissing: "missing" in paid ? paid.missing : null,
          };
        }),
    ]),
  );
}
