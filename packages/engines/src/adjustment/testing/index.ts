/** Invented facts for tests and the bench. The seed decides everything. */
import {
  factsOf,
  programmeFacts,
  type Facts,
  type OfferingYear,
  type SchoolYear,
} from "../../indicators/index.ts";
import type { ConditionRow, Level, SchoolType } from "../../types/index.ts";

/** A small generator (mulberry32): the same seed, the same numbers, everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A row of an offering with nothing stated but what is given. */
export function offeringYear(row: Partial<OfferingYear> & Pick<OfferingYear, "key" | "year">): OfferingYear {
  return {
    school: "s0",
    schoolName: row.school ?? "s0",
    programmeCode: "410101",
    level: "college",
    city: "350100",
    duration: 3,
    plan: null,
    admitted: null,
    registered: null,
    enrolment: [],
    graduates: null,
    employed: null,
    matchedEmployed: null,
    furtherStudy: null,
    stayed: null,
    ...row,
  };
}

/** A row of a school with nothing stated but what is given. */
export function schoolYear(row: Partial<SchoolYear> & Pick<SchoolYear, "school" | "year">): SchoolYear {
  const blank: Omit<ConditionRow, "schoolCode" | "schoolName" | "city" | "year"> = {
    schoolType: "engineering",
    studentsFull: null,
    masters: null,
    doctors: null,
    international: null,
    preparatory: null,
    trainees: null,
    adultFull: null,
    evening: null,
    correspondence: null,
    teachersFull: null,
    teachersPart: null,
    teachersGraduate: null,
    teachersSenior: null,
    dualQualified: null,
    landArea: null,
    buildingArea: null,
    teachingArea: null,
    dormArea: null,
    equipmentValue: null,
    equipmentNew: null,
    books: null,
    booksNew: null,
    computers: null,
  };
  return { schoolName: row.school, city: "350100", ...blank, ...row };
}

export interface Invented {
  facts: Facts;
  offerings: OfferingYear[];
  conditions: SchoolYear[];
}

/** Facts of so many offerings over years, with holes, ends, low and high figures; `programmes` are [code, level] pairs. */
export function inventFacts(
  count: number,
  years: readonly number[],
  seed: number,
  programmes: readonly (readonly [string, Level])[],
): Invented {
  const random = randomFrom(seed);
  const whole = (most: number): number => Math.floor(random() * (most + 1));
  const maybe = (value: number): number | null => (random() < 0.03 ? null : value);
  const cities = Array.from({ length: 9 }, (_, i) => String(350100 + i * 100));
  const schools = Math.max(1, Math.round(count / 24));
  const types: SchoolType[] = ["comprehensive", "engineering", "medical", "finance-law", "arts"];
  const offerings: OfferingYear[] = [];
  const conditions: SchoolYear[] = [];
  for (let s = 0; s < schools; s++)
    for (const year of years) {
      const students = 1500 + whole(9000);
      conditions.push(
        schoolYear({
          school: `s${s}`,
          city: cities[s % cities.length]!,
          year,
          schoolType: types[s % types.length]!,
          studentsFull: maybe(students),
          teachersFull: maybe(Math.round(students / (12 + random() * 14))),
          teachersPart: whole(80),
          teachersGraduate: maybe(Math.round((students / 20) * random())),
          teachingArea: maybe(Math.round(students * (6 + random() * 16))),
          equipmentValue: maybe(Math.round(students * (2000 + random() * 6000)) * 100),
          books: maybe(Math.round(students * (30 + random() * 60))),
        }),
      );
    }
  for (let o = 0; o < count; o++) {
    const school = o % schools;
    const [programmeCode, level] = programmes[whole(programmes.length - 1)]!;
    const quality = random();
    const ends = random() < 0.06 ? years[whole(years.length - 1)]! : Infinity;
    for (const year of years) {
      const plan = year >= ends ? 0 : 20 + whole(100);
      const admitted = Math.round(plan * (0.5 + 0.5 * quality));
      const graduates = 20 + whole(90);
      const employed = Math.round(graduates * Math.min(0.8, 0.2 + quality * random()));
      offerings.push(
        offeringYear({
          key: `o${String(o).padStart(6, "0")}`,
          school: `s${school}`,
          city: cities[school % cities.length]!,
          programmeCode,
          level,
          year,
          duration: 3,
          plan,
          admitted: maybe(admitted),
          registered: maybe(Math.round(admitted * (0.6 + 0.4 * random()))),
          enrolment: [whole(60), whole(60), whole(60)],
          graduates: maybe(graduates),
          employed: maybe(employed),
          matchedEmployed: maybe(Math.round(employed * random())),
          furtherStudy: maybe(Math.round((graduates - employed) * random())),
          classes: 1 + whole(4),
          teachers: 1 + whole(12),
          complaints: random() < 0.05 ? whole(4) : 0,
          firstChoice: Math.round(admitted * random()),
        }),
      );
    }
  }
  const last = years.at(-1)!;
  const places = [...new Set(offerings.map((row) => `${row.programmeCode}|${row.city}`))];
  const cells = places.flatMap((place) => {
    const [programme = "", city = ""] = place.split("|");
    const worth = random();
    return [0, 1, 2, 3, 4, 5].map((h) => {
      const supply = 30 + whole(300);
      const price = Math.max(0, Math.min(1, worth + (random() - 0.5) * 0.2));
      const surplus = supply * Math.max(0, 1 - worth * 1.4);
      return { year: last + h, programme, city, supply, surplus, priceMin: price, priceMax: price, countsOnlyDemand: supply, countsOnlyGap: -surplus }; // prettier-ignore
    });
  });
  return { facts: factsOf(offerings, conditions, [programmeFacts(last, cells)]), offerings, conditions };
}
