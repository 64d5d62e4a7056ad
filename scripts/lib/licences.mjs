// What is shipped may be used by a public office without asking anybody: only permissive licences.
import { createRequire } from "node:module";
import { root } from "./project.mjs";

const checker = createRequire(import.meta.url)("license-checker-rseidelsohn");
const ADMITTED = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "CC-BY-4.0",
  "Unlicense",
  "Python-2.0",
  "OFL-1.1",
  "MPL-2.0",
  "Zlib",
  "PostgreSQL",
  "WTFPL",
  "(MIT OR GPL-3.0-or-later)",
  "(MIT AND Zlib)",
  "Artistic-2.0",
]);

const found = await new Promise((resolve, reject) =>
  checker.init({ start: root, production: true }, (error, packages) =>
    error ? reject(error) : resolve(packages),
  ),
);
const refused = Object.entries(found).filter(
  ([name, { licenses }]) => !/^(@tixi\/|tixi@)/.test(name) && !isAdmitted(String(licenses)),
);
for (const [name, { licenses }] of refused) console.log(`${name}: ${String(licenses)}`);
process.exit(refused.length > 0 ? 1 : 0);

/** `MIT*` is a guess from the text; of alternatives one admitted is enough, of a conjunction all must be. */
function isAdmitted(licence) {
  const plain = licence.replaceAll("*", "").trim();
  if (ADMITTED.has(plain)) return true;
  const inner = plain.replace(/^\((.*)\)$/, "$1");
  if (inner.includes(" OR ")) return inner.split(" OR ").some((part) => isAdmitted(part));
  if (/ AND |,/.test(inner)) return inner.split(/ AND |,/).every((part) => isAdmitted(part));
  return ADMITTED.has(inner);
}
