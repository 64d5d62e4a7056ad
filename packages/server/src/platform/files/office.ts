/** Office documents (ECMA-376): which kind, and whether they are safe to hand on. */
import { stat } from "node:fs/promises";
import { FileRefused, type MediaType } from "./media-types.ts";
import { TableUnreadable } from "./tabular-error.ts";
import { ZipArchive } from "./tabular-zip.ts";

const LIMITS = { entries: 5000, partBytes: 200 * 2 ** 20, ratio: 200 };
/** All parts together, unfolded. */
const UNFOLDED_BYTES = 400 * 2 ** 20;
const CONTENT_TYPES = "[Content_Types].xml";

const MAIN_PARTS: readonly [part: string, type: MediaType][] = [
  [
    "wordprocessingml.document.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ],
  ["spreadsheetml.sheet.main+xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  [
    "presentationml.presentation.main+xml",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  ],
];

/** Code in VBA, Excel 4.0 macro sheets, and the documents that may hold them, also embedded ones. */
const MACRO_PART =
  /(^|\/)(vba(project|data)[^/]*|macrosheets\/.*|intlmacrosheets\/.*|activex\/.*)$|\.(docm|dotm|xlsm|xltm|xlam|xlsb|pptm|potm|ppsm|ppam)$/i;
const MACRO_TYPE = /macroenabled|vbaproject|ms-office\.activex|ms-excel\.(intl)?macrosheet/i;

/**
 * @throws FileRefused for an archive that is no office document, one with macros, and one that unfolds without end
 */
export async function officeType(path: string): Promise<MediaType> {
  try {
    return await inspect(path);
  } catch (error) {
    if (error instanceof TableUnreadable)
      throw new FileRefused(
        `压缩结构无法读取（${error.message}）`,
        "its compressed structure cannot be read: it is broken, encrypted or unfolds without end",
      );
    throw error;
  }
}

async function inspect(path: string): Promise<MediaType> {
  const { size } = await stat(path);
  const archive = await ZipArchive.open(path, LIMITS);
  if (!archive.entries.has(CONTENT_TYPES))
    throw new FileRefused("压缩包不收，请上传其中的文件", "archives are not taken: upload the files in it");
  refuseBomb([...archive.entries.values()], size);
  const types = await archive.text(CONTENT_TYPES, 1 << 20);
  for (const name of archive.entries.keys()) if (MACRO_PART.test(name)) throw withMacros(name);
  const macroType = MACRO_TYPE.exec(types);
  if (macroType) throw withMacros(macroType[0]);
  const found = MAIN_PARTS.find(([part]) => types.includes(part));
  if (!found)
    throw new FileRefused(
      "不是 Word、Excel 或 PowerPoint 文档",
      "it is neither a Word, Excel nor PowerPoint document",
    );
  await unfold(archive);
  return found[1];
}

const withMacros = (where: string): FileRefused =>
  new FileRefused(
    `文档含有宏或控件（${where.slice(0, 80)}），请另存为不含宏的文档`,
    `the document holds macros or controls (${where.slice(0, 80)}): save it without them`,
  );

const bomb = (): FileRefused =>
  new FileRefused(
    "展开后过大，可能是压缩炸弹",
    "it unfolds to far more than it should: perhaps an archive bomb",
  );

/** Parts that overlap in the file are how a small archive unfolds without end and still keeps every ratio. */
function refuseBomb(entries: readonly { packed: number; size: number }[], fileBytes: number): void {
  const sum = (key: "packed" | "size") => entries.reduce((total, entry) => total + entry[key], 0);
  if (sum("packed") > fileBytes || sum("size") > UNFOLDED_BYTES) throw bomb();
}

/** The directory may lie about sizes: only unfolding tells. */
async function unfold(archive: ZipArchive): Promise<void> {
  let total = 0;
  for (const [name, entry] of archive.entries) {
    if (name.endsWith("/") && entry.packed === 0) continue;
    for await (const bytes of archive.read(name)) {
      total += bytes.length;
      if (total > UNFOLDED_BYTES) throw bomb();
    }
  }
}
