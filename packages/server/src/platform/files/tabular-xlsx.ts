/** XLSX workbooks: the first visible sheet that holds a table, its rows streamed out of the archive. */
import { posix } from "node:path";
import type { Table, TableRow } from "./tabular.ts";
import { cellString, columnIndex, numberText, readStyles, type CellStyle } from "./tabular-cells.ts";
import { TableUnreadable } from "./tabular-error.ts";
import { findHeader } from "./tabular-header.ts";
import { attribute, XmlBroken, XmlReader } from "./tabular-xml.ts";
import { ZipArchive } from "./tabular-zip.ts";

const SAMPLE_ROWS = 50;
const INSPECTED_ROWS = 200;
const BATCH_ROWS = 1000;
/** No table of ours is wider; a stray cell far to the right would make every row as wide. */
const MOST_COLUMNS = 1024;
/** Limits of the format itself. */
const MOST_ROWS = 1_048_576;
const LONGEST_CELL = 32_767;
/** Shared strings are held in memory. */
const SHARED_STRING_BYTES = 256 << 20;
const SMALL_PART_BYTES = 32 << 20;
/** Sheets with such names explain the others. */
const NOTES = /^(?:填表说明|填写说明|使用说明|说明|封面|目录|notes?|read ?me|instructions?)$/i;

interface Sheet {
  name: string;
  part: string;
}

/** @throws TableUnreadable */
export async function openWorkbook(path: string): Promise<Table> {
  const zip = await ZipArchive.open(path);
  const { sheets, date1904, styles, strings } = await readWorkbook(zip);
  const read = (sheet: Sheet) => sheetRows(zip, sheet.part, strings, styles, date1904);

  let chosen: Sheet | null = null;
  let rows: string[][] = [];
  for (const sheet of sheets) {
    const found = await firstRows(read(sheet), INSPECTED_ROWS);
    if (chosen === null || (!isTable(rows) && isTable(found))) {
      chosen = sheet;
      rows = found;
    }
    if (isTable(rows)) break;
  }
  if (!chosen || rows.length === 0) throw new TableUnreadable("工作簿里没有内容");
  const sheet = chosen;
  const { headerRows, headers } = findHeader(rows);
  const data = rows.slice(headerRows);
  const width = data.reduce((most, row) => Math.max(most, row.length), headers.length);
  while (headers.length < width) headers.push("");
  const pad = (values: string[]) => {
    while (values.length < width) values.push("");
    return values;
  };
  return {
    format: "xlsx",
    encoding: "utf-8",
    delimiter: ",",
    headerRows,
    headers,
    sample: data.slice(0, SAMPLE_ROWS).map(pad),
    rowsEstimate:
      rows.length < INSPECTED_ROWS ? data.length : await dimensionRows(zip, sheet.part, headerRows),
    sheet: sheet.name,
    async *rows() {
      let seen = 0;
      for await (const batch of read(sheet)) {
        const out: TableRow[] = [];
        for (const values of batch)
          if (++seen > headerRows) out.push({ rowNumber: seen - headerRows, values: pad(values) });
        if (out.length > 0) yield out;
      }
    },
  };
}

/** A header alone is a table: the first sheet stays the chosen one while nobody has filled it in. */
function isTable(rows: readonly string[][]): boolean {
  return rows.some((row) => row.filter((value) => value.trim() !== "").length > 1);
}

async function firstRows(rows: AsyncIterable<string[][]>, count: number): Promise<string[][]> {
  const first: string[][] = [];
  for await (const batch of rows) {
    first.push(...batch);
    if (first.length >= count) break;
  }
  return first.slice(0, count);
}

interface Workbook {
  sheets: Sheet[];
  date1904: boolean;
  styles: CellStyle[];
  strings: string[];
}

async function readWorkbook(zip: ZipArchive): Promise<Workbook> {
  const part = await workbookPart(zip);
  if (zip.entries.has("EncryptedPackage"))
    throw new TableUnreadable("工作簿加了密码，请另存为不加密的 .xlsx");
  const targets = await relationships(zip, part);
  const sheets: Sheet[] = [];
  let date1904 = false;
  scan(part, await zip.text(part, SMALL_PART_BYTES), (name, attributes) => {
    if (name === "workbookPr") date1904 = /^(?:1|true)$/.test(attribute(attributes, "date1904") ?? "");
    if (name !== "sheet" || /hidden/i.test(attribute(attributes, "state") ?? "")) return;
    const target = targets.get(attribute(attributes, "id") ?? "");
    const sheetName = attribute(attributes, "name") ?? "";
    if (target && /worksheet$/i.test(target.type)) sheets.push({ name: sheetName, part: target.part });
  });
  if (sheets.length === 0) throw new TableUnreadable("工作簿里没有可见的工作表", part);
  const named = (type: RegExp) => [...targets.values()].find((target) => type.test(target.type))?.part;
  const stylePart = named(/\/styles$/i);
  const stringPart = named(/\/sharedStrings$/i);
  return {
    sheets: [
      ...sheets.filter((s) => !NOTES.test(s.name.trim())),
      ...sheets.filter((s) => NOTES.test(s.name.trim())),
    ],
    date1904,
    styles: stylePart && zip.entries.has(stylePart) ? await stylesOf(zip, stylePart) : [],
    strings: stringPart && zip.entries.has(stringPart) ? await sharedStrings(zip, stringPart) : [],
  };
}

async function workbookPart(zip: ZipArchive): Promise<string> {
  if (zip.entries.has("_rels/.rels")) {
    for (const { type, part } of (await relationships(zip, "")).values()) {
      if (/\/officeDocument$/i.test(type)) return part;
    }
  }
  if (zip.entries.has("xl/workbook.xml")) return "xl/workbook.xml";
  throw new TableUnreadable("这个压缩包不是 .xlsx 工作簿（缺少 xl/workbook.xml）");
}

/** Targets of a part's relations, by id. */
async function relationships(
  zip: ZipArchive,
  part: string,
): Promise<Map<string, { type: string; part: string }>> {
  const folder = posix.dirname(part);
  const file = part === "" ? "_rels/.rels" : posix.join(folder, "_rels", `${posix.basename(part)}.rels`);
  const targets = new Map<string, { type: string; part: string }>();
  scan(file, await zip.text(file, SMALL_PART_BYTES), (name, attributes) => {
    if (name !== "Relationship") return;
    const target = attribute(attributes, "Target") ?? "";
    const resolved = target.startsWith("/")
      ? target.slice(1)
      : posix.join(part === "" ? "." : folder, target);
    targets.set(attribute(attributes, "Id") ?? "", {
      type: attribute(attributes, "Type") ?? "",
      part: resolved,
    });
  });
  return targets;
}

function scan(part: string, xml: string, open: (name: string, attributes: string) => void): void {
  wellFormed(part, "", () => {
    const reader = new XmlReader({ open, close: () => undefined, text: () => undefined });
    reader.write(xml);
    reader.end();
  });
}

async function stylesOf(zip: ZipArchive, part: string): Promise<CellStyle[]> {
  const xml = await zip.text(part, SMALL_PART_BYTES);
  return wellFormed(part, "", () => readStyles(xml));
}

function wellFormed<T>(part: string, place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof XmlBroken)) throw error;
    throw new TableUnreadable(
      `工作簿内容已损坏，${error.message}`,
      place === "" ? part : `${part} ${place}`,
      { cause: error },
    );
  }
}

async function sharedStrings(zip: ZipArchive, part: string): Promise<string[]> {
  const strings: string[] = [];
  let text = "";
  let depth = 0;
  let phonetic = false;
  const reader = new XmlReader({
    open(name) {
      if (name === "si") text = "";
      else if (name === "t" && !phonetic) depth++;
      else if (name === "rPh") phonetic = true;
    },
    close(name) {
      if (name === "si") strings.push(cellString(text).slice(0, LONGEST_CELL));
      else if (name === "t" && !phonetic) depth--;
      else if (name === "rPh") phonetic = false;
    },
    text(more) {
      if (depth > 0) text += more;
    },
  });
  let bytes = 0;
  await feed(
    zip,
    part,
    reader,
    () => `第 ${strings.length + 1} 条文字`,
    (length) => {
      bytes += length;
      if (bytes > SHARED_STRING_BYTES) {
        throw new TableUnreadable(`工作簿的文字超过 ${SHARED_STRING_BYTES >> 20} MiB，请改用 CSV`, part);
      }
    },
  );
  return strings;
}

async function feed(
  zip: ZipArchive,
  part: string,
  reader: XmlReader,
  place: () => string,
  onBytes: (length: number) => void,
): Promise<void> {
  for await (const length of fed(zip, part, reader, place)) onBytes(length);
}

/** Passes a part through the reader piece by piece; yields the length of each piece after it was read. */
async function* fed(
  zip: ZipArchive,
  part: string,
  reader: XmlReader,
  place: () => string,
): AsyncGenerator<number> {
  const decoder = new TextDecoder("utf-8");
  for await (const bytes of zip.read(part)) {
    const text = decoder.decode(bytes, { stream: true });
    wellFormed(part, place(), () => reader.write(text));
    yield bytes.length;
  }
  wellFormed(part, place(), () => {
    reader.write(decoder.decode());
    reader.end();
  });
}

/** Rows with content, in batches; a row ends with its last filled cell. */
async function* sheetRows(
  zip: ZipArchive,
  part: string,
  strings: readonly string[],
  styles: readonly CellStyle[],
  date1904: boolean,
): AsyncGenerator<string[][]> {
  const sheet = new SheetReader(part, strings, styles, date1904);
  const reader = new XmlReader(sheet);
  for await (const _ of fed(zip, part, reader, () => `第 ${sheet.row} 行`)) {
    if (sheet.rows.length >= BATCH_ROWS) yield sheet.take();
  }
  if (sheet.rows.length > 0) yield sheet.take();
}

class SheetReader {
  rows: string[][] = [];
  /** number of the row in the sheet, from 1 */
  row = 0;
  readonly #part: string;
  readonly #strings: readonly string[];
  readonly #styles: readonly CellStyle[];
  readonly #date1904: boolean;
  #cells: string[] = [];
  #column = -1;
  #type = "";
  #style = 0;
  #text = "";
  #reading = false;
  #phonetic = false;

  constructor(part: string, strings: readonly string[], styles: readonly CellStyle[], date1904: boolean) {
    this.#part = part;
    this.#strings = strings;
    this.#styles = styles;
    this.#date1904 = date1904;
  }

  take(): string[][] {
    const rows = this.rows;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: string): void {
    if (name === "v" || name === "t") this.#reading = !this.#phonetic;
    else if (name === "c") {
      const reference = attribute(attributes, "r");
      const column = reference === null ? -1 : columnIndex(reference);
      this.#column = column >= 0 ? column : this.#column + 1;
      if (this.#column >= MOST_COLUMNS) this.#fail("列数超过 1,024");
      this.#type = attribute(attributes, "t") ?? "n";
      this.#style = Number(attribute(attributes, "s") ?? 0);
      this.#text = "";
    } else if (name === "row") {
      const number = Number(attribute(attributes, "r") ?? this.row + 1);
      this.row = Number.isInteger(number) && number > 0 ? number : this.row + 1;
      if (this.row > MOST_ROWS) this.#fail("行数超过 1,048,576");
      this.#cells = [];
      this.#column = -1;
    } else if (name === "rPh") this.#phonetic = true;
  }

  close(name: string): void {
    if (name === "v" || name === "t") this.#reading = false;
    else if (name === "c") {
      const value = this.#value();
      if (value === "") return;
      while (this.#cells.length < this.#column) this.#cells.push("");
      this.#cells[this.#column] = value;
    } else if (name === "row") {
      if (this.#cells.some((value) => value.trim() !== "")) this.rows.push(this.#cells);
    } else if (name === "rPh") this.#phonetic = false;
  }

  text(text: string): void {
    if (!this.#reading) return;
    this.#text += text;
    if (this.#text.length > 4 * LONGEST_CELL) this.#fail("单元格的文字超过 32,767 字");
  }

  #value(): string {
    const text = this.#text;
    switch (this.#type) {
      case "s": {
        if (text === "") return "";
        const value = this.#strings[Number(text)];
        if (value === undefined) this.#fail(`引用了不存在的文字（第 ${text} 条）`);
        return value;
      }
      case "inlineStr":
      case "str":
        return cellString(text);
      case "b":
        return text === "1" ? "是" : "否";
      case "e": // #N/A and the like say nothing
        return "";
      case "d":
        return text.replace("T", " ").replace(/ 00:00:00(?:\.0+)?Z?$/, "");
      default:
        return text === "" ? "" : numberText(text, this.#styles[this.#style] ?? "plain", this.#date1904);
    }
  }

  #fail(reason: string): never {
    throw new TableUnreadable(reason, `${this.#part} 第 ${this.row} 行`);
  }
}

/** Rows below the header that the sheet says it has; null if it does not say. */
async function dimensionRows(zip: ZipArchive, part: string, headerRows: number): Promise<number | null> {
  for await (const bytes of zip.read(part)) {
    const found = /<(?:\w+:)?dimension[^>]*\sref="[A-Z]+\d+:[A-Z]+(\d+)"/.exec(
      bytes.subarray(0, 4096).toString("utf8"),
    );
    return found ? Math.max(0, Number(found[1]) - headerRows) : null;
  }
  return null;
}
