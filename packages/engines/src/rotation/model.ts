/** The input as numbers, with all of its limits or some of them. */
import { buildGraph, type Graph, type Part } from "./graph.ts";
import type { Cell, Limit, RotationInput, RotationOptions, Timetable } from "./types.ts";

/** One cohort: its ways (graph.ts), and the places where each part of them can be spent. */
export interface CohortModel {
  people: number;
  /** weeks that it is not off, in order */
  weeks: Int32Array;
  graph: Graph;
  parts: readonly Part[];
  /** options of part p are `starts[p]…starts[p+1])`; the last part may be idleness, with the place −1 */
  starts: Int32Array;
  place: Int32Array;
  /** index of the need in the input, −1 = idle */
  need: Int32Array;
  /** cost of a stay, by option */
  stay: Float64Array;
  /** by option and week that it is not off: 1 = must not be; and what the cell costs */
  forbidden: Uint8Array;
  base: Float64Array;
}

export interface Model {
  weeks: number;
  places: number;
  cohorts: CohortModel[];
  /** people by place and week, Infinity = no limit; at `place * weeks + week` */
  capacity: Float64Array;
}

export type Keep = (limit: Limit) => boolean;

/** Ways are the same for cohorts with the same needs: built once. */
export class Graphs {
  readonly #built = new Map<string, Graph | null>();

  of(parts: readonly Part[]): Graph | null {
    const key = JSON.stringify(parts);
    let graph = this.#built.get(key);
    if (graph === undefined) this.#built.set(key, (graph = buildGraph(parts)));
    return graph;
  }
}

/**
 * The model of the limits that are kept. A need that is not kept leaves its weeks idle.
 * @returns the model, or the index of a cohort whose own needs do not go together
 */
export function compile(input: RotationInput, keep: Keep, graphs: Graphs, options: RotationOptions): Model | number {
  const { weeks } = input;
  const placeAt = new Map(input.places.map(({ id }, p) => [id, p]));
  const capacity = new Float64Array(input.places.length * weeks).fill(Infinity);
  const closed = input.places.map((place) => {
    const found = new Uint8Array(weeks);
    if (place.closed && keep({ kind: "closed", place: place.id })) for (const week of place.closed) found[week] = 1;
    return found;
  });
  input.places.forEach(({ id, capacity: most }, p) => {
    if (most === null || !keep({ kind: "capacity", place: id })) return;
    for (let week = 0; week < weeks; week++) capacity[p * weeks + week] = typeof most === "number" ? most : most[week]!;
  });
  const cohorts: CohortModel[] = [];
  for (const [c, cohort] of input.cohorts.entries()) {
    const off = new Set(cohort.off);
    const free = Int32Array.from(Array.from({ length: weeks }, (_, week) => week).filter((week) => !off.has(week)));
    const kept = [...cohort.needs.keys()].filter((n) => keep({ kind: "need", cohort: cohort.id, need: cohort.needs[n]!.key }));
    const partOf = new Map(kept.map((n, p) => [cohort.needs[n]!.key, p]));
    const parts = kept.map((n): Part => {
      const need = cohort.needs[n]!;
      const id = { cohort: cohort.id, need: need.key };
      return {
        weeks: need.weeks,
        minRun: keep({ kind: "min-run", ...id }) ? (need.minRun ?? 1) : 1,
        maxRun: keep({ kind: "max-run", ...id }) ? (need.maxRun ?? need.weeks) : need.weeks,
        after: (need.after ?? []).flatMap(({ need: other, weeks: least }): [number, number][] => {
          const p = partOf.get(other);
          if (p === undefined || !keep({ kind: "order", ...id, after: other })) return [];
          return [[p, least ?? cohort.needs[kept[p]!]!.weeks]];
        }),
      };
    });
    const idle = free.length - parts.reduce((sum, part) => sum + part.weeks, 0);
    if (idle < 0) return c;
    if (idle > 0) parts.push({ weeks: idle, minRun: 1, maxRun: idle, after: [] });
    const graph = graphs.of(parts);
    if (!graph) return c;
    const starts = [0];
    const place: number[] = [];
    const need: number[] = [];
    for (const n of kept) {
      for (const id of cohort.needs[n]!.places) {
        place.push(placeAt.get(id)!);
        need.push(n);
      }
      starts.push(place.length);
    }
    if (idle > 0) {
      place.push(-1);
      need.push(-1);
      starts.push(place.length);
    }
    const forbidden = new Uint8Array(place.length * free.length);
    const base = new Float64Array(place.length * free.length);
    const fixed = new Map((cohort.fixed ?? []).filter(({ week }) => keep({ kind: "fixed", cohort: cohort.id, week })).map(({ week, place: id }) => [week, id]));
    const barred = new Set((cohort.barred ?? []).filter(({ place: id }) => keep({ kind: "barred", cohort: cohort.id, place: id })).flatMap(({ place: id, weeks: list }) => list.map((week) => placeAt.get(id)! * weeks + week)));
    const near = options.near?.[c];
    place.forEach((p, o) =>
      free.forEach((week, t) => {
        const at = o * free.length + t;
        const given = fixed.get(week);
        const wanted = given === undefined ? undefined : given === null ? -1 : placeAt.get(given)!;
        // Where a need that may be meant by the cell is left out, idleness stands for it.
        const open = p < 0 && wanted !== undefined && wanted >= 0 && cohort.needs.some((one, n) => !kept.includes(n) && one.places.includes(given!));
        if (wanted !== undefined && wanted !== p && !open) forbidden[at] = 1;
        if (p >= 0 && (closed[p]![week] || barred.has(p * weeks + week) || cohort.people > capacity[p * weeks + week]!)) forbidden[at] = 1;
        if (near && !sameCell(near[week] ?? null, p < 0 ? null : { need: cohort.needs[need[o]!]!.key, place: input.places[p]!.id })) base[at] = options.moved;
      }),
    );
    cohorts.push({
      people: cohort.people,
      weeks: free,
      graph,
      parts,
      starts: Int32Array.from(starts),
      place: Int32Array.from(place),
      need: Int32Array.from(need),
      stay: Float64Array.from(place, (p) => (p < 0 ? 0 : options.change + options.distance * (cohort.distance?.[input.places[p]!.id] ?? 0))),
      forbidden,
      base,
    });
  }
  return { weeks, places: input.places.length, cohorts, capacity };
} // prettier-ignore

export const sameCell = (a: Cell, b: Cell): boolean => a?.need === b?.need && a?.place === b?.place;

/** Options by week that it is not off, of one cohort. */
export type Path = Int32Array;

/** A path of each cohort as cells. */
export function cellsOf(input: RotationInput, model: Model, paths: readonly Path[]): Timetable {
  return model.cohorts.map((cohort, c) => {
    const cells = new Array<Cell>(model.weeks).fill(null);
    cohort.weeks.forEach((week, t) => {
      const option = paths[c]![t]!;
      if (cohort.place[option]! >= 0)
        cells[week] = { need: input.cohorts[c]!.needs[cohort.need[option]!]!.key, place: input.places[cohort.place[option]!]!.id }; // prettier-ignore
    });
    return cells;
  });
}

/** Adds a cohort's people to the places of its path, or takes them away. */
export function occupy(model: Model, c: number, path: Path, use: Float64Array, people: number): void {
  const { weeks, place } = model.cohorts[c]!;
  for (let t = 0; t < path.length; t++)
    if (place[path[t]!]! >= 0) use[place[path[t]!]! * model.weeks + weeks[t]!]! += people;
}
