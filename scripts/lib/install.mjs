import fs from "node:fs";
import path from "node:path";
import { root, run } from "./project.mjs";

/** Installs the packages of package-lock.json where they are missing or others; about 10 ms where all is well. */
export async function install() {
  const lacking = whatIsLacking();
  if (lacking === null) return;
  console.log(`正在安装依赖（约一分钟） Installing packages (${lacking}) …`);
  const words = ["--no-audit", "--no-fund", "--loglevel=error"];
  if ((await run("npm", ["ci", ...words], { shell: process.platform === "win32" })) === 0) return;
  // A registry that does not carry the packages of every platform breaks `npm ci`, which wants all of the lock.
  console.log("npm ci 未成功，改用 npm install。 Trying npm install instead …");
  if ((await run("npm", ["install", ...words], { shell: process.platform === "win32" })) === 0) return;
  console.error(
    "依赖未能安装，请检查网络与 npm 的软件源设置。 The packages could not be installed: check the network and npm's registry.",
  );
  process.exit(1);
}

/** Compares the lock with what npm says it has installed. */
function whatIsLacking() {
  const wanted = read(path.join(root, "package-lock.json"));
  const present = read(path.join(root, "node_modules", ".package-lock.json"));
  if (!present) return "first time";
  for (const [name, entry] of Object.entries(wanted?.packages ?? {})) {
    if (!name.includes("node_modules/") || entry.optional || entry.devOptional || entry.peer) continue;
    const found = present.packages?.[name];
    if (!found || found.version !== entry.version || !fs.existsSync(path.join(root, name)))
      return name.replace(/^.*node_modules\//, "");
  }
  return null;
}

function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
