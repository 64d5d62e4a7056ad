/** Published lines of past years as what the advice and the history look at. */
import { sql } from "kysely";
import type { Context } from "../platform/index.ts";
import type { SeasonBase } from "./score-season.ts";

/** What a unit is, whatever its number in a year. */
export interface UnitIdentity {
  batch: string;
  category: string;
  schoolCode: string;
  schoolName: string;
  programme: string;
  programmeName: string;
  city: string;
}

export interface KnownLine {
  year: number;
  /** title under which it was published */
  title: string;
  category: string;
  batch: string;
  schoolCode: string;
  school: string;
  programme: string;
  group: string;
  lastRank: number | null;
  lastScore: string | null;
  listed: number | null;
  admitted: number | null;
}

/** A unit is the same in every year by its batch, category, school, programme and place: numbers may change. */
export const unitKey = (
  unit: Pick<UnitIdentity, "batch" | "category" | "schoolName" | "programme" | "city">,
): string => JSON.stringify([unit.batch, unit.category, unit.schoolName, unit.programme, unit.city]);

/** A group is the same by its batch, category, school and code. */
export const groupKey = (batch: string, category: string, school: string, code: string): string =>
  JSON.stringify(["group", batch, category, school, code]);

/** Lines of general seats with a place, of the categories and years asked for. */
export async function knownLines(
  ctx: Context,
  season: SeasonBase,
  of: { categories: readonly string[] | null; from: number; to: number },
): Promise<KnownLine[]> {
  const { rows } = await sql<KnownLine>`select l.year, p.title, l.category, l.batch, l.school_code as "schoolCode", l.school_name as school, l.programme,
      l.group_code as "group", l.last_rank as "lastRank", trim_scale(l.last_score)::text as "lastScore", l.listed, l.admitted
    from admissions.past_line l join admissions.past_source p on p.province = l.province and p.id = l.source_id
    where l.province = ${season.province} and l.channel = ${season.channel} and l.year between ${of.from} and ${of.to} and l.kind = '' and l.last_rank is not null
      ${of.categories === null ? sql`` : sql`and l.category = any(${[...of.categories]}::text[])`}
    order by l.year desc, l.source_id, l.row_number`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** Identities of a season's units of a category. */
export async function unitIdentities(ctx: Context, season: SeasonBase, category: string): Promise<UnitIdentity[]> {
  const { rows } = await sql<UnitIdentity>`select distinct u.batch, u.category, u.school_id as "schoolCode", u.school_name as "schoolName", u.programme,
      u.programme_name as "programmeName", u.city
    from admissions.unit u where u.province = ${season.province} and u.season_id = ${season.id} and u.category = ${category}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/**
 * By which key a published line is compared with units: that of the one unit it is about, or that of its group. A line that
 * fits two places of a school, or none of its units, has a key of its own: it tells of the years, not of a unit of today.
 */
export function lineKeys(lines: readonly KnownLine[], units: readonly UnitIdentity[]): string[] {
  const bySchool = new Map<string, UnitIdentity[]>();
  const place = (batch: string, category: string, school: string) =>
    JSON.stringify([batch, category, school]);
  for (const unit of units) {
    const at = place(unit.batch, unit.category, unit.schoolName);
    bySchool.set(at, [...(bySchool.get(at) ?? []), unit]);
  }
  return lines.map((line) => {
    const own = bySchool.get(place(line.batch, line.category, line.school)) ?? [];
    if (line.programme === "") {
      const codes = new Set(own.map(({ schoolCode }) => schoolCode));
      const full = line.schoolCode + line.group;
      const code =
        [full, line.group].find((one) => one !== "" && codes.has(one)) ??
        (line.group === "" && codes.size === 1 ? [...codes][0]! : full);
      return groupKey(line.batch, line.category, line.school, code);
    }
    const same = new Map(
      own
        .filter(
          ({ programme, programmeName }) => programme === line.programme || programmeName === line.programme,
        )
        .map((unit) => [unitKey(unit), unit]),
    );
    if (same.size === 1) return [...same.keys()][0]!;
    return unitKey({ ...line, schoolName: line.school, city: "" });
  });
}
