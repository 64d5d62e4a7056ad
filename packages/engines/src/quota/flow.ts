/** The balance of a plan, kept as an optimal flow: a changed cell re-routes only what it moves. */
import { optimise, residualCosts, FAR, type Network } from "../balance/network.ts";
import type { Core } from "./core.ts";
import { COST_UNIT, HUB, PERSON_UNITS } from "./network.ts";

export class PlanFlow {
  readonly #core: Core;
  readonly #net: Network;
  #potential: Int32Array;
  /** units that enter at each supply node */
  readonly #supply: Int32Array;

  constructor(core: Core, seats: ArrayLike<number>) {
    this.#core = core;
    const { network } = core;
    this.#net = network.arcs.build(network.nodes);
    this.#supply = new Int32Array(network.nodes);
    for (const [node, units] of network.otherUnits) this.#supply[node] = units;
    for (let k = 0; k < core.offerings.length; k++)
      this.#supply[network.nodeOf[k]!]! += seats[k]! * network.unitsPerSeat[k]!;
    for (const [node, arc] of network.entry) this.#net.free[this.#net.half[arc]!] = this.#supply[node]!;
    // Only the entries break the conditions then: they fill up and their graduates look for a way.
    this.#potential = new Int32Array(network.nodes).fill(network.bestWeight);
    for (const { node } of network.exits) this.#potential[node] = 0;
    this.#potential[HUB] = 0;
    optimise(this.#net, { potential: this.#potential, excess: new Int32Array(network.nodes) });
  }

  /** balance value */
  value(): number {
    const { from, cost, count } = this.#core.network.arcs;
    const { free, mate, half } = this.#net;
    let value = 0;
    for (let a = 0; a < count; a++)
      if (cost[a] !== 0 && from[a] !== HUB) value -= free[mate[half[a]!]!]! * cost[a]!;
    return value / COST_UNIT / PERSON_UNITS;
  }

  /** Moves seats of an offering by `seats` (negative: fewer) and restores the optimum. */
  change(moves: Iterable<readonly [offering: number, seats: number]>): void {
    const { network } = this.#core;
    const { free, mate, half } = this.#net;
    const excess = new Int32Array(network.nodes);
    const byNode = new Map<number, number>();
    for (const [k, seats] of moves) {
      const node = network.nodeOf[k]!;
      byNode.set(node, (byNode.get(node) ?? 0) + seats * network.unitsPerSeat[k]!);
    }
    for (const [node, units] of byNode) {
      const entry = half[network.entry.get(node)!]!;
      this.#supply[node]! += units;
      free[entry]! += units;
      const over = -free[entry]!;
      if (over > 0) {
        free[entry] = 0;
        free[mate[entry]!]! -= over;
        excess[HUB]! += over;
        excess[node]! -= over;
      }
    }
    optimise(this.#net, { potential: this.#potential, excess });
  }

  /** @returns what undoes the changes made since */
  mark(): () => void {
    const free = this.#net.free.slice();
    const potential = this.#potential.slice();
    const supply = this.#supply.slice();
    return () => {
      this.#net.free.set(free);
      this.#potential.set(potential);
      this.#supply.set(supply);
    };
  }

  /** Value of one more seat in each offering, and of the last one (0 where a node has nobody). */
  margins(): { more: Float64Array; last: Float64Array } {
    const { network } = this.#core;
    const ahead = residualCosts(this.#net, this.#potential, HUB, "to");
    const back = residualCosts(this.#net, this.#potential, HUB, "from");
    const gain = (cost: number): number => (cost === FAR || cost <= 0 ? 0 : cost / COST_UNIT);
    const scaled = (k: number, worth: number): number => (worth * network.unitsPerSeat[k]!) / PERSON_UNITS;
    const nodes = network.nodeOf;
    const more = Float64Array.from(nodes, (v, k) => scaled(k, ahead[v] === FAR ? 0 : gain(-ahead[v]!)));
    const last = Float64Array.from(nodes, (v, k) => Math.max(more[k]!, scaled(k, gain(back[v]!))));
    return { more, last };
  }
}
