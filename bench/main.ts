/**
 * The bench: every figure the README claims, measured against a peer or a physical limit in the same run.
 * `npm run bench` runs all of it; `npm run bench -- coding balance` runs the named parts.
 */
import { readdirSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { printTable, type Row } from "./row.ts";

const parts = readdirSync(import.meta.dirname)
  .filter(
    (f) =>
      f.endsWith(".ts") &&
      !["main.ts", "row.ts"].includes(f) &&
      !f.endsWith(".test.ts") &&
      !f.endsWith(".d.ts"),
  )
  .map((f) => f.slice(0, -3))
  .sort();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !parts.includes(name));
if (unknown.length) {
  console.error(`no such part: ${unknown.join(", ")}. There are: ${parts.join(", ")}`);
  process.exit(2);
}

console.error(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
);
const rows: Row[] = [];
for (const part of wanted.length ? wanted : parts) {
  console.error(`… ${part}`);
  const module = (await import(`./${part}.ts`)) as { rows?: () => Promise<Row[]> };
  if (module.rows) rows.push(...(await module.rows()));
}
const missed = printTable(rows);
console.error(missed ? `${missed} of ${rows.length} rows miss their bound` : `all ${rows.length} rows met`);
process.exit(missed ? 1 : 0);
