/** The labelled postings that the fit and the evaluation read. They are not part of the project. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Labelled {
  id: string;
  title: string;
  description: string;
  company: string;
  industry: string;
  education: string;
  city: string;
  /** accepted codes; empty = no single occupation can be told */
  accepted: string[];
  /** abstaining is (also) right */
  mayAbstain: boolean;
}

/** null when the labelled postings are not there */
export function readGold(root: string): Labelled[] | null {
  const folder = join(root, "../shared/data/gold");
  if (!existsSync(join(folder, "occupation_dev.tsv"))) return null;
  const labels = new Map(
    readFileSync(join(folder, "occupation_dev.tsv"), "utf8")
      .split("\n")
      .slice(1)
      .filter((line) => line !== "")
      .map((line) => line.split("\t"))
      .map((cells) => [cells[0] ?? "", (cells[1] ?? "").split("|")] as const),
  );
  return readFileSync(join(folder, "occupation_dev.ndjson"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const row = JSON.parse(line) as Record<string, string>;
      const codes = labels.get(row.id ?? "") ?? [];
      return {
        id: row.id ?? "",
        title: row.title ?? "",
        description: row.description ?? "",
        company: row.company ?? "",
        industry: row.industry_text ?? "",
        education: row.education_text ?? "",
        city: row.city ?? "",
        accepted: codes.filter((c) => c !== "-"),
        mayAbstain: codes.includes("-"),
      };
    });
}
