import { printComposed } from "./decimals.ts";
import { preferenceNo } from "./outcomes.ts";
import { unitsOfPools } from "./season.ts";
import { rankedIn, standingIn, type Standing } from "./standing.ts";
import type { Season, SeasonResult } from "./types.ts";

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The lines of allocation.csv, each with its line feed, the header first. */
export function* allocationLines(season: Season, result: SeasonResult): Generator<string> {
  const { rules, units, candidates, filed } = season;
  const quotas = rules.quotas.map(({ id }) => cell(id));
  const withQuotas = quotas.length > 0;
  const grouped = rules.structure === "group";
  const ids = units.ids.map(cell);
  yield `candidate_id,unit_id,preference_no,round${withQuotas ? ",quota" : ""}${grouped ? ",assigned" : ""}\n`;
  for (let c = 0; c < candidates.count; c++) {
    const index = result.round[c]!;
    if (index < 0) continue;
    const no = preferenceNo(season, index, c, result.entry[c]!);
    const quota = withQuotas ? `,${quotas[units.poolQuota[result.pool[c]!]!] ?? ""}` : "";
    const assigned = grouped ? (result.consent?.[c] === 1 ? ",consent" : ",choice") : "";
    yield `${cell(candidates.id(c))},${ids[result.unit[c]!]!},${no},${filed[index]!.round}${quota}${assigned}\n`;
  }
}

/** The lines of cutoffs.csv, each with its line feed, the header first. */
export function* cutoffLines(season: Season, result: SeasonResult): Generator<string> {
  const { rules, units } = season;
  const withQuotas = rules.quotas.length > 0;
  const standings = new Map<number, Standing>();
  yield `unit_id,admitted,vacancies,last_score,last_rank${withQuotas ? ",quota" : ""}\n`;
  const unitOf = unitsOfPools(units.pools, units.poolQuota.length);
  for (let p = 0; p < unitOf.length; p++) {
    const u = unitOf[p]!;
    const admitted = result.admitted[p]!;
    const last = result.last[p]!;
    const q = units.poolQuota[p]!;
    let figures = ",";
    if (last >= 0) {
      const batch = units.batch[u]!;
      const standing = standings.get(batch) ?? standingIn(season, result.lists, batch);
      standings.set(batch, standing);
      const { list } = rankedIn(season, result.lists, standing, p, u, last);
      figures = `${printComposed(list.score[last]!)},${list.place[last]!}`;
    }
    const quota = withQuotas ? `,${q < 0 ? "" : cell(rules.quotas[q]!.id)}` : "";
    yield `${cell(units.ids[u]!)},${admitted},${Math.max(0, units.poolCapacity[p]! - admitted)},${figures}${quota}\n`;
  }
}
