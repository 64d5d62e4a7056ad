import { useCallback, useEffect, useRef, useState } from "react";
import { Problem } from "../../api/client.ts";
import { useSavePreferences } from "../api.ts";
import type { Candidate, NamedChoice, OwnPreferences } from "../shapes.ts";
import { draftKey, dropDraft, readDraft, sameChoices, writeDraft } from "./draft.ts";

/** Again so often while the server cannot be reached and something waits to be saved. */
const AGAIN_MS = 10_000;

export interface DraftState {
  choices: NamedChoice[];
  change: (choices: NamedChoice[]) => void;
  /** differs from what the server has */
  dirty: boolean;
  /** the browser keeps what is not saved */
  kept: boolean;
  /** it was left here unsaved and taken up again */
  resumed: string | null;
  save: () => void;
  saving: boolean;
  saved: boolean;
  /** asked to be saved, and the server was not reached */
  waiting: boolean;
  error: unknown;
  /** the list that another window or device saved meanwhile */
  other: OwnPreferences | null;
  takeOther: () => void;
  overwrite: () => void;
  /** back to what is saved */
  drop: () => void;
}

/**
 * A list that is written here and saved there. Every change is kept in the browser at once; a save that does not reach the
 * server is tried again by itself; where another window saved meanwhile nothing is overwritten unasked.
 */
export function useDraft(
  candidate: Candidate,
  list: OwnPreferences,
  refetch: () => Promise<OwnPreferences | null>,
): DraftState {
  const key = draftKey(candidate.id, list.batch, list.round);
  const [begun] = useState(() => readDraft(key));
  const usable = begun !== null && !sameChoices(begun.choices, list.choices);
  const [choices, setChoices] = useState<NamedChoice[]>(usable ? begun.choices : list.choices);
  // what the list here was begun from: a later one on the server is another's
  const [base, setBase] = useState(usable ? { version: begun.version, etag: begun.etag } : { version: list.version, etag: list.etag }); // prettier-ignore
  const [stored, setStored] = useState(list.choices);
  const [resumed, setResumed] = useState(usable ? begun.at : null);
  const [other, setOther] = useState<OwnPreferences | null>(
    usable && begun.version < list.version ? list : null,
  );
  const [kept, setKept] = useState(true);
  const [waiting, setWaiting] = useState(false);
  const saving = useSavePreferences(candidate.seasonId, list.batch, list.round);
  const { mutate, reset } = saving;
  const dirty = !sameChoices(choices, stored);

  const current = useRef(choices);
  useEffect(() => {
    current.current = choices;
  });

  const follow = useCallback(
    (saved: OwnPreferences): void => {
      setBase({ version: saved.version, etag: saved.etag });
      setStored(saved.choices);
      setOther(null);
    },
    [setBase, setStored, setOther],
  );

  const change = (next: NamedChoice[]): void => {
    setChoices(next);
    setWaiting(false);
    reset();
    if (sameChoices(next, stored)) dropDraft(key);
    else setKept(writeDraft(key, { ...base, choices: next, at: new Date().toISOString() }));
  };

  const send = useCallback(
    (sent: NamedChoice[], etag: string): void => {
      mutate(
        { choices: sent, etag },
        {
          onSuccess: (saved) => {
            setWaiting(false);
            setResumed(null);
            follow(saved);
            // what was changed while it was under way is still unsaved, and goes on from what is saved now
            if (sameChoices(current.current, saved.choices)) dropDraft(key);
            else
              writeDraft(key, {
                version: saved.version,
                etag: saved.etag,
                choices: current.current,
                at: new Date().toISOString(),
              });
          },
          onError: (error) => {
            const problem = error instanceof Problem ? error : null;
            setWaiting(problem === null || problem.status === 0 || problem.status >= 502);
            if (problem?.status === 412) void refetch().then((now) => setOther(now));
          },
        },
      );
    },
    [mutate, follow, key, refetch],
  );
  const save = (): void => send(choices, base.etag);

  // a save that did not arrive is tried again, and at once when the connection is back
  const again = useRef(save);
  useEffect(() => {
    again.current = save;
  });
  useEffect(() => {
    if (!waiting) return;
    const retry = (): void => again.current();
    const timer = window.setInterval(retry, AGAIN_MS);
    window.addEventListener("online", retry);
    return () => {
      window.clearInterval(timer);
      window.removeEventListener("online", retry);
    };
  }, [waiting]);

  // another window of this browser saved: its key is taken away, or written by it
  useEffect(() => {
    const look = (event: StorageEvent): void => {
      if (event.key !== key) return;
      void refetch().then((now) => {
        if (!now || now.version === base.version) return;
        if (dirty) setOther(now);
        else {
          follow(now);
          setChoices(now.choices);
        }
      });
    };
    window.addEventListener("storage", look);
    return () => window.removeEventListener("storage", look);
  }, [key, base.version, dirty, refetch, follow]);

  useEffect(() => {
    if (!dirty || kept) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [dirty, kept]);

  return {
    choices,
    change,
    dirty,
    kept,
    resumed,
    save,
    saving: saving.isPending,
    saved: saving.isSuccess && !dirty,
    waiting,
    error: saving.error instanceof Problem && saving.error.status === 412 ? null : saving.error,
    other,
    takeOther: () => {
      if (!other) return;
      setChoices(other.choices);
      follow(other);
      setResumed(null);
      dropDraft(key);
      reset();
    },
    overwrite: () => {
      if (!other) return;
      setBase({ version: other.version, etag: other.etag });
      setOther(null);
      send(choices, other.etag);
    },
    drop: () => {
      setChoices(stored);
      setResumed(null);
      setWaiting(false);
      dropDraft(key);
      reset();
    },
  };
}
