/** Ways in which a published result goes wrong, one at a time, and the rules by which each must be named. */
import type { Random } from "../../sample/random.ts";
import type { Rule } from "../index.ts";
import { resultFiles, sha256, type ResultFiles } from "./files.ts";
import type { World } from "./naive.ts";
import { allocateNaively, prefsOf, type Admission, type CandidateRow, type Instance } from "./naive.ts";

export interface Mutated {
  files: ResultFiles;
  /** one of these must be broken */
  rules: Rule[];
  /** who must be named, where it is somebody */
  candidate?: string;
}

/** null where the instance has no room for it */
export type Mutation = (world: World, right: ResultFiles, random: Random) => Mutated | null;

/** Rules that say that somebody sits where he should not, or does not sit where he should. */
const WRONG_SEAT: Rule[] = ["preference", "eligible", "capacity", "waste", "envy", "ties", "best", "filing", "assignment", "consent", "withdrawn", "refiled"]; // prettier-ignore
const IN_GROUPS: Rule[] = ["filing", "assignment", "consent", "withdrawn", "refiled"];

const grouped = (world: World) => world.rules.structure === "group";

/** The files of the same world with other admissions; numbers and cut-offs are made to fit them. */
function admit(world: World, changes: Record<string, Admission | null>): ResultFiles {
  const other = allocateNaively(world.instance);
  for (const [id, admission] of Object.entries(changes))
    if (admission) other.admitted.set(id, admission);
    else other.admitted.delete(id);
  return resultFiles(other);
}

const admittedIds = (world: World) => [...world.admitted.keys()].sort();

/** Preferences of a candidate as seats that he was not refused for being void. */
function wishes(world: World, c: CandidateRow, outcomes: string[]): Admission[] {
  return (world.told.get(c.id) ?? [])
    .filter((t) => outcomes.includes(t.outcome))
    .map((t) => {
      const quota = world.pools(c, t.unit)[0]?.quota ?? "";
      return { unit: t.unit, quota, no: t.no, batch: t.batch, round: t.round, by: "choice" };
    });
}

export const MUTATIONS: Record<string, Mutation> = {
  "two candidates are swapped": (world, _, random) => {
    const ids = admittedIds(world);
    if (ids.length < 2) return null;
    const [a, b] = [random.pick(ids), random.pick(ids)];
    const [x, y] = [world.admitted.get(a)!, world.admitted.get(b)!];
    if (x.unit === y.unit) return null;
    const numberOf = (id: string, seat: Admission) =>
      prefsOf(world, id, seat.batch, seat.round).find((p) => p.unit === seat.unit)?.no ?? seat.no;
    return {
      files: admit(world, { [a]: { ...y, no: numberOf(a, y) }, [b]: { ...x, no: numberOf(b, x) } }),
      rules: WRONG_SEAT,
    };
  },

  "a quota is exceeded by one": (world, _, random) => {
    const out = world.instance.candidates.filter((c) => !world.admitted.has(c.id));
    const seats = out.flatMap((c) => wishes(world, c, ["full"]).map((seat) => ({ c, seat })));
    const full = seats.filter(({ seat }) => world.left.get(`${seat.unit}|${seat.quota}`) === 0);
    if (full.length === 0) return null;
    const { c, seat } = random.pick(full);
    // Whoever is taken over the number under `all` is one behind the last, or the number was 0.
    return { files: admit(world, { [c.id]: seat }), rules: ["capacity"] };
  },

  "a tie-break is ignored": (world) => {
    const { rules } = world;
    const unbroken: Instance = {
      ...world.instance,
      rules: { ...rules, ties: [], categories: undefined, lastPlaceTies: rules.lastPlaceTies === "draw" ? "cut" : rules.lastPlaceTies }, // prettier-ignore
    };
    if (rules.categories || rules.quotas || rules.rankings || rules.lastPlaceTies === "all") return null;
    const other = allocateNaively(unbroken).admitted;
    return {
      files: admit(
        world,
        Object.fromEntries(world.instance.candidates.map(({ id }) => [id, other.get(id) ?? null])),
      ),
      rules: grouped(world) ? IN_GROUPS : ["ties"],
    };
  },

  "a candidate gets a better preference": (world, _, random) => {
    const seats = world.instance.candidates.flatMap((c) =>
      world.admitted.has(c.id) ? wishes(world, c, ["full"]).map((seat) => ({ c, seat })) : [],
    );
    if (seats.length === 0) return null;
    const { c, seat } = random.pick(seats);
    return { files: admit(world, { [c.id]: seat }), rules: ["capacity", ...WRONG_SEAT] };
  },

  "a place is kept empty": (world, _, random) => {
    const ids = admittedIds(world);
    if (ids.length === 0) return null;
    const candidate = random.pick(ids);
    // Without him somebody of a pool that was above its number under `all` may still be passed over, not the place wasted.
    const rules: Rule[] = world.rules.lastPlaceTies === "all" ? ["waste", "envy", "ties"] : ["waste"];
    return {
      files: admit(world, { [candidate]: null }),
      rules: grouped(world) ? IN_GROUPS : rules,
      candidate,
    };
  },

  "a vacancy is hidden": (_, right, random) => {
    const changed = changeCell(right.cutoffs, 2, random, (n) => String(Number(n) - 1), (n) => n !== "0"); // prettier-ignore
    return changed === null ? null : { files: { ...right, cutoffs: changed }, rules: ["vacancies"] };
  },

  "a cut-off rank is wrong": (_, right, random) => {
    const changed = changeCell(right.cutoffs, 4, random, (n) => String(Number(n) + 1), (n) => n !== ""); // prettier-ignore
    return changed === null ? null : { files: { ...right, cutoffs: changed }, rules: ["cutoff"] };
  },

  "a cut-off score is wrong": (_, right, random) => {
    const changed = changeCell(right.cutoffs, 3, random, (n) => `${n}${n.includes(".") ? "" : "."}1`, (n) => n !== ""); // prettier-ignore
    return changed === null ? null : { files: { ...right, cutoffs: changed }, rules: ["cutoff"] };
  },

  "a withdrawn file is filed again": (world, _, random) => {
    const again = world.instance.candidates.flatMap((c) =>
      wishes(world, c, ["not-filed"])
        .filter((seat) =>
          world.told
            .get(c.id)!
            .some((t) => t.outcome === "withdrawn" && t.batch === seat.batch && t.round === seat.round),
        ) // prettier-ignore
        .map((seat) => ({ c, seat })),
    );
    if (again.length === 0) return null;
    const { c, seat } = random.pick(again);
    return { files: admit(world, { [c.id]: seat }), rules: ["refiled"], candidate: c.id };
  },

  "a withdrawn candidate is kept": (world, _, random) => {
    const kept = world.instance.candidates.flatMap((c) =>
      world.admitted.has(c.id) ? [] : wishes(world, c, ["withdrawn"]).map((seat) => ({ c, seat })),
    );
    if (kept.length === 0) return null;
    const { c, seat } = random.pick(kept);
    const rules: Rule[] = world.rules.engine === "sequential" ? IN_GROUPS : ["withdrawn"];
    return { files: admit(world, { [c.id]: seat }), rules, candidate: c.id };
  },

  "somebody is admitted twice": (world, right, random) => {
    const ids = admittedIds(world);
    if (ids.length === 0) return null;
    const candidate = random.pick(ids);
    const lines = right.allocation.split("\n");
    const at = lines.findIndex((line) => line.startsWith(`${candidate},`));
    const cells = lines[at]!.split(",");
    cells[1] = random.pick(world.unitIds());
    lines.splice(at + 1, 0, cells.join());
    return { files: { ...right, allocation: lines.join("\n") }, rules: ["once"], candidate };
  },

  "a reason is wrong": (world, right, random) => {
    const changed = changeReason(right.reasons, random, (p) => {
      p.outcome = p.outcome === "full" ? "not-needed" : "full";
    });
    return changed && { files: { ...right, reasons: changed.text }, rules: ["reasons"], candidate: changed.candidate }; // prettier-ignore
  },

  "a figure in a reason is wrong": (world, right, random) => {
    const changed = changeReason(right.reasons, random, (p) => {
      if (typeof p.last_rank === "number") p.last_rank++;
      else if (typeof p.needed === "string") p.needed += "1";
      else return false;
      return true;
    });
    return changed && { files: { ...right, reasons: changed.text }, rules: ["figures"], candidate: changed.candidate }; // prettier-ignore
  },

  "somebody ineligible is admitted": (world, _, random) => {
    const seats = world.instance.candidates.flatMap((c) =>
      world.admitted.has(c.id) ? [] : wishes(world, c, ["category", "line"]).map((seat) => ({ c, seat })),
    );
    if (seats.length === 0) return null;
    const { c, seat } = random.pick(seats);
    return { files: admit(world, { [c.id]: { ...seat, batch: world.plan(seat.unit).batch } }), rules: ["eligible", "known"], candidate: c.id }; // prettier-ignore
  },

  "somebody is admitted without a preference": (world, _, random) => {
    const out = world.instance.candidates.filter((c) => !world.admitted.has(c.id) && !world.told.has(c.id));
    const ids = admittedIds(world);
    if (out.length === 0 || ids.length === 0) return null;
    const candidate = random.pick(out).id;
    return { files: admit(world, { [candidate]: world.admitted.get(random.pick(ids))! }), rules: ["preference", "consent"], candidate }; // prettier-ignore
  },

  "a preference number is wrong": (world, _, random) => {
    const ids = admittedIds(world);
    if (ids.length === 0) return null;
    const candidate = random.pick(ids);
    const seat = world.admitted.get(candidate)!;
    return { files: admit(world, { [candidate]: { ...seat, no: seat.no + 1 } }), rules: ["preference", "consent"], candidate }; // prettier-ignore
  },

  "somebody unknown is admitted": (world, right) => {
    const columns = right.allocation.split("\n")[0]!.split(",").length;
    const row = ["zzz", world.unitIds()[0]!, "1", "1", "", ""].slice(0, columns);
    return { files: { ...right, allocation: `${right.allocation}${row.join()}\n` }, rules: ["known"] };
  },

  "somebody is missing in the reasons": (_, right, random) => {
    const lines = right.reasons.split("\n");
    lines.splice(random.below(lines.length - 1), 1);
    return { files: { ...right, reasons: lines.join("\n") }, rules: ["form"] };
  },

  "the rows of a unit's cut-offs change places": (_, right, random) => {
    const lines = right.cutoffs.split("\n");
    const unitOf = (line: string) => line.split(",")[0];
    const pairs = lines.flatMap((line, i) => (i > 0 && line !== "" && unitOf(line) === unitOf(lines[i + 1] ?? "") ? [i] : []));
    if (pairs.length === 0) return null;
    const at = random.pick(pairs);
    lines.splice(at, 2, lines[at + 1]!, lines[at]!);
    return { files: { ...right, cutoffs: lines.join("\n") }, rules: ["form"] };
  }, // prettier-ignore

  "the report tells other rules": (_, right, random) => {
    const report = JSON.parse(right.report) as { rules: Record<string, unknown> };
    const key = random.pick(Object.keys(report.rules));
    if (random.chance(0.5)) delete report.rules[key];
    else report.rules = { ...report.rules, [key]: "another" };
    return { files: { ...right, report: JSON.stringify(report) }, rules: ["report"] };
  },

  "the report names no version": (_, right, random) => {
    const report = JSON.parse(right.report) as Record<string, unknown>;
    report.version = random.pick(["", 1, null]);
    return { files: { ...right, report: JSON.stringify(report) }, rules: ["report"] };
  },

  "the report tells the time": (_, right) => {
    const report = { ...(JSON.parse(right.report) as object), at: "2026-07-01T00:00:00Z" };
    return { files: { ...right, report: JSON.stringify(report) }, rules: ["report"] };
  },

  "an output is not the one of the report": (_, right) => ({
    files: { ...right, report: right.report.replace(sha256(right.cutoffs), sha256("another")) },
    rules: ["report"],
  }),

  "a count of the report is wrong": (_, right) => {
    const report = right.report.replace(
      /"admitted":(\d+)/,
      (_found, n: string) => `"admitted":${Number(n) + 1}`,
    );
    return report === right.report ? null : { files: { ...right, report }, rules: ["report"] };
  },
};

/** Changes one cell of a CSV text in a row where `may` allows it. */
function changeCell(
  text: string,
  column: number,
  random: Random,
  change: (cell: string) => string,
  may: (cell: string) => boolean,
): string | null {
  // prettier-ignore
  const rows = text.split("\n").map((line) => line.split(","));
  const open = rows.slice(1, -1).filter((cells) => may(cells[column]!));
  if (open.length === 0) return null;
  const cells = random.pick(open);
  cells[column] = change(cells[column]!);
  return rows.map((row) => row.join()).join("\n");
}

interface ReasonLine {
  candidate_id: string;
  preferences: Record<string, unknown>[];
}

function changeReason(
  text: string,
  random: Random,
  change: (preference: Record<string, unknown>) => boolean | void,
) {
  const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line) as ReasonLine); // prettier-ignore
  const open = lines.filter((line) => line.preferences.length > 0);
  if (open.length === 0) return null;
  const line = random.pick(open);
  if (change(random.pick(line.preferences)) === false) return null;
  return { text: lines.map((l) => `${JSON.stringify(l)}\n`).join(""), candidate: line.candidate_id };
}
