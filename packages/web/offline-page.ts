import { createHash } from "node:crypto";
import type { Plugin } from "vite";

interface Chunk {
  type: "chunk" | "asset";
  fileName: string;
  isEntry?: boolean;
  facadeModuleId?: string | null;
  moduleIds?: string[];
  imports?: string[];
  viteMetadata?: { importedCss?: Set<string> };
}

/**
 * Writes the service worker that lets one page open without a network. It knows the files of that page by the build: those of
 * the entry, the page and the words, with all they import. Nothing else is kept, answers of the API least of all.
 */
export function offlinePage(of: { page: string; path: string; file: string }): Plugin {
  return {
    name: "offline-page",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle) as unknown as Chunk[];
      const wanted = (chunk: Chunk): boolean =>
        chunk.isEntry === true ||
        [of.page, "src/i18n/zh-CN.ts", "src/i18n/en.ts"].some((name) => chunk.facadeModuleId?.endsWith(name));
      const files = new Set<string>();
      const add = (chunk: Chunk | undefined): void => {
        if (!chunk || chunk.type !== "chunk" || files.has(chunk.fileName)) return;
        files.add(chunk.fileName);
        for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css);
        for (const name of chunk.imports ?? []) add(bundle[name] as unknown as Chunk | undefined);
      };
      const roots = chunks.filter((chunk) => chunk.type === "chunk" && wanted(chunk));
      if (roots.length < 4) this.error(`the page ${of.page}, the entry or its words are not in the bundle`);
      roots.forEach(add);
      const list = [...files].sort().map((name) => `/${name}`);
      const version = createHash("sha256").update(JSON.stringify(list)).digest("hex").slice(0, 16);
      this.emitFile({ type: "asset", fileName: of.file, source: worker(of.path, version, list) });
    },
  };
}

const worker = (
  path: string,
  version: string,
  files: readonly string[],
): string => `// Made by the build (offline-page.ts).
const PAGE = ${JSON.stringify(path)};
const KEPT = "tixi-offline-${version}";
const FILES = new Set(${JSON.stringify(files)});
const PATIENCE = 5000;
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([PAGE, ...FILES])).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("tixi-offline-") && name !== KEPT;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});
// the newest page where the network gives it in time, else the kept one with the files that belong to it
async function page(request) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
  try {
    return await Promise.race([fetch(request), late]);
  } catch {
    return (await caches.match(PAGE)) ?? fetch(request);
  }
}
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (url.pathname === PAGE) event.respondWith(page(event.request));
  } else if (FILES.has(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((found) => found ?? fetch(event.request)));
  }
});
`;
