import type pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "../config/start-error.ts";
import type { SealedColumn } from "./fields.ts";
import { withNewKey, withoutKey } from "./keyring.ts";
import { SealBroken, type Vault } from "./vault.ts";

/** Blocks of 8 KB that are read, sealed anew and written in one transaction. */
const BLOCKS = 32;
/** "keys" read as bytes: one rotation at a time. */
const LOCK = 0x6b657973;
/** Every process knows of a new key after this time, with much to spare (vault.ts, FRESH_MS). */
const KNOWN_MS = 2000;
/** How long transactions that were under way before are waited for. */
const PATIENCE_MS = 600_000;

export interface Rotation {
  /** number of the key that seals now */
  current: number;
  /** whether this run added it, or went on with what another had begun */
  added: boolean;
  columns: { column: string; resealed: number; broken: number }[];
  /** keys that nothing uses any more and that are gone */
  retired: number[];
}

export interface RotateOptions {
  progress?: (column: string, done: number, total: number) => void;
  /** Only for tests: how long to wait until every process knows of the key. */
  knownAfter?: number;
  patience?: number;
}

/**
 * Seals everything with a new key while the server runs, and then forgets the old ones. A run that was cut short is
 * taken up by the next. Every step is safe to be the last: both keys open until nothing is left under the old one.
 * @throws StartError where the keys are given by DATA_KEYS and none is newer, where another rotation runs, where a
 * sealed column can't be read whole by the login role, or where a transaction stays open too long
 */
export async function rotateKeys(
  pool: pg.Pool,
  vault: Vault,
  columns: readonly SealedColumn[],
  options: RotateOptions = {},
): Promise<Rotation> {
  const client = await pool.connect();
  try {
    const lock = await client.query<{ free: boolean }>("select pg_try_advisory_lock($1) as free", [LOCK]);
    if (!lock.rows[0]?.free)
      throw new StartError("keys-busy", "Another rotation of the data keys is under way.");
    return await rotate(client, vault, columns, options);
  } finally {
    await client.query("select pg_advisory_unlock($1)", [LOCK]).catch(() => {});
    client.release();
  }
}

async function rotate(
  client: pg.PoolClient,
  vault: Vault,
  columns: readonly SealedColumn[],
  options: RotateOptions,
): Promise<Rotation> {
  const tables = await tablesOf(client, columns);
  const before = vault.ring(true);
  const unfinished = before.keys.size > 1;
  if (!unfinished) {
    if (!vault.keep)
      throw new StartError(
        "data-keys",
        `The data keys are given by DATA_KEYS: add ",${before.current + 1}:SECRET" to it on every machine (32 random bytes in base64url), restart, and call this again.`,
      );
    vault.keep(withNewKey(before));
  }
  const { current } = vault.ring(true);
  await sleep(options.knownAfter ?? KNOWN_MS);
  await othersHaveEnded(client, options.patience ?? PATIENCE_MS);

  const done: Rotation["columns"] = [];
  for (const sealed of tables) {
    const counts = { column: sealed.column, resealed: 0, broken: 0 };
    done.push(counts);
    await as(client, sealed.role, async () => {
      for (const table of sealed.tables)
        await resealTable(client, vault, { ...sealed, table }, current, counts, options);
    });
  }

  const retired: number[] = [];
  const clean = done.every(({ broken }) => broken === 0) && (await nothingLeft(client, tables, current));
  if (clean && vault.keep) {
    for (const id of [...vault.ring(true).keys.keys()].filter((key) => key !== current)) {
      vault.keep(withoutKey(vault.ring(true), id));
      retired.push(id);
    }
  }
  return { current, added: !unfinished, columns: done, retired };
}

interface Sealed extends SealedColumn {
  /** of the column alone, quoted */
  name: string;
  /** the table itself, or its partitions */
  tables: string[];
  /** who sees and may change every row: the login role, or tixi_auth, which alone sees the tables of the sign-in */
  role: string;
}

async function as<T>(client: pg.PoolClient, role: string, action: () => Promise<T>): Promise<T> {
  await client.query("select set_config('role', $1, false)", [role]);
  try {
    return await action();
  } finally {
    await client.query("reset role");
  }
}

/**
 * The tables behind the columns. Whoever reads them must see every row, or a key would be retired that hidden rows need.
 * @throws StartError naming the column
 */
async function tablesOf(client: pg.PoolClient, columns: readonly SealedColumn[]): Promise<Sealed[]> {
  const found: Sealed[] = [];
  for (const { column, place } of columns) {
    const [schema, table, name] = column.split(".") as [string, string, string];
    const { rows } = await client.query<{ part: string; role: string | null }>(
      `select format('%I.%I', pn.nspname, p.relname) as part,
         (select r from unnest(array[current_user, 'tixi_auth']::name[]) with ordinality as u (r, n)
          where exists (select from pg_policies y where y.schemaname = $1 and y.tablename = $2 and y.cmd = 'ALL'
            and y.permissive = 'PERMISSIVE' and y.qual = 'true' and coalesce(y.with_check, 'true') = 'true' and r = any (y.roles))
          order by n limit 1) as role
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
         join pg_attribute a on a.attrelid = c.oid and a.attname = $3 and not a.attisdropped and a.atttypid = 'bytea'::regtype
         cross join lateral (select relid from pg_partition_tree(c.oid) where isleaf union select c.oid where c.relkind = 'r') t
         join pg_class p on p.oid = t.relid join pg_namespace pn on pn.oid = p.relnamespace
       where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p')`,
      [schema, table, name],
    );
    const role = rows[0]?.role;
    if (rows.length === 0) throw new StartError("data-keys", `There is no sealed column ${column}.`);
    if (!role)
      throw new StartError(
        "data-keys",
        `The login role does not see every row of ${schema}.${table} (policy "keeper").`,
      );
    const quoted = `"${name.replaceAll('"', '""')}"`;
    found.push({ column, place, name: quoted, tables: rows.map(({ part }) => part), role });
  }
  return found;
}

/** Waits until no transaction is left that may have sealed something before the new key was known. */
async function othersHaveEnded(client: pg.PoolClient, patience: number): Promise<void> {
  const { rows } = await client.query<{ at: Date }>("select clock_timestamp() as at");
  const until = performance.now() + patience;
  for (;;) {
    const open = await client.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and xact_start < $1 and backend_type = 'client backend'`,
      [rows[0]!.at],
    );
    if (open.rows[0]!.n === 0) return;
    if (performance.now() > until)
      throw new StartError(
        "keys-busy",
        "A transaction has been open for too long: call this again, it goes on where it is now.",
      );
    await sleep(200);
  }
}

/** Block by block: what another writes meanwhile is sealed with the new key already, and is not overwritten. */
async function resealTable(
  client: pg.PoolClient,
  vault: Vault,
  { column, place, name, table }: Sealed & { table: string },
  current: number,
  counts: { resealed: number; broken: number },
  options: RotateOptions,
): Promise<void> {
  const blocks = await blocksOf(client, table);
  for (let block = 0; block < blocks; block += BLOCKS) {
    options.progress?.(column, block, blocks);
    const { rows } = await client.query<{ ctid: string; sealed: Buffer }>(
      `select ctid::text as ctid, ${name} as sealed from ${table}
       where ctid >= $1::tid and ctid < $2::tid and substring(${name} from 2 for 4) <> $3`,
      [`(${block},0)`, `(${block + BLOCKS},0)`, keyBytes(current)],
    );
    const fresh: { ctid: string; old: Buffer; sealed: Buffer }[] = [];
    for (const { ctid, sealed } of rows) {
      try {
        fresh.push({ ctid, old: sealed, sealed: vault.seal(place, vault.open(place, sealed)) });
      } catch (error) {
        if (!(error instanceof SealBroken)) throw error;
        counts.broken++;
      }
    }
    if (fresh.length === 0) continue;
    const written = await client.query(
      `update ${table} t set ${name} = v.sealed
       from unnest($1::tid[], $2::bytea[], $3::bytea[]) as v (ctid, old, sealed) where t.ctid = v.ctid and t.${name} = v.old`,
      [fresh.map((one) => one.ctid), fresh.map((one) => one.old), fresh.map((one) => one.sealed)],
    );
    counts.resealed += written.rowCount ?? 0;
  }
}

const keyBytes = (id: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(id);
  return bytes;
};

async function blocksOf(client: pg.PoolClient, table: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    "select (pg_relation_size($1::regclass) / current_setting('block_size')::int)::int as n",
    [table],
  );
  return rows[0]!.n;
}

async function nothingLeft(
  client: pg.PoolClient,
  sealed: readonly Sealed[],
  current: number,
): Promise<boolean> {
  for (const { name, tables, role } of sealed)
    for (const table of tables) {
      const { rows } = await as(client, role, () =>
        client.query<{ left: boolean }>(
          `select exists (select from ${table} where substring(${name} from 2 for 4) <> $1) as left`,
          [keyBytes(current)],
        ),
      );
      if (rows[0]!.left) return false;
    }
  return true;
}
