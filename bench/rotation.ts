/** Work–study rotation of a city: a timetable within capacities that just suffice, and the proof where they do not. */
import {
  certifies,
  clashesOf,
  planRotation,
  type PlaceKind,
  type RotationInput,
} from "@tixi/engines/rotation";
import { plantedRotation } from "@tixi/engines/rotation/testing";
import { timed, type Row } from "./row.ts";

const SIZE = { cohorts: 60, weeks: 20, places: 40 };

export async function rows(): Promise<Row[]> {
  // Capacities begin as what a planted timetable uses on its busiest weeks; then less, as far as a timetable is still found.
  const planted = plantedRotation({ ...SIZE, slack: 0 });
  const tight = squeezed(planted, ["centre", "enterprise"], [60, 100]);
  // The solver loads once in a process.
  await planRotation(plantedRotation({ cohorts: 2, weeks: 6, places: 4, slack: 0 }));
  const found = await timed(() => planRotation(tight));
  if (found.result.kind !== "plan") throw new Error(`a timetable was not found: ${found.result.kind}`);
  const { plan } = found.result;
  const check = await timed(() => clashesOf(tight, plan.timetable));
  const short = squeezed(planted, ["centre"], [45, 100]);
  const none = await timed(() => planRotation(short));
  const conflict = none.result.kind === "conflict" ? none.result.conflict : null;
  const proven = conflict?.certificate ? await timed(() => certifies(short, conflict.limits, conflict.certificate!)) : null;
  const size = `${SIZE.cohorts} cohorts × ${SIZE.weeks} weeks × ${SIZE.places} places`;
  return [
    {
      what: `rotation: ${size}, places at 60 % of a planted timetable's busiest weeks, ${plan.stays} stays`,
      value: found.seconds,
      unit: "s",
      must: "≤ 30, no clash",
      peer: "checking the timetable once",
      peerValue: check.seconds,
      ratio: found.seconds / check.seconds,
      pass: found.seconds <= 30 && check.result.length === 0,
    },
    {
      what: `rotation: ${size}, cost of stays against each cohort alone in the world`,
      value: plan.cost,
      unit: "",
      must: "≤ 1.5 × the bound",
      peer: "no timetable is below",
      peerValue: plan.bound,
      ratio: plan.cost / plan.bound,
      pass: plan.cost <= 1.5 * plan.bound,
    },
    {
      what: `rotation: ${size}, centres too small: ${conflict?.limits.length ?? 0} limits that clash${conflict?.minimal ? ", none to spare" : ""}`,
      value: none.seconds,
      unit: "s",
      must: "≤ 30, proven",
      peer: "checking the proof's prices once",
      peerValue: proven?.seconds ?? null,
      ratio: proven && none.seconds / proven.seconds,
      pass: none.seconds <= 30 && proven?.result === true,
    },
  ];
} // prettier-ignore

/** Places of some kinds with so many parts of their capacity. */
function squeezed(
  input: RotationInput,
  kinds: readonly PlaceKind[],
  [part, whole]: readonly [number, number],
): RotationInput {
  return {
    ...input,
    places: input.places.map((place) =>
      kinds.includes(place.kind) && typeof place.capacity === "number"
        ? { ...place, capacity: Math.floor((place.capacity * part) / whole) }
        : place,
    ),
  };
}
