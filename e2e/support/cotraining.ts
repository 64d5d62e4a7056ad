import pg from "pg";
import { runningEmbedded } from "../../packages/server/src/platform/db/embedded/supervisor.ts";

/** Runs in the test server's own database what nothing in the product does for the asking: time goes by, a roll comes in. */
async function inDatabase<T>(action: (client: pg.Client) => Promise<T>): Promise<T> {
  const url = await runningEmbedded(process.env["TIXI_E2E_DATA"]!);
  const client = new pg.Client({ connectionString: url!.replace("//tixi@", "//postgres@") });
  await client.connect();
  try {
    return await action(client);
  } finally {
    await client.end();
  }
}

/** The sample's student, whose account stands on no roll of the school, takes part in a round; answers his name. */
export const takesPart = (round: string): Promise<string> =>
  inDatabase(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `insert into cotraining.round_student (province, round_id, person, name, student_number, programme, entry_year)
       select r.province, r.id, p.id, p.name, '示例0001', rpad(r.programmes[1], 6, '0'), extract(year from r.from_on)::int - 2
       from cotraining.round r, registry.person p where r.id = $1 and p.name = '示例学生' returning name`,
      [round],
    );
    // his age is checked by law: without a date of birth nobody is old enough
    await client.query(
      "update registry.person set born_on = coalesce(born_on, '2005-05-01') where name = '示例学生'",
    );
    return rows[0]!.name;
  });

/** The time in which students choose, or in which they appeal, is over. */
export const chosenOut = (round: string): Promise<unknown> =>
  inDatabase((client) =>
    client.query("update cotraining.round set choose_until = now() - interval '1 minute' where id = $1", [
      round,
    ]),
  );
export const appealsOver = (round: string): Promise<unknown> =>
  inDatabase((client) =>
    client.query("update cotraining.round set published_at = now() - interval '31 days' where id = $1", [
      round,
    ]),
  );

/** The placement that came of a round for the sample's student has begun: its legal gate is a journey of its own. */
export const placementBegins = (round: string): Promise<string> =>
  inDatabase(async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into cotraining.placement_action (province, placement_id, seq, action, by_name, at)
       select x.province, x.placement_id, 2, 'start', '示例', now() from cotraining.round_result x join registry.person p on p.id = x.person
       where x.round_id = $1 and p.name = '示例学生' returning placement_id as id`,
      [round],
    );
    return rows[0]!.id;
  });

/** Placements of the concluded round of the sample. */
export const samplePlacements = (): Promise<string[]> =>
  inDatabase(async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `select x.placement_id as id from cotraining.round_result x join cotraining.round r on r.id = x.round_id
       where r.sample and r.title like '本学期%' and x.placement_id is not null order by x.placement_id limit 3`,
    );
    return rows.map(({ id }) => id);
  });
