/** One member that is another after than before; null = it was not there. */
export interface Difference {
  /** where it stands, e.g. `counts.accepted` or `roles[1]` */
  field: string;
  before: string | null;
  after: string | null;
}

/** What changed between two JSON values, member by member; what stayed is left out. */
export function differences(before: unknown, after: unknown): Difference[] {
  const [old, now] = [new Map<string, string>(), new Map<string, string>()];
  flatten(before, "", old);
  flatten(after, "", now);
  const found: Difference[] = [];
  for (const field of new Set([...old.keys(), ...now.keys()])) {
    const one = { field, before: old.get(field) ?? null, after: now.get(field) ?? null };
    if (one.before !== one.after) found.push(one);
  }
  return found;
}

function flatten(value: unknown, path: string, into: Map<string, string>): void {
  if (value === null || value === undefined) return;
  if (typeof value !== "object") {
    into.set(path, String(value));
    return;
  }
  const members = Array.isArray(value)
    ? value.map((item, n) => [`${path}[${n}]`, item] as const)
    : Object.entries(value).map(([key, item]) => [path ? `${path}.${key}` : key, item] as const);
  for (const [name, item] of members) flatten(item, name, into);
}
