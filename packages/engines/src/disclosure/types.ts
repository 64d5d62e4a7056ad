/** What the disclosure engine is asked and what it answers. */

/**
 * A table with its margins. A dimension is a tree of nodes given by `parent` (−1 = root). A cell has one node in each
 * dimension; a cell whose nodes are all leaves is a detail, the others are sums of it. Cells that are not listed are
 * zero or are not published.
 */
export interface MarginTable {
  dimensions: Int32Array[];
  cells: number;
  /** cells × dimensions */
  nodes: Int32Array;
  value: Float64Array;
  /** 1 = must not be published because of what it shows itself */
  primary: Uint8Array;
}

export interface DisclosureOptions {
  /** a suppressed value must stay uncertain by at least this share of itself */
  protection: number;
}

export interface DisclosureResult {
  /** 0 = open, 1 = primary, 2 = secondary */
  status: Uint8Array;
  primary: number;
  secondary: number;
  rounds: number;
}

/** Sum relation: the value of `total` is the sum of the values of `parts`. */
export interface Relation {
  total: number;
  parts: number[];
}
