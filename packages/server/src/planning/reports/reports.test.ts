import ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import { reportDocx } from "./docx.ts";
import { font, woffToSfnt } from "./fonts.ts";
import { figure, summarySentence, type ReportModel } from "./model.ts";
import { reportPdf } from "./pdf.ts";
import { reportXlsx } from "./xlsx.ts";

const about = (value: number) => ({ value, low: value * 0.9, high: value * 1.1 });

function aRelease(): ReportModel {
  const occupation = {
    code: "6-18-01-07", name: "多工序数控机床操作调整工", demand: 500, low: 450, high: 560, matched: 120, shortage: 380,
    price: 0.9, where: ["云州市"],
  }; // prettier-ignore
  const programme = {
    code: "530701", name: "电子商务", level: "college" as const, supply: 400, matched: 150, surplus: 250, countsOnlyGap: -90,
    priceMin: 0.1, priceMax: 0.4, where: ["云州市"],
  }; // prettier-ignore
  return {
    title: "示例省2026年人才需求发布", regionName: "示例省", year: 2026, version: "第1版", sample: true, publisher: "示例省教育厅",
    publishedOn: "2026-11-23",
    totals: { demand: about(123456), supply: about(98765), matched: about(70000), shortage: about(53456), surplus: about(28765) },
    countsOnlyGap: 24691,
    counts: { postings: 8, vacancies: 7, coded: 6, abstained: 2, undated: 1, breaching: 1, offerings: 3, surveys: 0, suppressed: 1 },
    shortages: [occupation], surpluses: [programme], prices: [programme], occupations: [{ ...occupation, demand: null }], programmes: [programme],
    cities: [{ code: "990100", name: "云州市", demand: 500, supply: null, shortage: 380, surplus: 250 }],
    trend: [
      { year: 2026, kind: "measured", demand: about(100), supply: about(90) },
      { year: 2027, kind: "forecast", demand: about(110), supply: about(91) },
    ],
    method: ["平衡：线性规划。"], doubts: ["对应表来源不明的部分以较低权重使用。"],
    inputs: [{ name: "postings.csv", sha256: "a".repeat(64), rows: 10 }], parameters: [], versions: [],
  }; // prettier-ignore
}

describe("the printed release", () => {
  it("formats figures as the house does: grouped, 万 above 100,000, — for what is withheld", () => {
    expect([figure(12345), figure(123456), figure(null), figure(-3.2, 1), figure(0)]).toEqual([
      "12,345",
      "12.3万",
      "—",
      "−3.2",
      "0",
    ]);
  });

  it("states demand, supply, shortage and surplus with intervals in its summary", () => {
    const sentence = summarySentence(aRelease());
    expect(sentence).toContain("12.3万（11.1万～13.6万）");
    expect(sentence).toContain("多工序数控机床操作调整工（380人，主要在云州市）");
  });

  it("writes a workbook in which withheld cells are — and numbers stay numbers", async () => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await reportXlsx(aRelease())) as unknown as ArrayBuffer);
    const row = book.getWorksheet("职业")?.getRow(2);
    expect(row?.getCell(3).value).toBe("—");
    expect(row?.getCell(7).value).toBe(380);
    expect(book.getWorksheet("说明")?.getRow(2).getCell(1).value).toContain("示例数据");
  });

  it("writes a Word document and a PDF with embedded figures", async () => {
    const docx = await reportDocx(aRelease());
    const pdf = await reportPdf(aRelease());
    expect(docx.toString("latin1", 0, 2)).toBe("PK");
    expect(docx.includes("word/media/")).toBe(true);
    expect(pdf.toString("latin1", 0, 5)).toBe("%PDF-");
    expect(pdf.length).toBeGreaterThan(20_000);
  });

  it("unpacks a WOFF font into a valid SFNT and refuses anything else", () => {
    expect(font("serif").readUInt32BE(0)).toBeOneOf([0x00010000, 0x4f54544f]);
    expect(() => woffToSfnt(Buffer.from("no font at all".repeat(10)))).toThrow("not a WOFF");
  });
});
