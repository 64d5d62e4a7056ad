import ExcelJS from "exceljs";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { actors } from "../platform/testing/test-database.ts";
import { csv, type Answer, type Office } from "../testing/office.ts";
import { impliedSteps, rankExceptions } from "./past-lines-check.ts";
import { lineKeys, unitKey, groupKey, type KnownLine, type UnitIdentity } from "./past-lines-known.ts";
import { PUBLIC, ScoredSeason } from "./testing/scored-season.ts";

let office: Office;
beforeAll(async () => {
  office = await ScoredSeason.openOffice();
}, 120_000);
afterAll(() => office.close());

const HEAD = ["年份", "类别", "批次", "院校名称", "专业代码", "最低分", "最低位次", "类别人数"];
const ABOUT = `title=${encodeURIComponent("2026年投档线")}&publisher=${encodeURIComponent("示例考试院")}&url=${encodeURIComponent("https://example.org/lines")}`;
const table = (rows: string[][]) => csv([HEAD, ...rows]);
const row = (year: number, school: string, programme: string, score: string | number, rank: string | number, more: { category?: string; batch?: string } = {}) =>
  [String(year), more.category ?? "机械类", more.batch ?? "专科批", school, programme, String(score), String(rank), ""]; // prettier-ignore

describe("published lines of past years", () => {
  let season: ScoredSeason;
  beforeEach(async () => {
    await office.world.sql("delete from admissions.past_line");
    await office.world.sql("delete from admissions.past_source");
    await office.world.sql("delete from admissions.unit");
    await office.world.sql("delete from admissions.category");
    await office.world.sql("delete from admissions.season_action");
    await office.world.sql("delete from admissions.season");
    season = await ScoredSeason.open(office, { steps: ["start", "open"], pupils: [], year: 2027 });
  });
  const take = (content: string | Uint8Array, name = "lines.csv", about = ABOUT) =>
    season.upload(`past-lines?${about}`, content, name);
  const sources = async () => (await season.get(`seasons/${season.id}/past-lines`)).items;

  test("every row is answered: taken, twice, or rejected with place and reason; where it is from stands beside it", async () => {
    const answer = await take(
      table([
        row(2026, "济南示例学院", "460103", 480, 1200),
        row(2026, "济南示例学院", "460103", "480.0", 1200),
        row(2026, "济南示例学院", "460103", 470, 1300),
        row(2026, "烟台示例学院", "460104", 450.5, "2,500"),
        row(2026, "烟台示例学院", "", 400, 3000),
        row(2026, "烟台示例学院", "460105", 460, 2600),
        row(2027, "烟台示例学院", "460106", 460, 2600),
        row(2026, "烟台示例学院", "460106", 460, 2600, { category: "音乐类" }),
        row(2026, "烟台示例学院", "460106", 460, 2600, { batch: "提前批" }),
        row(2026, "", "460106", 460, 2600),
        row(2026, "烟台示例学院", "460106", "四百", 2600),
        row(2026, "烟台示例学院", "460106", 460, "-1"),
        row(2026, "烟台示例学院", "460106", "", ""),
      ]),
    );
    expect(answer.statusCode, answer.body).toBe(200);
    const source = answer.json();
    expect(source).toMatchObject({ title: "2026年投档线", publisher: "示例考试院", url: "https://example.org/lines", fileName: "lines.csv", read: 13, accepted: 3, duplicate: 1, rejected: 9, createdBy: "规划员" });
    expect(source.faults.map((f: Answer) => [f.row, f.field])).toEqual([
      [4, "rank"], [6, "programmeName"], [8, "year"], [9, "category"], [10, "batch"], [11, "school"], [12, "score"], [13, "rank"], [14, "rank"],
    ]);
    expect(source.faults[0].zh).toContain("与第 2 行是同一单位，数字不同");
    // a higher score has a later place: told, not mended
    expect(source.exceptions).toEqual([{ year: 2026, category: "machines", row: 7, before: 5 }]);
    expect(source.years).toEqual([{ year: 2026, category: "machines", lines: 3, best: 1200, last: 2600 }]);
    const { items } = await season.get(`past-lines/${source.id}/lines?q=${encodeURIComponent("烟台")}`, PUBLIC);
    expect(items.map((l: Answer) => [l.row, l.programme, l.score, l.rank])).toEqual([[5, "460104", "450.5", 2500], [7, "460105", "460", 2600]]);
    const rejected = await office.call({ url: `/api/past-lines/${source.id}/rejected.csv` }, season.first);
    expect(rejected.body.split("\r\n")[1]).toBe("4,最低位次,1300,与第 2 行是同一单位，数字不同");
    expect((await office.call({ url: `/api/past-lines/${source.id}/rejected.csv` }, PUBLIC)).statusCode).toBeGreaterThanOrEqual(400);
  }); // prettier-ignore

  test("a workbook and GB18030 give the same lines as UTF-8; names of programmes become codes where one alone has the name", async () => {
    const head = ["年度", "科类", "录取批次", "学校名称", "专业名称", "投档最低分", "投档最低位次"];
    const cells = ["2026", "机械类", "高职专科批", "济南示例学院", "数控技术", "480", "1200"];
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet("投档线");
    sheet.addRow(head);
    sheet.addRow(cells);
    const told = async (content: string | Uint8Array, name: string) => {
      const answer = await take(content, name);
      expect(answer.statusCode, answer.body).toBe(200);
      const { items } = await season.get(`past-lines/${answer.json().id}/lines`);
      await office.call({ method: "DELETE", url: `/api/past-lines/${answer.json().id}` }, season.first);
      return items;
    };
    const plain = await told(csv([head, cells]), "lines.csv");
    expect(plain).toMatchObject([{ year: 2026, category: "machines", batch: "college", programme: "460103", score: "480", rank: 1200 }]); // prettier-ignore
    expect(await told(new Uint8Array(await book.xlsx.writeBuffer()), "lines.xlsx")).toEqual(plain);
    // 年度 科类 录取批次 学校名称 专业名称 投档最低位次 / 机械类 专科 院 数控技术 in GB18030
    const gb = Buffer.from("c4eab6c82cbfc6c0e02cc2bcc8a1c5fab4ce2cd1a7d0a3c3fbb3c62cd7a8d2b5c3fbb3c62ccdb6b5b5d7eeb5cdcebbb4ce0a323032362cbbfad0b5c0e02cd7a8bfc62cd4ba2ccafdbfd8bcbccaf52c31323030", "hex"); // prettier-ignore
    expect(await told(gb, "gb.csv")).toMatchObject([{ school: "院", programme: "460103", rank: 1200 }]);
    expect(await sources()).toEqual([]);
  });

  test("nothing is taken from a file without its columns or without a usable line; the same file is not taken twice", async () => {
    const missing = await take("年份,类别\n2026,机械类\n");
    expect(missing.statusCode).toBe(400);
    expect(missing.json().errors.map((f: Answer) => f.field)).toEqual(["批次", "院校名称", "最低位次"]);
    const useless = await take(
      table([row(2026, "济南示例学院", "460103", 480, 1200, { category: "音乐类" })]),
    );
    expect(useless.statusCode).toBe(400);
    expect(useless.json().errors).toMatchObject([{ row: 2, field: "category", value: "音乐类" }]);
    expect((await take("年份,类别", "lines.csv", "title=&publisher=x")).statusCode).toBe(400);
    expect(await sources()).toEqual([]);
    const file = table([row(2026, "济南示例学院", "460103", 480, 1200)]);
    expect((await take(file)).statusCode).toBe(200);
    expect((await take(file)).statusCode).toBe(409);
  });

  test("what another source has is a duplicate, what contradicts it is rejected; a source that was wrong is taken away", async () => {
    const first = (await take(table([row(2026, "济南示例学院", "460103", 480, 1200)]))).json();
    const second = (await take(table([row(2026, "济南示例学院", "460103", 480, 1200), row(2026, "济南示例学院", "460104", 470, 1500)]))).json(); // prettier-ignore
    expect(second).toMatchObject({ accepted: 1, duplicate: 1, rejected: 0 });
    const third = (await take(table([row(2026, "济南示例学院", "460103", 481, 1190), row(2025, "济南示例学院", "460103", 475, 1250)]))).json(); // prettier-ignore
    expect(third).toMatchObject({ accepted: 1, rejected: 1 });
    expect(third.faults[0].zh).toContain("“2026年投档线”中这条线是另一个数（1200）");
    expect((await office.call({ method: "DELETE", url: `/api/past-lines/${first.id}` }, actors.cityPlanner)).statusCode).toBeGreaterThanOrEqual(403); // prettier-ignore
    expect(
      (await office.call({ method: "DELETE", url: `/api/past-lines/${first.id}` }, season.first)).statusCode,
    ).toBe(200);
    expect((await sources()).map((s: Answer) => s.id)).toEqual([third.id, second.id]);
    expect((await office.call({ url: `/api/past-lines/${first.id}/lines` }, season.first)).statusCode).toBe(
      404,
    );
  });

  test("the advice and the history use them for years that were not filed here, and say whose they are", async () => {
    const schools = Array.from({ length: 12 }, (_, i) => `示例学院10${String(i + 1).padStart(2, "0")}`);
    for (const [i] of schools.entries()) await season.unit(`10${String(i + 1).padStart(2, "0")}01`, { programme: "460103" });
    const lines = (year: number, move: (i: number) => number) => schools.map((school, i) => row(year, school, i % 2 ? "460103" : "数控技术", "", 300 + 10 * i + move(i)));
    const rest = [...lines(2025, () => 0), ...lines(2026, (i) => (i % 3) * 5)];
    // half of them by the name of the programme
    const named = rest.map((cells) => (cells[4] === "数控技术" ? [...cells.slice(0, 4), "", ...cells.slice(5), "数控技术"] : [...cells, ""]));
    const answer = await take(csv([[...HEAD, "专业名称"], ...named]));
    expect(answer.json(), answer.body).toMatchObject({ accepted: 24, rejected: 0 });
    for (const step of ["close-registration", "release-scores", "publish-units"] as const) await season.step(step);
    const pupil = await season.pupil("machines", { culture: 200, skill: 250 });
    await office.world.sql("insert into admissions.score_step (province, season_id, category, points, count, cumulative) values ('370000', $1, 'machines', 100, 1000, 1000)", [season.id]);
    await office.world.sql("insert into admissions.standing (province, season_id, candidate_id, category, score, rank) values ('370000', $1, $2, 'machines', 45000000000, 250)", [season.id, pupil.candidate]);
    const advice = await season.get(`seasons/${season.id}/advice?units=100101,100201`, pupil.actor);
    expect(advice.basis).toMatchObject({ changes: 12, pairs: 1 });
    expect(advice.basis.words).toContain("只有一对年份可比");
    expect(advice.items[0].past).toMatchObject([
      { year: 2026, season: "2026年投档线", lastRank: 300, admitted: null, published: true },
      { year: 2025, lastRank: 300, published: true },
    ]);
    expect(advice.items[0]).toMatchObject({ standing: "before" });
    expect(advice.items[0].interval.from).toBeLessThanOrEqual(300);
    const { items } = await season.get(`public/cutoff-history?school=${encodeURIComponent(schools[1]!)}&programme=460103`, PUBLIC);
    expect(items.map((one: Answer) => [one.year, one.lastRank, one.publisher, one.admitted])).toEqual([[2026, 315, "示例考试院", null], [2025, 310, "示例考试院", null]]);
    // a season of 2026 that was filed here is what counts for 2026
    const filed = await ScoredSeason.open(office, { steps: ["start", "open", "close-registration", "release-scores", "publish-units"], pupils: [], year: 2026 });
    await filed.unit("100101", { programme: "460103" });
    await filed.filling("college", 1, -1);
    await filed.confirmed("college", 1, [{ unit: "100101", admitted: 2, vacancies: 0, lastRank: 290 }]);
    const again = await season.get(`seasons/${season.id}/advice?units=100101`, pupil.actor);
    expect(again.items[0].past).toMatchObject([{ year: 2026, lastRank: 290, published: false, admitted: 2 }, { year: 2025, published: true }]);
  }); // prettier-ignore
});

describe("places fall as scores rise", () => {
  const line = (at: number, score: number | null, rank: number | null, category = "m") => ({ row: at, year: 2026, category, score: score === null ? null : String(score), rank }); // prettier-ignore

  test("an exception names both rows; equal scores, other categories and missing figures are none", () => {
    expect(rankExceptions([line(2, 500, 10), line(3, 490, 20), line(4, 490, 15), line(5, 480, 30)])).toEqual(
      [],
    );
    expect(rankExceptions([line(2, 500, 25), line(3, 490, 20), line(4, 480, 30)])).toEqual([{ year: 2026, category: "m", row: 2, before: 3 }]); // prettier-ignore
    expect(rankExceptions([line(2, 500, 20), line(3, 490, 20)])).toHaveLength(1);
    expect(rankExceptions([line(2, 500, 25), line(3, 490, 20, "f"), line(4, 490, null), line(5, null, 1)])).toEqual([]); // prettier-ignore
  });

  test("a table has exceptions exactly where some pair of its lines contradicts, by brute force", () => {
    const figures = fc.record({
      score: fc.integer({ min: 1, max: 8 }),
      rank: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(figures, { maxLength: 10 }), (drawn) => {
        const lines = drawn.map(({ score, rank }, i) => line(i + 2, score, rank));
        const wrong = new Set(lines.filter((a) => lines.some((b) => Number(a.score) > Number(b.score) && a.rank! >= b.rank!)).map(({ row: at }) => at)); // prettier-ignore
        expect(new Set(rankExceptions(lines).map(({ row: at }) => at))).toEqual(wrong);
      }),
      { seed: 20261129 },
    );
  });

  test("the one-point table that lines imply", () => {
    const steps = impliedSteps([line(2, 490, 20), line(3, 500, 10), line(4, 490, 22)]);
    expect(steps.get(JSON.stringify([2026, "m"]))).toEqual([{ points: 500, cumulative: 10 }, { points: 490, cumulative: 22 }]); // prettier-ignore
  });
});

test("a line is that of the one unit it fits, of its group, or of none", () => {
  const unit = (more: Partial<UnitIdentity> = {}): UnitIdentity => ({ batch: "b", category: "m", schoolCode: "1001", schoolName: "甲院", programme: "460103", programmeName: "数控技术", city: "370100", ...more }); // prettier-ignore
  const line = (more: Partial<KnownLine> = {}): KnownLine => ({ year: 2026, title: "表", category: "m", batch: "b", schoolCode: "", school: "甲院", programme: "460103", group: "", lastRank: 1, lastScore: null, listed: null, admitted: null, ...more }); // prettier-ignore
  const [here, there] = [unit(), unit({ city: "370200" })];
  expect(lineKeys([line(), line({ programme: "数控技术" })], [here])).toEqual([unitKey(here), unitKey(here)]);
  // taught in two places: of which one it is nobody says
  const [unclear] = lineKeys([line()], [here, there]);
  expect([unitKey(here), unitKey(there)]).not.toContain(unclear);
  const group = (more: Partial<KnownLine>) => lineKeys([line({ programme: "", ...more })], [unit({ schoolCode: "A101" }), unit({ schoolCode: "A102" })])[0]; // prettier-ignore
  expect(group({ group: "A102" })).toBe(groupKey("b", "m", "甲院", "A102"));
  expect(group({ schoolCode: "A1", group: "02" })).toBe(groupKey("b", "m", "甲院", "A102"));
  expect(group({})).not.toBe(groupKey("b", "m", "甲院", "A101"));
});
