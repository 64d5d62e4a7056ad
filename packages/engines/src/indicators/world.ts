/** Facts with the indexes that indicators need. */
import type { Facts, IndicatorParameters, ProgrammeFacts, Unknown, UnknownReason, World } from "./types.ts";

const known = new Map<string, Unknown>();

/** The unknown value of a reason; the same reason and fields give the same object. */
export function unknown(reason: UnknownReason, ...fields: string[]): Unknown {
  const key = `${reason}\t${fields.join("\t")}`;
  let value = known.get(key);
  if (!value) known.set(key, (value = Object.freeze({ unknown: reason, fields: Object.freeze(fields) })));
  return value;
}

/** The figure of a subject in a year; NaN where it is not stated or the year is outside the facts. */
export function figure(
  years: readonly number[],
  column: Float64Array,
  subject: number,
  year: number,
): number {
  const i = year - (years[0] ?? 0);
  return subject < 0 || i < 0 || i >= years.length ? NaN : column[subject * years.length + i]!;
}

/** What was worked out before under this name, else what `make` gives. */
export function remembered<T>(world: World, name: string, make: () => T): T {
  if (!world.memo.has(name)) world.memo.set(name, make());
  return world.memo.get(name) as T;
}

/**
 * Indexes the facts for a run that decides on those who enter in `entryYear` and may read nothing later than `factsThrough`:
 * later figures and later cycles are left out, so that a back-dated run sees what was known then.
 * @throws RangeError if the years of the facts are not ascending without a gap
 */
export function prepare(
  facts: Facts,
  parameters: IndicatorParameters,
  entryYear: number,
  factsThrough: number = entryYear - 1,
): World {
  for (const years of [facts.offerings.years, facts.schools.years])
    if (years.some((year, i) => i > 0 && year !== years[i - 1]! + 1))
      throw new RangeError(`years of the facts have gaps: ${years.join(", ")}`);
  const { offerings: o } = facts;
  const n = o.keys.length;
  const places = new Map<string, number>();
  const programme: string[] = [];
  const city: string[] = [];
  const duration: number[] = [];
  const placeOf = new Int32Array(n);
  const ofSchool = new Map<number, number[]>();
  const ofProgramme = new Map<string, number[]>();
  for (let i = 0; i < n; i++) {
    const name = `${o.programme[i]}|${o.city[i]}`;
    let place = places.get(name);
    if (place === undefined) {
      places.set(name, (place = programme.length));
      programme.push(o.programme[i]!);
      city.push(o.city[i]!);
      duration.push(NaN);
    }
    placeOf[i] = place;
    // Offerings of one programme in one city that last differently: the longest, so that none is judged on too near a year.
    const years = o.duration[i]!;
    if (!Number.isNaN(years) && !(duration[place]! >= years)) duration[place] = years;
    push(ofProgramme, o.programme[i]!, i);
    if (o.school[i]! >= 0) push(ofSchool, o.school[i]!, i);
  }
  const balances = facts.balances.filter((b) => b.year <= entryYear).sort((a, b) => a.year - b.year);
  const { running, statedYears } = runningYears(facts, factsThrough);
  return {
    facts: { ...facts, balances },
    parameters,
    entryYear,
    factsThrough,
    balance: balances.at(-1) ?? null,
    places: { programme, city, duration: Float64Array.from(duration) },
    placeOf,
    ofSchool: facts.schools.keys.map((_, s) => Int32Array.from(ofSchool.get(s) ?? [])),
    ofProgramme: new Map([...ofProgramme].map(([code, list]) => [code, Int32Array.from(list)])),
    rowsOf: new Map(balances.map((b) => [b, rowsOf(b, places)])),
    running,
    statedYears,
    memo: new Map(),
  };
}

function push<K>(lists: Map<K, number[]>, key: K, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function rowsOf(balance: ProgrammeFacts, places: ReadonlyMap<string, number>): Int32Array {
  const width = balance.horizon + 1;
  const rows = new Int32Array(places.size * width).fill(-1);
  for (let r = 0; r < balance.programme.length; r++) {
    const place = places.get(`${balance.programme[r]}|${balance.city[r]}`);
    const h = balance.at[r]! - balance.year;
    if (place !== undefined && h >= 0 && h < width) rows[place * width + h] = r;
  }
  return rows;
}

function runningYears({ offerings: o }: Facts, through: number) {
  const width = o.years.length;
  const running = new Int8Array(o.keys.length * width).fill(-1);
  const statedYears = new Uint8Array(width);
  for (let at = 0; at < running.length; at++) {
    const i = at % width;
    if (o.years[i]! > through) continue;
    for (const column of [o.registered, o.admitted, o.plan, o.onRoll, o.graduates]) {
      const value = column[at]!;
      if (Number.isNaN(value)) continue;
      // graduates tell that the row was stated, not that the offering still takes in or teaches
      const active = value > 0 && column !== o.graduates ? 1 : 0;
      running[at] = Math.max(running[at]!, active);
      statedYears[i] = 1;
    }
  }
  return { running, statedYears };
}

/** 1 = running in the year, 0 = it said that it was not, −1 = it said nothing. */
export function runningIn(world: World, offering: number, year: number): number {
  const { years } = world.facts.offerings;
  const i = year - (years[0] ?? 0);
  return i < 0 || i >= years.length ? -1 : world.running[offering * years.length + i]!;
}

/** Whether any offering stated anything for the year. */
export function isStated(world: World, year: number): boolean {
  const i = year - (world.facts.offerings.years[0] ?? 0);
  return world.statedYears[i] === 1;
}

/**
 * For each subject the share of its group that has a strictly lower figure, NaN where it has none itself. Equal figures
 * share one rank, that of the lowest place among them.
 */
export function shareBelow(values: Float64Array, groups: readonly string[]): Float64Array {
  const result = new Float64Array(values.length).fill(NaN);
  const lists = new Map<string, number[]>();
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) push(lists, groups[i]!, i);
  for (const list of lists.values()) {
    const sorted = Float64Array.from(list, (i) => values[i]!).sort();
    for (const i of list) result[i] = countBelow(sorted, values[i]!) / sorted.length;
  }
  return result;
}

/** How many of the sorted figures are lower than the value. */
function countBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
