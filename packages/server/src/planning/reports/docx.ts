import {
  AlignmentType, Document, Footer, ImageRun, LineRuleType, Packer, PageNumber, Paragraph, Table, TableCell, TableRow, TextRun, VerticalAlign, WidthType, BorderStyle,
} from "docx"; // prettier-ignore
import { reportBlocks, type Block } from "./content.ts";
import { drawFigures } from "./figures.ts";
import { chineseDate, editionLine, SAMPLE_MARK, type ReportModel } from "./model.ts";

/* Layout after GB/T 9704-2012: A4, margins 37/35/28/26 mm, title 小标宋 22 pt, text 仿宋 16 pt with 28 pt lines and two
   characters' indent, first headings 黑体, page number — N — in 14 pt. Word takes the named fonts from the reader's machine. */
const MM = 56.7;
const FONT = { title: "方正小标宋简体", text: "仿宋", heading: "黑体", number: "宋体" };
const TEXT_WIDTH = Math.round((210 - 28 - 26) * MM);

/** The release report as a Word document. Rejects only if a figure cannot be drawn. */
export async function reportDocx(model: ReportModel): Promise<Buffer> {
  const blocks = reportBlocks(model, await drawFigures(model));
  const document = new Document({
    title: model.title,
    creator: model.publisher,
    description: model.sample ? SAMPLE_MARK : `${model.regionName} ${model.year}`,
    styles: {
      default: { document: { run: { font: { ascii: "Times New Roman", eastAsia: FONT.text }, size: 32 } } },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: Math.round(210 * MM), height: Math.round(297 * MM) },
            margin: { top: 37 * MM, bottom: 35 * MM, left: 28 * MM, right: 26 * MM, footer: 25 * MM },
          },
        },
        footers: { default: pageNumber() },
        children: [...titleBlock(model), ...blocks.flatMap(render), ...signature(model)],
      },
    ],
  });
  return Packer.toBuffer(document);
}

function titleBlock(model: ReportModel): Paragraph[] {
  const centred = (text: string, font: string, size: number, after = 0) =>
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { after },
      children: [new TextRun({ text, font: { ascii: "Times New Roman", eastAsia: font }, size })],
    });
  return [
    ...(model.sample ? [centred("【示例数据】", FONT.heading, 28, 120)] : []),
    centred(model.title, FONT.title, 44, 240),
    centred(editionLine(model), "楷体", 32, 400),
  ];
}

function signature(model: ReportModel): Paragraph[] {
  const right = (text: string) =>
    new Paragraph({
      alignment: AlignmentType.RIGHT,
      indent: { right: 640 },
      children: [new TextRun({ text })],
    });
  return [
    new Paragraph({ children: [] }),
    right(model.publisher),
    ...(model.publishedOn ? [right(chineseDate(model.publishedOn))] : []),
  ];
}

function pageNumber(): Footer {
  const run = (children: (string | (typeof PageNumber)["CURRENT"])[]) =>
    new TextRun({ children, font: { ascii: FONT.number, eastAsia: FONT.number }, size: 28 });
  return new Footer({
    children: [
      new Paragraph({ alignment: AlignmentType.CENTER, children: [run(["— ", PageNumber.CURRENT, " —"])] }),
    ],
  });
}

function render(block: Block): (Paragraph | Table)[] {
  switch (block.kind) {
    case "heading":
      return [
        new Paragraph({
          keepNext: true,
          spacing: { line: 560, lineRule: LineRuleType.EXACT },
          indent: { firstLine: 640 },
          children: [
            new TextRun({
              text: block.text,
              font: { ascii: "Times New Roman", eastAsia: FONT.heading },
              size: 32,
            }),
          ],
        }),
      ];
    case "paragraph":
      return [
        new Paragraph({
          alignment: AlignmentType.BOTH,
          spacing: { line: 560, lineRule: LineRuleType.EXACT },
          indent: { firstLine: 640 },
          children: [new TextRun({ text: block.text })],
        }),
      ];
    case "figure": {
      const { figure } = block;
      const width = 580;
      return [
        new Paragraph({
          alignment: AlignmentType.CENTER,
          keepNext: true,
          spacing: { before: 160 },
          children: [
            new ImageRun({
              type: "png",
              data: figure.png,
              transformation: { width, height: Math.round((figure.height / figure.width) * width) },
              altText: { name: figure.caption, title: figure.caption, description: figure.caption },
            }),
          ],
        }),
        caption(`图 ${figure.caption}`),
      ];
    }
    case "table":
      return [
        caption(block.caption, true),
        table(block),
        new Paragraph({ spacing: { after: 160 }, children: [] }),
      ];
  }
}

function caption(text: string, keepNext = false): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    keepNext,
    spacing: { before: 80, after: 80 },
    children: [new TextRun({ text, font: { ascii: "Times New Roman", eastAsia: FONT.heading }, size: 24 })],
  });
}

function table(block: Block & { kind: "table" }): Table {
  const widths = block.widths.map((share) => Math.round(share * TEXT_WIDTH));
  const rule = { style: BorderStyle.SINGLE, size: 4, color: "808080" };
  const none = { style: BorderStyle.NONE, size: 0, color: "auto" };
  const row = (cells: string[], head: boolean) =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      children: cells.map(
        (text, i) =>
          new TableCell({
            width: { size: widths[i] ?? 0, type: WidthType.DXA },
            verticalAlign: VerticalAlign.CENTER,
            margins: { top: 40, bottom: 40, left: 70, right: 70 },
            children: [
              new Paragraph({
                alignment: block.align[i] === "right" ? AlignmentType.RIGHT : AlignmentType.LEFT,
                children: [
                  new TextRun({
                    text,
                    size: 20,
                    bold: head,
                    font: { ascii: "Times New Roman", eastAsia: "宋体" },
                  }),
                ],
              }),
            ],
          }),
      ),
    });
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    borders: {
      top: rule,
      bottom: rule,
      left: none,
      right: none,
      insideVertical: none,
      insideHorizontal: rule,
    },
    rows: [row(block.head, true), ...block.rows.map((cells) => row(cells, false))],
  });
}
