import pg from "pg";
import { runningEmbedded } from "../../packages/server/src/platform/db/embedded/supervisor.ts";

/**
 * The hour of a council meeting has come. Nothing in the product shortens its days of notice, so that its hour is set back in
 * the test server's own database, as `daysPass` does.
 */
export async function meetingBegins(meeting: string): Promise<void> {
  const url = await runningEmbedded(process.env["TIXI_E2E_DATA"]!);
  const client = new pg.Client({ connectionString: url!.replace("//tixi@", "//postgres@") });
  await client.connect();
  try {
    await client.query("update alliances.meeting set starts_at = now() where id = $1", [meeting]);
  } finally {
    await client.end();
  }
}
