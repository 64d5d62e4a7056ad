// `npm start`: installs what is missing, builds what changed, serves.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "./lib/build.mjs";
import { install } from "./lib/install.mjs";
import { requireNode, root } from "./lib/project.mjs";

requireNode();
await install();
await build();
const { serve } = await import(pathToFileURL(path.join(root, "packages", "server", "dist", "main.js")).href);
await serve();
