import pg from "pg";
import { runningEmbedded } from "../../packages/server/src/platform/db/embedded/supervisor.ts";

/** Whether the test server's own database can be reached: not where TIXI_E2E_ADDRESS names somebody else's server. */
export const daysCanPass = (): boolean => process.env["TIXI_E2E_DATA"] !== undefined;

/**
 * Lets the days of a public notice go by. Nothing in the product shortens a notice, so that its days are moved into the
 * past in the test server's own database, by its superuser, as `timePasses` of planning/rounds/testing does.
 */
export async function daysPass(notice: string): Promise<void> {
  const url = await runningEmbedded(process.env["TIXI_E2E_DATA"]!);
  const client = new pg.Client({ connectionString: url!.replace("//tixi@", "//postgres@") });
  await client.connect();
  try {
    await client.query(
      "update planning.public_notice set from_day = from_day - 30, until_day = until_day - 30 where id = $1",
      [notice],
    );
    await client.query(
      `update planning.application_action set payload = jsonb_set(payload, '{until}',
         to_jsonb((select until_day::text from planning.public_notice where id = $1::uuid)))
       where action = 'announce' and (payload ->> 'notice')::uuid = $1::uuid`,
      [notice],
    );
  } finally {
    await client.end();
  }
}
