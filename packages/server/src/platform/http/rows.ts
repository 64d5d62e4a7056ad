import { covers, type AccessTable, type Subject } from "./access.ts";
import type { Actor } from "../context.ts";

/**
 * Which rights of its module reading and changing a table's rows follow, and where a row says to what it belongs. The
 * row-level policies repeat it in the database; the matrix test compares the two, and a table that is missing here
 * fails it.
 */
export interface RowRight {
  /** actions of the module's access table, any of which opens a row for reading; none: nobody reads it who uses Tixi */
  read: readonly string[];
  /** actions, any of which lets a row be changed; none: it is only ever added, or changed by the process itself */
  write?: readonly string[];
  /** SQL expressions over the row `t`; what is absent belongs to nothing of the kind */
  region?: string;
  organisation?: string;
  person?: string;
  createdBy?: string;
  published?: string;
  /** more tables or sets to join, where a row belongs to several, e.g. a person to all his organisations */
  join?: string;
}

/** Every table and view of a module, by its full name; several rights where a row is reached in several ways. */
export type RowRights = Readonly<Record<string, RowRight | readonly RowRight[]>>;

/** The ways in which a table's rows are reached, each with its own subjects. */
export const waysOf = (right: RowRight | readonly RowRight[]): readonly RowRight[] =>
  Array.isArray(right) ? (right as readonly RowRight[]) : [right as RowRight];

/** The subjects that a row stands for, one line each: key, region, organisation, person, created_by, published. */
export function subjectsOf(table: string, right: RowRight, key: string): string {
  const { region, organisation, person, createdBy, published } = right;
  return `select ${key} as key, (${region ?? "null"})::text as region, (${organisation ?? "null"})::text as organisation,
    (${person ?? "null"})::text as person, (${createdBy ?? "null"})::text as "createdBy",
    coalesce((${published ?? "false"}), false) as published
    from ${table} t ${right.join ?? ""}`;
}

/** Whether one of the actions opens a subject for an actor; never throws. */
export function mayAny(
  access: AccessTable,
  actor: Actor,
  actions: readonly string[],
  subject: Subject,
): boolean {
  return actions.some((action) => {
    const reach = access.reach(actor.role, action);
    return reach !== undefined && covers(reach, actor, subject);
  });
}
