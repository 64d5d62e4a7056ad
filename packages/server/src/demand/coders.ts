import type { Coder } from "@tixi/engines/coding";
import { coderWith, type AcceptedAlias } from "./posting-engines.ts";

let last: { key: string; coder: Coder } | undefined;

/** The coder with an installation's aliases; made anew (a fifth of a second) only after the aliases changed. */
export function coderFor(aliases: readonly AcceptedAlias[]): Coder {
  const key = aliases.map(({ alias, occupation }) => `${alias}\t${occupation}`).join("\n");
  if (last?.key !== key) last = { key, coder: coderWith(aliases) };
  return last.coder;
}
