import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { CopyCount, CopyTarget } from "../context.ts";

let stages = 0;

/** See `Context.copyIn`. */
export async function copyIn(
  client: pg.PoolClient,
  target: CopyTarget,
  source: Readable | AsyncIterable<Uint8Array | string>,
): Promise<CopyCount> {
  const table = target.table.split(".").map(pg.escapeIdentifier).join(".");
  const columns = target.columns.map(pg.escapeIdentifier).join(", ");
  const stage = `stage_${++stages}`;
  await client.query(
    `create temporary table ${stage} on commit drop as select ${columns} from ${table} with no data`,
  );
  const stream = client.query(
    copyFrom(`copy ${stage} (${columns}) from stdin with (format ${target.format ?? "text"})`),
  );
  await pipeline(source instanceof Readable ? source : Readable.from(source, { objectMode: false }), stream);
  const conflict = target.onConflict === "nothing" ? "on conflict do nothing" : "";
  const result = await client.query(
    `insert into ${table} (${columns}) select ${columns} from ${stage} ${conflict}`,
  );
  await client.query(`drop table ${stage}`);
  return { copied: stream.rowCount ?? 0, inserted: result.rowCount ?? 0 };
}
