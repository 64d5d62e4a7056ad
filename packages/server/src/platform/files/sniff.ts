/** What a file is, from its content alone. Its name must not say otherwise; what the browser calls it is ignored. */
import fs from "node:fs/promises";
import { FileRefused, MEDIA_TYPES, type MediaType } from "./media-types.ts";
import { officeType } from "./office.ts";

const HEAD_BYTES = 64 * 1024;
const TAIL_BYTES = 4 * 1024;
const TEXT_BLOCK = 1 << 18;

/**
 * @param path of the complete file
 * @param name as the person sees it; decides only between what looks the same (CSV and plain text)
 * @throws FileRefused where it is nothing that is taken, broken, or its name lies
 */
export async function sniff(path: string, name: string): Promise<MediaType> {
  const type = await contentType(path, name);
  const ending = endingOf(name);
  const { endings, name: called } = MEDIA_TYPES[type];
  if (ending !== "" && !(endings as readonly string[]).includes(ending)) {
    throw new FileRefused(
      `文件名以 .${ending} 结尾，内容却是${called.zh}`,
      `the name ends in .${ending}, the content is a ${called.en}`,
    );
  }
  return type;
}

/** Letters after the last dot, small; "" where there are none. */
function endingOf(name: string): string {
  return /\.([\p{L}\p{N}]{1,10})$/u.exec(name)?.[1]?.toLowerCase() ?? "";
}

/** The name with an ending that fits the type, where it has none. */
export function withEnding(name: string, type: MediaType): string {
  return endingOf(name) === "" ? `${name}.${MEDIA_TYPES[type].endings[0]}` : name;
}

async function contentType(path: string, name: string): Promise<MediaType> {
  const file = await fs.open(path, "r");
  try {
    const { size } = await file.stat();
    if (size === 0) throw new FileRefused("文件是空的", "the file is empty");
    const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
    await file.read(head, 0, head.length, 0);
    const known = refuseKnown(head) ?? binaryType(head);
    if (known === "application/pdf") await requirePdfEnd(file, size);
    if (known) return known;
    if (startsWith(head, "PK\x03\x04")) return await officeType(path);
    return await textType(file, size, head, name);
  } finally {
    await file.close();
  }
}

const startsWith = (head: Buffer, text: string, at = 0): boolean =>
  head.length >= at + text.length && head.toString("latin1", at, at + text.length) === text;

function binaryType(head: Buffer): MediaType | null {
  if (/^%PDF-[12]\.\d/.test(head.toString("latin1", 0, 8))) return "application/pdf";
  if (startsWith(head, "\x89PNG\r\n\x1a\n")) return "image/png";
  if (startsWith(head, "\xff\xd8\xff")) return "image/jpeg";
  if (startsWith(head, "RIFF") && startsWith(head, "WEBP", 8)) return "image/webp";
  return null;
}

/** What people send in good faith and is not taken, with the way out. */
function refuseKnown(head: Buffer): null {
  if (startsWith(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
    throw new FileRefused(
      "旧版 Office 格式（.doc、.xls、.ppt）或加密的文档不收，请另存为不加密的 .docx、.xlsx 或 .pptx",
      "old Office formats (.doc, .xls, .ppt) and encrypted documents are not taken: save it as .docx, .xlsx or .pptx",
    );
  if (startsWith(head, "ftyp", 4) && /^(hei|hev|mif1|avif)/.test(head.toString("latin1", 8, 12)))
    throw new FileRefused(
      "HEIC、AVIF 图片不收，请先转换为 JPEG",
      "HEIC and AVIF pictures are not taken: convert it to JPEG",
    );
  if (/^GIF8|^BM|^II\*\0|^MM\0\*/.test(head.toString("latin1", 0, 4)))
    throw new FileRefused(
      "GIF、BMP、TIFF 图片不收，请先转换为 PNG 或 JPEG",
      "GIF, BMP and TIFF pictures are not taken: convert it to PNG or JPEG",
    );
  if (/^(Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zX|PK\x05\x06)/.test(head.toString("latin1", 0, 6)))
    throw new FileRefused("压缩包不收，请上传其中的文件", "archives are not taken: upload the files in it");
  return null;
}

async function requirePdfEnd(file: fs.FileHandle, size: number): Promise<void> {
  const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
  await file.read(tail, 0, tail.length, size - tail.length);
  if (!tail.toString("latin1").includes("%%EOF"))
    throw new FileRefused("PDF 不完整，缺少结尾", "the PDF is cut short: it has no end");
}

/** Tags by which browsers take a file for a page, wherever they stand near its beginning. */
const MARKUP =
  /<(!doctype|html|head|body|script|svg|iframe|img|a|div|title|table|style|meta|link|object|embed|form|math|\?xml|\?php)[\s>/!]/i;
const NOT_TEXT = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/;

async function textType(file: fs.FileHandle, size: number, head: Buffer, name: string): Promise<MediaType> {
  const unknown = new FileRefused(
    "认不出这种文件；可收 PDF、图片（PNG、JPEG、WebP）、Office 文档（docx、xlsx、pptx）、CSV 和纯文本",
    "not a kind of file that is taken; PDF, pictures (PNG, JPEG, WebP), Office documents (docx, xlsx, pptx), CSV and plain text are",
  );
  if (/^(MZ|\x7fELF|#!)/.test(head.toString("latin1", 0, 4))) throw unknown;
  if (MARKUP.test(head.toString("latin1")))
    throw new FileRefused(
      "网页（HTML）、SVG 和 XML 不收，其中可能有脚本",
      "pages (HTML), SVG and XML are not taken: there may be scripts in them",
    );
  if (!(await isText(file, size, "utf-8")) && !(await isText(file, size, "gb18030"))) throw unknown;
  return endingOf(name) === "csv" ? "text/csv" : "text/plain";
}

async function isText(file: fs.FileHandle, size: number, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const block = Buffer.alloc(Math.min(size, TEXT_BLOCK));
  try {
    for (let at = 0; at < size;) {
      const { bytesRead } = await file.read(block, 0, block.length, at);
      if (bytesRead === 0) break;
      at += bytesRead;
      if (NOT_TEXT.test(decoder.decode(block.subarray(0, bytesRead), { stream: true }))) return false;
    }
    return !NOT_TEXT.test(decoder.decode());
  } catch {
    return false;
  }
}
