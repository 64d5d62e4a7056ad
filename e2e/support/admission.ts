import pg from "pg";
import { runningEmbedded } from "../../packages/server/src/platform/db/embedded/supervisor.ts";

/*
 * Time that a season needs: a lock that comes in days, a notice that lasts for days. Its rows are set back as the
 * database's superuser, as `daysPass` does.
 */
async function inDatabase(statement: string, values: unknown[]): Promise<void> {
  const url = await runningEmbedded(process.env["TIXI_E2E_DATA"]!);
  const client = new pg.Client({ connectionString: url!.replace("//tixi@", "//postgres@") });
  await client.connect();
  try {
    await client.query(statement, values);
  } finally {
    await client.end();
  }
}

/** The time for preferences of a round of a season is over. */
export const locks = (season: string, round: number): Promise<void> =>
  inDatabase(
    "update admissions.filling set closes = now() - interval '1 second' where season_id = $1 and round = $2",
    [season, round],
  );

/** The public notice of a run is over. */
export const noticeEnds = (run: string): Promise<void> =>
  inDatabase(
    `update admissions.filing_action set payload = payload || '{"from": "2020-01-01", "until": "2020-01-08"}'
     where filing_id = $1 and action = 'announce'`,
    [run],
  );
