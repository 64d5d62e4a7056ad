/** What the programme profiles name; read when the first one is asked for. */
import { list, readRows } from "./tables.ts";
import type { Programme, ProgrammeProfile } from "./types.ts";

type Onward = ProgrammeProfile["onward"][number];
interface Stored {
  assigned: string;
  profile: Omit<ProgrammeProfile, "from">;
}

export interface ProfileReader {
  (code: string): ProgrammeProfile;
  /** how the profile was assigned to the programme: explicit, order, order-tail, "" = there is no profile */
  assigned(code: string): string;
}

export function profileReader(programmes: readonly Programme[]): ProfileReader {
  let stored: Map<string, Stored> | undefined;
  let from: Map<string, ProgrammeProfile["from"]> | undefined;
  const read = () => (stored ??= readProfiles());
  const reader = (code: string): ProgrammeProfile => {
    from ??= leadingTo(read(), programmes);
    return { ...(read().get(code)?.profile ?? EMPTY), from: from.get(code) ?? [] };
  };
  return Object.assign(reader, { assigned: (code: string) => read().get(code)?.assigned ?? "" });
}

const EMPTY: Omit<ProgrammeProfile, "from"> = {
  orientation: [],
  posts: [],
  basicCourses: [],
  coreCourses: [],
  certificates: [],
  onward: [],
  teachingStandard: null,
};

function readProfiles(): Map<string, Stored> {
  const columns = [
    "code",
    "assigned",
    "orientation",
    "posts",
    "basic",
    "core",
    "certificates",
    "onward",
    "standard",
  ] as const;
  return new Map(
    readRows("profile", columns).map((row) => [
      row.code,
      {
        assigned: row.assigned,
        profile: {
          orientation: list(row.orientation).map(named),
          posts: list(row.posts),
          basicCourses: list(row.basic),
          coreCourses: list(row.core),
          certificates: list(row.certificates).map((cell) => {
            const [kind, name] = split(cell, ":");
            return { kind, name };
          }),
          onward: list(row.onward).map((cell) => {
            const [level, rest] = split(cell, ":");
            return { level: level as Onward["level"], ...named(rest) };
          }),
          teachingStandard: row.standard || null,
        },
      },
    ]),
  );
}

function split(cell: string, at: string): [string, string] {
  const i = cell.indexOf(at);
  return i < 0 ? [cell, ""] : [cell.slice(0, i), cell.slice(i + 1)];
}

function named(cell: string): { name: string; code: string | null } {
  const [name, code] = split(cell, "@");
  return { name, code: code || null };
}

function leadingTo(
  stored: Map<string, Stored>,
  programmes: readonly Programme[],
): Map<string, ProgrammeProfile["from"]> {
  const from = new Map<string, ProgrammeProfile["from"]>();
  for (const { code, name, level } of programmes)
    for (const onward of stored.get(code)?.profile.onward ?? [])
      if (onward.code) {
        const list = from.get(onward.code) ?? [];
        if (list.length === 0) from.set(onward.code, list);
        list.push({ code, name, level });
      }
  return from;
}
