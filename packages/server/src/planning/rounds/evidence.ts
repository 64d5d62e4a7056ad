import { standards } from "@tixi/standards";
import { NotFound, type Context } from "../../platform/index.ts";
import { occupationRecord, programmeRecord } from "../records.ts";
import { findRelease } from "../releases.sql.ts";
import { versionName } from "../present.ts";
import type { BalanceRecord } from "../schemas.ts";
import { releaseSource, type Source } from "../source.ts";
import { regionName } from "../../registry/index.ts";

type Cell = BalanceRecord["cells"][number];

/** Demand, supply, gap and price of one place, as the release says; null where it withholds or has nothing. */
export interface PlaceFigures {
  place: string;
  demand: number | null;
  supply: number | null;
  /** graduates left over (+) or missing (−) */
  gap: number | null;
  price: { min: number; max: number } | null;
  withheld: boolean;
}

export interface ReleaseEvidence {
  release: { id: string; title: string; version: string; publishedAt: string | null };
  year: number;
  /** of the programme, in the province and the city; none where nobody offers it */
  programme: PlaceFigures[];
  /** of the occupations that it leads to, most wanted first */
  occupations: { code: string; name: string; figures: PlaceFigures[] }[];
}

const MOST_OCCUPATIONS = 5;

/**
 * What the published release says about a programme in a city and the province, to stand in an application. It is read the
 * way anybody reads it: what is withheld stays so.
 * @returns null where the round rests on no published release, or the programme is outside the catalogue
 */
export async function releaseEvidence(
  ctx: Context,
  releaseId: string | null,
  programme: string | null,
  city: string,
): Promise<ReleaseEvidence | null> {
  const release = releaseId === null ? undefined : await findRelease(ctx, releaseId);
  if (!release || programme === null) return null;
  const source = await releaseSource(ctx, release.id);
  const years = (cells: readonly Cell[]) => figuresOf(cells, source, city);
  const supply = await unless(() => programmeRecord(ctx, source, programme, { city: "" }));
  const occupations: ReleaseEvidence["occupations"] = [];
  for (const { code } of standards().occupationsOf(programme)) {
    const record = await unless(() => occupationRecord(ctx, source, code, { city: "" }));
    if (record) occupations.push({ code, name: record.name, figures: years(record.cells) });
  }
  const wanted = (o: (typeof occupations)[number]) => o.figures[0]?.demand ?? 0;
  const published = release.actions.find(({ action }) => action === "publish");
  return {
    release: {
      id: release.id,
      title: release.title,
      version: versionName(release.version),
      publishedAt: published ? new Date(published.at).toISOString() : null,
    },
    year: source.year,
    programme: supply ? years(supply.cells) : [],
    occupations: occupations.sort((a, b) => wanted(b) - wanted(a)).slice(0, MOST_OCCUPATIONS),
  };
}

function figuresOf(cells: readonly Cell[], source: Source, city: string): PlaceFigures[] {
  return ["", city].flatMap((place) => {
    const here = cells.filter((cell) => cell.city === place && cell.year === source.year);
    // an occupation has a line for each level beside the sum of all
    const cell = here.find(({ level }) => level === null) ?? here[0];
    if (!cell) return [];
    return [
      {
        place: regionName(place === "" ? source.province : place),
        demand: cell.demand?.value ?? null,
        supply: cell.supply?.value ?? null,
        gap: cell.gap,
        price: cell.price,
        withheld: cell.suppressed,
      },
    ];
  });
}

async function unless<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}
