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
 */
export async function startWorker(from: string, name: string, options: WorkerOptions): Promise<Worker> {
  if (!from.endsWith(".ts")) return new Worker(new URL(`./${name}.js`, from), options);
  let url = compiled.get(name);
  if (!url) compiled.set(name, (url = compile(fileURLToPath(new URL(`./${name}.ts`, from)), name)));
  return new Worker(await url, options);
}

async function compile(source: string, name: string): Promise<URL> {
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
  const folder = join(dirname(require.resolve("esbuild/package.json")), "..", ".cache", "tixi");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}-${process.pid}.mjs`);
  writeFileSync(file, result.outputFiles[0]!.contents);
  process.once("exit", () => rmQuietly(file));
  return pathToFileURL(file);
}

function rmQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // A file left in a cache folder harms nobody.
  }
}
