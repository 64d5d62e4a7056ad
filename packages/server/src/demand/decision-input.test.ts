import { afterAll, beforeAll, expect, test } from "vitest";
import { actors } from "../platform/testing/test-database.ts";
import { csv, Office } from "../testing/office.ts";
import { decisionInput } from "./decision-input.ts";

let office: Office;
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());

const read = (actor = office.actor) =>
  office.world.as(actor, (ctx) => decisionInput(ctx, { province: "370000" }));

test("offerings and school conditions come with the school of today, whatever it was called then", async () => {
  const school = { kind: "college", region: "370100" };
  const { id } = await office.post("/api/organisations", { ...school, name: "济南机电专科学校", since: "1990-09-01", confirmed: true }); // prettier-ignore
  const { etag } = await office.get(`/api/organisations/${id}`);
  const renamed = { ...school, name: "济南机电职业学院", since: "2025-03-01" };
  await office.call({ method: "PUT", url: `/api/organisations/${id}`, payload: renamed, headers: { "if-match": etag } }); // prettier-ignore
  await office.bringIn(
    csv([
      ["学校名称", "所在城市", "层次", "专业代码", "年份", "报到数", "班数", "专业专任教师数"],
      ["济南机电专科学校", "济南市", "高职专科", "460301", 2024, 90, "", ""],
      ["济南机电职业学院", "济南市", "高职专科", "460301", 2025, 95, 2, 8],
      ["没有登记的学校", "济南市", "高职专科", "460301", 2025, 60, "", ""],
    ]),
  );
  const conditions = (year: number, students: number, name: string) =>
    csv([
      ["学校名称", "所在城市", "年份", "全日制在校生数"],
      [name, "济南市", year, students],
    ]);
  await office.bringIn(conditions(2024, 5000, "济南机电专科学校"), { kind: "conditions" });
  await office.bringIn(conditions(2025, 5200, "济南机电职业学院"), { kind: "conditions" });
  // what a later file says counts, and only that
  await office.bringIn(conditions(2025, 5300, "济南机电职业学院"), { kind: "conditions" });

  const found = await read();
  const today = { id, name: "济南机电职业学院" };
  const seen = found.offerings.map(({ row, school: now }) => [row.schoolName, row.year, row.classes, now]);
  expect(seen).toEqual([
    ["济南机电专科学校", 2024, undefined, today],
    ["济南机电职业学院", 2025, 2, today],
    ["没有登记的学校", 2025, undefined, { id: null, name: "没有登记的学校" }],
  ]);
  expect(found.conditions.map(({ row, school: now }) => [row.year, row.studentsFull, now])).toEqual([
    [2024, 5000, today],
    [2025, 5300, today],
  ]);
});

test("nobody reads it who may not read the province's demand", async () => {
  await expect(read(actors.public)).rejects.toThrow();
});
