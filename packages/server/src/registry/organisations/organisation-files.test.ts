import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NOBODY, type Actor } from "../../platform/context.ts";
import { pdf } from "../../platform/testing/samples.ts";
import { actors } from "../../platform/testing/test-database.ts";
import { registerWorld } from "./testing/index.ts";

let world: Awaited<ReturnType<typeof registerWorld>>;
beforeAll(async () => {
  world = await registerWorld();
});
afterAll(() => world.close());

const BOUNDARY = "tixi-organisation-files";
async function add(actor: Actor, organisation: string, query = "purpose=evidence"): Promise<number> {
  const payload = Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="批文.pdf"\r\n\r\n`),
    await pdf(),
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);
  const response = await world.call(actor, {
    method: "POST",
    url: `/api/files?${query}&subject=organisation:${organisation}`,
    payload,
    headers: { "content-type": `multipart/form-data; boundary=${BOUNDARY}` },
  });
  return response.statusCode;
}

test("evidence of an organisation is added by its officers and the office that keeps it, and seen by them", async () => {
  const id = await world.register("济南示范职业学校");
  const at = (role: Actor["role"], organisation: string): Actor => ({
    ...NOBODY,
    userId: `u-${role}-${organisation}`,
    name: role,
    role,
    region: "370100",
    organisation,
  });
  const officer = at("school-officer", id);
  expect(await add(officer, id)).toBe(200);
  expect(await add(actors.planner, id)).toBe(200);
  expect(await add(at("teacher", id), id)).toBe(403);
  expect(await add(at("school-officer", randomUUID()), id)).toBe(403);
  expect(await add(actors.cityPlanner, id)).toBe(403);
  expect(await add(actors.stranger, id)).toBe(403);
  expect(await add(actors.public, id)).toBe(401);
  expect(await add(actors.planner, randomUUID())).toBe(404);
  expect(await add(actors.planner, "x")).toBe(400);
  expect(await add(officer, id, "purpose=report")).toBe(400);
  const seen = async (actor: Actor) =>
    (await world.send(actor, "GET", `/files?subject=organisation:${id}`)).body.items?.length;
  expect(await seen(officer)).toBe(2);
  expect(await seen(actors.planner)).toBe(2);
  for (const other of [at("teacher", id), actors.cityPlanner, actors.stranger])
    expect(await seen(other)).toBe(0);
});
