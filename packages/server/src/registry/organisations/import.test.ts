import ExcelJS from "exceljs";
import { composeCreditCode } from "@tixi/engines/identifiers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../../platform/context.ts";
import { testApp, type TestApp } from "../../platform/testing/test-app.ts";
import { actors } from "../../platform/testing/test-database.ts";

let world: TestApp;
beforeAll(async () => {
  world = await testApp();
  await world.sql(`insert into registry.installation (province, sample, publisher, created_at)
    values ('370000', false, '省教育厅', now())`);
});
afterAll(() => world.close());

const BOUNDARY = "a-boundary-of-this-test";
const upload = (actor: Actor, content: string | Uint8Array, dry: boolean) =>
  world.call(actor, {
    method: "POST",
    url: `/api/organisations/import?dry=${dry}`,
    headers: { "content-type": `multipart/form-data; boundary=${BOUNDARY}` },
    payload: Buffer.concat([
      Buffer.from(
        `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="机构.csv"\r\ncontent-type: text/csv\r\n\r\n`,
      ),
      Buffer.from(content as string),
      Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
    ]),
  });
const count = async () =>
  Number((await world.sql("select count(*) from registry.organisation"))[0]!["count"]);
const code = (n: number) => composeCreditCode("91370100", String(n).padStart(8, "0"));

const FILE = `机构名称*,机构类别*,所在地区*,统一社会信用代码,学校标识码,上级机构,起始日期,没有的列
济南市教育局,教育行政部门,济南市,,,,,
济南机电学校,中职,济南市历下区,,,济南市教育局,1985/9/1,x
山东甲机械有限公司,企业,370200,${code(1)},,,,
山东乙机械有限公司,企业,青岛市,${code(1)},,,,
错误代码厂,企业,青岛市,91350100M000100Y44,,,2020-02-30,
无处可去厂,企业,火星市,,,没有的上级,,
山东甲机械有限公司,企业,370200,,,,,
没有上级的学校,中职,济南市,,,没有的上级,,
外省学校,中职,浙江省杭州市,,3733000001,,,
,企业,青岛市,,,,,
类别不明,幼儿园,青岛市,,,,,
`;

describe("a spreadsheet of organisations", () => {
  test("says first what would happen, then does it, once; nothing is lost on the way", async () => {
    const before = await count();
    const dry = await upload(actors.planner, FILE, true);
    expect(dry.statusCode, dry.body).toBe(200);
    const report = dry.json();
    expect(report).toMatchObject({ read: 11, added: 4, there: 0, unknown: ["没有的列"], dry: true });
    expect(report.added + report.there + report.rejected.length).toBe(report.read);
    expect(await count()).toBe(before);
    const reasons = Object.fromEntries(
      report.rejected.map((one: { row: number; reasons: { field: string }[] }) => [
        one.row,
        one.reasons.map((r) => r.field),
      ]),
    );
    expect(reasons).toEqual({
      4: ["统一社会信用代码"],
      5: ["起始日期"],
      6: ["所在地区"],
      7: ["机构名称"],
      8: ["上级机构"],
      10: ["机构名称"],
      11: ["机构类别"],
    });
    expect(report.rejected[0].values[0]).toBe("山东乙机械有限公司");

    const real = (await upload(actors.planner, FILE, false)).json();
    expect({ ...real, dry: true }).toEqual(report);
    expect(await count()).toBe(before + 4);
    const [school] = await world.sql<{ since: string; region: string; parent: string }>(`
      select lower(v.valid)::text as since, v.region, p.name as parent from registry.organisation_version v
      join registry.organisation_version p on p.organisation_id = v.parent where v.name = '济南机电学校'`);
    expect(school).toEqual({ since: "1985-09-01", region: "370102", parent: "济南市教育局" });

    const again = (await upload(actors.planner, FILE, false)).json();
    expect(again).toMatchObject({ read: 11, added: 0 });
    expect(again.added + again.there + again.rejected.length).toBe(again.read);
    expect(await count()).toBe(before + 4);
    const audit = await world.sql(
      "select after from audit.entry where action = 'organisation.import' order by id",
    );
    expect(audit.map((row) => (row["after"] as { added: number }).added)).toEqual([4, 0]);
  });

  test("of a city holds nothing of another", async () => {
    const file = "Name,Kind,Region\nA school,secondary-school,370100\nB school,secondary-school,370202\n";
    const report = (await upload(actors.cityPlanner, file, false)).json();
    expect(report).toMatchObject({
      read: 2,
      added: 1,
      rejected: [{ row: 1, reasons: [{ field: "所在地区" }] }],
    });
    expect((await upload(actors.auditor, file, false)).statusCode).toBe(403);
  });

  test("that is none is refused with its reason", async () => {
    expect((await upload(actors.planner, "%PDF-1.7", true)).json().errors[0].reason).toContain("PDF");
    expect(
      (await upload(actors.planner, "名称,别的\n甲,乙\n", true))
        .json()
        .errors.map((e: { field: string }) => e.field),
    ).toEqual(["机构类别", "所在地区"]);
    const many = "机构名称,机构类别,所在地区\n" + "甲,企业,青岛市\n".repeat(5001);
    expect((await upload(actors.planner, many, true)).json().errors[0].reason).toContain("5000");
  });

  test("can be made of the template, filled in", async () => {
    const template = await world.call(actors.public, { url: "/api/organisations/template" });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(template.rawPayload as unknown as ArrayBuffer);
    const sheet = book.getWorksheet("机构")!;
    sheet.getRow(2).values = ["模板企业", "企业", "济南市"];
    const filled = new Uint8Array(await book.xlsx.writeBuffer());
    expect((await upload(actors.planner, filled, true)).json()).toMatchObject({
      read: 1,
      added: 1,
      rejected: [],
    });
  });
});
