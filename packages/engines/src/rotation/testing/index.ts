/** Instances of the rotation, for tests and the bench. */
import { randomOf } from "../../cycle/testing/index.ts";
import type { Cohort, Need, Place, RotationInput } from "../types.ts";

/**
 * A city's autumn: cohorts with school, centre and enterprise weeks, blocks, order and holidays, each with a few enterprises of
 * its own trade. A timetable is planted first and the capacities are what it uses and a little more, so that one exists.
 * @param slack people above what the planted timetable uses; below 0 = so many people short in each centre and enterprise
 */
export function plantedRotation(size: { cohorts: number; weeks: number; places: number; slack: number }, seed = 1): RotationInput {
  const random = randomOf(seed);
  const upTo = (n: number): number => Math.floor(random() * n);
  const schools = Math.max(1, Math.round(size.places / 10));
  const centres = Math.max(1, Math.round(size.places / 4));
  const ids = (kind: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${kind}-${i + 1}`);
  const school = ids("school", schools);
  const centre = ids("centre", centres);
  const enterprise = ids("enterprise", size.places - schools - centres);
  const some = (list: readonly string[], count: number): string[] => {
    const at = upTo(list.length);
    return Array.from({ length: Math.min(count, list.length) }, (_, i) => list[(at + i) % list.length]!);
  };
  const use = new Map([...school, ...centre, ...enterprise].map((id) => [id, new Array<number>(size.weeks).fill(0)]));
  const holiday = Math.floor(size.weeks / 2);
  const free = size.weeks - 1;
  const cohorts = Array.from({ length: size.cohorts }, (_, c): Cohort => {
    const people = 25 + 5 * upTo(5);
    const inCentre = Math.max(1, Math.floor(free / 5));
    const inEnterprise = Math.max(1, Math.floor(free / 3));
    const needs: Need[] = [
      { key: "school", places: [school[c % schools]!], weeks: free - inCentre - inEnterprise, minRun: 1 },
      { key: "centre", places: some(centre, 4), weeks: inCentre, minRun: Math.min(2, inCentre), after: [{ need: "school", weeks: 1 }] },
      { key: "enterprise", places: some(enterprise, 8), weeks: inEnterprise, minRun: Math.min(3, inEnterprise), after: [{ need: "centre", weeks: Math.min(2, inCentre) }] },
    ];
    const week = Array.from({ length: size.weeks }, (_, w) => w).filter((w) => w !== holiday);
    // School first, the centre somewhere, school between, the enterprise somewhere after it.
    const before = 1 + upTo(needs[0]!.weeks);
    const between = upTo(needs[0]!.weeks - before + 1);
    const plan = [
      ...new Array<string>(before).fill(needs[0]!.places[0]!),
      ...new Array<string>(inCentre).fill(needs[1]!.places[upTo(needs[1]!.places.length)]!),
      ...new Array<string>(between).fill(needs[0]!.places[0]!),
      ...new Array<string>(inEnterprise).fill(needs[2]!.places[upTo(needs[2]!.places.length)]!),
      ...new Array<string>(needs[0]!.weeks - before - between).fill(needs[0]!.places[0]!),
    ];
    week.forEach((w, t) => (use.get(plan[t]!)![w]! += people));
    return { id: `c${c + 1}`, people, needs, off: [holiday] };
  });
  const places: Place[] = [...use].map(([id, weeks]) => {
    const kind = id.split("-")[0] as Place["kind"];
    const most = Math.max(...weeks);
    return { id, kind, capacity: kind === "school" ? null : Math.max(0, most + size.slack) };
  });
  return { weeks: size.weeks, places, cohorts };
} // prettier-ignore
