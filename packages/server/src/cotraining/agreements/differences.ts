import type { z } from "zod";
import type { Clause } from "./kinds.ts";
import type * as s from "./schemas.ts";

/** Clause by clause, what another version changes; in the order of the later one, what went out at the end. */
export function differencesOf(from: readonly Clause[], to: readonly Clause[]): z.infer<typeof s.differences>["clauses"] {
  const before = new Map(from.map((one) => [one.key, one]));
  const after = new Set(to.map(({ key }) => key));
  return [
    ...to.map(({ key, title, text }) => {
      const old = before.get(key);
      const change = old === undefined ? ("added" as const) : old.text === text && old.title === title ? ("same" as const) : ("changed" as const);
      return { key, title, change, before: old?.text ?? "", after: text };
    }),
    ...from.filter(({ key }) => !after.has(key)).map(({ key, title, text }) => ({ key, title, change: "removed" as const, before: text, after: "" })),
  ];
} // prettier-ignore
