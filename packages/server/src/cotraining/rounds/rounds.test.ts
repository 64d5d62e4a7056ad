import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/context.ts";
import { answerOf, type Answer } from "../../testing/office.ts";
import { stranger, TraineeWorld } from "./testing/index.ts";

let world: TraineeWorld;
let [chen, lin, wang]: Actor[] = [];
beforeAll(async () => {
  world = await TraineeWorld.open();
  chen = await world.student("陈一");
  lin = await world.student("林二");
  wang = await world.student("王三");
});
afterAll(() => world.close());

const of = (results: Answer, student: Actor): Answer =>
  results.items.find(({ person }: Answer) => person === student.personId);

test("students choose, the enterprise puts in order, everybody learns why", async () => {
  const [lathe, mill] = [await world.post({ name: "数控车工" }), await world.post({ name: "数控铣工" })];
  const round = await world.opened([{ post: lathe, seats: 1 }, { post: mill, seats: 1 }]);
  const own = await world.get(`placement-rounds/${round}/own`, chen!);
  expect(own.round).toMatchObject({ state: "open", mayKeep: false, actions: [] });
  expect(own.round.seed).toMatch(/^[0-9a-f]{32}$/);
  for (const student of [chen!, lin!]) answerOf(await world.choose(round, student, [lathe, mill]));
  // a run, or an order, while students choose is refused
  expect((await world.step(round, "run")).statusCode).toBe(409);
  expect((await world.rank(round, lathe, [chen!, lin!])).statusCode).not.toBe(200);
  const early = await world.step(round, "close");
  expect(early.json().detail).toContain("1 名学生尚未提交");
  answerOf(await world.choose(round, wang!, [lathe]));
  answerOf(await world.step(round, "close"));
  expect((await world.choose(round, wang!, [mill])).statusCode).toBe(409);
  // the enterprise sees who applied, by masked names, and not where they put it
  const applied = await world.get(`placement-rounds/${round}/posts/${lathe}/applicants`, world.enterprise);
  expect(applied.items.map(({ name, preference }: Answer) => [name, preference]).sort()).toEqual([["林*", null], ["王*", null], ["陈*", null]]);
  const lacking = await world.rank(round, lathe, [lin!]);
  expect(lacking.json().errors[0].reason).toContain("尚未排序");
  expect((await world.step(round, "run")).json().detail).toContain("2 个岗位尚未排序");
  answerOf(await world.rank(round, lathe, [lin!, chen!], [{ person: wang!.personId!, reason: "面试未到场" }]));
  answerOf(await world.rank(round, mill, [lin!, chen!]));
  answerOf(await world.step(round, "run"));
  const results = await world.get(`placement-rounds/${round}/results`, world.school);
  expect(of(results, lin!)).toMatchObject({ post: lathe, preference: 1 });
  expect(of(results, chen!)).toMatchObject({ post: mill, preference: 2 });
  expect(of(results, chen!).answers[0].words.zh).toBe("岗位 1 个名额已满；最后一名排在第 1 位，您排在第 2 位。");
  expect(of(results, wang!)).toMatchObject({ post: null });
  expect(of(results, wang!).answers[0].words.zh).toContain("面试未到场");
  expect(results.run).toMatchObject({ verified: true, placed: 2, students: 3 });
  // nothing is told before it is published, neither to students nor to the enterprise
  expect((await world.get(`placement-rounds/${round}/own`, chen!)).result).toBeNull();
  expect((await world.get(`placement-rounds/${round}/posts/${lathe}/applicants`, world.enterprise)).items).toEqual([]);
  answerOf(await world.step(round, "publish"));
  expect((await world.get(`placement-rounds/${round}/own`, chen!)).result).toMatchObject({ post: mill, name: "陈一" });
  const comes = await world.get(`placement-rounds/${round}/posts/${lathe}/applicants`, world.enterprise);
  expect(comes.items.map(({ name }: Answer) => name)).toEqual(["林二"]);
}); // prettier-ignore

test("the same input gives the same result: the files of a run carry the hashes of its manifest", async () => {
  const post = await world.post();
  const round = await world.opened([{ post, seats: 2 }]);
  for (const student of [chen!, lin!, wang!]) answerOf(await world.choose(round, student, [post]));
  const first = await world.run(round);
  answerOf(await world.step(round, "run"));
  const second = await world.get(`placement-rounds/${round}/results`, world.school);
  expect(second.items.map(({ post: at }: Answer) => at)).toEqual(first.items.map(({ post: at }: Answer) => at));
  expect(second.run.resultHash).toBe(first.run.resultHash);
  const { createHash } = await import("node:crypto");
  const file = (name: string) => world.office.call({ url: `/api/placement-rounds/${round}/run/${name}` }, world.school);
  const manifest = (await file("manifest.json")).json();
  for (const name of ["rules.json", "students.csv", "enterprises.csv", "posts.csv", "preferences.csv"])
    expect(createHash("sha256").update((await file(name)).body).digest("hex"), name).toBe(manifest.inputs[name]);
  expect((await file("rules.json")).json().seed).toBe((await world.get(`placement-rounds/${round}`, world.school)).seed);
  // where the enterprise gave no order, the draw decides between students whom the school ranks alike
  const { lotOf } = await import("./input.ts");
  const lots = [chen!, lin!, wang!].map((one) => ({ person: one.personId!, lot: lotOf(manifest.seed, one.personId!) })).sort((a, b) => (a.lot < b.lot ? -1 : 1));
  expect(new Set(second.items.filter(({ post: at }: Answer) => at).map(({ person }: Answer) => person))).toEqual(new Set(lots.slice(0, 2).map(({ person }) => person)));
  expect((await world.office.call({ url: `/api/placement-rounds/${round}/run/students.csv` }, chen!)).statusCode).toBe(403);
}); // prettier-ignore

test("the 10 % of an enterprise counts the students of every school", async () => {
  const enterprise = await stranger(world, "enterprise-officer", "enterprise", "小厂");
  await world.employs(enterprise, 20);
  const post = await world.post({}, enterprise);
  const elsewhere = await world.student("外校生", { school: world.otherSchool });
  const other = await world.opened([{ post, seats: 5, enterprise }], { school: world.otherSchool });
  answerOf(await world.choose(other, elsewhere, [post]));
  await world.run(other, world.otherSchool);
  answerOf(await world.step(other, "publish", world.otherSchool));
  answerOf(await world.try("POST", `placement-rounds/${other}/own/accept`, {}, elsewhere));
  answerOf(await world.step(other, "confirm", world.otherSchool));
  const [placed] = await world.sql<{ state: string; pay: number }>("select cotraining.placement_state(province, id) as state, pay from cotraining.placement where person = $1", [elsewhere.personId]);
  expect(placed).toEqual({ state: "plan", pay: 450_000 });
  // of two that the law allows one is taken by the other school's student
  const round = await world.opened([{ post, seats: 5, enterprise }]);
  for (const student of [chen!, lin!, wang!]) answerOf(await world.choose(round, student, [post]));
  const results = await world.run(round);
  expect(results.run.placed).toBe(1);
  const refused = results.items.find(({ post: at }: Answer) => at === null);
  expect(refused.answers[0].words.zh).toContain("在岗职工总数 10 % 的上限（还可接收 1 人）");
  // and by hand it is no other: the same cap, in the same words
  const moved = await world.try("PUT", `placement-rounds/${round}/students/${refused.person}/post`, { post, reason: "家住附近" }, world.school);
  expect(moved.statusCode).toBe(409);
  expect(moved.json().detail).toContain("10 %");
}); // prettier-ignore

test("the seats of a round are beside the students who are there already", async () => {
  const post = await world.post({ name: "已有学生的岗位" });
  const first = await world.opened([{ post, seats: 1 }]);
  answerOf(await world.choose(first, chen!, [post]));
  await world.run(first);
  answerOf(await world.step(first, "publish"));
  await world.sql("update cotraining.round set published_at = $2 where id = $1", [first, new Date(world.now.getTime() - 6 * 86_400_000)]);
  answerOf(await world.step(first, "confirm"));
  const second = await world.opened([{ post, seats: 1 }]);
  for (const student of [lin!, wang!]) answerOf(await world.choose(second, student, [post]));
  const results = await world.run(second);
  expect(results.run.placed).toBe(1);
  const refused = results.items.filter(({ answers }: Answer) => answers[0]?.outcome === "full");
  expect(refused.map(({ answers }: Answer) => answers[0].words.zh)).toEqual(["岗位 1 个名额已满；最后一名排在第 1 位，您排在第 2 位。"]);
}); // prettier-ignore

test("like posts share 20 % of their staff; a park keeps its own limit", async () => {
  const enterprise = await stranger(world, "enterprise-officer", "enterprise", "装配厂");
  await world.employs(enterprise, 500);
  const [a, b] = [await world.post({ name: "装配甲", likeKey: "assembly", likeStaff: 10 }, enterprise), await world.post({ name: "装配乙", likeKey: "assembly", likeStaff: 10 }, enterprise)];
  const round = await world.opened([{ post: a, seats: 2, enterprise, park: "乙市产业园" }, { post: b, seats: 2, enterprise, park: "乙市产业园" }], { parks: [{ name: "乙市产业园", max: 2 }] } as object);
  answerOf(await world.choose(round, chen!, [a, b]));
  answerOf(await world.choose(round, lin!, [a, b]));
  answerOf(await world.choose(round, wang!, [b, a]));
  const results = await world.run(round);
  expect(results.run.placed).toBe(2);
  const refused = results.items.find(({ post: at }: Answer) => at === null);
  expect(refused.answers.map(({ words }: Answer) => words.zh).join()).toMatch(/20 %|园区/);
}); // prettier-ignore

test("age, year of study, pay, night and hazards bar a pair, whatever both sides wish", async () => {
  const [child, freshman, late] = [await world.student("小周", { born: "2011-06-01" }), await world.student("新生", { entryYear: 2026 }), await world.student("小郑", { born: "2009-06-01" })];
  const [day, night, poor, dusty] = [await world.post(), await world.post({ name: "夜班", night: true }), await world.post({ name: "低薪" }), await world.post({ name: "打磨", hazards: ["dust"] })];
  const round = await world.opened([{ post: day, seats: 9 }, { post: night, seats: 9 }, { post: poor, seats: 9, pay: 100_000 }, { post: dusty, seats: 9 }]);
  expect((await world.get(`placement-rounds/${round}/own`, child)).barred.map(({ words }: Answer) => words.zh).join()).toContain("须满 16 周岁");
  answerOf(await world.choose(round, child, [day]));
  answerOf(await world.choose(round, freshman, [day]));
  answerOf(await world.choose(round, late, [night, poor, dusty]));
  const results = await world.run(round);
  const words = (student: Actor, n = 0): string => of(results, student).answers[n].words.zh;
  expect(words(child)).toMatch(/15 周岁，须满 16 周岁（INT-02）/);
  expect(words(freshman)).toMatch(/第 1 学年.*INT-02/);
  expect(words(late)).toMatch(/夜班.*INT-03/);
  expect(words(late, 1)).toMatch(/1000.00 元，低于 4000.00 元（INT-04）/);
  expect(words(late, 2)).toMatch(/危险.*INT-02/);
  expect(results.items.every(({ post }: Answer) => post === null)).toBe(true);
}); // prettier-ignore

test("what was offered is not taken back, and nobody outside sees a round", async () => {
  const post = await world.post();
  const round = await world.opened([{ post, seats: 2 }]);
  const offer = (seats: number) => world.try("PUT", `placement-rounds/${round}/posts`, { post, seats, pay: 450_000, park: "", filingNo: "" }, world.enterprise);
  expect((await offer(1)).json().detail).toContain("只能增加");
  expect((await world.try("DELETE", `placement-rounds/${round}/posts/${post}`, {}, world.enterprise)).statusCode).toBe(409);
  answerOf(await offer(3));
  const shorter = await world.try("PUT", `placement-rounds/${round}`, world.given({ chooseUntil: new Date(world.now.getTime() + 86_400_000).toISOString() }), world.school);
  expect(shorter.statusCode).toBe(409);
  // not even past the use-cases
  await expect(world.office.world.sql("update cotraining.round_post set seats = 1 where round_id = $1", [round])).rejects.toThrow("not taken back");
  const foreign = await world.student("别校生", { school: world.otherSchool });
  for (const actor of [foreign, world.otherSchool]) expect((await world.office.call({ url: `/api/placement-rounds/${round}` }, actor)).statusCode).toBe(404);
  const enterprise = await stranger(world, "enterprise-officer", "enterprise", "旁观企业");
  expect((await world.get(`placement-rounds/${round}`, enterprise)).postList).toEqual([]);
}); // prettier-ignore

test("an appeal goes to the school, then to the office; a move by hand keeps its reason; then placements come of it, and a further round", async () => {
  const [one, two] = [await world.post({ name: "甲岗" }), await world.post({ name: "乙岗" })];
  const round = await world.opened([{ post: one, seats: 1 }, { post: two, seats: 1 }]);
  for (const student of [chen!, lin!]) answerOf(await world.choose(round, student, [one]));
  answerOf(await world.choose(round, wang!, []));
  await world.later(round);
  const results = await world.run(round);
  answerOf(await world.step(round, "publish"));
  const loser = [chen!, lin!].find((student) => of(results, student).post === null)!;
  const winner = loser === chen ? lin! : chen!;
  const appeal = await world.do("POST", `placement-rounds/${round}/own/appeal`, { content: "我的技能竞赛成绩没有计入" }, loser);
  expect((await world.step(round, "confirm")).json().detail).toContain("1 件申诉");
  const act = (step: string, actor: Actor, note?: string) => world.try("POST", `placement-appeals/${appeal.id}/${step}`, note ? { note } : {}, actor);
  expect((await act("reject", world.otherSchool, "不符")).statusCode).toBe(404);
  expect((await act("reject", world.school)).json().errors[0].field).toBe("note");
  answerOf(await act("reject", world.school, "成绩未经认定"));
  answerOf(await act("pass-on", loser, "成绩已由省厅公布"));
  expect((await world.get("placement-appeals", world.planner)).items.map(({ id }: Answer) => id)).toContain(appeal.id);
  expect((await act("decide-for", world.school, "成立")).statusCode).toBe(403);
  answerOf(await act("decide-for", world.planner, "成绩应当计入"));
  // the post of his wish is full: nobody is put out for him; the other one he gets
  const move = (post: string) => world.try("PUT", `placement-rounds/${round}/students/${loser.personId}/post`, { post, reason: "裁决申诉成立" }, world.school);
  expect((await move(one)).json().detail).toContain("名额已满");
  answerOf(await move(two));
  const own = await world.get(`placement-rounds/${round}/own`, loser);
  expect(own.result).toMatchObject({ post: two, moved: { reason: "裁决申诉成立", from: null } });
  expect((await world.get(`placement-rounds/${round}/own`, winner)).result.post).toBe(one);
  await world.sql("update cotraining.round set published_at = $2 where id = $1", [round, new Date(world.now.getTime() - 6 * 86_400_000)]);
  expect((await world.try("POST", `placement-rounds/${round}/own/appeal`, { content: "过了期限的申诉" }, wang!)).statusCode).toBe(409);
  answerOf(await world.step(round, "confirm"));
  const done = await world.get(`placement-rounds/${round}/results`, world.school);
  expect(done.items.filter(({ placement }: Answer) => placement !== null)).toHaveLength(2);
  expect((await world.step(round, "withdraw", world.school, "弄错了")).statusCode).toBe(409);
  const next = await world.do("POST", `placement-rounds/${round}/follow`, world.given({ title: "补充安排" }), world.school);
  expect(next).toMatchObject({ state: "draft", follows: round, posts: 0 });
  const { items } = await world.get(`placement-rounds/${next.id}/students`, world.school);
  expect(items.map(({ person }: Answer) => person)).toContain(wang!.personId);
  expect(items.map(({ person }: Answer) => person)).not.toContain(loser.personId);
}); // prettier-ignore
