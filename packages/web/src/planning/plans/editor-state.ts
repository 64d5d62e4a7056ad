/** The cells of the open plan in memory: what others change comes in, what I change goes out, and can be taken back. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { call } from "../../api/client.ts";
import { readCells, type Cell, type CellConflict, type EditAnswer, type EditCost } from "./api.ts";

/** How often the editor asks what others changed. */
const LOOK_MS = 4000;

export interface Change {
  offering: string;
  seats?: number;
  locked?: boolean;
}

export interface EditorState {
  cells: Map<string, Cell> | null;
  version: number;
  cost: EditCost | null;
  /** milliseconds from the key to the answer */
  answeredIn: number | null;
  conflicts: CellConflict[];
  error: unknown;
  busy: boolean;
  /** cells that others changed since I look, newest last */
  byOthers: Cell[];
}

/** A batch as it was before, newest last. */
type Undo = Change[];

export function useEditor(plan: string, editable: boolean) {
  const client = useQueryClient();
  const [state, setState] = useState<EditorState>({
    cells: null,
    version: 0,
    cost: null,
    answeredIn: null,
    conflicts: [],
    error: null,
    busy: false,
    byOthers: [],
  });
  const now = useRef(state);
  now.current = state;
  const undo = useRef<Undo[]>([]);
  // one batch after the other: versions follow each other
  const queue = useRef<Promise<void>>(Promise.resolve());

  const load = useCallback(
    async (signal?: AbortSignal) => {
      const { version, cells } = await readCells(plan, null, signal);
      setState((s) => ({ ...s, version, cells: new Map(cells.map((cell) => [cell.offering, cell])) }));
    },
    [plan],
  );

  useEffect(() => {
    const stop = new AbortController();
    const failed = (error: unknown) => {
      if (!stop.signal.aborted) setState((s) => ({ ...s, error }));
    };
    load(stop.signal).catch(failed);
    // the solver warms up while the first rows are looked at
    if (editable) call(`/api/plans/${plan}/desk`, { method: "POST", signal: stop.signal }).catch(failed);
    const timer = setInterval(() => {
      if (now.current.cells === null || document.hidden) return;
      // not in the line of changes: an edit does not wait for a look
      void (async () => {
        const since = now.current.version;
        const { version, cells } = await readCells(plan, since, stop.signal).catch(() => ({ version: since, cells: [] }));
        if (version <= since && cells.length === 0) return;
        setState((s) => ({ ...s, version: Math.max(s.version, version), cells: merged(s.cells, cells), byOthers: [...s.byOthers, ...cells.filter((cell) => cell.by !== "" && (s.cells?.get(cell.offering)?.version ?? 0) < cell.version)].slice(-20) }));
      })();
    }, LOOK_MS);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [plan, editable, load]); // prettier-ignore

  const send = useCallback(
    (changes: Change[], note: string, back: boolean): Promise<void> => {
      const begun = performance.now();
      const run = async () => {
        const cells = now.current.cells!;
        const body = {
          cells: changes.map((change) => ({ ...change, version: cells.get(change.offering)?.version ?? -1 })),
          note,
        };
        const before: Undo = changes.map(({ offering }) => ({
          offering,
          seats: cells.get(offering)!.seats,
          locked: cells.get(offering)!.locked,
        }));
        setState((s) => ({ ...s, busy: true }));
        try {
          const answer = await call<EditAnswer>(`/api/plans/${plan}/cells`, { method: "PUT", body });
          const refused = new Set(answer.conflicts.map((conflict) => conflict.offering));
          const taken = before.filter((change) => !refused.has(change.offering));
          if (!back && taken.length > 0) undo.current.push(taken);
          setState((s) => ({
            ...s,
            busy: false,
            error: null,
            version: Math.max(s.version, answer.version),
            cells: merged(s.cells, [...answer.cells, ...answer.conflicts.map((conflict) => conflict.theirs)]),
            conflicts: answer.conflicts,
            cost: answer.cost ?? s.cost,
            answeredIn: Math.round(performance.now() - begun),
          }));
          void client.invalidateQueries({ queryKey: ["plan", plan], exact: true });
        } catch (error) {
          setState((s) => ({ ...s, busy: false, error }));
        }
      };
      queue.current = queue.current.then(run);
      return queue.current;
    },
    [plan, client],
  );

  return {
    state,
    edit: useCallback((changes: Change[], note = "") => send(changes, note, false), [send]),
    undo: useCallback(async () => {
      const last = undo.current.pop();
      if (last) await send(last, "撤销 / undone", true);
    }, [send]),
    canUndo: undo.current.length > 0,
    settle: useCallback(() => setState((s) => ({ ...s, conflicts: [], error: null })), []),
    reload: load,
  };
}

function merged(cells: Map<string, Cell> | null, changed: readonly Cell[]): Map<string, Cell> | null {
  if (!cells || changed.length === 0) return cells;
  const next = new Map(cells);
  for (const cell of changed) {
    const known = next.get(cell.offering);
    if (!known || known.version <= cell.version) next.set(cell.offering, cell);
  }
  return next;
}
