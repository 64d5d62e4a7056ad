import { sql } from "kysely";
import type { Context } from "../../../platform/index.ts";
import { PLACES } from "../contact.ts";
import type { RosterRow } from "./check-row.ts";

export interface Known {
  id: string;
  name: string;
  state: string;
  keptBy: string | null;
}

/** Those of the rows who are in the register already, by the hex of their identity's index. */
export async function knownPeople(ctx: Context, indexes: readonly Buffer[]): Promise<Map<string, Known>> {
  const { rows } = await sql<Known & { index: string }>`
    select encode(identity_index, 'hex') as index, id, name, state, kept_by as "keptBy"
    from registry.known_people(${indexes}::bytea[])`.execute(ctx.tx);
  return new Map(rows.map(({ index, ...known }) => [index, known]));
}

export const identityIndex = (ctx: Context, row: Pick<RosterRow, "identity">): Buffer =>
  ctx.vault.index(PLACES.identity, row.identity);

/** Roles that these people hold in the organisation, as `person role`. */
export async function rolesHeld(
  ctx: Context,
  organisation: string,
  people: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`select person_id || ' ' || role as key from registry.membership
    where organisation_id = ${organisation} and person_id = any (${people}::uuid[]) and state in ('claimed', 'active')`.execute(
    ctx.tx,
  );
  return new Set(rows.map(({ key }) => key));
}

export interface StudentFacts {
  personId: string;
  number: string;
  facts: string;
}

export const factsOf = (student: NonNullable<RosterRow["student"]>): string =>
  [student.programme, student.level, student.entryYear, student.className, student.state].join("\n");

/** Students of the school by number or by person. */
export async function studentsHere(
  ctx: Context,
  school: string,
  numbers: readonly string[],
  people: readonly string[],
): Promise<StudentFacts[]> {
  const { rows } = await sql<StudentFacts>`
    select person_id as "personId", student_number as number, concat_ws(E'\\n', programme_code, level, entry_year, class_name, state) as facts
    from registry.student where school_id = ${school}
      and (student_number = any (${numbers}::text[]) or person_id = any (${people}::uuid[]))`.execute(ctx.tx);
  return rows;
}

/** Those of the people who are enrolled at another school; nothing is told of which. */
export async function enrolledElsewhere(
  ctx: Context,
  school: string,
  people: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{
    id: string;
  }>`select id from registry.enrolled_elsewhere(${people}::uuid[], ${school}) as id`.execute(ctx.tx);
  return new Set(rows.map(({ id }) => id));
}
