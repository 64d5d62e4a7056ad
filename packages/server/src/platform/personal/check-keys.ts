import type pg from "pg";
import { StartError } from "../config/start-error.ts";
import { fingerprintOf } from "./keyring.ts";
import type { Vault } from "./vault.ts";

/**
 * Compares the data keys with the prints that the database keeps, and adds those of new keys. Whoever starts with the
 * data folder of another installation would seal what nobody else could open.
 * @throws StartError where a key is another one
 */
export async function checkKeys(pool: pg.Pool, vault: Vault): Promise<void> {
  const ring = vault.ring(true);
  const prints = [[0, ring.index] as const, ...ring.keys].map(([id, key]) => ({
    id,
    print: fingerprintOf(key),
  }));
  await pool.query(
    "insert into platform.data_key (id, print) select * from unnest($1::int[], $2::bytea[]) on conflict do nothing",
    [prints.map(({ id }) => id), prints.map(({ print }) => print)],
  );
  const { rows } = await pool.query<{ id: number; print: Buffer }>("select id, print from platform.data_key");
  const known = new Map(rows.map(({ id, print }) => [id, print]));
  const foreign = prints.find(({ id, print }) => !known.get(id)?.equals(print));
  if (foreign)
    throw new StartError(
      "data-keys",
      `The data keys are not those of this database (key ${foreign.id === 0 ? "of the index" : foreign.id}): use the data folder's secrets/data-keys, or the DATA_KEYS, that belong to it.`,
    );
}
