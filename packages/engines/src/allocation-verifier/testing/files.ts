/** Instances and results of the naive allocator as the files that the page describes, and the verdict on them. */
import { createHash } from "node:crypto";
import {
  checkReasons,
  checkReport,
  Findings,
  joinPreferences,
  joinReasons,
  openSeason,
  preferenceLayout,
  readPeople,
  readPreferences,
  readRules,
  roomForRows,
  verifyAllocation,
} from "../index.ts";
import { byBytes, lastOf, plain, type Instance, type World } from "./naive.ts";
import type { Told } from "./naive-world.ts";

export interface InputFiles {
  rules: string;
  plans: string;
  candidates: string;
  preferences: string;
}
export interface ResultFiles {
  allocation: string;
  cutoffs: string;
  reasons: string;
  report: string;
}

const csv = (rows: (string | number)[][]) => rows.map((row) => `${row.join()}\n`).join("");

export function inputFiles({ rules, plans, candidates, preferences }: Instance): InputFiles {
  const quotas = (rules.quotas ?? []).map((q) => q.id);
  const columns = ["culture", "skill", "english"];
  return {
    rules: JSON.stringify(rules),
    plans: csv([
      ["unit_id", "category", "batch", "capacity", "school_id", "min_score", "quota", "ranking"],
      ...plans.map((p) => [p.unit, p.category, p.batch, p.capacity, p.school, p.least, p.quota, p.ranking]),
    ]),
    candidates: csv([
      ["candidate_id", "category", ...columns, ...quotas],
      ...candidates.map((c) => [c.id, c.category, ...columns.map((k) => c.scores[k]!), ...quotas.map((q) => (c.quotas.includes(q) ? "1" : ""))]), // prettier-ignore
    ]),
    preferences: csv([
      ["candidate_id", "batch", "round", "preference_no", "unit_id", "consent"],
      ...preferences.map((p) => [p.id, p.batch, p.round, p.no, p.unit, p.consent ? "是" : ""]),
    ]),
  };
}

/** Pools of a unit in the order in which a holder of everything takes them. */
function inOrder(world: World, unit: string): string[] {
  const later = (q: { order?: string }) => q.order === "general-first";
  const reserves = world.reserves(unit);
  return [...reserves.filter((q) => !later(q)).map((q) => q.id), "", ...reserves.filter(later).map((q) => q.id)]; // prettier-ignore
}

/** What ought to be published of a world in which everything has been allocated. */
export function resultFiles(world: World, inputs = inputFiles(world.instance)): ResultFiles {
  const { rules } = world;
  const withQuotas = (rules.quotas ?? []).length > 0;
  const grouped = rules.structure === "group";
  const ids = world.instance.candidates.map((c) => c.id).sort(byBytes);
  const allocation = csv([
    ["candidate_id", "unit_id", "preference_no", "round", ...(withQuotas ? ["quota"] : []), ...(grouped ? ["assigned"] : [])], // prettier-ignore
    ...ids.flatMap((id) => {
      const a = world.admitted.get(id);
      return a
        ? [[id, a.unit, a.no, a.round, ...(withQuotas ? [a.quota] : []), ...(grouped ? [a.by] : [])]]
        : [];
    }),
  ]);
  const cutoffs = csv([
    ["unit_id", "admitted", "vacancies", "last_score", "last_rank", ...(withQuotas ? ["quota"] : [])],
    ...world.unitIds().flatMap((unit) =>
      inOrder(world, unit).map((quota) => {
        const admitted = [...world.admitted.values()].filter((a) => a.unit === unit && a.quota === quota).length; // prettier-ignore
        const capacity = world.plans.find((p) => p.unit === unit && p.quota === quota)?.capacity ?? 0;
        const { last_score, last_rank } = lastOf(world, unit, quota);
        return [unit, admitted, Math.max(0, capacity - admitted), last_score ?? "", last_rank ?? "", ...(withQuotas ? [quota] : [])]; // prettier-ignore
      }),
    ),
  ]);
  const reasons = ids
    .map((id) => {
      const c = world.people.get(id)!;
      const a = world.admitted.get(id);
      const rank = 1 + world.instance.candidates.filter((d) => d.category === c.category && world.compare(d, c, world.own(c.category)) < 0).length; // prettier-ignore
      const told = world.told.get(id) ?? [];
      return JSON.stringify({
        candidate_id: id,
        category: c.category,
        score: plain(world.composed(c)),
        rank,
        admitted: a
          ? { unit_id: a.unit, preference_no: a.no, batch: a.batch, round: a.round, ...(withQuotas ? { quota: a.quota || null } : {}), ...(a.by === "consent" ? { assigned: "consent" } : {}) } // prettier-ignore
          : null,
        preferences: inPieces(told).map((of) => {
          const { batch, round, no, unit, outcome, more } = of[0]!;
          const last = of.at(-1)!.no;
          return of.length > 1 ? { batch, round, no, to: last, outcome } : { batch, round, no, unit, outcome, ...more };
        }), // prettier-ignore
      });
    })
    .map((line) => `${line}\n`)
    .join("");
  return { allocation, cutoffs, reasons, report: reportOf(world, inputs, { allocation, cutoffs, reasons }) };
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const rowsIn = (text: string) => text.split("\n").length - 2;

function reportOf(world: World, inputs: InputFiles, outputs: Omit<ResultFiles, "report">): string {
  const { rules, preferences } = world.instance;
  const rounds = rules.batches.flatMap(({ id: batch }) => {
    const numbers = [...new Set(preferences.filter((p) => p.batch === batch).map((p) => p.round))].sort();
    const left = new Map<string, number>();
    for (const p of world.plans) if (p.batch === batch) left.set(`${p.unit}|${p.quota}`, p.capacity);
    return numbers.map((round) => {
      const own = preferences.filter((p) => p.batch === batch && p.round === round);
      const admitted = [...world.admitted.values()].filter((a) => a.batch === batch && a.round === round);
      const places = [...left.values()].reduce((sum, n) => sum + n, 0);
      for (const a of admitted) left.set(`${a.unit}|${a.quota}`, Math.max(0, left.get(`${a.unit}|${a.quota}`)! - 1)); // prettier-ignore
      return { batch, round, candidates: new Set(own.map((p) => p.id)).size, preferences: own.length, admitted: admitted.length, places }; // prettier-ignore
    });
  });
  const input = (name: "plans" | "candidates" | "preferences") => ({ sha256: sha256(inputs[name]), rows: rowsIn(inputs[name]) }); // prettier-ignore
  return JSON.stringify({
    version: "naive",
    inputs: {
      rules: { sha256: sha256(inputs.rules) },
      plans: input("plans"),
      candidates: input("candidates"),
      preferences: input("preferences"),
    },
    rules,
    rounds,
    outputs: {
      "allocation.csv": sha256(outputs.allocation),
      "cutoffs.csv": sha256(outputs.cutoffs),
      "reasons.ndjson": sha256(outputs.reasons),
    },
  });
}

/** The whole verifier over texts, the preferences in `pieces` pieces as threads would read them. */
export function judge(inputs: InputFiles, result: ResultFiles, pieces = 1): Findings {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const rules = readRules(JSON.parse(inputs.rules));
  const people = readPeople(rules, bytes(inputs.plans), bytes(inputs.candidates));
  const preferences = bytes(inputs.preferences);
  const { layout, begin } = preferenceLayout(preferences, rules, people.candidates.ids, people.units.ids);
  const rows = roomForRows(preferences.length);
  const read = cut(preferences, begin, pieces).map(([from, to]) => readPreferences(preferences.slice(from, to), from, layout, rows)); // prettier-ignore
  const season = openSeason(people, joinPreferences(read, rows, people.candidates.ids, rules));
  const findings = new Findings();
  const standing = verifyAllocation(season, bytes(result.allocation), bytes(result.cutoffs), findings);
  const reasons = bytes(result.reasons);
  const parts = cut(reasons, 0, pieces).map(([from, to]) => checkReasons(reasons.slice(from, to), standing));
  joinReasons(parts, standing, findings);
  const input = (text: string, rows?: number) => ({ sha256: sha256(text), rows });
  checkReport(
    result.report,
    {
      inputs: {
        rules: input(inputs.rules),
        plans: input(inputs.plans, people.rows.plans),
        candidates: input(inputs.candidates, people.rows.candidates),
        preferences: input(inputs.preferences, season.preferences.count),
      },
      outputs: {
        "allocation.csv": sha256(result.allocation),
        "cutoffs.csv": sha256(result.cutoffs),
        "reasons.ndjson": sha256(result.reasons),
      },
      rules: JSON.parse(inputs.rules) as unknown,
    },
    standing,
    findings,
  );
  return findings;
}

/** Bounds of so many pieces of whole lines. */
function cut(bytes: Uint8Array, begin: number, pieces: number): [number, number][] {
  const bounds: [number, number][] = [];
  for (let from = begin, n = 0; from < bytes.length; n++) {
    const aim = Math.max(from, begin + Math.floor(((bytes.length - begin) * (n + 1)) / pieces) - 1);
    const end = bytes.indexOf(10, aim);
    const to = end < 0 ? bytes.length : end + 1;
    bounds.push([from, to]);
    from = to;
  }
  return bounds;
}

/** Neighbours of one round of which the same is told, where it has no figures, stand in one piece. */
function inPieces(told: readonly Told[]): Told[][] {
  const pieces: Told[][] = [];
  for (const one of told) {
    const before = pieces.at(-1)?.[0];
    const same = before?.batch === one.batch && before.round === one.round && before.outcome === one.outcome;
    if (same && ["not-needed", "admitted-before"].includes(one.outcome)) pieces.at(-1)!.push(one);
    else pieces.push([one]);
  }
  return pieces;
}
