/** reasons.ndjson against what is true of each candidate. Bytes are compared; only a line that differs is read as JSON. */
import { canonical } from "./canonical.ts";
import type { Breach, Check } from "./findings.ts";
import { Findings } from "./findings.ts";
import { idText } from "./ids.ts";
import { ReasonWriter, type Standing } from "./outcomes.ts";

export interface ReasonsPart {
  /** candidates of the first and last line, −1 where there is none */
  first: number;
  last: number;
  lines: number;
  checks: Check[];
  told: Breach[];
}

interface Said {
  batch: string;
  round: number;
  no: number;
  /** several in one: the last of them; they name no unit */
  to?: number;
  unit?: string;
  outcome: string;
  [further: string]: unknown;
}

/**
 * Checks whole lines of the file; the first may be anybody, those after it must follow in ascending order.
 * Complexity: linear in the bytes; one walk over the preferences of the candidates told.
 */
export function checkReasons(bytes: Uint8Array, standing: Standing): ReasonsPart {
  const { candidates } = standing.season;
  const findings = new Findings();
  const writer = new ReasonWriter(standing);
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let scratch = Buffer.allocUnsafe(1 << 16);
  let first = -1;
  let last = -1;
  let lines = 0;
  for (let from = 0; from < view.length;) {
    let to = view.indexOf(10, from);
    if (to < 0) to = view.length;
    const line = () => view.toString("utf8", from, to);
    let candidate = last + 1;
    lines++;
    let alike = false;
    if (lines > 1 && candidate < candidates.count) {
      const right = writer.line(candidate);
      if (right.length === to - from) {
        if (scratch.length < right.length) scratch = Buffer.allocUnsafe(2 * right.length);
        scratch.write(right, 0, "latin1");
        alike = view.compare(scratch, 0, right.length, from, to) === 0;
      }
    }
    if (!alike) {
      const said = parsed(line());
      candidate = said ? indexOf(standing, said.candidate_id) : -1;
      if (!said || candidate < 0) {
        findings.add("form", () => "", () => "", () => ({
          zh: `reasons.ndjson 有一行无法识别：${line().slice(0, 80)}`,
          en: `a line of reasons.ndjson is not understood: ${line().slice(0, 80)}`,
        })); // prettier-ignore
        from = to + 1;
        continue;
      }
      if (lines > 1 && candidate !== last + 1)
        findings.add("form", () => idText(candidates.ids, candidate), () => "", () => ({
          zh: `reasons.ndjson：考生 ${idText(candidates.ids, candidate)} 不在应有的位置，有人缺失、重复或未按升序`,
          en: `reasons.ndjson: candidate ${idText(candidates.ids, candidate)} is out of place: somebody is missing, twice or not in ascending order`,
        })); // prettier-ignore
      compare(said, JSON.parse(Buffer.from(writer.line(candidate), "latin1").toString()) as Line, findings);
    }
    if (first < 0) first = candidate;
    last = candidate;
    from = to + 1;
  }
  findings.examine("reasons", lines);
  findings.examine("figures", lines);
  return { first, last, lines, checks: findings.checks, told: findings.told };
}

/** Joins the parts of a file in their order: nobody may be missing between them. */
export function joinReasons(parts: ReasonsPart[], standing: Standing, findings: Findings): void {
  const { candidates } = standing.season;
  let next = 0;
  const gap = (to: number) =>
    findings.add("form", () => (next < candidates.count ? idText(candidates.ids, next) : ""), () => "", () => ({
      zh: `reasons.ndjson：考生应从第 ${next + 1} 名接续，实际为第 ${to + 1} 名`,
      en: `reasons.ndjson: candidate number ${next + 1} should follow, not ${to + 1}`,
    })); // prettier-ignore
  for (const part of parts) {
    findings.merge(part.checks, part.told);
    if (part.first < 0) continue;
    if (part.first !== next) gap(part.first);
    next = part.last + 1;
  }
  if (next !== candidates.count) gap(candidates.count);
}

interface Line {
  candidate_id: string;
  category: string;
  score: string;
  rank: number;
  admitted: unknown;
  preferences: Said[];
}

function compare(said: Line, right: Line, findings: Findings): void {
  const who = () => right.candidate_id;
  const tell = (rule: "reasons" | "figures", unit: string, what: string, is: unknown, should: unknown) =>
    findings.add(rule, who, () => unit, () => ({
      zh: `考生 ${right.candidate_id} 的理由${what ? `（${what}）` : ""}为 ${JSON.stringify(is)}，应为 ${JSON.stringify(should)}`,
      en: `the reasons of candidate ${right.candidate_id}${what ? ` (${what})` : ""} say ${JSON.stringify(is)}, should be ${JSON.stringify(should)}`,
    })); // prettier-ignore
  for (const key of ["category", "score", "rank"] as const)
    if (said[key] !== right[key]) tell("figures", "", key, said[key], right[key]);
  if (canonical(said.admitted) !== canonical(right.admitted))
    tell("reasons", "", "admitted", said.admitted, right.admitted);
  const list = Array.isArray(said.preferences) ? said.preferences : [];
  if (list.length !== right.preferences.length)
    tell("reasons", "", "preferences", list.length, right.preferences.length);
  right.preferences.forEach((should, i) => {
    const is = list[i];
    if (!is) return;
    if (canonical(is) === canonical(should)) return;
    const other = (["batch", "round", "no", "to", "unit", "outcome"] as const).some(
      (key) => is[key] !== should[key],
    );
    tell(other ? "reasons" : "figures", should.unit ?? "", `${should.batch} ${should.round} ${should.no}`, is, should); // prettier-ignore
  });
}

function parsed(line: string): Line | null {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === "object" && value !== null && typeof (value as Line).candidate_id === "string"
      ? (value as Line)
      : null;
  } catch {
    return null;
  }
}

function indexOf({ season }: Standing, id: string): number {
  const bytes = Buffer.from(id);
  let low = 0;
  let high = season.candidates.count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { blob, offsets } = season.candidates.ids;
    const order = bytes.compare(blob, offsets[middle]!, offsets[middle + 1]!);
    if (order === 0) return middle;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return -1;
}
