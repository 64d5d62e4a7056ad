import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import ExcelJS from "exceljs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTable, TableUnreadable, type Table } from "./tabular.ts";
import { zipOf } from "../testing/zip.ts";
import { ZipArchive } from "./tabular-zip.ts";

let folder = "";
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tixi-tabular-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(content: string | Uint8Array): Promise<string> {
  const name = path.join(folder, `${files++}.dat`);
  await writeFile(name, content);
  return name;
}

async function open(content: string | Uint8Array): Promise<Table> {
  return openTable(await file(content));
}

async function all(table: Table): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const batch of table.rows()) {
    for (const { rowNumber, values } of batch) {
      expect(rowNumber).toBe(rows.length + 1);
      rows.push(values);
    }
  }
  return rows;
}

async function workbook(fill: (book: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  fill(book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** 岗位,城市 / 电工,武汉 in GB18030 */
const GB_TABLE = Buffer.from("b8dacebb2cb3c7cad00ab5e7b9a42ccee4baba0a", "hex");

describe("CSV", () => {
  it("reads UTF-8 with and without a mark", async () => {
    for (const mark of ["", "\ufeff"]) {
      const table = await open(`${mark}岗位,城市\n电工,武汉\n焊工,宜昌\n`);
      expect(table).toMatchObject({ format: "csv", encoding: "utf-8", delimiter: ",", headerRows: 1 });
      expect(table.headers).toEqual(["岗位", "城市"]);
      expect(table.rowsEstimate).toBe(2);
      expect(await all(table)).toEqual([
        ["电工", "武汉"],
        ["焊工", "宜昌"],
      ]);
    }
  });

  it("reads GB18030", async () => {
    const table = await open(GB_TABLE);
    expect(table.encoding).toBe("gb18030");
    expect(table.headers).toEqual(["岗位", "城市"]);
    expect(await all(table)).toEqual([["电工", "武汉"]]);
  });

  it("finds GB18030 behind a megabyte of plain ASCII", async () => {
    const ascii = "title,city\n" + "welder,Wuhan\n".repeat(150_000);
    const table = await open(
      Buffer.concat([Buffer.from(ascii), ...Array.from({ length: 60_000 }, () => GB_TABLE.subarray(10))]),
    );
    expect(table.encoding).toBe("gb18030");
    const rows = await all(table);
    expect(rows).toHaveLength(210_000);
    expect(rows.at(-1)).toEqual(["电工", "武汉"]);
  });

  it.each([
    ["tab", "a\tb\tc\n1,5\t2\t3\n"],
    ["semicolon", "a;b;c\n1,5;2;3\n"],
    ["bar", "a|b|c\n1,5|2|3\n"],
  ])("sniffs the delimiter: %s", async (_, text) => {
    const table = await open(text);
    expect(table.headers).toEqual(["a", "b", "c"]);
    expect(await all(table)).toEqual([["1,5", "2", "3"]]);
  });

  it("keeps line ends and doubled quotes inside quotes", async () => {
    const table = await open('岗位,描述\r\n电工,"一、安装\r\n二、""带电""作业"\r\n\r\n焊工,x\r\n');
    expect(await all(table)).toEqual([
      ["电工", '一、安装\r\n二、"带电"作业'],
      ["焊工", "x"],
    ]);
  });

  it("passes over a title above the header", async () => {
    const table = await open("2026年岗位需求表,,\n岗位,城市,人数\n电工,武汉,3\n焊工,宜昌,\n");
    expect(table).toMatchObject({ headerRows: 2, headers: ["岗位", "城市", "人数"] });
    expect(await all(table)).toHaveLength(2);
  });

  it("leaves rows of another width to the checker", async () => {
    expect(await all(await open("a,b\n1\n1,2,3\n1,2\n"))).toEqual([["1"], ["1", "2", "3"], ["1", "2"]]);
  });

  it("reads back any table it is given", async () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", "电", '"', ",", "\n", "\r\n", ";", "\t", " ", "😀"),
      maxLength: 6,
    });
    const quote = (value: string) => `"${value.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 20 }),
        async (rows) => {
          const csv = [["h1", "h2", "h3"], ...rows].map((row) => row.map(quote).join(",")).join("\n") + "\n";
          expect(await all(await open(csv))).toEqual(rows);
        },
      ),
      { seed: 4, numRuns: 60 },
    );
  });
});

describe("NDJSON", () => {
  it("takes the keys of all its first lines as header", async () => {
    const table = await open('{"title":"电工","n":3}\n\n{"title":"焊工","city":"武汉","tags":["a"]}\n');
    expect(table).toMatchObject({ format: "ndjson", headerRows: 0, headers: ["title", "n", "city", "tags"] });
    expect(await all(table)).toEqual([
      ["电工", "3", "", ""],
      ["焊工", "", "武汉", '["a"]'],
    ]);
  });

  it("keeps the place of a broken line as a row without values", async () => {
    expect(await all(await open('{"a":1}\n{"a":\n{"a":2}\n'))).toEqual([["1"], [], ["2"]]);
  });
});

describe("XLSX", () => {
  it("reads text, numbers, dates, percentages, formulas and rich text as a person sees them", async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet("数据");
      sheet.addRow(["岗位", "日期", "增长", "代码", "人数", "公式", "备注"]);
      const row = sheet.addRow([
        "电工 & <焊工>",
        new Date(Date.UTC(2026, 2, 5)),
        0.085,
        42,
        3,
        { formula: "1+1", result: 2 },
        { richText: [{ text: "双" }, { text: "休" }] },
      ]);
      row.getCell(2).numFmt = "yyyy-mm-dd";
      row.getCell(3).numFmt = "0.0%";
      row.getCell(4).numFmt = "000000";
    });
    const table = await open(bytes);
    expect(table).toMatchObject({ format: "xlsx", sheet: "数据", rowsEstimate: 1 });
    expect(await all(table)).toEqual([["电工 & <焊工>", "2026-03-05", "8.5%", "000042", "3", "2", "双休"]]);
  });

  it("chooses the sheet that holds a table and passes over notes, hidden sheets and titles", async () => {
    const bytes = await workbook((book) => {
      book.addWorksheet("说明").addRows([
        ["怎样", "填写"],
        ["一", "二"],
      ]);
      book.addWorksheet("代码", { state: "hidden" }).addRows([
        ["x", "y"],
        ["1", "2"],
      ]);
      const sheet = book.addWorksheet("岗位");
      sheet.addRow(["2026年岗位需求表"]);
      sheet.addRow([]);
      sheet.addRow(["岗位", "城市", "人数"]);
      sheet.addRow(["电工", null, 3]);
      sheet.addRow([]);
      sheet.addRow(["焊工", "武汉"]);
    });
    const table = await open(bytes);
    expect(table).toMatchObject({ sheet: "岗位", headerRows: 2, headers: ["岗位", "城市", "人数"] });
    expect(await all(table)).toEqual([
      ["电工", "", "3"],
      ["焊工", "武汉", ""],
    ]);
  });

  it("streams many rows", async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet("岗位");
      sheet.addRow(["岗位", "人数"]);
      for (let i = 0; i < 5000; i++) sheet.addRow([`岗位${i}`, i]);
    });
    const table = await open(bytes);
    expect(table.rowsEstimate).toBe(5000);
    const rows = await all(table);
    expect(rows).toHaveLength(5000);
    expect(rows.at(-1)).toEqual(["岗位4999", "4999"]);
  });
});

describe("a file that can't be read is refused in one sentence that names the place", () => {
  const refused = async (content: string | Uint8Array, words: RegExp) => {
    const attempt = (async () => all(await open(content)))();
    await expect(attempt).rejects.toThrow(TableUnreadable);
    await expect(attempt).rejects.toThrow(words);
  };

  it("empty, PDF, old .xls, UTF-16, HTML, JSON array, other bytes", async () => {
    await refused("", /空/);
    await refused("%PDF-1.7\n", /PDF/);
    await refused(Buffer.from("d0cf11e0a1b11ae1", "hex"), /\.xls/);
    await refused(Buffer.from("\ufeffa\tb\n", "utf16le"), /UTF-16/);
    await refused("<html><table><tr><td>岗位</td></tr></table>", /网页/);
    await refused('[\n{"a":1}]', /NDJSON/);
    await refused(Buffer.from([65, 66, 0, 1, 2]), /第 3 字节/);
    await refused("\n\n  \n", /没有内容/);
  });

  it("bytes that are text in no encoding", async () => {
    const noise = Buffer.from(
      Array.from({ length: 3000 }, (_, i) => (i % 7 === 0 ? 10 : 0x80 + ((i * 73) % 128))),
    );
    await refused(
      Buffer.concat([Buffer.from("a,b\n"), noise, Buffer.alloc(800, 0xff)]),
      /第 \d+ 行|第 \d+ 字节/,
    );
  });

  it("a workbook cut anywhere", async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet("岗位");
      for (let i = 0; i < 300; i++) sheet.addRow([`岗位${i}`, `说明${i * 7919}`]);
    });
    for (const share of [0.1, 0.5, 0.9, 0.999])
      await refused(bytes.subarray(0, Math.floor(bytes.length * share)), /损坏|不完整/);
  });

  it("a workbook with any byte changed is read or refused, never worse", async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet("岗位");
      for (let i = 0; i < 50; i++) sheet.addRow([`岗位${i}`, i]);
    });
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const broken = bytes.slice();
        broken[at] = broken[at]! ^ change;
        await open(broken)
          .then(all)
          .catch((error: unknown) => expect(error).toBeInstanceOf(TableUnreadable));
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it("any bytes at all: a table or one sentence", async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "岗位,城市\n",
        '"',
        "\r\n",
        "{",
        '{"a":1}\n',
        "[",
        "\t",
        "PK\u0003\u0004",
        "\ufeff",
        ",,,",
        "\0",
      ),
      fc.string({ unit: "binary", maxLength: 20 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 12 }),
        fc.uint8Array({ maxLength: 12 }),
        async (pieces, bytes) => {
          const content = Buffer.concat([Buffer.from(pieces.join("")), bytes]);
          await open(content)
            .then(all)
            .catch((error: unknown) => expect(error).toBeInstanceOf(TableUnreadable));
        },
      ),
      { seed: 12, numRuns: 300 },
    );
  });

  it("a sheet that unfolds four hundred times over", async () => {
    const sheet = `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${" ".repeat(40 << 20)}`;
    await refused(zipOf({ ...BARE_WORKBOOK, "xl/worksheets/sheet1.xml": sheet }), /压缩炸弹|32,767/);
    const many = `<worksheet><sheetData>${" ".repeat(40 << 20)}</sheetData></worksheet>`;
    await refused(zipOf({ ...BARE_WORKBOOK, "xl/worksheets/sheet1.xml": many }), /sheet1\.xml：.*压缩炸弹/);
  });

  it("a workbook whose parts are missing, declare entities, or refer to text that is not there", async () => {
    await refused(zipOf({ "readme.txt": "x" }), /不是 \.xlsx/);
    await refused(zipOf(BARE_WORKBOOK), /sheet1\.xml：.*缺少/);
    const declared = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet><sheetData/></worksheet>';
    await refused(zipOf({ ...BARE_WORKBOOK, "xl/worksheets/sheet1.xml": declared }), /DOCTYPE/);
    const dangling =
      '<worksheet><sheetData><row r="7"><c r="A7" t="s"><v>5</v></c></row></sheetData></worksheet>';
    await refused(
      zipOf({ ...BARE_WORKBOOK, "xl/worksheets/sheet1.xml": dangling }),
      /sheet1\.xml 第 7 行：.*第 5 条/,
    );
    const torn = '<worksheet><sheetData><row r="3"><c r="A3"><v>5</c></row></sheetData></worksheet>';
    await refused(
      zipOf({ ...BARE_WORKBOOK, "xl/worksheets/sheet1.xml": torn }),
      /sheet1\.xml 第 \d+ 行：.*<\/c>/,
    );
  });

  it("a part that unfolds beyond the limit", async () => {
    const bytes = await workbook((book) => {
      book.addWorksheet("岗位").addRow(["岗".repeat(30_000)]);
    });
    const zip = await ZipArchive.open(await file(bytes), { entries: 100, partBytes: 10_000, ratio: 400 });
    const unfold = async () => {
      for (const name of zip.entries.keys()) for await (const _ of zip.read(name));
    };
    await expect(unfold()).rejects.toThrow(/超过 .*拒绝读取/);
  });
});

const RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const BARE_WORKBOOK = {
  "xl/workbook.xml": `<workbook xmlns:r="${RELATION}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="${RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
};
