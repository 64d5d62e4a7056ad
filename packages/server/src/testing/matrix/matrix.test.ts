import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { modules } from "../../modules.ts";
import type { Office } from "../office.ts";
import { cast } from "./cast.ts";
import { requestFaults } from "./requests.ts";
import { rowFaults } from "./rows.ts";
import { trialsOf } from "./trials/index.ts";
import { openWorld, type Things } from "./world.ts";

let office: Office;
let things: Things;
beforeAll(async () => {
  ({ office, things } = await openWorld());
}, 120_000);
afterAll(() => office.close());

describe("everybody, everywhere", () => {
  test(
    "sees and changes in the database exactly the rows that the access tables give him",
    { timeout: 600_000 },
    async () => {
      expect(await rowFaults(office.world, modules, cast)).toEqual([]);
    },
  );

  test(
    "is let in by every route exactly where the access tables let him in",
    { timeout: 600_000 },
    async () => {
      expect(await requestFaults(office.world, modules, cast, trialsOf(things))).toEqual([]);
    },
  );
});
