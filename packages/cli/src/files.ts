import { readFile } from "node:fs/promises";
import { InputFault } from "./faults.ts";

/** Column decisions of `--map file.json`: header → field, or null to leave a column out. @throws InputFault */
export async function decisionsFrom(
  path: string | undefined,
): Promise<Record<string, string | null> | undefined> {
  if (!path) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new InputFault(`${path}：不是有效的 JSON（${error.message}）`);
    throw error;
  }
  if (
    typeof value !== "object" ||
    value === null ||
    Array.isArray(value) ||
    Object.values(value).some((v) => v !== null && typeof v !== "string")
  )
    throw new InputFault(`${path}：应为 {"表头": "字段" 或 null} 的对象`);
  return value as Record<string, string | null>;
}
