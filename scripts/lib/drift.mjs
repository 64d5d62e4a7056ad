import { capture } from "./project.mjs";

/** Makes every generated file anew and compares; nothing is written. */
export async function findDrift() {
  return capture(process.execPath, ["--import", "tsx", "scripts/generate-db-types.ts", "--check"]);
}
