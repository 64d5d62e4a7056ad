/** Allocation in the plainest words of docs/allocation.md: slow, for small instances, sharing no code with verifier or engine. */
import { groupRound } from "./naive-groups.ts";
import { fullFigures, prefsOf, World, type Instance, type PreferenceRow, type Told } from "./naive-world.ts"; // prettier-ignore

export * from "./naive-world.ts";

/** Runs all batches and rounds. */
export function allocateNaively(instance: Instance): World {
  const world = new World(instance);
  for (const { id: batch } of instance.rules.batches) {
    const rounds = [...new Set(instance.preferences.filter((p) => p.batch === batch).map((p) => p.round))];
    for (const round of rounds.sort((a, b) => a - b))
      if (instance.rules.structure === "group") groupRound(world, batch, round);
      else programmeRound(world, batch, round);
  }
  return world;
}

function programmeRound(world: World, batch: string, round: number): void {
  const before = new Set(world.admitted.keys());
  const valid = new Map<string, PreferenceRow[]>();
  const tell: { told: Told; valid: boolean }[] = [];
  for (const c of world.instance.candidates) {
    const own = prefsOf(world, c.id, batch, round);
    const good: PreferenceRow[] = [];
    own.forEach((p, i) => {
      const reason = world.voidReason(c, p, own.slice(0, i));
      const late = before.has(c.id) && (reason === null || reason.outcome === "no-vacancy");
      if (late) tell.push({ told: { ...p, outcome: "admitted-before" }, valid: false });
      else if (reason) {
        const { outcome, ...more } = reason;
        tell.push({ told: { ...p, outcome: String(outcome), more }, valid: false });
      } else {
        good.push(p);
        tell.push({ told: { ...p, outcome: "" }, valid: true });
      }
    });
    if (!before.has(c.id)) valid.set(c.id, good);
  }
  if (world.rules.engine === "sequential")
    for (let k = 0; [...valid.values()].some((list) => list.length > k); k++)
      propose(world, new Map([...valid].filter(([id]) => !world.admitted.has(id)).map(([id, list]) => [id, list.slice(k, k + 1)]))); // prettier-ignore
  else propose(world, valid);
  for (const { told, valid: counted } of tell) {
    const admission = world.admitted.get(told.id);
    if (counted) {
      const here = admission && admission.batch === batch && admission.round === round;
      if (here && admission.no === told.no) told.outcome = "admitted";
      else if (here && admission.no < told.no) told.outcome = "not-needed";
      else Object.assign(told, { outcome: "full", more: fullFigures(world, world.people.get(told.id)!, told.unit, batch, round) }); // prettier-ignore
    }
    world.told.set(told.id, [...(world.told.get(told.id) ?? []), told]);
  }
}

/** Deferred acceptance, one proposal after the other; pools take their best and (under `all`) whoever equals the last. */
function propose(world: World, wishes: Map<string, PreferenceRow[]>): void {
  interface Wish { p: PreferenceRow; quota: string; other: boolean } // prettier-ignore
  const lists = new Map<string, Wish[]>();
  for (const [id, own] of wishes)
    lists.set(id, own.flatMap((p) => world.pools(world.people.get(id)!, p.unit).map((pool) => ({ p, ...pool })))); // prettier-ignore
  const at = new Map<string, number>([...lists.keys()].map((id) => [id, 0]));
  const held = new Map<string, { id: string; wish: Wish }[]>();
  const place = (w: Wish) => `${w.p.unit}|${w.quota}`;
  const rank = (id: string, w: Wish) =>
    world.standing(world.people.get(id)!, w.p.unit, w.quota, w.other).rank + (w.other ? 1_000_000 : 0);
  const free = [...lists.keys()];
  while (free.length > 0) {
    const id = free.pop()!;
    const wish = lists.get(id)![at.get(id)!];
    if (!wish) continue;
    const pool = place(wish);
    const all = [...(held.get(pool) ?? []), { id, wish }].sort((a, b) => rank(a.id, a.wish) - rank(b.id, b.wish)); // prettier-ignore
    const room = world.left.get(pool)!;
    let keep = Math.min(room, all.length);
    if (world.rules.lastPlaceTies === "all" && keep > 0)
      while (keep < all.length && rank(all[keep]!.id, all[keep]!.wish) === rank(all[keep - 1]!.id, all[keep - 1]!.wish)) keep++; // prettier-ignore
    held.set(pool, all.slice(0, keep));
    for (const out of all.slice(keep)) {
      at.set(out.id, at.get(out.id)! + 1);
      free.push(out.id);
    }
  }
  for (const [pool, own] of held) {
    for (const { id, wish } of own)
      world.admitted.set(id, { unit: wish.p.unit, quota: wish.quota, no: wish.p.no, batch: wish.p.batch, round: wish.p.round, by: "choice" }); // prettier-ignore
    world.left.set(pool, Math.max(0, world.left.get(pool)! - own.length));
  }
}
