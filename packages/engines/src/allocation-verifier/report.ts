/** report.json: hashes of inputs and outputs, rows, counts of each round. */
import { VerifierFault } from "./faults.ts";
import { nobody, type Findings } from "./findings.ts";
import type { Standing } from "./outcomes.ts";

/** What the files really are: SHA-256 in hexadecimal digits, rows without the header. */
export interface ReportFacts {
  inputs: Record<"rules" | "plans" | "candidates" | "preferences", { sha256: string; rows?: number }>;
  outputs: Record<string, string>;
}

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
      zh: `report.json 的 ${path} 为 ${JSON.stringify(is) ?? "（无）"}，应为 ${JSON.stringify(should)}`,
      en: `report.json: ${path} is ${JSON.stringify(is) ?? "(absent)"}, should be ${JSON.stringify(should)}`,
    }));
  };
  const inputs = objectOf(report.inputs);
  for (const [name, { sha256, rows }] of Object.entries(facts.inputs)) {
    const own = objectOf(inputs[name]);
    same(`inputs.${name}.sha256`, own.sha256, sha256);
    if (rows !== undefined) same(`inputs.${name}.rows`, own.rows, rows);
  }
  const outputs = objectOf(report.outputs);
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

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
