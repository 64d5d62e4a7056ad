/** report.json: version, rules, hashes of inputs and outputs, rows, counts of each round, and nothing else. */
import { canonical } from "./canonical.ts";
import { VerifierFault } from "./faults.ts";
import { nobody, type Findings } from "./findings.ts";
import type { Standing } from "./outcomes.ts";

/** What the files really are: SHA-256 in hexadecimal digits, rows without the header. */
export interface ReportFacts {
  inputs: Record<"rules" | "plans" | "candidates" | "preferences", { sha256: string; rows?: number }>;
  outputs: Record<string, string>;
  /** rules.json, parsed */
  rules: unknown;
}

const INPUTS = ["rules", "plans", "candidates", "preferences"];
const OUTPUTS = ["allocation.csv", "cutoffs.csv", "reasons.ndjson"];

interface Round {
  batch: string;
  round: number;
  candidates: number;
  preferences: number;
  admitted: number;
  places: number;
}

/** @throws VerifierFault where the report is no JSON object */
export function checkReport(text: string, facts: ReportFacts, standing: Standing, findings: Findings): void {
  let report: Record<string, unknown>;
  try {
    report = objectOf(JSON.parse(text));
  } catch {
    throw new VerifierFault("report.json", { zh: "report.json 不是 JSON", en: "report.json is no JSON" });
  }
  let looked = 0;
  const same = (path: string, is: unknown, should: unknown) => {
    looked++;
    if (is === should) return;
    findings.add("report", nobody, nobody, () => ({
      zh: `report.json 的 ${path} 为 ${shown(is) ?? "（无）"}，应为 ${shown(should) ?? "（无）"}`,
      en: `report.json: ${path} is ${shown(is) ?? "(absent)"}, should be ${shown(should) ?? "(absent)"}`,
    }));
  };
  const only = (path: string, value: Record<string, unknown>, known: readonly string[]) => {
    for (const key of Object.keys(value).filter((key) => !known.includes(key)))
      same(path + key, value[key], undefined);
  };
  only("", report, ["version", "inputs", "rules", "rounds", "outputs"]);
  // which version is right nobody can tell from the files: that one is named can be told
  if (typeof report.version !== "string" || report.version === "")
    findings.add("report", nobody, nobody, () => ({
      zh: "report.json 没有写明版本（version）",
      en: "report.json names no version",
    })); // prettier-ignore
  const rules = objectOf(report.rules);
  const given = objectOf(facts.rules);
  for (const key of new Set([...Object.keys(given), ...Object.keys(rules)]))
    same(`rules.${key}`, canonical(rules[key]), canonical(given[key]));
  const inputs = objectOf(report.inputs);
  only("inputs.", inputs, INPUTS);
  for (const [name, { sha256, rows }] of Object.entries(facts.inputs)) {
    const own = objectOf(inputs[name]);
    same(`inputs.${name}.sha256`, own.sha256, sha256);
    if (rows !== undefined) same(`inputs.${name}.rows`, own.rows, rows);
  }
  const outputs = objectOf(report.outputs);
  only("outputs.", outputs, OUTPUTS);
  for (const [name, sha256] of Object.entries(facts.outputs)) same(`outputs.${name}`, outputs[name], sha256);
  const rounds = Array.isArray(report.rounds) ? (report.rounds as unknown[]) : [];
  const right = roundsOf(standing);
  same("rounds.length", rounds.length, right.length);
  right.forEach((round, i) => {
    const own = objectOf(rounds[i]);
    for (const [key, value] of Object.entries(round)) same(`rounds[${i}].${key}`, own[key], value);
  });
  findings.examine("report", looked);
}

function roundsOf({ season, published, left }: Standing): Round[] {
  const { preferences, rules, units, candidates } = season;
  const rounds = preferences.filings.map(({ batch, round }, f): Round => {
    let places = 0;
    for (let p = 0; p < units.pools.count; p++)
      if (units.batch[units.pools.unit[p]!] === batch) places += left[f * units.pools.count + p]!;
    return { batch: rules.batches[batch]!.id, round, candidates: 0, preferences: 0, admitted: 0, places };
  });
  const { run, runStart } = preferences;
  for (let c = 0; c < candidates.count; c++) {
    let last = -1;
    for (let r = runStart[c]!; r < runStart[c + 1]!; r++) {
      const own = rounds[run.filing[r]!]!;
      own.preferences += run.length[r]!;
      if (run.filing[r] !== last) own.candidates++;
      last = run.filing[r]!;
    }
    if (published.unit[c]! >= 0) rounds[published.filing[c]!]!.admitted++;
  }
  return rounds;
}

const shown = (value: unknown): string | undefined => JSON.stringify(value)?.slice(0, 200);

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
