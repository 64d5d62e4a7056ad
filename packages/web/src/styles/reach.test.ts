import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

/*
 * Stylesheets come with the pages that import them and stay until the browser is closed. A page whose classes are styled
 * by another page's sheet looks right only to who came by way of that page.
 */
const ROOT = path.join(import.meta.dirname, "..");
const here = (file: string): string => path.relative(ROOT, file);
const texts = new Map<string, string>();
const read = (file: string): string => {
  const text = texts.get(file) ?? fs.readFileSync(file, "utf8");
  texts.set(file, text);
  return text;
};

const sheets = fs
  .readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".css"))
  .map((name) => path.join(ROOT, name));
const selectorsOf = (sheet: string): string => read(sheet).replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/\{[^{}]*\}/g, "{}"); // prettier-ignore
const classesIn = (text: string): string[] =>
  [...text.matchAll(/\.([a-z][\w-]*)/gi)].map((match) => match[1]!);
const classesOf = new Map(sheets.map((sheet) => [sheet, new Set(classesIn(selectorsOf(sheet)))]));
const styled = new Set([...classesOf.values()].flatMap((classes) => [...classes]));

const imported = new Map<string, string[]>();
function importsOf(file: string): string[] {
  const known = imported.get(file);
  if (known) return known;
  const matches = read(file).matchAll(/(?:^|\})[^"\n]*? from "(\.[^"]+)"|^import "(\.[^"]+)"/gm);
  const found = [...matches]
    .map(([, from, alone]) => path.resolve(path.dirname(file), (from ?? alone)!))
    .filter((next) => /\.(tsx?|css)$/.test(next) && here(next) !== "routes.tsx");
  imported.set(file, found);
  return found;
}

/** A file and all that it imports at once; what a page loads later has pages of its own. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!file.endsWith(".css")) for (const next of importsOf(file)) reached(next, seen);
  return seen;
}

const written = new Map<string, string[]>();
/** The classes that a file writes; a word that something is compared with is none. */
function drawn(file: string): string[] {
  const known = written.get(file) ?? wordsOf(file);
  written.set(file, known);
  return known;
}
function wordsOf(file: string): string[] {
  const attributes = [...read(file).matchAll(/className=(?:"([^"]*)"|\{((?:[^{}]|\{[^{}]*\})*)\})/g)];
  return attributes
    .flatMap(([, plain, computed = ""]) =>
      plain !== undefined
        ? plain
        : [...computed.replaceAll(/[!=]== ["'][^"']*["']/g, "").matchAll(/["'`]([^"'`]*)["'`]/g)].map(
            (match) => match[1]!,
          ),
    )
    .flatMap((words) => words.split(/\s+|\$\{[^}]*\}/))
    .filter((word) => styled.has(word));
}

const routes = [...read(path.join(ROOT, "routes.tsx")).matchAll(/import\("(\.[^"]+)"\)/g)].map((match) =>
  path.resolve(ROOT, match[1]!),
);
const everywhere = reached(path.join(ROOT, "main.tsx"));

describe("the styles of the pages", () => {
  it("are loaded by every page that draws their classes", () => {
    const missing = new Set<string>();
    for (const route of routes) {
      const files = reached(route);
      const loaded = [...everywhere, ...files].flatMap((file) => [...(classesOf.get(file) ?? [])]);
      const has = new Set(loaded);
      for (const file of files)
        if (file.endsWith(".tsx"))
          for (const name of drawn(file))
            if (!has.has(name)) missing.add(`${here(file)}: .${name} is styled elsewhere`);
    }
    expect(routes.length).toBeGreaterThan(100);
    expect([...missing]).toEqual([]);
  });

  it("give a class its looks in one place", () => {
    const owners = new Map<string, string[]>();
    for (const sheet of sheets)
      for (const name of new Set(
        [...selectorsOf(sheet).matchAll(/(?:^|[},]|\*\/)\s*\.([a-z][\w-]*)(?=\s*[,{])/gi)].map(
          (match) => match[1]!,
        ),
      ))
        // prettier-ignore
        owners.set(name, [...(owners.get(name) ?? []), here(sheet)]);
    const twice = [...owners].filter(([, files]) => files.length > 1);
    expect(twice.map(([name, files]) => `.${name}: ${files.join(", ")}`)).toEqual([]);
  });

  it("are of classes that somebody draws", () => {
    const sources = fs.readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
    const words = new Set(sources.flatMap((name) => read(path.join(ROOT, name)).split(/[^\w-]+/)));
    const dead = sheets.flatMap((sheet) =>
      [...classesOf.get(sheet)!]
        // Ant Design's own, and what is put together of a beginning and a value: `c-${column}`
        .filter((name) => !name.startsWith("ant-") && !words.has(name) && !words.has(name.replace(/[^-]*$/, "")))
        .map((name) => `${here(sheet)}: .${name}`),
    );
    expect(dead).toEqual([]);
  });
}); // prettier-ignore
