import fastifyStatic from "@fastify/static";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { App } from "./app.ts";
import { NotFound } from "./problems.ts";

const NOT_BUILT = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>体系 Tixi</title>
<p>网页尚未构建。请运行 <code>npm start</code>。<br>The web pages have not been built; run <code>npm start</code>.</p></html>`;

/**
 * Serves the built pages of a folder: files under `assets/` carry their hash in the name and stay for ever, every
 * other address that is no file is a page of the application and gets index.html. Files compressed at build time
 * (`.br`, `.gz` beside them) are sent as they are.
 */
export async function installWeb(app: App, folder: string): Promise<void> {
  const index = path.join(folder, "index.html");
  if (!fs.existsSync(index)) {
    app.get("/*", { access: "open", schema: { hide: true } }, async (request, reply) => {
      if (!isPage(request.url)) throw new NotFound();
      return reply.code(503).type("text/html; charset=utf-8").send(NOT_BUILT);
    });
    return;
  }
  const inline = inlineScripts(fs.readFileSync(index, "utf8"));
  const files = listFiles(folder);
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    index: false,
  });
  app.get("/*", { access: "open", schema: { hide: true } }, async (request, reply) => {
    const name = nameOf(request.url);
    if (name !== null && files.has(name)) {
      const forever = name.startsWith("assets/");
      return reply
        .header("cache-control", forever ? "public, max-age=31536000, immutable" : "no-cache")
        .sendFile(name);
    }
    if (!isPage(request.url)) throw new NotFound();
    const policy = reply.getHeader("content-security-policy");
    if (typeof policy === "string" && inline.length > 0) {
      reply.header(
        "content-security-policy",
        policy.replace("script-src 'self'", `script-src 'self' ${inline.join(" ")}`),
      );
    }
    return reply.header("cache-control", "no-cache").sendFile("index.html");
  });
}

/** An address without a file's ending that is not of the API. */
function isPage(url: string): boolean {
  const pathname = url.split("?")[0] ?? "/";
  return !/^\/api(\/|$)/.test(pathname) && !/\.[a-z0-9]{1,8}$/i.test(pathname);
}

function nameOf(url: string): string | null {
  try {
    const name = decodeURIComponent(url.split("?")[0] ?? "").replace(/^\//, "");
    return name === "" || name === "index.html" || name.endsWith(".br") || name.endsWith(".gz") ? null : name;
  } catch {
    return null;
  }
}

/** The files there are: what is asked for is looked up here and never put together into a path. */
function listFiles(folder: string): Set<string> {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Set(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"),
      ),
  );
}

/** The hashes by which the content policy admits the page's own inline scripts, and no others. */
export function inlineScripts(html: string): string[] {
  const found = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  return found.map(
    ([, text]) =>
      `'sha256-${createHash("sha256")
        .update(text ?? "")
        .digest("base64")}'`,
  );
}
