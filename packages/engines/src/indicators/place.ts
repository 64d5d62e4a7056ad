/** Indicators of a programme in a city (a place): what the balance says of it, and how many offer it; and of the region. */
import type { Basis, Indicator, IndicatorValue, ProgrammeFacts, World } from "./types.ts";
import { isStated, remembered, runningIn, unknown } from "./world.ts";

const BALANCE: Basis = {
  article: "一体一案 供需平衡",
  source: "engines/balance：结构性平衡的对偶价格",
  trust: "design",
};
const FUJIAN: Basis = { article: "MAJ-08 FJ-2023", source: "福建2023（厦门晚报）", trust: "B" };
const cell = (...fields: string[]): string[] => fields.map((field) => `planning.supply_cell.${field}`);

type Column = "supply" | "surplus" | "priceMin" | "priceMax" | "countsOnlyGap";

/** The cycle that was the newest one when those who enter after `year` were decided on. */
function balanceAt(world: World, year: number): ProgrammeFacts | undefined {
  const entry = year + world.entryYear - world.factsThrough;
  return world.facts.balances.findLast((b) => b.year <= entry);
}

/** Years after the release year that are asked for: `now`, or when those who enter graduate; no later than the horizon. */
function stepOf(
  world: World,
  balance: ProgrammeFacts,
  place: number,
  year: number,
  when: "now" | "graduation",
): number {
  const duration =
    when === "now" ? 0 : Math.ceil(world.places.duration[place]!) + world.entryYear - world.factsThrough;
  return Math.min(balance.horizon, Math.max(0, year + duration - balance.year));
}

function read(
  world: World,
  place: number,
  year: number,
  when: "now" | "graduation",
  column: Column,
): IndicatorValue {
  const balance = balanceAt(world, year);
  if (!balance) return unknown("no-cycle");
  const h = stepOf(world, balance, place, year, when);
  if (Number.isNaN(h)) return unknown("no-duration", "duration");
  const row = world.rowsOf.get(balance)![place * (balance.horizon + 1) + h]!;
  const value = row < 0 ? NaN : balance[column][row]!;
  return Number.isNaN(value) ? unknown("no-cell", column) : value;
}

/** The year of the cycle that the figure is about. */
const aboutYear =
  (when: "now" | "graduation") =>
  (world: World, place: number, year: number): number => {
    const balance = balanceAt(world, year);
    const step = balance ? stepOf(world, balance, place, year, when) : NaN;
    return balance && !Number.isNaN(step) ? balance.year + step : year;
  };

/** The year whose balance a decision of the run is judged on: graduation, or the last year that the cycle knows. */
export function graduationYear(world: World, duration: number): number | null {
  if (!world.balance || Number.isNaN(duration)) return null;
  return Math.min(world.balance.year + world.balance.horizon, world.entryYear + Math.ceil(duration));
}

const figureAt =
  (when: "now" | "graduation", column: Column) => (world: World, place: number, year: number) =>
    read(world, place, year, when, column);

function gapShare(when: "now" | "graduation") {
  return (world: World, place: number, year: number): IndicatorValue => {
    const supply = read(world, place, year, when, "supply");
    const surplus = read(world, place, year, when, "surplus");
    if (typeof supply !== "number") return supply;
    if (typeof surplus !== "number") return surplus;
    return supply > 0 ? surplus / supply : unknown("no-supply", "supply");
  };
}

function difference(
  later: (w: World, p: number, y: number) => IndicatorValue,
  now: (w: World, p: number, y: number) => IndicatorValue,
) {
  return (world: World, place: number, year: number): IndicatorValue => {
    const a = later(world, place, year);
    const b = now(world, place, year);
    return typeof a !== "number" ? a : typeof b !== "number" ? b : a - b;
  };
}

function offeringsOf(world: World, place: number, year: number): IndicatorValue {
  if (year > world.factsThrough || !isStated(world, year)) return unknown("year-outside");
  let count = 0;
  for (const o of world.ofProgramme.get(world.places.programme[place]!) ?? [])
    if (runningIn(world, o, year) === 1) count++;
  return count;
}

function citySchoolShare(world: World, place: number, year: number): IndicatorValue {
  if (year > world.factsThrough || !isStated(world, year)) return unknown("year-outside");
  const schools = remembered(world, `schools-at ${year}`, () => {
    const found = new Map<string, Set<number>>();
    const { city, level, school } = world.facts.offerings;
    world.placeOf.forEach((_, o) => {
      if (school[o]! < 0 || runningIn(world, o, year) !== 1) return;
      const name = `${city[o]}|${level[o]}`;
      const set = found.get(name) ?? new Set();
      found.set(name, set.add(school[o]!));
    });
    return found;
  });
  const { city, level, school } = world.facts.offerings;
  const here = new Set<number>();
  let where = "";
  for (const o of world.ofProgramme.get(world.places.programme[place]!) ?? []) {
    if (city[o] !== world.places.city[place]) continue;
    where = `${city[o]}|${level[o]}`;
    if (school[o]! >= 0 && runningIn(world, o, year) === 1) here.add(school[o]!);
  }
  const all = schools.get(where)?.size ?? 0;
  return all > 0 ? here.size / all : unknown("school-unknown", "school");
}

function changedShare(world: World, _: number, year: number): IndicatorValue {
  if (year > world.factsThrough || !isStated(world, year)) return unknown("year-outside");
  if (!isStated(world, year - 1)) return unknown("one-year-only");
  let before = 0;
  let changed = 0;
  for (let o = 0; o < world.placeOf.length; o++) {
    const was = runningIn(world, o, year - 1) === 1;
    const is = runningIn(world, o, year) === 1;
    if (was) before++;
    if (was !== is) changed++;
  }
  return before > 0 ? changed / before : unknown("no-admissions");
}

const GRADUATION = {
  zh: "所招学生毕业之年（不晚于测算期末）",
  en: "in the year in which entrants graduate (no later than the cycle's horizon)",
};

export const PLACE_INDICATORS: readonly Indicator[] = [
  {
    key: "price", name: { zh: "平衡价格（当前）", en: "balance price now" }, unit: "price", direction: "higher-better", about: "place",
    formula: { zh: "多一名毕业生给全省平衡增加的价值，0～1", en: "what one more graduate adds to the balance, 0 to 1" }, lineage: cell("price_min"), basis: BALANCE, aboutYear: aboutYear("now"),
    compute: figureAt("now", "priceMin"),
  },
  {
    key: "price-at-graduation", name: { zh: "平衡价格（毕业时）", en: "balance price at graduation" }, unit: "price", direction: "higher-better", about: "place",
    formula: { zh: `${GRADUATION.zh}多一名毕业生增加的价值`, en: `what one more graduate adds ${GRADUATION.en}` }, lineage: cell("price_min", "year"), basis: BALANCE, aboutYear: aboutYear("graduation"),
    compute: figureAt("graduation", "priceMin"),
  },
  {
    key: "price-trend", name: { zh: "平衡价格变化", en: "change of the balance price" }, unit: "price", direction: "higher-better", about: "place",
    formula: { zh: "毕业时价格 − 当前价格", en: "price at graduation − price now" }, lineage: cell("price_min", "year"), basis: BALANCE, aboutYear: aboutYear("graduation"),
    compute: difference(figureAt("graduation", "priceMin"), figureAt("now", "priceMin")),
  },
  {
    key: "gap-share", name: { zh: "富余率（当前）", en: "surplus share now" }, unit: "share", direction: "lower-better", about: "place",
    formula: { zh: "结构性富余 ÷ 供给", en: "structural surplus ÷ supply" }, lineage: cell("surplus", "supply"), basis: BALANCE, aboutYear: aboutYear("now"), compute: gapShare("now"),
  },
  {
    key: "gap-share-at-graduation", name: { zh: "富余率（毕业时）", en: "surplus share at graduation" }, unit: "share", direction: "lower-better", about: "place",
    formula: { zh: `${GRADUATION.zh}的结构性富余 ÷ 供给`, en: `structural surplus ÷ supply ${GRADUATION.en}` }, lineage: cell("surplus", "supply", "year"), basis: BALANCE, aboutYear: aboutYear("graduation"),
    compute: gapShare("graduation"),
  },
  {
    key: "gap-trend", name: { zh: "富余率变化", en: "change of the surplus share" }, unit: "share", direction: "lower-better", about: "place",
    formula: { zh: "毕业时富余率 − 当前富余率", en: "surplus share at graduation − now" }, lineage: cell("surplus", "supply", "year"), basis: BALANCE, aboutYear: aboutYear("graduation"),
    compute: difference(gapShare("graduation"), gapShare("now")),
  },
  {
    key: "counts-only-gap", name: { zh: "总量缺口", en: "counts-only gap" }, unit: "persons", direction: "higher-better", about: "place",
    formula: { zh: "按总量分摊的需求 − 供给", en: "demand shared out by counts − supply" }, lineage: cell("counts_only_gap"), basis: BALANCE, aboutYear: aboutYear("now"),
    compute: figureAt("now", "countsOnlyGap"),
  },
  {
    key: "programme-offerings", name: { zh: "全省布点数", en: "offerings of the programme in the region" }, unit: "count", direction: "lower-better", about: "place",
    formula: { zh: "当年有计划、招生或在校生的专业点数", en: "offerings with a plan, intake or students in the year" }, lineage: ["demand.offering"], basis: FUJIAN, compute: offeringsOf,
  },
  {
    key: "city-school-share", name: { zh: "所在市开设学校比例", en: "share of the city's schools that offer it" }, unit: "share", direction: "lower-better", about: "place",
    formula: { zh: "本市开设该专业的学校数 ÷ 本市同层次学校数", en: "schools of the city that offer it ÷ schools of the level in the city" }, lineage: ["demand.offering"], basis: FUJIAN,
    compute: citySchoolShare,
  },
]; // prettier-ignore

export const REGION_INDICATORS: readonly Indicator[] = [
  {
    key: "changed-share", name: { zh: "专业点变动比例", en: "share of offerings changed" }, unit: "share", direction: "none", about: "region",
    formula: { zh: "（当年新开 + 当年停办的专业点）÷ 上年专业点", en: "(opened + ended in the year) ÷ offerings of the year before" }, lineage: ["demand.offering"],
    basis: FUJIAN, compute: changedShare,
  },
]; // prettier-ignore
