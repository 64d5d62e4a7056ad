/** What a table of last places has to obey, whoever made it: within a year and category a higher score has an earlier place. */

export interface RankedLine {
  row: number;
  year: number;
  category: string;
  score: string | null;
  rank: number | null;
}

export interface RankException {
  year: number;
  category: string;
  /** row with the higher score whose place is not before that of row `before` */
  row: number;
  before: number;
}

/**
 * Pairs of neighbouring scores whose places do not fall as the scores rise: of each the row of the higher score and one that
 * contradicts it. Several places at one score are none: ties are broken. Time: n log n.
 */
export function rankExceptions(lines: readonly RankedLine[]): RankException[] {
  const exceptions: RankException[] = [];
  for (const [key, own] of byList(lines)) {
    const [year, category] = JSON.parse(key) as [number, string];
    // from the lowest score on: the earliest place met below a score has to be behind all places of the score
    let least: Ranked | null = null;
    for (const step of steps(own)) {
      for (const line of step)
        if (least !== null && line.rank >= least.rank) exceptions.push({ year, category, row: line.row, before: least.row });
      for (const line of step) if (least === null || line.rank < least.rank) least = line;
    }
  }
  return exceptions;
} // prettier-ignore

export interface ImpliedStep {
  points: number;
  /** so many have at least these points, as far as the lines tell */
  cumulative: number;
}

/** The one-point table that the lines imply, from the highest score: a last place at a score is how many have that or more. */
export function impliedSteps(lines: readonly RankedLine[]): Map<string, ImpliedStep[]> {
  const tables = new Map<string, ImpliedStep[]>();
  for (const [key, own] of byList(lines)) {
    const table = steps(own).map((step) => ({ points: step[0]!.points, cumulative: Math.max(...step.map(({ rank }) => rank)) }));
    tables.set(key, table.reverse());
  }
  return tables;
} // prettier-ignore

interface Ranked {
  row: number;
  points: number;
  rank: number;
}

/** Lines with both figures, by year and category as JSON. */
function byList(lines: readonly RankedLine[]): Map<string, Ranked[]> {
  const lists = new Map<string, Ranked[]>();
  for (const { row, year, category, score, rank } of lines) {
    if (score === null || rank === null) continue;
    const key = JSON.stringify([year, category]);
    const own = lists.get(key) ?? [];
    own.push({ row, points: Number(score), rank });
    lists.set(key, own);
  }
  return lists;
}

/** The lines of each score, the lowest first. */
function steps(lines: readonly Ranked[]): Ranked[][] {
  const found: Ranked[][] = [];
  for (const line of [...lines].sort((a, b) => a.points - b.points || a.row - b.row))
    if (found.at(-1)?.[0]!.points === line.points) found.at(-1)!.push(line);
    else found.push([line]);
  return found;
}
