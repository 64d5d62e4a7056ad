// `npm run check`: types, style, direction of imports, unused code, licences, drift of generated files.
import { findDrift } from "./lib/drift.mjs";
import { install } from "./lib/install.mjs";
import { bin, capture, requireNode } from "./lib/project.mjs";

requireNode();
await install();

const node = process.execPath;
const sources = "packages/*/{src,build}/**/*.{ts,tsx}";
const checks = [
  ["types (tsc)", () => capture(node, ["--max-old-space-size=4096", bin("tsc"), "--noEmit", "-p", "."])],
  [
    "rules (eslint)",
    () => capture(node, ["--max-old-space-size=4096", bin("eslint"), "--max-warnings", "0", "."]),
  ],
  [
    "layout (prettier)",
    () =>
      capture(node, [
        bin("prettier"),
        "--check",
        "--log-level",
        "warn",
        sources,
        "{bench,e2e}/**/*.ts",
        "scripts/**/*.{mjs,ts}",
      ]),
  ],
  [
    "direction of imports (dependency-cruiser)",
    () => capture(node, [bin("depcruise"), "--config", ".dependency-cruiser.cjs", "packages", "bench"]),
  ],
  ["unused code (knip)", () => capture(node, [bin("knip"), "--no-progress"])],
  ["licences", () => capture(node, ["scripts/lib/licences.mjs"])],
  ["generated files", findDrift],
];

const wanted = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const [name, check] of checks) {
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
  const started = performance.now();
  const { code, output } = await check();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok  " : "FAIL"} ${name} ${seconds} s`);
  if (code === 0) passed++;
  else {
    failed++;
    console.log(output.trimEnd().replace(/^/gm, "     "));
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
