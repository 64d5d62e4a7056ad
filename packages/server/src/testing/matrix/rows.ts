import { sql } from "kysely";
import type { Actor } from "../../platform/context.ts";
import type { Subject } from "../../platform/http/access.ts";
import { mayAny, subjectsOf, waysOf, type RowRight } from "../../platform/http/rows.ts";
import type { Module } from "../../platform/module.ts";
import type { TestDatabase } from "../../platform/testing/test-database.ts";
import type { Player } from "./cast.ts";

interface Relation {
  name: string;
  isView: boolean;
  canRead: boolean;
  /** only some of its columns may be read, so that a row is told by its id */
  byColumn: boolean;
  canUpdate: string | null;
  canDelete: boolean;
}

/** Every table and view of ours, and what the role that serves users may do with it at all. */
const RELATIONS = `
  select n.nspname || '.' || c.relname as name, c.relkind = 'v' as "isView",
    has_any_column_privilege('tixi_app', c.oid, 'select') and has_schema_privilege('tixi_app', n.oid, 'usage') as "canRead",
    not has_table_privilege('tixi_app', c.oid, 'select') as "byColumn",
    has_table_privilege('tixi_app', c.oid, 'delete') as "canDelete",
    (select quote_ident(a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      and has_column_privilege('tixi_app', c.oid, a.attnum, 'update') and a.attgenerated = '' order by a.attnum limit 1) as "canUpdate"
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v') and not c.relispartition and n.nspname !~ '^(pg_|information_schema$|pgboss$)'
  order by 1`;

/** Tells a row of a table or view from every other. */
const keyOf = (relation: Relation) => {
  if (relation.byColumn) return "t.id::text";
  return relation.isView ? "md5(t::text)" : "t.tableoid::text || t.ctid::text";
};

/**
 * Asks the database for every row as everybody and compares with what the access tables say.
 * @param only one table instead of all
 * @returns one sentence for each difference; empty when all is well
 */
export async function rowFaults(
  world: TestDatabase,
  modules: readonly Module[],
  cast: readonly Player[],
  only?: string,
): Promise<string[]> {
  const faults: string[] = [];
  const rights = new Map(
    modules.flatMap((module) =>
      Object.entries(module.rows).map(([table, right]) => [table, { module, right }]),
    ),
  );
  const relations = await world.sql<Relation & Record<string, unknown>>(RELATIONS);
  for (const relation of relations) {
    if (only !== undefined && relation.name !== only) continue;
    const known = rights.get(relation.name);
    rights.delete(relation.name);
    if (!relation.canRead) {
      if (known) faults.push(`${relation.name} has an entry, but users may not read it at all`);
      continue;
    }
    if (!known) {
      faults.push(`${relation.name} has no entry in its module's rows: say which rights it follows`);
      continue;
    }
    faults.push(...(await faultsOf(world, known.module, relation, known.right, cast)));
  }
  if (only === undefined)
    for (const table of rights.keys()) faults.push(`${table} has an entry and does not exist`);
  return faults;
}

async function faultsOf(
  world: TestDatabase,
  { access }: Module,
  relation: Relation,
  right: RowRight | readonly RowRight[],
  cast: readonly Player[],
): Promise<string[]> {
  const { name } = relation;
  const key = keyOf(relation);
  const subjects = new Map<string, { one: Subject; by: RowRight }[]>();
  for (const by of waysOf(right))
    for (const row of await world.sql<Subject & { key: string } & Record<string, unknown>>(
      subjectsOf(name, by, key),
    ))
      subjects.set(row.key, [...(subjects.get(row.key) ?? []), { one: row, by }]);
  if (subjects.size === 0)
    return [`${name} holds no row in the world of the matrix: nothing is proved of it`];
  const faults: string[] = [];
  for (const { actor, label } of cast) {
    const may = (to: "read" | "write") =>
      new Set(
        [...subjects]
          .filter(([, ones]) => ones.some(({ one, by }) => mayAny(access, actor, by[to] ?? [], one)))
          .map(([of]) => of),
      );
    const readable = may("read");
    const seen = await keysSeen(world, actor, name, key);
    const tooMuch = [...seen].filter((of) => !readable.has(of)).length;
    const tooLittle = [...readable].filter((of) => !seen.has(of)).length;
    if (tooMuch > 0) faults.push(`${label} sees ${tooMuch} rows of ${name} that he may not see`);
    if (tooLittle > 0) faults.push(`${label} does not see ${tooLittle} rows of ${name} that he may see`);
    const writable = may("write");
    const closed = [...subjects.keys()].filter((of) => !writable.has(of));
    const changed = relation.canUpdate ? await attempt(world, actor, sql`update ${sql.table(name)} t
      set ${sql.raw(relation.canUpdate)} = ${sql.raw(relation.canUpdate)} where ${sql.raw(key)} = any(${closed})`) : 0; // prettier-ignore
    if (changed > 0) faults.push(`${label} can change ${changed} rows of ${name} that he may not change`);
    const deleted = relation.canDelete
      ? await attempt(
          world,
          actor,
          sql`delete from ${sql.table(name)} t where ${sql.raw(key)} = any(${closed})`,
        )
      : 0;
    if (deleted > 0) faults.push(`${label} can delete ${deleted} rows of ${name} that he may not change`);
  }
  return faults;
}

async function keysSeen(world: TestDatabase, actor: Actor, name: string, key: string): Promise<Set<string>> {
  return world.as(actor, async ({ tx }) => {
    const { rows } = await sql<{
      key: string;
    }>`select ${sql.raw(key)} as key from ${sql.table(name)} t`.execute(tx);
    return new Set(rows.map((row) => row.key));
  });
}

class RolledBack extends Error {}

/** How many rows a statement would touch; nothing of it stays. What the database refuses touches none. */
async function attempt(
  world: TestDatabase,
  actor: Actor,
  statement: ReturnType<typeof sql>,
): Promise<number> {
  let touched = 0;
  await world
    .as(actor, async ({ tx }) => {
      touched = Number((await statement.execute(tx)).numAffectedRows ?? 0);
      throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) touched = 0;
    });
  return touched;
}
