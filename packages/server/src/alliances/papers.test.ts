import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../platform/context.ts";
import { actors } from "../platform/testing/test-database.ts";
import { answerOf, type Answer } from "../testing/office.ts";
import { AllianceWorld, STATUTES } from "./testing/index.ts";

let world: AllianceWorld;
beforeAll(async () => {
  world = await AllianceWorld.open();
});
afterAll(() => world.close());

const [CHARTER, ENTITY] = STATUTES.documents as [object, object];
const write = (documents: object[], actor: Actor = world.secretariat) =>
  world.try("PUT", `alliances/${world.id}`, { ...STATUTES, documents }, actor);
const opens = async (url: string, actor: Actor): Promise<number> => (await world.office.call({ url: `/api/${url}` }, actor)).statusCode; // prettier-ignore

test("founding documents bear files for secretariat, members and office; the charter for anybody where it is opened", async () => {
  const { secretariat, school, planner } = world;
  const [charter, proof] = [await world.upload(secretariat), await world.upload(secretariat, "登记证书.pdf")];
  const outside = await world.other("enterprise-officer", "enterprise", "丙市机械有限公司");
  expect((await write([CHARTER, { ...ENTITY, file: proof, open: true }])).json().errors[0].reason).toContain("只有章程可以公开");
  // another's draft is not found, nor a file that belongs to something else
  expect((await write([{ ...CHARTER, file: await world.upload(school) }])).statusCode).toBe(404);
  const written = answerOf(await write([{ ...CHARTER, file: charter }, { ...ENTITY, file: proof }]));
  expect(written.documents).toMatchObject([{ file: { id: charter, name: "章程.pdf", state: "clean" }, open: false }, { file: { id: proof } }]);
  const at = (file: string, open = false) => `${open ? "public/" : ""}alliances/${world.id}/documents/${file}`;
  for (const actor of [secretariat, school, planner]) {
    expect((await world.get(`alliances/${world.id}`, actor)).documents[1].file.name).toBe("登记证书.pdf");
    for (const file of [charter, proof]) expect(await opens(at(file), actor), actor.name).toBe(200);
  }
  for (const file of [charter, proof]) {
    for (const actor of [outside, actors.stranger]) expect(await opens(at(file), actor)).toBe(404);
    for (const actor of [outside, actors.public, school]) expect(await opens(at(file, true), actor)).toBe(404);
  }
  const open = async () => (await world.get(`public/alliances/${world.id}`, actors.public)).documents.map(({ file }: Answer) => file?.id ?? null);
  expect(await open()).toEqual([null, null]);
  answerOf(await write([{ ...CHARTER, file: charter, open: true }, { ...ENTITY, file: proof }]));
  expect(await open()).toEqual([charter, null]);
  expect([await opens(at(charter, true), actors.public), await opens(at(proof, true), actors.public)]).toEqual([200, 404]);
  // before it works nobody outside reads it; and what no document names any more is taken away
  await world.office.world.sql("update alliances.alliance set running_since = null where id = $1", [world.id]);
  expect(await opens(at(charter, true), actors.public)).toBe(404);
  await world.office.world.sql("update alliances.alliance set running_since = now() where id = $1", [world.id]);
  answerOf(await write([{ ...CHARTER, file: charter, open: true }, ENTITY]));
  expect(await opens(at(proof), school)).toBe(404);
  expect(await world.office.world.sql("select state from platform.file where id = $1", [proof])).toEqual([{ state: "removed" }]);
}); // prettier-ignore

test("a report bears files as evidence: the members and the office open them, nobody else", async () => {
  const { secretariat, school, enterprise, planner } = world;
  const { id, agenda } = await world.inSession([{ title: "共建培养方案" }]);
  answerOf(await world.put(id, agenda[0].id));
  for (const one of world.council) answerOf(await world.vote(id, agenda[0].id, one, "yes"));
  const resolution = answerOf(await world.end(id, agenda[0].id)).agenda[0].resolution.id;
  const task = await world.post(`resolutions/${resolution}/tasks`, { title: "起草", member: await world.seatOf(school), due: "2026-12-31" }, secretariat);
  const act = (step: string, actor: Actor, files: string[]) => world.try("POST", `alliance-tasks/${task.id}/${step}`, { note: "第三稿", files }, actor);
  const file = await world.upload(school, "方案.pdf");
  // another's draft is none of one's own, and a report that fails leaves nothing behind
  expect((await act("report", school, [await world.upload(enterprise)])).statusCode).toBe(404);
  const reported = answerOf(await act("report", school, [file, file]));
  expect(reported.history.map(({ files }: Answer) => files.map(({ name }: Answer) => name))).toEqual([[], ["方案.pdf"]]);
  expect((await act("return", secretariat, [await world.upload(secretariat)])).json().errors[0].field).toBe("files");
  const outside = await world.other("school-officer", "college", "丁市职业学院");
  const at = `alliance-tasks/${task.id}/files/${file}`;
  for (const actor of [secretariat, school, enterprise, planner]) expect(await opens(at, actor), actor.name).toBe(200);
  for (const actor of [outside, actors.stranger]) expect(await opens(at, actor)).toBe(404);
  // one that serves here serves nowhere else
  answerOf(await act("return", secretariat, []));
  expect((await write([{ ...CHARTER, file }])).statusCode).toBe(404);
  answerOf(await act("report", school, [await world.upload(school, "补充.pdf"), file]));
  const { items } = await world.get(`alliances/${world.id}/resolutions`, enterprise);
  expect(items[0].tasks[0].history.map(({ files }: Answer) => files.length)).toEqual([0, 1, 0, 2]);
}); // prettier-ignore
