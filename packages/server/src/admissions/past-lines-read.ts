import { standards } from "@tixi/standards";
import { openTable, TableUnreadable } from "../platform/files/tabular.ts";
import { BadInput } from "../platform/index.ts";

/** What of a season decides how a published table is read. */
export interface LineSeason {
  year: number;
  categories: readonly { key: string; name: string }[];
  rules: { structure: "programme" | "group"; batches: readonly { id: string }[] };
}

/** The last place of a unit in a past year, as it was published. */
export interface PastLine {
  /** line of the file; of a workbook its row */
  row: number;
  year: number;
  /** key of the season's category, id of its batch */
  category: string;
  batch: string;
  schoolCode: string;
  school: string;
  /** code of the catalogue, else the name as published; '' = the line of a group or a school */
  programme: string;
  group: string;
  /** plan category as published; '' = general seats */
  kind: string;
  /** decimal */
  score: string | null;
  rank: number | null;
  listed: number | null;
  admitted: number | null;
}

export interface LineFault {
  row: number;
  field: LineField;
  value: string;
  zh: string;
  en: string;
}

export interface LinesRead {
  /** read = lines + duplicate + faults */
  read: number;
  lines: PastLine[];
  duplicate: number;
  faults: LineFault[];
}

type LineField = "year" | "category" | "batch" | "schoolCode" | "school" | "programmeCode" | "programmeName" | "group" | "kind" | "score" | "rank" | "listed" | "admitted"; // prettier-ignore

/** The columns of a table of lines, known in both languages; of several that fit, the first named here is taken. */
export const LINE_FIELDS: readonly {
  field: LineField;
  zh: string;
  en: string;
  also: readonly string[];
  required: boolean;
}[] = [
  { field: "year", zh: "年份", en: "Year", also: ["年度", "招生年份"], required: true },
  { field: "category", zh: "类别", en: "Category", also: ["subject_type", "科类", "首选科目", "专业类别", "报考类别"], required: true },
  { field: "batch", zh: "批次", en: "Batch", also: ["录取批次"], required: true },
  { field: "schoolCode", zh: "院校代码", en: "School code", also: ["school_id", "院校代号"], required: false },
  { field: "school", zh: "院校名称", en: "School", also: ["school_name", "学校名称", "院校"], required: true },
  { field: "programmeCode", zh: "专业代码", en: "Programme code", also: ["programme_code", "major_code"], required: false },
  { field: "programmeName", zh: "专业名称", en: "Programme", also: ["programme_name", "major_name", "专业"], required: false },
  { field: "group", zh: "专业组代码", en: "Group", also: ["group_code", "专业组", "院校专业组", "院校专业组代码"], required: false },
  { field: "kind", zh: "计划类别", en: "Plan category", also: ["plan_category", "计划性质"], required: false },
  { field: "score", zh: "最低分", en: "Last score", also: ["min_score", "last_score", "投档线", "投档最低分", "投档最低分数线"], required: false },
  { field: "rank", zh: "最低位次", en: "Last rank", also: ["min_rank", "last_rank", "投档最低位次", "最低分位次"], required: false },
  { field: "listed", zh: "类别人数", en: "Listed", also: ["listed", "位次总人数"], required: false },
  { field: "admitted", zh: "投档人数", en: "Admitted", also: ["admitted", "录取人数", "录取数"], required: false },
]; // prettier-ignore

/** What batches are called in published tables, beside their ids. */
const BATCH_WORDS: Record<string, readonly string[]> = {
  bachelor: ["本科批", "本科", "职业本科批", "职教本科批"],
  college: ["专科批", "专科", "高职专科批", "高职(专科)批", "高职批"],
};
const GENERAL = ["", "普通类", "普通", "普通计划", "非定向"];
const FIRST_YEAR = 2000;

const plain = (text: string): string => text.normalize("NFKC").replace(/\s+/g, " ").trim();
const name = (text: string): string => plain(text).toLowerCase().replace(/[\s_()-]/g, ""); // prettier-ignore

/**
 * Reads a published table of last places (CSV, NDJSON or XLSX). Every row becomes a line, is told as the duplicate of one
 * before it, or is rejected with its place and reason: nothing is guessed. Time and memory: linear in the rows.
 * @throws BadInput where the file is no table or lacks a column
 */
export async function readPastLines(file: { path: string; name: string }, season: LineSeason): Promise<LinesRead> {
  const found: LinesRead = { read: 0, lines: [], duplicate: 0, faults: [] };
  const byKey = new Map<string, PastLine>();
  try {
    const table = await openTable(file.path);
    const at = columnsOf(table.headers);
    const missing = LINE_FIELDS.filter(({ field, required }) => required && !at.has(field));
    if (!at.has("score") && !at.has("rank")) missing.push(LINE_FIELDS.find(({ field }) => field === "rank")!);
    if (missing.length > 0)
      throw new BadInput(missing.map(({ zh, en }) => ({ part: file.name, field: zh, reason: `缺少此列 / column missing: ${en}` })));
    for await (const rows of table.rows())
      for (const { rowNumber, values } of rows) {
        found.read++;
        const row = rowNumber + table.headerRows;
        const line = lineOf((field) => plain(values[at.get(field) ?? -1] ?? ""), season);
        if ("zh" in line) {
          found.faults.push({ row, ...line });
          continue;
        }
        const made = { row, ...line };
        const before = byKey.get(lineKey(made));
        if (!before) {
          byKey.set(lineKey(made), made);
          found.lines.push(made);
        } else if (sameFigures(before, made)) found.duplicate++;
        else found.faults.push({ row, field: made.rank === before.rank ? "score" : "rank", value: String(made.rank ?? made.score), zh: `与第 ${before.row} 行是同一单位，数字不同`, en: `the same unit as in row ${before.row} with other figures` });
      }
  } catch (error) {
    if (error instanceof TableUnreadable) throw new BadInput([{ part: file.name, field: "file", reason: error.message }]);
    throw error;
  }
  return found;
} // prettier-ignore

function columnsOf(headers: readonly string[]): Map<LineField, number> {
  const known = headers.map(name);
  const at = new Map<LineField, number>();
  for (const { field, zh, en, also } of LINE_FIELDS) {
    // a table may have a column of its own by the plain word: what is more special counts
    const place = [...also, zh, en].map((word) => known.indexOf(name(word))).find((i) => i >= 0);
    if (place !== undefined) at.set(field, place);
  }
  return at;
}

/** What tells two lines of a year apart. */
export const lineKey = (line: Pick<PastLine, "year" | "category" | "batch" | "school" | "programme" | "group" | "kind">): string =>
  JSON.stringify([line.year, line.category, line.batch, line.school, line.programme, line.group, line.kind]); // prettier-ignore

export const sameFigures = (
  a: Pick<PastLine, "score" | "rank">,
  b: Pick<PastLine, "score" | "rank">,
): boolean => a.rank === b.rank && Number(a.score ?? -1) === Number(b.score ?? -1);

function lineOf(get: (field: LineField) => string, season: LineSeason): Omit<PastLine, "row"> | Omit<LineFault, "row"> {
  const fault = (field: LineField, zh: string, en: string) => ({ field, value: get(field).slice(0, 60), zh, en });
  const year = Number(get("year").replace(/年$/, ""));
  if (!Number.isInteger(year) || year < FIRST_YEAR || year >= season.year)
    return fault("year", `应为 ${FIRST_YEAR} 至 ${season.year - 1} 的年份`, `must be a year from ${FIRST_YEAR} to ${season.year - 1}`);
  const category = season.categories.find((one) => one.key === get("category") || name(one.name) === name(get("category")));
  if (!category) return fault("category", "本招生季没有这个类别", "no such category in this season");
  const batch = season.rules.batches.find(({ id }) => id === get("batch") || BATCH_WORDS[id]?.some((word) => name(word) === name(get("batch"))));
  if (!batch) return fault("batch", "本招生季没有这个批次", "no such batch in this season");
  const school = get("school");
  if (school === "") return fault("school", "没有院校名称", "no name of a school");
  const grouped = season.rules.structure === "group";
  const code = get("programmeCode").toUpperCase();
  if (code !== "" && !/^\d{4,7}[A-Z]{0,2}$/.test(code)) return fault("programmeCode", "不是专业代码", "no code of a programme");
  const programme = grouped ? "" : programmeOf(code, get("programmeName"), batch.id);
  if (!grouped && programme === "") return fault("programmeName", "投档单位是专业，此行没有写明专业", "units are programmes, and the row names none");
  const rank = whole(get("rank"), 1);
  if (rank === undefined) return fault("rank", "应为不小于 1 的整数", "must be a whole number of 1 or more");
  const score = get("score");
  if (score !== "" && !/^\d{1,4}(\.\d{1,4})?$/.test(score)) return fault("score", "应为不小于 0、至多 4 位小数的数", "must be a number of 0 or more with up to 4 decimals");
  if (rank === null && score === "") return fault("rank", "既没有最低分，也没有最低位次", "neither a last score nor a last rank");
  const listed = whole(get("listed"), 1);
  if (listed === undefined || (listed !== null && rank !== null && listed < rank))
    return fault("listed", "应为不小于最低位次的整数", "must be a whole number, not below the last rank");
  const admitted = whole(get("admitted"), 0);
  if (admitted === undefined) return fault("admitted", "应为不小于 0 的整数", "must be a whole number of 0 or more");
  const kind = get("kind");
  return {
    year, category: category.key, batch: batch.id, schoolCode: get("schoolCode"), school, programme,
    // brackets are ornament: （02） and 02 are one group
    group: grouped ? get("group").replace(/[()\s]/g, "") : "",
    kind: GENERAL.includes(kind) ? "" : kind,
    score: score === "" ? null : score, rank, listed, admitted,
  };
} // prettier-ignore

/** A whole number, null where the cell is empty, undefined where it is neither; thousands may be parted by commas. */
function whole(text: string, least: number): number | null | undefined {
  if (text === "") return null;
  const digits = /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(",", "") : text;
  return /^\d{1,9}$/.test(digits) && Number(digits) >= least ? Number(digits) : undefined;
}

/** The code where one is given, or where one programme alone of the batch's level has the name; else the name. */
function programmeOf(code: string, programmeName: string, batch: string): string {
  if (code !== "") return code;
  const level = /bachelor|college/.exec(batch)?.[0];
  const named = standards().programmes.filter(
    (one) =>
      one.name === programmeName && (level === undefined ? one.level !== "secondary" : one.level === level),
  );
  return named.length === 1 ? named[0]!.code.slice(0, 6) : programmeName;
}
