import { REASONS, type Fault, type TableName } from "./faults.ts";
import { scoreColumns } from "./columns.ts";
import type { AllocationRules } from "./types.ts";

/** Chinese names of columns, beside the English ones. */
const CHINESE: Record<string, string[]> = {
  unit_id: ["投档单位", "志愿代码"],
  category: ["类别", "专业类别"],
  batch: ["批次"],
  capacity: ["计划数"],
  school_id: ["院校代码"],
  programme_code: ["专业代码"],
  min_score: ["最低分"],
  quota: ["专项"],
  ranking: ["排序"],
  candidate_id: ["考生号"],
  round: ["轮次"],
  preference_no: ["志愿序号"],
  consent: ["服从调剂"],
  culture: ["文化"],
  skill: ["技能"],
  chinese: ["语文"],
  mathematics: ["数学"],
  english: ["英语"],
  theory: ["专业理论"],
};

/** The columns of a table: what must be there and what may be. */
export function columnsOf(
  rules: AllocationRules,
  table: TableName,
): { required: string[]; optional: string[] } {
  if (table === "plans")
    return {
      required: ["unit_id", "category", "batch", "capacity", ...(rules.structure === "group" ? ["school_id"] : [])],
      optional: ["min_score", "quota", "ranking", ...(rules.structure === "group" ? [] : ["school_id"])],
    }; // prettier-ignore
  if (table === "candidates")
    return {
      required: ["candidate_id", "category", ...scoreColumns(rules), ...rules.quotas.map(({ id }) => id)],
      optional: [],
    };
  return {
    required: ["candidate_id", "batch", "preference_no", "unit_id"],
    optional: ["round", "consent"],
  };
}

/**
 * Where the columns of a table stand: index in the header by name, −1 = not there.
 * A name of the rules counts before a Chinese one.
 */
export function readHeader(
  rules: AllocationRules,
  table: TableName,
  header: readonly string[],
): { at: Record<string, number>; faults: Fault[] } {
  const { required, optional } = columnsOf(rules, table);
  const names = header.map((name) => name.trim());
  const at: Record<string, number> = {};
  const faults: Fault[] = [];
  for (const column of [...required, ...optional]) {
    const known = [column, ...(CHINESE[column] ?? [])];
    const found = names.flatMap((name, i) => (known.includes(name) ? [i] : []));
    at[column] = found[0] ?? -1;
    if (found.length > 1)
      faults.push({ table, line: 1, column, value: names[found[1]!]!, reason: REASONS.twiceColumn });
    if (found.length === 0 && required.includes(column))
      faults.push({ table, line: 1, column, value: header.join(","), reason: REASONS.missingColumn });
  }
  return { at, faults };
}
