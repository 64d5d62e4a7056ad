import { mayGo, type Limit, type World } from "./world.ts";

/** A pair in the order in which the caps choose: place in the post's list, then the draw. */
const SPAN = 2 ** 27;
export const orderOf = (world: World, student: number, place: number): number =>
  place * SPAN + world.lot[student]!;

/**
 * The stable result that is best for the students, by rounds: all who wait propose to the best post that has not refused them, the
 * caps choose greedily from all proposals, those refused go on; until nobody is refused. Who stands behind the worst of
 * a full cap is refused beforehand: caps only become choosier.
 * @returns index of the wish that each student gets, −1 = none
 */
export function bestFor(world: World): Int32Array {
  const { wishes, limits } = world;
  const at = new Int32Array(wishes.length);
  const bar = new Map<Limit, number>();
  const studentOf = new Int32Array(wishes.length);
  for (const [s, lot] of world.lot.entries()) studentOf[lot] = s;
  for (;;) {
    const keys = new Float64Array(wishes.length);
    let proposed = 0;
    for (const [s, list] of wishes.entries()) {
      for (; at[s]! < list.length; at[s]!++) {
        const wish = list[at[s]!]!;
        if (!mayGo(wish)) continue;
        const key = orderOf(world, s, wish.place);
        if (limits[wish.post]!.some((limit) => key > (bar.get(limit) ?? Infinity))) continue;
        keys[proposed++] = key;
        break;
      }
    }
    const count = new Map<Limit, number>();
    let refused = 0;
    for (const key of keys.subarray(0, proposed).sort()) {
      const s = studentOf[key % SPAN]!;
      const over = limits[wishes[s]![at[s]!]!.post]!;
      if (over.some((limit) => (count.get(limit) ?? 0) >= limit.max)) {
        at[s]!++;
        refused++;
        continue;
      }
      for (const limit of over) {
        const n = (count.get(limit) ?? 0) + 1;
        count.set(limit, n);
        if (n === limit.max) bar.set(limit, key);
      }
    }
    if (refused === 0) return at.map((k, s) => (k < wishes[s]!.length ? k : -1));
  }
}
