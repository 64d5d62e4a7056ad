import type {
  Career,
  LinkFit,
  NodeRef,
  PathAgreement,
  PathOffering,
  PathProgramme,
  PathwayData,
  Stage,
} from "./types.ts";

/** Finished 初中, and 普通高中: where those stand who are in no programme. */
export const JUNIOR = 0;
export const GENERAL = 1;
const FITS: readonly LinkFit[] = ["official", "name", "class", "category", "open"];

/** Programmes and the arcs between them, held by number. Built once, asked often. */
export interface Graph {
  nodes: readonly NodeRef[];
  /** two digits that are the same at the three levels ("41" of college), "" = none */
  category: readonly string[];
  years: Float64Array;
  byKey: ReadonlyMap<string, number>;
  /** arcs of node i: from start[i] to start[i + 1] */
  start: Int32Array;
  to: Int32Array;
  fit: Uint8Array;
  /** height of a node's stage (`RISE`), and the places that schools of the province offer; -1 = nobody does */
  rise: Uint8Array;
  places: Float64Array;
  offerings: readonly (readonly PathOffering[])[];
  agreements: readonly (readonly PathAgreement[])[];
  agreementById: ReadonlyMap<string, PathAgreement>;
  careers: readonly (readonly Career[])[];
  creditRules: Uint32Array;
  /** comprehensive high schools in the register */
  comprehensive: number;
}

/** Stages rise; the one sideways step is the change of track, and only from where somebody stands today. */
const RISE: Readonly<Record<Stage, number>> = { junior: 0, general: 1, secondary: 1, college: 2, bachelor: 3, university: 3 }; // prettier-ignore
/** Kinds of schools that are ways of their own. */
export const COMPREHENSIVE = "comprehensive-high-school";
export const TECHNICIAN = "technician-school";
export const fitOf = (graph: Graph, arc: number): LinkFit => FITS[graph.fit[arc]!]!;
export const universityKey = (name: string): string => `普通本科:${name}`;
/** Places of an offering for its rank: those of the plan, or of its seasons together. */
const seatsOf = ({ places, seats }: PathOffering): number =>
  places ?? Object.values(seats).reduce((sum, one) => sum + one, 0);
const USUAL_YEARS: Record<Stage, number> = {
  junior: 0,
  general: 3,
  secondary: 3,
  college: 3,
  bachelor: 4,
  university: 4,
};

/** Length of what is entered, in years; 五年一贯 counts from 初中 to the end of college. */
export const lengthOf = (graph: Graph, from: number, to: number): number =>
  from === JUNIOR && graph.rise[to] === 2 ? 5 : graph.years[to]!;

/**
 * Builds the graph. Arcs: the official progression; within a category and class the ways that an examination opens;
 * agreements, whatever programmes they join. The order of the input changes nothing.
 * Size: some 1,500 programmes and 500 names give about 40,000 arcs.
 */
export function buildGraph(data: PathwayData): Graph {
  const programmes = [...data.programmes].sort((a, b) => (a.code < b.code ? -1 : 1));
  const names = new Set<string>();
  for (const { to, toName, toLevel } of data.progression) if (to === null && toLevel === "university") names.add(toName);
  for (const { upperProgramme, upperProgrammeName } of data.agreements) if (upperProgramme === null) names.add(upperProgrammeName);
  const nodes: NodeRef[] = [
    { key: "junior", code: null, name: "初中毕业", stage: "junior" },
    { key: "general", code: null, name: "普通高中", stage: "general" },
    ...programmes.map(({ code, name, level }): NodeRef => ({ key: code, code, name, stage: level })),
    ...[...names].sort().map((name): NodeRef => ({ key: universityKey(name), code: null, name, stage: "university" })),
  ];
  const byKey = new Map(nodes.map(({ key }, i) => [key, i]));
  const ofProgramme = new Map(programmes.map((one) => [one.code, one]));
  const arcs = nodes.map(() => new Map<number, number>());
  const join = (from: number | undefined, to: number | undefined, fit: LinkFit): void => {
    if (from === undefined || to === undefined || from === to) return;
    const rank = FITS.indexOf(fit);
    const known = arcs[from]!.get(to);
    if (known === undefined || rank < known) arcs[from]!.set(to, rank);
  };
  for (const link of data.progression) {
    const to = link.to ?? (link.toLevel === "university" ? universityKey(link.toName) : null);
    if (to !== null) join(byKey.get(link.from), byKey.get(to), link.to === null ? "name" : "official");
  }
  joinCategories(programmes, (from, to, fit) => join(byKey.get(from), byKey.get(to), fit));
  join(JUNIOR, GENERAL, "open");
  for (const { code, level } of programmes) {
    const node = byKey.get(code)!;
    if (level === "secondary") {
      join(JUNIOR, node, "open");
      join(GENERAL, node, "open");
      join(node, GENERAL, "open");
    } else join(GENERAL, node, "open");
  }
  const agreementsOf = nodes.map((): PathAgreement[] => []);
  for (const one of data.agreements) {
    const upper = byKey.get(one.upperProgramme ?? universityKey(one.upperProgrammeName));
    if (upper === undefined) continue;
    agreementsOf[upper]!.push(one);
    join(one.kind === "five-year" ? JUNIOR : byKey.get(one.lowerProgramme), upper, "category");
  }
  for (const list of agreementsOf) list.sort((a, b) => b.quota - a.quota || (a.id < b.id ? -1 : 1));
  const start = new Int32Array(nodes.length + 1);
  const to: number[] = [];
  const fit: number[] = [];
  arcs.forEach((out, i) => {
    for (const [target, rank] of [...out].sort(([a], [b]) => a - b)) {
      to.push(target);
      fit.push(rank);
    }
    start[i + 1] = to.length;
  });
  const offeringsOf = nodes.map((): PathOffering[] => []);
  for (const one of data.offerings) {
    const node = byKey.get(one.programme);
    if (node !== undefined) offeringsOf[node]!.push(one);
  }
  for (const list of offeringsOf) list.sort((a, b) => seatsOf(b) - seatsOf(a) || (a.school + a.city < b.school + b.city ? -1 : 1));
  return {
    nodes,
    category: nodes.map(({ code }) => (code ? categoryOf(code) : "")),
    years: Float64Array.from(nodes, ({ code, stage }) => (code ? ofProgramme.get(code)!.years : null) ?? USUAL_YEARS[stage]),
    byKey,
    start,
    to: Int32Array.from(to),
    fit: Uint8Array.from(fit),
    rise: Uint8Array.from(nodes, ({ stage }) => RISE[stage]),
    places: Float64Array.from(offeringsOf, (list) => (list.length === 0 ? -1 : list.reduce((sum, one) => sum + seatsOf(one), 0))),
    offerings: offeringsOf,
    agreements: agreementsOf,
    agreementById: new Map(data.agreements.map((one) => [one.id, one])),
    careers: nodes.map(({ code }) => (code ? (data.careers.get(code) ?? []) : [])),
    creditRules: Uint32Array.from(nodes, ({ code }) => (code ? (data.creditRules.get(code) ?? 0) : 0)),
    comprehensive: data.comprehensiveSchools,
  };
} // prettier-ignore

/** 61…, 41… and 21… are one category: the digits of college stand for it (rule book MAJ-01). */
export function categoryOf(code: string): string {
  const prefix = Number(code.slice(0, 2));
  return String(prefix >= 60 ? prefix - 20 : prefix >= 40 ? prefix : prefix + 20);
}

const NEXT: Partial<Record<PathProgramme["level"], readonly PathProgramme["level"][]>> = {
  secondary: ["college", "bachelor"],
  college: ["bachelor"],
};

function joinCategories(
  programmes: readonly PathProgramme[],
  join: (from: string, to: string, fit: LinkFit) => void,
): void {
  const groups = new Map<string, PathProgramme[]>();
  for (const one of programmes) {
    const key = `${one.level} ${categoryOf(one.code)}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  for (const from of programmes)
    for (const level of NEXT[from.level] ?? [])
      for (const to of groups.get(`${level} ${categoryOf(from.code)}`) ?? [])
        join(from.code, to.code, to.className === from.className ? "class" : "category");
}
