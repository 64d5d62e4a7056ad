/** Programmes that nobody offers, in the region or in a city, and that the balance asks for; with the schools best placed. */
import { checkConditions, graduationYear, runningIn } from "../indicators/index.ts";
import type { Level } from "../types/index.ts";
import type { Evaluator } from "./evaluate.ts";
import { forbidding } from "./forbidding.ts";
import type { MissingInput, MissingProgramme, PlacedSchool } from "./types.ts";

const RANK: Record<string, number> = { none: 0, secondary: 1, college: 2, bachelor: 3, postgraduate: 4 };
type Programme = MissingInput["programmes"][number];

/**
 * Shortage of the occupations that a programme leads to, at levels that it suffices for, in the year its entrants graduate.
 * Programmes share occupations: the figures are upper bounds and are not to be added up.
 */
export function findMissing(evaluator: Evaluator, input: MissingInput): MissingProgramme[] {
  const { world } = evaluator;
  const rules = evaluator.ruleSet.missing;
  if (!rules || !world.balance) return [];
  const offered = offeredPlaces(evaluator);
  const levels = new Set(world.facts.offerings.level);
  const shortages = shortagesOf(input.demand);
  const cities = [...new Set(input.demand.map(({ city }) => city))].filter((city) => city !== "").sort();
  const byCity = new Map<string, MissingProgramme[]>(cities.map((city) => [city, []]));
  const region: MissingProgramme[] = [];
  for (const programme of [...input.programmes].sort((a, b) => (a.code < b.code ? -1 : 1))) {
    // A level that nobody here teaches is another question than a programme that is missing.
    if (!levels.has(programme.level)) continue;
    const year = graduationYear(world, programme.years ?? TYPICAL_YEARS[programme.level]);
    if (year === null) continue;
    const links = input.occupationsOf(programme.code).filter(({ weight }) => weight >= rules.minWeight);
    if (links.length === 0) continue;
    const inCity = (city: string) =>
      links.flatMap(({ code, weight }) => {
        const shortage = shortages.get(`${year}|${city}|${code}`)?.[RANK[programme.level]!] ?? 0;
        return shortage > 0 ? [{ occupation: code, city, shortage, weight }] : [];
      });
    const nobody = !offered.anywhere.has(programme.code);
    const everywhere: MissingProgramme["occupations"] = [];
    for (const city of cities) {
      const occupations = inCity(city);
      everywhere.push(...occupations);
      if (nobody || offered.places.has(`${programme.code}|${city}`)) continue;
      const found = entry(programme, city, year, occupations);
      if (found.shortage >= rules.cityShortage) byCity.get(city)!.push(found);
    }
    if (!nobody) continue;
    const found = entry(programme, "", year, everywhere);
    if (found.shortage >= rules.regionShortage) region.push(found);
  }
  const chosen = [
    ...largest(region, rules.region),
    ...cities.flatMap((city) => largest(byCity.get(city)!, rules.perCity)),
  ];
  const schools = new SchoolFinder(evaluator, input.programmes);
  for (const found of chosen) {
    const subject = { index: -1, school: -1, ...found };
    found.forbiddenBy = forbidding(evaluator, "add", subject).fired.map(({ rule }) => rule);
    found.schools = schools.best(found, rules.schools);
  }
  return chosen;
}

const TYPICAL_YEARS: Record<Level, number> = { secondary: 3, college: 3, bachelor: 4 };

function entry(
  { code, level, controlled }: Programme,
  city: string,
  year: number,
  occupations: MissingProgramme["occupations"],
): MissingProgramme {
  const sorted = occupations.sort(
    (a, b) =>
      b.shortage * b.weight - a.shortage * a.weight ||
      (`${a.occupation}${a.city}` < `${b.occupation}${b.city}` ? -1 : 1),
  );
  const shortage = sorted.reduce((sum, o) => sum + o.shortage * o.weight, 0);
  return { programme: code, level, controlled, city, year, shortage, occupations: sorted.slice(0, 8), forbiddenBy: [], schools: [] }; // prettier-ignore
}

const largest = (list: MissingProgramme[], most: number): MissingProgramme[] =>
  list.sort((a, b) => b.shortage - a.shortage || (a.programme < b.programme ? -1 : 1)).slice(0, most);

function offeredPlaces({ world }: Evaluator) {
  const places = new Set<string>();
  const anywhere = new Set<string>();
  const { programme, city } = world.facts.offerings;
  for (let o = 0; o < programme.length; o++) {
    if (runningIn(world, o, world.factsThrough) !== 1 && runningIn(world, o, world.factsThrough - 1) !== 1) continue;
    places.add(`${programme[o]}|${city[o]}`);
    anywhere.add(programme[o]!);
  }
  return { places, anywhere };
} // prettier-ignore

/** By year, city and occupation: shortage that a level suffices for, index = rank of the level. */
function shortagesOf(demand: MissingInput["demand"]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const { year, city, occupation, level, shortage } of demand) {
    if (!(shortage > 0)) continue;
    const key = `${year}|${city}|${occupation}`;
    const sums = found.get(key) ?? [0, 0, 0, 0, 0];
    for (let rank = RANK[level]!; rank < sums.length; rank++) sums[rank]! += shortage;
    found.set(key, sums);
  }
  return found;
}

class SchoolFinder {
  readonly #evaluator: Evaluator;
  readonly #class = new Map<string, { classCode: string; categoryCode: string }>();
  /** schools with an offering of the category, and those offerings */
  readonly #ofCategory = new Map<string, Map<number, number[]>>();

  constructor(evaluator: Evaluator, programmes: readonly Programme[]) {
    this.#evaluator = evaluator;
    for (const programme of programmes) this.#class.set(programme.code, programme);
    const { world } = evaluator;
    const { programme, school } = world.facts.offerings;
    for (let o = 0; o < programme.length; o++) {
      const category = this.#class.get(programme[o]!)?.categoryCode;
      if (!category || school[o]! < 0) continue;
      if (runningIn(world, o, world.factsThrough) !== 1 && runningIn(world, o, world.factsThrough - 1) !== 1) continue; // prettier-ignore
      const schools = this.#ofCategory.get(category) ?? new Map<number, number[]>();
      schools.set(school[o]!, [...(schools.get(school[o]!) ?? []), o]);
      this.#ofCategory.set(category, schools);
    }
  }

  /**
   * Schools by what they have for it: siblings of the class count most, then teachers of those, siblings of the category, and
   * conditions; those that a rule forbids come last. The weights are Tixi's own; each part is told beside the score.
   */
  best(wanted: MissingProgramme, most: number): PlacedSchool[] {
    const { world, ruleSet } = this.#evaluator;
    const { classCode, categoryCode } = this.#class.get(wanted.programme)!;
    const { years, teachers, programme } = world.facts.offerings;
    const found: PlacedSchool[] = [];
    for (const [school, offerings] of this.#ofCategory.get(categoryCode) ?? []) {
      const city = world.facts.schools.city[school]!;
      if (wanted.city !== "" && city !== wanted.city) continue;
      const siblings = offerings.filter((o) => this.#class.get(programme[o]!)?.classCode === classCode);
      const staff = siblings.map((o) => teachers[o * years.length + world.factsThrough - years[0]!] ?? NaN).filter((n) => !Number.isNaN(n)); // prettier-ignore
      const checks = checkConditions(world, ruleSet.qualified, school, world.factsThrough).filter(({ met }) => met !== null); // prettier-ignore
      const failing = checks.length > 0 ? checks.filter(({ met }) => !met).length : null;
      const siblingTeachers = staff.length > 0 ? staff.reduce((sum, n) => sum + n, 0) : null;
      const subject = { index: -1, school, programme: wanted.programme, level: wanted.level, city };
      const forbiddenBy = forbidding(this.#evaluator, "add", subject).fired.map(({ rule }) => rule);
      const score =
        10 * siblings.length +
        Math.min(10, (siblingTeachers ?? 0) / 2) +
        Math.min(10, offerings.length - siblings.length) -
        3 * (failing ?? 0);
      found.push({
        school: world.facts.schools.keys[school]!,
        name: world.facts.schools.names[school]!,
        city,
        siblings: siblings.map((o) => programme[o]!).sort(),
        categorySiblings: offerings.length - siblings.length,
        siblingTeachers,
        conditionFailures: failing,
        forbiddenBy,
        score,
      });
    }
    const barred = (school: PlacedSchool): number => (school.forbiddenBy.length > 0 ? 1 : 0);
    return found
      .sort((a, b) => barred(a) - barred(b) || b.score - a.score || (a.school < b.school ? -1 : 1))
      .slice(0, most);
  }
}
