/**
 * The official cut-off tables beside the project (../shared/data): 3,352 lines of groups of one province, 2024 and 2025, and its
 * plan of 2026. They are read in, checked, and compared with what Tixi says and computes. Without them this is skipped, and says so.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { parallel, type Round } from "@tixi/engines/allocation";
import { Random } from "@tixi/engines/allocation/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { openTable } from "../platform/files/tabular.ts";
import {
  adviceRange,
  intervalOf,
  rangeOf,
  yearlyChanges,
  type ChangeRange,
  type YearlyChange,
} from "./advice-interval.ts";
import { impliedSteps, rankExceptions } from "./past-lines-check.ts";
import { lineKey, readPastLines, type LinesRead, type PastLine } from "./past-lines-read.ts"; // prettier-ignore

const SUPPLY = path.resolve(import.meta.dirname, "../../../../../shared/data/supply");
const LINES = path.join(SUPPLY, "hubei_zhuanke_group_reference_lines_2024_2025.csv");
const PLAN = path.join(SUPPLY, "hubei_2026_zhuanke_plan.csv");
const there = existsSync(LINES) && existsSync(PLAN);
if (!there)
  console.warn("no official cut-off tables beside the project (../shared/data/supply): nothing is compared");

const SEASON = {
  year: 2026,
  categories: [{ key: "历史类", name: "历史类" }, { key: "物理类", name: "物理类" }],
  rules: { structure: "group" as const, batches: [{ id: "专科提前批" }, { id: "college" }] },
}; // prettier-ignore
const read = (season: typeof SEASON = SEASON): Promise<LinesRead> =>
  readPastLines({ path: LINES, name: "lines.csv" }, season);
const say = (text: string) => console.info(`  ${text}`);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

describe.skipIf(!there)("the published lines of 2024 and 2025", () => {
  let all: LinesRead;
  let listed: Map<string, number>;
  beforeAll(async () => {
    all = await read();
    listed = new Map();
    for (const { year, category, rank } of all.lines)
      listed.set(`${year} ${category}`, Math.max(listed.get(`${year} ${category}`) ?? 0, rank!));
  });

  test("all rows are read, told as duplicates, or rejected with a reason", async () => {
    say(`${all.read} rows: ${all.lines.length} lines, ${all.duplicate} duplicates, ${all.faults.length} rejected`);
    expect(all.read).toBe(3352);
    expect(all.lines.length + all.duplicate + all.faults.length).toBe(all.read);
    expect(all.faults).toEqual([]);
    // 100 rows stand twice as they are, two more once the same unit is written in another way
    expect(all.duplicate).toBe(102);
    expect(all.lines[0]).toEqual({ row: 2, year: 2024, category: "历史类", batch: "college", schoolCode: "zk-664", school: "上海出版印刷高等专科学校", programme: "", group: "01", kind: "", score: "406", rank: 55743, listed: null, admitted: null });
    // a season without the early batch rejects its lines, each by its row
    const without = await read({ ...SEASON, rules: { structure: "group", batches: [{ id: "college" }] } });
    const early = without.faults.filter(({ field, value }) => field === "batch" && value === "专科提前批");
    say(`without the early batch: ${early.length} rejected, e.g. row ${early[0]!.row}: ${early[0]!.zh}`);
    expect(early.length).toBe(without.faults.length);
    expect(without.lines.length + without.duplicate + early.length).toBe(all.read);
  }); // prettier-ignore

  test("places fall as scores rise within a year, subject and plan category, and the lines imply a one-point table", () => {
    const exceptions = rankExceptions(all.lines);
    for (const one of exceptions) say(`exception: ${one.year} ${one.category}, rows ${one.row} and ${one.before}`);
    // the places of all plan categories are those of one list, so that this holds across them too
    expect(exceptions).toEqual([]);
    const tables = impliedSteps(all.lines);
    for (const [key, steps] of tables) {
      const [first, last] = [steps[0]!, steps.at(-1)!];
      say(`${key}: ${steps.length} scores, ${first.points} points = place ${first.cumulative} to ${last.points} = ${last.cumulative}`);
      for (const [i, step] of steps.entries())
        if (i > 0) expect(step.cumulative).toBeGreaterThan(steps[i - 1]!.cumulative);
    }
    expect(tables.size).toBe(4);
    // and one score has one place: what was published is read off the one-point table
    const places = new Map<string, number>();
    for (const { year, category, score, rank } of all.lines) {
      const key = `${year} ${category} ${score}`;
      expect(places.get(key) ?? rank).toBe(rank);
      places.set(key, rank!);
    }
  }); // prettier-ignore

  const keyOf = (line: PastLine) => lineKey({ ...line, year: 0 });
  const changesIn = (category: string, place: (line: PastLine) => number): YearlyChange[] =>
    yearlyChanges(all.lines.filter((line) => line.category === category).map((line) => ({ key: keyOf(line), year: line.year, place: place(line) }))); // prettier-ignore
  const within = (changes: readonly YearlyChange[], range: ChangeRange) =>
    changes.filter(({ change }) => change >= range.low && change <= range.high).length / changes.length;
  const middle = (values: readonly number[]) =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  const quantiles = (changes: readonly YearlyChange[]): ChangeRange => rangeOf(changes.map(({ change }) => change).sort((a, b) => a - b))!; // prettier-ignore

  test("the advice of 2025 from the lines of 2024: how often the stated range held, before and after places took the place of shares", () => {
    const subjects = ["历史类", "物理类"];
    const share = new Map(subjects.map((one) => [one, changesIn(one, (line) => line.rank! / listed.get(`${line.year} ${line.category}`)!)])); // prettier-ignore
    const place = new Map(subjects.map((one) => [one, changesIn(one, (line) => line.rank!)]));
    for (const own of subjects) {
      const other = subjects.find((one) => one !== own)!;
      const [s, p] = [share.get(own)!, place.get(own)!];
      // what one list knows of its year, asked of the other, which had another year
      const shared = within(s, quantiles(share.get(other)!));
      const placed = within(p, adviceRange(place.get(other)!, []).range!);
      const advice = adviceRange(p, place.get(other)!);
      say(`${own}: ${p.length} groups of both years; median change of the share ${percent(Math.exp(middle(s.map((c) => c.change))) - 1)}, of the place ${percent(Math.exp(middle(p.map((c) => c.change))) - 1)}`);
      say(`  a range from the other subject holds: shares ${percent(shared)}, places even on both sides ${percent(placed)}`);
      say(`  the advice's own range ×${Math.exp(advice.range!.low).toFixed(3)}–${Math.exp(advice.range!.high).toFixed(3)} holds when each is left out: ${percent(advice.covered!)}`);
      expect(Math.abs(middle(p.map((c) => c.change)))).toBeLessThan(0.02);
      expect(placed).toBeGreaterThan(shared);
      expect(advice.covered!).toBeGreaterThanOrEqual(0.8);
    }
    expect(share.get("历史类")!.length).toBe(place.get("历史类")!.length);
  }); // prettier-ignore

  test("the words before, within and behind: half of the schools advise the other half", () => {
    const random = new Random(2025);
    let [before, behind, inside, groups] = [0, 0, 0, 0];
    for (let time = 0; time < 20; time++) {
      const half = new Map<string, boolean>();
      const known = (line: PastLine) => {
        if (!half.has(line.school)) half.set(line.school, random.chance(0.5));
        return half.get(line.school)!;
      };
      for (const subject of ["历史类", "物理类"]) {
        const lines = all.lines.filter(({ category }) => category === subject);
        const told = lines.filter(known);
        const { range } = adviceRange(yearlyChanges(told.map((line) => ({ key: keyOf(line), year: line.year, place: line.rank }))), []);
        const last = new Map(lines.filter(({ year }) => year === 2024).map((line) => [keyOf(line), line.rank!]));
        for (const line of lines) {
          const was = last.get(keyOf(line));
          if (line.year !== 2025 || was === undefined || known(line)) continue;
          const { from, to } = intervalOf(was, range!, listed.get(`2025 ${subject}`)!);
          groups++;
          // who stood just before the range was told so; where the line was above him he was told wrong
          if (line.rank! < from) before++;
          else if (line.rank! > to) behind++;
          else inside++;
        }
      }
    }
    say(`${groups} lines of 2025 asked: ${percent(inside / groups)} in the range; “before” was wrong for ${percent(before / groups)}, “behind” for ${percent(behind / groups)}`);
    expect(inside / groups).toBeGreaterThanOrEqual(0.78);
    expect(before / groups).toBeLessThanOrEqual(0.12);
    expect(behind / groups).toBeLessThanOrEqual(0.12);
  }); // prettier-ignore

  test("an allocation over the groups of 2026, wishes after the order of 2025: its cut-offs beside the published ones", async () => {
    const plan = await seatsOf2026();
    for (const subject of ["历史类", "物理类"]) {
      const lines = new Map(all.lines.filter((l) => l.year === 2025 && l.category === subject && l.kind === "" && l.batch === "college").map((l) => [`${l.schoolCode} ${l.group}`, l.rank!]));
      const units = [...(plan.get(subject) ?? new Map<string, number>())].flatMap(([key, seats]) => (lines.has(key) ? [{ seats, line: lines.get(key)! }] : []));
      const cutoffs = file(units, listed.get(`2025 ${subject}`)!, 20260624);
      const pairs = units.flatMap(({ line }, u) => (cutoffs[u]! < 0 ? [] : [[line, cutoffs[u]!] as const]));
      const off = middle(pairs.map(([line, cutoff]) => Math.abs(Math.log(cutoff / line))));
      const rho = rankCorrelation(pairs);
      say(`${subject}: ${units.length} groups, ${units.reduce((sum, { seats }) => sum + seats, 0)} seats; ${units.length - pairs.length} not full; rank correlation ${rho.toFixed(3)}, median deviation of the last place ${percent(Math.exp(off) - 1)}`);
      expect(rho).toBeGreaterThan(0.98);
      expect(off).toBeLessThan(0.05);
      expect(pairs.length / units.length).toBeGreaterThan(0.95);
    }
  }, 120_000); // prettier-ignore
});

/** General seats by subject and group, from the plan of 2026. */
async function seatsOf2026(): Promise<Map<string, Map<string, number>>> {
  const table = await openTable(PLAN);
  const at = (name: string) => table.headers.indexOf(name);
  const [school, subject, batch, kind, group, count] = ["school_id", "subject_type", "batch", "plan_category", "group_code", "plan_count"].map(at) as [number, number, number, number, number, number]; // prettier-ignore
  const seats = new Map<string, Map<string, number>>();
  for await (const rows of table.rows())
    for (const { values } of rows) {
      if (values[batch] !== "专科批" || values[kind] !== "普通类") continue;
      const own = seats.get(values[subject]!) ?? new Map<string, number>();
      const key = `${values[school]} ${values[group]!.normalize("NFKC").replace(/[()\s]/g, "")}`;
      seats.set(values[subject]!, own.set(key, (own.get(key) ?? 0) + Number(values[count])));
    }
  return seats;
}

const WISHES = 30;
const BANDS = 20;

/**
 * Engine A over a list of so many, with demand after the order of last year: in each twentieth of the list as many take part as
 * there are seats of groups whose line lay in it; each names groups whose line lay from somewhat before him to well behind him,
 * large ones more often, the earlier lines roughly first.
 * @returns the place in the whole list of the last one admitted, −1 where seats stayed empty
 */
function file(units: readonly { seats: number; line: number }[], listed: number, seed: number): Int32Array {
  const random = new Random(seed);
  const byLine = units.map((_, u) => u).sort((a, b) => units[a]!.line - units[b]!.line);
  const lines = byLine.map((u) => units[u]!.line);
  const before = [0]; // seats of the groups whose line is earlier
  for (const u of byLine) before.push(before.at(-1)! + units[u]!.seats);
  const band = (place: number) => Math.min(BANDS - 1, Math.floor((BANDS * (place - 1)) / listed));
  const wanted = new Float64Array(BANDS);
  for (const { seats, line } of units) wanted[band(line)]! += seats;
  const places: number[] = [];
  for (let place = 1; place <= listed; place++)
    if (random.chance((wanted[band(place)]! * BANDS) / listed)) places.push(place);
  const unit: number[] = [];
  const start = new Int32Array(places.length + 1);
  const named = new Set<number>();
  for (const [c, place] of places.entries()) {
    const to = firstAbove(lines, 1.25 * place + 0.02 * listed);
    const from = Math.max(0, Math.min(firstAbove(lines, 0.9 * place), to - 2 * WISHES));
    named.clear();
    for (let draws = 0; named.size < WISHES && draws < 10 * WISHES; draws++)
      named.add(firstAbove(before, before[from]! + random.next() * (before[to]! - before[from]!)) - 1);
    const liked = [...named].map((k) => ({
      u: byLine[k]!,
      merit: lines[k]! * (0.98 + 0.04 * random.next()),
    }));
    unit.push(...liked.sort((a, b) => a.merit - b.merit).map(({ u }) => u));
    start[c + 1] = unit.length;
  }
  const people = Int32Array.from(places, (_, c) => c);
  const round: Round = {
    order: people,
    place: people,
    open: new Int32Array(places.length).fill(1),
    start,
    unit: Int32Array.from(unit),
    first: new Int32Array(units.length),
    last: new Int32Array(units.length).fill(places.length - 1),
  };
  const left = Int32Array.from(units, (one) => one.seats);
  const got = parallel(round, left);
  const cutoffs = new Int32Array(units.length).fill(-1);
  got.forEach((entry, c) => entry >= 0 && (cutoffs[unit[entry]!] = places[c]!));
  return cutoffs.map((cutoff, u) => (left[u]! > 0 ? -1 : cutoff));
}

/** Index of the first value above; ascending values. */
function firstAbove(values: readonly number[], value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Spearman's. */
function rankCorrelation(pairs: readonly (readonly [number, number])[]): number {
  const ranks = (values: readonly number[]): number[] => {
    const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
    const rank = new Array<number>(values.length);
    for (let i = 0; i < order.length;) {
      let j = i;
      while (j < order.length && values[order[j]!] === values[order[i]!]) j++;
      for (let k = i; k < j; k++) rank[order[k]!] = (i + j - 1) / 2;
      i = j;
    }
    return rank;
  };
  const [x, y] = [ranks(pairs.map(([a]) => a)), ranks(pairs.map(([, b]) => b))];
  const mean = (pairs.length - 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (const [i, a] of x.entries()) {
    xy += (a - mean) * (y[i]! - mean);
    xx += (a - mean) ** 2;
    yy += (y[i]! - mean) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}
