import { afterAll, beforeAll, expect, test } from "vitest";
import { actors } from "../../platform/testing/test-database.ts";
import { answerOf, type Answer } from "../../testing/office.ts";
import { PathwayWorld, terms } from "../testing/index.ts";

let world: PathwayWorld;
beforeAll(async () => {
  world = await PathwayWorld.open();
});
afterAll(() => world.close());

const year = (more: object) => ({
  cohort: 2024,
  year: 2024,
  stage: "lower",
  enrolled: 50,
  leftSchool: 0,
  changedTrack: 0,
  assessed: null,
  passed: null,
  movedUp: 0,
  finished: 0,
  ...more,
});

test("an agreement goes from one school to the other to the office; each step is somebody's alone", async () => {
  const { secondary, college, planner } = world;
  const made = await world.post("agreements", terms(college), secondary);
  expect(made).toMatchObject({ state: "proposed", closeness: "official", actions: ["withdraw"], mayEdit: true });
  const at = `agreements/${made.id}`;
  // the office cannot record what the other school has not accepted, the proposer cannot accept it himself
  expect((await world.act(at, "record", planner, { document: "1号", note: "同意" })).json().detail).toContain("尚未同意");
  expect((await world.act(at, "accept", secondary)).statusCode).toBe(403);
  expect((await world.get("public/agreements", actors.public)).items).toEqual([]);
  const returned = answerOf(await world.act(at, "return", college, { note: "名额偏多" }));
  expect(returned.state).toBe("returned");
  expect((await world.get("agreements?waiting=true", secondary)).items).toHaveLength(1);
  const { kind: _, side: __, partner: ___, lowerProgramme: ____, upperProgramme: _____, ...rest } = terms(college);
  const { etag } = await world.get(at, secondary);
  expect((await world.try("PUT", at, { ...rest, quota: 40 }, college, etag)).statusCode).toBe(403);
  answerOf(await world.try("PUT", at, { ...rest, quota: 40 }, secondary, etag));
  expect((await world.try("PUT", at, { ...rest, quota: 30 }, secondary, etag)).statusCode).toBe(412);
  answerOf(await world.act(at, "resubmit", secondary));
  expect(answerOf(await world.act(at, "accept", college)).state).toBe("accepted");
  expect((await world.get("agreements?waiting=true", planner)).items.map(({ id }: Answer) => id)).toEqual([made.id]);
  expect((await world.act(at, "record", planner)).json().errors[0].field).toBe("document");
  const recorded = answerOf(await world.act(at, "record", planner, { document: "甲教职〔2026〕1号", note: "同意" }));
  expect(recorded).toMatchObject({ state: "in-force", quota: 40, document: "甲教职〔2026〕1号" });
  const open = await world.get(`public/agreements/${made.id}`, actors.public);
  expect(open).toMatchObject({ state: "in-force", document: "甲教职〔2026〕1号", history: [], proposer: null, actions: [] });
  // the same once more
  expect((await world.try("POST", "agreements", terms(college), secondary)).statusCode).toBe(409);
  const ended = answerOf(await world.act(at, "end", planner, { note: "专业调整", lastCohort: 2026 }));
  expect(ended).toMatchObject({ state: "ended", lastCohort: 2026 });
  expect((await world.act(at, "end", planner, { note: "再次", lastCohort: 2026 })).statusCode).toBe(409);
}); // prettier-ignore

test("an agreement whose last cohort is known is renewed for later cohorts of the same schools and programmes", async () => {
  const { secondary, college, planner } = world;
  const made = await world.agreement({ firstCohort: 2040, lastCohort: 2042 });
  const renewal = { ...terms(college), renews: made.id, firstCohort: 2043, lastCohort: 2045 };
  const field = async (more: object) => (await world.try("POST", "agreements", { ...renewal, ...more }, secondary)).json().errors[0].field;
  expect(await world.get(`agreements/${made.id}`, secondary)).toMatchObject({ mayRenew: true, renews: null, renewedBy: null });
  expect((await world.get(`agreements/${made.id}`, planner)).mayRenew).toBe(false);
  expect(await field({ firstCohort: 2042 })).toBe("firstCohort");
  expect(await field({ lowerProgramme: "660302" })).toBe("renews");
  // either of the two schools may propose it; the other one accepts
  const next = await world.post("agreements", { ...renewal, side: "upper", partner: secondary.organisation }, college);
  expect(next).toMatchObject({ state: "proposed", renews: made.id, firstCohort: 2043 });
  expect(await world.get(`agreements/${made.id}`, secondary)).toMatchObject({ mayRenew: false, renewedBy: next.id });
  expect(await field({ firstCohort: 2046, lastCohort: null })).toBe("renews");
  // declined, it renews nothing
  answerOf(await world.act(`agreements/${next.id}`, "decline", secondary, { note: "名额另议" }));
  expect((await world.get(`agreements/${made.id}`, secondary)).mayRenew).toBe(true);
  const again = await world.agreement(renewal);
  expect(again.state).toBe("in-force");
  expect(await world.get(`public/agreements/${made.id}`, actors.public)).toMatchObject({ renewedBy: again.id, mayRenew: false });
}); // prettier-ignore

test("what the rules forbid is refused with its rule, what they advise against is said", async () => {
  const { secondary, college } = world;
  const check = (more: object) => world.post("agreements/check", { ...terms(college), firstCohort: 2027, ...more }, secondary);
  expect(await check({})).toMatchObject({ faults: [], warnings: [] });
  const far = await check({ upperProgramme: "520201" });
  expect(far.faults.map(({ field, reason }: Answer) => [field, reason.includes("EXM-17")])).toEqual([["upperProgramme", true]]);
  expect((await check({ upperYears: 3 })).faults[0].reason).toContain("3+2");
  expect((await check({ lowerProgramme: "660399" })).faults[0].reason).toContain("目录");
  expect((await check({ kind: "3+4", upperYears: 4 })).faults[0].field).toBe("upperProgramme");
  expect((await check({ kind: "3+4", upperYears: 4, upperProgramme: null, upperProgrammeName: "哲学" })).faults[0].reason).toContain("EXM-17");
  expect((await check({ assessment: [{ name: "全部", weight: 90, least: null }] })).faults[0].field).toBe("assessment");
  const medicine = await check({ lowerProgramme: "720301", upperProgramme: "520101" });
  expect(medicine.faults).toEqual([]);
  expect(medicine.warnings.map(({ rule }: Answer) => rule)).toEqual(expect.arrayContaining(["EXM-19", "offering"]));
  expect((await world.try("POST", "agreements", { ...terms(college), upperProgramme: "520201" }, secondary)).statusCode).toBe(400);
  expect((await world.try("POST", "agreements", terms(college), actors.planner)).statusCode).toBe(403);
}); // prettier-ignore

test("cohorts: nobody comes out who did not come in, nobody moves up without the assessment, and the flow adds up", async () => {
  const { secondary, college, planner } = world;
  const made = await world.agreement({ firstCohort: 2018, lastCohort: 2021 });
  const at = `agreements/${made.id}/cohorts`;
  const enter = async (actor: typeof secondary, ...items: object[]) =>
    world.try("PUT", at, { items }, actor, (await world.get(at, actor)).etag);
  const of = (more: object) => year({ cohort: 2018, year: 2018, ...more });
  const faults = async (actor: typeof secondary, ...items: object[]) =>
    (await enter(actor, ...items)).json().errors.map(({ field }: Answer) => field);
  expect(await faults(secondary, of({ enrolled: 51 }))).toEqual(["2018/2018/lower/enrolled"]);
  expect(await faults(secondary, of({ year: 2090, enrolled: 40 }))).toEqual(["2018/2090/lower/year"]);
  expect(await faults(secondary, of({ leftSchool: 51 }))).toEqual(["2018/2018/lower/enrolled"]);
  expect(await faults(secondary, of({ movedUp: 10 }))).toEqual(["2018/2018/lower/movedUp"]);
  expect((await enter(college, of({}))).statusCode).toBe(403);
  answerOf(await enter(secondary, of({ leftSchool: 2 }), of({ year: 2019, enrolled: 48, changedTrack: 3 })));
  expect(await faults(secondary, of({ year: 2020, enrolled: 46 }))).toEqual(["2018/2020/lower/enrolled"]);
  answerOf(await enter(secondary, of({ year: 2020, enrolled: 45, assessed: 40, passed: 36, movedUp: 35, finished: 9 })));
  expect(await faults(college, of({ year: 2021, stage: "upper", enrolled: 36 }))).toEqual(["2018/2021/upper/enrolled"]);
  const shown = answerOf(await enter(college, of({ year: 2021, stage: "upper", enrolled: 34, leftSchool: 1 })));
  expect(shown.cohorts).toEqual([
    { cohort: 2018, entered: 50, leftLower: 2, changedLower: 3, finishedLower: 9, assessed: 40, passed: 36, movedUp: 35, inLower: 1,
      leftUpper: 1, changedUpper: 0, finishedUpper: 0, inUpper: 33, unexplained: 1, movedShare: 0.714, leftShare: 0.06 },
  ]);
  const { links, total, byAgreement } = await world.get("agreements/flows?cohort=2018", planner);
  const sum = (from: string) => links.filter((link: Answer) => link.from === from).reduce((all: number, { value }: Answer) => all + value, 0);
  expect([sum("entered"), sum("movedUp")]).toEqual([total.entered, total.movedUp]);
  expect(byAgreement).toHaveLength(1);
  expect((await world.get("agreements/flows", actors.stranger)).agreements).toBe(0);
  expect((await world.try("PUT", at, { items: [of({})] }, secondary, '"stale"')).statusCode).toBe(412);
}); // prettier-ignore

test("programmes without any continuation come first", async () => {
  await world.offers(world.secondary, "740201", "secondary");
  const { items } = await world.get("agreements/continuations?level=secondary", actors.public);
  const of = (code: string) => items.find(({ programme }: Answer) => programme === code);
  expect(of("740201")).toMatchObject({ offerings: 1, offered: 0, agreements: 0 });
  expect(of("660301")).toMatchObject({ offered: 1, agreements: 3 });
  expect(items[0].programme).toBe("740201");
});
