/**
 * How freely withheld cells can move: the audit of a suppression, for all cells at once.
 *
 * What an attacker knows are the sums. Scaled by the true values, the moves z that leave every sum as it is form the null
 * space of a matrix B (one row a sum, one column a withheld cell). With P the projection onto it, moving along row i of P
 * until some cell reaches zero changes cell i by at least √P_ii of itself in both directions, so that the range that a
 * linear programme would find is at least 2·√P_ii of the value; P_ii = 0 means that the cell can be worked out exactly,
 * by whatever combination of sums. P_ii is the variance of (P·r)_i for random r of unit variance, so that a few
 * projections tell it for every cell.
 *
 * Source: Bekas, Kokiopoulou, Saad (2007), An estimator for the diagonal of a matrix; CGLS: Björck (1996), Numerical
 * Methods for Least Squares Problems, §7.4. Complexity: draws × iterations × size of the sums.
 */
import type { MarginTable, Relation } from "./types.ts";

const SCALING_ROUNDS = 4;
const MOST_STEPS = 400;

/** How many draws, and to what share of the sums they start with a projection is carried. */
export interface Audit {
  draws: number;
  tolerance: number;
}

/** Rows and columns of B, row by row; rows have unit length. */
interface Matrix {
  first: Int32Array;
  column: Int32Array;
  entry: Float64Array;
}

/**
 * √P_ii of every cell, estimated from so many draws; 1 for cells that are open. Deterministic. A cell that can be worked
 * out has about 0 whatever the draws; more of them make the others' figures surer (relative error about √(½ ÷ draws)).
 */
export function freedom(
  table: MarginTable,
  relations: readonly Relation[],
  status: Uint8Array,
  { draws, tolerance }: Audit,
): Float64Array {
  const hidden: number[] = [];
  const at = new Int32Array(table.cells).fill(-1);
  for (let cell = 0; cell < table.cells; cell++) {
    if (!status[cell]) continue;
    at[cell] = hidden.length;
    hidden.push(cell);
  }
  const scale = scales(table, relations, status);
  const matrix = matrixOf(relations, at, scale);
  const variance = new Float64Array(hidden.length);
  const random = uniform(20221221);
  for (let draw = 0; draw < draws; draw++) {
    const moved = project(
      matrix,
      Float64Array.from(hidden, () => random()),
      tolerance,
    );
    for (let h = 0; h < hidden.length; h++) variance[h]! += moved[h]! ** 2 / draws;
  }
  const out = new Float64Array(table.cells).fill(1);
  hidden.forEach((cell, h) => (out[cell] = (scale[cell]! / table.value[cell]!) * Math.sqrt(variance[h]!)));
  return out;
}

/**
 * How far each hidden cell could move at most: its value, but no further than the other hidden cells of a sum can make
 * up for. Keeps a large total beside small parts from drowning them in B.
 */
function scales(table: MarginTable, relations: readonly Relation[], status: Uint8Array): Float64Array {
  const scale = Float64Array.from(table.value, (value, cell) => (status[cell] ? value : 0));
  for (let round = 0; round < SCALING_ROUNDS; round++)
    for (const { total, parts } of relations) {
      let sum = scale[total]!;
      for (const part of parts) sum += scale[part]!;
      if (sum === 0) continue;
      const most = (cell: number) => {
        const others = sum - scale[cell]!;
        if (others < scale[cell]!) {
          sum -= scale[cell]! - others;
          scale[cell] = others;
        }
      };
      most(total);
      for (const part of parts) most(part);
    }
  return scale;
}

function matrixOf(relations: readonly Relation[], at: Int32Array, scale: Float64Array): Matrix {
  const first = [0];
  const column: number[] = [];
  const entry: number[] = [];
  for (const { total, parts } of relations) {
    const from = column.length;
    let square = 0;
    const put = (cell: number, sign: number) => {
      if (at[cell]! < 0) return;
      column.push(at[cell]!);
      entry.push(sign * scale[cell]!);
      square += scale[cell]! ** 2;
    };
    put(total, -1);
    for (const part of parts) put(part, 1);
    if (square === 0) {
      column.length = entry.length = from;
      continue;
    }
    for (let k = from; k < entry.length; k++) entry[k]! /= Math.sqrt(square);
    first.push(column.length);
  }
  return { first: Int32Array.from(first), column: Int32Array.from(column), entry: Float64Array.from(entry) };
}

/** Takes out of `vector` what the sums fix; changes and returns it. */
function project(matrix: Matrix, vector: Float64Array, tolerance: number): Float64Array {
  const { first, column, entry } = matrix;
  const rows = first.length - 1;
  const sums = new Float64Array(rows);
  const step = new Float64Array(vector.length);
  const multiply = (): number => {
    let square = 0;
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let k = first[row]!; k < first[row + 1]!; k++) sum += entry[k]! * vector[column[k]!]!;
      sums[row] = sum;
      square += sum * sum;
    }
    return square;
  };
  let gradient = multiply();
  const enough = gradient * tolerance ** 2;
  const direction = Float64Array.from(sums);
  for (let n = 0; n < MOST_STEPS && gradient > enough; n++) {
    step.fill(0);
    for (let row = 0; row < rows; row++)
      for (let k = first[row]!; k < first[row + 1]!; k++) step[column[k]!]! += entry[k]! * direction[row]!;
    let square = 0;
    for (const part of step) square += part * part;
    if (square === 0) break;
    const length = gradient / square;
    for (let h = 0; h < vector.length; h++) vector[h]! -= length * step[h]!;
    const next = multiply();
    for (let row = 0; row < rows; row++) direction[row] = sums[row]! + (next / gradient) * direction[row]!;
    gradient = next;
  }
  return vector;
}

/** Uniform numbers of mean 0 and variance 1. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (2 * (state / 4294967296) - 1) * Math.sqrt(3);
  };
}
