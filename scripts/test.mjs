// `npm test`: the tests of all packages on a real database, then the journey in a browser where there is one.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { build } from "./lib/build.mjs";
import { findChromium } from "./lib/chromium.mjs";
import { install } from "./lib/install.mjs";
import { bin, requireNode, root, run } from "./lib/project.mjs";

requireNode();
await install();
await build();

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tixi-results-"));
const counted = { passed: 0, failed: 0, skipped: 0 };

await vitest();
if (process.argv.length <= 2) await journey();
fs.rmSync(folder, { recursive: true, force: true });
console.log(
  `${counted.passed} passed, ${counted.failed} failed${counted.skipped ? `, ${counted.skipped} skipped` : ""}`,
);
process.exit(counted.failed > 0 ? 1 : 0);

async function vitest() {
  const file = path.join(folder, "vitest.json");
  const words = [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
    ...process.argv.slice(2),
  ];
  const code = await run(process.execPath, [
    path.join(root, "node_modules", "vitest", "vitest.mjs"),
    ...words,
  ]);
  const result = read(file);
  const failedFiles = (result?.testResults ?? []).filter(
    (suite) => suite.status === "failed" && suite.assertionResults.length === 0,
  ).length;
  count({
    passed: result?.numPassedTests ?? 0,
    failed: (result?.numFailedTests ?? 0) + failedFiles,
    skipped: (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0),
  });
  // A run that broke before or after its tests is a failure too.
  if (code !== 0 && counted.failed === 0) counted.failed++;
}

async function journey() {
  if (!fs.existsSync(path.join(root, "e2e", "playwright.config.ts"))) return;
  const chromium = findChromium();
  if (!chromium) {
    console.log(
      "SKIPPED the journey in the browser: no Chromium was found. Install it (Debian: apt-get install chromium) or set CHROMIUM.",
    );
    counted.skipped++;
    return;
  }
  const file = path.join(folder, "playwright.json");
  const env = {
    ...process.env,
    CHROMIUM: chromium,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  };
  const code = await run(
    process.execPath,
    [bin("playwright"), "test", "--config", "e2e/playwright.config.ts", "--reporter=line,json"],
    { env },
  );
  const stats = read(file)?.stats;
  count({
    passed: stats?.expected ?? 0,
    failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0),
    skipped: stats?.skipped ?? 0,
  });
  if (code !== 0 && !(stats?.unexpected > 0)) counted.failed++;
}

function count(more) {
  for (const key of Object.keys(counted)) counted[key] += more[key];
}

function read(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : null;
}
