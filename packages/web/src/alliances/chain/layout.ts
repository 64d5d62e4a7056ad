/** Where the nodes of a chain map stand: schools, programmes, occupations, links, enterprises from left to right. */
import { NODE_KINDS, type ChainDocument, type ChainNode } from "./api.ts";

export const WIDTH = 168;
export const HEIGHT = 28;
const COLUMN = 250;
const STEP = 36;

export interface Placed extends ChainNode {
  at: { x: number; y: number };
}

/**
 * Links stand from upstream to downstream; whatever leads to or from something stands as near to its middle as there is room
 * (Sugiyama's layers with one sweep from the links outwards). Who was put somewhere by hand stays there.
 */
export function layout({ nodes, edges }: ChainDocument): Placed[] {
  const near = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) {
    near.get(from)?.push(to);
    near.get(to)?.push(from);
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const y = new Map<string, number>();
  let top = 0;
  for (const link of downstream(nodes.filter(({ kind }) => kind === "link"), edges)) {
    const room = Math.max(1, ...(["occupation", "enterprise"] as const).map((kind) => near.get(link.id)!.filter((id) => byId.get(id)?.kind === kind).length));
    y.set(link.id, top + ((room - 1) * STEP) / 2);
    top += room * STEP + STEP / 2;
  }
  for (const [kind, of] of [["occupation", "link"], ["enterprise", "link"], ["programme", "occupation"], ["school", "programme"]] as const) {
    const wished = nodes.filter((node) => node.kind === kind).map((node) => {
      const around = near.get(node.id)!.filter((id) => byId.get(id)?.kind === of).map((id) => y.get(id) ?? 0);
      return { id: node.id, wish: around.length === 0 ? Infinity : around.reduce((sum, one) => sum + one, 0) / around.length };
    }).sort((a, b) => a.wish - b.wish);
    settle(wished).forEach((at, k) => y.set(wished[k]!.id, at));
  }
  return nodes.map((node) => ({ ...node, at: { x: node.x ?? NODE_KINDS.indexOf(node.kind) * COLUMN, y: node.y ?? y.get(node.id) ?? 0 } }));
} // prettier-ignore

/** In their order, one below the other, as near to their wishes as there is room: groups that touch share the middle. */
function settle(wished: readonly { wish: number }[]): number[] {
  const groups: { from: number; count: number; sum: number }[] = [];
  const topOf = ({ sum, count }: { sum: number; count: number }): number => sum / count;
  wished.forEach(({ wish }, k) => {
    const last = groups.at(-1);
    const lowest = last ? topOf(last) + last.count * STEP : 0;
    groups.push({ from: k, count: 1, sum: Number.isFinite(wish) ? wish : lowest });
    while (groups.length > 1) {
      const [one, other] = [groups.at(-2)!, groups.at(-1)!];
      if (topOf(one) + one.count * STEP <= topOf(other)) break;
      groups.splice(-2, 2, { from: one.from, count: one.count + other.count, sum: one.sum + other.sum - other.count * one.count * STEP }); // prettier-ignore
    }
  });
  return groups.flatMap((group) => Array.from({ length: group.count }, (_, k) => topOf(group) + k * STEP));
}

/** Upstream first; of a circle the one that is named first. */
function downstream(links: readonly ChainNode[], edges: ChainDocument["edges"]): ChainNode[] {
  const ids = new Set(links.map(({ id }) => id));
  const flows = edges.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const done = new Set<string>();
  const order: ChainNode[] = [];
  while (order.length < links.length) {
    const open = links.filter(({ id }) => !done.has(id));
    const next = open.find(({ id }) => flows.every(({ from, to }) => to !== id || done.has(from))) ?? open[0]!; // prettier-ignore
    done.add(next.id);
    order.push(next);
  }
  return order;
}

/** From the right of one to the left of the other; between links from below to above. */
export function pathOf(from: Placed, to: Placed): string {
  const f = (value: number): string => value.toFixed(1);
  if (from.kind === "link" && to.kind === "link") {
    const x = from.at.x + WIDTH / 2;
    const [y1, y2] = [from.at.y + HEIGHT, to.at.y];
    const bend = Math.max(16, Math.abs(y2 - y1) / 3);
    return `M${f(x)} ${f(y1)}C${f(x)} ${f(y1 + bend)} ${f(to.at.x + WIDTH / 2)} ${f(y2 - bend)} ${f(to.at.x + WIDTH / 2)} ${f(y2)}`;
  }
  const right = from.at.x <= to.at.x;
  const x1 = from.at.x + (right ? WIDTH : 0);
  const x2 = to.at.x + (right ? 0 : WIDTH);
  const [y1, y2] = [from.at.y + HEIGHT / 2, to.at.y + HEIGHT / 2];
  const bend = (x2 - x1) / 2;
  return `M${f(x1)} ${f(y1)}C${f(x1 + bend)} ${f(y1)} ${f(x2 - bend)} ${f(y2)} ${f(x2)} ${f(y2)}`;
} // prettier-ignore
