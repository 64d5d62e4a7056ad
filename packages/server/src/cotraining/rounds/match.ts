/** A round's input through the engine and the independent checker: the result with its reasons, and what it can be had again from. */
import { createHash } from "node:crypto";
import {
  answers,
  checkPlacementRules,
  place,
  placementCounts,
  placementLines,
  PlacementRows,
  reasonLines,
  unlawfulLines,
  type Placement,
} from "@tixi/engines/placement";
import { verifyPlacement } from "@tixi/engines/placement-verifier";
import { version } from "../../version.ts";
import type { RoundInput } from "./input.ts";
import type { PreferenceAnswer } from "./words.ts"; // prettier-ignore

export interface Matched {
  answers: { person: string; post: string | null; preference: number | null; answers: PreferenceAnswer[] }[];
  manifest: {
    version: string;
    seed: string;
    inputs: Record<string, string>;
    outputs: Record<string, string>;
    counts: ReturnType<typeof placementCounts>;
    verified: true;
  };
}

const sha = (text: string): string => createHash("sha256").update(text).digest("hex");
const TABLES = ["students", "enterprises", "posts", "preferences"] as const;
const COLUMNS: Record<(typeof TABLES)[number], string[]> = {
  students: ["student_id", "birth_date", "year_of_study", "programme_code", "school_id"],
  enterprises: ["enterprise_id", "staff", "park_id"],
  posts: ["post_id", "enterprise_id", "capacity", "staff_like", "monthly_pay", "like_pay", "starts_on", "lowest_grade", "night", "hazardous", "programme_codes", "filing_no"],
  preferences: ["side", "id", "rank", "other_id"],
}; // prettier-ignore

/** The input as the files of docs/placement.md. */
export function inputFiles(input: RoundInput): Record<string, string> {
  const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const csv = (table: (typeof TABLES)[number]): string =>
    [
      COLUMNS[table].join(","),
      ...input[table].map((row) => COLUMNS[table].map((column) => cell(row[column] ?? "")).join(",")).sort(),
    ]
      .map((line) => `${line}\n`)
      .join("");
  return {
    "rules.json": `${JSON.stringify(sorted(input.rules))}\n`,
    ...Object.fromEntries(TABLES.map((table) => [`${table}.csv`, csv(table)])),
  };
}

/** Keys in order: the database keeps JSON without one, and the same rules are to be the same bytes. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, of]) => [key, sorted(of)])); // prettier-ignore
}

/** The engine's placement of an input. @throws Error where the input is at fault, which a round's own tables do not let happen */
export function placed(input: RoundInput): Placement {
  const rows = new PlacementRows();
  input.students.forEach((row, i) => rows.student(row, i + 2));
  input.enterprises.forEach((row, i) => rows.enterprise(row, i + 2));
  input.posts.forEach((row, i) => rows.post(row, i + 2));
  input.preferences.forEach((row, i) => rows.preference(row, i + 2));
  const read = rows.end();
  const { rules, faults } = checkPlacementRules(input.rules);
  if (!read || !rules) throw new Error(JSON.stringify(rows.faults[0] ?? faults));
  const { placement, crossing } = place(rules, read);
  if (crossing) throw new Error(`${crossing.path}: ${crossing.en}`);
  return placement;
}

/**
 * Runs and checks: nothing leaves here that the checker, which shares no code with the engine, does not find right.
 * @throws Error naming what the checker found
 */
export function match(input: RoundInput, declined: ReadonlyMap<string, string>): Matched {
  const placement = placed(input);
  const outputs = {
    "placement.csv": [...placementLines(placement)].join(""),
    "unlawful.csv": [...unlawfulLines(placement)].join(""),
    "reasons.ndjson": [...reasonLines(placement)].join(""),
  };
  const breaches = verifyPlacement(input, {
    placement: rowsOf(outputs["placement.csv"]),
    unlawful: rowsOf(outputs["unlawful.csv"]),
    reasons: outputs["reasons.ndjson"].split("\n").slice(0, -1),
  });
  if (breaches.length > 0) throw new Error(`the checker refuses the result: ${breaches[0]!.en}`);
  const hashes = (files: Record<string, string>) => Object.fromEntries(Object.entries(files).map(([name, text]) => [name, sha(text)])); // prettier-ignore
  return {
    answers: answersOf(placement, input, declined),
    manifest: { version, seed: String(input.rules["seed"] ?? ""), inputs: hashes(inputFiles(input)), outputs: hashes(outputs), counts: placementCounts(placement), verified: true },
  }; // prettier-ignore
}

/** The engine's reasons with the figures of each breach, and the enterprise's words where it turned somebody down. */
export function answersOf(placement: Placement, input: RoundInput, declined: ReadonlyMap<string, string>): Matched["answers"] {
  const { input: read, closed, void: pairs, tree } = placement;
  const running = (input.rules["running"] ?? {}) as Record<string, number>;
  const seats = new Map(
    input.posts.map((row) => [row["post_id"]!, Number(row["capacity"]) - (running[row["post_id"]!] ?? 0)]),
  );
  const numberOf = new Map(read.posts.map(({ id }, i) => [id, i]));
  const forbidden = new Map(pairs.map((pair) => [`${read.students[pair.student]!.id} ${pair.post}`, pair.breaches]));
  const breachesOf = (student: string, post: string) => {
    const p = numberOf.get(post)!;
    return closed[p]!.length > 0 ? closed[p]! : (forbidden.get(`${student} ${p}`) ?? []);
  };
  return [...answers(placement)].map(({ student_id, placed: at, preferences }) => ({
    person: student_id,
    post: at?.post_id ?? null,
    preference: at?.preference ?? null,
    answers: preferences.map(({ preference, post_id, ...reason }): PreferenceAnswer => {
      const base = { preference, post_id, outcome: reason.outcome };
      if (reason.outcome === "unlawful") return { ...base, breaches: breachesOf(student_id, post_id).map(({ rule, figure, limit }) => ({ rule, figure, limit })) };
      if (reason.outcome === "not-listed") return { ...base, ...(declined.has(`${post_id} ${student_id}`) ? { declined: declined.get(`${post_id} ${student_id}`)! } : {}) };
      if (reason.outcome !== "full") return base;
      const { cap, max, last, rank } = reason;
      const byLaw = cap === "post" && tree.caps[numberOf.get(post_id)!]!.max < seats.get(post_id)!;
      return { ...base, cap, max, last, rank, byLaw };
    }),
  }));
} // prettier-ignore

/** Rows of a file that the engine wrote; its cells are ids, rules and figures, none of which is quoted. */
function rowsOf(text: string): Record<string, string>[] {
  const [head, ...lines] = text.split("\n").slice(0, -1);
  const columns = head!.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""]));
  });
}
