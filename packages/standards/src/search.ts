/** Search over all tables by code, Chinese name, work type or first letters of the pinyin: 机电一体化, jdyth, 460301. */
import type { Level, SearchHit } from "./types.ts";

export interface Entry {
  kind: SearchHit["kind"];
  code: string;
  name: string;
  level: Level | null;
  hint: string;
  initials: string;
  also: string[];
}

const KINDS: SearchHit["kind"][] = ["programme", "occupation", "certificate", "industry", "region"];
const LIMIT = 20;

export function searcher(entries: readonly Entry[]) {
  return (query: string, options: { kinds?: SearchHit["kind"][]; limit?: number } = {}): SearchHit[] => {
    const q = query.normalize("NFKC").trim().toLowerCase();
    if (q === "") return [];
    const hits: { entry: Entry; rank: number; match: SearchHit["match"] }[] = [];
    for (const entry of entries) {
      if (options.kinds && !options.kinds.includes(entry.kind)) continue;
      const found = match(entry, q);
      if (found) hits.push({ entry, ...found });
    }
    hits.sort(
      (a, b) =>
        a.rank - b.rank ||
        KINDS.indexOf(a.entry.kind) - KINDS.indexOf(b.entry.kind) ||
        a.entry.name.length - b.entry.name.length ||
        (a.entry.code < b.entry.code ? -1 : 1),
    );
    return hits.slice(0, options.limit ?? LIMIT).map(({ entry: { kind, code, name, level, hint }, match }) => ({
      kind, code, name, level, hint, match,
    })); // prettier-ignore
  };
}

/** Lower rank = better: whole code, whole name, beginning, middle, work type, pinyin. */
function match(entry: Entry, q: string): { rank: number; match: SearchHit["match"] } | null {
  const code = entry.code.toLowerCase();
  if (code === q) return { rank: 0, match: entry.code === entry.name ? "name" : "code" };
  const name = entry.name.toLowerCase();
  if (name === q) return { rank: 1, match: "name" };
  if (name.startsWith(q)) return { rank: 2, match: "name" };
  if (/^\d/.test(q) && code.startsWith(q)) return { rank: 2, match: "code" };
  if (name.includes(q)) return { rank: 3, match: "name" };
  if (entry.also.some((word) => word.includes(q))) return { rank: 4, match: "work-type" };
  if (!/^[a-z0-9]+$/.test(q)) return null;
  if (entry.initials === q) return { rank: 5, match: "pinyin" };
  if (entry.initials.startsWith(q)) return { rank: 6, match: "pinyin" };
  if (q.length >= 3 && entry.initials.includes(q)) return { rank: 7, match: "pinyin" };
  return null;
}
