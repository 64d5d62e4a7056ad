import { standards } from "@tixi/standards";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createIntake, parseEducation, parseHeadcount, parseSalary, readDate, recogniseColumns, RegionIndex, SeenKeys,
} from "./index.ts"; // prettier-ignore

const tables = standards();
const regions = new RegionIndex(
  tables.regions.map(({ code, name, parent }) => ({ code, name, parent: parent ?? "" })),
);
const headers = ["职位名称", "公司名称", "工作地点", "学历要求", "招聘人数", "发布日期"];
const intakeOf = (seen = new SeenKeys()) =>
  createIntake("postings", recogniseColumns("postings", headers), {
    regions,
    standards: tables,
    scopeRegion: "320000",
    sourceName: "test",
  }, seen); // prettier-ignore

/** Rows right and wrong: no title, an unknown place, an impossible date, a head count that is none. */
const rows = fc.array(
  fc.tuple(
    fc.constantFrom("数控车工", "护士", ""),
    fc.constantFrom("甲公司", "乙公司"),
    fc.constantFrom("南京", "苏州-昆山", "杭州", "天外天市"),
    fc.constantFrom("大专", "不限", ""),
    fc.constantFrom("3人", "若干", "", "-5"),
    fc.constantFrom("2026-03-01", "2026-02-30", ""),
  ),
  { maxLength: 30 },
);
const always = { seed: 20221221 };

describe("the intake", () => {
  it("loses no row: read = accepted + duplicate + rejected, and a refusal names its field and reason", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const intake = intakeOf();
        list.forEach((values, i) => {
          const taken = intake.take(values, i + 1);
          if (taken.state !== "rejected") return;
          expect(taken.rejections.length).toBeGreaterThan(0);
          for (const found of taken.rejections)
            expect(found.row === i + 1 && found.field !== "" && found.code !== "" && found.reason !== "").toBe(true); // prettier-ignore
        });
        const { read, accepted, duplicate, rejected } = intake.counts;
        expect(read).toBe(list.length);
        expect(accepted + duplicate + rejected).toBe(read);
        const bad = list.filter(
          ([title, , place, , headcount, date]) =>
            title === "" ||
            ["杭州", "天外天市"].includes(place) ||
            headcount === "-5" ||
            date === "2026-02-30",
        );
        expect(rejected).toBe(bad.length);
      }),
      always,
    );
  });

  it("takes the same rows a second time, in any order, as duplicates only", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const seen = new SeenKeys();
        const first = intakeOf(seen);
        list.forEach((values, i) => first.take(values, i + 1));
        const again = intakeOf(seen);
        [...list].reverse().forEach((values, i) => again.take(values, i + 1));
        expect(again.counts.accepted).toBe(0);
        expect(again.counts.rejected).toBe(first.counts.rejected);
      }),
      always,
    );
  });

  it("does not take a refused row for one that was accepted: the corrected row counts", () => {
    const intake = intakeOf();
    expect(intake.take(["护士", "甲公司", "天外天市", "", "", ""], 1).state).toBe("rejected");
    expect(intake.take(["护士", "甲公司", "南京", "", "", ""], 2).state).toBe("accepted");
  });

  it("reads a date as it is written, and none that is not in the calendar", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1990, max: 2100 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }),
        fc.constantFrom(["-", "-", ""], ["/", "/", ""], [".", ".", ""], ["年", "月", "日"]),
        (y, m, d, [a, b, c]) => {
          const real = new Date(Date.UTC(y, m - 1, d)).getUTCMonth() === m - 1;
          const two = (n: number) => String(n).padStart(2, "0");
          expect(readDate(`${y}${a}${m}${b}${d}${c}`)).toEqual(
            real ? { kind: "stated", iso: `${y}-${two(m)}-${two(d)}` } : { kind: "impossible" },
          );
        },
      ), // prettier-ignore
      always,
    );
    expect(readDate("3天前")).toMatchObject({ kind: "absent", note: "relative" });
    expect(readDate("6/7/2024").kind).toBe("unreadable");
  });

  it.each([
    ["6-8千/月", 6000, 8000],
    ["1-1.5万", 10_000, 15_000],
    ["5000-1万", 5000, 10_000],
    ["1.5万·14薪", 15_000, 15_000],
    ["200元/天", 4350, 4350],
    ["24万/年", 20_000, 20_000],
    ["12-24万/年", 10_000, 20_000],
  ])("reads the pay %s as %d to %d yuan a month", (text, min, max) => {
    expect(parseSalary(text)).toEqual({ min, max });
  });

  it("reads education and head counts, and nothing where nothing is told", () => {
    expect(["中专", "大专及以上", "不限", "本科"].map((text) => parseEducation(text))).toEqual(["secondary", "college", "none", "bachelor"]); // prettier-ignore
    expect(parseHeadcount("3人")).toEqual({ n: 3, kind: "stated" });
    expect(parseHeadcount("若干")).toMatchObject({ kind: "several" });
    expect(parseHeadcount("")).toMatchObject({ kind: "absent" });
    expect(parseSalary("面议")).toBeNull();
  });

  it("answers a county with its city, and several places with their names", () => {
    expect(regions.read("苏州-昆山", "320000")).toMatchObject({ kind: "found", region: { code: "320500" } });
    expect(regions.read("天外天市", "320000").kind).toBe("unknown");
    const known = regions.read("江苏省南京市", null);
    expect(known).toMatchObject({ kind: "found", region: { code: "320100", level: "city" } });
  });

  const conditions = (given: Record<string, string>) => {
    const row = { 学校名称: "示例学院", 所在城市: "南京市", 年份: "2026", ...given };
    const mapping = recogniseColumns("conditions", Object.keys(row));
    expect(mapping.columns.map((c) => c.field)).not.toContain(null);
    const ctx = { regions, standards: tables, scopeRegion: "320000", sourceName: "test" };
    return createIntake("conditions", mapping, ctx).take(Object.values(row), 1);
  };

  it("reads areas, amounts and things in the unit of the cell, else of the header: m², fen, whole numbers", () => {
    const taken = conditions({
      占地面积: "85亩",
      "校舍建筑面积（万平方米）": "12.5",
      教学行政用房面积: "6.1万㎡",
      "教学科研仪器设备值（万元）": "4,321.55",
      "当年新增教学科研仪器设备值（万元）": "1200.35元",
      "图书（万册）": "41.2345",
      教学用计算机台数: "1860台",
      学校类别: "工科、农、林院校",
    });
    expect(taken).toMatchObject({
      state: "accepted",
      row: {
        city: "320100",
        schoolType: "engineering",
        landArea: 56_666.67,
        buildingArea: 125_000,
        teachingArea: 61_000,
        equipmentValue: 4_321_550_000,
        equipmentNew: 120_035,
        books: 412_345,
        computers: 1860,
        studentsFull: null,
      },
    });
  });

  it.each([
    [{ 全日制在校生数: "-3" }, "studentsFull", "-3", "count-negative"],
    [{ 全日制在校生数: "100", 硕士生数: "60", 留学生数: "50" }, "masters", "60 + 50 > 100", "students-exceed-full-time"],
    [{ 专任教师数: "10", 双师型教师数: "11" }, "dualQualified", "11 > 10", "teachers-exceed-full-time"],
    [{ 校舍建筑面积: "100", 教学行政用房面积: "80", 学生宿舍面积: "30" }, "teachingArea", "80 + 30 > 100", "part-exceeds-buildings"],
    [{ 教学科研仪器设备值: "500", 当年新增教学科研仪器设备值: "500.01" }, "equipmentNew", "500.01 > 500", "new-exceeds-whole"],
    [{ 占地面积: "-1" }, "landArea", "-1", "number-negative"],
    [{ 占地面积: "五百亩" }, "landArea", "五百亩", "number-unreadable"],
    [{ 占地面积: "12 平方公分" }, "landArea", "12 平方公分", "unit-unknown"],
    [{ 图书: "10.5" }, "books", "10.5", "number-fraction"],
    [{ 学校类别: "不知道", 图书: "9" }, "schoolType", "不知道", "school-type-unknown"],
    [{ 图书: "" }, "studentsFull", "", "condition-missing"],
  ])("refuses school conditions %j with the field and the value", (given, field, value, code) => {
    expect(conditions(given as Record<string, string>)).toMatchObject({
      state: "rejected",
      rejections: [{ field, value, code }],
    });
  }); // prettier-ignore

  it("keeps what an offering states of classes and teachers, and nothing where the file has no such column", () => {
    const take = (given: Record<string, string>) => {
      const row = { 学校名称: "示例学院", 专业代码: "460103", 所在城市: "南京市", 年份: "2026", 录取数: "80", ...given };
      const ctx = { regions, standards: tables, scopeRegion: "320000", sourceName: "test" };
      return createIntake("offerings", recogniseColumns("offerings", Object.keys(row)), ctx).take(Object.values(row), 1);
    }; // prettier-ignore
    const without = take({});
    expect(without.state === "accepted" && Object.keys(without.row)).not.toContain("classes");
    expect(take({ 班数: "2", 专任教师数: "9", 投诉件数: "0", 第一志愿录取数: "80" })).toMatchObject({
      row: { classes: 2, teachers: 9, complaints: 0, firstChoice: 80 },
    });
    expect(take({ 第一志愿录取数: "81" })).toMatchObject({
      rejections: [{ field: "firstChoice", value: "81 > 80", code: "first-choice-exceeds-admitted" }],
    });
  });
});
