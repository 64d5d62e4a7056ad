import { afterAll, beforeAll, expect, test } from "vitest";
import { actors } from "../../platform/testing/test-database.ts";
import { answerOf, type Answer } from "../../testing/office.ts";
import { AllianceWorld, STATUTES } from "../testing/index.ts";

let world: AllianceWorld;
beforeAll(async () => {
  world = await AllianceWorld.open();
});
afterAll(() => world.close());

test("a consortium begins to work only with what the rule book asks for, and is public from then on", async () => {
  const secretariat = await world.other("secretariat", "consortium", "丙市产教联合体");
  const id = secretariat.organisation!;
  const at = `alliances/${id}`;
  expect((await world.try("POST", "alliances", { ...STATUTES, park: null }, secretariat)).json().errors[0].field).toBe("park");
  expect((await world.try("POST", "alliances", { ...STATUTES, quorum: 4 }, secretariat)).json().errors[0].field).toBe("quorum");
  await world.post("alliances", { ...STATUTES, documents: [] }, secretariat);
  expect((await world.try("POST", "alliances", STATUTES, secretariat)).statusCode).toBe(409);
  const against = (await world.try("POST", `${at}/start`, {}, secretariat)).json().detail;
  for (const rule of ["ORG-01", "ORG-05", "ORG-09", "企业", "职业学校", "科研机构", "章程"]) expect(against).toContain(rule);
  expect((await world.get("public/alliances", actors.public)).items.map((one: Answer) => one.id)).toEqual([world.id]);
  for (const [actor, seat] of [[world.park, "chair"], [world.school, "director"], [world.enterprise, "director"], [world.institute, "director"]] as const)
    await world.post(`${at}/members`, { organisation: actor.organisation, seat, leads: false, termFrom: "2026-01-01" }, secretariat);
  const { etag } = await world.get(at, secretariat);
  answerOf(await world.try("PUT", at, STATUTES, secretariat, etag));
  expect((await world.try("PUT", at, STATUTES, secretariat, etag)).statusCode).toBe(412);
  const started = answerOf(await world.try("POST", `${at}/start`, {}, secretariat));
  // who leads is advised, not asked for
  expect(started.lacks.map(({ rule, hard }: Answer) => [rule, hard])).toEqual([["ORG-04", false], ["ORG-04", false], ["ORG-04", false]]);
  expect(started.memberList[0]).toMatchObject({ seat: "chair", termUntil: "2028-12-31", kind: "park" });
  const open = await world.get(`public/alliances/${id}`, actors.public);
  expect(open).toMatchObject({ inside: false, mayKeep: false, lacks: [], resolutions: [] });
  expect(open.memberList.every(({ history, statement }: Answer) => history.length === 0 && statement === "")).toBe(true);
}); // prettier-ignore

test("a community stands in a field; enterprises and schools are asked for, the rest is advised", async () => {
  const secretariat = await world.other("secretariat", "community", "机床行业产教融合共同体");
  const at = `alliances/${secretariat.organisation}`;
  expect((await world.try("POST", "alliances", { ...STATUTES, park: null }, secretariat)).json().errors[0].field).toBe("field");
  await world.post("alliances", { ...STATUTES, park: null, field: "高档数控机床和机器人" }, secretariat);
  for (const [actor, seat] of [[world.enterprise, "chair"], [world.school, "director"]] as const)
    await world.post(`${at}/members`, { organisation: actor.organisation, seat, leads: true, termFrom: null }, secretariat);
  const { lacks } = answerOf(await world.try("POST", `${at}/start`, {}, secretariat));
  expect(lacks.map(({ hard }: Answer) => hard)).toEqual([false, false]);
  expect(lacks.map(({ text }: Answer) => text.zh).join()).toContain("两省");
}); // prettier-ignore

test("an application is decided by the secretariat; a member that leaves reads no more of the council", async () => {
  const works = await world.other("enterprise-officer", "enterprise", "乙市铸造有限公司");
  const at = `alliances/${world.id}`;
  expect((await world.get(`public/${at}`, works)).mayApply).toBe(true);
  expect((await world.get("alliances", works)).items).toEqual([]);
  expect((await world.try("POST", `${at}/applications`, { statement: "" }, works)).statusCode).toBe(400);
  const applied = await world.post(`${at}/applications`, { statement: "可提供设备" }, works);
  const own = applied.memberList.find((one: Answer) => one.organisation === works.organisation);
  expect(own).toMatchObject({ state: "applied", seat: "member", statement: "可提供设备", actions: ["withdraw"] });
  expect((await world.try("POST", `${at}/applications`, { statement: "再次" }, works)).statusCode).toBe(409);
  // the public does not see who has applied, the members do
  expect((await world.get(`public/${at}`, actors.public)).memberList).toHaveLength(4);
  expect((await world.get(at, world.school)).memberList).toHaveLength(5);
  expect((await world.get(at, works).catch((error: Error) => error.message)) as string).toContain("404");
  const member = `alliance-members/${own.id}`;
  expect((await world.try("POST", `${member}/admit`, {}, works)).statusCode).toBe(403);
  expect((await world.try("POST", `${member}/refuse`, {}, world.secretariat)).json().errors[0].field).toBe("note");
  expect((await world.try("POST", `${member}/admit`, { seat: "chair" }, world.secretariat)).statusCode).toBe(409);
  answerOf(await world.try("POST", `${member}/admit`, { seat: "director" }, world.secretariat));
  expect(await world.get(at, works)).toMatchObject({ inside: true, mayApply: false });
  answerOf(await world.try("POST", `${member}/leave`, { note: "业务调整" }, works));
  expect((await world.get(at, works).catch((error: Error) => error.message)) as string).toContain("404");
  const kinds = await world.office.world.sql<{ kind: string; to: string }>("select kind, recipients::text as to from platform.announcement order by id");
  expect(kinds.map(({ kind }) => kind)).toEqual(["alliances.applied", "alliances.membership", "alliances.membership"]);
}); // prettier-ignore

test("where the statutes leave it to the council, nobody is admitted without its resolution", async () => {
  const strict = await AllianceWorld.open({ admission: "council" });
  const works = await strict.other("school-officer", "secondary-school", "乙市中等职业学校");
  const applied = await strict.post(`alliances/${strict.id}/applications`, { statement: "愿意参加" }, works);
  const member = `alliance-members/${applied.memberList.find((one: Answer) => one.organisation === works.organisation).id}`;
  expect((await strict.try("POST", `${member}/admit`, {}, strict.secretariat)).json().errors[0].field).toBe("resolution");
  const { id, agenda } = await strict.inSession([{ title: "接纳新成员" }]);
  answerOf(await strict.put(id, agenda[0].id));
  for (const one of strict.council) answerOf(await strict.vote(id, agenda[0].id, one, "yes"));
  const { agenda: [voted] } = answerOf(await strict.end(id, agenda[0].id));
  expect((await strict.try("POST", `${member}/admit`, { resolution: voted.id }, strict.secretariat)).statusCode).toBe(400);
  const shown = answerOf(await strict.try("POST", `${member}/admit`, { resolution: voted.resolution.id }, strict.secretariat));
  expect(shown.memberList.find((one: Answer) => one.organisation === works.organisation).state).toBe("active");
  await strict.close();
}); // prettier-ignore
