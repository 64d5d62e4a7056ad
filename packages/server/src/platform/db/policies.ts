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
        and exists (select from pg_policy p where p.polrelid = c.oid and p.polname <> 'backup'))
      and not (c.relispartition and c.relrowsecurity and c.relforcerowsecurity)
    order by 1`);
  return result.rows.map((row) => row.name);
}

/** Set to `backup` in a transaction that copies everything (`tixi backup`). */
export const KEEPER_SETTING = "tixi.keeper";

/** Every table of our schemas that holds rows of its own or stands for partitions, and is not a partition itself. */
const OUR_TABLES = `
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema$|pgboss$)'`;

/**
 * Row-level security is forced on the owner of the tables too, so the login role sees of most tables no row: a
 * backup would be empty and nobody would know. Each table therefore has a policy `backup` by which its owner reads
 * everything in a transaction that says it is a backup, and only in such a one. Whoever may use the login role could
 * lift the force altogether, so this opens nothing that was closed; `tixi_app` is not meant by it.
 */
export async function openToBackups(client: pg.PoolClient): Promise<void> {
  await client.query(`do $$
    declare t record;
    begin
      for t in select n.nspname, c.relname, pg_get_userbyid(c.relowner) as owner ${OUR_TABLES}
          and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'backup')
          and pg_has_role(current_user, c.relowner, 'usage')
      loop
        execute format('create policy backup on %I.%I for select to %I using ((select current_setting(%L, true)) = %L)',
          t.nspname, t.relname, t.owner, '${KEEPER_SETTING}', 'backup');
      end loop;
    end $$`);
}

/**
 * Tables of which a backup by this login would lose rows without a word: those without the policy above, or with a
 * restrictive policy that could take rows away again.
 */
export async function tablesClosedToBackups(client: pg.Pool | pg.PoolClient): Promise<string[]> {
  const result = await client.query<{ name: string }>(
    `
    select format('%I.%I', n.nspname, c.relname) as name ${OUR_TABLES}
      and (not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'backup' and p.polcmd = 'r'
            and p.polpermissive and current_user::regrole::oid = any(p.polroles)
            and pg_get_expr(p.polqual, p.polrelid) ~ $1)
        or exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive and p.polcmd in ('r', '*')
            and (0 = any(p.polroles) or exists (
              select from unnest(p.polroles) r where pg_has_role(current_user, r, 'usage')))))
    order by 1`,
    [`current_setting\\('${KEEPER_SETTING.replace(".", "\\.")}'`],
  );
  return result.rows.map((row) => row.name);
}
