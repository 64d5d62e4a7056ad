import { standards } from "@tixi/standards";
import type { PathAgreement, PathOffering, PathwayData, PathwayQuery } from "../types.ts";

export const query = (more: Partial<PathwayQuery> = {}): PathwayQuery => ({
  stage: "junior",
  programme: null,
  status: "graduated",
  yearOfStudy: null,
  agreement: null,
  year: 2027,
  region: null,
  score: null,
  award: "none",
  certificate: "none",
  veteran: false,
  working: false,
  categories: [],
  programmes: [],
  occupations: [],
  ends: [],
  limit: 30,
  ...more,
});

export const agreement = (more: Partial<PathAgreement> = {}): PathAgreement => ({
  id: "a",
  kind: "3+2",
  lowerSchool: "s1",
  lowerSchoolName: "甲中职",
  lowerProgramme: "660301",
  upperSchoolName: "乙高职",
  upperProgramme: "460301",
  upperProgrammeName: "机电一体化技术",
  lowerYears: 3,
  upperYears: 2,
  firstCohort: 2025,
  lastCohort: null,
  quota: 40,
  lowerTuition: null,
  upperTuition: null,
  city: "420100",
  conditions: [],
  assessment: [],
  ...more,
});

/** Six programmes, one college that offers one of them: small enough to follow by hand. */
export const small: PathwayData = {
  programmes: [
    { code: "660301", name: "机电技术应用", level: "secondary", category: "66", className: "自动化类", years: 3 },
    { code: "660302", name: "电气设备运行与控制", level: "secondary", category: "66", className: "自动化类", years: 3 },
    { code: "720301", name: "护理", level: "secondary", category: "72", className: "护理类", years: 3 },
    { code: "460301", name: "机电一体化技术", level: "college", category: "46", className: "自动化类", years: 3 },
    { code: "520201", name: "护理", level: "college", category: "52", className: "护理类", years: 3 },
    { code: "260301", name: "机械电子工程技术", level: "bachelor", category: "26", className: "自动化类", years: 4 },
  ],
  progression: [
    { from: "660301", to: "460301", toName: "机电一体化技术", toLevel: "college" },
    { from: "460301", to: "260301", toName: "机械电子工程技术", toLevel: "bachelor" },
    { from: "460301", to: null, toName: "机械电子工程", toLevel: "university" },
  ],
  offerings: [{ programme: "460301", school: "b", schoolName: "乙高职", schoolKind: "college", city: "420100", places: 100, seats: {}, tuition: { from: 6000, to: 6000 }, lines: [] }],
  agreements: [],
  careers: new Map([["460301", [{ occupation: "6-31-01-03", name: "电工", weight: 0.9, gap: 120, gapMissing: null, pay: 6200, payMissing: null }]]]),
  creditRules: new Map([["460301", 2]]),
  comprehensiveSchools: 1,
}; // prettier-ignore

const SCHOOL_KINDS = [
  "secondary-school",
  "secondary-school",
  "college",
  "technician-school",
  "comprehensive-high-school",
];

/** The catalogue as it is, with made-up schools and so many made-up agreements between programmes that are officially linked. */
export function catalogue(agreements: number, seed = 1): PathwayData {
  const all = standards();
  const programmes = all.programmes.map(({ code, name, level, categoryCode, className, years }) => ({ code, name, level, category: categoryCode, className, years }));
  const progression = programmes.flatMap(({ code }) =>
    all.profile(code).onward.map(({ code: to, name, level }) => ({ from: code, to, toName: name, toLevel: level })),
  );
  let state = seed;
  const next = (n: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % n;
  };
  const coded = progression.filter(({ to, toLevel }) => to !== null || toLevel === "university");
  const kinds = { college: "3+2", bachelor: "3+4", university: "3+4", secondary: "3+2" } as const;
  const made = Array.from({ length: agreements }, (_, i): PathAgreement => {
    const link = coded[next(coded.length)]!;
    const fromCollege = link.from.startsWith("4") || link.from.startsWith("5");
    const five = !fromCollege && link.toLevel === "college" && next(3) === 0;
    return agreement({
      id: `a${i}`,
      kind: fromCollege ? "college-3+2" : five ? "five-year" : kinds[link.toLevel],
      lowerProgramme: five ? link.to! : link.from,
      upperProgramme: link.to,
      upperProgrammeName: link.toName,
      quota: 20 + next(60),
      firstCohort: 2020 + next(8),
      lastCohort: next(3) === 0 ? 2028 : null,
    });
  });
  const offerings = Array.from({ length: 12_000 }, (_, i): PathOffering => {
    const { code } = programmes[next(programmes.length)]!;
    return { programme: code, school: `s${next(400)}-${i}`, schoolName: "学校", schoolKind: SCHOOL_KINDS[next(SCHOOL_KINDS.length)]!, city: `42${String(1 + next(13)).padStart(2, "0")}00`, places: 30 + next(100), seats: {}, tuition: null, lines: [] };
  });
  const careers = new Map(
    programmes.map(({ code }) => [
      code,
      all.occupationsOf(code).map(({ code: occupation, weight }) => ({ occupation, name: all.findOccupation(occupation)?.name ?? "", weight, gap: null, gapMissing: "no-release" as const, pay: null, payMissing: "no-release" as const })),
    ]),
  );
  return { programmes, progression, offerings, agreements: made, careers, creditRules: new Map(), comprehensiveSchools: 1 };
} // prettier-ignore
