/** npx tsx packages/engines/build/lexicon.ts — compiles packages/engines/data/lexicon.bin */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encode } from "../src/coding/lexicon.ts";
import { compileLexicon } from "./compile.ts";

const root = join(fileURLToPath(import.meta.url), "../../../..");
const lexicon = compileLexicon(root);
const bytes = encode(lexicon);
writeFileSync(join(root, "packages/engines/data/lexicon.bin"), bytes);
console.log(
  `${lexicon.terms.length} terms, ${lexicon.occupations.length} occupations, ${lexicon.automaton.base.length} states, ` +
    `${bytes.length} bytes, version ${lexicon.version}`,
);
