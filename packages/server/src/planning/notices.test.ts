import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NOBODY, type Actor, type Role } from "../platform/context.ts";
import { spreadAnnouncements } from "../platform/notices/spread.ts";
import { actors } from "../platform/testing/test-database.ts";
import { answerOf, csv, Office, type Answer } from "../testing/office.ts";
import { offeringsFile, postingsFile } from "../testing/province.ts";

/** From a file to a release, told to those whose turn it is. */
let office: Office;
let reviewer: Actor;
let city: Actor;
let teacher: Actor;
beforeAll(async () => {
  office = await Office.open();
  reviewer = await person("planner", "370000");
  city = await person("planner", "370200");
  teacher = await person("teacher", "370000");
}, 90_000);
afterAll(() => office.close());

async function person(role: Role, region: string): Promise<Actor> {
  const [id, userId] = [randomUUID(), `u-${randomUUID()}`];
  await office.world.sql("insert into registry.person (id, name, user_id, state, created_at) values ($1, '某人', $2, 'active', now())", [id, userId]); // prettier-ignore
  await office.world.sql(
    `insert into registry.membership (id, person_id, role, region, state, since, created_at)
     values (gen_random_uuid(), $1, $2, $3, 'active', '2026-01-01', now())`,
    [id, role, region],
  );
  return { ...NOBODY, userId, personId: id, name: "某人", role, region };
}

/** What arrived since the last look. */
async function told(actor: Actor): Promise<string[]> {
  await spreadAnnouncements(office.world.platform);
  const { items }: Answer = await office.get("/api/notices?unread=true", actor);
  if (items.length > 0) await office.post("/api/notices/read", { upTo: items[0].id }, actor);
  return items.map((item: Answer) => `${item.kind} ${item.link} ${item.subject}`).reverse();
}

test("whoever brings a file in is told how it ended; rejected rows are named as such", async () => {
  const clean = await office.bringIn(postingsFile(200));
  const faulty = await office.bringIn(csv([["岗位名称", "招聘人数"], ["焊工", "-1"], ["焊工", "2"]])); // prettier-ignore
  await office.bringIn(offeringsFile());
  await expect
    .poll(async () => (await office.world.sql("select 1 from platform.job where state <> 'done'")).length)
    .toBe(0);
  const notices = await told(actors.planner);
  expect(notices).toContain(`platform.job-done /imports/${clean.id} 数据导入已完成`);
  expect(notices).toContain(`demand.import-rejected /imports/${faulty.id} 导入完成：1 行未通过`);
  expect(await told(reviewer)).toEqual([]);
});

test("a release goes from hand to hand: review, return, publication; nobody is told of his own step", async () => {
  const cycle = await office.cycle(2026);
  await told(actors.planner);
  const { id } = await office.post("/api/releases", { cycleId: cycle.id, title: "二〇二六年需求" });
  const link = `/releases/${id}`;
  const waits = (step: string) => [`planning.release-waits ${link} 《二〇二六年需求》等待${step}`];
  expect(await told(reviewer)).toEqual(waits("审核"));
  answerOf(await office.decide(id, "review"));
  expect(await told(reviewer)).toEqual(waits("发布"));

  const before = await office.get(`/api${link}`, reviewer);
  const sentBack = await office.call(
    {
      method: "POST",
      url: `/api${link}/return`,
      payload: { note: "请补充说明" },
      headers: { "if-match": before.etag },
    },
    reviewer,
  );
  answerOf(sentBack);
  await spreadAnnouncements(office.world.platform);
  const { items } = await office.get("/api/notices?unread=true", actors.planner);
  const returned = items.filter((item: Answer) => item.kind === "planning.release-returned");
  expect(returned).toMatchObject([{ link, subject: "《二〇二六年需求》被退回" }]);
  expect(returned[0].body).toContain("请补充说明");
  expect(returned[0].subject).not.toContain("某人");

  expect(await told(city)).toEqual([]);
  answerOf(await office.decide(id, "review"));
  answerOf(await office.decide(id, "publish"));
  const published = `planning.release-published ${link} 《二〇二六年需求》已发布`;
  expect(await told(city)).toEqual([published]);
  expect((await told(reviewer)).at(-1)).toBe(published);
  expect(await told(teacher)).toEqual([]);
});
