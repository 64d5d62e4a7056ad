import pg from "pg";
import { quoted } from "./catalogue.ts";
import type { Manifest } from "./manifest.ts";

/** To put back what `prepare` took away. */
interface Guards {
  restore(): Promise<void>;
}

interface Named {
  schema: string;
  name: string;
}

const OURS = "n.nspname !~ '^(pg_|information_schema$|pgboss$|public$)'";

/**
 * Makes a freshly migrated schema take rows as they are, within the transaction of the restore, and gives back what
 * makes it whole again:
 * - row-level security is no longer forced on the owner: PostgreSQL refuses COPY into a table under policies, and an
 *   INSERT would be judged by them. The login role owns the tables and may lift the force; it need not be a superuser
 *   and need not have BYPASSRLS. The transaction puts it back, so no other session ever sees a table without it.
 * - foreign keys are dropped and made again over the rows, which checks every one of them, in whatever order the
 *   tables came and in circles too.
 * - triggers of ours do not fire: they would chain, stamp or refuse rows that have been all that already.
 * - what the migrations themselves put into the tables goes; the backup has it as it became.
 */
export async function prepare(client: pg.ClientBase, manifest: Manifest): Promise<Guards> {
  await makePartitions(client, manifest);
  const undo: string[] = [];
  const keys = await client.query<Named & { constraint: string; definition: string }>(`
    select n.nspname as schema, c.relname as name, k.conname as constraint, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and k.contype = 'f' and k.conparentid = 0`);
  for (const { constraint, definition, ...table } of keys.rows) {
    const name = pg.escapeIdentifier(constraint);
    await client.query(`alter table ${quoted(table)} drop constraint ${name}`);
    undo.push(`alter table ${quoted(table)} add constraint ${name} ${definition}`);
  }
  const triggers = await client.query<Named & { trigger: string; enabled: "O" | "R" | "A" }>(`
    select n.nspname as schema, c.relname as name, g.tgname as trigger, g.tgenabled as enabled
    from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and not g.tgisinternal and g.tgparentid = 0 and g.tgenabled <> 'D'`);
  const mode = { O: "enable", R: "enable replica", A: "enable always" };
  for (const { trigger, enabled, ...table } of triggers.rows) {
    const name = pg.escapeIdentifier(trigger);
    await client.query(`alter table ${quoted(table)} disable trigger ${name}`);
    undo.push(`alter table ${quoted(table)} ${mode[enabled]} trigger ${name}`);
  }
  const forced = await client.query<Named & { partition: boolean }>(`
    select n.nspname as schema, c.relname as name, c.relispartition as partition
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and c.relkind in ('r', 'p') and c.relforcerowsecurity`);
  for (const table of forced.rows) {
    await client.query(`alter table ${quoted(table)} no force row level security`);
    undo.push(`alter table ${quoted(table)} force row level security`);
  }
  const whole = forced.rows.filter((table) => !table.partition).map(quoted);
  if (whole.length > 0) await client.query(`truncate ${whole.join(", ")}`);
  return {
    restore: async () => {
      for (const statement of undo) await client.query(statement);
      // Constraints that wait for the end of a transaction are looked at now, where the error can still be told.
      await client.query("set constraints all immediate");
    },
  };
}

/** Partitions that were made while the system ran (a province's) are not in the migrations. */
async function makePartitions(client: pg.ClientBase, manifest: Manifest): Promise<void> {
  for (const partition of manifest.partitions) {
    const there = await client.query<{ found: string | null }>("select to_regclass($1) as found", [
      quoted(partition),
    ]);
    if (there.rows[0]?.found !== null) continue;
    const parent = quoted({ schema: partition.schema, name: partition.parent });
    await client.query(`create table ${quoted(partition)} partition of ${parent} ${partition.bound}`);
    await client.query(
      `alter table ${quoted(partition)} enable row level security, force row level security`,
    );
  }
}
