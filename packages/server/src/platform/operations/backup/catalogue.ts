import pg from "pg";
import type { Partition, Sequence } from "./manifest.ts";

/** Everything of ours: the schemas of the modules, `auth` and `audit`. The queue's own tables are left out: jobs stand in platform.job. */
const OURS = "n.nspname !~ '^(pg_|information_schema$|pgboss$|public$)'";

export interface Table {
  schema: string;
  name: string;
  /** without those that are computed */
  columns: string[];
}

export const quoted = (name: { schema: string; name: string }): string =>
  `${pg.escapeIdentifier(name.schema)}.${pg.escapeIdentifier(name.name)}`;

/** The tables whose rows are kept: a partitioned one as a whole, without what is unlogged and so meant to be lost. */
export async function tablesOf(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select n.nspname as schema, c.relname as name, array(
      select a.attname::text from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
    order by 1, 2`);
  return rows;
}

/** Partitions, also those made while the system ran: parents first. */
export async function partitionsOf(client: pg.ClientBase): Promise<Partition[]> {
  const { rows } = await client.query<Partition>(`
    select n.nspname as schema, c.relname as name, p.relname as parent, pg_get_expr(c.relpartbound, c.oid) as bound
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_inherits i on i.inhrelid = c.oid join pg_class p on p.oid = i.inhparent
    where ${OURS} and c.relispartition and c.relkind in ('r', 'p')
    order by 1, 3, 2`);
  return rows;
}

export async function sequencesOf(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(`
    select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OURS} and c.relkind = 'S' order by 1, 2`);
  const found: Sequence[] = [];
  for (const sequence of rows) {
    const state = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${quoted(sequence)}`,
    );
    found.push({ ...sequence, ...state.rows[0]! });
  }
  return found;
}

/** So that a row's text is the same wherever it is read. */
export const PLAIN_TEXT = `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601';
  set local bytea_output = 'hex'; set local extra_float_digits = 1; set local statement_timeout = 0;
  set local client_encoding = 'UTF8'`;

/** How many rows a table has and what they are, whatever their order. */
export async function sumOfTable(
  client: pg.ClientBase,
  table: { schema: string; name: string },
): Promise<{ rows: number; digest: string }> {
  const { rows } = await client.query<{ rows: string; digest: string }>(`
    select count(*)::text as rows,
      coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint::numeric), 0)::text as digest
    from ${quoted(table)} t`);
  return { rows: Number(rows[0]!.rows), digest: rows[0]!.digest };
}
