/** An open timetable: what I change is shown at once and sent one after the other; what others change comes in. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { call, Problem } from "../../api/client.ts";
import type { CellChange, Timetable } from "./api.ts";
import { inverse, rebase, withChanges } from "./stays.ts";

export interface Editing {
  /** as I see it: what the server has, and my changes that are on the way */
  shown: Timetable;
  saving: boolean;
  error: unknown;
  /** changes of mine that were not made because somebody else had changed the same cells */
  lost: CellChange[];
  forget(): void;
  change(changes: readonly CellChange[]): void;
  undo: (() => void) | null;
}

const OVERTAKEN = 412;

export function useEditor(loaded: Timetable): Editing {
  const client = useQueryClient();
  const base = useRef(loaded);
  const waiting = useRef<CellChange[][]>([]);
  const past = useRef<CellChange[][]>([]);
  const busy = useRef(false);
  const [version, setVersion] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const [lost, setLost] = useState<CellChange[]>([]);
  const redraw = useCallback(() => setVersion((n) => n + 1), []);

  // what others changed comes in while nothing of mine is on the way
  useEffect(() => {
    if (busy.current || loaded === base.current) return;
    base.current = loaded;
    redraw();
  }, [loaded, redraw]);

  const send = useCallback(async (): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    setError(null);
    const path = `/api/timetables/${base.current.id}`;
    // an answer that was asked for before would show what was there before
    await client.cancelQueries({ queryKey: ["timetables", base.current.id] });
    while (waiting.current.length > 0) {
      const changes = waiting.current[0]!;
      try {
        base.current = await call<Timetable>(`${path}/cells`, { method: "PUT", body: { changes }, etag: base.current.etag });
        waiting.current.shift();
      } catch (cause) {
        if (!(cause instanceof Problem) || cause.status !== OVERTAKEN) {
          // it was not accepted: what is shown goes back to what is there
          waiting.current = [];
          setError(cause);
          break;
        }
        try {
          base.current = await call<Timetable>(path);
        } catch (failure) {
          waiting.current = [];
          setError(failure);
          break;
        }
        const { kept, lost: gone } = rebase(base.current, changes);
        // a move is made whole or not at all
        if (gone.length > 0) {
          setLost((before) => [...before, ...changes]);
          waiting.current.shift();
        } else waiting.current[0] = kept;
      }
      redraw();
    }
    busy.current = false;
    client.setQueryData(["timetables", base.current.id], base.current);
    redraw();
  }, [client, redraw]);

  const queue = useCallback(
    (changes: readonly CellChange[]) => {
      waiting.current.push([...changes]);
      redraw();
      void send();
    },
    [redraw, send],
  );
  const shown = useMemo(() => withChanges(base.current, waiting.current.flat()), [version]); // eslint-disable-line react-hooks/exhaustive-deps
  const change = useCallback(
    (changes: readonly CellChange[]) => {
      if (changes.length === 0) return;
      past.current.push(inverse(withChanges(base.current, waiting.current.flat()), changes));
      queue(changes);
    },
    [queue],
  );
  const undo = useCallback(() => {
    const last = past.current.pop();
    if (last) queue(last);
  }, [queue]);
  return {
    shown,
    saving: busy.current,
    error,
    lost,
    forget: useCallback(() => setLost([]), []),
    change,
    undo: past.current.length > 0 ? undo : null,
  };
} // prettier-ignore
