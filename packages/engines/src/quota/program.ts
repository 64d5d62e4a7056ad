/** The plan as a linear or mixed-integer programme for HiGHS, built as arrays; with the network inside or without. */
import type { Core } from "./core.ts";
import { HUB, PERSON_UNITS, COST_UNIT } from "./network.ts";
import type { Sizes } from "./limits.ts";

export interface Program {
  numCols: number;
  numRows: number;
  colCost: Float64Array;
  colLower: Float64Array;
  colUpper: Float64Array;
  rowLower: Float64Array;
  rowUpper: Float64Array;
  integrality: Int32Array | null;
  matrix: {
    format: "csr";
    numRows: number;
    numCols: number;
    starts: Int32Array;
    indices: Int32Array;
    values: Float64Array;
  };
}

export interface ProgramMap {
  /** row of each shared limit */
  shared: Int32Array;
  /** row of each node of the network */
  node: Int32Array;
}

export interface ProgramOptions {
  network: boolean;
  integral: boolean;
  /** value of a seat where the network is left out */
  worth?: ArrayLike<number>;
  /** sizes in place of the core's own */
  sizes?: readonly Sizes[];
}

class Rows {
  starts: number[] = [0];
  indices: number[] = [];
  values: number[] = [];
  lower: number[] = [];
  upper: number[] = [];

  put(column: number, value: number): void {
    this.indices.push(column);
    this.values.push(value);
  }

  end(lower: number, upper: number): number {
    this.starts.push(this.indices.length);
    this.lower.push(lower);
    this.upper.push(upper);
    return this.lower.length - 1;
  }
}

/**
 * Columns: seats of the offerings first. An offering whose sizes have gaps, or whose opening is counted, gets one switch
 * per interval; where sizes are continuous to the solver (`integral` false) only counted offerings do.
 */
export function buildProgram(core: Core, options: ProgramOptions): { program: Program; map: ProgramMap } {
  const count = core.offerings.length;
  const sizes = options.sizes ?? core.sizes;
  const cost: number[] = [];
  const lower: number[] = [];
  const upper: number[] = [];
  const whole: number[] = [];
  const column = (c: number, low: number, high: number, type: number): number => {
    cost.push(c);
    lower.push(low);
    upper.push(high);
    whole.push(type);
    return cost.length - 1;
  };
  for (let k = 0; k < count; k++)
    column(options.worth?.[k] ?? 0, sizes[k]![0]![0], sizes[k]!.at(-1)![1], options.integral ? 1 : 0);

  const rows = new Rows();
  const counted = new Uint8Array(count);
  for (const row of core.rows) if (row.counts) for (const k of row.members) counted[k] = 1;
  /** columns that are 1 when the offering has seats */
  const openOf: (number[] | null)[] = Array.from({ length: count }, () => null);
  for (let k = 0; k < count; k++) {
    const parts = sizes[k]!;
    const zero = parts[0]![0] === 0;
    if (options.integral ? parts.length === 1 && !(counted[k] && zero) : !(counted[k] && zero)) continue;
    const intervals = !options.integral
      ? [[Math.max(1, parts[0]![1] > 0 ? 1 : (parts[1]?.[0] ?? 1)), parts.at(-1)![1]] as const]
      : parts.flatMap(([a, b]) => (b === 0 ? [] : [[Math.max(1, a), b] as const]));
    const switches = intervals.map(() => column(0, 0, 1, options.integral ? 1 : 0));
    // seats ≥ Σ a·u, seats ≤ Σ b·u, Σ u ≤ 1 (= 1 where no seats are not allowed)
    rows.put(k, 1);
    switches.forEach((u, i) => rows.put(u, -intervals[i]![0]));
    rows.end(0, Infinity);
    rows.put(k, 1);
    switches.forEach((u, i) => rows.put(u, -intervals[i]![1]));
    rows.end(-Infinity, 0);
    if (switches.length > 1 || !zero) {
      for (const u of switches) rows.put(u, 1);
      rows.end(zero ? 0 : 1, 1);
    }
    openOf[k] = switches;
  }
  const shared = new Int32Array(core.rows.length);
  core.rows.forEach((row, r) => {
    let fixed = 0;
    for (const k of row.members) {
      if (!row.counts) rows.put(k, 1);
      else if (openOf[k]) for (const u of openOf[k]) rows.put(u, 1);
      else if (sizes[k]![0]![0] > 0) fixed++;
    }
    shared[r] = rows.end(row.least - fixed, row.most - fixed);
  });
  const node = new Int32Array(core.network.nodes);
  if (options.network) addNetwork(core, rows, column, node);
  return {
    program: {
      numCols: cost.length,
      numRows: rows.lower.length,
      colCost: Float64Array.from(cost),
      colLower: Float64Array.from(lower),
      colUpper: Float64Array.from(upper),
      rowLower: Float64Array.from(rows.lower),
      rowUpper: Float64Array.from(rows.upper),
      integrality: options.integral ? Int32Array.from(whole) : null,
      matrix: {
        format: "csr",
        numRows: rows.lower.length,
        numCols: cost.length,
        starts: Int32Array.from(rows.starts),
        indices: Int32Array.from(rows.indices),
        values: Float64Array.from(rows.values),
      },
    },
    map: { shared, node },
  };
}

/** Out − in ≤ what enters by itself at supply nodes (graduates may stay unmatched), = 0 at all others. */
function addNetwork(
  core: Core,
  rows: Rows,
  column: (c: number, low: number, high: number, type: number) => number,
  nodeRow: Int32Array,
): void {
  const { network } = core;
  const { from, to, cost, capacity, count } = network.arcs;
  const terms = Array.from({ length: network.nodes }, (): [number, number][] => []);
  const exits = new Set(network.exits.map((e) => e.arc));
  for (let a = 0; a < count; a++) {
    if (from[a] === HUB) continue;
    const c = column(-cost[a]! / COST_UNIT, 0, exits.has(a) ? capacity[a]! / PERSON_UNITS : Infinity, 0);
    terms[from[a]!]!.push([c, 1]);
    if (to[a] !== HUB) terms[to[a]!]!.push([c, -1]);
  }
  core.offerings.forEach((_, k) => {
    const units = network.unitsPerSeat[k]!;
    if (units > 0) terms[network.nodeOf[k]!]!.push([k, -units / PERSON_UNITS]);
  });
  for (let v = 1; v < network.nodes; v++) {
    for (const [c, value] of terms[v]!) rows.put(c, value);
    const enters = network.entry.has(v);
    nodeRow[v] = rows.end(enters ? -Infinity : 0, (network.otherUnits.get(v) ?? 0) / PERSON_UNITS);
  }
}
