/**
 * Minimum-cost flow on a network of integer capacities and costs, in typed arrays.
 *
 * Method: primal-dual (successive shortest paths by distance classes). Reduced costs stay non-negative; each phase
 * finds the shortest distance from the nodes with excess to those with a deficit (Dial's buckets, because costs are
 * small integers), lowers the potentials and sends everything that fits at that distance (Dinic's blocking flows).
 * The number of phases is the number of distinct path costs, which the balance keeps small by construction.
 * A start with any flow and potentials is allowed: arcs that break the optimality conditions are saturated first.
 *
 * Source: Ahuja, Magnanti, Orlin, Network Flows (1993), chapters 9.8 and 7.5.
 */
export interface Network {
  nodes: number;
  arcs: number;
  /** CSR of half arcs: those of node v are first[v] … first[v + 1] − 1 */
  first: Int32Array;
  head: Int32Array;
  mate: Int32Array;
  cost: Int32Array;
  /** residual capacity of a half arc */
  free: Int32Array;
  /** half arc of arc a */
  half: Int32Array;
}

/** Arcs in the order they were added; `build` sorts them into a network. */
export class ArcList {
  from: Int32Array;
  to: Int32Array;
  capacity: Int32Array;
  cost: Int32Array;
  count = 0;

  constructor(room = 1024) {
    this.from = new Int32Array(room);
    this.to = new Int32Array(room);
    this.capacity = new Int32Array(room);
    this.cost = new Int32Array(room);
  }

  add(from: number, to: number, capacity: number, cost: number): number {
    if (this.count === this.from.length) this.grow();
    const at = this.count++;
    this.from[at] = from;
    this.to[at] = to;
    this.capacity[at] = capacity;
    this.cost[at] = cost;
    return at;
  }

  private grow(): void {
    const wider = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const next = new Int32Array(old.length * 2);
      next.set(old);
      return next;
    };
    this.from = wider(this.from);
    this.to = wider(this.to);
    this.capacity = wider(this.capacity);
    this.cost = wider(this.cost);
  }

  build(nodes: number): Network {
    const m = this.count;
    const first = new Int32Array(nodes + 1);
    for (let a = 0; a < m; a++) {
      first[this.from[a]! + 1]!++;
      first[this.to[a]! + 1]!++;
    }
    for (let v = 0; v < nodes; v++) first[v + 1]! += first[v]!;
    const next = first.slice(0, nodes);
    const head = new Int32Array(2 * m);
    const mate = new Int32Array(2 * m);
    const cost = new Int32Array(2 * m);
    const free = new Int32Array(2 * m);
    const half = new Int32Array(m);
    for (let a = 0; a < m; a++) {
      const u = this.from[a]!;
      const v = this.to[a]!;
      const forward = next[u]!++;
      const backward = next[v]!++;
      head[forward] = v;
      head[backward] = u;
      mate[forward] = backward;
      mate[backward] = forward;
      cost[forward] = this.cost[a]!;
      cost[backward] = -this.cost[a]!;
      free[forward] = this.capacity[a]!;
      half[a] = forward;
    }
    return { nodes, arcs: m, first, head, mate, cost, free, half };
  }
}

export interface FlowState {
  potential: Int32Array;
  /** what enters a node by itself minus what leaves it; sums to 0 */
  excess: Int32Array;
}

/**
 * Makes the flow in `net.free` optimal for `net.cost`, starting from `state`, whose excesses are routed to deficits.
 * Changes both in place. @returns the number of phases
 * @throws Error when an excess cannot reach any deficit (the balance's networks never do that)
 */
export function optimise(net: Network, state: FlowState): number {
  const { nodes, first, head, mate, cost, free } = net;
  const { potential, excess } = state;
  for (let u = 0; u < nodes; u++) {
    for (let a = first[u]!, end = first[u + 1]!; a < end; a++) {
      if (free[a]! > 0 && cost[a]! + potential[u]! - potential[head[a]!]! < 0) {
        const amount = free[a]!;
        free[a] = 0;
        free[mate[a]!]! += amount;
        excess[u]! -= amount;
        excess[head[a]!]! += amount;
      }
    }
  }
  const search = new Search(net, state);
  let phases = 0;
  while (search.shortest()) {
    search.send();
    phases++;
  }
  return phases;
}

class Search {
  private readonly dist: Int32Array;
  private readonly settled: Int32Array;
  private readonly level: Int32Array;
  private readonly current: Int32Array;
  private readonly queue: Int32Array;
  private readonly path: Int32Array;
  private readonly buckets = new Buckets();
  private readonly closed: Uint8Array;
  private readonly net: Network;
  private readonly state: FlowState;
  private sources: number[] = [];

  constructor(net: Network, state: FlowState) {
    const n = net.nodes;
    this.net = net;
    this.state = state;
    this.closed = new Uint8Array(n);
    this.dist = new Int32Array(n).fill(-1);
    this.settled = new Int32Array(n);
    this.level = new Int32Array(n).fill(-1);
    this.current = new Int32Array(n);
    this.queue = new Int32Array(n);
    this.path = new Int32Array(n);
    for (let v = 0; v < n; v++) if (state.excess[v]! > 0) this.sources.push(v);
  }

  /** Lowers potentials until a deficit can be reached over arcs of reduced cost 0. False when no excess is left. */
  shortest(): boolean {
    const { first, head, cost, free } = this.net;
    const { potential, excess } = this.state;
    const { dist, settled, closed, buckets } = this;
    this.sources = this.sources.filter((v) => excess[v]! > 0);
    if (this.sources.length === 0) return false;
    const touched: number[] = [];
    buckets.clear();
    for (const v of this.sources) {
      dist[v] = 0;
      touched.push(v);
      buckets.push(0, v);
    }
    let count = 0;
    let reach = -1;
    for (let u = buckets.pop(); u >= 0; u = buckets.pop()) {
      if (closed[u]) continue;
      closed[u] = 1;
      const d = dist[u]!;
      if (excess[u]! < 0) {
        reach = d;
        break;
      }
      settled[count++] = u;
      const base = d + potential[u]!;
      for (let a = first[u]!, end = first[u + 1]!; a < end; a++) {
        if (free[a]! === 0) continue;
        const v = head[a]!;
        const through = base + cost[a]! - potential[v]!;
        const known = dist[v]!;
        if (known < 0) touched.push(v);
        else if (through >= known) continue;
        dist[v] = through;
        buckets.push(through, v);
      }
    }
    if (reach < 0) throw new Error("an excess of the network has no way to a deficit");
    for (let k = 0; k < count; k++) {
      const u = settled[k]!;
      potential[u]! -= reach - dist[u]!;
    }
    for (const v of touched) {
      dist[v] = -1;
      closed[v] = 0;
    }
    return true;
  }

  /** Blocking flows over arcs of reduced cost 0 until no deficit can be reached any more. */
  send(): void {
    while (this.levels()) this.block();
  }

  private levels(): boolean {
    const { first, head, cost, free } = this.net;
    const { potential, excess } = this.state;
    const { level, queue, current } = this;
    level.fill(-1);
    let tail = 0;
    for (const v of this.sources) {
      if (excess[v]! <= 0) continue;
      level[v] = 0;
      current[v] = first[v]!;
      queue[tail++] = v;
    }
    let found = -1;
    for (let k = 0; k < tail; k++) {
      const u = queue[k]!;
      if (found >= 0 && level[u]! >= found) break;
      const pu = potential[u]!;
      for (let a = first[u]!, end = first[u + 1]!; a < end; a++) {
        if (free[a]! === 0) continue;
        const v = head[a]!;
        if (level[v]! >= 0 || cost[a]! + pu - potential[v]! !== 0) continue;
        level[v] = level[u]! + 1;
        current[v] = first[v]!;
        if (excess[v]! < 0) found = level[v]!;
        else queue[tail++] = v;
      }
    }
    return found >= 0;
  }

  private block(): void {
    const { first, head, mate, cost, free } = this.net;
    const { potential, excess } = this.state;
    const { level, current, path } = this;
    for (const source of this.sources) {
      if (level[source] !== 0) continue;
      let depth = 0;
      let u = source;
      while (excess[source]! > 0) {
        if (excess[u]! < 0) {
          let amount = Math.min(excess[source]!, -excess[u]!);
          for (let k = 0; k < depth; k++) if (free[path[k]!]! < amount) amount = free[path[k]!]!;
          let back = depth;
          for (let k = depth - 1; k >= 0; k--) {
            const a = path[k]!;
            free[a]! -= amount;
            free[mate[a]!]! += amount;
            if (free[a] === 0) back = k;
          }
          excess[source]! -= amount;
          excess[u]! += amount;
          if (back === depth) back = 0;
          depth = back;
          u = depth === 0 ? source : head[path[depth - 1]!]!;
          continue;
        }
        const end = first[u + 1]!;
        const pu = potential[u]!;
        const next = level[u]! + 1;
        let a = current[u]!;
        while (a < end) {
          const v = head[a]!;
          if (free[a]! > 0 && level[v] === next && cost[a]! + pu - potential[v]! === 0) break;
          a++;
        }
        current[u] = a;
        if (a < end) {
          path[depth++] = a;
          u = head[a]!;
        } else {
          if (depth === 0) break;
          level[u] = -2;
          depth--;
          u = depth === 0 ? source : head[path[depth - 1]!]!;
          current[u]!++;
        }
      }
    }
  }
}

/** Dial's buckets: a queue of nodes by small non-negative integer distance; stale entries are left to the reader. */
class Buckets {
  at = 0;
  private heads = new Int32Array(1024).fill(-1);
  private nodes = new Int32Array(4096);
  private nexts = new Int32Array(4096);
  private size = 0;
  private top = 0;

  clear(): void {
    this.heads.fill(-1, 0, this.top + 1);
    this.at = 0;
    this.size = 0;
    this.top = 0;
  }

  push(distance: number, node: number): void {
    if (distance >= this.heads.length) {
      const wider = new Int32Array(Math.max(distance + 1, this.heads.length * 2)).fill(-1);
      wider.set(this.heads);
      this.heads = wider;
    }
    if (this.size === this.nodes.length) {
      const nodes = new Int32Array(this.size * 2);
      nodes.set(this.nodes);
      this.nodes = nodes;
      const nexts = new Int32Array(this.size * 2);
      nexts.set(this.nexts);
      this.nexts = nexts;
    }
    if (distance > this.top) this.top = distance;
    const entry = this.size++;
    this.nodes[entry] = node;
    this.nexts[entry] = this.heads[distance]!;
    this.heads[distance] = entry;
  }

  /** Next node; its distance is in `at`. −1 when empty. */
  pop(): number {
    while (this.at <= this.top) {
      const entry = this.heads[this.at]!;
      if (entry >= 0) {
        this.heads[this.at] = this.nexts[entry]!;
        return this.nodes[entry]!;
      }
      this.at++;
    }
    return -1;
  }
}

const FAR = 0x3fffffff;

/**
 * Shortest costs in the residual network of an optimal flow, from `root` to every node or from every node to `root`.
 * `potential` must be optimal for `net.cost`. Unreachable nodes get `FAR`.
 */
export function residualCosts(
  net: Network,
  potential: Int32Array,
  root: number,
  direction: "from" | "to",
): Int32Array {
  const { nodes, first, head, mate, cost, free } = net;
  const dist = new Int32Array(nodes).fill(FAR);
  const done = new Uint8Array(nodes);
  const buckets = new Buckets();
  dist[root] = 0;
  buckets.push(0, root);
  for (let u = buckets.pop(); u >= 0; u = buckets.pop()) {
    if (done[u]) continue;
    done[u] = 1;
    const d = dist[u]!;
    for (let a = first[u]!, end = first[u + 1]!; a < end; a++) {
      const v = head[a]!;
      if (done[v]) continue;
      const along = direction === "from" ? a : mate[a]!;
      if (free[along]! === 0) continue;
      const reduced =
        direction === "from"
          ? cost[a]! + potential[u]! - potential[v]!
          : cost[along]! + potential[v]! - potential[u]!;
      if (d + reduced < dist[v]!) {
        dist[v] = d + reduced;
        buckets.push(d + reduced, v);
      }
    }
  }
  for (let v = 0; v < nodes; v++) {
    if (dist[v] === FAR) continue;
    dist[v]! += direction === "from" ? potential[v]! - potential[root]! : potential[root]! - potential[v]!;
  }
  return dist;
}

export { FAR };
