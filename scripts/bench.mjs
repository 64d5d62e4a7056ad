// `npm run bench`: prints every figure the README claims, measured now. `npm run bench -- coding` runs a part.
import { build } from "./lib/build.mjs";
import { install } from "./lib/install.mjs";
import { requireNode, run } from "./lib/project.mjs";

requireNode();
await install();
await build();
process.exit(await run(process.execPath, ["--import", "tsx", "bench/main.ts", ...process.argv.slice(2)]));
