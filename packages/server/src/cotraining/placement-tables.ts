/** The tables of a placement as people have them: CSV in either encoding, or XLSX, with English or Chinese names. */
import path from "node:path";
import type { PlacementTable, TextRow } from "@tixi/engines/placement";
import { openTable, TableUnreadable } from "../platform/files/tabular.ts";

/** Columns of each table, with the Chinese names that are known too; the required ones first. */
const COLUMNS: Record<PlacementTable, { required: Record<string, string>; others: Record<string, string> }> = {
  students: {
    required: { student_id: "学生编号", birth_date: "出生日期", year_of_study: "年级", programme_code: "专业代码" },
    others: {},
  },
  enterprises: { required: { enterprise_id: "企业编号", staff: "在岗职工数" }, others: { park_id: "园区" } },
  posts: {
    required: { post_id: "岗位编号", enterprise_id: "企业编号", capacity: "名额", staff_like: "同类岗位职工数", monthly_pay: "月报酬", like_pay: "同岗位工资", starts_on: "开始日期" },
    others: { lowest_grade: "最低档工资", night: "夜班", hazardous: "危险", programme_codes: "专业代码", filing_no: "备案号" },
  },
  preferences: { required: { side: "方", id: "编号", rank: "顺序", other_id: "对方编号" }, others: {} },
}; // prettier-ignore

export const PLACEMENT_TABLES: PlacementTable[] = ["students", "enterprises", "posts", "preferences"];

/**
 * Calls `onRow` for each row of a table, by the English names of its columns, with its line.
 * @returns how many rows it has, or what is wrong with the file as one sentence
 */
export async function readPlacementTable(
  table: PlacementTable,
  file: string,
  onRow: (row: TextRow, line: number) => void,
): Promise<{ rows: number; fault: null } | { rows: 0; fault: string }> {
  const name = path.basename(file);
  try {
    const open = await openTable(file);
    const { required, others } = COLUMNS[table];
    const at: [string, number][] = [];
    const missing: string[] = [];
    for (const [column, chinese] of Object.entries({ ...required, ...others })) {
      const k = open.headers.findIndex((header) => [column, chinese].includes(header.trim()));
      if (k >= 0) at.push([column, k]);
      else if (column in required) missing.push(`${column} ${chinese}`);
    }
    if (missing.length > 0)
      return {
        rows: 0,
        fault: `${name}：缺少列 ${missing.join("、")}。 ${name}: these columns are missing.`,
      };
    let rows = 0;
    for await (const batch of open.rows())
      for (const { values, rowNumber } of batch) {
        rows++;
        onRow(
          Object.fromEntries(at.map(([column, k]) => [column, (values[k] ?? "").trim()])),
          rowNumber + open.headerRows,
        );
      }
    return { rows, fault: null };
  } catch (error) {
    if (!(error instanceof TableUnreadable)) throw error;
    return { rows: 0, fault: `${name}：${error.message}` };
  }
}
