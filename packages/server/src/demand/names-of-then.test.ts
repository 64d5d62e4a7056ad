import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actors } from "../platform/testing/test-database.ts";
import { Office, type Answer } from "../testing/office.ts";
import { cycleInput } from "./cycle-input.ts";

let office: Office;
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());

const register = async (name: string, more: object = {}): Promise<string> =>
  (
    await office.post("/api/organisations", {
      name,
      kind: "college",
      region: "370100",
      confirmed: true,
      ...more,
    })
  ).id;

describe("a figure of a year", () => {
  test("keeps the school's name of that year, and leads to what it is called now", async () => {
    const id = await register("济南机电专科学校", { since: "1990-09-01" });
    const farm = await register("济南农业学校", { kind: "secondary-school" });
    const record = await office.get(`/api/organisations/${id}`);
    const renamed = { name: "济南机电职业学院", kind: "college", region: "370100", since: "2025-03-01" };
    const headers = { "if-match": record.etag };
    expect(
      (await office.call({ method: "PUT", url: `/api/organisations/${id}`, payload: renamed, headers }))
        .statusCode,
    ).toBe(200);
    const merge = { predecessors: [farm], into: { id }, day: "2025-09-01" };
    await office.post("/api/organisations/merge", merge);
    const row = (school: string, year: number) =>
      `${school},济南市,高职专科,460301,机电一体化技术,${year},3,100,95,95,90,88,85`;
    const header =
      "学校名称,所在城市,层次,专业代码,专业名称,年份,学制,招生计划数,报到数,一年级在校生数,二年级在校生数,三年级在校生数,毕业生数";
    const rows = [
      row("济南机电专科学校", 2024),
      row("济南机电职业学院", 2025),
      row("济南农业学校", 2024),
      row("没有登记的学校", 2024),
    ];
    const brought = await office.bringIn([header, ...rows].join("\n"), { kind: "offerings" });
    expect([brought.accepted, brought.rejected]).toEqual([4, 0]);

    const { items } = await office.get("/api/offerings");
    const seen = Object.fromEntries(
      items.map((one: Answer) => [`${one.schoolName} ${one.year}`, one.school]),
    );
    const now = { id, name: "济南机电职业学院", inYear: true, ended: false, successors: [] };
    expect(seen).toEqual({
      "济南机电专科学校 2024": now,
      "济南机电职业学院 2025": now,
      "济南农业学校 2024": {
        id: farm,
        name: "济南农业学校",
        inYear: true,
        ended: true,
        successors: [{ id, name: "济南机电职业学院" }],
      },
      "没有登记的学校 2024": null,
    });

    // for the computation it is one school with two years, not two with one each
    const { input } = await office.world.as(actors.planner, (ctx) =>
      cycleInput(ctx, { province: "370000", year: 2026 }),
    );
    expect(input.offerings.map((one) => [one.schoolName, one.year])).toEqual([
      ["济南机电职业学院", 2024],
      ["济南机电职业学院", 2025],
      ["济南机电职业学院", 2024],
      ["没有登记的学校", 2024],
    ]);
  });

  test("and a posting leads to its enterprise", async () => {
    const id = await register("济南某精密机械有限公司", { kind: "enterprise" });
    const header = "岗位名称,单位名称,工作地点,学历要求,招聘人数,岗位描述,发布日期";
    await office.bringIn(
      `${header}\n数控车工,济南某精密机械有限公司,济南市,中专,3,操作数控车床,2026-05-01\n电工,别的公司,济南市,中专,1,维修,2026-05-02\n`,
      { kind: "postings" },
    );
    const postings = await office.postings();
    const company = async (name: string) =>
      (await office.get(`/api/postings/${postings.find((one: Answer) => one.company === name).id}`))
        .organisation;
    expect(await company("济南某精密机械有限公司")).toMatchObject({ id, inYear: true, ended: false });
    expect(await company("别的公司")).toBeNull();
  });
});
