import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csv, Office, type Answer } from "../testing/office.ts";

let office: Office;
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());

const HEADERS = ["岗位名称", "单位名称", "工作地点", "薪资", "学历要求", "招聘人数", "岗位描述", "发布日期"];
let serial = 0;
/** A posting that differs from every other; what matters to a test is given. */
const posting = (given: Partial<Record<(typeof HEADERS)[number], string>> = {}): string[] => {
  const made: Record<string, string> = {
    岗位名称: "数控车工",
    单位名称: `示例机械厂${++serial}`,
    工作地点: "济南市",
    薪资: "6-8千/月",
    学历要求: "大专",
    招聘人数: "招3人",
    岗位描述: "操作数控车床，编制加工程序。",
    发布日期: "2026-09-01",
    ...given,
  };
  return HEADERS.map((header) => made[header]!);
};
const postingsFile = (...rows: string[][]) => csv([HEADERS, ...rows]);
/** 岗位名称,单位名称,工作地点 / 电工,示例厂,济南市 in GB18030: Node writes no GB18030. */
const GB18030 = Buffer.from(
  "b8dacebbc3fbb3c62cb5a5cebbc3fbb3c62cb9a4d7f7b5d8b5e30ab5e7b9a42ccabec0fdb3a72cbcc3c4cfcad00a",
  "hex",
);
async function workbook(rows: (string | number | Date)[][]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet("表").addRows(rows);
  return new Uint8Array(await book.xlsx.writeBuffer());
}
const english = {
  title: "welder",
  company: "Example Works",
  region_text: "济南市",
  salary_text: "200元/天",
  headcount: 2,
  published_at: "2026-09-02",
};

describe("postings come in", () => {
  test.each<[string, () => Promise<string | Uint8Array>, object]>([
    ["CSV in UTF-8", async () => postingsFile(posting()), { format: "csv", encoding: "utf-8" }],
    ["CSV with a byte order mark", async () => `\ufeff${postingsFile(posting())}`, { format: "csv", encoding: "utf-8" }],
    ["CSV in GB18030", async () => GB18030, { format: "csv", encoding: "gb18030" }],
    ["NDJSON with English names", async () => JSON.stringify(english) + "\n", { format: "ndjson" }],
    ["CSV with English names", async () => csv([Object.keys(english), Object.values({ ...english, company: "Other Works" })]), { format: "csv" }],
    ["XLSX", async () => workbook([HEADERS, posting()]), { format: "xlsx" }],
  ])("%s", async (_, content, seen) => {
    const done = await office.bringIn(await content(), { name: "招聘.dat" });
    expect(done).toMatchObject({ ...seen, kind: "postings", state: "done", rowsRead: 1, accepted: 1, rejected: 0 });
    const [row] = await office.postings(`&importId=${done.id}`);
    expect(row).toMatchObject({ city: "370100", cityName: "济南市" });
    expect(row.title).not.toBe("");
  }); // prettier-ignore

  test("pay, head count and dates are understood as people write them", async () => {
    const texts: [string, string, object][] = [
      ["6-8千/月", "招3人", { salary: { min: 6000, max: 8000 }, headcount: 3, headcountKind: "stated" }],
      [
        "1.5万·14薪",
        "若干",
        { salary: { min: 15000, max: 15000 }, headcount: null, headcountKind: "several" },
      ],
      ["200元/天", "2", { salary: { min: 4350, max: 4350 }, headcount: 2 }],
      ["面议", "", { salary: null, headcount: null, headcountKind: "absent" }],
    ];
    const done = await office.bringIn(
      postingsFile(
        ...texts.map(([pay, count], i) => posting({ 岗位名称: `焊工${i}`, 薪资: pay, 招聘人数: count })),
      ),
    );
    expect(done).toMatchObject({ accepted: texts.length, rejected: 0 });
    const rows = await office.postings(`&importId=${done.id}`);
    for (const [i, [, , seen]] of texts.entries())
      expect(rows.find((row) => row.title === `焊工${i}`)).toMatchObject({
        ...seen,
        publishedAt: "2026-09-01",
      });
  });

  test("in = accepted + duplicate + rejected, and the rejected come back with row, field, value and reason", async () => {
    const twice = posting();
    const done = await office.bringIn(
      postingsFile(
        twice,
        posting({ 岗位名称: "" }),
        twice,
        posting({ 发布日期: "2026-02-30" }),
        posting({ 工作地点: "火星市" }),
        posting({ 招聘人数: "-4" }),
        posting({ 薪资: "看心情" }),
        posting({ 学历要求: "=HYPERLINK(1)" }),
      ),
      { name: "有错.csv" },
    );
    expect(done).toMatchObject({ state: "done", rowsRead: 8, accepted: 1, duplicate: 1, rejected: 6 });
    const rejected = await office.rejections(done.id);
    expect(rejected.map(({ row, field, value, code }) => [row, field, value, code])).toEqual([
      [2, "title", "", "required-missing"],
      [4, "publishedAt", "2026-02-30", "date-impossible"],
      [5, "regionText", "火星市", "region-unknown"],
      [6, "headcount", "-4", "headcount-negative"],
      [7, "salary", "看心情", "salary-unreadable"],
      [8, "education", "=HYPERLINK(1)", "education-unreadable"],
    ]);
    const file = await office.call({ url: `/api/imports/${done.id}/rejected.csv` });
    expect(file.headers["content-disposition"]).toContain(`${encodeURIComponent("有错")}-rejected.csv`);
    const lines = file.body.replace("\ufeff", "").split("\r\n");
    expect(lines[0]).toBe("行号,字段,值,原因");
    expect(lines).toHaveLength(1 + 6 + 1);
    expect(lines[2]).toMatch(/^4,发布日期,2026-02-30,.+/);
    // a spreadsheet must not run what a stranger wrote into a cell
    expect(lines[6]).toMatch(/^8,学历要求,'=HYPERLINK\(1\),/);
  });

  test("the same file twice changes nothing, and it is said that it was there", async () => {
    const file = postingsFile(posting(), posting(), posting({ 薪资: "看心情" }));
    const first = await office.bringIn(file);
    const before = await office.world.sql("select * from demand.posting order by id");
    const second = await office.bringIn(file, { name: "另一个名字.csv" });
    expect(second).toMatchObject({
      rowsRead: 3,
      accepted: 0,
      duplicate: 2,
      rejected: 1,
      alreadyImported: first.id,
    });
    expect(await office.world.sql("select * from demand.posting order by id")).toEqual(before);
  });
});

describe("columns", () => {
  test("are recognised, corrected by a person, kept, and used for the next file with the same header", async () => {
    const header = ["招聘什么", "岗位描述", "单位名称", "工作地点"];
    const body = (n: number) => csv([header, ["电焊工", "焊接", `示例厂甲${n}`, "青岛市"]]);
    // given a header that nobody knows
    const first = (await office.upload(body(1), { kind: "postings" })).json<Answer>();
    expect(first.mapping.find((m: Answer) => m.column === "招聘什么").field).not.toBe("title");
    const refused = await office.call({ method: "POST", url: `/api/imports/${first.id}/start` });
    expect(refused.statusCode).toBe(400);
    expect(refused.json()).toMatchObject({ errors: [{ field: "title" }] });
    // when a person says what it holds, and keeps that
    const put = (mapping: object[], saveAs?: string) =>
      office.call({ method: "PUT", url: `/api/imports/${first.id}/mapping`, payload: { mapping, saveAs } });
    expect((await put([{ column: "没有这一列", field: "title" }])).statusCode).toBe(400);
    expect((await put([{ column: "招聘什么", field: "no-such-field" }])).statusCode).toBe(400);
    const mapped = (await put([{ column: "招聘什么", field: "title" }], "人社局")).json<Answer>();
    expect(mapped.mapping.find((m: Answer) => m.column === "招聘什么").field).toBe("title");
    // then it is used here and for the next like file
    await office.post(`/api/imports/${first.id}/start`);
    expect(await office.importEnded(first.id)).toMatchObject({ state: "done", accepted: 1 });
    const next = await office.bringIn(body(2), { kind: "postings" });
    expect(next.savedMappings.map(({ name }) => name)).toContain("人社局");
    expect(next).toMatchObject({ state: "done", accepted: 1 });
    // and can't be changed once the import has begun
    expect((await put([{ column: "招聘什么", field: null }])).statusCode).toBe(409);
  });
});

describe("offerings, surveys, industry plans and school conditions", () => {
  const offerings = [
    ["学校名称", "专业代码", "层次", "所在城市", "年份", "招生计划数", "毕业生数"],
    ["示例职业学院", "460103", "高职专科", "济南市", "2026", "120", "100"],
    ["示例中专", "660103", "中职", "青岛市", "2026", "80", ""],
  ];
  const surveys = [
    ["企业名称", "所在城市", "岗位名称", "职业代码", "需求人数", "年份"],
    ["示例机械厂", "济南市", "数控车工", "", "12", "2026"],
    ["示例机械厂", "济南市", "", "6-18-01-01", "3", "2026"],
  ];
  const plan = [
    ["industry", "year", "growth", "city", "document"],
    ["C", "2026", "8%", "", ""],
    ["C34", "2026", "0.05", "济南市", "规划"],
  ];
  const conditions = [
    ["学校名称", "所在城市", "年份", "全日制在校生数", "专任教师数", "教学科研仪器设备值（万元）"],
    ["示例职业学院", "济南市", "2026", "6000", "310", "4600"],
    ["示例中专", "青岛市", "2026", "1500", "", ""],
  ];

  test.each([
    ["offerings", offerings, "demand.offering"],
    ["surveys", surveys, "demand.survey"],
    ["industry-plan", plan, "demand.industry_plan"],
    ["conditions", conditions, "demand.school_condition"],
  ] as const)(
    "%s are told by their header, and the same file twice changes nothing",
    async (kind, rows, table) => {
      const first = await office.bringIn(csv(rows));
      expect(first).toMatchObject({ kind, state: "done", rowsRead: 2, accepted: 2 });
      const before = await office.world.sql(`select * from ${table} order by id`);
      expect(await office.bringIn(csv(rows))).toMatchObject({ accepted: 0, duplicate: 2, rejected: 0 });
      expect(await office.bringIn(await workbook(rows.map((row) => [...row])))).toMatchObject({ kind, accepted: 0, duplicate: 2 }); // prettier-ignore
      expect(await office.world.sql(`select * from ${table} order by id`)).toEqual(before);
    },
  );

  test("a later file replaces what an earlier one said of the same offering, as a whole", async () => {
    const later = offerings.map((row) => [...row]);
    later[1]![5] = "150";
    expect(await office.bringIn(csv(later))).toMatchObject({ accepted: 1, duplicate: 1 });
    const { items } = await office.get("/api/offerings?programme=460103");
    expect(items).toMatchObject([{ schoolName: "示例职业学院", plan: 150, city: "370100", year: 2026 }]);
  });

  test("a later file replaces the school conditions of a school and year, and the list has what counts now", async () => {
    const later = conditions.map((row) => [...row]);
    later[1]![5] = "5000";
    expect(await office.bringIn(csv(later))).toMatchObject({ accepted: 1, duplicate: 1 });
    const { items } = await office.get("/api/conditions?year=2026&city=370100");
    expect(items).toMatchObject([
      { schoolName: "示例职业学院", studentsFull: 6000, equipmentValue: 5_000_000_000, dormArea: null },
    ]);
    const { items: first, next } = await office.get("/api/conditions?limit=1");
    const { items: second } = await office.get(`/api/conditions?limit=1&cursor=${next}`);
    expect([...first, ...second].map(({ schoolName }) => schoolName).sort()).toEqual([
      "示例中专",
      "示例职业学院",
    ]);
  });

  test("codes that do not exist, or not at that level, are refused with the value", async () => {
    const row = (...changes: [number, string][]) => {
      const made = [...offerings[1]!];
      for (const [at, value] of changes) made[at] = value;
      return made;
    };
    const done = await office.bringIn(
      csv([
        offerings[0]!,
        row([1, "999999"]),
        row([2, "中职"]),
        row([1, "4601"]),
        row([4, "1999"]),
        row([3, "火星市"]),
        row([5, "-3"]),
        row([5, ""], [6, ""]),
      ]),
    );
    expect(done).toMatchObject({ state: "done", rowsRead: 7, accepted: 0, rejected: 7 });
    const found = await office.rejections(done.id);
    expect(found.map(({ row: at, value, code }) => [at, value, code])).toEqual([
      [1, "999999", "programme-unknown"],
      [2, "460103", "programme-level-mismatch"],
      [3, "4601", "programme-is-class"],
      [4, "1999", "year-impossible"],
      [5, "火星市", "region-unknown"],
      [6, "-3", "count-negative"],
      [7, "", "count-missing"],
    ]);
    for (const { reason, field } of found) expect(reason.length * field.length).toBeGreaterThan(0);
  });
});
