/** Coding of postings to the Occupational Classification of 2022 with its additions of 2024 and 2025. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Alias } from "./aliases.ts";
import { createCoder, type Coder } from "./coder.ts";
import { decode, type Lexicon } from "./lexicon.ts";

export type { Alias } from "./aliases.ts";
export { createCoder, MOST_CANDIDATES, Ranking, type Coder, type CodingInput } from "./coder.ts";
export type { Lexicon } from "./lexicon.ts";

let compiled: Lexicon | undefined;

/** The lexicon that Tixi carries; read once (about 0.1 s). */
export function loadLexicon(): Lexicon {
  if (!compiled) {
    const folder = dirname(createRequire(import.meta.url).resolve("@tixi/engines/package.json"));
    compiled = decode(readFileSync(join(folder, "data", "lexicon.bin")));
  }
  return compiled;
}

/** A coder over the carried lexicon. @param aliases reviewed synonyms of the installation */
export function loadCoder(aliases: readonly Alias[] = []): Coder {
  return createCoder(loadLexicon(), aliases);
}
