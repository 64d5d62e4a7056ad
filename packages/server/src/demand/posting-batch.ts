/**
 * What a worker thread does with one piece of a postings file: read, check, code, flag, sign, write. Each step runs
 * over the whole piece before the next, so that its share of the time is known.
 */
import type { Rejection, PostingRow } from "@tixi/engines/types";
import { EDUCATIONS } from "@tixi/engines/types";
import type { PostingEngines, CodedPosting } from "./posting-engines.ts";
import { CopyWriter, type CopyRows } from "./copy-format.ts";
import { hashText } from "./key-set.ts";
import { jsonText } from "../platform/db/json.ts";
import { parseCsv, parseNdjson } from "../platform/files/row-parser.ts";
import { titleGrams } from "./title-grams.ts";

export const STAGES = ["read", "check", "code", "flags", "signature", "write"] as const;
export type Stage = (typeof STAGES)[number];

/** What a batch is turned into besides columns. */
export type BatchOutput = "columns" | "copy" | "lines";

export interface BatchSettings {
  format: "csv" | "ndjson" | "rows";
  encoding: string;
  delimiter: string;
  headers: string[];
  /** city codes that `city` columns index into */
  cities: string[];
  /** occupation codes that `occupation` columns index into */
  occupations: string[];
  province: string;
  /** only for "copy" */
  importId: string | null;
  output: BatchOutput;
}

/** Rows of one piece, in file order. Rejections count rows from 1 within the piece. */
export interface PostingBatch {
  rows: number;
  accepted: number;
  rejected: number;
  rejections: Rejection[];
  /** row number of each accepted row within the piece, from 1 */
  row: Uint32Array;
  key: Uint32Array;
  /** hash of the row's id: within one file a repeated id is a duplicate */
  idKey: Uint32Array;
  /** hash of the normalised employer, two words each; zeros = unknown */
  employer: Uint32Array;
  city: Uint16Array;
  occupation: Uint16Array;
  confidence: Float32Array;
  education: Uint8Array;
  headcount: Uint16Array;
  day: Int32Array;
  industry: Uint8Array;
  signature: Uint8Array;
  breaching: Uint8Array;
  /** rows for demand.posting and demand.posting_text, or JSON lines */
  posting: CopyRows | null;
  text: CopyRows | null;
  lines: CopyRows | null;
  /** milliseconds a stage */
  time: Float64Array;
}

/** Order of demand.posting's columns in the COPY; row_number lies at a fixed offset so that it can be set later. */
export const POSTING_COPY_COLUMNS =
  "province,row_number,id,import_id,title,company,company_code,employer,city,region_text,salary_min,salary_max," +
  "education,experience_text,headcount,headcount_kind,published_on,industry,industry_text,source,source_id," +
  "occupation,confidence,candidates,flag_count,flag_rules,flags,signature,title_grams";
const POSTING_FIELDS = POSTING_COPY_COLUMNS.split(",").length;
export const TEXT_COPY_COLUMNS = "province,id,description";
/** field count (2) + province (4 + 6) + length of the integer (4) */
const ROW_NUMBER_OFFSET = 16;

/** Adds the number of rows before the piece to the row numbers in its COPY rows. */
export function shiftRowNumbers(rows: CopyRows, before: number): void {
  const view = new DataView(rows.bytes.buffer, rows.bytes.byteOffset, rows.bytes.byteLength);
  for (let i = 0; i + 1 < rows.offsets.length; i++) {
    const at = rows.offsets[i]! + ROW_NUMBER_OFFSET;
    view.setInt32(at, view.getInt32(at) + before);
  }
}

export class BatchMaker {
  readonly #settings: BatchSettings;
  readonly #engines: PostingEngines;
  readonly #cityIndex: Map<string, number>;
  readonly #occupationIndex: Map<string, number>;
  readonly #decoder: TextDecoder;
  readonly #importId: Uint8Array;
  readonly #posting = new CopyWriter();
  readonly #text = new CopyWriter();

  constructor(settings: BatchSettings, engines: PostingEngines) {
    this.#settings = settings;
    this.#engines = engines;
    this.#cityIndex = new Map(settings.cities.map((code, i) => [code, i]));
    this.#occupationIndex = new Map(settings.occupations.map((code, i) => [code, i]));
    this.#decoder = new TextDecoder(settings.encoding === "rows" ? "utf-8" : settings.encoding);
    this.#importId = Buffer.from((settings.importId ?? "").replaceAll("-", ""), "hex");
  }

  /** @param skip rows to pass over at the start (the header) */
  make(piece: Uint8Array | string[][], skip: number): PostingBatch {
    const time = new Float64Array(STAGES.length);
    let since = performance.now();
    const lap = (stage: number) => {
      const now = performance.now();
      time[stage] = now - since;
      since = now;
    };

    const { rows, broken } = this.#read(piece, skip);
    lap(0);

    const accepted: PostingRow[] = [];
    const numbers: number[] = [];
    const rejections: Rejection[] = [];
    let rejected = 0;
    rows.forEach((values, i) => {
      const number = i + 1;
      const fault = broken.get(i);
      if (fault !== undefined) {
        rejected++;
        rejections.push({
          row: number,
          field: "",
          value: fault.slice(0, 200),
          code: "row-unreadable",
          reason: "这一行不是有效的 JSON 对象",
        });
        return;
      }
      const result = this.#engines.check(values, number);
      if (result.ok) {
        accepted.push(result.row);
        numbers.push(number);
      } else {
        rejected++;
        for (const rejection of result.rejections) rejections.push(rejection);
      }
    });
    lap(1);

    const coded: CodedPosting[] = accepted.map((row) => this.#engines.code(row));
    lap(2);
    const flags = accepted.map((row) => this.#engines.flags(row));
    lap(3);

    const n = accepted.length;
    const batch: PostingBatch = {
      rows: rows.length,
      accepted: n,
      rejected,
      rejections,
      row: Uint32Array.from(numbers),
      key: new Uint32Array(n * 2),
      idKey: new Uint32Array(n * 2),
      employer: new Uint32Array(n * 2),
      city: new Uint16Array(n),
      occupation: new Uint16Array(n),
      confidence: new Float32Array(n),
      education: new Uint8Array(n),
      headcount: new Uint16Array(n),
      day: new Int32Array(n),
      industry: new Uint8Array(n),
      signature: new Uint8Array(n * 32),
      breaching: new Uint8Array(n),
      posting: null,
      text: null,
      lines: null,
      time,
    };
    accepted.forEach((row, i) => {
      this.#engines.sign(row, batch.signature, i * 32);
    });
    lap(4);

    const words = new Uint32Array(2);
    accepted.forEach((row, i) => {
      postingKey(row, words);
      batch.key[i * 2] = words[0]!;
      batch.key[i * 2 + 1] = words[1]!;
      hashText(row.id, words);
      batch.idKey.set(words, i * 2);
      const employer = this.#engines.employer(row);
      if (employer !== "") {
        hashText(employer, words);
        batch.employer[i * 2] = words[0]!;
        batch.employer[i * 2 + 1] = words[1]! | 1; // never the pair that means "unknown"
      }
      const code = coded[i]!;
      batch.city[i] = row.city === null ? 65535 : (this.#cityIndex.get(row.city) ?? 65535);
      batch.occupation[i] =
        code.occupation === null ? 65535 : (this.#occupationIndex.get(code.occupation) ?? 65535);
      batch.confidence[i] = code.confidence;
      batch.education[i] = row.education === null ? 255 : EDUCATIONS.indexOf(row.education);
      batch.headcount[i] = headcountColumn(row);
      batch.day[i] = dayNumber(row.publishedAt);
      batch.industry[i] = this.#engines.industry(row);
      batch.breaching[i] = flags[i]!.length > 0 ? 1 : 0;
    });
    if (this.#settings.output === "copy") this.#writeCopy(batch, accepted, coded, flags);
    if (this.#settings.output === "lines") this.#writeLines(batch, accepted, coded, flags);
    lap(5);
    return batch;
  }

  #read(piece: Uint8Array | string[][], skip: number): { rows: string[][]; broken: Map<number, string> } {
    const broken = new Map<number, string>();
    if (Array.isArray(piece)) return { rows: piece, broken };
    const { format, headers, delimiter } = this.#settings;
    const rows: string[][] = [];
    const text = this.#decoder.decode(piece);
    if (format === "ndjson") {
      parseNdjson(
        text,
        headers,
        (values) => rows.push(values),
        (line) => {
          broken.set(rows.length, line);
          rows.push([]);
        },
      );
    } else {
      parseCsv(text, delimiter, (values) => {
        if (skip > 0) skip--;
        else rows.push(values);
      });
    }
    return { rows, broken };
  }

  #writeCopy(
    batch: PostingBatch,
    rows: readonly PostingRow[],
    coded: readonly CodedPosting[],
    flags: readonly StoredFlag[][],
  ): void {
    const out = this.#posting;
    const text = this.#text;
    const { province } = this.#settings;
    rows.forEach((row, i) => {
      const code = coded[i]!;
      const found = flags[i]!;
      const high = batch.key[i * 2]! & 0x7fffffff;
      const low = batch.key[i * 2 + 1]!;
      out.row(POSTING_FIELDS);
      out.text(province);
      out.int4(batch.row[i]!);
      out.int8(high, low);
      out.bytes(this.#importId);
      out.text(row.title);
      out.text(row.company);
      out.text(row.companyCode);
      if (batch.employer[i * 2 + 1] === 0) out.null();
      else out.int8(batch.employer[i * 2]!, batch.employer[i * 2 + 1]!);
      out.text(row.city);
      out.text(row.regionText);
      out.int4(row.salary ? Math.round(row.salary.min) : null);
      out.int4(row.salary ? Math.round(row.salary.max) : null);
      if (row.education === null) out.null();
      else out.int2(batch.education[i]!);
      out.text(row.experienceText);
      out.int4(row.headcount);
      out.text(row.headcountKind);
      out.date(batch.day[i]!);
      out.text(batch.industry[i] === 0 ? null : String.fromCharCode(64 + batch.industry[i]!));
      out.text(row.industryText);
      out.text(row.source);
      out.text(row.id);
      out.text(code.occupation);
      out.float4(code.confidence);
      out.text(packCandidates(code.candidates));
      out.int2(Math.min(found.length, 32767));
      out.textArray(found.length === 0 ? null : [...new Set(found.map((flag) => flag.rule))].sort());
      out.jsonb(found.length === 0 ? null : jsonText(found));
      out.bytes(batch.signature.subarray(i * 32, i * 32 + 32));
      out.int4Array(titleGrams(row.title));
      text.row(3);
      text.text(province);
      text.int8(high, low);
      text.text(row.description);
    });
    batch.posting = out.take();
    batch.text = text.take();
  }

  #writeLines(
    batch: PostingBatch,
    rows: readonly PostingRow[],
    coded: readonly CodedPosting[],
    flags: readonly StoredFlag[][],
  ): void {
    const lines: Buffer[] = [];
    const offsets = new Uint32Array(rows.length + 1);
    rows.forEach((row, i) => {
      const line = Buffer.from(JSON.stringify(this.#engines.line(row, coded[i]!, flags[i]!)) + "\n");
      lines.push(line);
      offsets[i + 1] = offsets[i]! + line.length;
    });
    batch.lines = { bytes: new Uint8Array(Buffer.concat(lines)), offsets };
  }
}

/** A breach as it is stored with its posting; rewording and basis are looked up again when it is shown. */
export interface StoredFlag {
  rule: string;
  kind: string;
  severity: "hard" | "warn";
  field: string;
  quote: string;
}

/** An id that intake made from the row's cells, where the source gives none. */
const MADE_ID = /^t[0-9a-f]{16}$/;

/**
 * The identity of a posting: what it says, and the source's id where there is one. Two rows that differ in any of it
 * are two postings (and perhaps one vacancy, which engines/dedupe decides), so no row is lost by mistake. The name of
 * the source is left out: it may only be the name of the file.
 */
export function postingKey(row: PostingRow, out: Uint32Array): void {
  hashText(
    `${MADE_ID.test(row.id) ? "" : row.id}\u001f${row.title}\u001f${row.company}\u001f${row.regionText}\u001f` +
      `${row.salary?.min ?? ""}\u001f${row.salary?.max ?? ""}\u001f${row.education ?? ""}\u001f` +
      `${row.headcount ?? ""}\u001f${row.publishedAt ?? ""}\u001f${row.description}`,
    out,
  );
  out[0] = out[0]! & 0x7fffffff;
}

function headcountColumn(row: PostingRow): number {
  if (row.headcountKind === "several") return 65535;
  return row.headcount === null ? 0 : Math.min(row.headcount, 65534);
}

/** Days since 1970-01-01 of an ISO date, -1 if there is none. */
export function dayNumber(iso: string | null): number {
  if (iso === null) return -1;
  const day = Date.UTC(+iso.slice(0, 4), +iso.slice(5, 7) - 1, +iso.slice(8, 10)) / 86_400_000;
  return Number.isFinite(day) ? day : -1;
}

export function packCandidates(candidates: readonly { code: string; confidence: number }[]): string {
  return candidates.map(({ code, confidence }) => `${code}:${Math.round(confidence * 100)}`).join(" ");
}

export function unpackCandidates(packed: string): { code: string; confidence: number }[] {
  if (packed === "") return [];
  return packed.split(" ").map((part) => {
    const colon = part.lastIndexOf(":");
    return { code: part.slice(0, colon), confidence: Number(part.slice(colon + 1)) / 100 };
  });
}
