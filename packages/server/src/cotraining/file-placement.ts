/** A placement from files to files: what `tixi place` does. The formats are those of docs/placement.md. */
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import {
  checkPlacementRules,
  place,
  placementCounts,
  placementFaultSentence,
  placementLines,
  PlacementRows,
  reasonLines,
  unlawfulLines,
  type PlacementRules,
  type PlacementTable,
} from "@tixi/engines/placement";
import { Outputs, sha256OfFile } from "../platform/files/outputs.ts";
import { version } from "../version.ts";
import { PLACEMENT_TABLES, readPlacementTable } from "./placement-tables.ts";

export type PlacementFiles = Record<"rules" | PlacementTable, string>;

export type FilePlacementOutcome =
  | { kind: "done"; written: string[]; summary: string }
  /** nothing was written; the first faults as sentences, and how many there are */
  | { kind: "faults"; faults: string[]; count: number };

const MOST_TOLD = 50;

/**
 * Reads the five files, places, and writes placement.csv, unlawful.csv, reasons.ndjson and report.json to `out`. The same input
 * gives the same bytes, whatever the order of its rows. Where the input is at fault nothing is written.
 * @throws Error of the file system
 */
export async function runFilePlacement(files: PlacementFiles & { out: string }): Promise<FilePlacementOutcome> {
  const read = await readRules(files.rules);
  if (read.faults) return { kind: "faults", faults: read.faults, count: read.faults.length };
  const rows = new PlacementRows();
  const inputs: Record<string, { sha256: string; rows?: number }> = { rules: { sha256: await sha256OfFile(files.rules) } };
  const take = {
    students: rows.student.bind(rows),
    enterprises: rows.enterprise.bind(rows),
    posts: rows.post.bind(rows),
    preferences: rows.preference.bind(rows),
  };
  for (const table of PLACEMENT_TABLES) {
    const { rows: count, fault } = await readPlacementTable(table, files[table], take[table]);
    if (fault !== null) return { kind: "faults", faults: [fault], count: 1 };
    inputs[table] = { sha256: await sha256OfFile(files[table]), rows: count };
  }
  const input = rows.end();
  if (!input) {
    const told = [...rows.faults]
      .sort((a, b) => PLACEMENT_TABLES.indexOf(a.table) - PLACEMENT_TABLES.indexOf(b.table) || a.line - b.line)
      .slice(0, MOST_TOLD);
    const faults = told.map((fault) => placementFaultSentence(fault, path.basename(files[fault.table])));
    return { kind: "faults", faults, count: rows.faultCount };
  }
  const { placement, crossing } = place(read.rules, input);
  if (crossing) {
    const name = path.basename(files.rules);
    return { kind: "faults", faults: [`${name} ${crossing.path}：${crossing.zh}。 ${name}, ${crossing.path}: ${crossing.en}.`], count: 1 };
  }
  const counts = placementCounts(placement);
  const outputs = new Outputs(files.out);
  await mkdir(files.out, { recursive: true });
  try {
    await outputs.write("placement.csv", placementLines(placement));
    await outputs.write("unlawful.csv", unlawfulLines(placement));
    await outputs.write("reasons.ndjson", reasonLines(placement));
    const report = { version, inputs, rules: rulesText(read.rules), ...counts, outputs: outputs.hashes };
    await outputs.write("report.json", [`${JSON.stringify(report, null, 1)}\n`]);
    return {
      kind: "done",
      written: await outputs.publish(),
      summary: `学生 ${counts.students} 人，安排 ${counts.placed} 人，名额 ${counts.places} 个，其中空余 ${counts.free} 个；不得使用的岗位 ${counts.closed} 个。 ${counts.students} students, ${counts.placed} placed, ${counts.places} places under the caps, ${counts.free} of them free; ${counts.closed} posts are unlawful.`,
    };
  } catch (error) {
    await outputs.discard();
    throw error;
  }
} // prettier-ignore

async function readRules(
  file: string,
): Promise<{ rules: PlacementRules; faults: null } | { rules: null; faults: string[] }> {
  const name = path.basename(file);
  let json: unknown;
  try {
    json = JSON.parse((await readFile(file, "utf8")).replace(/^\uFEFF/, ""));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { rules: null, faults: [`${name}：不是有效的 JSON。 ${name} is not JSON: ${error.message}`] };
  }
  const { rules, faults } = checkPlacementRules(json);
  if (rules) return { rules, faults: null };
  const sentence = ({ path: at, message }: (typeof faults)[number]): string =>
    `${name} ${at}：${message.zh}。 ${name}, ${at}: ${message.en}.`;
  return { rules: null, faults: faults.map(sentence) };
}

const SHARE = 10_000;

/** The rules with their defaults as they would be written. */
const rulesText = ({ enterpriseShare, postShare, payShare, running, parks, ...others }: PlacementRules) => ({
  enterpriseShare: enterpriseShare / SHARE,
  postShare: postShare / SHARE,
  payShare: payShare / SHARE,
  running: Object.fromEntries(running),
  parks: Object.fromEntries(parks),
  ...others,
});
