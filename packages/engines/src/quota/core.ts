/** What every part of a session shares: offerings in canonical order, their sizes, the shared rows and the network. */
import { ownLimits, sharedRows, sizesOf, type OwnLimit, type Row, type Sizes } from "./limits.ts";
import { buildNetwork, compare, type PlanNetwork } from "./network.ts";
import type { QuotaInput, QuotaOffering, QuotaTables } from "./types.ts";

export interface Core {
  input: QuotaInput;
  /** by key; `rank` is the place of an input row in this order */
  offerings: readonly QuotaOffering[];
  rank: Int32Array;
  own: readonly OwnLimit[][];
  sizes: readonly Sizes[];
  rows: readonly Row[];
  /** rows that an offering counts towards */
  rowsOf: readonly number[][];
  network: PlanNetwork;
}

/** @throws Error when two offerings have one key */
export function buildCore(input: QuotaInput, tables: QuotaTables, network?: PlanNetwork): Core {
  const order = [...input.offerings.keys()].sort((a, b) =>
    compare(input.offerings[a]!.key, input.offerings[b]!.key),
  );
  const offerings = order.map((row) => input.offerings[row]!);
  const rank = new Int32Array(order.length);
  order.forEach((row, k) => (rank[row] = k));
  for (let k = 1; k < offerings.length; k++)
    if (offerings[k]!.key === offerings[k - 1]!.key) throw new Error(`专业点编号重复：${offerings[k]!.key}`);
  const rows = sharedRows(input, offerings);
  const rowsOf = offerings.map((): number[] => []);
  const cap = new Float64Array(offerings.length).fill(Infinity);
  rows.forEach((row, r) => {
    for (const k of row.members) {
      rowsOf[k]!.push(r);
      if (!row.counts && row.most < cap[k]!) cap[k] = row.most;
    }
  });
  const own = offerings.map((o) => ownLimits(o, input));
  return {
    input,
    offerings,
    rank,
    own,
    sizes: offerings.map((o, k) => sizesOf(o, own[k]!, cap[k]!)),
    rows,
    rowsOf,
    network: network ?? buildNetwork(input, tables, offerings),
  };
}
