import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { root, run } from "./project.mjs";

const packages = path.join(root, "packages");
const SERVER_OUT = path.join(packages, "server", "dist");
const WEB_OUT = path.join(packages, "web", "dist");

/** Builds the server's bundles and the web pages where their sources changed since the last build. */
export async function build() {
  const lock = path.join(root, "package-lock.json");
  const self = path.join(root, "scripts", "lib", "build.mjs");
  await buildWhenChanged(
    "server",
    SERVER_OUT,
    [
      ...["standards", "engines", "server", "cli"].map((name) => path.join(packages, name, "src")),
      lock,
      self,
    ],
    buildServer,
  );
  await buildWhenChanged(
    "web",
    WEB_OUT,
    [
      ...["src", "public", "index.html", "vite.config.ts"].map((name) => path.join(packages, "web", name)),
      ...["rotation", "rotation-check", "lawful"].map((name) => path.join(packages, "engines", "src", name)),
      lock,
      self,
    ],
    buildWeb,
  );
}

async function buildWhenChanged(name, out, sources, make) {
  const stamp = path.join(out, ".built-from");
  const hash = hashOf(sources);
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === hash) return;
  console.log(`正在构建 Building ${name} …`);
  if ((await make(out)) === false) return;
  fs.mkdirSync(out, { recursive: true });
  fs.writeFileSync(stamp, hash);
}

/** Hash over names and contents of all files, tests left out. */
function hashOf(sources) {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of filesOf(source)) {
      if (/\.test\.tsx?$/.test(file)) continue;
      hash.update(path.relative(root, file)).update("\0").update(fs.readFileSync(file)).update("\0");
    }
  }
  return hash.digest("hex");
}

function filesOf(source) {
  const stat = fs.statSync(source, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [source];
  return fs
    .readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/**
 * One bundle a process or thread: the server, the command line, and every `*-worker.ts`. Packages stay outside and are
 * found from packages/server, whose dependencies they are.
 */
async function buildServer(out) {
  const esbuild = await import("esbuild");
  fs.rmSync(out, { recursive: true, force: true });
  const workers = filesOf(path.join(packages, "server", "src")).filter((file) => file.endsWith("-worker.ts"));
  const entries = { main: path.join(packages, "server", "src", "main.ts") };
  for (const file of workers) entries[path.basename(file, ".ts")] = file;
  const command = { tixi: path.join(packages, "cli", "src", "main.ts") };
  const options = {
    outdir: out,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: true,
    logLevel: "error",
    legalComments: "none",
    chunkNames: "chunk-[hash]",
    plugins: [ourSourcesOnly],
  };
  try {
    await esbuild.build({ ...options, entryPoints: { ...entries, ...command } });
  } catch {
    console.error(
      "命令行工具未能构建。 The command `tixi` could not be built; the server is built without it.",
    );
    await esbuild.build({ ...options, entryPoints: entries });
  }
  // Its helper process would otherwise stay beside the server.
  await esbuild.stop();
}

const ourSourcesOnly = {
  name: "our sources only",
  setup: (setup) =>
    setup.onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
      kind === "entry-point" || name.startsWith("@tixi/") ? undefined : { path: name, external: true },
    ),
};

/** @returns false where the pages could not be built */
async function buildWeb(out) {
  const require = createRequire(path.join(packages, "web", "package.json"));
  const vite = path.join(path.dirname(require.resolve("vite/package.json")), "bin", "vite.js");
  const code = await run(process.execPath, [vite, "build", "--logLevel", "warn"], {
    cwd: path.join(packages, "web"),
  });
  if (code !== 0) {
    // The server is of use without its pages and says on each of them that they are missing.
    console.error("网页构建失败，仅提供接口。 The web pages could not be built; only the API is served.");
    return false;
  }
  await compress(out);
}

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

/** Puts `.br` and `.gz` beside every text file that is worth it, so that no request compresses. */
async function compress(folder) {
  const texts = filesOf(folder).filter((file) => /\.(js|css|html|svg|json|txt|webmanifest)$/.test(file));
  await Promise.all(
    texts.map(async (file) => {
      const content = fs.readFileSync(file);
      if (content.length < 1024) return;
      const quality = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 10 } };
      fs.writeFileSync(`${file}.br`, await brotli(content, quality));
      fs.writeFileSync(`${file}.gz`, await gzip(content, { level: 9 }));
    }),
  );
}

if (process.argv[1] === new URL(import.meta.url).pathname) await build();
