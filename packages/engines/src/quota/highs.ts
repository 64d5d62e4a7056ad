/** HiGHS over arrays: one programme solved, its model freed. Load it in a worker thread, a solve blocks. */
import type { Program } from "./program.ts";

export interface Solved {
  status: "optimal" | "infeasible" | "stopped" | "none";
  objective: number;
  /** what the solver holds to be the bound of a mixed-integer programme */
  bound: number;
  columns: Float64Array;
  duals: Float64Array;
}

export interface SolveOptions {
  seconds: number;
  gap?: number;
  /** the search also ends when it is within so much of the optimum */
  slack?: number;
  /** start of a mixed-integer programme: values of the first columns, the rest is completed */
  start?: ArrayLike<number> | null;
}

export type Solver = (program: Program, options: SolveOptions) => Solved;

interface Model {
  options: { set(values: Record<string, unknown>): void };
  info: { get(name: string): number };
  run(): void;
  setSolution(start: unknown): unknown;
  getModelStatus(): number;
  getObjectiveValue(): number;
  getSolution(): { colValue: Float64Array; rowDual: Float64Array };
  dispose(): void;
}

const OPTIMAL = 7;
const INFEASIBLE = 8;

let loading: Promise<Solver> | null = null;

/** The solver of this thread; one instance serves all sessions, because its memory never shrinks. */
export function loadSolver(): Promise<Solver> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Solver> {
  const start = (await import("highs")).default as unknown as () => Promise<{
    createModel(data: unknown): Model;
    constants: { objectiveSense: { maximize: unknown } };
  }>;
  const highs = await start();
  return (program, { seconds, gap, slack, start: from }) => {
    const { integrality, ...data } = program;
    if (program.numCols === 0) return withoutColumns(program);
    const model = highs.createModel({
      ...data,
      ...(integrality ? { integrality } : {}),
      sense: highs.constants.objectiveSense.maximize,
    });
    try {
      model.options.set({
        output_flag: !!process.env.LOG && !!integrality,
        time_limit: Math.max(0.1, seconds),
        random_seed: 0,
      });
      if (gap !== undefined) model.options.set({ mip_rel_gap: gap, mip_abs_gap: Math.max(1e-7, slack ?? 0) });
      if (integrality && from)
        model.setSolution({ indices: Int32Array.from(from, (_, k) => k), values: Float64Array.from(from) });
      model.run();
      const status = model.getModelStatus();
      if (status === INFEASIBLE) return nothing("infeasible");
      // A stopped search without any plan has nothing to show.
      if (status !== OPTIMAL && (!integrality || model.info.get("primal_solution_status") !== 2))
        return nothing("none");
      const objective = model.getObjectiveValue();
      const { colValue, rowDual } = model.getSolution();
      return {
        status: status === OPTIMAL ? "optimal" : "stopped",
        objective,
        bound: integrality ? model.info.get("mip_dual_bound") : objective,
        columns: colValue,
        duals: rowDual,
      };
    } catch (error) {
      // After an abort (memory) the instance is of no use any more.
      loading = null;
      throw error;
    } finally {
      if (loading) model.dispose();
    }
  };
}

/** HiGHS calls a model without columns empty, whatever its rows ask for. */
function withoutColumns(program: Program): Solved {
  const holds = program.rowLower.every((low, r) => low <= 0 && program.rowUpper[r]! >= 0);
  if (!holds) return nothing("infeasible");
  return { ...nothing("none"), status: "optimal", objective: 0, bound: 0 };
}

const nothing = (status: "infeasible" | "none"): Solved => ({
  status,
  objective: -Infinity,
  bound: Infinity,
  columns: new Float64Array(0),
  duals: new Float64Array(0),
});
