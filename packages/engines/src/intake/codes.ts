/** Looks up programmes, occupations, industries and schools named in tables. Exact names only: nothing is guessed. */
import type { Level } from "../types/index.ts";
import { parseLevel } from "./education.ts";
import { isBlank, plain } from "./text.ts";

export interface IntakeStandards {
  programmes: Iterable<{ code: string; name: string; level: Level; classCode?: string }>;
  occupations?: Iterable<{ code: string; name: string }>;
  industries?: Iterable<{ code: string; name: string }>;
  /** schools whose city is known, for rows that do not tell it */
  schools?: Iterable<{ name: string; cityCode: string | null }>;
}

export interface ProgrammeHit {
  code: string;
  name: string;
  level: Level;
}

export type ProgrammeReading =
  | { ok: true; programme: ProgrammeHit; how: "code" | "name" }
  | { ok: false; code: string; field: "programmeCode" | "programmeName"; candidates: ProgrammeHit[] };

interface Programme extends ProgrammeHit {
  classCode: string;
}

export class Codes {
  readonly #programmes = new Map<string, Programme>();
  readonly #classes = new Map<string, Programme[]>();
  readonly #names = new Map<string, Programme[]>();
  readonly #occupations = new Map<string, string>();
  readonly #occupationNames = new Map<string, string[]>();
  readonly #industries = new Map<string, string>();
  readonly #industryNames = new Map<string, string[]>();
  readonly #schoolCities = new Map<string, string>();

  constructor(standards: IntakeStandards) {
    for (const p of standards.programmes) {
      const programme = {
        code: p.code,
        name: p.name,
        level: p.level,
        classCode: p.classCode ?? p.code.slice(0, 4),
      };
      this.#programmes.set(p.code, programme);
      // State-controlled programmes carry a K; tables often leave it out.
      if (/K$/.test(p.code) && !this.#programmes.has(p.code.slice(0, -1)))
        this.#programmes.set(p.code.slice(0, -1), programme);
      push(this.#classes, programme.classCode, programme);
      push(this.#names, nameKey(p.name), programme);
    }
    for (const o of standards.occupations ?? []) {
      if (o.code === "") continue;
      this.#occupations.set(o.code, o.name);
      push(this.#occupationNames, o.name, o.code);
    }
    for (const i of standards.industries ?? []) {
      this.#industries.set(i.code, i.name);
      push(this.#industryNames, i.name, i.code);
    }
    for (const s of standards.schools ?? []) if (s.cityCode) this.#schoolCities.set(s.name, s.cityCode);
  }

  /**
   * The programme that a code, a name or both mean, within the level if one is told. A class code (4 digits, enrolment
   * by class) and a name that several levels share are refused with the programmes they may mean.
   * @param note further words of the row that may name programmes of a class
   */
  programme(codeText: string, nameText: string, level: Level | null, note = ""): ProgrammeReading {
    const code = isBlank(codeText)
      ? ""
      : plain(codeText).toUpperCase().replace(/\.0+$/, "").replace(/\s/g, "");
    const key = isBlank(nameText) ? "" : nameKey(nameText);
    const named = key === "" ? [] : (this.#names.get(key) ?? []);
    if (code === "") return this.#byName(key, named, level, nameText);
    const refuse = (reason: string, candidates: Programme[]): ProgrammeReading => ({
      ok: false,
      code: reason,
      field: "programmeCode",
      candidates: candidates.slice(0, 8).map(hit),
    });

    if (/^\d{4}$/.test(code)) {
      // Enrolment by class. Old class codes mean other classes today, so the words go before the digits.
      const fits = (p: Programme): boolean => level === null || p.level === level;
      const words = `${nameText}${note}`;
      const mentioned = [...new Set(this.#programmes.values())].filter(
        (p) => fits(p) && words.includes(p.name),
      );
      const members = (this.#classes.get(code) ?? []).filter(fits);
      const isClass = members.length > 0 || /类$/.test(key);
      return refuse(
        isClass ? "programme-is-class" : "programme-unknown",
        mentioned.length > 0 ? mentioned : members,
      );
    }
    let found = this.#programmes.get(code);
    // A seventh digit numbers a school's own direction; it is believed only where the name agrees.
    if (!found && /^\d{7,8}$/.test(code)) {
      const base = this.#programmes.get(code.slice(0, 6));
      if (base && nameKey(base.name) === key) found = base;
    }
    if (!found)
      return refuse(
        "programme-unknown",
        named.filter((p) => level === null || p.level === level),
      );
    if (level !== null && found.level !== level) {
      return refuse("programme-level-mismatch", [found, ...named.filter((p) => p.level === level)]);
    }
    // The code of one programme beside the name of another: one of them is wrong, and nobody can tell which.
    const level1 = found.level;
    const other = named.filter((p) => p.level === level1);
    if (other.length > 0 && !other.includes(found))
      return refuse("programme-code-name-differ", [found, ...other]);
    return { ok: true, programme: hit(found), how: "code" };
  }

  #byName(key: string, named: Programme[], level: Level | null, nameText: string): ProgrammeReading {
    const refuse = (reason: string, candidates: Programme[]): ProgrammeReading => ({
      ok: false,
      code: reason,
      field: "programmeName",
      candidates: candidates.slice(0, 8).map(hit),
    });
    if (key === "") return refuse("programme-missing", []);
    const fit = level === null ? named : named.filter((p) => p.level === level);
    if (fit.length === 1) return { ok: true, programme: hit(fit[0]!), how: "name" };
    if (fit.length > 1) return refuse("programme-ambiguous", fit);
    const near = this.#near(key, level);
    const candidates = near.length > 0 ? near : named;
    // A shortened name ("机电一体化") fits some programmes but is none of them.
    return refuse(
      near.length > 0 && near.every((p) => nameKey(p.name).startsWith(key))
        ? "programme-ambiguous"
        : "programme-unknown",
      nameText === "" ? [] : candidates,
    );
  }

  #near(key: string, level: Level | null): Programme[] {
    const all = [...new Set(this.#programmes.values())].filter((p) => level === null || p.level === level);
    const starting = all.filter((p) => nameKey(p.name).startsWith(key));
    if (starting.length > 0) return starting;
    const wanted = bigrams(key);
    return all
      .map((p) => ({ p, score: overlap(wanted, bigrams(nameKey(p.name))) }))
      .filter((x) => x.score >= 0.5)
      .sort((a, b) => b.score - a.score || (a.p.code < b.p.code ? -1 : 1))
      .slice(0, 5)
      .map((x) => x.p);
  }

  /** The code of an occupation given by code or exact name; null if unknown. */
  occupation(text: string): string | null {
    const s = plain(text);
    if (this.#occupations.has(s)) return s;
    const codes = this.#occupationNames.get(s);
    return codes?.length === 1 ? codes[0]! : null;
  }

  /** The code of an industry (GB/T 4754: section letter or 2 to 4 digits) given by code or exact name; null if unknown. */
  industry(text: string): string | null {
    const s = plain(text).toUpperCase().replace(/\.0+$/, "");
    if (this.#industries.has(s)) return s;
    const lettered = /^([A-T])(\d{2,4})$/.exec(s);
    if (lettered && this.#industries.has(lettered[2]!)) return lettered[2]!;
    const codes =
      this.#industryNames.get(plain(text)) ??
      this.#industryNames.get(plain(text).replace(/行业|产业$/, "业"));
    // One name may stand at several steps of the hierarchy: the broadest is meant.
    return codes ? [...codes].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0]! : null;
  }

  schoolCity(name: string): string | null {
    return this.#schoolCities.get(name) ?? null;
  }
}

/** A programme's name without directions in brackets, 专业 at its end and white space. */
export function nameKey(name: string): string {
  return plain(name)
    .replace(/\s/g, "")
    .replace(/[(（[【].*?[)）\]】]/g, "")
    .replace(/[(（].*$/, "")
    .replace(/专业$/, "");
}

/** The level told by a cell, or by the school's name where it is plain: null if neither tells it. */
export function levelOf(text: string): { level: Level | null; ok: boolean } {
  if (isBlank(text)) return { level: null, ok: true };
  const level = parseLevel(text);
  return { level, ok: level !== null };
}

function hit(p: Programme): ProgrammeHit {
  return { code: p.code, name: p.name, level: p.level };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const held = map.get(key);
  if (held) held.push(value);
  else map.set(key, [value]);
}

function bigrams(text: string): Set<string> {
  const set = new Set<string>();
  for (let i = 0; i + 1 < text.length; i++) set.add(text.slice(i, i + 2));
  return set;
}

/** Share of common bigrams (Dice). */
function overlap(a: Set<string>, b: Set<string>): number {
  let common = 0;
  for (const x of a) if (b.has(x)) common++;
  return a.size + b.size === 0 ? 0 : (2 * common) / (a.size + b.size);
}
