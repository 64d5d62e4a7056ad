import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

/** The folder of an installed package; the same from the source tree and from the bundle in `dist/`. */
export function packageFolder(name: string): string {
  return path.dirname(require.resolve(`${name}/package.json`));
}

/** A folder of the server's source, e.g. `serverFolder("demand", "migrations")`. */
export function serverFolder(...parts: string[]): string {
  return path.join(packageFolder("@tixi/server"), "src", ...parts);
}

/** The root of the checkout: the folder that holds `packages/`. */
export function projectFolder(): string {
  return path.resolve(packageFolder("@tixi/server"), "..", "..");
}
