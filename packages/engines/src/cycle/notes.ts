/** What a reader has to know about a cycle; the sentences are made from keys and values in the locale files. */
import type { SupplyResult } from "../supply/index.ts";
import type { CycleCounts, CycleNote, CycleTotals, ForecastReport, NoteKey, SupplyCell } from "./types.ts";

/** Share of the region's supply above which a missing rate is worth a note. */
const WORTH = 0.01;

export function notesOf(
  counts: CycleCounts & { calibratedHires: number },
  base: CycleTotals,
  supply: readonly SupplyCell[],
  found: SupplyResult,
  forecast: ForecastReport,
  pruned: number,
): CycleNote[] {
  const notes: CycleNote[] = [];
  const note = (key: NoteKey, values: CycleNote["values"], holds = true) => {
    if (holds) notes.push({ key, values });
  };
  note("not-a-sample", {});
  note("uncoded", { postings: counts.uncoded, hires: Math.round(counts.uncodedHires) }, counts.uncoded > 0);
  note("undated", { postings: counts.undated }, counts.undated > 0);
  note("outside-cities", { postings: counts.outsideCities }, counts.outsideCities > 0);
  note("beyond-year", { postings: counts.beyondYear }, counts.beyondYear > 0);
  note("without-education", { vacancies: counts.withoutEducation }, counts.withoutEducation > 0);
  const share = base.demand.value > 0 ? counts.calibratedHires / base.demand.value : 0;
  note("calibrated", { share: Math.round(share * 100), surveys: counts.surveys }, share > 0);
  note("not-calibrated", {}, share === 0);
  note("unlinked-demand", { hires: Math.round(base.unlinkedDemand) }, base.unlinkedDemand >= 0.5);
  const all = supply.reduce((sum, s) => sum + s.supply, 0);
  const unlinked = supply.filter((s) => !s.linked).reduce((sum, s) => sum + s.supply, 0);
  note("unlinked-supply", { graduates: Math.round(unlinked) }, unlinked >= 0.5);
  for (const flag of FLAGS) {
    const persons = supply
      .filter((s) => s.flags.split("|").includes(flag))
      .reduce((sum, s) => sum + s.supply, 0);
    note(flag, { share: Math.round((persons / all) * 100) }, all > 0 && persons / all >= WORTH);
  }
  note("offerings-merged", { rows: found.merged }, found.merged > 0);
  note("links-pruned", { links: pruned }, pruned > 0);
  note("forecast-flat", {}, forecast.method === "flat");
  note("forecast-untested", {}, forecast.coverage === null);
  note(
    "forecast-tested",
    { coverage: Math.round((forecast.coverage ?? 0) * 100), nominal: Math.round(forecast.nominal * 100) },
    forecast.coverage !== null,
  );
  return notes;
}

const FLAGS: NoteKey[] = [
  "intake-carried",
  "retention-missing",
  "duration-assumed",
  "further-study-missing",
  "stay-missing",
];
