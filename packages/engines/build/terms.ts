/** Turns the tables into terms of the lexicon. Only packages/standards/data and packages/engines/data are read. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { foldTerm } from "../src/coding/characters.ts";
import { KIND } from "../src/coding/lexicon.ts";
import { readTable } from "./standards.ts";

export interface TermEntry {
  kind: number;
  /** occupation index → weight 0…1 when the term stands in a title */
  title: Map<number, number>;
  /** occupation index → weight 0…1 of the weaker association */
  text: Map<number, number>;
  head: string;
}

export interface OccupationRow {
  code: string;
  name: string;
  definition: string;
  tasks: string;
  workTypes: string[];
}

/** Weight of the first, second … code of an alias. */
export const RANK_WEIGHTS = [1, 0.75, 0.6, 0.5, 0.45, 0.4];

export function readOccupations(folder: string): OccupationRow[] {
  const seen = new Set<string>();
  const rows: OccupationRow[] = [];
  for (const row of readTable(join(folder, "occupation.tsv"))) {
    const code = row.code ?? "";
    if (code === "" || seen.has(code) || (row.status ?? "").startsWith("draft")) continue;
    seen.add(code);
    rows.push({
      code,
      name: row.name ?? "",
      definition: row.definition ?? "",
      tasks: row.main_tasks ?? "",
      workTypes: (row.work_types ?? "").split("|").filter((t) => t.length > 1),
    });
  }
  return rows.sort((a, b) => (a.code < b.code ? -1 : 1));
}

export class TermTable {
  readonly entries = new Map<string, TermEntry>();

  constructor(readonly codes: Map<string, number>) {}

  entry(text: string): TermEntry | null {
    const term = foldTerm(text);
    if (term === "" || term.length > 24) return null;
    let e = this.entries.get(term);
    if (!e) this.entries.set(term, (e = { kind: 0, title: new Map(), text: new Map(), head: "" }));
    return e;
  }

  addTitle(text: string, kind: number, code: string, weight: number): void {
    const o = this.codes.get(code);
    const e = this.entry(text);
    if (o === undefined || !e) return;
    e.kind |= kind;
    e.title.set(o, Math.max(e.title.get(o) ?? 0, weight));
  }

  addText(text: string, kind: number, code: string, weight: number): void {
    const o = this.codes.get(code);
    const e = this.entry(text);
    if (o === undefined || !e) return;
    e.kind |= kind;
    e.text.set(o, Math.max(e.text.get(o) ?? 0, weight));
  }
}

/** Official names, their usual shorter forms and the work types under them. */
export function addNames(table: TermTable, occupations: OccupationRow[]): void {
  for (const o of occupations) {
    table.addTitle(o.name, KIND.name, o.code, 1);
    for (const variant of variantsOf(o.name)) table.addTitle(variant, KIND.name, o.code, 0.8);
    for (const type of o.workTypes) table.addTitle(type, KIND.name, o.code, 0.8);
  }
}

const SUFFIXES: [RegExp, string[]][] = [
  [/工程技术人员$/, ["工程师", "技术员", "工程"]],
  [/专业人员$/, ["专员", "师", "员"]],
  [/设计人员$/, ["设计师", "设计"]],
  [/(?<=..)操作工$/, ["操作员", "操作"]],
  [/(?<=..)维修工$/, ["维修", "维修员", "修理工"]],
  [/(?<=..)制造工$/, ["制造", "工"]],
  [/(?<=..)制作工$/, ["制作", "工"]],
  [/(?<=..)安装工$/, ["安装", "安装员"]],
  [/(?<=..)加工工$/, ["加工", "加工员"]],
  [/(?<=..)装配工$/, ["装配", "组装工"]],
  [/(?<=..)驾驶员$/, ["司机", "驾驶"]],
  [/(?<=..)服务员$/, ["服务", "服务人员"]],
  [/(?<=..)管理师$/, ["管理", "管理员"]],
  [/(?<=..)设计师$/, ["设计"]],
  [/(?<=..)检验员$/, ["检验", "检验工"]],
  [/(?<=..)医师$/, ["医生"]],
  [/(?<=..)教师$/, ["老师"]],
  [/(?<=...)[员师工]$/, [""]],
];

export function variantsOf(name: string): string[] {
  const found = new Set<string>();
  for (const [pattern, replacements] of SUFFIXES)
    if (pattern.test(name)) for (const r of replacements) found.add(name.replace(pattern, r));
  return [...found].filter((v) => v.length >= 2 && v !== name);
}

/** Weight of words that name a worker without the work (note "generic"): 操作工 alone says little, in 光刻操作工 nothing. */
const GENERIC = 0.35;

/** Curated synonyms. The same alias in two files gets the mean of both rankings. */
export function addAliases(table: TermTable, folder: string): void {
  if (!existsSync(folder)) return;
  const votes = new Map<string, { count: number; codes: Map<string, number> }>();
  for (const file of readdirSync(folder)
    .filter((f) => f.endsWith(".tsv"))
    .sort())
    for (const row of readTable(join(folder, file))) {
      const term = foldTerm(row.alias ?? "");
      if (term === "") continue;
      const vote = votes.get(term) ?? { count: 0, codes: new Map<string, number>() };
      votes.set(term, vote);
      vote.count++;
      const codes = (row.codes ?? "").split("|").filter((c) => table.codes.has(c.trim()));
      codes.forEach((code, rank) =>
        vote.codes.set(
          code.trim(),
          (vote.codes.get(code.trim()) ?? 0) +
            (RANK_WEIGHTS[rank] ?? 0.35) * (row.note === "generic" ? GENERIC : 1),
        ),
      );
    }
  for (const [term, vote] of votes)
    for (const [code, weight] of vote.codes) table.addTitle(term, KIND.alias, code, weight / vote.count);
}

export function addDomains(table: TermTable, path: string): void {
  for (const row of readTable(path)) {
    const codes = (row.codes ?? "").split("|");
    codes.forEach((code, rank) =>
      table.addText(row.term ?? "", KIND.domain, code, RANK_WEIGHTS[rank] ?? 0.35),
    );
  }
}

/**
 * Fields of work before general words for posts: 化妆品 + 研发工程师. Without them the general word, which stands last,
 * would say that it is software. What a curated table says about the same words stays.
 */
export function addCompounds(table: TermTable, domains: string, compounds: string): void {
  for (const { term = "", codes = "" } of readTable(domains))
    for (const { head = "", prefix = "" } of readTable(compounds)) {
      const fitting = codes.split("|").filter((code) => code.startsWith(prefix));
      if (fitting.length === 0 || table.entries.has(foldTerm(term + head))) continue;
      fitting.forEach((code, rank) =>
        table.addTitle(term + head, KIND.alias, code, RANK_WEIGHTS[rank] ?? 0.35),
      );
    }
}

export function addNoise(table: TermTable, path: string): void {
  for (const row of readTable(path)) {
    const e = table.entry(row.term ?? "");
    if (e) e.kind |= row.kind === "rank" ? KIND.rank : row.kind === "place" ? KIND.place : KIND.noise;
  }
}

export function addHeads(table: TermTable, path: string): void {
  for (const row of readTable(path)) {
    const e = table.entry(row.head ?? "");
    if (!e) continue;
    e.kind |= KIND.head;
    e.head = row.prefixes ?? "";
  }
}

/** Names of provinces, cities and counties, with and without their last word. */
export function addPlaces(table: TermTable, names: string[]): void {
  for (const name of names) {
    const short = name.replace(
      /(壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|自治县|特别行政区|地区|省|市|区|县|盟|旗)$/,
      "",
    );
    for (const form of new Set([name, short])) {
      if (form.length < 2 || form.length > 8) continue;
      const e = table.entry(form);
      if (e) e.kind |= KIND.place;
    }
  }
}

/** Character pairs of the official texts, weighted as BM25 would, the strongest occupations per pair. */
export function addGrams(table: TermTable, occupations: OccupationRow[], options: GramOptions): void {
  const frequency = new Map<string, Map<number, number>>();
  const length: number[] = [];
  const add = (text: string, o: number, weight: number) => {
    const folded = text.replace(/[^\u4e00-\u9fff]+/g, " ");
    for (let i = 0; i + 1 < folded.length; i++) {
      const gram = folded.slice(i, i + 2);
      if (gram.includes(" ")) continue;
      let per = frequency.get(gram);
      if (!per) frequency.set(gram, (per = new Map()));
      per.set(o, (per.get(o) ?? 0) + weight);
      length[o] = (length[o] ?? 0) + weight;
    }
  };
  occupations.forEach((row, o) => {
    length[o] = 1;
    add(row.name.replace(/工程技术人员$|专业人员$/, ""), o, 4);
    for (const type of row.workTypes) add(type, o, 2);
    add(row.definition, o, 1);
    add(row.tasks, o, 1);
  });
  const mean = length.reduce((s, n) => s + n, 0) / length.length;
  const N = occupations.length;
  for (const [gram, per] of [...frequency].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
    if (per.size > options.maxOccupations) continue;
    const idf = Math.log(1 + (N - per.size + 0.5) / (per.size + 0.5));
    const scored = [...per]
      .map(([o, f]) => ({ o, w: (idf * f * 2.2) / (f + 1.2 * (0.25 + (0.75 * length[o]!) / mean)) }))
      .sort((a, b) => b.w - a.w || a.o - b.o)
      .slice(0, options.keep);
    const e = table.entry(gram);
    if (!e || (e.kind & KIND.domain) !== 0) continue;
    e.kind |= KIND.gram;
    // 20 is above any BM25 weight that occurs here, so that weights fit into 0…1.
    for (const { o, w } of scored)
      if (w >= options.minWeight) e.text.set(o, Math.max(e.text.get(o) ?? 0, w / 20));
  }
}

export interface GramOptions {
  maxOccupations: number;
  keep: number;
  minWeight: number;
}
