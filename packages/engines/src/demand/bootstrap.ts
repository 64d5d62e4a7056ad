/**
 * Poisson bootstrap by employer: in every replicate an employer counts Poisson(1) times, with all its vacancies.
 * The weight is a hash of (employer's content key, replicate, seed), so that neither file order nor thread matters.
 * Source: Chamandy et al. (2012), Estimating uncertainty for massive data streams; Davison & Hinkley (1997), §3.8.
 */

/** Cumulative Poisson(1) probabilities, scaled to 2^32. */
const STEPS = ((): Uint32Array => {
  const steps = new Uint32Array(12);
  let term = Math.exp(-1);
  let sum = term;
  for (let k = 0; k < steps.length; k++) {
    steps[k] = Math.min(0xffffffff, Math.floor(sum * 2 ** 32));
    term /= k + 1;
    sum += term;
  }
  return steps;
})();

/** 32-bit finaliser of MurmurHash3. */
export function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Hires of each cell in each replicate, cells × replicates. `units` must be sorted by unit.
 * One pass over the contributions; memory is the result.
 */
export function poissonBootstrap(
  units: { unit: Uint32Array; cell: Uint32Array; hires: Float64Array },
  unitKeys: Uint32Array,
  size: { cells: number },
  replicates: number,
  seed: number,
): Float32Array {
  const out = new Float32Array(size.cells * replicates);
  const weights = new Float32Array(replicates);
  let current = -1;
  for (let k = 0; k < units.unit.length; k++) {
    const u = units.unit[k]!;
    if (u !== current) {
      current = u;
      let state = mix(unitKeys[2 * u]! ^ mix(unitKeys[2 * u + 1]! ^ mix(seed)));
      for (let b = 0; b < replicates; b++) {
        state = (state + 0x9e3779b9) | 0;
        const draw = mix(state);
        let weight = 0;
        while (weight < 12 && draw >= STEPS[weight]!) weight++;
        weights[b] = weight;
      }
    }
    const base = units.cell[k]! * replicates;
    const amount = units.hires[k]!;
    for (let b = 0; b < replicates; b++) out[base + b]! += weights[b]! * amount;
  }
  return out;
}

/** Percentile interval of every row of a rows × replicates table; contains the estimate itself. */
export function quantileInterval(
  table: Float32Array,
  replicates: number,
  value: Float64Array,
  share: number,
  low: Float64Array,
  high: Float64Array,
): void {
  const at = lowerRank(replicates, share);
  const row = new Float32Array(replicates);
  for (let c = 0; c < value.length; c++) {
    if (replicates === 0) {
      low[c] = high[c] = value[c]!;
      continue;
    }
    row.set(table.subarray(c * replicates, (c + 1) * replicates));
    row.sort();
    low[c] = Math.min(value[c]!, row[at]!);
    high[c] = Math.max(value[c]!, row[replicates - 1 - at]!);
  }
}

/** Index, among so many sorted replicates, of the lower end of a two-sided interval; the upper end mirrors it. */
export function lowerRank(replicates: number, share: number): number {
  // 0.1 × 100 is a hair below 10 in binary, which would take the next order statistic.
  return Math.max(0, Math.floor(((1 - share) / 2) * replicates + 1e-9) - 1);
}
