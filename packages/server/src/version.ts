import fs from "node:fs";
import path from "node:path";
import { packageFolder } from "./platform/config/folders.ts";

/** The version of this Tixi, e.g. `0.1.0`. */
export const version = (
  JSON.parse(fs.readFileSync(path.join(packageFolder("@tixi/server"), "package.json"), "utf8")) as {
    version: string;
  }
).version;
