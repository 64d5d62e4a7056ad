/** The published allocation, read by candidate. */
import { asUtf8, placesOf, readHeader, readRows, textAt } from "./csv.ts";
import { readWhole } from "./decimals.ts";
import { nobody, type Findings } from "./findings.ts";
import { findId, idText, shared } from "./ids.ts";
import type { Season } from "./season.ts";

export interface Published {
  /** by candidate; −1 = not admitted */
  unit: Int32Array;
  pool: Int32Array;
  no: Int32Array;
  /** place in `Preferences.filings` */
  filing: Int32Array;
  /** `group`: put there by consent */
  byConsent: Uint8Array;
}

/** Reads allocation.csv; rows that name nothing known are breaches and left out. @throws VerifierFault for missing columns */
export function readAllocation(file: Uint8Array, season: Season, findings: Findings): Published {
  const { rules, candidates, units, preferences } = season;
  const name = "allocation.csv";
  const bytes = asUtf8(file);
  const header = readHeader(bytes);
  const wanted = ["candidate_id", "unit_id", "preference_no", "round"];
  if (rules.quotas.length > 0) wanted.push("quota");
  if (rules.group) wanted.push("assigned");
  const places = placesOf(name, header.names, wanted.map((w) => ({ name: w, also: [] }))); // prettier-ignore
  if (header.names.join() !== wanted.join())
    findings.add("form", nobody, nobody, () => ({
      zh: `${name} 的列应为 ${wanted.join()}，而不是 ${header.names.join()}`,
      en: `${name} should have the columns ${wanted.join()}, not ${header.names.join()}`,
    }));
  const { count } = candidates;
  const out: Published = {
    unit: shared(Int32Array, count).fill(-1),
    pool: shared(Int32Array, count).fill(-1),
    no: shared(Int32Array, count),
    filing: shared(Int32Array, count).fill(-1),
    byConsent: shared(Uint8Array, count),
  };
  let previous = -1;
  let rows = 0;
  readRows(name, bytes, header.end, bytes.length, places, (starts, ends, line) => {
    rows++;
    const value = (slot: number) => textAt(bytes, starts[slot]!, ends[slot]!);
    const place = `${name}:${line + 2}`;
    const unknown = (zh: string, en: string) =>
      findings.add("known", () => value(0), () => value(1), () => ({ zh: `${place} ${zh}`, en: `${place} ${en}` })); // prettier-ignore
    const candidate = findId(candidates.ids, bytes, starts[0]!, ends[0]!);
    if (candidate < 0) return unknown(`没有考生 ${value(0)}`, `there is no candidate ${value(0)}`);
    const unit = findId(units.ids, bytes, starts[1]!, ends[1]!);
    if (unit < 0) return unknown(`没有投档单位 ${value(1)}`, `there is no unit ${value(1)}`);
    const of = () => idText(candidates.ids, candidate);
    const at = () => idText(units.ids, unit);
    if (out.unit[candidate] !== -1) {
      const first = out.unit[candidate]!;
      return findings.add("once", of, at, () => ({
        zh: `考生 ${of()} 被录取两次：${idText(units.ids, first)} 与 ${at()}`,
        en: `candidate ${of()} is admitted twice: ${idText(units.ids, first)} and ${at()}`,
      }));
    }
    if (candidate < previous)
      findings.add("form", of, at, () => ({
        zh: `${place} 考生号未按升序排列`,
        en: `${place} candidate_id is not ascending`,
      }));
    previous = candidate;
    const round = readWhole(bytes, starts[3]!, ends[3]!);
    const batch = units.batch[unit]!;
    const filing = preferences.filings.findIndex((f) => f.batch === batch && f.round === round);
    if (filing < 0)
      return unknown(
        `批次 ${rules.batches[batch]!.id} 没有第 ${value(3)} 轮`,
        `batch ${rules.batches[batch]!.id} has no round ${value(3)}`,
      );
    let pool = units.poolStart[unit]!;
    if (rules.quotas.length > 0 && value(4) !== "") {
      const quota = rules.quotas.findIndex((q) => q.id === value(4));
      while (pool < units.poolStart[unit + 1]! && units.pools.quota[pool] !== quota) pool++;
      if (quota < 0 || pool === units.poolStart[unit + 1]!)
        return unknown(`${at()} 没有专项 ${value(4)}`, `${at()} has no quota ${value(4)}`);
    }
    if (rules.group) {
      const how = value(4);
      if (how !== "choice" && how !== "consent")
        findings.add("form", of, at, () => ({ zh: `${place} assigned 应为 choice 或 consent`, en: `${place} assigned should be choice or consent` })); // prettier-ignore
      out.byConsent[candidate] = how === "consent" ? 1 : 0;
    }
    out.unit[candidate] = unit;
    out.pool[candidate] = pool;
    out.no[candidate] = readWhole(bytes, starts[2]!, ends[2]!);
    out.filing[candidate] = filing;
  });
  for (const rule of ["form", "known", "once"] as const) findings.examine(rule, rows);
  return out;
}
