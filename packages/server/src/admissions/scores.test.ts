import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { spreadAnnouncements } from "../platform/notices/spread.ts";
import { actors } from "../platform/testing/test-database.ts";
import type { Answer, Office } from "../testing/office.ts";
import { strikingOf } from "./score-distribution.ts";
import { readScores } from "./score-rows.ts";
import { standingsOf } from "./score-standing.ts";
import { PUBLIC, ScoredSeason } from "./testing/scored-season.ts";

let office: Office;
let season: ScoredSeason;
beforeAll(async () => {
  office = await ScoredSeason.openOffice();
  season = await ScoredSeason.open(office);
}, 120_000);
afterAll(() => office.close());

/** 考生号,文化,技能 and 缺考 in GB18030: Node writes no GB18030. */
const HEADER = Buffer.from("bfbcc9fabac52ccec4bbaf2cbcbcc4dc0a", "hex");
const ABSENT = Buffer.from("c8b1bfbc", "hex");

describe("a file of scores, in GB18030", () => {
  let id: string;

  test("in = accepted + duplicate + rejected; each rejected row says why; the preview says what would change", async () => {
    const content = Buffer.concat([
      HEADER,
      Buffer.from("270001,210.5,300\n270002,"),
      ABSENT,
      Buffer.from(",250\n270003,301,200\n,200,200\n299999,100,100\n270004,200.25,200\n270005,150,100\n270005,150,101\n270006,0,0\n270001,210.50,300.0\n270003,-1,5\n270004,,\n270004,abc,7\n"),
    ]); // prettier-ignore
    const found = await season.scores(content);
    expect(found).toMatchObject({ state: "checked", read: 13, accepted: 3, duplicate: 1, rejected: 9 });
    expect(found.faults.map((f: Answer) => [f.row, f.field])).toEqual([[3, "culture"], [4, "number"], [5, "number"], [6, "culture"], [7, "number"], [8, "number"], [11, "culture"], [12, "scores"], [13, "culture"]]); // prettier-ignore
    expect(found.faults[4].reason).toContain("第 8 行");
    expect(found.preview.subjects).toEqual([
      { subject: "culture", name: "文化素质", added: 3, changed: 0, same: 0 },
      { subject: "skill", name: "职业技能", added: 3, changed: 0, same: 0 },
    ]);
    expect(found.preview.warnings.join()).toContain("农林类“职业技能”的 1 个成绩全部为 0 分");
    const csv = await office.call({ url: `/api/score-imports/${found.id}/rejected.csv` }, season.first);
    expect(csv.body.trim().split("\r\n")).toHaveLength(10);
    // nothing is taken in yet
    expect(
      await office.world.sql("select 1 from admissions.score where season_id = $1", [season.id]),
    ).toEqual([]);
    id = found.id;
  });

  test("it is taken in; a second file corrects before the scores are handed in, and keeps what it replaced", async () => {
    expect(await season.takeIn(id)).toMatchObject({ state: "done" });
    expect((await season.post(`score-imports/${id}/take-in`, {})).statusCode).toBe(409);
    const again = await season.scores("考生号,文化素质,职业技能\n270001,211,300\n270002,缺考,250\n270003,200,280\n270004,180,300\n270005,150,101\n270006,90,70\n");
    expect(again).toMatchObject({ accepted: 5, duplicate: 1, rejected: 0 });
    expect(again.preview.subjects).toMatchObject([{ added: 3, changed: 2, same: 0 }, { added: 3, changed: 1, same: 1 }]);
    await season.takeIn(again.id);
    const kept = await office.world.sql("select before from admissions.score_row where import_id = $1 and number = '270001'", [again.id]);
    expect(kept).toEqual([{ before: { culture: 2_105_000, skill: 3_000_000 } }]);
    const checks = await season.get(`seasons/${season.id}/score-checks`);
    expect(checks.missing).toEqual([]);
    expect(checks.figures.find((f: Answer) => f.category === "machines" && f.subject === "culture")).toMatchObject({ scored: 4, absent: 1 });
  }); // prettier-ignore

  test("a file is dropped before it is taken in, and the last one that was is taken back, score by score", async () => {
    const all = () => office.world.sql("select candidate_id, subject, points, absent from admissions.score where season_id = $1 order by 1, 2", [season.id]);
    const before = await all();
    const dropped = await season.scores("考生号,文化素质,职业技能\n270001,1,1\n");
    expect(await season.cancel(dropped.id)).toMatchObject({ state: "cancelled" });
    expect((await season.post(`score-imports/${dropped.id}/take-in`, {})).statusCode).toBe(409);
    expect((await season.post(`score-imports/${dropped.id}/cancel`, {})).statusCode).toBe(409);
    const wrong = await season.scores("考生号,文化素质,职业技能\n270001,10,10\n270002,12,250\n");
    await season.takeIn(wrong.id);
    expect(await all()).not.toEqual(before);
    // one that was taken in before it is not taken back over its head
    expect((await season.post(`score-imports/${id}/cancel`, {})).json().detail).toContain("其后另有");
    expect(await season.cancel(wrong.id)).toMatchObject({ state: "cancelled" });
    expect(await all()).toEqual(before);
    const [first] = season.pupils;
    await season.pupil("machines");
    const added = await season.scores(`考生号,文化素质,职业技能\n${season.pupils.at(-1)!.number},10,10\n${first!.number},9,9\n`);
    await season.takeIn(added.id);
    expect(await all()).toHaveLength(before.length + 2);
    await season.cancel(added.id);
    expect(await all()).toEqual(before);
    const { candidate } = season.pupils.at(-1)!;
    await office.world.sql("insert into admissions.candidate_action (province, candidate_id, seq, action, by_name, at) values ('370000', $1, 4, 'withdraw', '考生', now() - interval '1 day')", [candidate]);
  }); // prettier-ignore

  test("a file that is no table of scores is refused at once, and so is one who has no right", async () => {
    const refused = await season.upload("score-imports", "姓名,性别\n张三,男\n");
    expect(refused.statusCode).toBe(400);
    expect(refused.json().errors.map((e: Answer) => e.field)[0]).toBe("考生号");
    expect((await season.upload("score-imports", "%PDF-1.4")).statusCode).toBe(400);
    expect((await season.upload("score-imports", "x", "x.csv", actors.cityPlanner)).statusCode).toBe(403);
    expect((await season.upload("score-imports", "x", "x.csv", season.pupils[0]!.actor)).statusCode).toBe(
      403,
    );
    expect((await season.upload("score-imports", "x", "x.csv", actors.stranger)).statusCode).toBe(404);
  });
});

describe("from the hand-in to the review", () => {
  const own = (i: number) =>
    season.get(`candidates/${season.pupils[i]!.candidate}/scores`, season.pupils[i]!.actor);

  test("one person hands in, another releases; what changed between the two is noticed", async () => {
    expect((await season.take("submit-scores")).statusCode).toBe(200);
    expect((await season.upload("score-imports", "考生号,文化\n270001,1\n")).statusCode).toBe(409);
    expect((await season.take("release-scores")).json().detail).toContain("另一人");
    // before the release a candidate sees nothing of his scores
    expect((await own(0)).subjects.map((s: Answer) => s.points)).toEqual([null, null]);
    await office.world.sql("update admissions.score set points = points + 10000 where candidate_id = $1 and subject = 'skill'", [season.pupils[3]!.candidate]);
    expect((await season.take("release-scores", season.second)).json().detail).toContain("有变动");
    await office.world.sql("update admissions.score set points = points - 10000 where candidate_id = $1 and subject = 'skill'", [season.pupils[3]!.candidate]);
    expect((await season.take("release-scores", season.second)).statusCode).toBe(200);
  }); // prettier-ignore

  test("the candidate sees each subject, the sum and his place; others see nothing of his", async () => {
    expect(await own(0)).toMatchObject({ composed: "511", rank: 1, rankedOf: 5, review: { open: true } });
    // equal sums: the better in skill stands first
    expect([(await own(2)).composed, (await own(3)).composed]).toEqual(["480", "480"]);
    expect([(await own(2)).rank, (await own(3)).rank]).toEqual([3, 2]);
    expect((await own(1)).subjects[0]).toMatchObject({ points: null, absent: true });
    expect((await own(1)).composed).toBe("250");
    const [one, other] = season.pupils;
    expect((await office.call({ url: `/api/candidates/${one!.candidate}/scores` }, other!.actor)).statusCode).toBe(404);
    expect((await office.call({ url: `/api/candidates/${one!.candidate}/scores` }, PUBLIC)).statusCode).toBe(401);
  }); // prettier-ignore

  test("the one-point table is for anybody and names nobody", async () => {
    const table = await season.get(`public/seasons/${season.id}/one-point-table?category=machines`, PUBLIC);
    expect(table).toEqual({
      category: "machines",
      total: 5,
      rows: [
        { points: 511, count: 1, cumulative: 1 },
        { points: 480, count: 2, cumulative: 3 },
        { points: 251, count: 1, cumulative: 4 },
        { points: 250, count: 1, cumulative: 5 },
      ],
    });
  });

  test("a review keeps both values, tells the candidate and ranks everybody anew", async () => {
    const third = season.pupils[2]!;
    const ask = (subject: string) => season.post(`candidates/${third.candidate}/score-reviews`, { subject, reason: "与估分差别较大" }, third.actor); // prettier-ignore
    expect((await ask("music")).statusCode).toBe(400);
    expect((await ask("skill")).statusCode).toBe(200);
    expect((await ask("skill")).statusCode).toBe(409);
    const { items } = await season.get(`seasons/${season.id}/score-reviews`);
    expect(items).toMatchObject([{ number: "270003", subject: "skill", points: "280", answer: null }]);
    const answer = (points?: string) => season.post(`score-reviews/${items[0].id}/answer`, { answer: "加分时漏计一题", points }); // prettier-ignore
    expect((await answer("351")).statusCode).toBe(400);
    const answered = await answer("312.5");
    expect(answered.json()).toMatchObject({ before: "280", after: "312.5", changed: true, composed: "512.5", rank: 1, rankedAnew: 6 }); // prettier-ignore
    expect((await answer("300")).statusCode).toBe(409);
    expect((await own(0)).rank).toBe(2);
    expect((await own(2)).reviews).toMatchObject([
      { before: "280", after: "312.5", answer: "加分时漏计一题" },
    ]);
    await spreadAnnouncements(office.world.platform);
    expect(JSON.stringify(await season.get("notices", third.actor))).toContain("成绩已更正");
  });

  test("reviews end with their time in the calendar", async () => {
    const calendar = [{ key: "review", opens: null, due: new Date(Date.now() - 60_000).toISOString() }];
    await office.world.sql("update admissions.season set calendar = $2 where id = $1", [season.id, JSON.stringify(calendar)]);
    const late = await season.post(`candidates/${season.pupils[0]!.candidate}/score-reviews`, { subject: "skill", reason: "再看看" }, season.pupils[0]!.actor);
    expect(late.statusCode).toBe(409);
  }); // prettier-ignore
});

test("a cell is points, an absence, nothing, or a fault", () => {
  const subject = { key: "a", name: "甲", kind: "culture", max: 100, places: 1 } as const;
  const read = (text: string) =>
    readScores([text], { number: -1, subjects: [{ subject, at: 0 }] }, () => 100);
  expect(read(" ８８.5 ").scores).toEqual({ a: 885_000 });
  expect(read("100.0").scores).toEqual({ a: 1_000_000 });
  expect(read("缺考").scores).toEqual({ a: null });
  expect(read("").fault?.field).toBe("scores");
  for (const text of ["100.1", "-0.5", "1e2", "1.25", "九十", "0x10", "1".repeat(20)])
    expect(read(text).fault?.field, text).toBe("a");
});

test("places follow the engine: sum, ties, number; each category by itself", () => {
  const rules = { engine: "parallel", score: { a: 1 }, ties: ["b"], range: {}, sums: {}, lastPlaceTies: "cut", seed: null, structure: "programme", batches: [{ id: "x" }], categories: {}, rankings: {}, quotas: [], maxPreferences: null, ratio: 1, assign: "score", missingScore: "zero" } as const; // prettier-ignore
  const one = (number: string, category: string, a: number, b: number) => ({ id: number, number, category, quotas: [], points: { a: a * 10_000, b: b * 10_000 } }); // prettier-ignore
  const found = standingsOf({ ...rules, ties: [...rules.ties], batches: [...rules.batches], quotas: [] }, [one("3", "k", 5, 1), one("1", "k", 5, 2), one("2", "k", 5, 2), one("4", "l", 1, 1)]); // prettier-ignore
  expect(Object.fromEntries(found.map(({ id, rank }) => [id, rank]))).toEqual({ 1: 1, 2: 2, 3: 3, 4: 1 });
});

test("a site far from the others strikes the eye, one that is close does not", () => {
  const subjects = [{ key: "skill", name: "技能", kind: "skill", max: 100, places: 0 }] as const;
  const all = { subject: "skill", category: "k", scored: 200, absent: 0, zeros: 0, mean: 60, deviation: 12, lowest: 0, highest: 100 };
  const site = (mean: number) => ({ subject: "skill", category: "k", site: "甲考点", scored: 50, mean });
  expect(strikingOf({ subjects: [...subjects] }, [all], [site(62)])).toEqual([]);
  expect(strikingOf({ subjects: [...subjects] }, [all], [site(80)])[0]?.zh).toContain("甲考点");
}); // prettier-ignore
