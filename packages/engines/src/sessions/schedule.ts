import { fewest, slotsOf, type Slot } from "./slots.ts";
import type { Lack, SessionInput, SessionPlan, Tested, TestSession } from "./types.ts";

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** Schools stay together; within a school by number. */
const inOrder = (a: Tested, b: Tested): number =>
  byText(a.city, b.city) || byText(a.school, b.school) || byText(a.id, b.id);

/**
 * Seats everybody in a session of his category: first as many as possible in the city that they named, then in as few
 * sessions as that leaves. The order of the rows changes nothing.
 * @returns the sessions, or each category that has too few places and how many it lacks
 */
export function scheduleSessions(input: SessionInput): SessionPlan {
  const people = new Map(input.categories.map(({ key }) => [key, [] as Tested[]]));
  for (const candidate of input.candidates) {
    const list = people.get(candidate.category);
    if (!list) throw new Error(`no category ${candidate.category}`);
    list.push(candidate);
  }
  const sites = [...input.sites].sort((a, b) => byText(a.id, b.id));
  const sessions: TestSession[] = [];
  const lacks: Lack[] = [];
  let away = 0;
  let bound = 0;
  for (const { key, minutes } of [...input.categories].sort((a, b) => byText(a.key, b.key))) {
    const tested = people.get(key)!.sort(inOrder);
    if (tested.length === 0) continue;
    const slots = sites.flatMap((site) => slotsOf(site, key, minutes, input.breakMinutes));
    const places = slots.reduce((sum, slot) => sum + slot.places, 0);
    if (places < tested.length) {
      const short = tested.length - places;
      const own = sites.filter((site) => (site.places[key] ?? 0) > 0).length;
      lacks.push({ category: key, candidates: tested.length, places, short, sites: own });
      continue;
    }
    bound += fewest(slots, tested.length);
    away += seatCategory(key, tested, slots, input.distance ?? (() => 0), sessions);
  }
  return lacks.length > 0 ? { ok: false, lacks } : { ok: true, sessions, away, bound };
}

/** What of a city's sessions is held: the largest first, so that any number of people needs as few as can be. */
interface City {
  code: string;
  slots: Slot[];
  held: number;
  /** places of the held ones that nobody has yet */
  free: number;
  people: Tested[];
}

function seatCategory(
  category: string,
  tested: readonly Tested[],
  slots: readonly Slot[],
  distance: (from: string, to: string) => number,
  sessions: TestSession[],
): number {
  const cities = citiesOf(slots);
  const byCode = new Map(cities.map((city) => [city.code, city]));
  const others: Tested[] = [];
  for (const one of tested) {
    const city = byCode.get(one.city);
    if (city && takeIn(city)) city.people.push(one);
    else others.push(one);
  }
  openFor(cities, others.length);
  const places = cities.map((city) => ({ city, free: city.free })).filter(({ free }) => free > 0);
  for (const one of others) {
    let best = places[0]!;
    let length = Infinity;
    for (const place of places) {
      if (place.free === 0) continue;
      const far = one.city === "" ? 0 : distance(one.city, place.city.code);
      if (far < length) [best, length] = [place, far];
    }
    best.free--;
    best.city.people.push(one);
  }
  for (const city of cities) sessions.push(...sessionsOf(category, city));
  return others.filter(({ city }) => city !== "").length;
}

function citiesOf(slots: readonly Slot[]): City[] {
  const codes = [...new Set(slots.map(({ site }) => site.city))].sort(byText);
  return codes.map((code) => ({
    code,
    // of two as large the earlier one
    slots: slots.filter(({ site }) => site.city === code).sort((a, b) => b.places - a.places || a.begins - b.begins || byText(a.site.id, b.site.id)),
    held: 0,
    free: 0,
    people: [],
  })); // prettier-ignore
}

/** A place for one of the city, in a session that is held or in the next. */
function takeIn(city: City): boolean {
  if (city.free === 0) {
    if (city.held === city.slots.length) return false;
    city.free = city.slots[city.held++]!.places;
  }
  city.free--;
  return true;
}

/** Holds more sessions until there is room for so many: always the largest of all cities (README, optimality). */
function openFor(cities: readonly City[], people: number): void {
  let free = cities.reduce((sum, city) => sum + city.free, 0);
  while (free < people) {
    let next: City | null = null;
    let most = 0;
    for (const city of cities) {
      const places = city.slots[city.held]?.places ?? 0;
      if (places > most) [next, most] = [city, places];
    }
    if (next === null) throw new Error("fewer places than were counted");
    next.held++;
    next.free += most;
    free += most;
  }
}

/** The held sessions in the order of time, filled one after the other; nobody sits in an empty one. */
function sessionsOf(category: string, city: City): TestSession[] {
  const held = city.slots.slice(0, city.held).sort((a, b) => a.begins - b.begins || byText(a.site.id, b.site.id)); // prettier-ignore
  const people = [...city.people].sort((a, b) => byText(a.school, b.school) || byText(a.id, b.id));
  const sessions: TestSession[] = [];
  let at = 0;
  for (const { site, begins, ends, places } of held) {
    const seats = people.slice(at, at + places).map(({ id }) => id);
    at += seats.length;
    if (seats.length > 0) sessions.push({ site: site.id, category, begins, ends, places, seats });
  }
  return sessions;
}
