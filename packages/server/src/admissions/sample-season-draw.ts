/** The sample season as it is drawn: always the same for the same schools and pupils. No I/O. */
import { standards } from "@tixi/standards";
import type { SamplePupil } from "../registry/index.ts";

export const BACHELOR = "职业本科";
export const COLLEGE = "高职专科";
export const VETERAN = "退役军人";
/** names of categories of programmes, in the order of the pupils' programmes */
export const CATEGORIES = ["装备制造大类", "电子与信息大类", "财经商贸大类", "医药卫生大类", "旅游大类", "教育与体育大类", "交通运输大类", "农林牧渔大类"] as const; // prettier-ignore

export interface SampleSchool {
  id: string;
  name: string;
  kind: "secondary-school" | "college" | "vocational-university";
  region: string;
}
export interface SampleUnit {
  unit: string;
  category: string;
  batch: string;
  level: "college" | "bachelor";
  capacity: number;
  reserve: number;
  school: SampleSchool;
  schoolCode: string;
  programme: string;
  programmeName: string;
  tuition: number;
  years: number;
  /** how much it is wanted, from 0 to 1 */
  appeal: number;
}
export interface SampleCandidate {
  person: string;
  kind: "current" | "earlier" | "veteran";
  category: string;
  programme: string | null;
  school: string | null;
  region: string;
  veteran: boolean;
  /** ten-thousandths by subject; null = absent */
  scores: Record<"chinese" | "mathematics" | "english" | "skill", number | null>;
  lists: { batch: string; units: string[] }[];
}

/** A sequence of numbers from 0 to 1 (mulberry32). */
export function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const programmesOf = (category: string, level: "secondary" | "college" | "bachelor") =>
  standards().programmes.filter((one) => one.categoryName === category && one.level === level);

/** The category of each programme of a secondary school, by its code. */
export const categoriesByCode = (): Map<string, string> =>
  new Map(
    CATEGORIES.flatMap((name) => programmesOf(name, "secondary").map(({ code }) => [code, name] as const)),
  );

const COLLEGES = 24;
const UNIVERSITIES = 4;

/**
 * Units of the colleges and vocational universities: two programmes in each of four categories; seats for three in four.
 * They are the same in every year; how much each is wanted and how many it takes moves a little from year to year.
 */
export function drawUnits(schools: readonly SampleSchool[], candidates: number, yearsAgo = 0): SampleUnit[] {
  const next = draws(11);
  const drift = draws(1100 + yearsAgo);
  const moved = () => (yearsAgo === 0 ? 0 : drift() - 0.5);
  const bachelor = schools.filter(({ kind }) => kind === "vocational-university").slice(0, UNIVERSITIES);
  const college = schools.filter(({ kind }) => kind === "college").slice(0, COLLEGES);
  const units: SampleUnit[] = [];
  for (const [i, school] of [...bachelor, ...college].entries()) {
    const level = i < bachelor.length ? "bachelor" : "college";
    const schoolCode = String(1001 + i);
    const rank = next();
    let running = 0;
    for (let k = 0; k < 4; k++) {
      const category = CATEGORIES[(i * 3 + k) % CATEGORIES.length]!;
      const programmes = programmesOf(category, level);
      for (let p = 0; p < 2 && p < programmes.length; p++) {
        const programme = programmes[(i * 5 + p * 7 + k) % programmes.length]!;
        units.push({
          unit: `${schoolCode}${String(++running).padStart(2, "0")}`,
          category,
          batch: level === "bachelor" ? BACHELOR : COLLEGE,
          level,
          capacity: 0,
          reserve: 0,
          school,
          schoolCode,
          programme: programme.code,
          programmeName: programme.name,
          tuition: level === "bachelor" ? 6500 : 5000,
          years: level === "bachelor" ? 4 : 3,
          appeal: 0.75 * rank + 0.25 * next() + 0.2 * moved(),
        });
      }
    }
  }
  for (const batch of [BACHELOR, COLLEGE]) {
    const own = units.filter((one) => one.batch === batch);
    const each = (candidates * (batch === BACHELOR ? 0.12 : 0.68)) / Math.max(1, own.length);
    for (const one of own) {
      one.capacity = Math.max(2, Math.round(each * (0.6 + 0.8 * next()) * (1 + 0.2 * moved())));
      one.reserve = batch === COLLEGE && next() < 0.2 ? 1 : 0;
    }
  }
  return units;
}

/** Candidates: each pupil, and the sample's student, who is behind most of the others and wants what everybody wants. */
export function drawCandidates(
  pupils: readonly SamplePupil[],
  units: readonly SampleUnit[],
  { student, region, yearsAgo }: { student: string | null; region: string; yearsAgo: number },
): SampleCandidate[] {
  const next = draws(29 + 100 * yearsAgo);
  const bell = () => next() + next() + next() + next() - 2;
  const byCode = categoriesByCode();
  const score = (ability: number, max: number) => (next() < 0.004 ? null : Math.round(Math.max(0, Math.min(max, max * (0.58 + 0.17 * ability + 0.07 * bell()))) * 2) * 5_000);
  const drawn = (category: string, ability: number): Pick<SampleCandidate, "category" | "scores" | "lists"> => {
    const wanted = (batch: string, most: number) =>
      units
        .filter((one) => one.category === category && one.batch === batch)
        .map((one) => ({ unit: one.unit, want: one.appeal * (0.6 + 0.3 * ability) + 0.55 * next() }))
        .sort((a, b) => b.want - a.want)
        .slice(0, most)
        .map(({ unit }) => unit);
    const lists = [];
    const best = ability > 0.2 ? wanted(BACHELOR, 2 + Math.floor(next() * 3)) : [];
    if (best.length > 0) lists.push({ batch: BACHELOR, units: best });
    const others = next() < 0.03 ? [] : wanted(COLLEGE, 3 + Math.floor(next() * 8));
    if (others.length > 0) lists.push({ batch: COLLEGE, units: others });
    return { category, scores: { chinese: score(ability, 100), mathematics: score(ability, 100), english: score(ability, 100), skill: score(ability, 300) }, lists };
  };
  const all = pupils.map((pupil): SampleCandidate => {
    const veteran = next() < 0.01;
    return {
      person: pupil.person,
      kind: veteran ? "veteran" : "current",
      programme: pupil.programme,
      school: pupil.school,
      region: pupil.region,
      veteran,
      ...drawn(byCode.get(pupil.programme) ?? CATEGORIES[0], Math.max(-2, Math.min(2, bell()))),
    };
  });
  if (student !== null) {
    const category = CATEGORIES[0];
    const favourites = units
      .filter((one) => one.category === category && one.batch === COLLEGE)
      .sort((a, b) => b.appeal - a.appeal)
      .slice(0, 3)
      .map(({ unit }) => unit);
    all.splice(120, 0, {
      person: student,
      kind: "earlier",
      category,
      programme: null,
      school: null,
      region,
      veteran: false,
      scores: { chinese: 400_000, mathematics: 365_000, english: 390_000, skill: 1_280_000 },
      lists: [{ batch: COLLEGE, units: favourites }],
    });
  }
  return all;
} // prettier-ignore
