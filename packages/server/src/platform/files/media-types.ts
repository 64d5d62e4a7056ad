import type { Sentence } from "../http/problems.ts";

/** All that may be uploaded at all: no markup that a browser runs (HTML, SVG), no archive, no program. */
export const MEDIA_TYPES = {
  "application/pdf": { endings: ["pdf"], name: { zh: "PDF", en: "PDF" } },
  "image/png": { endings: ["png"], name: { zh: "PNG 图片", en: "PNG picture" } },
  "image/jpeg": { endings: ["jpg", "jpeg", "jfif"], name: { zh: "JPEG 图片", en: "JPEG picture" } },
  "image/webp": { endings: ["webp"], name: { zh: "WebP 图片", en: "WebP picture" } },
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {
    endings: ["docx"],
    name: { zh: "Word 文档", en: "Word document" },
  },
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {
    endings: ["xlsx"],
    name: { zh: "Excel 工作簿", en: "Excel workbook" },
  },
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": {
    endings: ["pptx"],
    name: { zh: "PowerPoint 演示文稿", en: "PowerPoint presentation" },
  },
  "text/csv": { endings: ["csv"], name: { zh: "CSV 表格", en: "CSV table" } },
  "text/plain": { endings: ["txt"], name: { zh: "纯文本", en: "plain text" } },
} as const satisfies Record<string, { endings: readonly [string, ...string[]]; name: Sentence }>;

export type MediaType = keyof typeof MEDIA_TYPES;

/** A picture can be shown in a page; all else is offered for download. */
export const isPicture = (type: MediaType): type is "image/png" | "image/jpeg" | "image/webp" =>
  type.startsWith("image/");

/** Why a file is not taken, in a sentence of both languages. */
export class FileRefused extends Error {
  override readonly name = "FileRefused";
  readonly sentence: Sentence;

  constructor(zh: string, en: string) {
    super(en);
    this.sentence = { zh, en };
  }
}
