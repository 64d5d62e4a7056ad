/** A timetable, or the limits that leave none. */
import { loadSolver } from "../quota/highs.ts";
import { clashesOf } from "./check.ts";
import { Conflicts, provesNone } from "./conflict.ts";
import { decide } from "./decide.ts";
import { cellsOf, compile, Graphs } from "./model.ts";
import { costOf, improve, lonelyBound } from "./negotiate.ts";
import { baseOf, cheapest } from "./route.ts";
import type {
  Certificate,
  Limit,
  RotationAnswer,
  RotationInput,
  RotationOptions,
  Timetable,
} from "./types.ts";
import { checkInput } from "./validate.ts";

export const defaultOptions: RotationOptions = {
  milliseconds: 20_000,
  conflictMilliseconds: 10_000,
  improveMilliseconds: 2_000,
  change: 10,
  distance: 1,
  moved: 5,
  near: null,
};

/**
 * Plans all cohorts; call it in a worker thread, a step of the solver blocks.
 * @throws Error where the input has faults (`checkInput` lists them), or a cohort's needs are split too finely
 */
export async function planRotation(input: RotationInput, asked: Partial<RotationOptions> = {}): Promise<RotationAnswer> {
  const faults = checkInput(input);
  if (faults.length > 0) throw new Error(faults.map(({ path, message }) => `${path}：${message.zh}`).join("\n"));
  const options = { ...defaultOptions, ...asked };
  const solver = await loadSolver();
  const graphs = new Graphs();
  const until = performance.now() + options.milliseconds;
  const conflicts = (): Conflicts => new Conflicts(input, graphs, options, solver, performance.now() + options.conflictMilliseconds);
  const model = compile(input, () => true, graphs, options);
  if (typeof model === "number") return { kind: "conflict", conflict: conflicts().find(model, null) };
  const lone = model.cohorts.findIndex((cohort) => cheapest(cohort, model.weeks, null, true) === null);
  if (lone >= 0) return { kind: "conflict", conflict: conflicts().find(lone, null) };
  const decision = decide(model, solver, until);
  if (decision.kind === "infeasible") return { kind: "conflict", conflict: conflicts().find(null, decision.proof) };
  if (decision.kind === "stopped") {
    const timetable = cellsOf(input, model, decision.paths);
    return { kind: "undecided", timetable, clashes: clashesOf(input, timetable) };
  }
  const bound = lonelyBound(model);
  const start = decision.paths.map((path, c) => ({ cost: 0, base: baseOf(model.cohorts[c]!, path), path }));
  const better = improve(model, start, bound, performance.now() + options.improveMilliseconds);
  const timetable = cellsOf(input, model, better.map(({ path }) => path));
  const clashes = clashesOf(input, timetable);
  if (clashes.length > 0) throw new Error(`课表不符合要求：${JSON.stringify(clashes[0])}`);
  return { kind: "plan", plan: { timetable, stays: staysOf(input, timetable), cost: costOf(better), bound } };
} // prettier-ignore

/** Whether a certificate shows by itself that the limits leave no timetable. */
export const certifies = (
  input: RotationInput,
  limits: readonly Limit[],
  certificate: Certificate,
): boolean => provesNone(input, limits, certificate, new Graphs(), defaultOptions);

/** Stays of all cohorts: weeks in a row at one place for one need; weeks off do not interrupt. */
export function staysOf(input: RotationInput, timetable: Timetable): number {
  let stays = 0;
  input.cohorts.forEach(({ off }, c) => {
    let last: string | null = null;
    timetable[c]!.forEach((cell, week) => {
      if (off?.includes(week)) return;
      const here = cell && `${cell.need}\n${cell.place}`;
      if (here !== null && here !== last) stays++;
      last = here;
    });
  });
  return stays;
}
