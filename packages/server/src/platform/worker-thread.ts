import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";

const compiled = new Map<string, Promise<URL>>();

/**
 * Starts a worker thread from a module that lies beside `from`. In the built program it is a bundle of its own
 * beside the main one; from sources it is compiled first, because Node 20 reads no TypeScript in a worker.
 * @param name file name without extension, e.g. "pipeline-worker"
 * @param starts workers beside it that it starts itself: from sources they are compiled along with it
 */
export async function startWorker(
  from: string,
  name: string,
  options: WorkerOptions,
  starts: readonly string[] = [],
): Promise<Worker> {
  if (!from.endsWith(".ts")) return new Worker(new URL(`./${name}.js`, from), options);
  const source = (of: string) => fileURLToPath(new URL(`./${of}.ts`, from));
  const once = (of: string, folder: string) => {
    const key = folder + of;
    let url = compiled.get(key);
    if (!url) compiled.set(key, (url = compile(source(of), of, folder)));
    return url;
  };
  // what a worker starts is looked for under its own name in the worker's folder, as in the built program
  const folder = starts.length > 0 ? `${name}-${process.pid}` : "";
  const [url] = await Promise.all([name, ...starts].map((of) => once(of, folder)));
  return new Worker(url!, options);
}

async function compile(source: string, name: string, own: string): Promise<URL> {
  const require = createRequire(import.meta.url);
  const { build } = (await import(
    pathToFileURL(require.resolve("esbuild")).href
  )) as typeof import("esbuild");
  const result = await build({
    entryPoints: [source],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    write: false,
    sourcemap: "inline",
    plugins: [
      {
        name: "our sources only",
        setup: (setup) =>
          setup.onResolve({ filter: /^[^./]/ }, ({ path }) =>
            path.startsWith("@tixi/") ? undefined : { path, external: true },
          ),
      },
    ],
  });
  // Inside node_modules of the repository, so that data files and packages resolve as from the sources.
  const folder = join(dirname(require.resolve("esbuild/package.json")), "..", ".cache", "tixi", own);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, own === "" ? `${name}-${process.pid}.mjs` : `${name}.js`);
  writeFileSync(file, result.outputFiles[0]!.contents);
  if (own !== "") writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  process.once("exit", () => rmQuietly(own === "" ? file : folder));
  return pathToFileURL(file);
}

function rmQuietly(file: string): void {
  try {
    rmSync(file, { force: true, recursive: true });
  } catch {
    // A file left in a cache folder harms nobody.
  }
}
