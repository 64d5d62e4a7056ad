import { buildGraph, type Career, type Graph, type Progression } from "@tixi/engines/pathways";
import { standards } from "@tixi/standards";
import type { Context } from "../../platform/index.ts";
import { creditRuleCounts, graphVersion, offerings, releaseFigures, standingAgreements } from "./graph.sql.ts"; // prettier-ignore

/** The graph of a province and what its figures rest on. */
export interface ProvinceGraph {
  version: string;
  graph: Graph;
  release: { id: string; title: string; year: number } | null;
  agreements: number;
  offerings: number;
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
  const offered = await offerings(ctx, province);
  const figures = await releaseFigures(ctx, province);
  const graph = buildGraph({
    ...official(),
    offerings: offered,
    agreements,
    careers: careersOf(figures),
    creditRules: await creditRuleCounts(ctx, province),
  });
  return {
    version,
    graph,
    release: figures.release,
    agreements: agreements.length,
    offerings: offered.length,
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

function careersOf({ gaps, pay }: Awaited<ReturnType<typeof releaseFigures>>): Map<string, Career[]> {
  const { programmes, occupationsOf, findOccupation } = standards();
  return new Map(
    programmes.map(({ code }) => [
      code,
      occupationsOf(code)
        .slice(0, CAREERS)
        .map(({ code: occupation, weight }) => ({
          occupation,
          name: findOccupation(occupation)?.name ?? occupation,
          weight,
          gap: gaps.get(occupation) ?? null,
          pay: pay.get(occupation) ?? null,
        })),
    ]),
  );
}
