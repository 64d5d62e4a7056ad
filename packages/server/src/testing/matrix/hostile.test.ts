import { randomOf } from "@tixi/engines/cycle/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/context.ts";
import type { Office } from "../office.ts";
import { cast, ORGANISATIONS } from "./cast.ts";
import { Enemy, MARKUP, type Description } from "./hostile.ts";
import { openWorld, SECRETS } from "./world.ts";

/** Requests for each role; TIXI_FUZZ=50000 is the long run. */
const REQUESTS = Number(process.env["TIXI_FUZZ"] ?? 400);
const SEED = 20_261_126;

let office: Office;
let ids: string[];
beforeAll(async () => {
  const world = await openWorld();
  office = world.office;
  // What the enemy starts stays in the queue.
  await office.world.jobs?.stop();
  ids = [...Object.values(world.things), ...Object.values(ORGANISATIONS).map(({ id }) => id), ...cast.flatMap(({ actor }) => actor.personId ?? [])]; // prettier-ignore
}, 120_000);
afterAll(() => office.close());

const players = cast.filter(({ place }) => place === "own");

test.each(players.map(({ actor, label }) => [label, actor] as const))(
  "hostile requests as %s meet no failure, no leak and no echo",
  async (_label, actor) => {
    const enemy = new Enemy(office.world.app.swagger() as Description, ids, randomOf(SEED));
    const hidden = await hiddenFrom(actor);
    const faults: string[] = [];
    for (let n = 0; n < REQUESTS && faults.length < 10; n++) {
      const { method, path, url, payload, headers } = enemy.next();
      const answer = await office.world.call(actor, {
        method: method as "GET",
        url,
        headers,
        ...(payload === undefined ? {} : { payload }),
      });
      const { body, statusCode } = answer;
      const type = String(answer.headers["content-type"] ?? "");
      const where = `${n}: ${method} ${path} ${url.slice(0, 300)} ${JSON.stringify(payload ?? "").slice(0, 300)}`;
      if (statusCode >= 500) faults.push(`${where} answers ${statusCode} ${body.slice(0, 300)}`);
      if (/html|svg|xml/.test(type) && body.includes(MARKUP))
        faults.push(`${where} echoes markup as ${type}`);
      if (answer.headers["x-content-type-options"] !== "nosniff") faults.push(`${where} may be sniffed`);
      const leaked = hidden.find((secret) => body.includes(secret));
      if (leaked) faults.push(`${where} leaks ${leaked}`);
    }
    expect(faults).toEqual([]);
  },
  1_800_000,
);

test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
  "%s, which every object answers to, is no table that one may ask about",
  async (table) => {
    const { actor } = players.find((one) => one.actor.role === "administrator")!;
    const url = `/api/people/${actor.personId}/rights/row?table=${table}&key=1`;
    expect((await office.world.call(actor, { url })).statusCode).toBe(400);
  },
);

/** Of the words that stand only in rows of the world, those in no row that the policies show to the actor. */
async function hiddenFrom(actor: Actor): Promise<string[]> {
  const hidden: string[] = [];
  for (const { word, table, column } of SECRETS) {
    const shown = await office.world.as(actor, async ({ tx }) => {
      const found =
        await sql`select 1 from ${sql.table(table)} where ${sql.ref(column)} = ${word} limit 1`.execute(tx);
      return found.rows.length > 0;
    });
    if (!shown) hidden.push(word);
  }
  return hidden;
}
