/** Coding of postings to the Occupational Classification of 2022 with its additions of 2024 and 2025. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createCoder, type Coder } from "./coder.ts";
import { decode, type Lexicon } from "./lexicon.ts";

export type { Alias } from "./aliases.ts";
export { createCoder, MOST_CANDIDATES, Ranking, type Coder, type CodingInput } from "./coder.ts";
export { calibrationError, evaluate, minorGroup, type Answer, type Quality } from "./evaluate.ts";
export type { Lexicon } from "./lexicon.ts";

/** Lexicons that were read, by folder: a process reads each once. */
const read = new Map<string, Lexicon>();

/**
 * The compiled lexicon (about 0.1 s when first read).
 * @param dataDir folder with lexicon.bin; the one that Tixi carries unless said otherwise
 * @throws Error when there is no lexicon in the folder
 */
export function loadLexicon(dataDir: string = carriedFolder()): Lexicon {
  let lexicon = read.get(dataDir);
  if (!lexicon) read.set(dataDir, (lexicon = decode(readFileSync(join(dataDir, "lexicon.bin")))));
  return lexicon;
}

/** A coder over a compiled lexicon. With reviewed synonyms: `createCoder(loadLexicon(), aliases)`. */
export function loadCoder(dataDir?: string): Coder {
  return createCoder(loadLexicon(dataDir));
}

function carriedFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve("@tixi/engines/package.json")), "data");
}
