import type { Context } from "../platform/index.ts";
import { findByNames, goesOnAs } from "../registry/index.ts";

/** Whose figures a row's are today. */
export interface SchoolOfToday {
  /** in the register; null where it knows none, or the school ended and nobody or several go on as it */
  id: string | null;
  /** as it is called today; as the row calls it where the register knows none */
  name: string;
}

/** The part of a row that tells the school. */
interface SchoolOfRow {
  schoolName: string;
  schoolCode: string | null;
  city: string;
  year: number;
}

/**
 * A school goes on through its renames and mergers: whose each row is today, in the order of the rows. Each different
 * name, code, city and year is looked up once.
 */
export async function schoolsOfToday(ctx: Context, rows: readonly SchoolOfRow[]): Promise<SchoolOfToday[]> {
  const places = new Map<string, number>();
  const distinct: SchoolOfRow[] = [];
  const at = rows.map((row) => {
    const key = `${row.schoolName}\u001f${row.schoolCode ?? ""}\u001f${row.city}\u001f${row.year}`;
    let place = places.get(key);
    if (place === undefined) {
      places.set(key, (place = distinct.length));
      distinct.push(row);
    }
    return place;
  });
  const found = await findByNames(
    ctx,
    distinct.map(({ schoolName: name, schoolCode: code, city: region, year }) => ({
      name,
      code,
      region,
      year,
    })),
  );
  const today = distinct.map((row, i): SchoolOfToday => {
    const organisation = found[i] ?? null;
    return (organisation && goesOnAs(organisation)) ?? { id: null, name: row.schoolName };
  });
  return at.map((place) => today[place]!);
}
