/** Programme class × city, and the years of the past. */
import type { Crosswalk } from "../balance/index.ts";
import type { DemandResult } from "../demand/index.ts";
import type { SupplyResult } from "../supply/index.ts";
import type {
  DemandCell,
  DemandTotal,
  FlowCell,
  HeatCell,
  HistoryCell,
  SupplyCell,
  SupplyTotal,
} from "./types.ts";

/** A heat cell that rests on withheld figures to more than this share is withheld as well. */
const MOST_HIDDEN = 0.25;

/**
 * Posts open to each class of programmes in each city: those its graduates fill, and its share of what stays unfilled in
 * the occupations it leads to (shared out among the linked classes by their graduates in the region).
 */
export function heatCells(
  year: number,
  demand: readonly DemandCell[],
  supply: readonly SupplyCell[],
  flows: readonly FlowCell[],
  totals: readonly SupplyTotal[],
  crosswalk: Crosswalk,
): HeatCell[] {
  const found = new Map<string, HeatCell & { hidden: number }>();
  const cell = (programmeClass: string, city: string) => {
    const key = `${programmeClass} ${city}`;
    const known = found.get(key);
    if (known) return known;
    const made = {
      year,
      programmeClass,
      city,
      demand: 0,
      supply: 0,
      gap: 0,
      status: "open" as const,
      hidden: 0,
    };
    found.set(key, made);
    return made;
  };
  const classOf = (programme: string) => programme.slice(0, 4);
  const size = new Map<string, number>();
  const classesOf = new Map<string, Set<string>>();
  const seen = new Set<string>();
  for (const s of supply) {
    const own = cell(classOf(s.programme), s.city);
    own.supply += s.supply;
    own.gap -= s.surplus;
    size.set(classOf(s.programme), (size.get(classOf(s.programme)) ?? 0) + s.supply);
    if (seen.has(s.programme)) continue;
    seen.add(s.programme);
    for (const { occupation, kind } of crosswalk.links(s.programme)) {
      if (kind === "class") continue;
      const classes = classesOf.get(occupation) ?? new Set();
      classesOf.set(occupation, classes.add(classOf(s.programme)));
    }
  }
  for (const flow of flows) {
    const own = cell(classOf(flow.programme), flow.cityTo);
    own.demand += flow.value;
    if (flow.status !== "open") own.hidden += flow.value;
  }
  for (const d of demand) {
    if (d.shortage <= 0 || !d.linked) continue;
    const classes = [...(classesOf.get(d.occupation) ?? [])].sort();
    const all = classes.reduce((sum, c) => sum + size.get(c)!, 0);
    for (const c of classes) {
      const part = all > 0 ? (d.shortage * size.get(c)!) / all : 0;
      const own = cell(c, d.city);
      own.demand += part;
      own.gap += part;
      if (d.status !== "open") own.hidden += part;
    }
  }
  const status = new Map(
    totals
      .filter((t) => t.scope === "class" && t.level === "" && t.city !== "")
      .map((t) => [`${t.code} ${t.city}`, t.status]),
  );
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { hidden, ...rest }]) => {
      const own = status.get(key) ?? "open";
      const withheld = own !== "open" ? own : hidden > MOST_HIDDEN * rest.demand ? "secondary" : "open";
      return { ...rest, status: withheld };
    });
}

/** Past years by code and city; `code` "" = all, `city` "" = the whole region. Withheld where the present year is. */
export function historyCells(
  year: number,
  demand: DemandResult,
  supply: SupplyResult,
  demandTotals: readonly DemandTotal[],
  supplyTotals: readonly SupplyTotal[],
): HistoryCell[] {
  const values = new Map<string, number>();
  const add = (side: string, code: string, city: string, at: number, value: number) => {
    for (const c of [code, ""])
      for (const place of [city, ""]) {
        const key = `${side}\t${c}\t${place}\t${at}`;
        values.set(key, (values.get(key) ?? 0) + value);
      }
  };
  demand.years.forEach((at, t) => {
    if (at >= year) return;
    for (let c = 0; c < demand.cells; c++) {
      const hires = demand.history[t * demand.cells + c]!;
      if (hires > 0)
        add(
          "demand",
          demand.occupationCodes[demand.occupation[c]!]!,
          demand.cityCodes[demand.city[c]!]!,
          at,
          hires,
        );
    }
  });
  for (const row of supply.history) add("supply", row.programme, row.city, row.year, row.supply);
  const status = new Map<string, HistoryCell["status"]>();
  for (const t of demandTotals)
    if (t.level === "" && (t.scope === "occupation" || t.scope === "all"))
      status.set(`demand\t${t.code}\t${t.city}`, t.status);
  for (const t of supplyTotals)
    if (t.level === "" && (t.scope === "programme" || t.scope === "all"))
      status.set(`supply\t${t.code}\t${t.city}`, t.status);
  return [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => {
      const [side, code, city, at] = key.split("\t") as ["demand" | "supply", string, string, string];
      // What is no longer there this year cannot be judged by this year's employers.
      return {
        side,
        year: Number(at),
        city,
        code,
        value,
        status: status.get(`${side}\t${code}\t${city}`) ?? "primary",
      };
    });
}
