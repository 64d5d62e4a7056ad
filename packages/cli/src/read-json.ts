import { readFile } from "node:fs/promises";
import { InputFault } from "./faults.ts";

/** An object from a JSON file; undefined where no file is named. @throws InputFault naming the file */
export async function readJson(path: string | undefined): Promise<Record<string, unknown> | undefined> {
  if (!path) return undefined;
  try {
    const value: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) throw new InputFault(`${path}：不是有效的 JSON（${error.message}）`);
    throw error;
  }
  throw new InputFault(`${path}：应为 JSON 对象`);
}
