import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demand } from "../../demand/index.ts";
import { modules } from "../../modules.ts";
import { define } from "../../platform/http/access.ts";
import type { Office } from "../office.ts";
import { cast } from "./cast.ts";
import { requestFaults } from "./requests.ts";
import { rowFaults } from "./rows.ts";
import { loopTrials } from "./trials/loop.ts";
import { openWorld, type Things } from "./world.ts";

/** What the matrix is worth: holes that somebody might make, each planted and found. */
let office: Office;
let things: Things;
beforeAll(async () => {
  ({ office, things } = await openWorld());
}, 120_000);
afterAll(() => office.close());

const planted = async (table: string, plant: string): Promise<string[]> => {
  expect(await rowFaults(office.world, modules, cast, table), "before the hole").toEqual([]);
  for (const statement of plant.split(";")) await office.world.sql(statement);
  return rowFaults(office.world, modules, cast, table);
};

describe("a hole in the database is found:", () => {
  test("a policy removed, so that a city's office changes what its province holds", async () => {
    const faults = await planted("demand.alias", "drop policy office_changes on demand.alias");
    expect(faults).toContain(
      "planner (other-organisation) can change 1 rows of demand.alias that he may not change",
    );
  });

  test("a condition swapped, so that an officer sees the people of every school but his own", async () => {
    const faults = await planted(
      "registry.student",
      `alter policy of_the_school on registry.student using ((select platform.actor_role()) = 'school-officer'
         and school_id <> (select platform.actor_organisation()))`,
    );
    expect(faults.filter((fault) => fault.startsWith("school-officer (own) sees"))).toHaveLength(1);
    expect(faults.filter((fault) => fault.startsWith("school-officer (own) does not see"))).toHaveLength(1);
  });

  test("row-level security switched off", async () => {
    const faults = await planted(
      "demand.correction",
      "alter table demand.correction disable row level security",
    );
    expect(faults.some((fault) => fault.startsWith("public sees"))).toBe(true);
    expect(faults.some((fault) => fault.startsWith("student (other-region) sees"))).toBe(true);
  });

  test("a table that nobody thought of", async () => {
    await office.world.sql("create table demand.forgotten (secret text)");
    await office.world.sql("grant select on demand.forgotten to tixi_app");
    expect(await rowFaults(office.world, modules, cast, "demand.forgotten")).toEqual([
      "demand.forgotten has no entry in its module's rows: say which rights it follows",
    ]);
  });
});

describe("a hole in the code is found:", { timeout: 600_000 }, () => {
  /** The tables as they were before the hole: what the answers are judged by. */
  const before = modules.map((module) => ({
    ...module,
    access: define(structuredClone(module.access.rights)),
  }));

  test("a right given to a role that has none", async () => {
    const rights = demand.access.rights as Record<string, Record<string, string>>;
    const kept = rights["read"]!;
    rights["read"] = { ...kept, teacher: "any" };
    try {
      const faults = await requestFaults(office.world, before, cast, loopTrials(things));
      expect(faults).toContainEqual(expect.stringMatching(/^GET \/api\/postings as teacher \(own\): 200, should be refused with 403/)); // prettier-ignore
    } finally {
      rights["read"] = kept;
    }
  });

  test("a route that nobody tries", async () => {
    const { "GET /api/postings": _left, ...rest } = loopTrials(things);
    expect(await requestFaults(office.world, before, cast.slice(0, 1), rest)).toContain(
      "GET /api/postings has no trial in testing/matrix/trials: say whose things it shows or changes",
    );
  });
});
