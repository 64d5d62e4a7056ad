import type { OpenTime, TestSite } from "./types.ts";

/** A session that could be held: when, with how many. */
export interface Slot {
  site: TestSite;
  begins: number;
  ends: number;
  places: number;
}

/** Opening times in order, those that touch or overlap as one. Empty ones are left out. */
export function mergedTimes(open: readonly OpenTime[]): OpenTime[] {
  const merged: OpenTime[] = [];
  for (const { from, until } of [...open].sort((a, b) => a.from - b.from)) {
    if (until <= from) continue;
    const last = merged.at(-1);
    if (last && from <= last.until) last.until = Math.max(last.until, until);
    else merged.push({ from, until });
  }
  return merged;
}

/** All sessions of a category that fit into a site's opening times, one after the other with the break between; the earliest first. */
export function slotsOf(site: TestSite, category: string, minutes: number, breakMinutes: number): Slot[] {
  const places = site.places[category] ?? 0;
  if (places <= 0) return [];
  const slots: Slot[] = [];
  let free = -Infinity;
  for (const { from, until } of mergedTimes(site.open))
    for (let begins = Math.max(from, free); begins + minutes <= until; begins = free) {
      slots.push({ site, begins, ends: begins + minutes, places });
      free = begins + minutes + breakMinutes;
    }
  return slots;
}

/** The fewest sessions that hold so many, the largest first. @returns Infinity where all of them hold fewer */
export function fewest(slots: readonly { places: number }[], people: number): number {
  let left = people;
  let used = 0;
  for (const places of slots.map((slot) => slot.places).sort((a, b) => b - a)) {
    if (left <= 0) break;
    left -= places;
    used++;
  }
  return left > 0 ? Infinity : used;
}
