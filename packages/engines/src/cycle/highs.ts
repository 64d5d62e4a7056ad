/** HiGHS as the reference solver: its WebAssembly build, to be loaded in a worker thread because a solve blocks. */
import type { LpSolution, LpSolver } from "./types.ts";

interface HighsAnswer {
  Status: string;
  ObjectiveValue: number;
  Columns: Record<string, { Primal?: number; Dual?: number }>;
  Rows: { Name: string; Dual?: number }[];
}

/** A solver for programmes in the CPLEX LP format. One instance serves one solve at a time. */
export async function loadHighs(): Promise<LpSolver> {
  const load = (await import("highs")).default as unknown as () => Promise<{
    solve(lp: string): HighsAnswer;
  }>;
  const highs = await load();
  return async (lp) => {
    const answer = highs.solve(lp);
    return {
      status: answer.Status,
      objective: answer.ObjectiveValue,
      columns: Object.fromEntries(
        Object.entries(answer.Columns).map(([name, { Primal = 0, Dual = 0 }]) => [
          name,
          { primal: Primal, dual: Dual },
        ]),
      ),
      rows: Object.fromEntries(answer.Rows.map(({ Name, Dual = 0 }) => [Name, { dual: Dual }])),
    } satisfies LpSolution;
  };
}
