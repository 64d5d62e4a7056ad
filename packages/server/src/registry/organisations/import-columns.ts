import type { Facts } from "./organisations.sql.ts";

/** A column of a spreadsheet of organisations; headers are known in both languages. */
export interface ImportColumn {
  field: keyof Facts | "since" | "note";
  zh: string;
  en: string;
  also: string[];
  required: boolean;
  how: string;
}

const column = (
  field: ImportColumn["field"],
  zh: string,
  en: string,
  also: string[],
  how: string,
  required = false,
): ImportColumn => ({ field, zh, en, also, required, how });

export const IMPORT_COLUMNS: readonly ImportColumn[] = [
  column("name", "机构名称", "Name", ["名称", "单位名称", "学校名称", "企业名称"], "全称，2–100 个字", true),
  column("kind", "机构类别", "Kind", ["类别", "机构类型", "单位性质"], "从列表中选；也可写英文代码，如 college", true),
  column("region", "所在地区", "Region", ["地区", "行政区划", "所在城市", "城市"], "行政区划代码或名称，如 370100、济南市、济南市历下区", true),
  column("creditCode", "统一社会信用代码", "Credit code", ["信用代码", "社会信用代码"], "18 位，两个校验位都会检查"),
  column("schoolCode", "学校标识码", "School identifier", ["学校代码", "院校代码"], "10 位数字，只有学校填写"),
  column("parent", "上级机构", "Parent", ["主管部门", "上级单位", "举办者"], "名称或统一社会信用代码；可以是本表中的另一行"),
  column("country", "国家", "Country", ["国别", "所在国家"], "只有境外合作机构填写，ISO 3166-1 三位字母代码，如 THA"),
  column("address", "地址", "Address", ["通信地址", "详细地址"], "最多 200 个字"),
  column("website", "网址", "Website", ["网站", "官网"], "以 http:// 或 https:// 开头"),
  column("since", "起始日期", "Since", ["成立日期", "自"], "日期，如 2019-09-01；不详则留空"),
  column("note", "备注", "Note", ["说明"], "文字"),
]; // prettier-ignore

const plain = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s*_（）()-]/g, "");

/** Which column of a file holds which field; the first that fits. */
export function recogniseHeaders(headers: readonly string[]): {
  at: Map<ImportColumn["field"], number>;
  unknown: string[];
  missing: ImportColumn[];
} {
  const at = new Map<ImportColumn["field"], number>();
  const unknown: string[] = [];
  headers.forEach((header, i) => {
    const found = IMPORT_COLUMNS.find((one) =>
      [one.zh, one.en, one.field, ...one.also].some((word) => plain(word) === plain(header)),
    );
    if (found && !at.has(found.field)) at.set(found.field, i);
    else if (header.trim() !== "") unknown.push(header);
  });
  return { at, unknown, missing: IMPORT_COLUMNS.filter((one) => one.required && !at.has(one.field)) };
}
