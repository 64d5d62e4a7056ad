#!/usr/bin/env node
// The built command; builds it first where that has not happened.
import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const built = fileURLToPath(new URL("../../server/dist/tixi.js", import.meta.url));
if (!existsSync(built)) {
  const { build } = await import("../../../scripts/lib/build.mjs");
  await build();
}
const { run } = await import(pathToFileURL(built).href);
process.exitCode = await run(process.argv.slice(2));
if (process.argv[2] !== "serve") process.exit();
