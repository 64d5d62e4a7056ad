import PDFDocument from "pdfkit";
import { reportBlocks, type Block } from "./content.ts";
import { drawFigures } from "./figures.ts";
import { font } from "./fonts.ts";
import { chineseDate, editionLine, SAMPLE_MARK, type ReportModel } from "./model.ts";

const MM = 72 / 25.4;
const MARGIN = { top: 37 * MM, bottom: 35 * MM, left: 28 * MM, right: 26 * MM };
const WIDTH = (210 - 28 - 26) * MM;
const INDENT = 2; // characters, GB/T 9704
const LINE = 28; // points, GB/T 9704

/** The release report as PDF, laid out after GB/T 9704 with the free serif and sans fonts that can be embedded. */
export async function reportPdf(model: ReportModel): Promise<Buffer> {
  const figures = await drawFigures(model);
  const doc = new PDFDocument({
    size: "A4",
    margins: MARGIN,
    bufferPages: true,
    info: {
      Title: model.title,
      Author: model.publisher,
      Subject: model.sample ? SAMPLE_MARK : `${model.regionName} ${model.year}`,
      CreationDate: new Date(`${model.publishedOn?.slice(0, 10) ?? `${model.year}-01-01`}T00:00:00Z`),
    },
    lang: "zh-CN",
  });
  const chunks: Buffer[] = [];
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<void>((resolve, reject) => doc.on("end", resolve).on("error", reject));
  for (const name of ["sans", "sans-bold", "serif", "serif-bold"] as const)
    doc.registerFont(name, font(name));

  if (model.sample)
    doc
      .font("sans-bold")
      .fontSize(14)
      .fillColor("#b00020")
      .text("【示例数据】", { align: "center" })
      .fillColor("#000");
  doc.font("serif-bold").fontSize(22).text(model.title, { align: "center", lineGap: 6 });
  doc.font("serif").fontSize(14);
  doc.text(editionLine(model), { align: "center" });
  doc.moveDown(1);
  for (const block of reportBlocks(model, figures)) draw(doc, block);
  doc.moveDown(1).font("serif").fontSize(14).text(model.publisher, { align: "right" });
  if (model.publishedOn) doc.text(chineseDate(model.publishedOn), { align: "right" });
  numberPages(doc, model.sample);
  doc.end();
  await finished;
  return Buffer.concat(chunks);
}

type Doc = InstanceType<typeof PDFDocument>;

function room(doc: Doc, height: number): void {
  if (doc.y + height > doc.page.height - MARGIN.bottom) doc.addPage();
}

function draw(doc: Doc, block: Block): void {
  doc.x = MARGIN.left;
  switch (block.kind) {
    case "heading":
      room(doc, 70);
      doc
        .moveDown(0.4)
        .font("sans-bold")
        .fontSize(15)
        .text(block.text, { indent: INDENT * 15, lineGap: 8 });
      return;
    case "paragraph":
      doc.font("serif").fontSize(14);
      for (const line of wrapCjk(doc, block.text, 14)) {
        room(doc, LINE);
        doc.text(line, MARGIN.left, doc.y, { lineBreak: false });
        doc.y += LINE;
      }
      return;
    case "figure": {
      const height = (block.figure.height / block.figure.width) * WIDTH;
      room(doc, height + 40);
      doc.moveDown(0.4).image(block.figure.png, MARGIN.left, doc.y, { width: WIDTH });
      doc.y += height;
      doc
        .font("sans")
        .fontSize(11)
        .text(`图 ${block.figure.caption}`, MARGIN.left, doc.y + 4, { width: WIDTH, align: "center" });
      doc.moveDown(0.8);
      return;
    }
    case "table":
      drawTable(doc, block);
  }
}

/** pdfkit breaks lines at spaces only; Chinese text has none, so the lines are cut here by measured width; closing marks may hang. */
function wrapCjk(doc: Doc, text: string, size: number): string[] {
  const lines: string[] = [];
  let line = "　".repeat(INDENT);
  let width = INDENT * size;
  for (const token of text.match(/[A-Za-z0-9.,_%+-]+|[\s\S]/g) ?? []) {
    const w = doc.widthOfString(token);
    const closes = /^[，。；：、！？）》”’]/.test(token);
    if (width + w > WIDTH && !closes) {
      lines.push(line);
      line = "";
      width = 0;
    }
    line += token;
    width += w;
  }
  return [...lines, line];
}

function cellLines(doc: Doc, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const c of text) {
    if (line && doc.widthOfString(line + c) > width) {
      lines.push(line);
      line = "";
    }
    line += c;
  }
  return [...lines, line];
}

function drawTable(doc: Doc, block: Block & { kind: "table" }): void {
  const size = 9;
  const pad = 4;
  const lineHeight = size * 1.45;
  const widths = block.widths.map((share) => share * WIDTH);
  const drawRow = (cells: string[], bold: boolean) => {
    doc.font(bold ? "sans-bold" : "sans").fontSize(size);
    const lines = cells.map((text, i) => cellLines(doc, text, (widths[i] ?? 0) - 2 * pad));
    const height = Math.max(...lines.map((l) => l.length)) * lineHeight + 2 * pad;
    if (doc.y + height > doc.page.height - MARGIN.bottom) {
      doc.addPage();
      if (!bold) drawRow(block.head, true);
      doc.font(bold ? "sans-bold" : "sans").fontSize(size);
    }
    const top = doc.y;
    let x = MARGIN.left;
    lines.forEach((cell, i) => {
      const width = widths[i] ?? 0;
      cell.forEach((text, n) => {
        const shift = block.align[i] === "right" ? width - 2 * pad - doc.widthOfString(text) : 0;
        doc.text(text, x + pad + Math.max(0, shift), top + pad + n * lineHeight, { lineBreak: false });
      });
      x += width;
    });
    const bottom = top + height;
    doc
      .moveTo(MARGIN.left, bottom)
      .lineTo(MARGIN.left + WIDTH, bottom)
      .lineWidth(bold ? 0.8 : 0.3)
      .strokeColor("#808080")
      .stroke();
    doc.y = bottom;
  };
  room(doc, 60);
  doc
    .moveDown(0.4)
    .font("sans-bold")
    .fontSize(11)
    .text(block.caption, MARGIN.left, doc.y, { width: WIDTH, align: "center" });
  doc.moveDown(0.2);
  doc
    .moveTo(MARGIN.left, doc.y)
    .lineTo(MARGIN.left + WIDTH, doc.y)
    .lineWidth(0.8)
    .strokeColor("#808080")
    .stroke();
  drawRow(block.head, true);
  for (const cells of block.rows) drawRow(cells, false);
  doc.x = MARGIN.left;
  doc.y += 10;
}

function numberPages(doc: Doc, sample: boolean): void {
  const { start, count } = doc.bufferedPageRange();
  for (let i = start; i < start + count; i++) {
    doc.switchToPage(i);
    const bottom = doc.page.margins.bottom;
    doc.page.margins.bottom = 0; // the footer lies in the margin
    const y = doc.page.height - 28 * MM;
    doc
      .font("serif")
      .fontSize(14)
      .fillColor("#000")
      .text(`— ${i - start + 1} —`, MARGIN.left, y, { width: WIDTH, align: "center", lineBreak: false });
    if (sample)
      doc
        .font("sans")
        .fontSize(9)
        .fillColor("#b00020")
        .text("示例数据", MARGIN.left, 24 * MM, { width: WIDTH, align: "right", lineBreak: false });
    doc.page.margins.bottom = bottom;
  }
}
