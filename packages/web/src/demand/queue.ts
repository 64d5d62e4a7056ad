/** The queue of the review page: what a key means, and where one goes after a decision. */
import type { Candidate } from "./api.ts";

export type Command =
  | { do: "code"; code: string }
  | { do: "abstain" }
  | { do: "move"; by: 1 | -1 }
  | { do: "undo" }
  | { do: "other" };

/**
 * What a key does on the review page. Enter and 1 take the first candidate, 2–5 the others, 0 says that no occupation
 * fits. Keys of the page's frame (`/`, `?`, `g` …) are not taken.
 */
export function commandOf(key: string, candidates: readonly Candidate[]): Command | null {
  if (key === "j" || key === "ArrowDown") return { do: "move", by: 1 };
  if (key === "k" || key === "ArrowUp") return { do: "move", by: -1 };
  if (key === "u") return { do: "undo" };
  if (key === "o") return { do: "other" };
  if (key === "0") return { do: "abstain" };
  const at = key === "Enter" ? 0 : /^[1-5]$/.test(key) ? Number(key) - 1 : -1;
  const candidate = candidates[at];
  return candidate ? { do: "code", code: candidate.code } : null;
}

/** The next one that is not decided yet, after `from` or else before it; null when all are. */
export function nextOpen(
  ids: readonly string[],
  decided: ReadonlySet<string>,
  from: string | null,
): string | null {
  const start = from === null ? -1 : ids.indexOf(from);
  for (let step = 1; step <= ids.length; step++) {
    const id = ids[(start + step + ids.length) % ids.length];
    if (id !== undefined && id !== from && !decided.has(id)) return id;
  }
  return null;
}
