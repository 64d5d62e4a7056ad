/** Whether an input can be read at all; that no timetable exists is no fault but an answer. */
import type { InputFault, RotationInput } from "./types.ts";

/** Every fault with its place; none = it can be planned. */
export function checkInput({ weeks, places, cohorts }: RotationInput): InputFault[] {
  const faults: InputFault[] = [];
  const report = (path: string, zh: string, en: string): void => void faults.push({ path, message: { zh, en } }); // prettier-ignore
  const whole = (value: number, least: number, path: string, most = 1e6): void => {
    if (!Number.isInteger(value) || value < least || value > most)
      report(path, `应为 ${least} 到 ${most} 的整数`, `must be a whole number from ${least} to ${most}`);
  };
  const unique = (keys: readonly string[], path: string): void => {
    const twice = keys.find((key, k) => keys.indexOf(key) !== k);
    if (twice !== undefined) report(path, `“${twice}”重复`, `“${twice}” is there twice`);
  };
  whole(weeks, 1, "weeks", 200);
  const inWeeks = (list: readonly number[] | undefined, path: string): void =>
    list?.forEach((week, k) => whole(week, 0, `${path}[${k}]`, weeks - 1));
  unique(places.map(({ id }) => id), "places");
  const known = new Set(places.map(({ id }) => id));
  const place = (id: string, path: string): void => {
    if (!known.has(id)) report(path, `没有地点“${id}”`, `there is no place “${id}”`);
  };
  for (const { id, capacity, closed } of places) {
    const path = `places[${id}]`;
    if (typeof capacity === "number") whole(capacity, 0, `${path}.capacity`);
    else if (capacity !== null) {
      if (capacity.length !== weeks) report(`${path}.capacity`, `应有 ${weeks} 个数`, `must be ${weeks} numbers`);
      capacity.forEach((one, week) => whole(one, 0, `${path}.capacity[${week}]`));
    }
    inWeeks(closed, `${path}.closed`);
  }
  unique(cohorts.map(({ id }) => id), "cohorts");
  for (const { id, people, needs, off, fixed, barred, distance } of cohorts) {
    const path = `cohorts[${id}]`;
    whole(people, 1, `${path}.people`);
    inWeeks(off, `${path}.off`);
    unique(needs.map(({ key }) => key), `${path}.needs`);
    const keys = new Set(needs.map(({ key }) => key));
    for (const need of needs) {
      const at = `${path}.needs[${need.key}]`;
      whole(need.weeks, 1, `${at}.weeks`, 200);
      if (need.minRun !== undefined) whole(need.minRun, 1, `${at}.minRun`, 200);
      if (need.maxRun !== undefined) whole(need.maxRun, need.minRun ?? 1, `${at}.maxRun`, 200);
      if (need.places.length === 0) report(`${at}.places`, "至少要有一个地点", "must have a place");
      unique(need.places, `${at}.places`);
      need.places.forEach((one, k) => place(one, `${at}.places[${k}]`));
      unique((need.after ?? []).map((one) => one.need), `${at}.after`);
      need.after?.forEach((one, k) => {
        if (!keys.has(one.need) || one.need === need.key) report(`${at}.after[${k}]`, `没有其他需求“${one.need}”`, `there is no other need “${one.need}”`);
        if (one.weeks !== undefined) whole(one.weeks, 1, `${at}.after[${k}].weeks`, 200);
      });
    }
    unique((fixed ?? []).map(({ week }) => String(week)), `${path}.fixed`);
    fixed?.forEach((one, k) => {
      whole(one.week, 0, `${path}.fixed[${k}].week`, weeks - 1);
      if (one.place === null) return;
      place(one.place, `${path}.fixed[${k}].place`);
      if (off?.includes(one.week)) report(`${path}.fixed[${k}]`, `第 ${one.week + 1} 周该班组不上课`, `the cohort is off in week ${one.week + 1}`);
      if (!needs.some((need) => need.places.includes(one.place!))) report(`${path}.fixed[${k}].place`, `“${one.place}”不在该班组的任何需求中`, `no need of the cohort is at “${one.place}”`);
    });
    unique((barred ?? []).map((one) => one.place), `${path}.barred`);
    barred?.forEach((one, k) => {
      place(one.place, `${path}.barred[${k}].place`);
      inWeeks(one.weeks, `${path}.barred[${k}].weeks`);
    });
    for (const [one, far] of Object.entries(distance ?? {})) {
      place(one, `${path}.distance[${one}]`);
      whole(far, 0, `${path}.distance[${one}]`);
    }
  }
  return faults;
} // prettier-ignore
