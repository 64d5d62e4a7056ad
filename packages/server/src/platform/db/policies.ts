import type pg from "pg";

/**
 * Tables of our schemas that are not protected: row-level security off or not forced on the owner, or no policy.
 * Empty when all is well; database.test.ts asks.
 */
export async function unprotectedTables(pool: pg.Pool | pg.PoolClient): Promise<string[]> {
  const result = await pool.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema$|pgboss$)'
      and not (c.relrowsecurity and c.relforcerowsecurity
        and exists (select from pg_policy p where p.polrelid = c.oid))
      and not (c.relispartition and c.relrowsecurity and c.relforcerowsecurity)
    order by 1`);
  return result.rows.map((row) => row.name);
}
