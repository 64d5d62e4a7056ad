import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileLexicon } from "../../build/compile.ts";
import { buildAutomaton, step } from "./automaton.ts";
import { foldTerm, foldUnit } from "./characters.ts";
import { calibrationError, evaluate } from "./evaluate.ts";
import { loadLexicon } from "./index.ts";
import { decode, encode, encodePlain } from "./lexicon.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const DATA = join(import.meta.dirname, "../../data");

describe("the automaton", () => {
  it("finds exactly the terms that stand in a text", () => {
    const word = fc.string({
      unit: fc.constantFrom("电", "工", "a", "维", "修"),
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, maxLength: 30 }),
        word,
        word,
        word,
        (terms, ...parts) => {
          const text = parts.join("");
          const automaton = buildAutomaton(terms, foldUnit);
          const found: string[] = [];
          let state = 0;
          for (let k = 0; k < text.length; k++) {
            state = step(automaton, state, automaton.classes[text.charCodeAt(k)]!);
            let out = automaton.term[state]! >= 0 ? state : automaton.link[state]!;
            for (; out !== 0; out = automaton.link[out]!) found.push(`${terms[automaton.term[out]!]} ${k}`);
          }
          const expected: string[] = [];
          for (let k = 0; k < text.length; k++)
            for (const term of terms) if (text.slice(0, k + 1).endsWith(term)) expected.push(`${term} ${k}`);
          expect(found.sort()).toEqual(expected.sort());
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe("the lexicon", () => {
  it("survives its file format", () => {
    const lexicon = loadLexicon();
    expect(Buffer.compare(encodePlain(decode(encode(lexicon))), encodePlain(lexicon))).toBe(0);
  });

  it.skipIf(!existsSync(join(ROOT, "../shared/data/standards")))(
    "is the one that its tables compile to (skipped without the official texts in ../shared)",
    () => {
      expect(loadLexicon().version).toBe(compileLexicon(ROOT).version);
    },
    60_000,
  );
});

describe("the tables of synonyms", () => {
  const known = new Set(loadLexicon().occupations);
  const seen = new Map<string, string>();

  it.each(readdirSync(join(DATA, "aliases")))("%s: sorted, known codes, each synonym once", (file) => {
    const [head, ...lines] = readFileSync(join(DATA, "aliases", file), "utf8")
      .trimEnd()
      .split("\n");
    expect(head).toBe("alias\tcodes\tnote");
    const aliases = lines.map((line) => line.split("\t"));
    const names = aliases.map(([alias]) => alias!);
    expect(names).toEqual([...names].sort(byCodePoint));
    for (const [alias, codes] of aliases) {
      for (const code of codes!.split("|")) expect(known.has(code), `${alias}: ${code}`).toBe(true);
      const term = foldTerm(alias!);
      expect(seen.get(term), alias).toBeUndefined();
      seen.set(term, file);
    }
  });
});

describe("evaluate", () => {
  const answer = (codes: string[], confidence = 1) => ({
    candidates: codes.map((code) => ({ code, confidence })),
    chosen: codes.length > 0,
  });

  it("counts first answers, first five, groups and abstentions", () => {
    const accepted = [["4-01-02-01"], ["4-01-02-03"], ["6-18-01-01"], []];
    const answers = [
      answer(["4-01-02-01"]),
      answer(["4-01-02-01", "4-01-02-03"]),
      answer(["2-02-07-01"]),
      answer([]),
    ];
    expect(evaluate(accepted, answers)).toMatchObject({
      postings: 3,
      hit1: 1 / 3,
      hit5: 2 / 3,
      group1: 2 / 3,
      abstention: 1 / 4,
    });
  });

  it("knows a confidence that keeps its word from one that doesn't", () => {
    const answers = Array.from({ length: 100 }, (_, i) => ({ confidence: 0.75, right: i % 4 !== 0 }));
    expect(calibrationError(answers)).toBeCloseTo(0);
    expect(calibrationError(answers.map((a) => ({ ...a, right: false })))).toBeCloseTo(0.75);
    expect(calibrationError([])).toBe(0);
  });
});

/** As the tables are sorted: by code points, the same everywhere. */
function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
