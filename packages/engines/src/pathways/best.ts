/** Routes kept while searching, for each that is wanted: what is shown is chosen among them for variety. */
const KEPT = 8;
/** At most so many of the shown routes begin with the same programme. */
const ALIKE = 5;

/** One number that sorts: wishes, strength, penalty, years, places; below 2^53. */
export const scoreOf = (bits: number, weight: number, penalty: number, years: number, places: number): number =>
  (((bits * 101 + Math.round(weight * 100)) * 100 + 99 - Math.min(99, penalty)) * 400 + 399 - Math.min(399, Math.round(years * 10))) * 100_000 +
  Math.min(99_999, places); // prettier-ignore

/** The best paths of those offered; of equal ones those that came first, which is by code. */
export class Best {
  private readonly kept: { score: number; path: number[]; at: number }[] = [];
  /** what scores no more than this is not among the best */
  least = -1;
  private count = 0;
  private readonly most: number;
  private readonly limit: number;
  constructor(limit: number) {
    this.limit = limit;
    this.most = limit * KEPT;
  }

  offer(score: number, path: readonly number[]): void {
    const at = this.count++;
    if (score <= this.least) return;
    this.kept.push({ score, path: [...path], at });
    // rarely: the half that is worse is let go
    if (this.kept.length >= 2 * this.most) this.cut();
  }

  /** The first ones, but not too many that begin alike while others are left. */
  shown(): number[][] {
    this.cut();
    const begun = new Map<number, number>();
    const early = new Set<number[]>();
    const late: number[][] = [];
    for (const { path } of this.kept) {
      const count = begun.get(path[0]!) ?? 0;
      begun.set(path[0]!, count + 1);
      if (count < ALIKE) early.add(path);
      else late.push(path);
    }
    const chosen = new Set([...early, ...late].slice(0, this.limit));
    return this.kept.flatMap(({ path }) => (chosen.has(path) ? [path] : []));
  }

  private cut(): void {
    this.kept.sort((a, b) => b.score - a.score || a.at - b.at);
    if (this.kept.length < this.most) return;
    this.kept.length = this.most;
    this.least = this.kept.at(-1)!.score;
  }
}
