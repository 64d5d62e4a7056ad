import type { FastifyReply } from "fastify";
import {
  AlignmentType, Document, Footer, ImageRun, LineRuleType, Packer, PageNumber, Paragraph, Table, TableCell, TableRow, TextRun, VerticalAlign, WidthType, BorderStyle,
} from "docx"; // prettier-ignore
import type { Block } from "./content.ts";
import { chineseDate } from "./model.ts";

/* Layout after GB/T 9704-2012: A4, margins 37/35/28/26 mm, title 小标宋 22 pt, text 仿宋 16 pt with 28 pt lines and two
   characters' indent, first headings 黑体, page number — N — in 14 pt. Word takes the named fonts from the reader's machine. */
const MM = 56.7;
const FONT = { title: "方正小标宋简体", text: "仿宋", heading: "黑体", kai: "楷体", number: "宋体" };
const TEXT_WIDTH = Math.round((210 - 28 - 26) * MM);
const LINE = { line: 560, lineRule: LineRuleType.EXACT };

/** A part of an official document; besides those of the reports, headings of the second rank and lines flush left. */
export type OfficialBlock = Block | { kind: "subheading"; text: string } | { kind: "line"; text: string };

export interface OfficialDocument {
  title: string;
  /** 发文字号, below the title, e.g. 示教职函〔2026〕5号; given by a person, never made up */
  number?: string;
  /** a line below the title in 楷体, e.g. edition and date */
  subtitle?: string;
  /** 主送机关, without the colon */
  addressee?: string;
  blocks: readonly OfficialBlock[];
  /** 附件 by their names */
  attachments?: readonly string[];
  /** who signs; null leaves the signature out */
  office: string | null;
  /** day of signature, ISO; null = not dated yet */
  date: string | null;
  /** marks the document 示例数据 */
  sample: boolean;
  description?: string;
}

/** Sends a Word document to be kept under a name, without its ending. */
export const sendDocx = (reply: FastifyReply, name: string, content: Buffer): FastifyReply =>
  reply
    .type("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    .header("content-disposition", `attachment; filename="${name}.docx"`)
    .send(content);

/** A Word document in the layout of Chinese official documents. */
export async function officialDocx(of: OfficialDocument): Promise<Buffer> {
  const document = new Document({
    title: of.title,
    creator: of.office ?? "",
    description: of.description ?? of.title,
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
        children: [...head(of), ...of.blocks.flatMap(render), ...attachments(of), ...signature(of)],
      },
    ],
  });
  return Packer.toBuffer(document);
}

function head(of: OfficialDocument): Paragraph[] {
  const centred = (text: string, font: string, size: number, after = 0) =>
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { after },
      children: [new TextRun({ text, font: { ascii: "Times New Roman", eastAsia: font }, size })],
    });
  return [
    ...(of.sample ? [centred("【示例数据】", FONT.heading, 28, 120)] : []),
    centred(of.title, FONT.title, 44, 240),
    ...(of.number ? [centred(of.number, FONT.text, 32, 240)] : []),
    ...(of.subtitle ? [centred(of.subtitle, FONT.kai, 32, 400)] : []),
    ...(of.addressee ? [flush(`${of.addressee}：`)] : []),
  ];
}

const flush = (text: string): Paragraph =>
  new Paragraph({ alignment: AlignmentType.LEFT, spacing: LINE, children: [new TextRun({ text })] });

const indented = (text: string, font: string, bold = false, keepNext = false): Paragraph =>
  new Paragraph({
    alignment: keepNext ? AlignmentType.LEFT : AlignmentType.BOTH,
    keepNext,
    spacing: LINE,
    indent: { firstLine: 640 },
    children: [new TextRun({ text, bold, font: { ascii: "Times New Roman", eastAsia: font }, size: 32 })],
  });

function attachments({ attachments: names = [] }: OfficialDocument): Paragraph[] {
  return names.map((name, i) =>
    indented(`${i === 0 ? "附件：" : "　　　"}${names.length > 1 ? `${i + 1}. ` : ""}${name}`, FONT.text),
  );
}

function signature({ office, date }: OfficialDocument): Paragraph[] {
  if (office === null) return [];
  const right = (text: string) =>
    new Paragraph({
      alignment: AlignmentType.RIGHT,
      spacing: LINE,
      indent: { right: 640 },
      children: [new TextRun({ text })],
    });
  return [new Paragraph({ children: [] }), right(office), ...(date ? [right(chineseDate(date))] : [])];
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

function render(block: OfficialBlock): (Paragraph | Table)[] {
  switch (block.kind) {
    case "heading":
      return [indented(block.text, FONT.heading, false, true)];
    case "subheading":
      return [indented(block.text, FONT.kai, false, true)];
    case "paragraph":
      return [indented(block.text, FONT.text)];
    case "line":
      return [flush(block.text)];
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

function table(block: OfficialBlock & { kind: "table" }): Table {
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
