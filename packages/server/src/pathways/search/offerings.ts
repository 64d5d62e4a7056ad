import { universityKey, type Channel, type PastLine, type PathOffering } from "@tixi/engines/pathways";
import { standards } from "@tixi/standards";
import {
  announcedLines,
  seatsOnOffer,
  type AnnouncedLine,
  type SeatsOnOffer,
} from "../../admissions/index.ts";
import type { Context } from "../../platform/index.ts";
import { offered, type Offered } from "./graph.sql.ts";

type Making = Omit<PathOffering, "seats" | "lines"> & {
  seats: Partial<Record<Channel, number>>;
  lines: PastLine[];
};

/** What schools of the province offer, and the seasons of admission that say what it takes to get there. */
export interface ProvinceOfferings {
  offerings: PathOffering[];
  /** names of the seasons whose published units say seats and tuition */
  seasons: string[];
  /** years of announced lines, the newest first */
  lineYears: number[];
}

/**
 * Offerings of the province with the seats of the plan, the seats and tuition of the newest seasons, and the lines of earlier
 * ones. What may be filed for is on offer, whether or not a school has reported it as an offering yet.
 */
export async function provinceOfferings(ctx: Context, province: string): Promise<ProvinceOfferings> {
  const seats = await seatsOnOffer(ctx, province);
  const lines = await announcedLines(ctx, province);
  return {
    offerings: joined(await offered(ctx, province), seats, lines),
    seasons: [...new Set(seats.map(({ season }) => season))],
    lineYears: [...new Set(lines.map(({ year }) => year))],
  };
}

/**
 * One offering for each school, programme and place. A unit of a season belongs to the offering of its school in its city, or to
 * the school's only one; schools are the same by their id in the register, or by their name where a file gave no id.
 */
export function joined(rows: readonly Offered[], seats: readonly SeatsOnOffer[], lines: readonly AnnouncedLine[]): PathOffering[] {
  const all: Making[] = [];
  const bySchool = new Map<string, Making[]>();
  const add = (one: Making): Making => {
    all.push(one);
    for (const school of new Set([one.school, one.schoolName])) {
      const key = `${school} ${one.programme}`;
      bySchool.set(key, [...(bySchool.get(key) ?? []), one]);
    }
    return one;
  };
  for (const { programme, school, name, kind, city, seats: planned } of rows)
    add({ programme: codeOf(programme), school, schoolName: name, schoolKind: kind, city, places: planned, seats: {}, tuition: null, lines: [] });
  const of = (one: SeatsOnOffer | AnnouncedLine): Making | undefined => {
    const programme = nodeOf(one);
    const known = (one.school === null ? undefined : bySchool.get(`${one.school} ${programme}`)) ?? bySchool.get(`${one.schoolName} ${programme}`) ?? [];
    return known.find(({ city }) => city === one.city) ?? (known.length === 1 || one.city === "" ? known[0] : undefined);
  };
  for (const one of seats) {
    const at = of(one) ?? add({ programme: nodeOf(one), school: one.school ?? one.schoolName, schoolName: one.schoolName, schoolKind: "", city: one.city, places: null, seats: {}, tuition: null, lines: [] });
    at.seats[one.channel] = (at.seats[one.channel] ?? 0) + one.seats;
    if (one.tuitionFrom !== null && one.tuitionTo !== null)
      at.tuition = { from: Math.min(at.tuition?.from ?? Infinity, one.tuitionFrom), to: Math.max(at.tuition?.to ?? 0, one.tuitionTo) };
  }
  for (const { year, season, category, score, rank, listed, vacancies, ...one } of lines) of(one as AnnouncedLine)?.lines.push({ year, season, category, score, rank, listed, vacancies });
  return all;
} // prettier-ignore

/** The State's suffix belongs to the code, whether a file wrote it or not. */
const codeOf = (programme: string): string => standards().findProgramme(programme)?.code ?? programme;

/** Undergraduate programmes stand in the graph under their names. */
const nodeOf = ({ level, programme, programmeName }: SeatsOnOffer | AnnouncedLine): string =>
  level === "undergraduate" ? universityKey(programmeName) : codeOf(programme);
