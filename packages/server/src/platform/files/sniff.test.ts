import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { docx, jpeg, pdf, png, webp, xlsx } from "../testing/samples.ts";
import { zipOf } from "../testing/zip.ts";
import { FileRefused } from "./media-types.ts";
import { sniff } from "./sniff.ts";

const folder = mkdtempSync(join(tmpdir(), "tixi-sniff-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function typeOf(content: string | Uint8Array, name: string): Promise<string> {
  const path = join(folder, "upload");
  writeFileSync(path, content);
  return sniff(path, name);
}
const refused = (content: string | Uint8Array, name: string, why: RegExp) =>
  expect(
    typeOf(content, name).then(
      (type) => `taken as ${type}`,
      (error: FileRefused) => error.sentence.zh,
    ),
    name,
  ).resolves.toMatch(why);

const OFFICE = "application/vnd.openxmlformats-officedocument";
const types = (main: string, more = "") =>
  `<Types><Override PartName="/x" ContentType="${OFFICE}.${main}"/>${more}</Types>`;
const WORD = types("wordprocessingml.document.main+xml");

describe("what may be uploaded is known by its content", () => {
  test("documents, pictures and tables as their programs write them", async () => {
    expect(await typeOf(await pdf(), "证明.PDF")).toBe("application/pdf");
    expect(await typeOf(await docx(), "说明.docx")).toBe(`${OFFICE}.wordprocessingml.document`);
    expect(await typeOf(await xlsx(), "名单.xlsx")).toBe(`${OFFICE}.spreadsheetml.sheet`);
    expect(await typeOf(png(), "图.png")).toBe("image/png");
    expect(await typeOf(jpeg(), "图.jpeg")).toBe("image/jpeg");
    expect(await typeOf(webp(), "图.webp")).toBe("image/webp");
    expect(await typeOf("学校,人数\n甲,3\n", "表.csv")).toBe("text/csv");
    expect(await typeOf("第一行\r\n第二行\t完", "说明.txt")).toBe("text/plain");
    const gb18030 = Buffer.from([0xd1, 0xa7, 0xd0, 0xa3, 0x2c, 0x31, 0x0a]);
    expect(await typeOf(gb18030, "旧表.csv")).toBe("text/csv");
  });

  test("a name without an ending says nothing and is no lie", async () => {
    expect(await typeOf(png(), "图片")).toBe("image/png");
    expect(await typeOf(png(), "第2.版本的（终稿）图片")).toBe("image/png");
  });
});

describe("refused, with the reason", () => {
  test("a name that lies", async () => {
    await refused(await pdf(), "合同.png", /文件名以 \.png 结尾，内容却是PDF/);
    await refused(png(), "照片.jpg", /内容却是PNG 图片/);
    await refused("纯文本", "程序.exe", /\.exe 结尾，内容却是纯文本/);
    await refused(await docx(), "名单.xlsx", /内容却是Word 文档/);
    await refused("alert(1)", "a.js", /\.js/);
  });

  test("what a browser would run, however it is dressed up", async () => {
    const script = "<script>alert(document.cookie)</script>";
    for (const [content, name] of [
      [`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "图.svg"],
      [`<?xml version="1.0"?>\n<svg onload="alert(1)"/>`, "图.png"],
      [`\uFEFF  <!DOCTYPE html><html>${script}`, "页.txt"],
      [`姓名,备注\n甲,${script}\n`, "表.csv"],
      [`<!-- ${"x".repeat(1000)} --><body onload=alert(1)>`, "页.txt"],
      [`{"a":1}\n<iframe src=//x>`, "数据.txt"],
      ["<?php system($_GET[0]);", "a.txt"],
    ] as const)
      await refused(content, name, /有脚本/);
  });

  test("programs, archives and what nobody knows", async () => {
    await refused(Buffer.from("MZ\x90\0\x03\0\0\0", "latin1"), "a.txt", /认不出/);
    await refused("#!/bin/sh\nrm -rf /\n", "a.txt", /认不出/);
    await refused(Buffer.from("\x7fELF\x02\x01", "latin1"), "a.pdf", /认不出/);
    await refused(Buffer.from([1, 2, 3, 0xff, 0xfe]), "a.bin", /认不出/);
    await refused(zipOf({ "a.txt": "x" }), "a.zip", /压缩包不收/);
    await refused(zipOf({ "a.txt": "x" }), "a.docx", /压缩包不收/);
    await refused(Buffer.from("Rar!\x1a\x07", "latin1"), "a.rar", /压缩包不收/);
    await refused("", "a.pdf", /空的/);
    await refused(Buffer.from("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "latin1"), "a.doc", /另存为/);
    await refused(Buffer.from("\0\0\0\x18ftypheic\0\0", "latin1"), "a.heic", /转换为 JPEG/);
    await refused(Buffer.from("GIF89a", "latin1"), "a.gif", /GIF/);
  });

  test("a PDF that is cut short, or begins as something else", async () => {
    const whole = await pdf();
    await refused(whole.subarray(0, whole.length - 40), "a.pdf", /不完整/);
    await refused(Buffer.concat([Buffer.from("MZ junk"), whole]), "a.pdf", /认不出/);
    // a PDF with an archive behind it is a PDF: it is served as one and as nothing else
    const both = Buffer.concat([whole, zipOf({ "x.js": "1" }), whole.subarray(-200)]);
    expect(await typeOf(both, "a.pdf")).toBe("application/pdf");
  });

  test("macros, wherever they hide", async () => {
    const part = { "[Content_Types].xml": WORD, "word/document.xml": "<w/>" };
    expect(await typeOf(zipOf(part), "a.docx")).toContain("wordprocessingml");
    for (const name of [
      "word/vbaProject.bin",
      "word/VBADATA.xml",
      "xl/macrosheets/sheet1.xml",
      "word/activeX/activeX1.bin",
      "word/embeddings/inner.xlsm",
    ])
      await refused(zipOf({ ...part, [name]: "x" }), "a.docx", /含有宏/);
    const macro = "application/vnd.ms-word.document.macroEnabled.main+xml";
    await refused(zipOf({ ...part, "[Content_Types].xml": `<Types><Override ContentType="${macro}"/></Types>` }), "a.docx", /含有宏/); // prettier-ignore
    const hidden = `<Default Extension="dat" ContentType="application/vnd.ms-office.vbaProject"/>`;
    await refused(zipOf({ ...part, "[Content_Types].xml": types("wordprocessingml.document.main+xml", hidden), "word/x.dat": "x" }), "a.docx", /含有宏/); // prettier-ignore
  });

  test("archives that unfold without end", async () => {
    const part = { "[Content_Types].xml": WORD, "word/document.xml": "<w/>" };
    const zeros = Buffer.alloc(40 * 2 ** 20);
    await refused(zipOf({ ...part, "word/media/a.xml": zeros }), "a.docx", /压缩炸弹|无法读取/);
    // says that it is small
    await refused(zipOf({ ...part, "word/media/a.xml": zeros }, { "word/media/a.xml": 100 }), "a.docx", /压缩炸弹|无法读取/); // prettier-ignore
    // many parts that each keep the ratio, one place in the file for all of them
    const bomb = zipOf({ ...part, "word/a.xml": Buffer.alloc(12 * 2 ** 20) });
    await refused(overlapping(bomb, "word/a.xml", 60), "a.docx", /压缩炸弹/);
  });

  test("any bytes at all, under any name: a type or one sentence", async () => {
    const start = fc.constantFrom(
      "%PDF-1.7",
      "\x89PNG\r\n\x1a\n",
      "\xff\xd8\xff",
      "RIFF\x08\0\0\0WEBP",
      "PK\x03\x04",
      "",
    );
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), fc.string(), async (head, tail, name) => {
        const content = Buffer.concat([Buffer.from(head, "latin1"), tail]);
        await typeOf(content, name).catch((error: unknown) => expect(error).toBeInstanceOf(FileRefused));
      }),
      { seed: 20261126, numRuns: 300 },
    );
  });
});

/** The archive with the directory entry of a part repeated under other names, all for the same bytes. */
function overlapping(zip: Buffer, name: string, times: number): Buffer {
  const end = zip.length - 22;
  const start = zip.readUInt32LE(end + 16);
  const index = zip.subarray(start, end);
  const at = index.lastIndexOf(name) - 46;
  const entry = index.subarray(at, at + 46 + name.length);
  const copies = Array.from({ length: times }, (_, n) => {
    const copy = Buffer.from(entry);
    copy.write(
      String.fromCharCode(65 + (n % 26)) + String.fromCharCode(65 + Math.floor(n / 26)),
      46,
      "latin1",
    );
    return copy;
  });
  const directory = Buffer.concat([index, ...copies]);
  const tail = Buffer.from(zip.subarray(end));
  tail.writeUInt16LE(tail.readUInt16LE(8) + times, 8);
  tail.writeUInt16LE(tail.readUInt16LE(10) + times, 10);
  tail.writeUInt32LE(directory.length, 12);
  return Buffer.concat([zip.subarray(0, start), directory, tail]);
}
