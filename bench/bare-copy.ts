/** The limit that loading is measured against: the same bytes into the same database, and nothing else. */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createPool, startEmbedded } from "@tixi/server";
import { from as copyFrom } from "pg-copy-streams";
import { timed } from "./row.ts";

/** Seconds of a COPY of a CSV file as it is into a table of text columns without an index; the better of two. */
export async function bareCopy(path: string, columns: number, dataDir: string): Promise<number> {
  const database = await startEmbedded({ dataDir });
  const pool = createPool(database.adminUrl("postgres"), { max: 1 });
  try {
    let best = Infinity;
    for (const name of ["first", "second"]) {
      await pool.query(
        `create table ${name} (${Array.from({ length: columns }, (_, i) => `c${i} text`).join(", ")})`,
      );
      const client = await pool.connect();
      try {
        const { seconds } = await timed(() =>
          pipeline(
            createReadStream(path, { highWaterMark: 1 << 20 }),
            client.query(copyFrom(`copy ${name} from stdin (format csv, header)`)),
          ),
        );
        best = Math.min(best, seconds);
      } finally {
        client.release();
      }
    }
    return best;
  } finally {
    await pool.end();
    await database.stop();
  }
}
