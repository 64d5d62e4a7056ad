import { deflateRawSync } from "node:zlib";
import ExcelJS from "exceljs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csv, Office, type Answer, type Kind } from "../testing/office.ts";

let office: Office;
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());

const HEADER = "岗位名称,单位名称,工作地点,岗位描述";
const LINE = "电工,示例厂,济南市,安装";
const GB_LINE = Buffer.from("b5e7b9a42ccabec0fdb3a72cbcc3c4cfcad02cb0b2d7b00a", "hex");
const bytes = (...parts: (string | Uint8Array)[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));
async function workbook(fill: (sheet: ExcelJS.Worksheet) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet("表"));
  return Buffer.from(await book.xlsx.writeBuffer());
}
/** A zip that claims to be a workbook and unfolds to a gigabyte of zeros. */
function bomb(): Buffer {
  const packed = deflateRawSync(Buffer.alloc(1 << 28), { level: 1 });
  const name = Buffer.from("xl/worksheets/sheet1.xml");
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt32LE(1 << 28, 22);
  head.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(1 << 28, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(head.length + name.length + packed.length, 16);
  return Buffer.concat([head, name, packed, entry, name, end]);
}

/** Whatever is sent: a problem that names the place, or an import whose counts add up; and the server lives. */
async function survives(
  content: string | Uint8Array,
  file: { name?: string; kind?: Kind } = {},
): Promise<Answer> {
  const sent = await office.upload(content, file);
  if (sent.statusCode !== 200) {
    expect(sent.statusCode, sent.body).toBe(400);
    const problem = sent.json();
    expect(problem.type).toBe("/problems/bad-input");
    expect(problem.errors[0].reason.length, sent.body).toBeGreaterThan(3);
    expect(problem.errors[0].field).not.toBe("");
    return { problem };
  }
  const { id } = sent.json<Answer>();
  const started = await office.call({ method: "POST", url: `/api/imports/${id}/start` });
  if (started.statusCode !== 200) {
    expect(started.statusCode, started.body).toBe(400);
    expect(started.json().errors[0].reason).toMatch(/缺少必需的列/);
    return { problem: started.json() };
  }
  const ended = await office.importEnded(id);
  expect(ended.rowsRead).toBe(ended.accepted + ended.duplicate + ended.rejected);
  // a failure says why, in one sentence, and never by an error of the program
  if (ended.state === "failed") expect(ended.message).toMatch(/[\u4e00-\u9fff]/);
  else expect(ended.state).toBe("done");
  const [held] = await office.world.sql<{ rows: string; texts: string; refused: string }>(
    `select (select count(*) from demand.posting where import_id = $1) as rows,
       (select count(*) from demand.posting p join demand.posting_text using (province, id) where import_id = $1) as texts,
       (select count(distinct row_number) from demand.import_rejection where import_id = $1) as refused`,
    [id],
  );
  if (ended.kind === "postings") expect(Number(held!.rows)).toBe(ended.accepted);
  expect(held!.texts).toBe(held!.rows);
  expect(Number(held!.refused)).toBe(ended.rejected);
  for (const url of [
    `/api/imports/${id}`,
    `/api/imports/${id}/rejections`,
    `/api/imports/${id}/rejected.csv`,
    `/api/postings?importId=${id}`,
    "/api/imports",
  ]) {
    const read = await office.call({ url });
    expect(read.statusCode, `${url}: ${read.body.slice(0, 300)}`).toBe(200);
  }
  return ended;
}

describe("broken files", () => {
  const done = (counts: object) => ({ state: "done", ...counts });
  const refused = { problem: { status: 400 } };
  test.each<[string, () => Promise<string | Uint8Array> | string | Uint8Array, object]>([
    ["empty", () => "", refused],
    ["only blanks", () => " \n\r\n \n", refused],
    ["header only", () => `${HEADER}\n`, done({ rowsRead: 0 })],
    ["binary junk", () => Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)), refused],
    ["NUL bytes at the start", () => `${HEADER}\n电\0工,示例厂,济南市,x\n`, refused],
    ["NUL bytes far into the file", () => `${HEADER}\n${Array.from({ length: 400 }, (_, i) => `电工${i},示例厂,济南市,x`).join("\n")}\n电\0工,零厂,济\0南市,\0\n`, done({ rowsRead: 401 })],
    ["a truncated workbook", async () => (await workbook((sheet) => sheet.addRows([HEADER.split(","), LINE.split(",")]))).subarray(0, 3000), refused],
    ["a zip that is no workbook", () => bytes("PK\u0003\u0004", Buffer.alloc(200)), refused],
    ["a zip bomb", bomb, refused],
    ["a workbook named .csv", () => workbook((sheet) => sheet.addRows([HEADER.split(","), ["电工", "冒名厂", "济南市", "x"]])), done({ accepted: 1 })],
    ["an unbalanced quote", () => `${HEADER}\n"电工,引号厂,济南市,x\n焊工,引号厂,济南市,y\n`, done({ rowsRead: 2 })],
    ["a quote that closes in the middle", () => `${HEADER}\n"电"工,引号二厂,济南市,x\n`, done({ rowsRead: 1 })],
    ["a cell of a megabyte", () => `${HEADER}\n电工,大厂,济南市,${"长".repeat(400_000)}\n`, done({ rowsRead: 1 })],
    ["a title of a megabyte", () => `${HEADER}\n${"长".repeat(400_000)},大厂,济南市,x\n`, done({ rejected: 1 })],
    ["ten thousand columns", () => `${Array.from({ length: 10_000 }, (_, i) => (i ? `列${i}` : "岗位名称")).join(",")}\n${"电工,".repeat(9_999)}x\n`, refused],
    ["two encodings in one file", () => bytes(`${HEADER}\n`, GB_LINE, `${LINE}混\n`), refused],
    ["invalid UTF-8 in the middle", () => bytes(`${HEADER}\n${LINE}\n电工,坏`, Buffer.from([0xe4, 0xb8]), "厂,济南市,z\n", `${LINE}三\n`.repeat(3)), done({ rowsRead: 5 })],
    ["an emoji cut in half by the sample", () => `${HEADER}\n电工,表情厂,济南市,${"x".repeat(299)}😀😀\n`, done({ accepted: 1 })],
    ["lone surrogates in NDJSON", () => '{"title":"电工\\ud83d","company":"\\udc00厂","city":"济南市","description":"\\ud800限女性\\udfff"}\n', done({ rowsRead: 1 })],
    ["NDJSON with broken lines, arrays and nested objects", () => '{"title":"电工","company":"甲厂"}\n{"title":"焊\n[1,2]\n3\nnull\n{"title":{"a":[1,{"b":2}]},"company":["x"]}\n', done({ rowsRead: 6 })],
    ["NDJSON keys of JavaScript's own", () => '{"__proto__":{"x":1},"constructor":"y","toString":"z","title":"电工","company":"原型厂"}\n', done({ accepted: 1 })],
    ["rows with too few and too many cells", () => `${HEADER}\n电工\n${LINE}四,多,余,的\n,,,\n`, done({})],
    ["a header that stands twice", () => `岗位名称,岗位名称,单位名称\n电工,焊工,双厂\n`, done({ rowsRead: 1 })],
    ["the header again among the rows", () => `${HEADER}\n${LINE}五\n${HEADER}\n`, done({ accepted: 1, rejected: 1 })],
    ["line ends of old Macintoshes", () => `${HEADER}\r${LINE}六\r焊工,麦厂,济南市,x\r`, done({ rowsRead: 2 })],
    ["line ends of DOS, the last one missing", () => `${HEADER}\r\n${LINE}七`, done({ accepted: 1 })],
    ["a workbook with formulas, errors, dates and numbers", () => workbook((sheet) => {
      sheet.addRow(["岗位名称", "单位名称", "工作地点", "发布日期", "招聘人数"]);
      sheet.addRow([{ formula: 'A1&"x"', result: "电工" }, "公式厂", "济南市", new Date("2026-03-05T00:00:00Z"), 3]);
      sheet.addRow([{ formula: "1/0", result: { error: "#DIV/0!" } }, "公式厂", "济南市", 46086, 2]);
    }), done({ rowsRead: 2 })],
    ["a PDF", () => "%PDF-1.7\n1 0 obj\n", refused],
    ["a page of HTML", () => "<!doctype html><table><tr><td>岗位名称</td></tr></table>", refused],
    ["UTF-16", () => bytes(Buffer.from([0xff, 0xfe]), Buffer.from(`${HEADER}\n${LINE}\n`, "utf16le")), refused],
  ])("%s", async (_, make, expected) => {
    expect(await survives(await make(), { name: "招聘.csv", kind: "postings" })).toMatchObject(expected);
  }); // prettier-ignore

  test("names of files: an emoji cut in half, control characters, paths", async () => {
    for (const name of [
      `${"长".repeat(20)}😀${"x".repeat(149)}`,
      "a\u0001b.csv",
      "..\\..\\etc\\passwd.csv",
      "😀".repeat(200),
    ])
      expect(await survives(`${HEADER}\n${LINE}${name.length}\n`, { name })).toMatchObject({ state: "done" });
  });

  test("an upload without a file, and one that is no form", async () => {
    const nothing = await office.call({ method: "POST", url: "/api/imports", payload: "--x--\r\n", headers: { "content-type": "multipart/form-data; boundary=x" } }); // prettier-ignore
    expect(nothing.statusCode).toBe(400);
    const json = await office.call({ method: "POST", url: "/api/imports", payload: {} });
    expect([400, 406, 415]).toContain(json.statusCode);
    const cut = await office.call({ method: "POST", url: "/api/imports", payload: '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc', headers: { "content-type": "multipart/form-data; boundary=x" } }); // prettier-ignore
    expect(cut.statusCode).toBe(400);
  });
});

describe("inputs of other routes", () => {
  test.each([
    "/api/postings?q=%00",
    "/api/postings?q=%ED%A0%80",
    "/api/postings?cursor=WyJ4IiwieSJd",
    "/api/imports?cursor=WyJ4IiwieSJd",
    "/api/aliases?cursor=WyJ4IiwieSJd",
    "/api/offerings?cursor=WyJ4IiwieSIsInoiLCJhIiwiYiJd",
    "/api/offerings?school=%00",
    "/api/offerings?year=99999999999999",
    "/api/postings/9999999999999999999",
  ])("%s is answered, and not by an error of the server", async (url) => {
    const { statusCode, body } = await office.call({ url });
    expect(statusCode, body).toBeLessThan(500);
  });
});

test("any table of odd cells, in any order of bytes", async () => {
  const cell = fc.oneof(
    fc.constantFrom("电工", "", "示例厂", "济南市", "-1", "2026-13-45", '"', '""', "\n", "\r", ",", "\u0000", "\ufeff", "😀", "\ud800", "=1+1", "面议", "1e999", "若干"),
    fc.string({ unit: "binary", maxLength: 8 }),
  ); // prettier-ignore
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { maxLength: 12 });
  const file = fc.oneof(
    table.map((rows) => csv([HEADER.split(","), ...rows])),
    table.map((rows) => `${HEADER}\n${rows.map((row) => row.join(",")).join("\n")}`),
    table.map((rows) => rows.map((row) => JSON.stringify({ title: row[0], company: row[1], city: row[2], 人数: row[3] })).join("\n")),
    fc.uint8Array({ minLength: 1, maxLength: 300 }).map((tail) => bytes(`${HEADER}\n${LINE}\n`, tail)),
  ); // prettier-ignore
  await fc.assert(
    fc.asyncProperty(file, async (content) => {
      await survives(content as string | Uint8Array);
    }),
    { numRuns: 25, seed: 20221221, endOnFailure: true },
  );
}, 90_000);
