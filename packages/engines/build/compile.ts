/** Puts the tables of packages/standards/data and packages/engines/data together into the compiled lexicon. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { standards } from "@tixi/standards";
import { buildAutomaton } from "../src/coding/automaton.ts";
import { foldUnit } from "../src/coding/characters.ts";
import { encodePlain, KIND, type Lexicon, type Parameters } from "../src/coding/lexicon.ts";
import { readTable, standardsFolder } from "./standards.ts";
import * as terms from "./terms.ts";

export const DEFAULT_PARAMETERS: Parameters = {
  decay: 0.25,
  lengthScale: 2.5,
  laterPart: 0.5,
  bracket: 0.35,
  weights: [],
  calibration: [],
  abstainBelow: 0,
};

/** @param root the project's root folder */
export function compileLexicon(root: string): Lexicon {
  const data = join(root, "packages/engines/data");
  const texts = standardsFolder(root);
  const occupations = terms.readOccupations(texts);
  const codes = new Map(occupations.map((o, i) => [o.code, i]));
  const table = new terms.TermTable(codes);
  terms.addNames(table, occupations);
  terms.addAliases(table, join(data, "aliases"));
  terms.addDomains(table, join(data, "domains.tsv"));
  terms.addCompounds(table, join(data, "domains.tsv"), join(data, "compounds.tsv"));
  terms.addHeads(table, join(data, "heads.tsv"));
  terms.addNoise(table, join(data, "noise.tsv"));
  terms.addPlaces(
    table,
    standards().regions.map((region) => region.name),
  );
  terms.addGrams(table, occupations, { maxOccupations: 120, keep: 8, minWeight: 1.5 });

  const entries = [...table.entries]
    .filter(([, e]) => e.kind !== 0)
    .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const names = entries.map(([term]) => term);
  const title = pack(entries.map(([, e]) => e.title));
  const text = pack(entries.map(([, e]) => e.text));
  const heads = headClasses(
    entries.map(([, e]) => e.head),
    occupations.map((o) => o.code),
  );
  const lexicon: Lexicon = {
    version: "",
    occupations: occupations.map((o) => o.code),
    names: occupations.map((o) => o.name),
    terms: names,
    automaton: buildAutomaton(names, foldUnit),
    kinds: Uint8Array.from(entries, ([, e]) => e.kind),
    titleStart: title.start,
    titleOccupation: title.occupation,
    titleWeight: title.weight,
    textStart: text.start,
    textOccupation: text.occupation,
    textWeight: text.weight,
    headClass: heads.of,
    headMembers: heads.members,
    prior: readPrior(join(data, "prior.tsv"), codes),
    ...readProgrammes(codes),
    parameters: readParameters(join(data, "parameters.json")),
  };
  lexicon.version = createHash("sha256").update(encodePlain(lexicon)).digest("hex").slice(0, 12);
  return lexicon;
}

function pack(lists: Map<number, number>[]) {
  const start = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => (start[i + 1] = start[i]! + list.size));
  const occupation = new Uint16Array(start[lists.length]!);
  const weight = new Uint8Array(start[lists.length]!);
  lists.forEach((list, i) => {
    [...list]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .forEach(([o, w], k) => {
        occupation[start[i]! + k] = o;
        weight[start[i]! + k] = Math.max(1, Math.min(255, Math.round(w * 255)));
      });
  });
  return { start, occupation, weight };
}

function headClasses(prefixes: string[], codes: string[]) {
  const distinct = [...new Set(prefixes.filter((p) => p !== ""))].sort();
  const members = new Uint8Array(distinct.length * codes.length);
  distinct.forEach((list, k) => {
    list.split("|").forEach((prefix, rank) => {
      codes.forEach((code, o) => {
        if (!code.startsWith(prefix)) return;
        const at = k * codes.length + o;
        members[at] = Math.max(members[at]!, Math.round(255 * (terms.RANK_WEIGHTS[rank] ?? 0.35)));
      });
    });
  });
  return { of: Uint8Array.from(prefixes, (p) => (p === "" ? 255 : distinct.indexOf(p))), members };
}

function readPrior(path: string, codes: Map<string, number>): Uint8Array {
  const prior = new Uint8Array(codes.size);
  if (!existsSync(path)) return prior;
  for (const row of readTable(path)) {
    const o = codes.get(row.code ?? "");
    if (o !== undefined) prior[o] = Number(row.prior);
  }
  return prior;
}

function readParameters(path: string): Parameters {
  if (!existsSync(path)) return DEFAULT_PARAMETERS;
  return JSON.parse(readFileSync(path, "utf8")) as Parameters;
}

/** Programmes that lead to each occupation, from the links of `@tixi/standards`. */
function readProgrammes(codes: Map<string, number>) {
  const links = new Map<number, Map<string, { level: string; weight: number }>>();
  for (const [code, o] of codes)
    links.set(
      o,
      new Map(
        standards()
          .programmesOf(code)
          .map((link) => [
            link.code,
            { level: standards().findProgramme(link.code)!.level, weight: link.weight },
          ]),
      ),
    );

  const programmes = new Map<string, { code: string; level: string }>();
  for (const per of links.values())
    for (const [code, { level }] of per) programmes.set(code, { code, level });
  const list = [...programmes.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
  const index = new Map(list.map((p, i) => [p.code, i]));
  const start = new Uint32Array(codes.size + 1);
  const flat: { p: number; w: number }[] = [];
  for (let o = 0; o < codes.size; o++) {
    const per = [...(links.get(o) ?? [])].map(([code, { weight }]) => ({ p: index.get(code)!, w: weight }));
    flat.push(...per.sort((a, b) => b.w - a.w || a.p - b.p));
    start[o + 1] = flat.length;
  }
  return {
    programmes: list,
    programmeStart: start,
    programmeIndex: Uint16Array.from(flat, (f) => f.p),
    programmeWeight: Uint8Array.from(flat, (f) => Math.round(f.w * 255)),
  };
}

export { KIND };
